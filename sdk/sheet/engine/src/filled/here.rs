//! What can be seen from a place in a filled form.

use super::{Filled, Slot};
use crate::{ItemKind, Scope};

/// A place in a filled form.
#[derive(Debug)]
pub(super) struct Here<'f, 'a> {
    pub(super) filled: &'f Filled<'a>,
    pub(super) at: u32,
    pub(super) own: &'f str,
    pub(super) columns: &'f [String],
}

impl Here<'_, '_> {
    fn slot(&self) -> Option<&Slot> {
        self.filled.slots.get(self.at as usize)
    }

    /// The repeats this place is in.
    fn around(&self) -> Vec<u16> {
        let Some(slot) = self.slot() else { return Vec::new() };
        let mut around = self.filled.repeats(slot.item);
        if matches!(self.filled.sheet.items[usize::from(slot.item)].kind, ItemKind::Repeat(..)) {
            around.push(slot.item);
        }
        around
    }
}

impl Scope for Here<'_, '_> {
    fn item(&self, item: u16) -> Vec<String> {
        let filled = self.filled;
        let Some(of_item) = filled.of_item.get(usize::from(item)) else { return Vec::new() };
        let theirs = filled.repeats(item);
        let entries = self.slot().map_or(&[][..], |slot| slot.entries.as_slice());
        let shared =
            self.around().iter().zip(&theirs).take_while(|(mine, other)| mine == other).count().min(entries.len());
        let near =
            of_item.iter().filter(|at| filled.slots[**at as usize].entries.get(..shared) == entries.get(..shared));
        let is_repeat = matches!(filled.sheet.items[usize::from(item)].kind, ItemKind::Repeat(..));
        if theirs.len() > shared || is_repeat {
            // Of many, only those that show are there at all.
            near.filter(|at| filled.visible[**at as usize]).map(|at| filled.values[*at as usize].clone()).collect()
        } else {
            near.map(|at| filled.values[*at as usize].clone()).collect()
        }
    }

    fn own(&self) -> String {
        self.own.to_owned()
    }

    fn column(&self, column: u16) -> String {
        self.columns.get(usize::from(column)).cloned().unwrap_or_default()
    }

    fn today(&self) -> i64 {
        self.filled.outside.today
    }

    fn position(&self) -> usize {
        self.slot().and_then(|slot| slot.entries.last()).map_or(0, |entry| usize::from(*entry))
    }

    fn in_entry(&self, item: u16, repeat: u16, entry: usize) -> String {
        let filled = self.filled;
        let theirs = filled.repeats(item);
        let Some(depth) = theirs.iter().position(|one| *one == repeat) else { return String::new() };
        let entries = self.slot().map_or(&[][..], |slot| slot.entries.as_slice());
        let fits = |at: &&u32| {
            let slot = &filled.slots[**at as usize];
            slot.entries.get(depth).is_some_and(|one| usize::from(*one) == entry)
                && slot.entries.get(..depth).zip(entries.get(..depth)).is_none_or(|(a, b)| a == b)
        };
        let found = filled.of_item.get(usize::from(item)).and_then(|of_item| of_item.iter().find(fits));
        found.map(|at| filled.values[*at as usize].clone()).unwrap_or_default()
    }
}
