// Values: what goes into texts, and what cells hold; written in JavaScript's own types, handed over in the contract's.
import type { Cell, Value } from "./contract/data-types.js";
import { Day, Instant } from "./time.js";

/** A number that is handed over as a decimal even where it is whole. */
export class Decimal {
  constructor(readonly number: number) {}
}

/** What an author writes: a whole number becomes an integer, any other a decimal; a list is of codes. */
export type Plain = boolean | number | string | readonly string[] | Day | Instant | Decimal;

/** What an author reads. */
export type Read = boolean | number | string | string[] | Day | Instant;

/** The contract's value. */
export function toValue(plain: Plain): Value {
  if (typeof plain === "boolean") return { tag: "flag", val: plain };
  if (typeof plain === "string") return { tag: "text", val: plain };
  if (typeof plain === "number") {
    return Number.isSafeInteger(plain) ? { tag: "integer", val: plain } : { tag: "decimal", val: plain };
  }
  if (plain instanceof Day) return { tag: "date", val: plain.number };
  if (plain instanceof Instant) return { tag: "instant", val: plain.ms };
  if (plain instanceof Decimal) return { tag: "decimal", val: plain.number };
  return { tag: "codes", val: [...plain] };
}

/** The value in JavaScript's own types. */
export function fromValue(value: Value): Read {
  if (value.tag === "date") return new Day(value.val);
  if (value.tag === "instant") return new Instant(value.val);
  return value.val;
}

/** A cell that is recorded. */
export function present(plain: Plain): Cell {
  return { tag: "present", val: toValue(plain) };
}
