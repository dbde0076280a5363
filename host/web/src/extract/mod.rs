//! What handlers take out of a request, each with a problem document where it is missing or wrong.

mod actor;
mod idempotency;
mod json;
mod language;
mod parts;

pub(crate) use actor::Who;
pub(crate) use idempotency::IdempotencyKey;
pub(crate) use json::Body;
pub(crate) use language::Language;
pub(crate) use parts::{PathOf, QueryOf};

use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;

/// A request that cannot be read.
pub(crate) fn malformed(code: &str, zh: String, en: String, remedy_zh: &str, remedy_en: &str) -> Problem {
    Problem::new(Kind::Malformed, code, Bilingual::new(zh, en), Bilingual::new(remedy_zh, remedy_en))
}
