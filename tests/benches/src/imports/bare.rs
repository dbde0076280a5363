//! The bare bulk load: final rows in, nothing asked.

use super::database::Database;
use crate::Result;
use crate::measure::now;
use futures_util::TryStreamExt as _;
use sqlx::sqlite::{SqliteArguments, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _, ValueRef as _};
use std::time::Duration;

/// What an import of new persons writes, in an order in which what is referred to comes first.
const TABLES: [&str; 4] = ["person", "subject_key", "person_fact", "residence"];
/// Values bound by one statement: as many as the store binds.
const VALUES: usize = 2_048;

/// Final rows of each table, as its engine takes them.
pub(super) enum Rows {
    Values(Vec<Table>),
    Copies(Vec<Vec<u8>>),
}

pub(super) struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// Reads what the import wrote.
pub(super) async fn read(database: &Database, name: &str) -> Result<Rows> {
    let url = database.url(name);
    match database {
        Database::Files(_) => {
            let mut connection = SqliteConnection::connect(&url).await?;
            let mut tables = Vec::new();
            for table in TABLES {
                let sql = format!("SELECT * FROM {table}");
                let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut connection).await?;
                let columns = rows.first().map(|row| row.columns().iter().map(name_of).collect()).unwrap_or_default();
                let rows = rows.iter().map(values).collect::<Result<_>>()?;
                tables.push(Table { columns, rows });
            }
            connection.close().await?;
            Ok(Rows::Values(tables))
        }
        Database::Server(_) => {
            let mut connection = PgConnection::connect(&url).await?;
            let mut copies = Vec::new();
            for table in TABLES {
                let mut bytes = Vec::new();
                let mut parts =
                    connection.copy_out_raw(&format!("COPY {table} TO STDOUT WITH (FORMAT binary)")).await?;
                while let Some(part) = parts.try_next().await? {
                    bytes.extend_from_slice(&part);
                }
                drop(parts);
                copies.push(bytes);
            }
            connection.close().await?;
            Ok(Rows::Copies(copies))
        }
    }
}

fn name_of(column: &sqlx::sqlite::SqliteColumn) -> String {
    sqlx::Column::name(column).to_owned()
}

fn values(row: &sqlx::sqlite::SqliteRow) -> Result<Vec<Value>> {
    let mut values = Vec::with_capacity(row.len());
    for column in 0..row.len() {
        let raw = row.try_get_raw(column)?;
        // A missing value has the type of its column.
        let kind = if raw.is_null() { String::new() } else { raw.type_info().to_string() };
        values.push(match kind.as_str() {
            "" => Value::Null,
            "INTEGER" => Value::Int(row.try_get(column)?),
            "TEXT" => Value::Text(row.try_get(column)?),
            _ => Value::Bytes(row.try_get(column)?),
        });
    }
    Ok(values)
}

/// Loads the rows; the time it took.
pub(super) async fn load(database: &Database, name: &str, rows: Rows) -> Result<Duration> {
    let url = database.url(name);
    match rows {
        Rows::Values(tables) => {
            let mut connection = SqliteConnection::connect(&url).await?;
            // What the store sets for its writer.
            let settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; \
                            PRAGMA cache_size = -32768; PRAGMA mmap_size = 268435456; PRAGMA temp_store = MEMORY";
            connection.execute(settings).await?;
            let started = now();
            connection.execute("BEGIN IMMEDIATE").await?;
            for (table, rows) in TABLES.into_iter().zip(tables) {
                insert(&mut connection, table, rows).await?;
            }
            connection.execute("COMMIT").await?;
            let took = started.elapsed();
            connection.close().await?;
            Ok(took)
        }
        Rows::Copies(copies) => {
            let mut connection = PgConnection::connect(&url).await?;
            let started = now();
            connection.execute("BEGIN").await?;
            for (table, bytes) in TABLES.into_iter().zip(copies) {
                let mut copy = connection.copy_in_raw(&format!("COPY {table} FROM STDIN WITH (FORMAT binary)")).await?;
                for part in bytes.chunks(1 << 16) {
                    copy.send(part).await?;
                }
                copy.finish().await?;
            }
            connection.execute("COMMIT").await?;
            let took = started.elapsed();
            connection.close().await?;
            Ok(took)
        }
    }
}

async fn insert(connection: &mut SqliteConnection, table: &str, Table { columns, rows }: Table) -> Result {
    let at_once = VALUES / columns.len().max(1);
    let row = format!("({})", vec!["?"; columns.len()].join(", "));
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some: Vec<Vec<Value>> = rows.by_ref().take(at_once).collect();
        let values = vec![row.as_str(); some.len()].join(", ");
        let sql = format!("INSERT INTO {table} ({}) VALUES {values}", columns.join(", "));
        let mut query = sqlx::query_with(AssertSqlSafe(sql), SqliteArguments::default());
        for value in some.into_iter().flatten() {
            query = match value {
                Value::Null => query.bind(None::<i64>),
                Value::Int(number) => query.bind(number),
                Value::Text(text) => query.bind(text),
                Value::Bytes(bytes) => query.bind(bytes),
            };
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}
