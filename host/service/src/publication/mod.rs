//! Figures for publication: the host decides what of an aggregate may be published before a plugin sees any of it.
//!
//! `lifang_core::disclosure` decides, over the whole district whatever part of it is asked about, so that all reports come to the
//! same decisions; the store's ledger says what has been published before. Decision 0020 has the reasons.

mod family;
mod frame;
mod left;
mod page;
#[cfg(test)]
mod tests;

pub(crate) use self::page::PublicPage;

use self::family::{Family, Look, Weighed};
use self::frame::{Frame, level_of};
use crate::data_port::refused;
use lifang_core::capability::Readable;
use lifang_core::clock::{Clock, Date};
use lifang_core::dataset::Schema;
use lifang_core::disclosure::{Counted, Ledger, Node, Predicate, Published, place};
use lifang_core::path::RegionPath;
use lifang_core::query::{AggregateQuery, DataError, Figure, Filter, Group, Measure, Test};
use lifang_core::region::{Level, Region};
use lifang_core::value::Value;
use lifang_store::datasets::Aggregate;
use lifang_store::published::{PublishedCell, publish, published};
use lifang_store::{AsOf, Store};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The most groups a published aggregate gives.
const MOST_GROUPS: u32 = 50_000;
/// The most figures that are weighed against each other: every grid of a large city, by a handful of kinds.
const MOST_WEIGHED: u32 = 400_000;

/// One answer to be published.
pub(crate) struct Publication<'a> {
    pub(crate) store: &'a Store,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) query: &'a AggregateQuery,
    /// The columns of the groups as they were asked for.
    pub(crate) by: &'a [(&'a str, Readable)],
    /// Of the region asked about.
    pub(crate) path: &'a RegionPath,
    pub(crate) at: AsOf,
}

/// Whose number decides whether a figure is shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Behind {
    /// The rows.
    Rows,
    /// The rows where the column is known.
    Known(String),
    /// The persons that a column of numbers of persons adds up to.
    Persons(String),
}

/// The other figures published of a place and predicate before.
type Earlier<'a> = dyn Fn(&str, &str) -> Option<&'a BTreeMap<String, f64>> + 'a;

/// What is to be noted, by place and predicate.
type Notes = BTreeMap<(String, String), PublishedCell>;

