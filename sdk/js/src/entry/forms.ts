// From a plugin of world `forms` to what its component exports.
import type { list } from "../contract/plugin-certificates.js";
import type { ask, judge, state } from "../contract/plugin-checklists.js";
import { Answers } from "../answers.js";
import { Call } from "../call.js";
import { UnknownId } from "../failure.js";
import { Fields } from "../fields.js";
import type { Forms } from "../forms.js";
import { guarded } from "./guard.js";

interface Exports {
  checklists: { ask: typeof ask; state: typeof state; judge: typeof judge };
  certificates: { list: typeof list };
}

/** The exports; the entry that `lifang-js build` writes hands them on. */
export function exportForms(plugin: Forms): Exports {
  const checklist: NonNullable<Forms["checklist"]> = (call, id, known) => {
    if (!plugin.checklist) throw new UnknownId(id);
    return plugin.checklist(call, id, known);
  };
  return {
    checklists: {
      ask: (call, id, known) => guarded(call, () => checklist(new Call(call), id, new Fields(known)).form()),
      state: (call, id, answers, known) => guarded(call, () => checklist(new Call(call), id, new Fields(known)).state(answers)),
      judge: (call, id, answers, known) =>
        guarded(call, () => {
          if (!plugin.judge) throw new UnknownId(id);
          return plugin.judge(new Call(call), id, new Answers(answers), new Fields(known));
        }),
    },
    certificates: {
      list: (call) => guarded(call, () => plugin.certificates?.(new Call(call)) ?? { items: [], withdrawn: [] }),
    },
  };
}
