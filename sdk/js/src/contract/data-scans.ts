// Generated from the contract's WIT by scripts/contract.mjs.
/** @module Interface lifang:data/scans@1.0.0 **/
export type Value = import('./data-types.js').Value;
export type DataError = import('./data-types.js').DataError;
/**
 * What one column must satisfy.
 */
export type Test = TestEquals | TestOneOf | TestAtLeast | TestAtMost | TestAnyBit | TestKnown | TestUnknown;
/**
 * Equal to the value.
 */
export interface TestEquals {
  tag: 'equals',
  val: Value,
}
/**
 * Equal to one of the values.
 */
export interface TestOneOf {
  tag: 'one-of',
  val: Array<Value>,
}
/**
 * Known, and not less than the value.
 */
export interface TestAtLeast {
  tag: 'at-least',
  val: Value,
}
/**
 * Known, and not more than the value.
 */
export interface TestAtMost {
  tag: 'at-most',
  val: Value,
}
/**
 * Has at least one of these bits (bit-set columns only).
 */
export interface TestAnyBit {
  tag: 'any-bit',
  val: number,
}
/**
 * Something is recorded.
 */
export interface TestKnown {
  tag: 'known',
}
/**
 * Nothing is recorded.
 */
export interface TestUnknown {
  tag: 'unknown',
}
/**
 * One condition.
 */
export interface Filter {
  /**
   * The column it looks at; it need not be among the columns read, but must be granted.
   */
  column: string,
  /**
   * The condition.
   */
  test: Test,
}
/**
 * What to read.
 */
export interface Query {
  /**
   * A dataset of `datasets.toml`.
   */
  dataset: string,
  /**
   * The wanted columns; a batch numbers its columns in this order.
   */
  columns: Array<string>,
  /**
   * All must hold. Applied by the database.
   */
  filters: Array<Filter>,
  /**
   * Only rows of this region's subtree; the region of the call when absent.
   */
  region: string | null,
  /**
   * Sort columns, each ascending (`age`) or descending (`-age`); the host adds its own last key, so row order is total.
   */
  sort: Array<string>,
}
/**
 * A column of text without repetition: row `i` is `bytes[offsets[i]..offsets[i + 1]]`.
 */
export interface TextColumn {
  /**
   * One more than there are rows.
   */
  offsets: ArrayLike<number>,
  /**
   * All texts, end to end, UTF-8.
   */
  bytes: Uint8Array,
}
/**
 * A column of repeated text: row `i` is `words[codes[i]]`. The words of a scan only ever grow, and a code keeps its
 * meaning through all batches of a scan.
 */
export interface DictionaryColumn {
  /**
   * One code per row.
   */
  codes: ArrayLike<number>,
  /**
   * The words added since the batch before, in code order.
   */
  words: Array<string>,
}

export declare class Batch {
  /**
   * This type does not have a public constructor.
   */
  private constructor();
  /**
  * How many rows.
  */
  rows(): number;
  /**
  * The position in the scan of this batch's first row.
  */
  first(): number;
  /**
  * A column of type `u8`.
  */
  u8s(column: number): Uint8Array;
  /**
  * A column of type `u16`.
  */
  u16s(column: number): ArrayLike<number>;
  /**
  * A column of type `s32` (dates are days).
  */
  s32s(column: number): ArrayLike<number>;
  /**
  * A column of type `s64` (instants are UTC milliseconds).
  */
  s64s(column: number): ArrayLike<number>;
  /**
  * A column of type `f64`.
  */
  f64s(column: number): ArrayLike<number>;
  /**
  * A column of type `text`.
  */
  texts(column: number): TextColumn;
  /**
  * A column of type `dictionary`.
  */
  words(column: number): DictionaryColumn;
  /**
  * One bit per row, least significant first, 1 where a value is recorded; `none` where every row has one.
  */
  validity(column: number): Uint8Array | null;
}

export declare class Scan {
  /**
   * This type does not have a public constructor.
   */
  private constructor();
  /**
  * Checks the query against the grant and opens it. Audited once, with the number of rows read.
  */
  static open(query: Query): Scan;
  /**
  * The next rows, at most `max-rows` (the host may give fewer); `none` at the end.
  */
  next(maxRows: number): Batch | null;
}
