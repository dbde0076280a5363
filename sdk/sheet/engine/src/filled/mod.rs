//! A form with answers in it: what shows, what must be answered, what is wrong, and what follows.

mod here;
mod slots;

use crate::{AnswerKind, ChoiceRow, Expr, FormSheet, ItemKind, Message, Scope, evaluate};
use here::Here;
use std::collections::BTreeMap;

/// What the call brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outside {
    /// The day of the call.
    pub today: i64,
}

/// What was answered, and what base data holds: node or field to text.
pub type Answered = BTreeMap<String, String>;

/// An item in one entry of the repeats it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The item.
    pub item: u16,
    /// Which entry of each repeat, from the outermost; from 1.
    pub entries: Vec<u16>,
    /// The slot of the item's parent.
    pub parent: Option<u32>,
    /// The node it is in the form, or would be.
    pub node: String,
}

/// How a node stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing<'a> {
    /// Whether it shows.
    pub visible: bool,
    /// Whether it must be answered.
    pub required: bool,
    /// What is wrong.
    pub problems: Vec<&'a Message>,
}

/// A form with answers in it.
#[derive(Debug)]
pub struct Filled<'a> {
    sheet: &'a FormSheet,
    slots: Vec<Slot>,
    /// The slots of each item, in order.
    of_item: Vec<Vec<u32>>,
    visible: Vec<bool>,
    values: Vec<String>,
    /// What was asked to be confirmed, and was answered with no.
    denied: Vec<bool>,
    outside: Outside,
}

impl<'a> Filled<'a> {
    /// The form with these answers. Each item is settled after all that it asks, so the order of answers changes nothing.
    #[must_use]
    pub fn new(sheet: &'a FormSheet, answered: &Answered, known: &Answered, outside: Outside) -> Self {
        let slots = sheet.slots();
        let mut of_item = vec![Vec::new(); sheet.items.len()];
        for (at, slot) in (0_u32..).zip(&slots) {
            of_item[usize::from(slot.item)].push(at);
        }
        let (visible, values) = (vec![false; slots.len()], vec![String::new(); slots.len()]);
        let denied = visible.clone();
        let mut filled = Self { sheet, slots, of_item, visible, values, denied, outside };
        for item in &sheet.order {
            filled.settle(*item, answered, known);
        }
        filled
    }

    fn settle(&mut self, item: u16, answered: &Answered, known: &Answered) {
        let Some(row) = self.sheet.items.get(usize::from(item)) else { return };
        for at in self.of_item[usize::from(item)].clone() {
            let slot = &self.slots[at as usize];
            let inside = slot.parent.is_none_or(|parent| self.visible[parent as usize]);
            let here = Here { filled: self, at, own: "", columns: &[] };
            let visible = inside
                && row.relevant.as_ref().is_none_or(|relevant| evaluate(relevant, &here).truth())
                && match &row.kind {
                    ItemKind::Repeat(_, count) => self.has_entry(at, count.as_ref(), answered),
                    _ => true,
                };
            let said = answered.get(&slot.node).filter(|_| visible).cloned().unwrap_or_default();
            let denied = said == NO && matches!(row.kind, ItemKind::Question(AnswerKind::Flag));
            let value = if !visible {
                String::new()
            } else {
                match &row.kind {
                    // What is not confirmed is empty.
                    ItemKind::Question(AnswerKind::Flag) | ItemKind::More if said != YES => String::new(),
                    ItemKind::Question(_) | ItemKind::More => said,
                    ItemKind::Calculate(expr) => evaluate(expr, &here).text(),
                    ItemKind::Known(field) => known.get(field).cloned().unwrap_or_default(),
                    ItemKind::Group | ItemKind::Repeat(..) | ItemKind::Note => String::new(),
                }
            };
            self.denied[at as usize] = denied;
            self.visible[at as usize] = visible;
            self.values[at as usize] = value;
        }
    }

