// A report's document as the API gives it: blocks in reading order, texts said in the reader's language.
import { sayDay } from "../words";

export interface Text {
    key: string;
    said: string;
}

/** A number, or why there is none. */
export type Figure = { number: number } | "none" | "suppressed";

export type Cell = "empty" | { number: [Figure, number] } | { text: Text } | { data: string } | { date: string };

export type Block =
    | { block: "section"; title: Text }
    | { block: "paragraph"; text: Text }
    | { block: "key-figure"; label: Text; value: Figure; decimals: number }
    | { block: "table"; caption: Text; columns: Text[]; rows: Cell[][] }
    | { block: "chart"; kind: "bar" | "line" | "pie"; caption: Text; labels: string[]; series: [Text, Figure[]][] };

export type Node = Block & { parent: number | null };

export interface Document {
    title: Text;
    nodes: Node[];
}

/** A figure as it is written: `*` is held back, `–` is none. */
export function figure(value: Figure, decimals: number, locale: string): string {
    if (value === "suppressed") return "*";
    if (value === "none") return "–";
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    return new Intl.NumberFormat(locale, digits).format(value.number);
}

export function isNumber(cell: Cell): boolean {
    return typeof cell === "object" && "number" in cell;
}

export function cellText(cell: Cell, locale: string): string {
    if (cell === "empty") return "";
    if ("number" in cell) return figure(cell.number[0], cell.number[1], locale);
    if ("text" in cell) return cell.text.said;
    return "data" in cell ? cell.data : sayDay(cell.date);
}
