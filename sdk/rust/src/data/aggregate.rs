//! Counts and sums, made by the database.

use super::{Column, Dataset};
use crate::raw::rules::lifang::data::aggregates::{Group, Measure, Query as HostQuery};
use crate::raw::rules::lifang::data::scans::Filter;
use crate::{Figure, Value};
use std::{fmt, marker::PhantomData};

/// What to count in one dataset; begin with `persons::aggregate()`.
#[derive(Clone)]
pub struct Aggregate<D> {
    query: HostQuery,
    dataset: PhantomData<D>,
}

macro_rules! measure {
    ($($(#[$doc:meta])* $name:ident: $case:ident;)*) => {
        impl<D: Dataset> Aggregate<D> {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $name<C: Column<Dataset = D>>(mut self, _: C) -> Self {
                    self.query.measures.push(Measure::$case(C::KEY.to_owned()));
                    self
                }
            )*
        }
    };
}

measure! {
    /// Measures the number of rows where the column is known.
    known: Known;
    /// Measures the sum of a numeric column.
    sum: Sum;
    /// Measures the mean of a numeric column.
    mean: Mean;
    /// Measures the least value of a numeric, date or instant column.
    min: Min;
    /// Measures the greatest value of a numeric, date or instant column.
    max: Max;
}

impl<D: Dataset> Aggregate<D> {
    pub(super) fn new() -> Self {
        let (dataset, by, measures) = (D::NAME.to_owned(), Vec::new(), Vec::new());
        let query = HostQuery { dataset, by, measures, filters: Vec::new(), region: None };
        Self { query, dataset: PhantomData }
    }

    /// One group per value of the column. Without any, there is one group of all rows.
    #[must_use]
    pub fn by<C: Column<Dataset = D>>(mut self, _: C) -> Self {
        self.query.by.push(C::KEY.to_owned());
        self
    }

    /// One group per region of a level: `province`, `city`, `district`, `street` or `community`.
    #[must_use]
    pub fn by_region(mut self, level: &str) -> Self {
        self.query.by.push(format!("region:{level}"));
        self
    }

    /// Measures the number of rows.
    #[must_use]
    pub fn count(mut self) -> Self {
        self.query.measures.push(Measure::Count);
        self
    }

    /// Only rows for which this holds too.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.query.filters.push(filter);
        self
    }

    /// Only rows of this region's subtree, which must lie inside the call's region.
    #[must_use]
    pub fn within(mut self, region: impl Into<String>) -> Self {
        self.query.region = Some(region.into());
        self
    }

    pub(super) fn into_query(self) -> HostQuery {
        self.query
    }
}

impl<D: Dataset> fmt::Debug for Aggregate<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.query.fmt(f)
    }
}

impl Group {
    /// The group's value in the `position`-th column of `by`; `None` where unknown.
    #[must_use]
    pub fn value(&self, position: usize) -> Option<&Value> {
        self.key.get(position)?.as_ref()
    }

    /// The group's text or code in the `position`-th column of `by`; `None` where unknown.
    #[must_use]
    pub fn text(&self, position: usize) -> Option<&str> {
        match self.value(position)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The `position`-th measure.
    #[must_use]
    pub fn figure(&self, position: usize) -> Figure {
        self.figures.get(position).copied().unwrap_or(Figure::None)
    }
}

impl Figure {
    /// The number; `None` where there is none or it is held back.
    #[must_use]
    pub const fn number(self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            Self::None | Self::Suppressed => None,
        }
    }

    /// A figure made of others; suppressed when one of them is, none when one has no value.
    #[must_use]
    pub fn combine(self, other: Self, with: impl FnOnce(f64, f64) -> f64) -> Self {
        match (self, other) {
            (Self::Suppressed, _) | (_, Self::Suppressed) => Self::Suppressed,
            (Self::Number(one), Self::Number(other)) => Self::of(with(one, other)),
            _ => Self::None,
        }
    }

    /// The share of this in `whole`, in percent; none where the whole is nothing.
    #[must_use]
    pub fn percent_of(self, whole: Self) -> Self {
        self.combine(whole, |part, whole| 100.0 * part / whole)
    }

    /// A number; none where it is not finite.
    #[must_use]
    pub const fn of(number: f64) -> Self {
        if number.is_finite() { Self::Number(number) } else { Self::None }
    }
}

impl From<f64> for Figure {
    fn from(number: f64) -> Self {
        Self::of(number)
    }
}
