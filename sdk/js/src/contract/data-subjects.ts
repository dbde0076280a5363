// Generated from the contract's WIT by scripts/contract.mjs.
/** @module Interface lifang:data/subjects@1.0.0 **/
/**
 * The cells of `fields`, in that order, for the subject that this plugin knows by `id`.
 * 
 * `dataset` is `persons`, `houses` or `units`. Identifiers are opaque and differ from plugin to plugin. A field outside the
 * grant comes back as `withheld`; a field that does not exist is `unknown-column`. Each call is audited.
 */
export declare function get(dataset: string, id: string, fields: Array<string>): Array<Cell>;
export type Cell = import('./data-types.js').Cell;
export type DataError = import('./data-types.js').DataError;
