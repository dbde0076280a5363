// Judgements and decisions: what a filled checklist means, what a rule makes of an event.
import type { Finding, Judgement, Severity } from "./contract/plugin-checklists.js";
import type { Action, Decision, Reason, Text } from "./contract/plugin-types.js";

/** What is wrong, what is proposed, and why. */
export function judgement(parts: Partial<Judgement> = {}): Judgement {
  return { findings: [], actions: [], reasons: [], ...parts };
}

/** What is proposed, and why. No actions is a decision too, and needs its reasons as well. */
export function decision(parts: Partial<Decision> = {}): Decision {
  return { actions: [] as Action[], reasons: [] as Reason[], ...parts };
}

const found =
  (severity: Severity) =>
  (rule: string, node: string, text: Text): Finding => ({ rule, node, severity, text });

/** Findings 问题: something that `rule` found in `node`. */
export const finding = {
  /** To be noted. */
  minor: found("minor"),
  /** To be mended. */
  major: found("major"),
  /** A danger. */
  critical: found("critical"),
};