impl Publication<'_> {
    /// The groups, as anybody may see them.
    pub(crate) async fn groups(&self) -> Result<Vec<Group>, DataError> {
        // A place is a region asked about or grouped by: as a condition nobody would weigh it against its neighbours.
        if self.query.filters.iter().any(|filter| matches!(filter.column.as_str(), "region" | "grid")) {
            return Err(DataError::NotGranted("publication with a condition on region or grid".into()));
        }
        let frame = self.frame()?;
        let raw = self.raw(&frame).await?;
        let mut kinds: BTreeSet<Behind> = [Behind::Rows].into();
        kinds.extend(self.query.measures.iter().map(|measure| self.behind(measure)));
        let mut weighed = Vec::with_capacity(kinds.len());
        for kind in kinds {
            weighed.push((self.weigh(&frame, &kind).await?, kind));
        }
        self.decided(&frame, raw, weighed).await.map_err(|error| refused(&error))
    }

    /// Decides in the light of what was published, and notes what is published now, in one transaction.
    async fn decided(
        &self,
        frame: &Frame<'_>,
        raw: Vec<Group>,
        weighed: Vec<(Weighed, Behind)>,
    ) -> lifang_store::Result<Vec<Group>> {
        let (dataset, root, now) = (self.query.dataset.as_str(), frame.anchor.code.as_str(), self.clock.now());
        let today = now.day();
        let mut tx = self.store.begin().await?;
        let before = published(&mut tx, dataset, frame.anchor.id, self.at).await?;
        let mut ledger = ledger_of(&before);
        let (mut families, mut notes) = (BTreeMap::new(), Notes::new());
        let own = self.own(frame);
        for (weighed, kind) in weighed {
            let family = frame.decide(weighed, &ledger, today);
            let given = |node: &Node, category: usize| {
                let here = node.len() == frame.depth && node.starts_with(&own[..own.len().min(frame.depth)]);
                family.steady.get(&(node.clone(), category)).filter(|_| here).map(|(steady, _)| *steady)
            };
            // The next kind is decided knowing what this one tells: how many of the rows have no value is a number too.
            for note in ledger.notes(root, &family.decisions, &family.predicates, today, given) {
                let (place, predicate, Published { shown, held_on }) = note.clone();
                notes.insert((place.clone(), predicate.key()), cell(&place, &predicate, shown, held_on));
                ledger.note(note);
            }
            families.insert(kind, family);
        }
        let figures: HashMap<(String, &str), &BTreeMap<String, f64>> =
            before.iter().map(|cell| ((address(cell), cell.predicate.as_str()), &cell.figures)).collect();
        let earlier = |place: &str, predicate: &str| figures.get(&(place.to_owned(), predicate)).copied();
        let mut groups = self.answer(frame, raw, &families, &mut notes, &earlier);
        let notes: Vec<PublishedCell> = notes.into_values().collect();
        publish(&mut tx, dataset, frame.anchor.id, &notes, self.at, now).await?;
        tx.commit().await?;
        if let Some(rows) = families.get(&Behind::Rows) {
            self.beside_the_left(frame, rows, &mut groups).await?;
        }
        Ok(groups)
    }

    fn behind(&self, measure: &Measure) -> Behind {
        let nullable = |column: &str| {
            let schema = Schema::v1().datasets.get(&self.query.dataset);
            schema.and_then(|dataset| dataset.column(column)).is_none_or(|column| column.nullable)
        };
        match measure {
            Measure::Sum(column) | Measure::Mean(column) if matches!(column.as_str(), "occupants" | "persons") => {
                Behind::Persons(column.clone())
            }
            Measure::Known(column) | Measure::Sum(column) | Measure::Mean(column) if nullable(column) => {
                Behind::Known(column.clone())
            }
            _ => Behind::Rows,
        }
    }

    /// The answer as it is, with the regions on the way as the last of each key.
    async fn raw(&self, frame: &Frame<'_>) -> Result<Vec<Group>, DataError> {
        let by: Vec<(&str, Readable)> = self.by.iter().cloned().chain(frame.keys(frame.depth)).collect();
        let mut groups =
            self.ask(&by, &self.query.measures, &self.query.filters, self.path.region(), MOST_GROUPS).await?;
        if groups.is_empty() && self.by.is_empty() {
            // One group of nobody.
            let code = |(level, ..): &(Level, _, _)| {
                self.path.at(*level).map(|region| Value::Text(region.code.as_str().into()))
            };
            let nothing = |measure: &Measure| match measure {
                Measure::Count | Measure::Known(_) => Figure::Number(0.0),
                _ => Figure::None,
            };
            let key = frame.chain[..frame.depth].iter().map(code).collect();
            groups.push(Group { key, figures: self.query.measures.iter().map(nothing).collect() });
        }
        Ok(groups)
    }

    /// The numbers of one kind in every region of the deepest level, by category.
    async fn weigh(&self, frame: &Frame<'_>, kind: &Behind) -> Result<Weighed, DataError> {
        let mut filters = self.query.filters.clone();
        let measure = match kind {
            Behind::Rows => Measure::Count,
            Behind::Known(column) => {
                filters.push(Filter { column: column.clone(), test: Test::Known });
                Measure::Count
            }
            Behind::Persons(column) => Measure::Sum(column.clone()),
        };
        let whom = match kind {
            // Another number than that of the rows: no set of them.
            Behind::Persons(column) => Predicate::new(&filters).added_up(column),
            Behind::Rows | Behind::Known(_) => Predicate::new(&filters),
        };
        let keys = frame.keys(frame.chain.len());
        // Categories first: so they come in the store's order.
        let by: Vec<(&str, Readable)> = frame.categories.iter().map(|&category| category.clone()).chain(keys).collect();
        let groups = self.ask(&by, &[measure], &filters, frame.anchor, MOST_WEIGHED).await?;
        let mut weighed =
            Weighed { counted: Vec::new(), categories: HashMap::new(), values: Vec::new(), predicates: Vec::new() };
        for group in groups {
            let (values, codes) = group.key.split_at(frame.categories.len());
            let position = weighed.predicates.len();
            let category = *weighed.categories.entry(said(values)).or_insert(position);
            if category == position {
                weighed.values.push(values.to_vec());
                let named = frame.categories.iter().zip(values);
                weighed
                    .predicates
                    .push(named.fold(whom.clone(), |whom, ((key, _), value)| whom.with(key, value.as_ref())));
            }
            let count = group.figures.first().map_or(0, |figure| whole(*figure));
            weighed.counted.push(Counted { node: node(codes), category, count });
        }
        Ok(weighed)
    }

    async fn ask(
        &self,
        by: &[(&str, Readable)],
        measures: &[Measure],
        filters: &[Filter],
        region: &Region,
        max_groups: u32,
    ) -> Result<Vec<Group>, DataError> {
        let dataset = &self.query.dataset;
        let asked = Aggregate { dataset, by, measures, filters, region: region.id, at: self.at, max_groups };
        self.store.aggregate(&asked).await.map_err(|error| refused(&error))
    }

    /// Puts the decisions to the groups, and notes what is given.
    fn answer(
        &self,
        frame: &Frame<'_>,
        raw: Vec<Group>,
        families: &BTreeMap<Behind, Family>,
        notes: &mut Notes,
        earlier: &Earlier<'_>,
    ) -> Vec<Group> {
        let root = frame.anchor.code.as_str();
        let mut groups = Vec::with_capacity(raw.len());
        for mut group in raw {
            let at = node(&group.key.split_off(self.by.len()));
            let named = self.by.iter().zip(&group.key).filter(|((key, _), _)| level_of(key).is_none());
            let values: Vec<Option<Value>> = named.map(|(_, value)| value.clone()).collect();
            let look = |kind: &Behind| families.get(kind).map_or(Look::Left, |family| family.look(&at, &values));
            if matches!(look(&Behind::Rows), Look::Left) {
                group.figures.fill(Figure::Suppressed);
                groups.push(group);
                continue;
            }
            for (measure, figure) in self.query.measures.iter().zip(&mut group.figures) {
                let kind = self.behind(measure);
                let (steady, unmoved, category) = match look(&kind) {
                    Look::Open { steady, unmoved, category }
                        if !matches!(measure, Measure::Min(_) | Measure::Max(_)) =>
                    {
                        (steady, unmoved, category)
                    }
                    Look::Empty => continue,
                    // The least and the greatest are always somebody's own.
                    Look::Open { .. } | Look::Suppressed | Look::Left => {
                        *figure = Figure::Suppressed;
                        continue;
                    }
                };
                match measure {
                    Measure::Count | Measure::Known(_) => *figure = number(steady),
                    Measure::Sum(_) if matches!(kind, Behind::Persons(_)) => *figure = number(steady),
                    _ => {
                        let (Some(family), Figure::Number(now)) = (families.get(&kind), *figure) else { continue };
                        let predicate = &family.predicates[category];
                        let (place, key) = (place(root, &at), predicate.key());
                        let name = serde_json::to_string(measure).unwrap_or_default();
                        let before = earlier(&place, &key).filter(|_| unmoved);
                        if let Some(before) = before.and_then(|figures| figures.get(&name)) {
                            *figure = Figure::Number(*before);
                            continue;
                        }
                        let noted = notes.entry((place.clone(), key)).or_insert_with(|| {
                            let figures = before.cloned().unwrap_or_default();
                            PublishedCell { figures, ..cell(&place, predicate, Some(steady), None) }
                        });
                        noted.figures.insert(name, now);
                    }
                }
            }
            groups.push(group);
        }
        groups
    }
}

