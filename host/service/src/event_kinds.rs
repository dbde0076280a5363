//! Kinds of event: what can be reported in a region, and how what is sent is held against their description.

use crate::Service;
use crate::error::Result;
use lifang_core::call::PluginRef;
use lifang_core::event_kind::{BadField, EventKind};
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use std::sync::Arc;

/// A kind of event that can be reported in a region today.
#[derive(Clone, Debug)]
pub struct EventKindView {
    /// The kind.
    pub kind: EventKind,
    /// The plugin that describes it, or whose rule speaks on it where nobody does.
    pub plugin: Arc<PluginRef>,
}

impl Service {
    /// The kinds of event that can be reported in a region today, in an order that stays: those that plugins describe,
    /// outermost first, then those that only a rule names.
    ///
    /// # Errors
    /// `region-unknown`.
    pub async fn event_kinds(&self, code: &str) -> Result<Vec<EventKindView>> {
        let speakers = self.speakers(&self.place(code).await?).await?;
        let view = |(one, kind): (Arc<lifang_core::resolve::Installation>, EventKind)| EventKindView {
            kind,
            plugin: Arc::clone(&one.plugin),
        };
        Ok(speakers.event_kinds().into_iter().map(view).collect())
    }
}

/// A field that does not fit the description of its kind, for the sender to mend.
pub(crate) fn wrong_field(bad: BadField, code: &str) -> Problem {
    let remedy = Bilingual::new(
        format!(
            "请改正该字段，换一个新的 Idempotency-Key 重新提交；各类事件要填什么，见 GET /api/v1/regions/{code}/event-kinds。"
        ),
        format!(
            "Mend that field and send it again under a new Idempotency-Key; GET /api/v1/regions/{code}/event-kinds says what each kind asks for."
        ),
    );
    Problem::new(Kind::Invalid, "event-wrong", bad.what, remedy).at(format!("fields.{}", bad.key))
}
