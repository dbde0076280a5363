//! Figures 数据概览: what staff see of a region at a glance, counted from snapshots in one pass.

use crate::Service;
use crate::access::{self, Act};
use crate::error::Result;
use crate::snapshots::Freshness;
use lifang_core::actor::Actor;
use lifang_core::capability::Readable;
use lifang_core::clock::{Date, Instant};
use lifang_core::dataset::Schema;
use lifang_core::query::{Figure, Filter, Group, Measure, Test};
use lifang_core::region::{Level, Region};
use lifang_core::text::Bilingual;
use lifang_core::value::Value;
use lifang_store::AsOf;
use lifang_store::audit::AuditEntry;
use lifang_store::datasets::Aggregate;

/// How many there are of something.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// A code of the contract, a region's code, a band of ages (`60-79`), or `unknown`.
    pub code: String,
    /// What people read.
    pub title: Bilingual,
    /// How many rows.
    pub count: u64,
}

/// One way of counting.
#[derive(Clone, Debug, PartialEq)]
pub struct Breakdown {
    /// By what: `age`, `sex`, `living`, `care`, `residence`, `visited`, `use` or `region`.
    pub by: &'static str,
    /// In order.
    pub counted: Vec<Counted>,
}

/// The figures of a region.
#[derive(Clone, Debug, PartialEq)]
pub struct FiguresView {
    /// From the province down to the region.
    pub path: Vec<Region>,
    /// The oldest of what they were counted from is as of then.
    pub as_of: Instant,
    /// Residences: who lives in two places is in both.
    pub persons: u64,
    /// Houses.
    pub houses: u64,
    /// Persons by age, sex, living, care, residence, latest visit, and what lies below.
    pub of_persons: Vec<Breakdown>,
    /// Houses by use.
    pub of_houses: Vec<Breakdown>,
}

/// The first and last year of each band of ages.
const BANDS: [(u8, u8); 5] = [(0, 6), (7, 17), (18, 59), (60, 79), (80, u8::MAX)];
/// How many days ago the latest visit was: a week, a month and a quarter are what home visits are asked for in.
const VISITED: [i32; 3] = [7, 30, 90];
/// More groups than grids of a city by anything is no overview.
const MOST_GROUPS: u32 = 100_000;

/// A question of the overview.
struct Asked {
    by: &'static str,
    columns: Vec<(&'static str, Readable)>,
    filters: Vec<Filter>,
    /// What the whole of it is called, where it is not in groups.
    named: Option<(String, Bilingual)>,
}

impl Service {
    /// The figures of a region, as of now or as fresh as is wanted.
    ///
    /// # Errors
    /// `region-unknown`; who may not run reports there is refused.
    pub async fn figures(&self, actor: &Actor, code: &str, freshness: Freshness) -> Result<FiguresView> {
        let place = self.place(code).await?;
        access::allow(actor, Act::RunReport, &place.path)?;
        let (region, at) = (place.path.region(), place.as_of);
        let (of_persons, one) = self.counted("persons", region, at, persons_asked(region, at.valid), freshness).await?;
        let (of_houses, other) = self.counted("houses", region, at, houses_asked(), freshness).await?;
        let mut entry = AuditEntry::done(self.clock.now(), actor, "figures");
        (entry.region, entry.dataset) = (Some(region.id), Some("persons, houses".into()));
        self.store.audit(&[entry]).await?;
        let all = |breakdowns: &[Breakdown], by: &str| {
            let one = breakdowns.iter().find(|one| one.by == by);
            one.map_or(0, |one| one.counted.iter().map(|counted| counted.count).sum())
        };
        Ok(FiguresView {
            path: place.path.regions().to_vec(),
            as_of: one.min(other),
            persons: all(&of_persons, "sex"),
            houses: all(&of_houses, "use"),
            of_persons,
            of_houses,
        })
    }

