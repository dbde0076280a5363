//! The names of a survey, as its expressions see them.

use crate::expression::{Kind, Names};

/// Names, what they hold, and the columns of choices.
#[derive(Clone, Debug)]
pub(crate) struct ItemNames {
    items: Vec<(String, u16, Kind)>,
    columns: Vec<String>,
}

impl ItemNames {
    pub(crate) fn new(columns: Vec<String>) -> Self {
        Self { items: Vec::new(), columns }
    }

    pub(crate) fn add(&mut self, name: &str, item: u16, kind: Kind) {
        self.items.push((name.to_owned(), item, kind));
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.items.iter().any(|(known, ..)| known == name)
    }

    pub(crate) fn kind_of(&self, name: &str) -> Kind {
        self.items.iter().find(|(known, ..)| known == name).map_or(Kind::Any, |(_, _, kind)| kind.clone())
    }

    /// The name of an item.
    pub(crate) fn name(&self, item: u16) -> Option<String> {
        self.items.iter().find(|(_, known, _)| *known == item).map(|(name, ..)| name.clone())
    }

    /// In a row that has an answer of its own.
    pub(crate) fn with_own(&self, own: Kind) -> Within<'_> {
        Within { names: self, own: Some(own), columns: false }
    }

    /// In a filter of choices.
    pub(crate) fn with_columns(&self) -> Within<'_> {
        Within { names: self, own: None, columns: true }
    }
}

impl Names for ItemNames {
    fn item(&self, name: &str) -> Option<u16> {
        self.items.iter().find(|(known, ..)| known == name).map(|(_, item, _)| *item)
    }

    fn kind(&self, item: u16) -> Kind {
        self.items.iter().find(|(_, known, _)| *known == item).map_or(Kind::Any, |(_, _, kind)| kind.clone())
    }

    fn column(&self, _: &str) -> Option<u16> {
        None
    }

    fn own(&self) -> Option<Kind> {
        None
    }

    fn like(&self, name: &str) -> Option<String> {
        let near = self.items.iter().map(|(known, ..)| (distance(known, name), known));
        near.filter(|(distance, _)| *distance <= 2).min().map(|(_, known)| known.clone())
    }
}

/// Names with what a certain cell may name besides.
#[derive(Debug)]
pub(crate) struct Within<'a> {
    names: &'a ItemNames,
    own: Option<Kind>,
    columns: bool,
}

impl Names for Within<'_> {
    fn item(&self, name: &str) -> Option<u16> {
        self.names.item(name)
    }

    fn kind(&self, item: u16) -> Kind {
        self.names.kind(item)
    }

    fn column(&self, name: &str) -> Option<u16> {
        let at = self.names.columns.iter().position(|column| column == name).filter(|_| self.columns)?;
        u16::try_from(at).ok()
    }

    fn own(&self) -> Option<Kind> {
        self.own.clone()
    }

    fn like(&self, name: &str) -> Option<String> {
        self.names.like(name)
    }
}

/// How many characters must be changed to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let cost = corner + usize::from(a != *b);
            corner = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(corner + 1);
        }
    }
    row[other.len()]
}
