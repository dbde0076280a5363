// Columns: each knows its key, its dataset, its type and whether a value may be missing.
import type { Filter, Test } from "../contract/data-scans.js";
import type { Day, Instant } from "../time.js";
import { toValue, type Plain } from "../value.js";
import { CODES } from "./datasets.js";

/** The column types of the contract. */
export type ColumnType = "u8" | "u16" | "s32" | "s64" | "f64" | "date" | "instant" | "text" | "dictionary" | "flag" | "code" | "bits";

/** What one value of each type is read as; codes are numbers of their table, sets the sum of their bits. */
export interface Items {
  u8: number;
  u16: number;
  s32: number;
  s64: number;
  f64: number;
  date: Day;
  instant: Instant;
  text: string;
  dictionary: string;
  flag: boolean;
  code: number;
  bits: number;
}

/** A column; `T` is what one value is read as, `N` whether it may be missing. */
export interface Column<T = unknown, N extends boolean = boolean> {
  readonly dataset: string;
  readonly key: string;
  readonly type: ColumnType;
  readonly nullable: N;
  /** Its code table. */
  readonly codes?: string;
  /** Equal to the value: a number of the column's code table, or a code as text. */
  equals(value: Plain): Filter;
  /** Equal to one of the values. */
  oneOf(values: readonly Plain[]): Filter;
  /** Known, and not less than the value. */
  atLeast(value: Plain): Filter;
  /** Known, and not more than the value. */
  atMost(value: Plain): Filter;
  /** Has at least one of these bits. */
  anyBit(bits: number): Filter;
  /** Something is recorded. */
  known(): Filter;
  /** Nothing is recorded. */
  unknown(): Filter;
  /** Never set; carries `T`. */
  readonly item?: T;
}

/** A dataset. */
export interface Dataset {
  /** Whether a plugin may ask for one of its rows by identifier. */
  readonly subject: boolean;
  readonly columns: readonly Column[];
}

/** Declares a column; plugins use it for local fields through {@link localColumn}. */
export function column<K extends ColumnType, N extends boolean>(
  dataset: string,
  key: string,
  type: K,
  nullable: N,
  codes?: string,
): Column<Items[K], N> {
  const filter = (test: Test): Filter => ({ column: key, test });
  const value = (plain: Plain) =>
    toValue(codes !== undefined && typeof plain === "number" ? (codeName({ codes }, plain) ?? String(plain)) : plain);
  return {
    dataset,
    key,
    type,
    nullable,
    ...(codes === undefined ? {} : { codes }),
    equals: (plain) => filter({ tag: "equals", val: value(plain) }),
    oneOf: (plains) => filter({ tag: "one-of", val: plains.map(value) }),
    atLeast: (plain) => filter({ tag: "at-least", val: value(plain) }),
    atMost: (plain) => filter({ tag: "at-most", val: value(plain) }),
    anyBit: (bits) => filter({ tag: "any-bit", val: bits }),
    known: () => filter({ tag: "known" }),
    unknown: () => filter({ tag: "unknown" }),
  };
}

/** A local field 本地字段, the X of 9+X, as a column: `localColumn("houses", "x.heating", "dictionary")`. It may always be missing. */
export function localColumn<K extends ColumnType>(dataset: string, key: `x.${string}`, type: K): Column<Items[K], true> {
  return column(dataset, key, type, true);
}

/** The number of a code in the column's table. */
export function codeNumber({ codes }: { codes?: string }, code: string): number | undefined {
  return (CODES[codes ?? ""] ?? []).find(([, known]) => known === code)?.[0];
}

/** The code of a number in the column's table. */
export function codeName({ codes }: { codes?: string }, number: number): string | undefined {
  return (CODES[codes ?? ""] ?? []).find(([known]) => known === number)?.[1];
}
