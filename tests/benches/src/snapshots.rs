//! Snapshots: a province swept by a rule from segments, against a native loop over the same files; a city's dashboard from
//! segments, against the same questions in SQL.

mod dashboard;
mod province;

use crate::Result;
use crate::plugin::Plugin;
use crate::sheet::Sheet;
use std::path::Path;

/// As many as live in Jilin (census of 2020).
const JILIN: u32 = 24_073_453;
/// The default.
const MILLION: u32 = 1_000_000;

pub(crate) async fn compare(
    plugin: &Plugin,
    folder: &Path,
    full: bool,
    persons: Option<u32>,
    sheet: &mut Sheet,
) -> Result {
    let city = persons.unwrap_or(MILLION);
    province::compare(plugin, &folder.join("city"), "220100000000", city, sheet).await?;
    if full {
        province::compare(plugin, &folder.join("province"), "220000000000", JILIN, sheet).await?;
    }
    dashboard::compare(&folder.join("dashboard"), city, sheet).await
}
