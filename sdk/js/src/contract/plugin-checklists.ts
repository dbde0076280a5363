// Generated from the contract's WIT by scripts/contract.mjs.
/** @module Interface lifang:plugin/checklists@1.0.0 **/
/**
 * The form of `id`. `known` is what base data already holds about the subject.
 */
export declare function ask(call: Context, id: string, known: Array<Field>): Form;
/**
 * What shows and what is wrong so far. Called at each keystroke; must not depend on the order of answers.
 */
export declare function state(call: Context, id: string, answers: Array<Answer>, known: Array<Field>): FormState;
/**
 * What the answers mean. The host has dropped answers to hidden nodes and refused an incomplete form before it calls this.
 */
export declare function judge(call: Context, id: string, answers: Array<Answer>, known: Array<Field>): Judgement;
export type Context = import('./plugin-types.js').Context;
export type Text = import('./plugin-types.js').Text;
export type Reason = import('./plugin-types.js').Reason;
export type Action = import('./plugin-types.js').Action;
export type PluginError = import('./plugin-types.js').PluginError;
export type Date = import('./plugin-types.js').Date;
export type Value = import('./plugin-types.js').Value;
export type Field = import('./plugin-types.js').Field;
/**
 * One choice of a question.
 */
export interface Choice {
  /**
   * Its code.
   */
  code: string,
  /**
   * What the reader sees.
   */
  label: Text,
}
/**
 * What a question takes.
 */
export type AnswerType = AnswerTypeFlag | AnswerTypeInteger | AnswerTypeDecimal | AnswerTypeText | AnswerTypeDate | AnswerTypeOne | AnswerTypeMany;
/**
 * Yes or no.
 */
export interface AnswerTypeFlag {
  tag: 'flag',
}
/**
 * A whole number between two bounds.
 */
export interface AnswerTypeInteger {
  tag: 'integer',
  val: [number, number],
}
/**
 * A number between two bounds.
 */
export interface AnswerTypeDecimal {
  tag: 'decimal',
  val: [number, number],
}
/**
 * Text of at most so many characters.
 */
export interface AnswerTypeText {
  tag: 'text',
  val: number,
}
/**
 * A day.
 */
export interface AnswerTypeDate {
  tag: 'date',
}
/**
 * One of the choices.
 */
export interface AnswerTypeOne {
  tag: 'one',
  val: Array<Choice>,
}
/**
 * Any of the choices.
 */
export interface AnswerTypeMany {
  tag: 'many',
  val: Array<Choice>,
}
/**
 * What a node is.
 */
export type NodeKind = NodeKindGroup | NodeKindNote | NodeKindQuestion;
/**
 * A heading over other nodes.
 */
export interface NodeKindGroup {
  tag: 'group',
}
/**
 * Something to read.
 */
export interface NodeKindNote {
  tag: 'note',
}
/**
 * Something to answer.
 */
export interface NodeKindQuestion {
  tag: 'question',
  val: AnswerType,
}
/**
 * A node of a form. Forms are flat lists in reading order; a node's parent comes before it.
 */
export interface Node {
  /**
   * Unique in the form.
   */
  id: string,
  /**
   * The position of the parent in the list; none at the top. A cycle, or a chain deeper than the limit, is an error.
   */
  parent: number | null,
  /**
   * What it is.
   */
  kind: NodeKind,
  /**
   * What the reader sees.
   */
  label: Text,
  /**
   * A word of help.
   */
  hint: Text | null,
  /**
   * The base-data column or local field this question asks for, so that the host can offer what it already holds.
   */
  field: string | null,
}
/**
 * A checklist as it is asked on the day of the call.
 */
export interface Form {
  /**
   * Its id, as in the manifest.
   */
  id: string,
  /**
   * Its title.
   */
  title: Text,
  /**
   * Its nodes.
   */
  nodes: Array<Node>,
}
/**
 * An answer to a question.
 */
export interface Answer {
  /**
   * The node's id.
   */
  node: string,
  /**
   * The answer.
   */
  value: Value,
}
/**
 * How a node stands, given the answers so far.
 */
export interface NodeState {
  /**
   * The node's position in the form.
   */
  node: number,
  /**
   * Whether it shows. Hidden nodes are not answered, and what was answered there does not count.
   */
  visible: boolean,
  /**
   * Whether it must be answered.
   */
  required: boolean,
  /**
   * What is wrong with its answer; empty when nothing is. A missing required answer is not listed here.
   */
  problems: Array<Text>,
}
/**
 * How the whole form stands. One entry per node, in the form's order.
 */
export interface FormState {
  /**
   * Every node.
   */
  nodes: Array<NodeState>,
}
/**
 * How bad a finding is.
 * # Variants
 * 
 * ## `"minor"`
 * 
 * To be noted.
 * ## `"major"`
 * 
 * To be mended.
 * ## `"critical"`
 * 
 * A danger.
 */
export type Severity = 'minor' | 'major' | 'critical';
/**
 * Something wrong that the visit found 问题.
 */
export interface Finding {
  /**
   * The rule that found it.
   */
  rule: string,
  /**
   * The node it was seen in.
   */
  node: string,
  /**
   * How bad.
   */
  severity: Severity,
  /**
   * What.
   */
  text: Text,
}
/**
 * What a filled checklist means.
 */
export interface Judgement {
  /**
   * What is wrong.
   */
  findings: Array<Finding>,
  /**
   * What is proposed.
   */
  actions: Array<Action>,
  /**
   * Why.
   */
  reasons: Array<Reason>,
}
