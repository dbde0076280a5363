// An answer as the host writes it down: the JSON of vectors, API and records, the same for every language.
import type { Cell, Value } from "../contract/data-types.js";
import { Day, Instant } from "../time.js";

type Json = unknown;
type Tagged = { tag: string; val?: unknown };

/** The wrappers of the contract that the host writes otherwise than «tag and val». */
const isTagged = (value: object): value is Tagged => "tag" in value && typeof (value as Tagged).tag === "string";

/** A value of a text or cell. */
export function hostValue(value: Value): Json {
  if (value.tag === "date") return { date: new Day(value.val).toString() };
  if (value.tag === "instant") return { instant: new Date(new Instant(value.val).ms).toISOString() };
  return { [value.tag]: value.val };
}

const DAYS = new Set(["by", "until", "in_force"]);

/** Any answer of a plugin. */
export function hostJson(answer: unknown): Json {
  return written(answer, "");
}

function written(value: unknown, key: string): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === "number" && DAYS.has(key)) return new Day(value).toString();
  if (typeof value === "number" && key === "due") return new Date(value).toISOString();
  if (Array.isArray(value)) return value.map((item) => written(item, ""));
  if (typeof value !== "object") return value;
  if (isTagged(value)) return tagged(value, key);
  return record(value as Record<string, unknown>);
}

function record(value: Record<string, unknown>): Json {
  if ("key" in value && "args" in value) {
    const args = (value.args as [string, Value][]).map(([name, arg]) => [name, hostValue(arg)]);
    return { key: value.key, ...(args.length > 0 ? { args } : {}) };
  }
  if ("document" in value && value.article === "") return { document: value.document };
  const out: Record<string, Json> = {};
  for (const [camel, part] of Object.entries(value)) {
    const key = camel.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    // What a node is, stands among what it has.
    const spread = (key === "kind" || key === "standing" || key === "block") && typeof part === "object" && part !== null && isTagged(part);
    if (spread) Object.assign(out, flat(key, part));
    else out[key] = written(part, key);
  }
  return out;
}

function flat(key: string, { tag, val }: Tagged): Record<string, Json> {
  const rest: Record<string, Json> =
    tag === "question" ? { answer: answerType(val as Tagged) }
    : tag === "may-issue" ? { bring: written(val, "") }
    : tag === "section" ? { title: written(val, "") }
    : tag === "paragraph" ? { text: written(val, "") }
    : tag === "key-figure" ? keyFigure(val as { label: unknown; value: [unknown, number] })
    : val === undefined ? {}
    : (written(val, "") as Record<string, Json>);
  return { [key]: tag, ...rest };
}

function keyFigure({ label, value: [figure, decimals] }: { label: unknown; value: [unknown, number] }): Record<string, Json> {
  return { label: written(label, ""), value: written(figure, "figure"), decimals };
}

function answerType({ tag, val }: Tagged): Json {
  if (tag === "integer" || tag === "decimal") {
    const [min, max] = val as [number, number];
    return { type: tag, min, max };
  }
  if (tag === "text") return { type: tag, longest: val };
  if (tag === "one" || tag === "many") return { type: tag, choices: written(val, "") };
  return { type: tag };
}

const FIGURES = new Set(["none", "suppressed"]);
const ACTIONS = new Set(["open-work-order", "schedule-visit", "notify", "tag", "escalate", "extension"]);

function tagged({ tag, val }: Tagged, key: string): Json {
  if (key === "cell") return cell({ tag, val } as Cell);
  if (ACTIONS.has(tag) && typeof val === "object" && val !== null && "rule" in val) return { action: tag, ...(record(val as Record<string, unknown>) as object) };
  if (FIGURES.has(tag) || tag === "empty") return tag;
  if (tag === "date" && typeof val === "number") return { date: new Day(val).toString() };
  return { [tag]: written(val, "") };
}

function cell(cell: Cell): Json {
  return cell.tag === "present" ? { present: hostValue(cell.val) } : cell.tag;
}
