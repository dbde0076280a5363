//! Columns as types: each names its key, its dataset, how it is read and whether a value may be missing.

use super::Kind;
use crate::Value;
use crate::raw::rules::lifang::data::scans::{Filter, Test};
use std::fmt;

/// A dataset of the contract.
pub trait Dataset {
    /// Its name.
    const NAME: &'static str;
}

/// A column of a dataset, `persons::AGE` for one; or a local field declared with [`local_column!`](crate::local_column).
pub trait Column: Copy {
    /// Its key.
    const KEY: &'static str;
    /// The dataset it is of.
    type Dataset: Dataset;
    /// How it is read.
    type Kind: Kind;
    /// Whether a value may be missing.
    type Null: Null;

    /// Its key, for lists of fields.
    fn key(self) -> &'static str {
        Self::KEY
    }

    /// Equal to the value (a code as text or as a constant of its table).
    fn equals(self, value: impl Into<Value>) -> Filter {
        self.filter(Test::Equals(value.into()))
    }

    /// Equal to one of the values.
    fn one_of<V: Into<Value>>(self, values: impl IntoIterator<Item = V>) -> Filter {
        self.filter(Test::OneOf(values.into_iter().map(Into::into).collect()))
    }

    /// Known, and not less than the value.
    fn at_least(self, value: impl Into<Value>) -> Filter {
        self.filter(Test::AtLeast(value.into()))
    }

    /// Known, and not more than the value.
    fn at_most(self, value: impl Into<Value>) -> Filter {
        self.filter(Test::AtMost(value.into()))
    }

    /// Has at least one of these bits: `persons::CARE.any_bit(Care::DEMENTIA.0)`.
    fn any_bit(self, bits: u16) -> Filter {
        self.filter(Test::AnyBit(bits))
    }

    /// Something is recorded.
    fn known(self) -> Filter {
        self.filter(Test::Known)
    }

    /// Nothing is recorded.
    fn unknown(self) -> Filter {
        self.filter(Test::Unknown)
    }

    /// Some condition.
    fn filter(self, test: Test) -> Filter {
        Filter { column: Self::KEY.to_owned(), test }
    }
}

/// What reading one value of the column gives.
pub type Item<'a, C> = <<C as Column>::Null as Null>::Of<<<C as Column>::Kind as Kind>::Item<'a>>;

/// Whether a value may be missing, and so whether reading gives an `Option`.
pub trait Null {
    /// What reading gives.
    type Of<T>;
    /// Whether the host need be asked where values are missing.
    const MAY_BE_MISSING: bool;
    /// Reads a value if there is one.
    fn read<T>(known: impl FnOnce() -> bool, read: impl FnOnce() -> T) -> Self::Of<T>;
}

/// Every row has a value.
#[derive(Clone, Copy, Debug)]
pub struct Always;

impl Null for Always {
    type Of<T> = T;
    const MAY_BE_MISSING: bool = false;

    #[inline]
    fn read<T>(_: impl FnOnce() -> bool, read: impl FnOnce() -> T) -> T {
        read()
    }
}

/// Some rows may have none.
#[derive(Clone, Copy, Debug)]
pub struct Maybe;

impl Null for Maybe {
    type Of<T> = Option<T>;
    const MAY_BE_MISSING: bool = true;

    #[inline]
    fn read<T>(known: impl FnOnce() -> bool, read: impl FnOnce() -> T) -> Option<T> {
        if known() { Some(read()) } else { None }
    }
}

/// The values of a column in one batch.
pub struct Values<C: Column> {
    values: <C::Kind as Kind>::Values,
    /// One bit per row, least significant first; none where every row has a value.
    validity: Option<Vec<u8>>,
}

impl<C: Column> Values<C> {
    pub(super) const fn new(values: <C::Kind as Kind>::Values, validity: Option<Vec<u8>>) -> Self {
        Self { values, validity }
    }

    /// The bare values, for loops that the compiler should turn into SIMD. Where a value is missing the number is 0 and the
    /// text empty.
    #[must_use]
    pub const fn raw(&self) -> &<C::Kind as Kind>::Values {
        &self.values
    }

    /// One bit per row, least significant first, 1 where there is a value; `None` where every row has one.
    #[must_use]
    pub fn validity(&self) -> Option<&[u8]> {
        self.validity.as_deref()
    }

    /// Whether the row has a value.
    #[must_use]
    #[inline]
    pub fn known(&self, row: usize) -> bool {
        self.validity.as_ref().is_none_or(|bits| bits[row >> 3] >> (row & 7) & 1 == 1)
    }

    /// The value of a row of this batch.
    ///
    /// # Panics
    /// When the batch has no such row.
    #[must_use]
    #[inline]
    pub fn get(&self, row: usize) -> Item<'_, C> {
        C::Null::read(|| self.known(row), || C::Kind::item(&self.values, row))
    }
}

impl<C: Column> fmt::Debug for Values<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(C::KEY).field("values", &self.values).field("validity", &self.validity).finish()
    }
}
