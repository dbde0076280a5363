//! What pages ask of the nation's regions: the scope of a subtree, a path, and searches by name and pinyin, on either engine.

use crate::Result;
use crate::measure::now;
use crate::sheet::{Row, Sheet, Wanted, time};
use lifang_core::region::RegionCode;
use lifang_service::Service;
use lifang_store::AsOf;
use lifang_store::regions::Search;
use std::time::Duration;

const ROUNDS: usize = 9;
const DISTRICTS: [&str; 5] = ["220104", "110108", "440305", "510104", "650102"];
const COMMUNITIES: [&str; 5] = ["220103008003", "420102002003", "110101001001", "310101002001", "650102002001"];
const NAMES: [&str; 8] = ["和平", "长山花园", "花园社区", "新", "人民路", "村", "东", "朝阳区"];
const PINYIN: [&str; 8] = ["hp", "huayuan", "changshanhuayuan", "renmin", "s", "zh", "xin", "heping"];

pub(super) async fn measure(service: &Service, engine: &str, sheet: &mut Sheet) -> Result {
    let store = service.store();
    let at = AsOf::now(service.clock().now());
    let id = async |code: &str| -> Result<Option<lifang_core::region::RegionId>> {
        Ok(store.region_by_code(&RegionCode::parse(code)?, at).await?.map(|region| region.id))
    };
    let (mut slowest, mut listed) = (Duration::ZERO, Vec::new());
    for code in DISTRICTS {
        let Some(district) = id(code).await? else { continue };
        slowest = slowest.max(median(async || Ok(service.place(code).await?)).await?);
        let communities = store.communities(district, at).await?.len();
        let took = median(async || Ok(store.communities(district, at).await?)).await?;
        listed.push(format!("{code} {communities} in {}", time(took)));
    }
    row(sheet, &format!("regions: the scope of a district ({engine})"), slowest, 1.0);
    sheet.note(format!("regions, {engine}, all communities of a district listed: {}", listed.join(", ")));
    let mut slowest = Duration::ZERO;
    for code in COMMUNITIES {
        let Some(community) = id(code).await? else { continue };
        slowest = slowest.max(median(async || Ok(store.path(community, at).await?)).await?);
    }
    row(sheet, &format!("regions: a path ({engine})"), slowest, 1.0);
    for (what, texts) in [("name", NAMES), ("pinyin", PINYIN)] {
        let (mut worst, mut each) = (Duration::ZERO, Vec::new());
        for text in texts {
            let search = Search { text, limit: 20, ..Search::default() };
            let found = store.search_regions(search, at).await?.len();
            let took = median(async || Ok(store.search_regions(search, at).await?)).await?;
            each.push(format!("{text} {} ({found})", time(took)));
            worst = worst.max(took);
        }
        row(sheet, &format!("regions: search by {what} ({engine})"), worst, 20.0);
        sheet.note(format!("regions, {engine}, {what}: {}", each.join(", ")));
    }
    Ok(())
}

/// The slowest of what was asked, against what is wanted, in milliseconds.
fn row(sheet: &mut Sheet, name: &str, slowest: Duration, wanted: f64) {
    sheet.row(Row {
        name: name.to_owned(),
        ours: time(slowest),
        other: format!("{wanted} ms wanted"),
        ratio: slowest.as_secs_f64() * 1e3 / wanted,
        wanted: Wanted::AtMost(1.0),
    });
}

async fn median<T>(mut ask: impl AsyncFnMut() -> Result<T>) -> Result<Duration> {
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let started = now();
        std::hint::black_box(ask().await?);
        times.push(started.elapsed());
    }
    times.sort_unstable();
    Ok(times[ROUNDS / 2])
}
