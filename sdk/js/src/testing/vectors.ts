// Vectors: inputs with the answers expected of them, in `tests/vectors.json`. The same file judges the component on the host.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Cell, Value } from "../contract/data-types.js";
import type { Answer } from "../contract/plugin-checklists.js";
import { PluginFailure } from "../failure.js";
import { exportForms } from "../entry/forms.js";
import { exportRules } from "../entry/rules.js";
import type { Forms } from "../forms.js";
import type { Rules } from "../rules.js";
import { Instant } from "../time.js";
import { Decimal, toValue, type Plain } from "../value.js";
import { day, hostCall, type CallOptions } from "./call.js";
import { TestData } from "./data.js";
import { hostJson } from "./host-json.js";
import { Manifest } from "./manifest.js";

/** Plain JSON; `{ "date": … }`, `{ "instant": … }` and `{ "decimal": … }` where JSON has no word for it. */
type Json = boolean | number | string | string[] | { date: string } | { instant: string } | { decimal: number };
/** null is unknown. */
type JsonCell = Json | null | { withheld: true };

/** One vector. Exactly one of the functions is asked. */
export interface Vector {
  name: string;
  call?: Omit<CallOptions, "manifest" | "settings"> & { settings?: Record<string, Json> };
  ask?: { id: string; known?: Record<string, JsonCell> };
  state?: { id: string; answers: Record<string, Json>; known?: Record<string, JsonCell> };
  judge?: { id: string; answers: Record<string, Json>; known?: Record<string, JsonCell> };
  certificates?: Record<string, never>;
  decide?: { rules: string[]; event: { kind: string; fields?: Record<string, JsonCell> } };
  sweep?: { rule: string; rows: Record<string, Plain | null>[] };
  report?: { id: string; first: string; last: string; rows?: Record<string, Record<string, Plain | null>[]> };
  /** The host's JSON of the answer. */
  expect?: unknown;
  /** Or the refusal, by its name in the contract. */
  refused?: string;
}

/** The region and the vectors of a plugin's folder. */
export function vectorsOf(dir: string): { region: string; vectors: Vector[] } {
  return JSON.parse(readFileSync(join(dir, "tests/vectors.json"), "utf8")) as { region: string; vectors: Vector[] };
}

/** What the plugin makes of a vector: the host's JSON of its answer, or `{ refused }`. Goes through all that the component does. */
export function answered(plugin: Forms | Rules, dir: string, region: string, vector: Vector): unknown {
  const manifest = new Manifest(dir);
  const settings = Object.fromEntries(Object.entries(vector.call?.settings ?? {}).map(([key, json]) => [key, plain(json)]));
  const call = hostCall(region, { ...vector.call, settings, manifest }) as never;
  const data = new TestData(region, manifest);
  const { checklists, certificates } = exportForms(plugin as Forms);
  const { gridRules, reports } = exportRules(plugin as Rules, data);
  const run = (): unknown => {
    const { ask, state, judge, decide, sweep, report } = vector;
    if (ask) return checklists.ask(call, ask.id, cells(ask.known));
    if (state) return checklists.state(call, state.id, given(state.answers), cells(state.known)).nodes;
    if (judge) return checklists.judge(call, judge.id, given(judge.answers), cells(judge.known));
    if (vector.certificates) return certificates.list(call);
    if (decide) {
      const { kind, fields } = decide.event;
      return gridRules.decide(call, decide.rules, { id: "event", kind, occurred: day(vector.call?.on ?? "2024-03-01").at(9, 0).ms, fields: cells(fields) });
    }
    if (sweep) {
      const { dataset, columns } = manifest.sweep(sweep.rule);
      for (const row of sweep.rows) data.row(dataset, row);
      return gridRules.sweep(call, sweep.rule, data.open({ dataset, columns, filters: [], region: null, sort: [] }) as never);
    }
    if (report) {
      for (const [dataset, rows] of Object.entries(report.rows ?? {})) for (const row of rows) data.row(dataset, row);
      return reports.run(call, report.id, { first: day(report.first).number, last: day(report.last).number });
    }
    throw new Error(`vector «${vector.name}» asks nothing`);
  };
  try {
    return hostJson(run());
  } catch (thrown) {
    // The entry has turned what the plugin threw into the contract's words.
    if (typeof thrown === "object" && thrown !== null && "tag" in thrown && !(thrown instanceof PluginFailure)) return { refused: thrown.tag };
    throw thrown;
  }
}

function plain(json: Json): Plain {
  if (typeof json !== "object" || Array.isArray(json)) return json;
  if ("date" in json) return day(json.date);
  return "decimal" in json ? new Decimal(json.decimal) : new Instant(Date.parse(json.instant));
}

function cells(cells: Record<string, JsonCell> = {}): { key: string; cell: Cell }[] {
  return Object.entries(cells).map(([key, json]) => {
    if (json === null) return { key, cell: { tag: "unknown" } };
    if (typeof json === "object" && "withheld" in json) return { key, cell: { tag: "withheld" } };
    return { key, cell: { tag: "present", val: value(json) } };
  });
}

function given(answers: Record<string, Json>): Answer[] {
  return Object.entries(answers).map(([node, json]) => ({ node, value: value(json) }));
}

function value(json: Json): Value {
  return toValue(plain(json));
}
