// Generated from the contract's WIT by scripts/contract.mjs.
/** @module Interface lifang:plugin/types@1.0.0 **/
export type Date = import('./data-types.js').Date;
export type Instant = import('./data-types.js').Instant;
export type Value = import('./data-types.js').Value;
export type Cell = import('./data-types.js').Cell;
export type Field = import('./data-types.js').Field;
export type DataError = import('./data-types.js').DataError;
/**
 * A region, as it was named on the day of the call.
 */
export interface Region {
  /**
   * 12 digits (2+2+2+3+3); a grid has 15.
   */
  code: string,
  /**
   * Its name on that day.
   */
  name: string,
  /**
   * `province`, `city`, `district`, `street`, `community` or `grid`.
   */
  level: string,
}
/**
 * A text of the plugin's catalogs, with what goes into its placeables. The host puts it into the reader's language;
 * the language never enters a decision.
 */
export interface Text {
  /**
   * A message of the catalogs.
   */
  key: string,
  /**
   * Name and value of each placeable.
   */
  args: Array<[string, Value]>,
}
/**
 * A place in a law, rule or list.
 */
export interface Clause {
  /**
   * The document's number or title, for example `民发〔2020〕20号`.
   */
  document: string,
  /**
   * The article, item or annex within it; empty when the whole is meant.
   */
  article: string,
}
/**
 * Why: the smallest unit of an explanation.
 */
export interface Reason {
  /**
   * The rule that speaks, as declared in the manifest.
   */
  rule: string,
  /**
   * What it found.
   */
  text: Text,
  /**
   * What it rests on.
   */
  basis: Clause | null,
  /**
   * The fields it read. The host can re-run the call with all others withheld.
   */
  fields: Array<string>,
}
/**
 * How much a matter presses.
 * # Variants
 * 
 * ## `"low"`
 * 
 * When there is time.
 * ## `"normal"`
 * 
 * In the ordinary course.
 * ## `"high"`
 * 
 * Before ordinary work.
 * ## `"urgent"`
 * 
 * At once.
 */
export type Priority = 'low' | 'normal' | 'high' | 'urgent';
/**
 * Work for someone.
 */
export interface WorkOrder {
  /**
   * The rule that asks for it.
   */
  rule: string,
  /**
   * The admitted duty item that covers it.
   */
  duty: string,
  /**
   * What is to be done.
   */
  title: Text,
  /**
   * The post it goes to, for example `grid-worker`, or an office.
   */
  to: string,
  /**
   * When it must be done by.
   */
  due: Instant | null,
  /**
   * How much it presses.
   */
  priority: Priority,
}
/**
 * A visit to be paid.
 */
export interface Visit {
  /**
   * The rule that asks for it.
   */
  rule: string,
  /**
   * The admitted duty item that covers it.
   */
  duty: string,
  /**
   * The checklist to fill.
   */
  checklist: string,
  /**
   * Why, for the worker's list.
   */
  title: Text,
  /**
   * The last day for it.
   */
  by: Date,
  /**
   * How much it presses.
   */
  priority: Priority,
}
/**
 * A message to a post.
 */
export interface Notification {
  /**
   * The rule that asks for it.
   */
  rule: string,
  /**
   * The post it goes to.
   */
  to: string,
  /**
   * What it says.
   */
  text: Text,
}
/**
 * A label on the subject of the call.
 */
export interface Tag {
  /**
   * The rule that asks for it.
   */
  rule: string,
  /**
   * The label, a code the plugin's catalogs name.
   */
  tag: string,
  /**
   * The day it lapses; without one, when the rule no longer asks for it.
   */
  until: Date | null,
}
/**
 * A matter that goes up.
 */
export interface Escalation {
  /**
   * The rule that asks for it.
   */
  rule: string,
  /**
   * The level it goes to: `street`, `district`, `city` or `province`.
   */
  to: string,
  /**
   * Why.
   */
  text: Text,
}
/**
 * Something this contract has no word for yet. A host that does not know `kind` refuses this action by name.
 */
export interface Extension {
  /**
   * The rule that asks for it.
   */
  rule: string,
  /**
   * What it is.
   */
  kind: string,
  /**
   * Its content.
   */
  fields: Array<Field>,
}
/**
 * What a plugin may propose. The host checks each against capability, region and admitted duty lists before it acts.
 */
export type Action = ActionOpenWorkOrder | ActionScheduleVisit | ActionNotify | ActionTag | ActionEscalate | ActionExtension;
/**
 * Work for someone.
 */
export interface ActionOpenWorkOrder {
  tag: 'open-work-order',
  val: WorkOrder,
}
/**
 * A visit to be paid.
 */
export interface ActionScheduleVisit {
  tag: 'schedule-visit',
  val: Visit,
}
/**
 * A message to a post.
 */
export interface ActionNotify {
  tag: 'notify',
  val: Notification,
}
/**
 * A label on the subject of the call.
 */
export interface ActionTag {
  tag: 'tag',
  val: Tag,
}
/**
 * A matter that goes up.
 */
export interface ActionEscalate {
  tag: 'escalate',
  val: Escalation,
}
/**
 * Something newer than this contract.
 */
export interface ActionExtension {
  tag: 'extension',
  val: Extension,
}
/**
 * A decision: what to do, and why. No actions is a decision too, and needs its reasons as well.
 */
export interface Decision {
  /**
   * What is proposed, in order.
   */
  actions: Array<Action>,
  /**
   * Why, in order.
   */
  reasons: Array<Reason>,
}
/**
 * Why a plugin could not answer.
 */
export type PluginError = PluginErrorUnknownId | PluginErrorBadInput | PluginErrorData | PluginErrorWithheld | PluginErrorRefused;
/**
 * The plugin has no checklist, rule, report or list of that id. Carries the id.
 */
export interface PluginErrorUnknownId {
  tag: 'unknown-id',
  val: string,
}
/**
 * An argument is not what it should be. Carries the field and what is wrong with it.
 */
export interface PluginErrorBadInput {
  tag: 'bad-input',
  val: [string, Text],
}
/**
 * A read the plugin cannot do without was refused.
 */
export interface PluginErrorData {
  tag: 'data',
  val: DataError,
}
/**
 * A cell was withheld that the rule cannot do without. Carries the field.
 */
export interface PluginErrorWithheld {
  tag: 'withheld',
  val: string,
}
/**
 * The plugin declines, and says why.
 */
export interface PluginErrorRefused {
  tag: 'refused',
  val: Text,
}

export declare class Context {
  /**
   * This type does not have a public constructor.
   */
  private constructor();
  /**
  * The region the call is about.
  */
  region(): Region;
  /**
  * The region's path, outermost (province) first, the region itself last.
  */
  path(): Array<Region>;
  /**
  * The call's clock. It does not move during the call.
  */
  now(): Instant;
  /**
  * The calendar day of `now` in the region.
  */
  today(): Date;
  /**
  * The role of who acts: `resident`, `grid-worker`, `community-staff`, … or `system`.
  */
  role(): string;
  /**
  * The exceptions to the working week, ascending: weekdays that are off and weekend days that are worked.
  */
  dayExceptions(): ArrayLike<number>;
  /**
  * A setting of the installation, checked against the schema in the manifest; its default when not set.
  */
  setting(key: string): Value | null;
}
