// Typed rows over columns: which columns, under which names; read row by row, or as bare columns.
import type { Batch, Scan } from "../contract/data-scans.js";
import { asking } from "../failure.js";
import { Day, Instant } from "../time.js";
import type { Column } from "./column.js";

/** How many rows are asked for at once: few calls, and not much memory. */
const BATCH_ROWS = 4096;

/** What the host hands over as a scan; tests hand over the same. */
export type HostScan = { next(maxRows: number): HostBatch | null };
/** Some rows of it. */
export type HostBatch = Pick<Batch, Exclude<keyof Batch, symbol>>;

/** Columns under the names a rule reads them by. */
export type Shape = Readonly<Record<string, Column>>;

/** One row. A column that may be missing gives null. */
export type Row<S extends Shape> = {
  [K in keyof S]: S[K] extends Column<infer T, infer N> ? (N extends false ? T : T | null) : never;
};

/** The values of a column in one batch. */
export class Values<T> {
  constructor(
    /** The bare values, 0 or empty where one is missing: numbers for numbers, codes, sets, days and moments; texts for texts. */
    readonly raw: ArrayLike<number> | ArrayLike<string>,
    /** One bit per row, least significant first, 1 where there is a value; null where every row has one. */
    readonly validity: ArrayLike<number> | null,
    private readonly item: (raw: never) => unknown,
  ) {}

  /** Whether the row has a value. */
  known(row: number): boolean {
    return this.validity === null || (((this.validity[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;
  }

  /** The value of a row of this batch; null where it is missing. */
  get(row: number): T | null {
    return this.known(row) ? (this.item(this.raw[row] as never) as T) : null;
  }
}

/** Some rows, with their columns. */
export interface RowBatch<S extends Shape> {
  /** The position in the scan of the first row. */
  readonly first: number;
  /** How many rows. */
  readonly length: number;
  /** The columns, for loops over bare values. */
  readonly columns: { readonly [K in keyof S]: Values<S[K] extends Column<infer T> ? T : never> };
}

/** A scan whose columns have no names yet; what a sweep is handed. */
export class OpenScan {
  constructor(
    private readonly host: HostScan | Scan,
    /** What the scan was opened with, where that is known: in a test. */
    private readonly opened: readonly string[] | null = null,
  ) {}

  /** Reads the scan as these columns, in the order it was opened with; for a sweep that is the order in the manifest. */
  read<S extends Shape>(shape: S): Rows<S> {
    const keys = Object.values(shape).map(({ key }) => key);
    if (this.opened && keys.join() !== this.opened.join()) {
      throw new Error(`the scan was opened with ${this.opened.join(", ")} (the manifest's); the code reads ${keys.join(", ")}`);
    }
    return new Rows(this.host, shape);
  }
}

/** The rows of a scan, in the host's order. Iterating gives `[position, row]`. */
export class Rows<S extends Shape> implements Iterable<[position: number, row: Row<S>]> {
  private readonly words: string[][];

  constructor(
    private readonly host: HostScan | Scan,
    private readonly shape: S,
  ) {
    this.words = Object.keys(shape).map(() => []);
  }

  /** The rows in batches. */
  *batches(): Generator<RowBatch<S>> {
    for (;;) {
      const batch = asking(() => this.host.next(BATCH_ROWS));
      if (batch === null || batch === undefined) return;
      const columns = Object.entries(this.shape).map(([name, column], position) => [name, asking(() => this.load(batch, column, position))]);
      const [first, length] = [batch.first(), batch.rows()];
      release(batch);
      yield { first, length, columns: Object.fromEntries(columns) };
    }
  }

  *[Symbol.iterator](): Generator<[position: number, row: Row<S>]> {
    const names = Object.keys(this.shape);
    for (const { first, length, columns } of this.batches()) {
      for (let at = 0; at < length; at += 1) {
        const row: Record<string, unknown> = {};
        for (const name of names) row[name] = columns[name]?.get(at);
        yield [first + at, row as Row<S>];
      }
    }
  }

  private load(batch: HostBatch | Batch, column: Column, position: number): Values<unknown> {
    const validity = column.nullable ? batch.validity(position) : null;
    const same = (raw: unknown) => raw;
    switch (column.type) {
      case "flag":
        return new Values(batch.u8s(position), validity, (raw) => raw !== 0);
      case "u8":
      case "code":
        return new Values(batch.u8s(position), validity, same);
      case "u16":
      case "bits":
        return new Values(batch.u16s(position), validity, same);
      case "s32":
        return new Values(batch.s32s(position), validity, same);
      case "date":
        return new Values(batch.s32s(position), validity, (raw) => new Day(raw));
      case "s64":
        return new Values(batch.s64s(position), validity, same);
      case "instant":
        return new Values(batch.s64s(position), validity, (raw) => new Instant(raw));
      case "f64":
        return new Values(batch.f64s(position), validity, same);
      case "text": {
        const { offsets, bytes } = batch.texts(position);
        const raw: string[] = [];
        for (let row = 0; row + 1 < offsets.length; row += 1) raw.push(utf8(bytes, offsets[row]!, offsets[row + 1]!));
        return new Values(raw, validity, same);
      }
      case "dictionary": {
        const words = this.words[position]!;
        const { codes, words: more } = batch.words(position);
        words.push(...more);
        // A missing value has code 0, which need not have a word yet.
        return new Values(Array.from(codes, (code) => words[code] ?? ""), validity, same);
      }
    }
  }
}

/** The engine's resources are given back at once, not when memory is swept. */
export function release(batch: object): void {
  const dispose = (Symbol as { dispose?: symbol }).dispose;
  const free = dispose && (batch as Record<symbol, unknown>)[dispose];
  if (typeof free === "function") free.call(batch);
}

/** The engine inside a component has no `TextDecoder`. The host promises UTF-8. */
function utf8(bytes: ArrayLike<number>, from: number, to: number): string {
  let text = "";
  for (let at = from; at < to; ) {
    const lead = bytes[at]!;
    const [more, bits] = lead < 0x80 ? [0, lead] : lead < 0xe0 ? [1, lead & 0x1f] : lead < 0xf0 ? [2, lead & 0x0f] : [3, lead & 0x07];
    let point = bits;
    for (let next = 1; next <= more; next += 1) point = (point << 6) | (bytes[at + next]! & 0x3f);
    text += String.fromCodePoint(point);
    at += 1 + more;
  }
  return text;
}
