// Texts and reasons: texts are keys of the plugin's catalogs with arguments, reasons say what a rule found and what it rests on.
import type { Clause, Reason, Text } from "./contract/plugin-types.js";
import { toValue, type Plain } from "./value.js";

/** A text of `texts/*.ftl`: `text("overdue", { days: 3 })`. */
export function text(key: string, args: Readonly<Record<string, Plain>> = {}): Text {
  return { key, args: Object.entries(args).map(([name, value]) => [name, toValue(value)]) };
}

/** A place in a law, rule or list; without an article the whole document is meant. */
export function clause(document: string, article = ""): Clause {
  return { document, article };
}

/** What else a reason says. */
export interface ReasonOptions {
  /** The document, and the article in it. */
  basis?: readonly [document: string, article?: string];
  /** The fields the rule read. The host can re-run the call with all others withheld and must get the same answer. */
  fields?: readonly string[];
}

/** A reason 依据 of a rule: what it found, what that rests on, and what it read. */
export function reason(rule: string, text: Text, { basis, fields = [] }: ReasonOptions = {}): Reason {
  return { rule, text, basis: basis ? clause(...basis) : null, fields: [...fields] };
}
