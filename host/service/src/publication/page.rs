//! Numbers of persons on public pages: the same figure that reports publish when they ask for persons and nothing more, decided by
//! the same rules and noted in the same ledger. Only counting is done otherwise, from tallies: who looks at a page waits for no scan.

use super::family::left_beside;
use super::frame::anchor;
use super::{cell, ledger_of};
use lifang_core::clock::Clock;
use lifang_core::disclosure::{Counted, Node, Note, Predicate, Shown, decide, place};
use lifang_core::path::RegionPath;
use lifang_core::region::{Level, Region, RegionId};
use lifang_store::published::{PublishedCell, publish, published};
use lifang_store::{AsOf, Store};
use std::collections::{BTreeMap, HashMap};

/// What is counted.
const PERSONS: &str = "persons";

/// A public page.
pub(crate) struct PublicPage<'a> {
    pub(crate) store: &'a Store,
    pub(crate) clock: &'a dyn Clock,
    /// Of the region whose page it is.
    pub(crate) path: &'a RegionPath,
    pub(crate) at: AsOf,
}

/// The numbers that may be shown; none where one is held back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Persons {
    pub(crate) own: Option<i64>,
    pub(crate) below: HashMap<RegionId, Option<i64>>,
}

/// The numbers of the regions that are weighed against each other for a page.
struct Tree {
    anchor: Region,
    chain: Vec<Level>,
    counted: Vec<Counted>,
    /// Where the page's own region is, and those directly below it.
    own: Node,
    below: Vec<(RegionId, Node)>,
}

impl PublicPage<'_> {
    /// The numbers of the region and of those directly below it. What is shown for the first time, or has moved, is noted before it
    /// is handed out.
    pub(crate) async fn persons(&self) -> lifang_store::Result<Persons> {
        let tree = self.tree().await?;
        let deepest = tree.chain.last().copied().unwrap_or(tree.anchor.level);
        let before = self.store.published_before(PERSONS, tree.anchor.id, deepest, self.at).await?;
        let (persons, notes) = self.decided(&tree, &before);
        if notes.is_empty() {
            return Ok(persons);
        }
        let mut tx = self.store.begin().await?;
        let before = published(&mut tx, PERSONS, tree.anchor.id, self.at).await?;
        let (persons, notes) = self.decided(&tree, &before);
        let cells: Vec<PublishedCell> =
            notes.iter().map(|(place, whom, noted)| cell(place, whom, noted.shown, noted.held_on)).collect();
        publish(&mut tx, PERSONS, tree.anchor.id, &cells, self.at, self.clock.now()).await?;
        tx.commit().await?;
        Ok(persons)
    }

    fn decided(&self, tree: &Tree, before: &[PublishedCell]) -> (Persons, Vec<Note>) {
        let (ledger, all, today) = (ledger_of(before), Predicate::default(), self.clock.now().day());
        let root = tree.anchor.code.as_str();
        let known = |node: &[Option<String>], _: usize| ledger.known(&place(root, node), &all, today);
        let district = tree.chain.iter().position(|level| *level == Level::District).map_or(0, |position| position + 1);
        let decisions = decide(&tree.counted, 1, district, &known);
        let count = |node: &Node| -> i64 {
            tree.counted.iter().filter(|row| row.node.starts_with(node)).map(|row| row.count).sum()
        };
        let shown = |node: &Node| match decisions.get(&(node.clone(), 0)) {
            Some(Shown::Open) => Some(known(node, 0).steady(count(node))),
            Some(Shown::Suppressed | Shown::Left) => None,
            None => (!left_beside(&decisions, node, 0)).then_some(0),
        };
        let persons = Persons {
            own: shown(&tree.own),
            below: tree.below.iter().map(|(region, node)| (*region, shown(node))).collect(),
        };
        let given = |node: &Node, _: usize| {
            let told = *node == tree.own || tree.below.iter().any(|(_, below)| below == node);
            shown(node).filter(|_| told)
        };
        let notes = ledger.notes(root, &decisions, std::slice::from_ref(&all), today, given);
        (persons, notes)
    }

    /// From the district down to what lies below the region; of what is larger all districts. Beside the way down only the regions
    /// themselves are counted: what lies below them decides nothing here.
    async fn tree(&self) -> lifang_store::Result<Tree> {
        let region = self.path.region();
        let anchor = anchor(self.path).clone();
        let children = self.store.children(region.id, self.at).await?;
        let deepest = if region.level < Level::District {
            Level::District
        } else {
            children.iter().map(|child| child.level).max().unwrap_or(region.level).max(region.level)
        };
        let chain: Vec<Level> =
            Level::ALL.into_iter().filter(|level| *level > anchor.level && *level <= deepest).collect();
        let node = |codes: &BTreeMap<Level, String>, level: Level| -> Node {
            chain.iter().filter(|known| **known <= level).map(|known| codes.get(known).cloned()).collect()
        };
        let of_path = self.path.regions().iter().map(|on_path| (on_path.level, on_path.code.as_str().to_owned()));
        let of_path: BTreeMap<Level, String> = of_path.filter(|(level, _)| *level > anchor.level).collect();
        let own = node(&of_path, region.level);
        let (mut counted, mut below) = (Vec::new(), Vec::new());
        let mut waiting = vec![(anchor.clone(), BTreeMap::new())];
        while let Some((outer, codes)) = waiting.pop() {
            let numbers = self.store.residences_below(outer.id, self.at).await?;
            for child in self.store.children(outer.id, self.at).await? {
                let mut codes: BTreeMap<Level, String> = codes.clone();
                codes.insert(child.level, child.code.as_str().to_owned());
                let (count, at) = (numbers.get(&Some(child.id)).copied().unwrap_or(0), node(&codes, child.level));
                if outer.id == region.id {
                    below.push((child.id, at.clone()));
                }
                let on_the_way = self.path.is_within(child.id) || child.level < Level::District;
                if on_the_way && child.level < deepest && count > 0 {
                    waiting.push((child, codes));
                } else {
                    counted.push(Counted { node: at, category: 0, count });
                }
            }
            // Of these nobody knows the grid.
            if let Some(count) = numbers.get(&None).copied().filter(|count| *count > 0) {
                counted.push(Counted { node: node(&codes, Level::Grid), category: 0, count });
            }
        }
        Ok(Tree { anchor, chain, counted, own, below })
    }
}
