// Takes away time and randomness: they come with the call, and an answer that depends on anything else could not be explained or made again.
// The entry of a component imports this before the plugin, so that what stands outside its functions has no clock either: it runs when the
// component is made, and the day of that would be in every answer.

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

export {};
