//! A region full of people, as segments: written directly, because a row store of a province takes hours to fill.

use crate::Result;
use crate::measure::now;
use crate::plugin::Plugin;
use crate::sheet::{Row, Sheet, Wanted, time};
use crate::sweep::native::{self, Latest};
use crate::sweep::persons::{Dice, Persons, TODAY};
use lifang_columns::{About, Pointer, SCHEMA_VERSION, Segments, projection};
use lifang_core::actor::Actor;
use lifang_core::base_data::{GridDraft, Provenance};
use lifang_core::capability::Readable;
use lifang_core::clock::{Clock as _, Date, SystemClock};
use lifang_core::columns::{ColumnData, ColumnValues, Rows};
use lifang_core::dataset::Schema;
use lifang_core::limits::Limits;
use lifang_service::{InstallRequest, Layout, Service, SnapshotPlace};
use lifang_store::AsOf;
use lifang_store::regions::draw_grid;
use lifang_store::snapshots::{Listed, Segment, record_segment};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;

const RULE: &str = "visit-due";
/// What the rule reads.
const READ: [&str; 4] = ["age", "living", "care", "last_visit"];
/// How often each side sweeps; the best counts, because whatever else the machine does only adds.
const TIMES: usize = 3;
const WORKERS: usize = 2;

