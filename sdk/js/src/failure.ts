// Why a plugin cannot answer. Throw one; the host reads it. Any other error is a slip of the plugin and ends the call.
import type { DataError } from "./contract/data-types.js";
import type { PluginError, Text } from "./contract/plugin-types.js";

/** A refusal in the contract's words. */
export class PluginFailure extends Error {
  constructor(
    readonly error: PluginError,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** The plugin has no checklist, rule or report of that id. */
export class UnknownId extends PluginFailure {
  constructor(id: string) {
    super({ tag: "unknown-id", val: id }, `no such id: ${id}`);
  }
}

/** A cell was withheld that the rule cannot do without. */
export class Withheld extends PluginFailure {
  constructor(readonly field: string) {
    super({ tag: "withheld", val: field }, `${field} was withheld`);
  }
}

/** An argument is not what it should be. */
export class BadInput extends PluginFailure {
  constructor(field: string, what: Text) {
    super({ tag: "bad-input", val: [field, what] }, `${field}: ${what.key}`);
  }
}

/** The plugin declines, and says why. */
export class Refused extends PluginFailure {
  constructor(why: Text) {
    super({ tag: "refused", val: why }, why.key);
  }
}

/** A read was refused: the manifest does not ask for it, or the operator did not grant it. */
export class DataRefused extends PluginFailure {
  constructor(readonly why: DataError) {
    super({ tag: "data", val: why }, "val" in why ? `${why.tag}: ${why.val}` : why.tag);
  }
}

/** Asks the host; what it throws is a bare `data-error`. */
export function asking<T>(ask: () => T): T {
  try {
    return ask();
  } catch (thrown) {
    if (typeof thrown === "object" && thrown !== null && "tag" in thrown) throw new DataRefused(thrown as DataError);
    throw thrown;
  }
}
