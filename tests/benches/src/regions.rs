//! The nation's regions: imported with their cost in time and memory, and a province's subtree found without reading them all.

mod lookup;
mod package;
mod plans;
mod subtree;

use crate::Result;
use crate::measure::now;
use crate::memory;
use crate::sheet::Sheet;
use lifang_core::clock::SystemClock;
use lifang_service::{Layout, Service, SnapshotPlace};
use std::path::Path;
use std::sync::Arc;

/// A PostgreSQL server on which a database of its own is made; without it that half is left out, and the table says so.
const PG_URL: &str = "LIFANG_TEST_PG_URL";

pub(crate) async fn compare(folder: &Path, sheet: &mut Sheet) -> Result {
    let package = package::folder()?;
    let database = format!("sqlite:{}", folder.join("nation.db").display());
    let service = import(folder, &database, &package, "SQLite", sheet).await?;
    subtree::compare(&service, &database, sheet).await?;
    lookup::measure(&service, "SQLite", sheet).await?;
    let Ok(server) = std::env::var(PG_URL) else {
        sheet.note(format!("regions: {PG_URL} is not set: not measured on PostgreSQL"));
        return Ok(());
    };
    let (name, admin) = (format!("bench_regions_{}", std::process::id()), sqlx::PgPool::connect(&server).await?);
    let run = async |sql: String| sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&admin).await;
    run(format!("CREATE DATABASE {name}")).await?;
    let (base, _) = server.rsplit_once('/').ok_or("the server's address names no database")?;
    let measured = on_postgres(folder, &format!("{base}/{name}"), &package, sheet).await;
    run(format!("DROP DATABASE {name} WITH (FORCE)")).await?;
    measured
}

async fn on_postgres(folder: &Path, database: &str, package: &Path, sheet: &mut Sheet) -> Result {
    let service = import(folder, database, package, "PostgreSQL", sheet).await?;
    lookup::measure(&service, "PostgreSQL", sheet).await?;
    plans::explain(database, sheet).await?;
    service.store().close().await;
    Ok(())
}

/// Imports the nation, names read in pinyin and all.
async fn import(folder: &Path, database: &str, package: &Path, engine: &str, sheet: &mut Sheet) -> Result<Service> {
    let layout = Layout {
        imports: folder.join("imports"),
        database: database.to_owned(),
        master_key: folder.join(format!("{engine}.key")),
        cache: folder.to_owned(),
        fonts: None,
        snapshots: SnapshotPlace::Folder(folder.to_owned()),
    };
    let service = Service::open(&layout, Arc::new(SystemClock)).await?;
    let before = memory::forget_peak()?;
    let started = now();
    let loaded = service.import_regions(package, |_| {}).await?;
    let seconds = started.elapsed().as_secs_f64();
    let peak = memory::peak()?;
    sheet.note(format!(
        "regions: the nation's {} into {engine} in {seconds:.1} s, {:.0} rows/s; memory {before} MB before, {peak} MB at its peak",
        loaded.regions,
        f64::from(u32::try_from(loaded.regions)?) / seconds,
    ));
    Ok(service)
}
