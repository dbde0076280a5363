//! Events 事件.

use crate::raw::rules::exports::lifang::plugin::grid_rules::Event as HostEvent;
use crate::{Fields, Instant};

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Opaque; the same event keeps its id for this plugin.
    pub id: String,
    /// Its kind, a code the manifest's rules name.
    pub kind: String,
    /// When it happened.
    pub occurred: Instant,
    /// What is known of it; which fields is for the event kind to say.
    pub fields: Fields,
}

impl From<HostEvent> for Event {
    fn from(HostEvent { id, kind, occurred, fields }: HostEvent) -> Self {
        Self { id, kind, occurred: Instant(occurred), fields: fields.into() }
    }
}