    /// The first entry is always there unless the count says otherwise; each further one where the one before asks for it.
    fn has_entry(&self, at: u32, count: Option<&Expr>, answered: &Answered) -> bool {
        let slot = &self.slots[at as usize];
        let Some(entry) = slot.entries.last().copied() else { return false };
        if let Some(count) = count {
            let here = Here { filled: self, at, own: "", columns: &[] };
            return f64::from(entry) <= evaluate(count, &here).number();
        }
        let Some(before) = entry.checked_sub(1).filter(|before| *before > 0) else { return true };
        let earlier = |other: &&u32| {
            let other = &self.slots[**other as usize];
            other.entries.last() == Some(&before)
                && other.entries.split_last().map(|(_, rest)| rest) == slot.entries.split_last().map(|(_, rest)| rest)
        };
        let Some(earlier) = self.of_item[usize::from(slot.item)].iter().find(earlier) else { return false };
        let more = self.slots.iter().skip(*earlier as usize).find(|other| {
            other.parent == Some(*earlier) && matches!(self.sheet.items[usize::from(other.item)].kind, ItemKind::More)
        });
        self.visible[*earlier as usize]
            && more.is_some_and(|more| answered.get(&more.node).is_some_and(|said| said == YES))
    }

    /// The slots, in reading order.
    #[must_use]
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// How a slot stands.
    #[must_use]
    pub fn standing(&self, at: u32) -> Standing<'a> {
        let hidden = Standing { visible: false, required: false, problems: Vec::new() };
        let Some(slot) = self.slots.get(at as usize).filter(|_| self.visible[at as usize]) else { return hidden };
        let row = &self.sheet.items[usize::from(slot.item)];
        let value = self.values[at as usize].as_str();
        let here = Here { filled: self, at, own: value, columns: &[] };
        let required = row.required.as_ref().is_some_and(|required| evaluate(required, &here).truth());
        let mut problems = Vec::new();
        let denied = required && self.denied[at as usize];
        if let Some((constraint, message)) = &row.constraint
            && (denied
                || (matches!(row.kind, ItemKind::Repeat(..)) || !value.is_empty())
                    && !evaluate(constraint, &here).truth())
        {
            problems.push(message);
        }
        if let (Some((filter, message)), ItemKind::Question(AnswerKind::One(choices) | AnswerKind::Many(choices))) =
            (&row.filter, &row.kind)
        {
            let offered = |code: &str| {
                let choice = choices.iter().find(|choice| choice.code == code);
                choice.is_some_and(|choice| self.offers(at, filter, choice))
            };
            if !value.split_whitespace().all(offered) {
                problems.push(message);
            }
        }
        Standing { visible: true, required, problems }
    }

    fn offers(&self, at: u32, filter: &Expr, choice: &ChoiceRow) -> bool {
        let here = Here { filled: self, at, own: &self.values[at as usize], columns: &choice.columns };
        evaluate(filter, &here).truth()
    }

    /// The answer of a slot as text, empty where it does not count.
    #[must_use]
    pub fn value(&self, at: u32) -> &str {
        self.values.get(at as usize).map_or("", String::as_str)
    }

    /// What can be seen from a slot: for messages.
    #[must_use]
    pub fn seen_from(&self, at: u32) -> impl Scope {
        Here { filled: self, at, own: self.value(at), columns: &[] }
    }

    /// What can be seen from outside all repeats: for decision tables.
    #[must_use]
    pub fn seen(&self) -> impl Scope {
        Here { filled: self, at: u32::MAX, own: "", columns: &[] }
    }

    /// The repeats that an item stands in, from the outermost.
    fn repeats(&self, item: u16) -> Vec<u16> {
        let mut above = Vec::new();
        let mut next =
            self.sheet.items.get(usize::from(item)).and_then(|row| row.parent.filter(|parent| *parent < item));
        while let Some(parent) = next {
            let Some(row) = self.sheet.items.get(usize::from(parent)) else { break };
            if matches!(row.kind, ItemKind::Repeat(..)) {
                above.insert(0, parent);
            }
            next = row.parent.filter(|other| *other < parent);
        }
        above
    }
}

/// What a flag says where it is set; XLSForm's `acknowledge` writes it so.
const YES: &str = "OK";
/// What it says where it is answered with no.
const NO: &str = "no";
