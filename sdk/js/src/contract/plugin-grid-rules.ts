// Generated from the contract's WIT by scripts/contract.mjs.
/** @module Interface lifang:plugin/grid-rules@1.0.0 **/
/**
 * What the rules named in `rules` make of an event. The host names those that are in force for the region and day and
 * not overridden by a nearer plugin.
 */
export declare function decide(call: Context, rules: Array<string>, event: Event): Decision;
/**
 * What a rule makes of every row. The host has opened `rows` on the dataset and columns that the rule's manifest entry names.
 */
export declare function sweep(call: Context, rule: string, rows: Scan): SweepAnswer;
export type Context = import('./plugin-types.js').Context;
export type Decision = import('./plugin-types.js').Decision;
export type Action = import('./plugin-types.js').Action;
export type Reason = import('./plugin-types.js').Reason;
export type PluginError = import('./plugin-types.js').PluginError;
export type Instant = import('./plugin-types.js').Instant;
export type Field = import('./plugin-types.js').Field;
export type Scan = import('./data-scans.js').Scan;
/**
 * Something that happened 事件.
 */
export interface Event {
  /**
   * Opaque; the same event keeps its id for this plugin.
   */
  id: string,
  /**
   * Its kind, a code the manifest's rules name.
   */
  kind: string,
  /**
   * When it happened.
   */
  occurred: Instant,
  /**
   * What is known of it; which fields is for the event kind to say.
   */
  fields: Array<Field>,
}
/**
 * What is proposed for each row that a sweep marked with it.
 */
export interface Outcome {
  /**
   * A code, unique in the answer; the host counts by it.
   */
  code: string,
  /**
   * What is proposed for each such row.
   */
  actions: Array<Action>,
  /**
   * Why.
   */
  reasons: Array<Reason>,
}
/**
 * The answer of a sweep, in columns: row `rows[i]` of the scan has outcome `outcomes[marks[i]]`.
 */
export interface SweepAnswer {
  /**
   * Positions in the scan, ascending, each at most once.
   */
  rows: ArrayLike<number>,
  /**
   * One per entry of `rows`.
   */
  marks: ArrayLike<number>,
  /**
   * The outcomes, each said once.
   */
  outcomes: Array<Outcome>,
}