    async fn counted(
        &self,
        dataset: &str,
        region: &Region,
        at: AsOf,
        asked: Vec<Asked>,
        freshness: Freshness,
    ) -> Result<(Vec<Breakdown>, Instant)> {
        let questions: Vec<Aggregate<'_>> = asked
            .iter()
            .map(|one| Aggregate {
                dataset,
                by: &one.columns,
                measures: &[Measure::Count],
                filters: &one.filters,
                region: region.id,
                at,
                max_groups: MOST_GROUPS,
            })
            .collect();
        let known = |key: &str| Schema::v1().datasets.get(dataset)?.column(key).map(Readable::from);
        let (answers, as_of) = match self.snapshots.aggregates(&questions, known, freshness).await? {
            Some(counted) => counted,
            None => {
                let mut answers = Vec::with_capacity(questions.len());
                for question in &questions {
                    answers.push(self.store.aggregate(question).await?);
                }
                (answers, at.recorded)
            }
        };
        let names = self.store.children(region.id, at).await?;
        let mut breakdowns: Vec<Breakdown> = Vec::new();
        for (one, groups) in asked.iter().zip(answers) {
            let counted = told(one, &groups, &names);
            match breakdowns.last_mut().filter(|last| last.by == one.by) {
                Some(last) => last.counted.extend(counted),
                None => breakdowns.push(Breakdown { by: one.by, counted }),
            }
        }
        Ok((breakdowns, as_of))
    }
}

fn column(dataset: &str, key: &'static str) -> Option<(&'static str, Readable)> {
    Some((key, Schema::v1().datasets.get(dataset)?.column(key)?.into()))
}

fn simple(dataset: &str, key: &'static str) -> Asked {
    Asked { by: key, columns: column(dataset, key).into_iter().collect(), filters: vec![], named: None }
}

/// Whose latest visit was in each period, without the nearer ones; before all of them; never.
fn visits_asked(today: Date) -> Vec<Asked> {
    let last_visit = |test| Filter { column: "last_visit".into(), test };
    let since = |days: i32| Value::Date(Date(today.0 - days));
    let period = |code: &str, zh: String, en: String, filters| Asked {
        by: "visited",
        columns: vec![],
        filters,
        named: Some((code.to_owned(), Bilingual::new(zh, en))),
    };
    let mut asked = Vec::new();
    let mut nearer: Option<i32> = None;
    for days in VISITED {
        let mut filters = vec![last_visit(Test::AtLeast(since(days)))];
        filters.extend(nearer.map(|nearer| last_visit(Test::AtMost(since(nearer + 1)))));
        nearer = Some(days);
        asked.push(period(&format!("{days}"), format!("{days}天内走访"), format!("Within {days} days"), filters));
    }
    let last = VISITED[VISITED.len() - 1];
    let before = vec![last_visit(Test::AtMost(since(last + 1)))];
    asked.push(period("longer", format!("超过{last}天未走访"), format!("More than {last} days ago"), before));
    asked.push(period("never", "从未走访".into(), "Never".into(), vec![last_visit(Test::Unknown)]));
    asked
}

fn persons_asked(region: &Region, today: Date) -> Vec<Asked> {
    let mut asked: Vec<Asked> = ["age", "sex", "living", "care", "residence"].map(|key| simple("persons", key)).into();
    asked.extend(visits_asked(today));
    let below = match region.level {
        Level::Nation => Some("region:province"),
        Level::Province => Some("region:city"),
        Level::City => Some("region:district"),
        Level::District => Some("region:street"),
        Level::Street => Some("region:community"),
        Level::Community => Some("region:grid"),
        _ => None,
    };
    if let (Some(key), Some((_, column))) = (below, column("persons", "region")) {
        asked.push(Asked { by: "region", columns: vec![(key, column)], filters: vec![], named: None });
    }
    asked
}

fn houses_asked() -> Vec<Asked> {
    vec![simple("houses", "use")]
}

/// Groups as people read them.
fn told(asked: &Asked, groups: &[Group], names: &[Region]) -> Vec<Counted> {
    let unknown = || ("unknown".to_owned(), Bilingual::new("不详", "Unknown"));
    let number = |group: &Group| group.figures.first().map_or(0, whole);
    if let Some((code, title)) = asked.named.clone() {
        return vec![Counted { code, title, count: groups.iter().map(number).sum() }];
    }
    match asked.by {
        "age" => bands(groups),
        "care" => situations(groups),
        _ => {
            let table = asked.columns.first().and_then(|(_, column)| column.codes.as_deref()).unwrap_or_default();
            let title = |text: &str| {
                let code =
                    Schema::v1().table(table).iter().find(|code| code.key == text).map(|code| code.title.clone());
                let region = || names.iter().find(|region| region.code.as_str() == text);
                code.or_else(|| region().map(|region| Bilingual::new(region.name.clone(), region.name.clone())))
                    .unwrap_or_else(|| Bilingual::new(text, text))
            };
            let counted = |group: &Group| {
                let (code, title) = match group.key.first() {
                    Some(Some(Value::Text(text))) => (text.clone(), title(text)),
                    _ => unknown(),
                };
                Counted { code, title, count: number(group) }
            };
            groups.iter().map(counted).collect()
        }
    }
}

fn bands(groups: &[Group]) -> Vec<Counted> {
    let mut counts = [0; BANDS.len()];
    let mut unknown = 0;
    for group in groups {
        let count = group.figures.first().map_or(0, whole);
        let band = match group.key.first() {
            Some(Some(Value::Integer(age))) => {
                BANDS.iter().position(|(from, to)| (i64::from(*from)..=i64::from(*to)).contains(age))
            }
            _ => None,
        };
        match band {
            Some(band) => counts[band] += count,
            None => unknown += count,
        }
    }
    let band = |((from, to), count): (&(u8, u8), u64)| {
        let (code, title) = if *to == u8::MAX {
            (format!("{from}+"), Bilingual::new(format!("{from}岁及以上"), format!("{from} years and over")))
        } else {
            let code = format!("{from}-{to}");
            (code.clone(), Bilingual::new(format!("{code}岁"), format!("{code} years")))
        };
        Counted { code, title, count }
    };
    let mut counted: Vec<Counted> = BANDS.iter().zip(counts).map(band).collect();
    counted.push(Counted { code: "unknown".into(), title: Bilingual::new("不详", "Unknown"), count: unknown });
    counted
}

/// Who is in several situations is counted in each.
fn situations(groups: &[Group]) -> Vec<Counted> {
    let of = |code: &str| -> u64 {
        let has = |group: &&Group| matches!(group.key.first(), Some(Some(Value::Codes(codes))) if codes.iter().any(|known| known == code));
        groups.iter().filter(has).map(|group| group.figures.first().map_or(0, whole)).sum()
    };
    let counted = |code: &lifang_core::dataset::Code| Counted {
        code: code.key.clone(),
        title: code.title.clone(),
        count: of(&code.key),
    };
    Schema::v1().table("care").iter().map(counted).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts are whole and not negative")]
fn whole(figure: &Figure) -> u64 {
    if let Figure::Number(number) = figure { *number as u64 } else { 0 }
}
