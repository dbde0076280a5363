//! A form is a flat list: every item in every entry that its repeats can have.

use super::Slot;
use crate::{FormSheet, Item, ItemKind};
use std::collections::BTreeMap;

/// The most places a form has, with every entry of its repeats.
const MOST_SLOTS: usize = 20_000;

impl FormSheet {
    /// Every item in every entry its repeats can have, in reading order.
    #[must_use]
    pub fn slots(&self) -> Vec<Slot> {
        let mut children: BTreeMap<Option<u16>, Vec<u16>> = BTreeMap::new();
        for (at, item) in (0_u16..).zip(&self.items) {
            // A parent stands before its children, so nothing can go in circles.
            let parent = item.parent.filter(|parent| *parent < at);
            children.entry(parent).or_default().push(at);
        }
        let mut slots = Vec::new();
        self.unroll(&children, None, &[], None, &mut slots);
        slots
    }

    fn unroll(
        &self,
        children: &BTreeMap<Option<u16>, Vec<u16>>,
        of: Option<u16>,
        entries: &[u16],
        parent: Option<u32>,
        slots: &mut Vec<Slot>,
    ) {
        for item in children.get(&of).map_or(&[][..], Vec::as_slice) {
            let Some(row) = self.items.get(usize::from(*item)) else { continue };
            let (times, repeats) = if let ItemKind::Repeat(most, _) = row.kind { (most, true) } else { (1, false) };
            for entry in 1..=times {
                if slots.len() >= MOST_SLOTS {
                    return;
                }
                // The last entry has nothing behind it to ask for.
                if matches!(row.kind, ItemKind::More) && self.is_last(row, entries) {
                    continue;
                }
                let mut entries = entries.to_vec();
                if repeats {
                    entries.push(entry);
                }
                let node = entries.iter().fold(row.name.clone(), |name, entry| format!("{name}-{entry}"));
                let position = u32::try_from(slots.len()).unwrap_or(u32::MAX);
                slots.push(Slot { item: *item, entries: entries.clone(), parent, node });
                self.unroll(children, Some(*item), &entries, Some(position), slots);
            }
        }
    }

    fn is_last(&self, more: &Item, entries: &[u16]) -> bool {
        let repeat = more.parent.and_then(|parent| self.items.get(usize::from(parent)));
        match (repeat.map(|repeat| &repeat.kind), entries.last()) {
            (Some(ItemKind::Repeat(most, _)), Some(entry)) => entry >= most,
            _ => true,
        }
    }
}
