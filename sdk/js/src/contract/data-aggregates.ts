// Generated from the contract's WIT by scripts/contract.mjs.
/** @module Interface lifang:data/aggregates@1.0.0 **/
/**
 * Groups in ascending order of their keys.
 */
export declare function run(query: Query): Array<Group>;
export type Value = import('./data-types.js').Value;
export type DataError = import('./data-types.js').DataError;
export type Filter = import('./data-scans.js').Filter;
/**
 * One figure per group.
 */
export type Measure = MeasureCount | MeasureKnown | MeasureSum | MeasureMean | MeasureMin | MeasureMax;
/**
 * The number of rows.
 */
export interface MeasureCount {
  tag: 'count',
}
/**
 * The number of rows where the column is known.
 */
export interface MeasureKnown {
  tag: 'known',
  val: string,
}
/**
 * The sum of a numeric column.
 */
export interface MeasureSum {
  tag: 'sum',
  val: string,
}
/**
 * The mean of a numeric column.
 */
export interface MeasureMean {
  tag: 'mean',
  val: string,
}
/**
 * The least value of a numeric, date or instant column.
 */
export interface MeasureMin {
  tag: 'min',
  val: string,
}
/**
 * The greatest value of a numeric, date or instant column.
 */
export interface MeasureMax {
  tag: 'max',
  val: string,
}
/**
 * What to count.
 */
export interface Query {
  /**
   * A dataset of `datasets.toml`.
   */
  dataset: string,
  /**
   * The columns that make the groups; empty for one total. `region` may be asked at a level: `region:street`.
   */
  by: Array<string>,
  /**
   * The figures of each group.
   */
  measures: Array<Measure>,
  /**
   * All must hold.
   */
  filters: Array<Filter>,
  /**
   * Only rows of this region's subtree; the region of the call when absent.
   */
  region: string | null,
}
/**
 * One figure.
 */
export type Figure = FigureNumber | FigureNone | FigureSuppressed;
/**
 * A number.
 */
export interface FigureNumber {
  tag: 'number',
  val: number,
}
/**
 * No row had a value.
 */
export interface FigureNone {
  tag: 'none',
}
/**
 * Held back, because so few people stand behind it. Only in a report meant for publication.
 */
export interface FigureSuppressed {
  tag: 'suppressed',
}
/**
 * One group.
 */
export interface Group {
  /**
   * The group's value per column of `by`; absent where unknown.
   */
  key: Array<Value | null>,
  /**
   * One figure per measure.
   */
  figures: Array<Figure>,
}
