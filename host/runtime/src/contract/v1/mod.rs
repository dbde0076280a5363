//! Contract 1: bindings, what the host offers, and the way between WIT types and the words of the domain.

pub(crate) mod bindings;
pub(crate) mod from_guest;
pub(crate) mod function;
mod host;
pub(crate) mod to_guest;

pub(crate) use host::link;
