//! Judgements: what a filled checklist means.

use crate::{Action, Finding, Judgement, Reason, Severity, Text};

impl Judgement {
    /// Nothing wrong, nothing to do.
    #[must_use]
    pub const fn new() -> Self {
        Self { findings: Vec::new(), actions: Vec::new(), reasons: Vec::new() }
    }

    /// Something is wrong.
    #[must_use]
    pub fn finding(mut self, finding: Finding) -> Self {
        self.findings.push(finding);
        self
    }

    /// Proposes an action: a `WorkOrder`, `Visit`, `Notification`, `Tag`, `Escalation` or `Extension`.
    #[must_use]
    pub fn action(mut self, action: impl Into<Action>) -> Self {
        self.actions.push(action.into());
        self
    }

    /// Says why.
    #[must_use]
    pub fn reason(mut self, reason: Reason) -> Self {
        self.reasons.push(reason);
        self
    }

    /// Adds what another judgement found.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.findings.extend(other.findings);
        self.actions.extend(other.actions);
        self.reasons.extend(other.reasons);
        self
    }
}

impl Default for Judgement {
    fn default() -> Self {
        Self::new()
    }
}

macro_rules! finding {
    ($($(#[$doc:meta])* $name:ident: $severity:ident;)*) => {
        impl Finding {
            $(
                $(#[$doc])*
                pub fn $name(rule: impl Into<String>, node: impl Into<String>, text: Text) -> Self {
                    Self { rule: rule.into(), node: node.into(), severity: Severity::$severity, text }
                }
            )*
        }
    };
}

finding! {
    /// Something to be noted that `rule` found in `node`.
    minor: Minor;
    /// Something to be mended that `rule` found in `node`.
    major: Major;
    /// A danger that `rule` found in `node`.
    critical: Critical;
}
