// Tables in memory, with grants: what is not granted is refused, columns have the contract's types, filters and order are the
// database's.
import type { Group, Measure, Query as Aggregate } from "../contract/data-aggregates.js";
import type { Cell, DataError, Value } from "../contract/data-types.js";
import type { Filter, Query, Test } from "../contract/data-scans.js";
import { codeNumber, type Column } from "../data/column.js";
import { Data, type Source } from "../data/data.js";
import { DATASETS } from "../data/datasets.js";
import { figure, NONE } from "../data/figure.js";
import { OpenScan, type HostScan } from "../data/rows.js";
import { Day } from "../time.js";
import { Decimal, toValue, type Plain } from "../value.js";
import { subtree } from "./call.js";
import type { Manifest } from "./manifest.js";

type Row = Record<string, Value>;

/** Few rows a batch, so that every test sees more than one. */
const BATCH_ROWS = 16;
const DIGITS: Record<string, number> = { province: 2, city: 4, district: 6, street: 9, community: 12 };

function refuse(tag: Exclude<DataError["tag"], "published-may-not-scan" | "unavailable">, val: string): never {
  throw { tag, val } satisfies DataError;
}

/** The data of a test. */
export class TestData implements Source {
  private readonly tables = new Map<string, Row[]>();
  private readonly granted = new Set<string>();
  private readonly local: Column[];
  private isPublished = false;

  /** Grants what the manifest needs; without one, nothing. */
  constructor(
    private readonly region: string,
    readonly manifest: Manifest | null = null,
  ) {
    this.local = manifest?.localFields() ?? [];
    for (const need of manifest?.needs() ?? []) this.granted.add(need);
  }

  /** Grants columns of a dataset. */
  grant(dataset: string, ...columns: string[]): this {
    for (const column of columns) this.granted.add(`${dataset}.${column}`);
    return this;
  }

  /** Takes a grant back: what an operator may do to any plugin. */
  withhold(dataset: string, column: string): this {
    this.granted.delete(`${dataset}.${column}`);
    return this;
  }

  /** The call makes a report meant for publication: it may aggregate but not scan. */
  published(): this {
    this.isPublished = true;
    return this;
  }

  /**
   * Adds a row. Days are written as text or as a Day, codes and sets as text, `id` is what `data.subject` looks for. Of the columns
   * not mentioned, `region` is the call's, those that may be missing are unknown, and the others have their least value.
   */
  row(dataset: string, cells: Readonly<Record<string, Plain | null>>): this {
    const row: Row = {};
    for (const column of this.columns(dataset)) {
      if (!column.nullable) row[column.key] = column.key === "region" ? toValue(this.region) : least(column);
    }
    for (const [key, plain] of Object.entries(cells)) {
      if (plain === null) continue;
      row[key] = key === "id" ? toValue(plain) : read(this.column(dataset, key), plain);
    }
    this.tables.set(dataset, [...(this.tables.get(dataset) ?? []), row]);
    return this;
  }

  /** What the plugin reads through. */
  data(): Data {
    return new Data(this);
  }

  /** The rows a sweep is handed: the columns that the manifest names for the rule. */
  sweep(rule: string): OpenScan {
    if (!this.manifest) throw new Error("a sweep wants a manifest: new TestData(region, manifest)");
    const { dataset, columns } = this.manifest.sweep(rule);
    return new OpenScan(this.open({ dataset, columns, filters: [], region: null, sort: [] }), columns);
  }

  open(query: Query): HostScan {
    if (this.isPublished) throw { tag: "published-may-not-scan" } satisfies DataError;
    const columns = query.columns.map((key) => this.readable(query.dataset, key));
    const rows = this.select(query.dataset, query.filters, query.region);
    const order = query.sort.map((key) => [this.readable(query.dataset, key.replace(/^-/, "")), key.startsWith("-") ? -1 : 1] as const);
    rows.sort((one, other) => {
      for (const [column, way] of order) {
        const compared = compareKnown(column, one[column.key], other[column.key]);
        if (compared !== 0) return way * compared;
      }
      return 0;
    });
    const words = columns.map(() => new Map<string, number>());
    let next = 0;
    return {
      next: (most) => {
        const first = next;
        const here = rows.slice(first, first + Math.min(most, BATCH_ROWS));
        if (here.length === 0) return null;
        next += here.length;
        return batch(columns, words, first, here);
      },
    };
  }

  get(dataset: string, id: string, fields: string[]): Cell[] {
    if (!DATASETS[dataset]?.subject) refuse("unknown-dataset", dataset);
    const row = this.tables.get(dataset)?.find((row) => row.id?.val === id) ?? refuse("not-found", id);
    return fields.map((key): Cell => {
      this.column(dataset, key);
      if (!this.granted.has(`${dataset}.${key}`)) return { tag: "withheld" };
      const value = row[key];
      return value ? { tag: "present", val: value } : { tag: "unknown" };
    });
  }

