//! `POST /events` end to end with the plugin, against the same path with the rule in native Rust.

mod database;
mod native;

use crate::Result;
use crate::measure::Turns;
use crate::plugin::{COMMUNITY, EVENT, Plugin, day_exceptions, event, rules};
use crate::sheet::{Row, Sheet, Wanted, time};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use database::Database;
use http_body_util::BodyExt as _;
use lifang_core::actor::Actor;
use lifang_core::call::Plugins;
use lifang_core::clock::SystemClock;
use lifang_core::limits::Limits;
use lifang_runtime::{Runtime, Tuning};
use lifang_service::{InstallRequest, Service, SnapshotPlace};
use lifang_store::{MasterKey, Store};
use lifang_web::App;
use native::Native;
use std::path::Path;
use std::sync::Arc;
use tokio::task::JoinSet;
use tower::ServiceExt as _;

/// Who reports at once, and how often each does in one turn.
const CLIENTS: u32 = 8;
const EACH: u32 = 25;
const TURNS: Turns = Turns { turns: 15, times: 1 };

pub(crate) async fn compare(plugin: &Plugin, folder: &Path, sheet: &mut Sheet) -> Result {
    let runtime = Arc::new(plugin.runtime(folder, Tuning::default()).await?);
    must_agree(plugin, &runtime).await?;
    on("SQLite", folder, Database::sqlite(folder), plugin, &runtime, sheet).await?;
    match std::env::var("LIFANG_TEST_PG_URL") {
        Ok(server) => on("PostgreSQL", folder, Database::postgres(&server).await?, plugin, &runtime, sheet).await?,
        Err(_) => sheet.note("events: no PostgreSQL, because LIFANG_TEST_PG_URL is not set; cargo xtask bench sets it"),
    }
    sheet.note(format!(
        "events: {CLIENTS} clients at once, {} events a turn, over the router in this process",
        CLIENTS * EACH
    ));
    Ok(())
}

/// That both sides decide the very same.
async fn must_agree(plugin: &Plugin, runtime: &Runtime) -> Result {
    let (call, rules, event) = (plugin.call(Limits::INTERACTIVE), rules(), event());
    let ours = runtime.decide(&call, &rules, &event).await.map_err(|failure| failure.to_string())?;
    let native = Native.decide(&call, &rules, &event).await.map_err(|failure| failure.to_string())?;
    if ours.value == native.value { Ok(()) } else { Err("the plugin and its native twin decide differently".into()) }
}

async fn on(
    name: &str,
    folder: &Path,
    database: Database,
    plugin: &Plugin,
    runtime: &Arc<Runtime>,
    sheet: &mut Sheet,
) -> Result {
    let store = Store::open(&database.url, &MasterKey::from_bytes([7; 32])).await?;
    let service = |plugins: Arc<dyn Plugins>| {
        let installer = Arc::<Runtime>::clone(runtime);
        let place = SnapshotPlace::Folder(folder.to_owned());
        Service::new(store.clone(), plugins, installer, Arc::new(SystemClock), day_exceptions(), &place)
    };
    let (ours, native) = (service(Arc::<Runtime>::clone(runtime))?, service(Arc::new(Native))?);
    ours.load_jilin(|_| {}).await?;
    ours.install(&Actor::system(), InstallRequest::as_asked(plugin.bytes.clone())).await?;
    let [ours, native] = [ours, native].map(|service| lifang_web::router(App::new(service, None)));
    let medians = TURNS.compare(async || everybody(&ours).await, async || everybody(&native).await).await?;
    store.close().await;
    database.remove().await?;

    let events = f64::from(CLIENTS * EACH);
    let throughput = |turn: std::time::Duration| format!("{:.0} events/s", events / turn.as_secs_f64());
    sheet.row(Row {
        name: format!("events, {name}"),
        ours: throughput(medians.ours),
        other: format!("{} native rule", throughput(medians.other)),
        ratio: 1.0 / medians.ratio(),
        wanted: Wanted::AtLeast(0.8),
    });
    sheet.note(format!("events, {name}: {} a turn with the plugin", time(medians.ours)));
    Ok(())
}

async fn everybody(router: &Router) -> Result {
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let router = router.clone();
        clients.spawn(async move {
            for _ in 0..EACH {
                report(router.clone()).await?;
            }
            Ok(())
        });
    }
    clients.join_all().await.into_iter().collect()
}

async fn report(router: Router) -> Result {
    let request = Request::post(format!("/api/v1/regions/{COMMUNITY}/events"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(EVENT))?;
    let response = router.oneshot(request).await?;
    let status = response.status();
    let body = response.into_body().collect().await?.to_bytes();
    if status == StatusCode::CREATED {
        Ok(())
    } else {
        Err(format!("{status}: {}", String::from_utf8_lossy(&body)).into())
    }
}
