//! The datasets, columns and code tables of the contract, made by `build.rs` from `wit/data/datasets.toml`.
#![expect(
    non_camel_case_types,
    reason = "a column is a type, so that macros can use it, named like the constant it reads as"
)]

use super::code::code_table;
use super::{aggregate::Aggregate, query::Query};

/// The types that read columns.
pub mod kinds {
    use super::super::kind::Fixed;
    pub use super::super::kind::{Str, Word};
    use crate::{Date, Instant};

    /// Type `u8`.
    pub type U8 = Fixed<u8>;
    /// Type `u16`.
    pub type U16 = Fixed<u16>;
    /// Type `s32`.
    pub type S32 = Fixed<i32>;
    /// Type `s64`.
    pub type S64 = Fixed<i64>;
    /// Type `f64`.
    pub type F64 = Fixed<f64>;
    /// Type `flag`.
    pub type Flag = Fixed<bool>;
    /// Type `date`.
    pub type Day = Fixed<Date>;
    /// Type `instant`.
    pub type Moment = Fixed<Instant>;
    /// Types `code` and `bits`, of a code table.
    pub type Plain<T> = Fixed<T>;
}

/// Declares a dataset's own type and its two entrances.
macro_rules! dataset {
    ($name:ident, $key:literal, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl $crate::data::Dataset for $name {
            const NAME: &'static str = $key;
        }

        /// Its type, under the same name in every dataset's module.
        pub type Table = $name;

        /// Counts and sums over it.
        #[must_use]
        pub fn aggregate() -> Aggregate<$name> {
            Aggregate::new()
        }

        /// Its rows; all of the call's region unless narrowed.
        #[must_use]
        pub fn query() -> Query<$name> {
            Query::new()
        }
    };
}

/// Declares a column: a unit struct, so that one name is both the type that macros need and the value that reads well.
macro_rules! column {
    ($name:ident, $key:literal, $dataset:ident, $kind:ty, $null:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl $crate::data::Column for $name {
            const KEY: &'static str = $key;
            type Dataset = $dataset;
            type Kind = $kind;
            type Null = $crate::data::$null;
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/datasets.rs"));

/// Declares a local field 本地字段, the X of 9+X, as a column.
///
/// ```
/// use lifang_sdk::data::{Column, houses};
/// use lifang_sdk::{DataError, testing::TestData};
///
/// lifang_sdk::local_column!(
///     /// How the house is heated 供暖方式.
///     pub HEATED_BY: Word = "x.heating" of houses
/// );
///
/// let alone = TestData::new("220104001001");
/// let stoves = houses::aggregate().filter(HEATED_BY.equals("stove")).count();
/// // A region that has not declared the field does not know it.
/// assert_eq!(alone.data().aggregate(stoves), Err(DataError::UnknownColumn("houses.x.heating".into())));
/// ```
///
/// Its type is one of `Flag`, `U8`, `U16`, `S32`, `F64`, `Day`, `Str`, `Word`, as the manifest declares it. It may always be
/// missing.
#[macro_export]
macro_rules! local_column {
    ($(#[$meta:meta])* $vis:vis $name:ident : $kind:ident = $key:literal of $dataset:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "a column is named like a constant")]
        $vis struct $name;

        impl $crate::data::Column for $name {
            const KEY: &'static str = $key;
            type Dataset = $crate::data::$dataset::Table;
            type Kind = $crate::data::kinds::$kind;
            type Null = $crate::data::Maybe;
        }
    };
}
