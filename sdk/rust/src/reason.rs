//! Reasons 依据: the smallest units of an explanation.

use crate::{Clause, Reason, Text};

/// A reason of a rule: what it found. Say what it rests on with [`Reason::basis`] and what it read with [`Reason::fields`].
pub fn reason(rule: impl Into<String>, text: Text) -> Reason {
    Reason { rule: rule.into(), text, basis: None, fields: Vec::new() }
}

/// A place in a law, rule or list; an empty article means the whole document.
pub fn clause(document: impl Into<String>, article: impl Into<String>) -> Clause {
    Clause { document: document.into(), article: article.into() }
}

impl Reason {
    /// The document and article it rests on.
    #[must_use]
    pub fn basis(mut self, document: impl Into<String>, article: impl Into<String>) -> Self {
        self.basis = Some(clause(document, article));
        self
    }

    /// The fields the rule read. The host can re-run the call with all others withheld and must get the same answer.
    #[must_use]
    pub fn fields<F: Into<String>>(mut self, fields: impl IntoIterator<Item = F>) -> Self {
        self.fields.extend(fields.into_iter().map(Into::into));
        self
    }
}
