//! Whom a file has spoken of already: a bit for each row of the database, so that it does not grow with the file.

use super::{Judged, Refused};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// What a file has spoken of so far.
#[derive(Debug, Default)]
pub struct Seen {
    pub(super) persons: Bits,
    pub(super) houses: Bits,
    pub(super) buildings: Bits,
    pub(super) units: Bits,
    /// By key, the digest of what was said: of what a dry run would have made, and of appointments, which are few.
    pub(super) fresh: Fresh,
}

impl Seen {
    /// What was noted since the last call is true: its transaction was committed.
    pub fn keep(&mut self) {
        self.each(|bits| bits.noted.clear());
        self.fresh.noted.clear();
    }

    /// What was noted since the last call never happened.
    pub fn forget(&mut self) {
        self.each(|bits| {
            for id in std::mem::take(&mut bits.noted) {
                bits.set(id, false);
            }
        });
        for key in std::mem::take(&mut self.fresh.noted) {
            self.fresh.said.remove(&key);
        }
    }

    fn each(&mut self, act: impl FnMut(&mut Bits)) {
        let all = [&mut self.persons, &mut self.houses, &mut self.buildings, &mut self.units];
        all.into_iter().for_each(act);
    }
}

/// A set of row numbers.
#[derive(Debug, Default)]
pub(super) struct Bits {
    words: Vec<u64>,
    noted: Vec<i64>,
}

impl Bits {
    pub(super) fn has(&self, id: i64) -> bool {
        let (word, bit) = place(id);
        self.words.get(word).is_some_and(|word| word >> bit & 1 == 1)
    }

    /// Adds the number; whether it was there before.
    pub(super) fn note(&mut self, id: i64) -> bool {
        let before = self.has(id);
        if !before {
            self.set(id, true);
            self.noted.push(id);
        }
        before
    }

    fn set(&mut self, id: i64, value: bool) {
        let (word, bit) = place(id);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] = self.words[word] & !(1 << bit) | u64::from(value) << bit;
    }
}

/// Row numbers count from 1.
fn place(id: i64) -> (usize, u64) {
    let id = u64::try_from(id).unwrap_or(0);
    (usize::try_from(id / 64).unwrap_or(0), id % 64)
}

/// What would have been made.
#[derive(Debug, Default)]
pub(super) struct Fresh {
    said: HashMap<u64, u64>,
    noted: Vec<u64>,
}

impl Fresh {
    /// Notes that `key` would be made of `said`; whether it was said before, and if so, whether in the same words.
    pub(super) fn note(&mut self, key: &impl Hash, said: &impl Hash) -> Option<bool> {
        let (key, said) = (digest(key), digest(said));
        let before = self.said.insert(key, said);
        if let Some(before) = before {
            self.said.insert(key, before);
        } else {
            self.noted.push(key);
        }
        before.map(|before| before == said)
    }

    /// Notes what a dry run would have written under `key`, field by field, at most eight: in one byte each, so that a file of millions
    /// is remembered. Whether it was said before; a field that is said otherwise, or only now, contradicts what stood there.
    pub(super) fn hold<const N: usize>(
        &mut self,
        key: &impl Hash,
        fields: &[(FieldName, u8); N],
    ) -> Judged<Option<()>> {
        let said = fields.iter().fold(0_u64, |said, (_, field)| said << 8 | u64::from(*field));
        let key = digest(key);
        let Some(before) = self.said.get(&key) else {
            self.said.insert(key, said);
            self.noted.push(key);
            return Ok(None);
        };
        let lanes = before.to_be_bytes();
        let before = &lanes[8 - N.min(8)..];
        match fields.iter().zip(before).find(|((_, now), before)| *now != 0 && now != *before) {
            Some(((name, _), _)) => Err(name.refused()),
            None => Ok(Some(())),
        }
    }
}

/// What a field is called in a file.
pub(super) enum FieldName {
    Own(&'static str),
    Local(Arc<str>),
}

/// A field for [`Fresh::hold`]: nothing where it is not said.
pub(super) fn said(value: Option<&impl Hash>) -> u8 {
    // One of 255, so that what is said is never taken for nothing.
    value.map_or(0, |value| u8::try_from(digest(value) % 255).unwrap_or(0) + 1)
}

impl FieldName {
    fn refused(&self) -> Refused {
        match self {
            Self::Own(name) => Refused::SaidOtherwise(name),
            Self::Local(key) => Refused::LocalOtherwise(Arc::clone(key)),
        }
    }
}

impl From<&'static str> for FieldName {
    fn from(name: &'static str) -> Self {
        Self::Own(name)
    }
}

impl From<Arc<str>> for FieldName {
    fn from(key: Arc<str>) -> Self {
        Self::Local(key)
    }
}

fn digest(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dry_run_remembers_field_by_field() {
        let mut fresh = Fresh::default();
        let row = |name: Option<&str>, phone: Option<&str>| {
            [("name".into(), said(name.as_ref())), ("phone".into(), said(phone.as_ref()))]
        };
        assert_eq!(fresh.hold(&1, &row(Some("王"), Some("139"))), Ok(None));
        assert_eq!(fresh.hold(&1, &row(Some("王"), Some("139"))), Ok(Some(())));
        assert_eq!(fresh.hold(&1, &row(Some("王"), None)), Ok(Some(())), "less is no contradiction");
        assert_eq!(fresh.hold(&1, &row(Some("李"), None)), Err(Refused::SaidOtherwise("name")));
        assert_eq!(fresh.hold(&2, &row(Some("王"), None)), Ok(None));
        assert_eq!(fresh.hold(&2, &row(Some("王"), Some("139"))), Err(Refused::SaidOtherwise("phone")), "more is");
    }

    #[test]
    fn what_did_not_happen_was_not_seen() {
        let mut seen = Seen::default();
        assert!(!seen.persons.note(7));
        seen.keep();
        assert!(!seen.persons.note(64) && seen.persons.note(7));
        assert_eq!((seen.fresh.note(&"key", &1), seen.fresh.note(&"key", &2)), (None, Some(false)));
        seen.forget();
        assert_eq!((seen.persons.has(7), seen.persons.has(64), seen.persons.has(1 << 20)), (true, false, false));
        assert_eq!((seen.fresh.note(&"key", &2), seen.fresh.note(&"key", &2)), (None, Some(true)));
    }
}