  aggregate({ dataset, by, measures, filters, region }: Aggregate): Group[] {
    const keys = by.map((key) => {
      const [name, level] = key.split(":") as [string, string?];
      const digits = level === undefined ? null : (DIGITS[level] ?? refuse("unknown-column", key));
      return { column: this.readable(dataset, name), digits };
    });
    const measured = measures.map((measure) => [measure, this.measurable(dataset, measure)] as const);
    const groups = new Map<string, { key: (Value | null)[]; rows: Row[] }>();
    if (by.length === 0) groups.set("[]", { key: [], rows: [] });
    for (const row of this.select(dataset, filters, region)) {
      const key = keys.map(({ column, digits }) => {
        const value = row[column.key];
        if (value === undefined) return null;
        return digits === null ? value : toValue((value.val as string).slice(0, digits).padEnd(12, "0"));
      });
      const name = JSON.stringify(key);
      if (!groups.has(name)) groups.set(name, { key, rows: [] });
      groups.get(name)!.rows.push(row);
    }
    const sorted = [...groups.values()].sort((one, other) => {
      const at = keys.findIndex(({ column }, at) => compareKnown(column, one.key[at], other.key[at]) !== 0);
      return at < 0 ? 0 : compareKnown(keys[at]!.column, one.key[at], other.key[at]);
    });
    return sorted.map(({ key, rows }) => ({ key, figures: measured.map(([measure, column]) => figureOf(measure, column, rows)) }));
  }

  private measurable(dataset: string, measure: Measure): Column | null {
    if (measure.tag === "count") return null;
    const column = this.readable(dataset, measure.val);
    if (measure.tag !== "known" && ["text", "dictionary", "bits", "code"].includes(column.type)) refuse("wrong-type", `${column.key}: ${column.type}`);
    return column;
  }

  private select(dataset: string, filters: readonly Filter[], within: string | null): Row[] {
    const region = within ?? this.region;
    if (!region.startsWith(subtree(this.region))) refuse("outside-region", region);
    const inside = ({ [region ? "region" : ""]: own, grid }: Row) => [own, grid].some((code) => typeof code?.val === "string" && code.val.startsWith(subtree(region)));
    const tests = filters.map(({ column, test }) => [check(this.readable(dataset, column), test), test] as const);
    return (this.tables.get(dataset) ?? []).filter((row) => inside(row) && tests.every(([column, test]) => passes(column, test, row[column.key])));
  }

  private columns(dataset: string): readonly Column[] {
    return [...(DATASETS[dataset] ?? refuse("unknown-dataset", dataset)).columns, ...this.local.filter((column) => column.dataset === dataset)];
  }

  private column(dataset: string, key: string): Column {
    return this.columns(dataset).find((column) => column.key === key) ?? refuse("unknown-column", `${dataset}.${key}`);
  }

  private readable(dataset: string, key: string): Column {
    const column = this.column(dataset, key);
    return this.granted.has(`${dataset}.${key}`) ? column : refuse("not-granted", `${dataset}.${key}`);
  }
}

/** The value as the host holds it; an error where the column cannot hold it. */
export function read(column: Column, plain: Plain): Value {
  const value = toValue(column.type === "f64" && typeof plain === "number" ? new Decimal(plain) : column.type === "date" && typeof plain === "string" ? (Day.parse(plain) ?? plain) : plain);
  const wanted = { flag: "flag", f64: "decimal", date: "date", instant: "instant", text: "text", dictionary: "text", code: "text", bits: "codes" }[column.type as string] ?? "integer";
  const codes = value.tag === "codes" ? value.val : column.type === "code" && value.tag === "text" ? [value.val] : [];
  const unknown = codes.find((code) => codeNumber(column, code) === undefined);
  if (value.tag !== wanted || unknown !== undefined) throw new TypeError(`${column.dataset}.${column.key} is of type ${column.type}; ${JSON.stringify(plain)} is not`);
  return value;
}

function least(column: Column): Value {
  const plain = { flag: false, bits: [], text: "", dictionary: "", code: undefined, date: new Day(0), f64: new Decimal(0) }[column.type as string];
  if (column.type === "code") return toValue(firstCode(column));
  if (column.type === "instant") return { tag: "instant", val: 0 };
  return toValue(plain ?? 0);
}

function firstCode(column: Column): string {
  for (let number = 0; number < 256; number += 1) {
    const code = column.equals(number).test;
    if (code.tag === "equals" && code.val.tag === "text" && code.val.val !== String(number)) return code.val.val;
  }
  return "";
}

