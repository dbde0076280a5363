// Certificates 证明事项: the list a region's plugin brings.
import type { Certificate, CertificateList, Standing, Withdrawal } from "./contract/plugin-certificates.js";
import type { Clause, Text } from "./contract/plugin-types.js";
import type { Day } from "./time.js";

/** What every item says. */
export interface CertificateOptions {
  /** What it rests on. */
  basis: Clause;
  /** First day in force. */
  inForce: Day;
  /** First day no longer in force. */
  until?: Day;
  /** Other words residents use for it. */
  keywords?: readonly string[];
  /** No nearer list may replace it. */
  mandatory?: boolean;
}

function item(id: string, title: Text, standing: Standing, options: CertificateOptions): Certificate {
  const { basis, inForce, until, keywords = [], mandatory = false } = options;
  return { id, title, keywords: [...keywords], standing, basis, inForce: inForce.number, until: until?.number ?? null, mandatory };
}

/** A certificate the community may issue; `bring` is what the resident brings. */
export function mayIssue(id: string, title: Text, bring: Text, options: CertificateOptions): Certificate {
  return item(id, title, { tag: "may-issue", val: bring }, options);
}

/** A certificate the community must not issue: which office does, and what the resident does there, or why nothing is needed. */
export function mayNotIssue(id: string, title: Text, referral: { office: Text; advice: Text }, options: CertificateOptions): Certificate {
  return item(id, title, { tag: "may-not-issue", val: referral }, options);
}

/** Takes back an outer item, where that is not mandatory. */
export function withdrawal(id: string, basis: Clause, inForce: Day): Withdrawal {
  return { id, basis, inForce: inForce.number };
}

/** The list: items replace outer ones of the same id, unless those are mandatory. */
export function certificates(items: readonly Certificate[] = [], withdrawn: readonly Withdrawal[] = []): CertificateList {
  return { items: [...items], withdrawn: [...withdrawn] };
}
