// Generated from the contract's WIT by scripts/contract.mjs.
/** @module Interface lifang:plugin/reports@1.0.0 **/
/**
 * The report of `id` for a period.
 */
export declare function run(call: Context, id: string, period: Period): Document;
export type Context = import('./plugin-types.js').Context;
export type Text = import('./plugin-types.js').Text;
export type PluginError = import('./plugin-types.js').PluginError;
export type Date = import('./plugin-types.js').Date;
export type Cell = import('./data-types.js').Cell;
export type Figure = import('./data-aggregates.js').Figure;
/**
 * Both days included.
 */
export interface Period {
  /**
   * First day.
   */
  first: Date,
  /**
   * Last day.
   */
  last: Date,
}
/**
 * A table cell.
 */
export type TableCell = TableCellEmpty | TableCellNumber | TableCellText | TableCellData | TableCellDate;
/**
 * Nothing.
 */
export interface TableCellEmpty {
  tag: 'empty',
}
/**
 * A figure with so many decimals.
 */
export interface TableCellNumber {
  tag: 'number',
  val: [Figure, number],
}
/**
 * A text of the catalogs.
 */
export interface TableCellText {
  tag: 'text',
  val: Text,
}
/**
 * Text that is data: a name, a code.
 */
export interface TableCellData {
  tag: 'data',
  val: string,
}
/**
 * A day.
 */
export interface TableCellDate {
  tag: 'date',
  val: Date,
}
/**
 * A table.
 */
export interface Table {
  /**
   * Its caption.
   */
  caption: Text,
  /**
   * Its heads.
   */
  columns: Array<Text>,
  /**
   * Its rows, each as long as `columns`.
   */
  rows: Array<Array<TableCell>>,
}
/**
 * How a chart draws.
 * # Variants
 * 
 * ## `"bar"`
 * 
 * Bars.
 * ## `"line"`
 * 
 * A line.
 * ## `"pie"`
 * 
 * Shares of a whole.
 */
export type ChartKind = 'bar' | 'line' | 'pie';
/**
 * A chart.
 */
export interface Chart {
  /**
   * How it draws.
   */
  kind: ChartKind,
  /**
   * Its caption.
   */
  caption: Text,
  /**
   * One label per point.
   */
  labels: Array<string>,
  /**
   * Name and points of each series.
   */
  series: Array<[Text, Array<Figure>]>,
}
/**
 * A single figure that stands for itself.
 */
export interface KeyFigure {
  /**
   * What it counts.
   */
  label: Text,
  /**
   * The figure with so many decimals.
   */
  value: [Figure, number],
}
/**
 * What a node holds.
 */
export type Block = BlockSection | BlockParagraph | BlockKeyFigure | BlockTable | BlockChart;
/**
 * A heading over other nodes.
 */
export interface BlockSection {
  tag: 'section',
  val: Text,
}
/**
 * Running text.
 */
export interface BlockParagraph {
  tag: 'paragraph',
  val: Text,
}
/**
 * A single figure.
 */
export interface BlockKeyFigure {
  tag: 'key-figure',
  val: KeyFigure,
}
/**
 * A table.
 */
export interface BlockTable {
  tag: 'table',
  val: Table,
}
/**
 * A chart.
 */
export interface BlockChart {
  tag: 'chart',
  val: Chart,
}
/**
 * A node of a document, flat as a form's nodes are.
 */
export interface BlockNode {
  /**
   * The position of the parent in the list; none at the top.
   */
  parent: number | null,
  /**
   * What it holds.
   */
  block: Block,
}
/**
 * A report as a document; the host renders it.
 */
export interface Document {
  /**
   * Its title.
   */
  title: Text,
  /**
   * Its nodes.
   */
  nodes: Array<BlockNode>,
}
