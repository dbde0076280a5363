//! Evaluators of expressions: they keep nothing between two calls, and stand in the process without isolation.

pub(crate) mod cel;
pub(crate) mod jsonlogic;
pub(crate) mod rego;
pub(crate) mod zen;

/// What stands between two calls of each of them.
const ISOLATION: &str = "none: an expression in the process that keeps nothing";
