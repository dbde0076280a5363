//! Which rows to read: conditions, region and order, checked against the dataset by the compiler.

use super::{Column, Dataset};
use crate::raw::rules::lifang::data::scans::{Filter, Query as HostQuery};
use std::{fmt, marker::PhantomData};

/// A question to one dataset; begin with `persons::query()`.
#[derive(Clone)]
pub struct Query<D> {
    filters: Vec<Filter>,
    region: Option<String>,
    sort: Vec<String>,
    dataset: PhantomData<D>,
}

impl<D: Dataset> Query<D> {
    pub(super) const fn new() -> Self {
        Self { filters: Vec::new(), region: None, sort: Vec::new(), dataset: PhantomData }
    }

    /// Only rows for which this holds too: `.filter(persons::AGE.at_least(80))`. The database applies it.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filters.push(filter);
        self
    }

    /// Only rows of this region's subtree, which must lie inside the call's region.
    #[must_use]
    pub fn within(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// In ascending order of the column, then of those named later.
    #[must_use]
    pub fn sort<C: Column<Dataset = D>>(mut self, _: C) -> Self {
        self.sort.push(C::KEY.to_owned());
        self
    }

    /// In descending order of the column, then of those named later.
    #[must_use]
    pub fn sort_descending<C: Column<Dataset = D>>(mut self, _: C) -> Self {
        self.sort.push(format!("-{}", C::KEY));
        self
    }

    pub(super) fn reading(self, columns: &[&str]) -> HostQuery {
        HostQuery {
            dataset: D::NAME.to_owned(),
            columns: columns.iter().map(|key| (*key).to_owned()).collect(),
            filters: self.filters,
            region: self.region,
            sort: self.sort,
        }
    }
}

impl<D: Dataset> fmt::Debug for Query<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { filters, region, sort, .. } = self;
        f.debug_struct(D::NAME).field("filters", filters).field("region", region).field("sort", sort).finish()
    }
}
