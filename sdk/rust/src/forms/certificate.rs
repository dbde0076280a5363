//! Certificates 证明事项: the list a region's plugin brings.

use crate::{Certificate, CertificateList, Clause, Date, Referral, Standing, Text, Withdrawal};

impl Certificate {
    /// A certificate the community may issue; `bring` is what the resident brings.
    pub fn may_issue(id: impl Into<String>, title: Text, bring: Text, basis: Clause, in_force: Date) -> Self {
        Self::new(id, title, Standing::MayIssue(bring), basis, in_force)
    }

    /// A certificate the community must not issue: which office does, and what the resident does there, or why nothing is
    /// needed.
    pub fn may_not_issue(
        id: impl Into<String>,
        title: Text,
        office: Text,
        advice: Text,
        basis: Clause,
        in_force: Date,
    ) -> Self {
        Self::new(id, title, Standing::MayNotIssue(Referral { office, advice }), basis, in_force)
    }

    fn new(id: impl Into<String>, title: Text, standing: Standing, basis: Clause, in_force: Date) -> Self {
        let (id, keywords, in_force) = (id.into(), Vec::new(), in_force.0);
        Self { id, title, keywords, standing, basis, in_force, until: None, mandatory: false }
    }

    /// Other words residents use for it.
    #[must_use]
    pub fn keywords<K: Into<String>>(mut self, keywords: impl IntoIterator<Item = K>) -> Self {
        self.keywords.extend(keywords.into_iter().map(Into::into));
        self
    }

    /// First day no longer in force.
    #[must_use]
    pub const fn until(mut self, day: Date) -> Self {
        self.until = Some(day.0);
        self
    }

    /// No nearer list may replace it.
    #[must_use]
    pub const fn mandatory(mut self) -> Self {
        self.mandatory = true;
        self
    }
}

impl CertificateList {
    /// A list that says nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { items: Vec::new(), withdrawn: Vec::new() }
    }

    /// Adds an item; it replaces an outer list's item of the same id unless that is mandatory.
    #[must_use]
    pub fn item(mut self, item: Certificate) -> Self {
        self.items.push(item);
        self
    }

    /// Adds items.
    #[must_use]
    pub fn items(mut self, items: impl IntoIterator<Item = Certificate>) -> Self {
        self.items.extend(items);
        self
    }

    /// Takes back an outer item, where that is not mandatory.
    #[must_use]
    pub fn withdraw(mut self, id: impl Into<String>, basis: Clause, in_force: Date) -> Self {
        self.withdrawn.push(Withdrawal { id: id.into(), basis, in_force: in_force.0 });
        self
    }
}

impl Default for CertificateList {
    fn default() -> Self {
        Self::new()
    }
}
