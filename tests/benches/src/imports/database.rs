//! Databases by name, copied whole: each side of each round begins with the same one.

use crate::Result;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use std::path::{Path, PathBuf};

pub(super) enum Database {
    /// Files in a folder.
    Files(PathBuf),
    /// On the server of that address.
    Server(String),
}

impl Database {
    pub(super) fn sqlite(folder: &Path) -> Self {
        Self::Files(folder.to_owned())
    }

    pub(super) fn postgres(server: &str) -> Self {
        Self::Server(server.to_owned())
    }

    /// What the host takes.
    pub(super) fn url(&self, name: &str) -> String {
        match self {
            Self::Files(folder) => format!("sqlite:{}", file(folder, name).display()),
            Self::Server(server) => {
                let base = server.rsplit_once('/').map_or(server.as_str(), |(base, _)| base);
                format!("{base}/{}", on_server(name))
            }
        }
    }

    pub(super) async fn create(&self, name: &str) -> Result {
        self.run(|server| (server, format!("CREATE DATABASE {}", on_server(name)))).await
    }

    pub(super) async fn copy(&self, from: &str, to: &str) -> Result {
        if let Self::Files(folder) = self {
            std::fs::copy(file(folder, from), file(folder, to))?;
        }
        self.run(|server| (server, format!("CREATE DATABASE {} TEMPLATE {}", on_server(to), on_server(from)))).await
    }

    pub(super) async fn drop(&self, name: &str) -> Result {
        if let Self::Files(folder) = self {
            std::fs::remove_file(file(folder, name))?;
        }
        self.run(|server| (server, format!("DROP DATABASE {} WITH (FORCE)", on_server(name)))).await
    }

    async fn run(&self, told: impl FnOnce(&str) -> (&str, String)) -> Result {
        let Self::Server(server) = self else { return Ok(()) };
        let (server, sql) = told(server);
        let mut connection = PgConnection::connect(server).await?;
        connection.execute(AssertSqlSafe(sql)).await?;
        Ok(connection.close().await?)
    }
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("imports-{name}.db"))
}

fn on_server(name: &str) -> String {
    format!("bench_imports_{}_{name}", std::process::id())
}
