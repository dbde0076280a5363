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

/** The longest text of a cell that a page shows; the files hold all of it. */
const LONGEST = 500;

/** Codes of regions become names; what is no code stays. */
export type Names = Record<string, string>;

export function cellText(cell: Cell, locale: string, names: Names = {}): string {
    if (cell === "empty") return "";
    if ("number" in cell) return figure(cell.number[0], cell.number[1], locale);
    if ("date" in cell) return sayDay(cell.date);
    const text = clean("text" in cell ? cell.text.said : (names[cell.data] ?? cell.data));
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Without control characters and without what would turn the direction of the text around it, as in the printed report. */
export function clean(text: string): string {
    return text.replace(/[\u202a-\u202e\u2066-\u2069]|(?![\n\t])\p{Cc}/gu, "");
}
