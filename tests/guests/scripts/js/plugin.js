// One deed per rule: what a script may not do.
import { decision, reason, rules, text, UnknownId } from "lifang-sdk";

const deeds = {
  good() {},
  spin() {
    for (;;);
  },
  "eat-memory"() {
    for (const eaten = []; ; ) eaten.push(new Uint8Array(1 << 20).fill(1));
  },
  clock() {
    new Date();
  },
  dice() {
    Math.random();
  },
  slip() {
    const nothing = undefined;
    nothing["slip."].length;
  },
};

export default rules({
  decide(_call, _data, rule) {
    if (!deeds[rule]) throw new UnknownId(rule);
    deeds[rule]();
    return decision({ reasons: [reason(rule, text("well"))] });
  },
});