pub(super) async fn compare(plugin: &Plugin, folder: &Path, region: &str, persons: u32, sheet: &mut Sheet) -> Result {
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
    service.install(&Actor::system(), InstallRequest::as_asked(plugin.bytes.clone())).await?;
    let started = now();
    let pointers = Arc::new(fill(&service, folder, region, persons).await?);
    let bytes: u64 = pointers.iter().map(|pointer| pointer.bytes).sum();
    sheet.note(format!(
        "snapshots: {persons} persons in {} segments of {region}, {:.0} MB, written in {}",
        pointers.len(),
        bytes_in_mb(bytes),
        time(started.elapsed())
    ));

    let latest = Latest::of(&plugin.call(Limits::BATCH).context)?;
    let (mut ours, mut first, mut native) = (Duration::MAX, None, Duration::MAX);
    let mut swept = 0;
    for _ in 0..TIMES {
        let started = now();
        let view = service.start_sweep(&Actor::system(), region, RULE).await?;
        let uid = view.uid;
        view.ended().await?;
        let took = started.elapsed();
        // The first reads the files, the others what was kept in memory of them.
        first.get_or_insert(took);
        ours = ours.min(took);
        let state = service.sweep_state(&Actor::system(), uid).await?;
        if state.row.failed > 0 || state.row.scanned != u64::from(persons) {
            return Err(format!("{} communities failed, {} rows were seen", state.row.failed, state.row.scanned).into());
        }
        swept = state.totals.values().sum::<u64>();
        let started = now();
        let marked = by_loop(folder, &pointers, latest).await?;
        native = native.min(started.elapsed());
        if marked == 0 {
            return Err("the loop marked nobody".into());
        }
    }
    let first = first.unwrap_or(ours);
    sheet.row(Row {
        name: format!("sweep from snapshots, {}", people(persons)),
        ours: time(first),
        other: format!("{} native, same files", time(native)),
        ratio: first.as_secs_f64() / native.as_secs_f64(),
        wanted: Wanted::AtMost(6.0),
    });
    sheet.note(format!(
        "snapshots: {region} swept by {RULE} in {} from files, {} again ({:.1} ns a person), {swept} marked; with index, audit and \
         answers per community; natively {}; aimed at 3 times, and 2 s for the province",
        time(first),
        time(ours),
        ours.as_secs_f64() * 1e9 / f64::from(persons),
        time(native),
    ));
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "for information")]
fn bytes_in_mb(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn people(persons: u32) -> String {
    format!("{:.2} M", f64::from(persons) / 1e6)
}

/// Gives every community its share of the people, and the index its segments.
async fn fill(service: &Service, folder: &Path, region: &str, persons: u32) -> Result<Vec<Pointer>> {
    let place = service.place(region).await?;
    let (store, root) = (service.store(), place.path.region().id);
    let communities = store.communities(root, place.as_of).await?;
    let source = Provenance { source: "bench".into(), collector: "bench".into() };
    let grid = GridDraft { number: 1, name: "第一网格".into(), households: 600 };
    for some in communities.chunks(500) {
        let mut tx = store.begin().await?;
        for community in some {
            // The change that moves its mark.
            draw_grid(&mut tx, community.id, &grid, &source, place.as_of.valid, SystemClock.now()).await?;
        }
        tx.commit().await?;
    }
    let at = AsOf::now(SystemClock.now());
    let listed = store.listed("persons", root, at).await?;
    let segments = Segments::open(&SnapshotPlace::Folder(folder.to_owned()), 0)?;
    let columns = projection::stored("persons");
    let (all, mut pointers) = (u32::try_from(listed.len())?, Vec::with_capacity(listed.len()));
    for (some, first) in listed.chunks(500).zip((0_u32..).step_by(500)) {
        let mut tx = store.begin().await?;
        for (one, number) in some.iter().zip(first..) {
            let share = persons / all + u32::from(number < persons % all);
            let mark = one.mark.ok_or("a community without a mark")?;
            let pointer = write(&segments, one, share, at, &columns).await?;
            let segment = Segment {
                mark,
                schema_version: SCHEMA_VERSION,
                day: at.valid,
                recorded: at.recorded,
                good_until: Date::OPEN,
                file: pointer.file.clone(),
                bytes: pointer.bytes,
                crc: pointer.crc,
                rows: pointer.rows,
            };
            record_segment(&mut tx, "persons", one.path.region().id, &segment).await?;
            pointers.push(pointer);
        }
        tx.commit().await?;
    }
    Ok(pointers)
}

async fn write(segments: &Segments, one: &Listed, share: u32, at: AsOf, columns: &[Readable]) -> Result<Pointer> {
    let community = one.path.region();
    let persons = Persons::generate(share);
    let mut dice = Dice(community.id.0.unsigned_abs());
    let rows = share as usize;
    let known = |data: ColumnData| ColumnValues { data, validity: None };
    let word = |word: &str| ColumnData::Dictionary { codes: vec![0; rows], words: vec![word.to_owned()] };
    let mut bytes = |limit: u64| ColumnData::U8((0..rows).map(|_| 1 + dice.below::<u8>(limit)).collect());
    let mut values = |key: &str| match key {
        "region" => known(word(community.code.as_str())),
        "grid" => known(word(&format!("{}001", community.code))),
        "living" => known(ColumnData::U8(persons.livings.clone())),
        "care" => known(ColumnData::U16(persons.cares.clone())),
        "last_visit" => {
            // The people were made for the day of the bench's other calls.
            let moved = at.valid.0 - TODAY;
            known(ColumnData::S32(persons.last_visits.iter().map(|day| day + moved).collect()))
        }
        "birth" => {
            let birth = |age: &u8| at.valid.0 - 365 * i32::from(*age) - i32::from(*age) / 4 - 180;
            known(ColumnData::S32(persons.ages.iter().map(birth).collect()))
        }
        "since" => known(ColumnData::S32(persons.ages.iter().map(|age| 12_000 + 13 * i32::from(*age)).collect())),
        "built" => known(ColumnData::U16(persons.ages.iter().map(|age| 1980 + u16::from(*age) / 3).collect())),
        "elevator" => known(ColumnData::U8(persons.ages.iter().map(|age| age % 2).collect())),
        "sex" => known(bytes(2)),
        "residence" => known(bytes(4)),
        _ => known(bytes(30)),
    };
    let made: Vec<ColumnValues> = columns.iter().map(|column| values(&column.key)).collect();
    let about = About {
        dataset: "persons".into(),
        community: community.id.0,
        mark: one.mark.map_or(0, |mark| mark.number),
        day: at.valid,
        recorded: at.recorded,
        good_until: Date::OPEN,
    };
    let ids: Vec<i64> = (0..i64::from(share)).collect();
    Ok(segments.write(&about, columns, &Rows { rows: share, columns: made }, &ids).await?)
}

/// The same files, read by the same code into the same columns, and a loop over them instead of a plugin.
async fn by_loop(folder: &Path, pointers: &Arc<Vec<Pointer>>, latest: Latest) -> Result<usize> {
    let schema = Schema::v1().datasets.get("persons").ok_or("there is no dataset persons")?;
    let columns: Arc<Vec<Readable>> =
        Arc::new(READ.iter().filter_map(|key| schema.column(key)).map(Readable::from).collect());
    // Nothing is kept in memory.
    let segments = Arc::new(Segments::open(&SnapshotPlace::Folder(folder.to_owned()), 0)?);
    let next = Arc::new(AtomicUsize::new(0));
    let mut workers = JoinSet::new();
    for _ in 0..WORKERS {
        let (segments, next) = (Arc::clone(&segments), Arc::clone(&next));
        let (columns, pointers) = (Arc::clone(&columns), Arc::clone(pointers));
        workers.spawn(async move {
            let (today, mut marked) = (SystemClock.now().day(), 0);
            while let Some(pointer) = pointers.get(next.fetch_add(1, Ordering::Relaxed)) {
                let read = segments.read(pointer, &columns, today).await?;
                if let [ages, livings, cares, visits] = &read.values[..]
                    && let (
                        ColumnData::U8(ages),
                        ColumnData::U8(livings),
                        ColumnData::U16(cares),
                        ColumnData::S32(visits),
                    ) = (&ages.data, &livings.data, &cares.data, &visits.data)
                {
                    marked += native::sweep_columns(ages, livings, cares, visits, latest.on(today)).rows.len();
                }
            }
            Ok::<usize, lifang_columns::ColumnsError>(marked)
        });
    }
    let mut marked = 0;
    while let Some(worker) = workers.join_next().await {
        marked += worker??;
    }
    Ok(marked)
}
