// Figures: a number, none, or held back because so few people stand behind it; what is made of a held-back one is held back too.
import type { Figure } from "../contract/data-aggregates.js";

export type { Figure };

/** No value. */
export const NONE: Figure = { tag: "none" };

/** A number; none where it is not finite. */
export function figure(number: number): Figure {
  return Number.isFinite(number) ? { tag: "number", val: number } : NONE;
}

/** The number; null where there is none or it is held back. */
export function numberOf(figure: Figure): number | null {
  return figure.tag === "number" ? figure.val : null;
}

/** A figure made of two others; suppressed when one of them is, none when one has no value. */
export function combine(one: Figure, other: Figure, make: (one: number, other: number) => number): Figure {
  if (one.tag === "suppressed" || other.tag === "suppressed") return { tag: "suppressed" };
  return one.tag === "number" && other.tag === "number" ? figure(make(one.val, other.val)) : NONE;
}

/** The share of `part` in `whole`, in percent; none where the whole is nothing. */
export function percentOf(part: Figure, whole: Figure): Figure {
  return combine(part, whole, (part, whole) => (100 * part) / whole);
}
