//! One adapter per major version of the contract.

pub(crate) mod v1;
