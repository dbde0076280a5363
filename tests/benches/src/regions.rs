//! The nation's regions: imported with their cost in time and memory, and a province's subtree found without reading them all.

mod package;
mod subtree;

use crate::Result;
use crate::measure::now;
use crate::memory;
use crate::sheet::Sheet;
use lifang_core::clock::SystemClock;
use lifang_service::{Layout, Service, SnapshotPlace};
use std::path::Path;
use std::sync::Arc;

pub(crate) async fn compare(folder: &Path, sheet: &mut Sheet) -> Result {
    let package = package::folder()?;
    let file = folder.join("nation.db");
    let layout = Layout {
        imports: folder.join("imports"),
        database: format!("sqlite:{}", file.display()),
        master_key: folder.join("nation.key"),
        cache: folder.to_owned(),
        fonts: None,
        snapshots: SnapshotPlace::Folder(folder.to_owned()),
    };
    let service = Service::open(&layout, Arc::new(SystemClock)).await?;
    let before = memory::forget_peak()?;
    let started = now();
    let loaded = service.import_regions(&package, |_| {}).await?;
    let seconds = started.elapsed().as_secs_f64();
    let peak = memory::peak()?;
    sheet.note(format!(
        "regions: the nation's {} in {seconds:.1} s, {:.0} rows/s; memory {before} MB before, {peak} MB at its peak",
        loaded.regions,
        f64::from(u32::try_from(loaded.regions)?) / seconds,
    ));
    subtree::compare(&service, &layout.database, sheet).await
}
