//! Importing a file with every rule on, against the bare bulk load of the same final rows into the same tables and indexes.
//!
//! The bare side is given the rows as they will stand in the database, already sealed, numbered and hashed, in memory; it looks
//! nothing up and checks nothing. On SQLite it binds them to statements of many rows through the same driver, on PostgreSQL it
//! sends them as one binary COPY per table, which is the fastest way in that there is. Both sides begin with the same database.

mod bare;
mod database;
mod file;

use crate::Result;
use crate::measure::now;
use crate::memory::Watch;
use crate::sheet::{Row, Sheet, Wanted};
use database::Database;
use lifang_core::actor::Actor;
use lifang_core::clock::SystemClock;
use lifang_core::intake::Kind;
use lifang_service::{FileDigest, ImportView, Layout, NewImport, Service, SnapshotPlace};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Persons in the file.
const PERSONS: u32 = 40_000;
/// The file that shows what memory does when a file grows.
const TIMES: u32 = 4;
/// The median of so many rounds counts.
const ROUNDS: usize = 3;

pub(crate) async fn compare(folder: &Path, sheet: &mut Sheet) -> Result {
    on("SQLite", Database::sqlite(folder), folder, sheet).await?;
    match std::env::var("LIFANG_TEST_PG_URL") {
        Ok(server) => on("PostgreSQL", Database::postgres(&server), folder, sheet).await?,
        Err(_) => sheet.note("imports: no PostgreSQL, because LIFANG_TEST_PG_URL is not set"),
    }
    sheet.note(format!(
        "imports: {PERSONS} persons with their residences in {} communities, GB18030, every rule on; bare: the final rows of \
         four tables, sealed before, bound in statements of many rows (SQLite) or sent by binary COPY (PostgreSQL)",
        file::COMMUNITIES.len()
    ));
    Ok(())
}

async fn on(name: &str, database: Database, folder: &Path, sheet: &mut Sheet) -> Result {
    database.create("base").await?;
    let base = open(&database, "base", folder).await?;
    base.load_jilin(|_| {}).await?;
    let (houses, persons) = (folder.join("houses.csv"), folder.join("persons.csv"));
    file::houses(&houses)?;
    import(&base, Kind::Houses, &houses).await?;
    base.store().close().await;
    file::persons(&persons, PERSONS)?;

    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let (with_rules, without) = (format!("ours_{round}"), format!("bare_{round}"));
        database.copy("base", &with_rules).await?;
        let service = open(&database, &with_rules, folder).await?;
        let started = now();
        let view = import(&service, Kind::Persons, &persons).await?;
        ours.push(started.elapsed());
        if view.moved.taken != u64::from(PERSONS) {
            return Err(format!("{name}: {:?} of {PERSONS} rows", view.moved).into());
        }
        service.store().close().await;
        let rows = bare::read(&database, &with_rules).await?;
        database.copy("base", &without).await?;
        bare.push(bare::load(&database, &without, rows).await?);
        if round + 1 == ROUNDS {
            memory_of(name, &database, folder, sheet).await?;
        }
        for done in [with_rules, without] {
            database.drop(&done).await?;
        }
    }
    database.drop("base").await?;
    let (ours, bare) = (median(ours), median(bare));
    let rate = |time: Duration| format!("{:.0} rows/s", f64::from(PERSONS) / time.as_secs_f64());
    sheet.row(Row {
        name: format!("imports, {name}"),
        ours: rate(ours),
        other: format!("{} bare bulk load", rate(bare)),
        ratio: bare.as_secs_f64() / ours.as_secs_f64(),
        wanted: Wanted::AtLeast(0.4),
    });
    Ok(())
}

/// What an import holds of memory, of a file and of one that is several times as long.
async fn memory_of(name: &str, database: &Database, folder: &Path, sheet: &mut Sheet) -> Result {
    let mut told = Vec::new();
    for times in [1, TIMES] {
        let persons = folder.join("longer.csv");
        file::persons(&persons, PERSONS * times)?;
        database.copy("base", "memory").await?;
        let service = open(database, "memory", folder).await?;
        let (watch, before) = Watch::begin()?;
        import(&service, Kind::Persons, &persons).await?;
        told.push(format!("{} rows {before} → {} MB", PERSONS * times, watch.end()?));
        service.store().close().await;
        database.drop("memory").await?;
    }
    sheet.note(format!("imports, {name}: memory before and at its peak, without pages of files: {}", told.join("; ")));
    Ok(())
}

async fn open(database: &Database, name: &str, folder: &Path) -> Result<Service> {
    let layout = Layout {
        database: database.url(name),
        master_key: folder.join("imports.key"),
        cache: folder.to_owned(),
        imports: folder.join("imports"),
        fonts: None,
        snapshots: SnapshotPlace::Folder(folder.to_owned()),
    };
    Ok(Service::open(&layout, Arc::new(SystemClock)).await?)
}

async fn import(service: &Service, kind: Kind, file: &Path) -> Result<ImportView> {
    let digest = FileDigest::of(File::open(file)?)?;
    let new = NewImport {
        kind,
        file,
        name: "bench.csv",
        digest: &digest,
        mapping: None,
        region: None,
        dry_run: false,
        idempotency_key: None,
        uid: service.clock().new_id(),
    };
    let started = service.start_import(&Actor::system(), new).await?;
    let view = service.run_import(started, |_| {}).await?;
    match &view.problem {
        Some(problem) => Err(problem.to_string().into()),
        None if view.moved.rejected > 0 => {
            Err(format!("{} rows of {} were rejected", view.moved.rejected, file.display()).into())
        }
        None => Ok(view),
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
