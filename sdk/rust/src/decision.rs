//! Decisions 决定: actions in order, and why.

use crate::{Action, Decision, Reason};

impl Decision {
    /// Nothing yet. A decision without actions is one too, and needs its reasons as well.
    #[must_use]
    pub const fn new() -> Self {
        Self { actions: Vec::new(), reasons: Vec::new() }
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

    /// Adds what another decision proposes and says.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.actions.extend(other.actions);
        self.reasons.extend(other.reasons);
        self
    }
}

impl Default for Decision {
    fn default() -> Self {
        Self::new()
    }
}
