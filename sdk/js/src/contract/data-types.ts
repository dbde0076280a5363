// Generated from the contract's WIT by scripts/contract.mjs.
/** @module Interface lifang:data/types@1.0.0 **/
/**
 * Days since 1970-01-01, in the region's civil calendar.
 */
export type Date = number;
/**
 * Milliseconds since 1970-01-01T00:00:00Z.
 */
export type Instant = number;
/**
 * One value. A code of a code table (a choice, a kind, a status) is `text`.
 */
export type Value = ValueFlag | ValueInteger | ValueDecimal | ValueText | ValueDate | ValueInstant | ValueCodes;
/**
 * Yes or no.
 */
export interface ValueFlag {
  tag: 'flag',
  val: boolean,
}
/**
 * A whole number.
 */
export interface ValueInteger {
  tag: 'integer',
  val: number,
}
/**
 * A number with a fraction. Never NaN.
 */
export interface ValueDecimal {
  tag: 'decimal',
  val: number,
}
/**
 * Text or a code, UTF-8, NFC.
 */
export interface ValueText {
  tag: 'text',
  val: string,
}
/**
 * A calendar day.
 */
export interface ValueDate {
  tag: 'date',
  val: Date,
}
/**
 * A moment.
 */
export interface ValueInstant {
  tag: 'instant',
  val: Instant,
}
/**
 * Several codes, in the order of their code table.
 */
export interface ValueCodes {
  tag: 'codes',
  val: Array<string>,
}
/**
 * What the host can say about one field of one subject. The three cases mean three different things and
 * must not be folded into one: `unknown` may be asked for, `withheld` may not.
 */
export type Cell = CellPresent | CellUnknown | CellWithheld;
/**
 * The value is recorded and the plugin may read it.
 */
export interface CellPresent {
  tag: 'present',
  val: Value,
}
/**
 * The plugin may read this field, and nothing is recorded.
 */
export interface CellUnknown {
  tag: 'unknown',
}
/**
 * Something may be recorded, but the grant does not cover it.
 */
export interface CellWithheld {
  tag: 'withheld',
}
/**
 * A named cell.
 */
export interface Field {
  /**
   * A column of `datasets.toml`, a local field `x.<key>`, or a field the event kind defines.
   */
  key: string,
  /**
   * What can be said about it.
   */
  cell: Cell,
}
/**
 * Why a read was refused. Each is recorded in the audit with plugin, version and WIT function.
 */
export type DataError = DataErrorUnknownDataset | DataErrorUnknownColumn | DataErrorNotGranted | DataErrorOutsideRegion | DataErrorNotFound | DataErrorWrongType | DataErrorBadFilter | DataErrorPublishedMayNotScan | DataErrorLimit | DataErrorUnavailable;
/**
 * No such dataset. Carries its name.
 */
export interface DataErrorUnknownDataset {
  tag: 'unknown-dataset',
  val: string,
}
/**
 * The dataset has no such column, or no such local field is declared here. Carries its name.
 */
export interface DataErrorUnknownColumn {
  tag: 'unknown-column',
  val: string,
}
/**
 * The dataset or column was not asked for in the manifest, or the operator did not grant it. Carries its name.
 */
export interface DataErrorNotGranted {
  tag: 'not-granted',
  val: string,
}
/**
 * The region is not inside the subtree this call may read. Carries its code.
 */
export interface DataErrorOutsideRegion {
  tag: 'outside-region',
  val: string,
}
/**
 * No subject of that kind has that identifier for this plugin. Carries the identifier.
 */
export interface DataErrorNotFound {
  tag: 'not-found',
  val: string,
}
/**
 * The column is of another type than the one asked for. Carries `column: type`.
 */
export interface DataErrorWrongType {
  tag: 'wrong-type',
  val: string,
}
/**
 * A filter compares a column with a value it cannot be compared with. Carries the column.
 */
export interface DataErrorBadFilter {
  tag: 'bad-filter',
  val: string,
}
/**
 * A report meant for publication may aggregate but not scan.
 */
export interface DataErrorPublishedMayNotScan {
  tag: 'published-may-not-scan',
}
/**
 * A limit of the installation was reached. Carries the limit's name.
 */
export interface DataErrorLimit {
  tag: 'limit',
  val: string,
}
/**
 * The store could not answer now; the host records the failure and retries the call later.
 */
export interface DataErrorUnavailable {
  tag: 'unavailable',
}
