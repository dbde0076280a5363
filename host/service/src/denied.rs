//! Reads of personal data that were refused: who wanted what, and why they did not get it, is in the audit like a read that was
//! allowed.

use crate::Service;
use crate::error::Result;
use lifang_core::actor::Actor;
use lifang_core::problem::Kind;
use lifang_core::region::RegionId;
use lifang_store::audit::AuditEntry;
use serde_json::Value;

/// A read that may be refused.
#[derive(Clone, Debug)]
pub(crate) struct Refused<'a> {
    act: &'a str,
    dataset: &'a str,
    region: Option<RegionId>,
    detail: Option<Value>,
}

impl<'a> Refused<'a> {
    /// The act as it is audited when it is allowed, and the dataset it reads.
    pub(crate) fn of(act: &'a str, dataset: &'a str) -> Self {
        Self { act, dataset, region: None, detail: None }
    }

    /// Where.
    pub(crate) fn at(self, region: RegionId) -> Self {
        Self { region: Some(region), ..self }
    }

    /// Of whom, and what for. Never personal data.
    pub(crate) fn about(self, detail: Value) -> Self {
        Self { detail: Some(detail), ..self }
    }
}

impl Service {
    /// Hands an answer on. Where it is that somebody may not, that is in the audit first, with the code of the problem: wrong role,
    /// wrong region, no sign-in.
    pub(crate) async fn noting_refusal<T>(&self, actor: &Actor, read: Refused<'_>, answer: Result<T>) -> Result<T> {
        let Err(error) = &answer else { return answer };
        let problem = error.problem();
        if matches!(problem.kind, Kind::Unauthenticated | Kind::Forbidden) {
            let entry = AuditEntry {
                region: read.region,
                dataset: Some(read.dataset.chars().take(60).collect()),
                outcome: format!("refused: {}", problem.code),
                detail: read.detail,
                ..AuditEntry::done(self.clock.now(), actor, read.act)
            };
            self.store.audit(&[entry]).await?;
        }
        answer
    }
}
