// Native tests: a call, data in memory, answers and cells, and the host's way with them. No component is built for it.
import type { Judgement } from "../contract/plugin-checklists.js";
import type { Action } from "../contract/plugin-types.js";
import { Answers } from "../answers.js";
import type { Call } from "../call.js";
import type { Checklist } from "../checklist.js";
import { present, toValue, type Plain } from "../value.js";
import { Fields } from "../fields.js";
import type { Forms } from "../forms.js";
import { Event } from "../rules.js";
import { day } from "./call.js";
import type { Manifest } from "./manifest.js";

export { day, testCall, type CallOptions } from "./call.js";
export { Catalogs, textsOf } from "./catalogs.js";
export { TestData } from "./data.js";
export { hostJson } from "./host-json.js";
export { Manifest } from "./manifest.js";
export { answered, vectorsOf, type Vector } from "./vectors.js";

/** Stands for a cell that the grant does not cover. */
export const WITHHELD = Symbol("withheld");

/** Cells: values that are recorded, null where nothing is, {@link WITHHELD} where the grant does not cover it. */
export function fields(cells: Readonly<Record<string, Plain | null | typeof WITHHELD>> = {}): Fields {
  return new Fields(
    Object.entries(cells).map(([key, value]) => ({
      key,
      cell: value === WITHHELD ? { tag: "withheld" } : value === null ? { tag: "unknown" } : present(value),
    })),
  );
}

/** Answers by question. */
export function answers(values: Readonly<Record<string, Plain>> = {}): Answers {
  return new Answers(Object.entries(values).map(([node, value]) => ({ node, value: toValue(value) })));
}

/** An event of that kind at nine in the morning of a day. */
export function event(kind: string, on: string, cells: Parameters<typeof fields>[0] = {}): Event {
  return new Event({ id: "event", kind, occurred: day(on).at(9, 0).ms, fields: [...fields(cells).list] });
}

/** The host would not have asked the plugin for a judgement. */
export class Incomplete extends Error {
  constructor(
    /** Questions that show, must be answered and are not. */
    readonly missing: readonly string[],
    /** Questions whose answers have problems. */
    readonly problems: readonly string[],
  ) {
    super(`missing: ${missing.join(", ") || "none"}; problems: ${problems.join(", ") || "none"}`);
  }
}

/** Judges a filled checklist as the host does: answers to hidden nodes are dropped, an incomplete form is refused. */
export function judge(plugin: Forms, call: Call, id: string, answers: Answers, known: Fields = new Fields()): Judgement {
  const checklist = plugin.checklist?.(call, id, known);
  if (!checklist || !plugin.judge) throw new Error("the plugin has no checklists");
  const { nodes } = checklist.form();
  const state = checklist.state(answers.list).nodes;
  const ids = (wrong: (at: number) => boolean) => nodes.filter((_, at) => wrong(at)).map(({ id }) => id);
  const missing = ids((at) => state[at]!.required && answers.value(nodes[at]!.id) === null);
  const problems = ids((at) => state[at]!.problems.length > 0);
  if (missing.length > 0 || problems.length > 0) throw new Incomplete(missing, problems);
  const visible = new Set(ids((at) => state[at]!.visible));
  return plugin.judge(call, id, new Answers(answers.list.filter(({ node }) => visible.has(node))), known);
}

/** The ids of the nodes that show with these answers, in reading order. */
export function shown(checklist: Checklist, answers: Answers): string[] {
  const state = checklist.state(answers.list).nodes;
  return checklist.form().nodes.filter((_, at) => state[at]!.visible).map(({ id }) => id);
}

/** The keys of what was found, in order. */
export function found({ findings }: Judgement): string[] {
  return findings.map(({ text }) => text.key);
}

/** Fails unless the manifest's duty list has an item for every work order and visit. The host refuses what no admitted item covers. */
export function assertAdmitted(manifest: Manifest, actions: readonly Action[]): void {
  const duties = manifest.duties();
  for (const { val } of actions) {
    if ("duty" in val && !duties.includes(val.duty)) throw new Error(`plugin.toml has no duty ${val.duty}; it has ${duties.join(", ")}`);
  }
}
