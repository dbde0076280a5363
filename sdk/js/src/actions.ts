// Actions 动作: what a plugin may propose. The host checks each before it acts.
import type { Action, Priority, Text } from "./contract/plugin-types.js";
import type { Day, Instant } from "./time.js";
import { present, type Plain } from "./value.js";

/** Work that `rule` asks for and the admitted duty item `duty` covers; for the grid worker unless told otherwise. */
export function workOrder(
  rule: string,
  duty: string,
  title: Text,
  { to = "grid-worker", due, priority = "normal" }: { to?: string; due?: Instant; priority?: Priority } = {},
): Action {
  return { tag: "open-work-order", val: { rule, duty, title, to, due: due?.ms ?? null, priority } };
}

/** A visit that `rule` asks for and `duty` covers, with the checklist to fill, by the end of a day. */
export function visit(
  rule: string,
  duty: string,
  checklist: string,
  title: Text,
  by: Day,
  { priority = "normal" }: { priority?: Priority } = {},
): Action {
  return { tag: "schedule-visit", val: { rule, duty, checklist, title, by: by.number, priority } };
}

/** A message to a post. */
export function notification(rule: string, to: string, text: Text): Action {
  return { tag: "notify", val: { rule, to, text } };
}

/** A label on the subject of the call; without a day it lapses when the rule no longer asks for it. */
export function tag(rule: string, tag: string, { until }: { until?: Day } = {}): Action {
  return { tag: "tag", val: { rule, tag, until: until?.number ?? null } };
}

/** A matter that goes up to `street`, `district`, `city` or `province`. */
export function escalation(rule: string, to: "street" | "district" | "city" | "province", text: Text): Action {
  return { tag: "escalate", val: { rule, to, text } };
}

/** Something this contract has no word for; a host that does not know `kind` refuses it. */
export function extension(rule: string, kind: string, fields: Readonly<Record<string, Plain>> = {}): Action {
  const cells = Object.entries(fields).map(([key, value]) => ({ key, cell: present(value) }));
  return { tag: "extension", val: { rule, kind, fields: cells } };
}