/// What is noted, as the core knows it.
fn ledger_of(before: &[PublishedCell]) -> Ledger {
    let mut ledger = Ledger::default();
    for cell in before {
        if let Some(predicate) = Predicate::read(&cell.predicate) {
            ledger.note((address(cell), predicate, Published { shown: cell.shown, held_on: cell.held_on }));
        }
    }
    ledger
}

/// A place of the ledger as the core writes it.
fn address(cell: &PublishedCell) -> String {
    format!("{}{}", cell.region, "/".repeat(cell.nowhere))
}

fn cell(place: &str, predicate: &Predicate, shown: Option<i64>, held_on: Option<Date>) -> PublishedCell {
    let region = place.trim_end_matches('/');
    PublishedCell {
        region: region.to_owned(),
        nowhere: place.len() - region.len(),
        predicate: predicate.key(),
        shown,
        figures: BTreeMap::new(),
        held_on,
    }
}

fn node(codes: &[Option<Value>]) -> Node {
    codes.iter().map(|code| code.as_ref().map(ToString::to_string)).collect()
}

fn said(values: &[Option<Value>]) -> String {
    serde_json::to_string(values).unwrap_or_default()
}

#[expect(clippy::cast_possible_truncation, reason = "a cast saturates, and counts are far below")]
fn whole(figure: Figure) -> i64 {
    if let Figure::Number(number) = figure { number.round() as i64 } else { 0 }
}

#[expect(clippy::cast_precision_loss, reason = "figures are f64 in the contract")]
fn number(count: i64) -> Figure {
    Figure::Number(count as f64)
}
