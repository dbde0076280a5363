// What every function of a component does: hand on refusals in the contract's words, and make any other error heard before it ends the call.
import { release } from "../data/rows.js";
import { PluginFailure } from "../failure.js";
import { logTo, panic } from "../log.js";

/** Runs the plugin's part of a call, and hands back what it was lent for it. */
export function guarded<T>(lent: object, run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof PluginFailure) throw thrown.error;
    panic(thrown instanceof Error ? `${thrown.name}: ${thrown.message}\n${thrown.stack ?? ""}` : String(thrown));
    throw thrown;
  } finally {
    release(lent);
  }
}

/** Sends messages to the host. */
export function bind(log: Parameters<typeof logTo>[0]): void {
  logTo(log);
}
