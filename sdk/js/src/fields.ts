// What the host says about one subject or event: named cells, each present, unknown or withheld.
import type { Cell, Field, Value } from "./contract/data-types.js";
import { codeNumber, type Column } from "./data/column.js";
import { BadInput, Withheld } from "./failure.js";
import type { Day, Instant } from "./time.js";
import { fromValue } from "./value.js";
import { text } from "./words.js";

/** Named cells. Asking for one that is withheld throws, never gives an empty value; unknown is null. */
export class Fields {
  constructor(readonly list: readonly Field[] = []) {}

  /** The cell as it is, for a rule that can do without it. A field the host did not mention is unknown. */
  cell(key: string): Cell {
    return this.list.find((field) => field.key === key)?.cell ?? { tag: "unknown" };
  }

  /** Yes or no. */
  flag(key: string): boolean | null {
    return this.#typed(key, "flag");
  }

  /** A whole number. */
  integer(key: string): number | null {
    return this.#typed(key, "integer");
  }

  /** A number with a fraction. */
  decimal(key: string): number | null {
    return this.#typed(key, "decimal");
  }

  /** Text or a code. */
  text(key: string): string | null {
    return this.#typed(key, "text");
  }

  /** A day. */
  date(key: string): Day | null {
    return this.#typed(key, "date");
  }

  /** A moment. */
  instant(key: string): Instant | null {
    return this.#typed(key, "instant");
  }

  /** Several codes. */
  codes(key: string): string[] | null {
    return this.#typed(key, "codes");
  }

  /** The value of a column, in the column's own type: `known.get(persons.LIVING) === Living.ALONE`. */
  get<T>(column: Column<T, boolean>): T | null {
    const value = this.#value(column.key);
    if (value === null) return null;
    const read = inColumn(column, value);
    if (read === undefined) throw wrongType(column.key, value);
    return read as T;
  }

  #typed<T>(key: string, type: Value["tag"]): T | null {
    const value = this.#value(key);
    if (value === null) return null;
    if (value.tag !== type) throw wrongType(key, value);
    return fromValue(value) as T;
  }

  #value(key: string): Value | null {
    const cell = this.cell(key);
    if (cell.tag === "withheld") throw new Withheld(key);
    return cell.tag === "present" ? cell.val : null;
  }
}

/** What a person sent is theirs to mend; the host's own columns always come in their own type. */
function wrongType(key: string, value: Value): BadInput {
  return new BadInput(key, text("wrong-type", { found: value.tag }));
}

function inColumn(column: Column<unknown, boolean>, value: Value): unknown {
  if (column.type === "code") return value.tag === "text" ? codeNumber(column, value.val) : undefined;
  if (column.type === "bits") {
    const bits = value.tag === "codes" ? value.val.map((code) => codeNumber(column, code)) : [undefined];
    return bits.reduce<number | undefined>((all, bit) => (all === undefined || bit === undefined ? undefined : all | (1 << bit)), 0);
  }
  const types = { flag: "flag", f64: "decimal", text: "text", dictionary: "text", date: "date", instant: "instant" };
  const wanted = types[column.type as keyof typeof types] ?? "integer";
  return value.tag === wanted ? fromValue(value) : undefined;
}
