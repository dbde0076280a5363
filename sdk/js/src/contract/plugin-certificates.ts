// Generated from the contract's WIT by scripts/contract.mjs.
/** @module Interface lifang:plugin/certificates@1.0.0 **/
/**
 * The plugin's whole list; the host merges it along the region's path and keeps what is in force on the day.
 */
export declare function list(call: Context): CertificateList;
export type Context = import('./plugin-types.js').Context;
export type Text = import('./plugin-types.js').Text;
export type Clause = import('./plugin-types.js').Clause;
export type PluginError = import('./plugin-types.js').PluginError;
export type Date = import('./plugin-types.js').Date;
/**
 * Who issues instead.
 */
export interface Referral {
  /**
   * The competent office.
   */
  office: Text,
  /**
   * What the resident does there, or why nothing is needed.
   */
  advice: Text,
}
/**
 * What the list says about a certificate.
 */
export type Standing = StandingMayIssue | StandingMayNotIssue;
/**
 * The community may issue it. Carries what the resident brings.
 */
export interface StandingMayIssue {
  tag: 'may-issue',
  val: Text,
}
/**
 * The community must not issue it.
 */
export interface StandingMayNotIssue {
  tag: 'may-not-issue',
  val: Referral,
}
/**
 * One item of a list.
 */
export interface Certificate {
  /**
   * Its id. Items of nearer lists replace items of outer lists by id.
   */
  id: string,
  /**
   * Its name.
   */
  title: Text,
  /**
   * Other words residents use for it.
   */
  keywords: Array<string>,
  /**
   * What the list says.
   */
  standing: Standing,
  /**
   * What it rests on.
   */
  basis: Clause,
  /**
   * First day in force.
   */
  inForce: Date,
  /**
   * First day no longer in force.
   */
  until: Date | null,
  /**
   * No nearer list may replace it.
   */
  mandatory: boolean,
}
/**
 * An outer item that does not hold here.
 */
export interface Withdrawal {
  /**
   * The item's id.
   */
  id: string,
  /**
   * What that rests on.
   */
  basis: Clause,
  /**
   * First day in force.
   */
  inForce: Date,
}
/**
 * A list of certificates.
 */
export interface CertificateList {
  /**
   * What it says itself.
   */
  items: Array<Certificate>,
  /**
   * What outer lists say and it takes back, where that is not mandatory.
   */
  withdrawn: Array<Withdrawal>,
}
