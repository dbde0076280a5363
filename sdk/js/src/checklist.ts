// Checklists 清单, declared once: the form that is asked and how it stands follow from the same declaration.
import type { Answer, AnswerType, Choice, Form, FormState, Node, NodeKind } from "./contract/plugin-checklists.js";
import type { Text } from "./contract/plugin-types.js";
import { Answers } from "./answers.js";
import { CODES } from "./data/datasets.js";
import { text } from "./words.js";

/** What hangs on a node. */
export interface NodeOptions {
  /** Shows only when this holds. Sees the answers to the questions before this one that show themselves. */
  visibleWhen?: (answers: Answers) => boolean;
  /** A word of help. */
  hint?: Text;
}

/** What hangs on a question. */
export interface QuestionOptions extends NodeOptions {
  /** Must be answered wherever it shows; or where it shows and this holds. */
  required?: boolean | ((answers: Answers) => boolean);
  /** Says what is wrong with the answer, or null. Type, bounds and choices are checked by the host. */
  check?: (answers: Answers) => Text | null;
  /** The base-data column or local field it asks for, so that the host can offer what it already holds. */
  field?: string;
}

/** A node of a checklist: made with {@link question}, {@link note} and {@link group}. */
export interface Item {
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: Text;
  readonly options: QuestionOptions;
  readonly children: readonly Item[];
}

function ask(id: string, label: Text, val: AnswerType, options: QuestionOptions = {}): Item {
  return { id, kind: { tag: "question", val }, label, options, children: [] };
}

/** Questions by what they take; an id is unique in the checklist. */
export const question = {
  /** Yes or no. */
  flag: (id: string, label: Text, options?: QuestionOptions) => ask(id, label, { tag: "flag" }, options),
  /** A whole number within bounds. */
  integer: (id: string, [least, most]: readonly [number, number], label: Text, options?: QuestionOptions) =>
    ask(id, label, { tag: "integer", val: [least, most] }, options),
  /** A number within bounds. */
  decimal: (id: string, [least, most]: readonly [number, number], label: Text, options?: QuestionOptions) =>
    ask(id, label, { tag: "decimal", val: [least, most] }, options),
  /** Text of at most so many characters. */
  text: (id: string, longest: number, label: Text, options?: QuestionOptions) => ask(id, label, { tag: "text", val: longest }, options),
  /** A day. */
  date: (id: string, label: Text, options?: QuestionOptions) => ask(id, label, { tag: "date" }, options),
  /** One of the choices. */
  one: (id: string, choices: readonly Choice[], label: Text, options?: QuestionOptions) =>
    ask(id, label, { tag: "one", val: [...choices] }, options),
  /** Any of the choices. */
  many: (id: string, choices: readonly Choice[], label: Text, options?: QuestionOptions) =>
    ask(id, label, { tag: "many", val: [...choices] }, options),
};

/** Something to read. */
export function note(id: string, label: Text, options: NodeOptions = {}): Item {
  return { id, kind: { tag: "note" }, label, options, children: [] };
}

/** A heading over other items. What hides the group hides all of it. */
export function group(id: string, label: Text, children: readonly Item[], options: NodeOptions = {}): Item {
  return { id, kind: { tag: "group" }, label, options, children };
}

/** A choice of a question. */
export function choice(code: string, label: Text): Choice {
  return { code, label };
}

/** Choices of those codes, each labelled `<label>-<code>` in the catalogs: `gas-hose-rubber`. */
export function choices(label: string, codes: readonly string[]): Choice[] {
  return codes.map((code) => choice(code, text(`${label}-${code}`)));
}

/** All codes of a code table as choices, each labelled `<label>-<code>`: `choicesOf("living", "living")`. */
export function choicesOf(label: string, table: string): Choice[] {
  return choices(label, (CODES[table] ?? []).map(([, code]) => code));
}

/** A checklist as it is asked on the day of the call. */
export class Checklist {
  constructor(
    readonly id: string,
    readonly title: Text,
    readonly items: readonly Item[],
  ) {}

  /** The form as the contract wants it: a flat list, parents first. */
  form(): Form {
    const nodes: Node[] = [];
    const flatten = (items: readonly Item[], parent: number | null): void => {
      for (const { id, kind, label, options, children } of items) {
        const position = nodes.push({ id, parent, kind, label, hint: options.hint ?? null, field: options.field ?? null }) - 1;
        flatten(children, position);
      }
    };
    flatten(this.items, null);
    return { id: this.id, title: this.title, nodes };
  }

  /** How every node stands, whatever the order the answers come in. */
  state(answers: readonly Answer[]): FormState {
    const counted: Answer[] = [];
    const standing: [Item, boolean][] = [];
    // In reading order: whether each node shows, and with it whether its answer counts for what comes after.
    const see = (items: readonly Item[], parentShows: boolean): void => {
      for (const item of items) {
        const { visibleWhen } = item.options;
        // A condition that gives null, as that on an answer not given does, does not hold.
        const visible = parentShows && (visibleWhen === undefined || Boolean(visibleWhen(new Answers(counted))));
        const mine = visible && answers.find((answer) => answer.node === item.id);
        if (mine) counted.push(mine);
        standing.push([item, visible]);
        see(item.children, visible);
      }
    };
    see(this.items, true);
    const all = new Answers(counted);
    const nodes = standing.map(([{ id, options }, visible], node) => {
      const { required = false, check } = options;
      const problem = visible && check && all.value(id) !== null ? check(all) : null;
      return {
        node,
        visible,
        required: visible && Boolean(typeof required === "boolean" ? required : required(all)),
        problems: problem ? [problem] : [],
      };
    });
    return { nodes };
  }
}

/** A checklist with the id of the manifest. */
export function checklist(id: string, title: Text, items: readonly Item[]): Checklist {
  return new Checklist(id, title, items);
}
