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

/** Sends messages to the host, and takes away time and randomness: they come with the call, and an answer that depends on anything else
 * could not be explained or made again. */
export function bind(log: Parameters<typeof logTo>[0]): void {
  logTo(log);
  const refuse = (what: string, instead: string) => (): never => {
    throw new Error(`${what} is not there in a plugin: ${instead}`);
  };
  Math.random = refuse("Math.random", "the same call gives the same answer");
  Date.now = refuse("Date.now", "use call.now or call.today");
  const Real = Date;
  globalThis.Date = new Proxy(Real, {
    construct: (_, parts) => (parts.length === 0 ? Date.now() : Reflect.construct(Real, parts)) as object,
    apply: () => Date.now(),
  });
}
