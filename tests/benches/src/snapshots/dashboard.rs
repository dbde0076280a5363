//! A city's dashboard: counted from segments, and by SQL over the row store that they were made from.

use crate::Result;
use crate::measure::{Turns, now};
use crate::sheet::{Row, Sheet, Wanted, time};
use lifang_core::actor::Actor;
use lifang_core::capability::Readable;
use lifang_core::clock::SystemClock;
use lifang_core::dataset::Schema;
use lifang_core::query::{Figure, Filter, Measure, Test};
use lifang_core::value::Value;
use lifang_service::{Freshness, Layout, Service, SnapshotPlace};
use lifang_store::datasets::Aggregate;
use std::path::Path;
use std::sync::Arc;

const CITY: &str = "220100000000";
const TURNS: Turns = Turns { turns: 3, times: 1 };

pub(super) async fn compare(folder: &Path, persons: u32, sheet: &mut Sheet) -> Result {
    std::fs::create_dir_all(folder)?;
    let layout = Layout {
        database: format!("sqlite:{}", folder.join("lifang.db").display()),
        master_key: folder.join("master.key"),
        cache: folder.to_owned(),
        imports: folder.join("imports"),
        fonts: None,
        snapshots: SnapshotPlace::Folder(folder.to_owned()),
    };
    let service = Service::open(&layout, Arc::new(SystemClock)).await?;
    service.load_jilin(|_| {}).await?;
    let started = now();
    service.generate_population(CITY, persons as usize, 1, |_, _| {}).await?;
    let generated = started.elapsed();
    let started = now();
    let made = service.refresh_region(CITY, false, |_, _| {}).await?.made;
    sheet.note(format!(
        "dashboard: {persons} persons of {CITY} put into the row store in {}, {made} segments made of them in {}",
        time(generated),
        time(started.elapsed())
    ));
    let figures = service.figures(&Actor::system(), CITY, Freshness::Exactly).await?;
    let counted = by_sql(&service).await?;
    if figures.persons + figures.houses != counted {
        return Err(format!("segments count {}, SQL {counted}", figures.persons + figures.houses).into());
    }
    let ours = async || service.figures(&Actor::system(), CITY, Freshness::Exactly).await.map(drop).map_err(Into::into);
    let medians = TURNS.compare(ours, async || by_sql(&service).await.map(drop)).await?;
    sheet.row(Row {
        name: "dashboard of a city from snapshots".into(),
        ours: time(medians.ours),
        other: format!("{} SQL", time(medians.other)),
        ratio: 1.0 / medians.ratio(),
        wanted: Wanted::AtLeast(20.0),
    });
    Ok(())
}

/// The questions of the dashboard, one after the other; gives persons by sex and houses by use together.
async fn by_sql(service: &Service) -> Result<u64> {
    let place = service.place(CITY).await?;
    let column = |dataset: &str, key: &str| -> Result<Readable> {
        let schema = Schema::v1().datasets.get(dataset).and_then(|dataset| dataset.column(key));
        Ok(schema.ok_or("there is no such column")?.into())
    };
    let visited = |test| vec![Filter { column: "last_visit".into(), test }];
    let ago = |days: i32| Value::Date(lifang_core::clock::Date(place.as_of.valid.0 - days));
    let between = |from: i32, to: i32| [visited(Test::AtLeast(ago(from))), visited(Test::AtMost(ago(to)))].concat();
    let mut asked = Vec::new();
    for key in ["age", "sex", "living", "care", "residence"] {
        asked.push(("persons", Some((key, column("persons", key)?)), vec![]));
    }
    for filters in [
        visited(Test::AtLeast(ago(7))),
        between(30, 8),
        between(90, 31),
        visited(Test::AtMost(ago(91))),
        visited(Test::Unknown),
    ] {
        asked.push(("persons", None, filters));
    }
    asked.push(("persons", Some(("region:district", column("persons", "region")?)), vec![]));
    asked.push(("houses", Some(("use", column("houses", "use")?)), vec![]));
    let mut counted = 0;
    for (dataset, by, filters) in &asked {
        let by: Vec<(&str, Readable)> = by.iter().cloned().collect();
        let question = Aggregate {
            dataset,
            by: &by,
            measures: &[Measure::Count],
            filters,
            region: place.path.region().id,
            at: place.as_of,
            max_groups: 100_000,
        };
        let groups = service.store().aggregate(&question).await?;
        if by.first().is_some_and(|(key, _)| matches!(*key, "sex" | "use")) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts are whole")]
            let count = |figure: &Figure| if let Figure::Number(number) = figure { *number as u64 } else { 0 };
            counted += groups.iter().flat_map(|group| group.figures.first()).map(count).sum::<u64>();
        }
    }
    Ok(counted)
}
