// World `rules`: grid rules and reports. Reads data; decides nothing that the host does not check.
import type { Event as HostEvent, Outcome, SweepAnswer } from "./contract/plugin-grid-rules.js";
import type { Document, Period as HostPeriod } from "./contract/plugin-reports.js";
import type { Action, Decision, Reason } from "./contract/plugin-types.js";
import type { Call } from "./call.js";
import type { Data } from "./data/data.js";
import type { OpenScan } from "./data/rows.js";
import { Fields } from "./fields.js";
import { Day, Instant } from "./time.js";

/** Something that happened 事件. */
export class Event {
  /** Opaque; the same event keeps its id for this plugin. */
  readonly id: string;
  /** Its kind, a code the manifest's rules name. */
  readonly kind: string;
  /** When it happened. */
  readonly occurred: Instant;
  /** What is known of it; which fields is for the event kind to say. */
  readonly fields: Fields;

  constructor({ id, kind, occurred, fields }: HostEvent) {
    this.id = id;
    this.kind = kind;
    this.occurred = new Instant(occurred);
    this.fields = new Fields(fields);
  }
}

/** The days a report is about, both included. */
export class Period {
  readonly first: Day;
  readonly last: Day;

  constructor({ first, last }: HostPeriod) {
    this.first = new Day(first);
    this.last = new Day(last);
  }
}

/** What a plugin of world `rules` implements; leave out what it has not. */
export interface Rules {
  /** What one rule makes of an event; called for each rule in force, in the host's order, and the answers are joined. */
  decide?(call: Call, data: Data, rule: string, event: Event): Decision;
  /** What a rule makes of every row. The host has opened `rows` with the columns of the rule's `sweep` in the manifest. */
  sweep?(call: Call, data: Data, rule: string, rows: OpenScan): SweepAnswer;
  /** The report of `id` for a period. */
  report?(call: Call, data: Data, id: string, period: Period): Document;
}

/** Declares a plugin of world `rules`: `export default rules({ … })`. */
export function rules<P extends Rules>(plugin: P): P {
  return plugin;
}

/** What is proposed for each row marked with it; `code` is unique in the answer, and the host counts by it. */
export function outcome(code: string, parts: { actions?: readonly Action[]; reasons?: readonly Reason[] } = {}): Outcome {
  return { code, actions: [...(parts.actions ?? [])], reasons: [...(parts.reasons ?? [])] };
}

/** The answer of a sweep, in columns: which rows, and what is proposed for each. */
export class Marks {
  readonly #answer: SweepAnswer & { rows: number[]; marks: number[] } = { rows: [], marks: [], outcomes: [] };

  /** Adds an outcome to mark rows with; answers with its number. */
  outcome(outcome: Outcome): number {
    return this.#answer.outcomes.push(outcome) - 1;
  }

  /** Marks the row at that position in the scan. Rows are marked in ascending order, each at most once. */
  mark(position: number, outcome: number): void {
    this.#answer.rows.push(position);
    this.#answer.marks.push(outcome);
  }

  /** How many rows are marked. */
  get length(): number {
    return this.#answer.rows.length;
  }

  /** The answer. */
  answer(): SweepAnswer {
    return this.#answer;
  }
}
