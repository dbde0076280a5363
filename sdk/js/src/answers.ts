// The answers to a checklist, read by their types.
import type { Answer } from "./contract/plugin-checklists.js";
import type { Value } from "./contract/data-types.js";
import { Day } from "./time.js";
import { fromValue } from "./value.js";

/** Answers by question. A question that was not answered, or is hidden, gives null. */
export class Answers {
  constructor(readonly list: readonly Answer[] = []) {}

  /** The answer, of whatever type. */
  value(question: string): Value | null {
    return this.list.find((answer) => answer.node === question)?.value ?? null;
  }

  /** Whether a yes-or-no question was answered with yes. */
  yes(question: string): boolean {
    return this.flag(question) === true;
  }

  /** Whether a yes-or-no question was answered with no. Not the opposite of `yes`: it may be unanswered. */
  no(question: string): boolean {
    return this.flag(question) === false;
  }

  /** Whether a choice, or one of several, is this code. */
  is(question: string, code: string): boolean {
    const value = this.value(question);
    return value?.tag === "codes" ? value.val.includes(code) : value?.tag === "text" && value.val === code;
  }

  /** The answer to a yes-or-no question. */
  flag(question: string): boolean | null {
    return this.#typed(question, "flag") as boolean | null;
  }

  /** A whole number. */
  integer(question: string): number | null {
    return this.#typed(question, "integer") as number | null;
  }

  /** A number with a fraction. */
  decimal(question: string): number | null {
    return this.#typed(question, "decimal") as number | null;
  }

  /** Text. */
  text(question: string): string | null {
    return this.#typed(question, "text") as string | null;
  }

  /** A day. */
  date(question: string): Day | null {
    return this.#typed(question, "date") as Day | null;
  }

  /** The code of the one choice. */
  one(question: string): string | null {
    return this.#typed(question, "text") as string | null;
  }

  /** The codes of the choices. */
  many(question: string): string[] | null {
    return this.#typed(question, "codes") as string[] | null;
  }

  /** The host has checked answers against the form, so another type is a slip of the plugin, and its first test finds it. */
  #typed(question: string, type: Value["tag"]): unknown {
    const value = this.value(question);
    if (value === null) return null;
    if (value.tag !== type) throw new TypeError(`question ${question} was read as ${type}, but its answer is of type ${value.tag}`);
    return fromValue(value);
  }
}
