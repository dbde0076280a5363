//! A database of its own for a run, gone afterwards.

use crate::Result;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use std::path::Path;

/// Where it is, and how it goes away.
pub(super) struct Database {
    pub(super) url: String,
    /// The server's own address and the name there; none for a file, which goes with its folder.
    on_server: Option<(String, String)>,
}

impl Database {
    pub(super) fn sqlite(folder: &Path) -> Self {
        Self { url: format!("sqlite:{}", folder.join("lifang.db").display()), on_server: None }
    }

    /// On the server of that address.
    pub(super) async fn postgres(server: &str) -> Result<Self> {
        let name = format!("bench_{}", std::process::id());
        let (base, last) = server.rsplit_once('/').ok_or("the address of PostgreSQL names no database")?;
        let options = last.split_once('?').map(|(_, options)| format!("?{options}")).unwrap_or_default();
        let database = Self { url: format!("{base}/{name}{options}"), on_server: Some((server.into(), name.clone())) };
        run(server, format!("CREATE DATABASE {name}")).await?;
        Ok(database)
    }

    pub(super) async fn remove(self) -> Result {
        match self.on_server {
            Some((server, name)) => run(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await,
            None => Ok(()),
        }
    }
}

async fn run(server: &str, sql: String) -> Result {
    let mut connection = PgConnection::connect(server).await?;
    connection.execute(AssertSqlSafe(sql)).await?;
    Ok(connection.close().await?)
}
