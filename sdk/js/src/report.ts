// Reports 报表 as documents: sections, paragraphs, figures, tables and charts. The host renders them.
import type { Block, BlockNode, ChartKind, Document, TableCell } from "./contract/plugin-reports.js";
import type { Text } from "./contract/plugin-types.js";
import { figure, type Figure } from "./data/figure.js";
import { Day } from "./time.js";

/** What stands in a document; a section holds others. */
export interface Part {
  readonly block: Block;
  readonly inside: readonly Part[];
}

const part = (block: Block): Part => ({ block, inside: [] });

/** A heading with what stands under it. */
export function section(title: Text, inside: readonly Part[]): Part {
  return { block: { tag: "section", val: title }, inside };
}

/** Running text. */
export function paragraph(text: Text): Part {
  return part({ tag: "paragraph", val: text });
}

/** A single figure with so many decimals. */
export function keyFigure(label: Text, value: Figure | number, decimals = 0): Part {
  return part({ tag: "key-figure", val: { label, value: [typeof value === "number" ? figure(value) : value, decimals] } });
}

/** A table; each row is as long as its heads. */
export function table(caption: Text, columns: readonly Text[], rows: readonly (readonly TableCell[])[]): Part {
  return part({ tag: "table", val: { caption, columns: [...columns], rows: rows.map((row) => [...row]) } });
}

/** A chart; each series has one point per label. */
export function chart(kind: ChartKind, caption: Text, labels: readonly string[], series: readonly (readonly [Text, readonly Figure[]])[]): Part {
  return part({ tag: "chart", val: { kind, caption, labels: [...labels], series: series.map(([name, points]) => [name, [...points]]) } });
}

/** A cell: a text of the catalogs, a day, a figure with its decimals, or nothing. */
export function cell(content: Text | Day | Figure | number | null, decimals = 0): TableCell {
  if (content === null) return { tag: "empty" };
  if (content instanceof Day) return { tag: "date", val: content.number };
  if (typeof content === "number") return { tag: "number", val: [figure(content), decimals] };
  return "key" in content ? { tag: "text", val: content } : { tag: "number", val: [content, decimals] };
}

/** A cell of text that is data: a name, a code. */
export function dataCell(content: string): TableCell {
  return { tag: "data", val: content };
}

/** The document as the contract wants it: a flat list, parents first. */
export function report(title: Text, parts: readonly Part[]): Document {
  const nodes: BlockNode[] = [];
  const flatten = (parts: readonly Part[], parent: number | null): void => {
    for (const { block, inside } of parts) flatten(inside, nodes.push({ parent, block }) - 1);
  };
  flatten(parts, null);
  return { title, nodes };
}
