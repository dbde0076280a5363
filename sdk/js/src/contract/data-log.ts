// Generated from the contract's WIT by scripts/contract.mjs.
/** @module Interface lifang:data/log@1.0.0 **/
/**
 * Writes one message, in any language.
 */
export declare function write(level: Level, message: string): void;
/**
 * How much a message matters.
 * # Variants
 * 
 * ## `"debug"`
 * 
 * Only of use while writing the plugin.
 * ## `"info"`
 * 
 * Normal progress.
 * ## `"warn"`
 * 
 * Something the operator should know.
 * ## `"error"`
 * 
 * Something went wrong, and the plugin went on.
 * ## `"panic"`
 * 
 * The text of a panic; the host joins it to the trap that follows.
 */
export type Level = 'debug' | 'info' | 'warn' | 'error' | 'panic';
