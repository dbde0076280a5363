// What is wrong with base data, in the order in which it matters.
import type { Schema } from "../api/client";

export const SEVERITIES = ["error", "warning", "notice"] as const;
type ByRule = Schema["ByRuleDto"];

/** How a severity is marked. */
export const tone = (severity: string) => ({ error: "no", warning: "care" })[severity] ?? "";

/** Rules that found something, gravest and then most frequent first; those that found nothing after them. */
export function ordered(rules: ByRule[]): ByRule[] {
    const gravity = (one: ByRule) => SEVERITIES.indexOf(one.rule.severity as (typeof SEVERITIES)[number]);
    const clean = (one: ByRule) => Number(one.found === 0);
    return [...rules].sort((a, b) => clean(a) - clean(b) || gravity(a) - gravity(b) || b.found - a.found);
}
