//! Columns that were read before, kept in memory up to a limit.

use lifang_core::columns::{ColumnData, ColumnValues};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Columns by file and key. What was not asked for longest goes first; files never change, so nothing is ever stale.
#[derive(Debug)]
pub(crate) struct Cache {
    most: usize,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    files: HashMap<Arc<str>, File>,
    bytes: usize,
    turn: u64,
}

#[derive(Debug, Default)]
struct File {
    rows: u32,
    columns: HashMap<String, Arc<ColumnValues>>,
    bytes: usize,
    used: u64,
}

impl Cache {
    pub(crate) fn of_bytes(most: usize) -> Self {
        Self { most, inner: Mutex::default() }
    }

    /// All of these columns, if every one is here.
    pub(crate) fn get<'a>(
        &self,
        file: &str,
        keys: impl Iterator<Item = &'a str>,
    ) -> Option<(u32, Vec<Arc<ColumnValues>>)> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.turn += 1;
        let turn = inner.turn;
        let kept = inner.files.get_mut(file)?;
        let columns = keys.map(|key| kept.columns.get(key).cloned()).collect::<Option<Vec<_>>>()?;
        kept.used = turn;
        Some((kept.rows, columns))
    }

    pub(crate) fn put(&self, file: &str, rows: u32, columns: &[(&str, Arc<ColumnValues>)]) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.turn += 1;
        let turn = inner.turn;
        let kept = inner.files.entry(file.into()).or_default();
        (kept.rows, kept.used) = (rows, turn);
        let mut added = 0;
        for (key, values) in columns {
            let bytes = values.data.bytes() + values.validity.as_ref().map_or(0, Vec::len) + words(&values.data);
            if kept.columns.insert((*key).to_owned(), Arc::clone(values)).is_none() {
                added += bytes;
            }
        }
        kept.bytes += added;
        inner.bytes += added;
        if inner.bytes > self.most {
            inner.drop_oldest(self.most / 2);
        }
    }

    pub(crate) fn forget_all(&self) {
        *self.inner.lock().unwrap_or_else(PoisonError::into_inner) = Inner::default();
    }

    pub(crate) fn forget(&self, file: &str) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(gone) = inner.files.remove(file) {
            inner.bytes -= gone.bytes;
        }
    }
}

/// A word costs more than its letters.
fn words(data: &ColumnData) -> usize {
    if let ColumnData::Dictionary { words, .. } = data { words.len() * size_of::<String>() } else { 0 }
}

impl Inner {
    fn drop_oldest(&mut self, most: usize) {
        let mut by_age: Vec<(u64, Arc<str>)> =
            self.files.iter().map(|(name, file)| (file.used, Arc::clone(name))).collect();
        by_age.sort_unstable();
        for (_, name) in by_age {
            if self.bytes <= most {
                break;
            }
            if let Some(gone) = self.files.remove(&name) {
                self.bytes -= gone.bytes;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(bytes: usize) -> Arc<ColumnValues> {
        Arc::new(ColumnValues { data: ColumnData::U8(vec![7; bytes]), validity: None })
    }

    #[test]
    fn what_was_not_used_longest_goes_first() {
        let cache = Cache::of_bytes(100);
        for file in ["a", "b", "c"] {
            cache.put(file, 30, &[("age", column(30))]);
        }
        assert!(cache.get("a", ["age"].into_iter()).is_some());
        assert!(cache.get("a", ["age", "sex"].into_iter()).is_none());
        cache.put("d", 30, &[("age", column(30))]);
        assert!(cache.get("b", ["age"].into_iter()).is_none() && cache.get("c", ["age"].into_iter()).is_none());
        assert_eq!(cache.inner.lock().unwrap().bytes, 30);
        assert!(cache.get("d", ["age"].into_iter()).is_some());
    }
}
