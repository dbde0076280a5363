//! Sources of facts: who answers for them, whether they speak, and what feeds from outside say beside base data.
//!
//! A source that is switched off goes quiet: what it said is in no scan, no aggregate, no count and no look at today, and stays on
//! record. Whether it speaks is itself a fact with two times, so that a look back sees what was seen then.

mod deliver;
mod switch;

pub use deliver::{Delivered, Delivery, FeedFact, deliver};
pub use switch::{NewSource, Source, SourceKind, Switch, register, switch};
pub(crate) use switch::{loud, loud_now};
