// From a plugin of world `rules` to what its component exports.
import type { decide, sweep } from "../contract/plugin-grid-rules.js";
import type { run } from "../contract/plugin-reports.js";
import { Call } from "../call.js";
import { Data, type Source } from "../data/data.js";
import { OpenScan } from "../data/rows.js";
import { UnknownId } from "../failure.js";
import { Event, Period, type Rules } from "../rules.js";
import { guarded } from "./guard.js";

interface Exports {
  gridRules: { decide: typeof decide; sweep: typeof sweep };
  reports: { run: typeof run };
}

/** The exports; the entry that `lifang-js build` writes hands them on, and brings the host's side as `source`. */
export function exportRules(plugin: Rules, source: Source): Exports {
  const data = new Data(source);
  return {
    gridRules: {
      decide: (call, rules, event) =>
        guarded(call, () => {
          const [here, what] = [new Call(call), new Event(event)];
          const parts = rules.map((rule) => {
            if (!plugin.decide) throw new UnknownId(rule);
            return plugin.decide(here, data, rule, what);
          });
          return { actions: parts.flatMap((part) => part.actions), reasons: parts.flatMap((part) => part.reasons) };
        }),
      sweep: (call, rule, rows) =>
        guarded(call, () => {
          if (!plugin.sweep) throw new UnknownId(rule);
          return plugin.sweep(new Call(call), data, rule, new OpenScan(rows));
        }),
    },
    reports: {
      run: (call, id, period) =>
        guarded(call, () => {
          if (!plugin.report) throw new UnknownId(id);
          return plugin.report(new Call(call), data, id, new Period(period));
        }),
    },
  };
}
