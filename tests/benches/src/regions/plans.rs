//! How PostgreSQL answers what pages ask: by its indexes, or the bench fails.

use crate::Result;
use crate::sheet::Sheet;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

/// The store's own statements in their plainest form, and the index that each must use.
const ASKED: [(&str, &str, &str); 4] = [
    (
        "a subtree",
        "SELECT v.code FROM region_version v WHERE v.path >= p.path AND v.path < p.path || '~' AND v.level = 5",
        "region_version_by_",
    ),
    ("a code", "SELECT v.region_id FROM region_version v WHERE v.code = '220104000000'", "region_version_by_code"),
    (
        "a name",
        "SELECT k.name FROM region_reading k WHERE k.name >= '和平' AND k.name < '和平\u{10ffff}'",
        "region_reading_pkey",
    ),
    (
        "what a name contains",
        "SELECT k.name FROM region_piece k WHERE k.piece >= 'huayuan' AND k.piece < 'huayuan\u{10ffff}'",
        "region_piece_pkey",
    ),
];

pub(super) async fn explain(database: &str, sheet: &mut Sheet) -> Result {
    let mut connection = PgConnection::connect(database).await?;
    let path: String = sqlx::query_scalar("SELECT path FROM region_version WHERE code = '220104000000'")
        .fetch_one(&mut connection)
        .await?;
    for (what, sql, index) in ASKED {
        let sql = sql.replace("p.path", &format!("'{path}'"));
        let rows = sqlx::query(AssertSqlSafe(format!("EXPLAIN {sql}"))).fetch_all(&mut connection).await?;
        let plan: Vec<String> = rows.iter().map(|row| row.try_get(0)).collect::<std::result::Result<_, _>>()?;
        let plan = plan.join(" ");
        if !plan.contains(index) {
            return Err(format!("PostgreSQL answers {what} without {index}: {plan}").into());
        }
        let used = plan.split_whitespace().skip_while(|word| *word != "using" && *word != "on").nth(1).unwrap_or(index);
        sheet.note(format!("regions: PostgreSQL finds {what} by {used}"));
    }
    Ok(connection.close().await?)
}
