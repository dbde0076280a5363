//! A province's communities counted by their range of paths, against the same statement made to read the whole table.

use crate::Result;
use crate::measure::Turns;
use crate::sheet::{Row, Sheet, Wanted, time};
use lifang_core::clock::{Clock as _, SystemClock};
use lifang_service::Service;
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection};
use tokio::sync::Mutex;

const PROVINCE: &str = "220000000000";
const TURNS: Turns = Turns { turns: 15, times: 3 };

/// The store's own statement (`Store::counts`), with a path that an index may find.
const BY_RANGE: &str = "v.path >= $1 AND v.path < $1 || '~'";
/// The same with a path that SQLite must not look up in an index.
const WHOLE_TABLE: &str = "+v.path >= $1 AND +v.path < $1 || '~'";

fn counted(condition: &str) -> String {
    format!(
        "SELECT COUNT(*) FROM region_version v WHERE {condition} AND +v.level = 5 AND v.valid_from <= $2 \
         AND v.valid_to > $2 AND v.recorded_from <= $3 AND v.recorded_to > $3"
    )
}

pub(super) async fn compare(service: &Service, database: &str, sheet: &mut Sheet) -> Result {
    let place = service.place(PROVINCE).await?;
    let mut connection = SqliteConnection::connect(database).await?;
    let path: String = sqlx::query_scalar("SELECT path FROM region_version WHERE region_id = $1")
        .bind(place.path.region().id.0)
        .fetch_one(&mut connection)
        .await?;
    let (today, now) = (i64::from(SystemClock.now().day().0), SystemClock.now().0);
    let connection = Mutex::new(connection);
    let count = async |condition: &str| -> Result<i64> {
        let query = sqlx::query_scalar(AssertSqlSafe(counted(condition))).bind(&path).bind(today).bind(now);
        Ok(query.fetch_one(&mut *connection.lock().await).await?)
    };
    let plan = async |condition: &str| -> Result<String> {
        let sql = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", counted(condition)));
        let query = sqlx::query(sql).bind(&path).bind(today).bind(now);
        let steps = query.fetch_all(&mut *connection.lock().await).await?;
        let details: std::result::Result<Vec<String>, _> = steps.iter().map(|step| step.try_get("detail")).collect();
        Ok(details?.join("; "))
    };
    let found = service.store().communities(place.path.region().id, place.as_of).await?.len();
    if [count(BY_RANGE).await?, count(WHOLE_TABLE).await?] != [i64::try_from(found)?; 2] {
        return Err("the statements of the comparison count other communities than the store".into());
    }
    let by_range = async || count(BY_RANGE).await.map(drop);
    let medians = TURNS.compare(by_range, async || count(WHOLE_TABLE).await.map(drop)).await?;
    sheet.row(Row {
        name: "regions: a province's subtree".into(),
        ours: time(medians.ours),
        other: format!("{} whole table", time(medians.other)),
        ratio: medians.ratio(),
        wanted: Wanted::AtMost(0.2),
    });
    sheet.note(format!(
        "regions: {found} communities of {PROVINCE}; by range: {}; whole table: {}",
        plan(BY_RANGE).await?,
        plan(WHOLE_TABLE).await?
    ));
    Ok(())
}