/** The number that stands for the value in a column: itself, a code's number, a set's bits, days, milliseconds. */
function whole(column: Column, value: Value | undefined): number {
  if (value === undefined) return 0;
  if (value.tag === "text") return codeNumber(column, value.val) ?? 0;
  if (value.tag === "codes") return value.val.reduce((bits, code) => bits | (1 << (codeNumber(column, code) ?? 0)), 0);
  return Number(value.val);
}

function compare(column: Column, one: Value, other: Value): number {
  if (one.tag === "text" && other.tag === "text" && column.codes === undefined) return one.val < other.val ? -1 : Number(one.val > other.val);
  return whole(column, one) - whole(column, other);
}

/** Unknown before known, then by value: the order of groups and of scans. */
function compareKnown(column: Column, one: Value | null | undefined, other: Value | null | undefined): number {
  if (one && other) return compare(column, one, other);
  return Number(Boolean(one)) - Number(Boolean(other));
}

function check(column: Column, test: Test): Column {
  const fits = (value: Value) => {
    try {
      return Boolean(read(column, value.tag === "date" ? new Day(value.val) : (value.val as Plain)));
    } catch {
      return false;
    }
  };
  const ordered = column.type !== "bits" && column.type !== "code";
  const good =
    test.tag === "equals" ? fits(test.val)
    : test.tag === "one-of" ? test.val.every(fits)
    : test.tag === "at-least" || test.tag === "at-most" ? ordered && fits(test.val)
    : test.tag !== "any-bit" || column.type === "bits";
  return good ? column : refuse("bad-filter", column.key);
}

function passes(column: Column, test: Test, value: Value | undefined): boolean {
  const order = (wanted: Value) => (value === undefined ? Number.NaN : compare(column, value, wanted));
  switch (test.tag) {
    case "equals":
      return order(test.val) === 0;
    case "one-of":
      return test.val.some((wanted) => order(wanted) === 0);
    case "at-least":
      return order(test.val) >= 0;
    case "at-most":
      return order(test.val) <= 0;
    case "any-bit":
      return (whole(column, value) & test.val) !== 0;
    case "known":
      return value !== undefined;
    case "unknown":
      return value === undefined;
  }
}

function figureOf(measure: Measure, column: Column | null, rows: readonly Row[]): ReturnType<typeof figure> {
  if (column === null) return figure(rows.length);
  const numbers = rows.flatMap((row) => (row[column.key] === undefined ? [] : [whole(column, row[column.key])]));
  if (measure.tag === "known") return figure(numbers.length);
  if (numbers.length === 0) return NONE;
  const sum = numbers.reduce((one, other) => one + other, 0);
  const of = { sum, mean: sum / numbers.length, min: Math.min(...numbers), max: Math.max(...numbers), count: 0 };
  return figure(of[measure.tag]);
}

function batch(columns: readonly Column[], words: readonly Map<string, number>[], first: number, rows: readonly Row[]): NonNullable<ReturnType<HostScan["next"]>> {
  const typed = (position: number, types: readonly string[]) => {
    const column = columns[position] ?? refuse("unknown-column", `column ${position} of ${columns.length}`);
    if (!types.includes(column.type)) refuse("wrong-type", `column ${position}: ${column.type}`);
    return rows.map((row) => whole(column, row[column.key]));
  };
  const texts = (position: number) => rows.map((row) => (row[columns[position]!.key]?.val as string | undefined) ?? "");
  return {
    rows: () => rows.length,
    first: () => first,
    u8s: (position) => Uint8Array.from(typed(position, ["u8", "flag", "code"])),
    u16s: (position) => typed(position, ["u16", "bits"]),
    s32s: (position) => typed(position, ["s32", "date"]),
    s64s: (position) => typed(position, ["s64", "instant"]),
    f64s: (position) => typed(position, ["f64"]),
    texts: (position) => {
      typed(position, ["text"]);
      const parts = texts(position).map((text) => new TextEncoder().encode(text));
      const offsets = parts.reduce<number[]>((offsets, part) => [...offsets, offsets.at(-1)! + part.length], [0]);
      return { offsets, bytes: Uint8Array.from(parts.flatMap((part) => [...part])) };
    },
    words: (position) => {
      typed(position, ["dictionary"]);
      const [known, fresh] = [words[position]!, [] as string[]];
      const codes = rows.map((row) => {
        const text = row[columns[position]!.key]?.val as string | undefined;
        if (text === undefined) return 0;
        if (!known.has(text)) known.set(text, known.size) && fresh.push(text);
        return known.get(text)!;
      });
      return { codes, words: fresh };
    },
    validity: (position) => {
      const { key } = columns[position]!;
      if (rows.every((row) => row[key] !== undefined)) return null;
      const bits = new Uint8Array(Math.ceil(rows.length / 8));
      rows.forEach((row, at) => {
        if (row[key] !== undefined) bits[at >> 3]! |= 1 << (at & 7);
      });
      return bits;
    },
  };
}
