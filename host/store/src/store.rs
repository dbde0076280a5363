//! The store itself: opening it, its pools, and the opaque transaction.

use crate::error::{Result, StoreError};
use crate::plugins::Cache;
use crate::secrets::{Keys, MasterKey};
use crate::sql::query;
use sqlx::any::{Any, AnyPoolOptions};
use sqlx::migrate::Migrator;
use sqlx::{AnyConnection, Executor, Pool, Transaction};
use std::sync::Arc;
use std::time::Duration;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// How long a request waits for a connection before it hears `Busy`.
const ACQUIRE: Duration = Duration::from_secs(10);
/// Sized for two cores: more connections would only wait for each other.
const READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 8;

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, one file, one writer at a time.
    Sqlite,
    /// PostgreSQL 15 or newer.
    Postgres,
}

/// The store. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    engine: Engine,
    read: Pool<Any>,
    write: Pool<Any>,
    keys: Arc<Keys>,
    installations: Arc<Cache>,
}

/// The note that says which master key the data is sealed under.
const MASTER_KEY: &str = "master-key";

/// A transaction. Dropped without [`Tx::commit`], it never happened. Never hold one across a plugin call.
#[derive(Debug)]
pub struct Tx {
    inner: Transaction<'static, Any>,
    engine: Engine,
    keys: Arc<Keys>,
}

impl Store {
    /// Opens `sqlite:/path/to/file` (made when missing) or `postgres://…`, and brings its schema up to date.
    ///
    /// # Errors
    /// An address of neither kind, a database that cannot be reached, a schema newer than this program.
    pub async fn open(url: &str, master: &MasterKey) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let engine = match url.split_once(':') {
            Some(("sqlite", _)) => Engine::Sqlite,
            Some(("postgres" | "postgresql", _)) => Engine::Postgres,
            _ => {
                return Err(StoreError::Unavailable(
                    "sqlite:… or postgres://… is wanted as the store's address".into(),
                ));
            }
        };
        let (write, read) = match engine {
            Engine::Sqlite => {
                // What is deleted or overwritten is overwritten in the file too: erasing must not leave it in a free page.
                let write = sqlite(1, "PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON")
                    .connect(&with_mode(url, "rwc"))
                    .await?;
                SQLITE.run(&write).await.map_err(migration_failed)?;
                let read = sqlite(READERS, "PRAGMA query_only = ON").connect(&with_mode(url, "rw")).await?;
                (write, read)
            }
            Engine::Postgres => {
                let pool = postgres().connect(url).await?;
                POSTGRES.run(&pool).await.map_err(migration_failed)?;
                (pool.clone(), pool)
            }
        };
        let store = Self { engine, read, write, keys: Arc::new(Keys::derive(master)), installations: Arc::default() };
        store.check_key(&Keys::check_value(master)).await?;
        Ok(store)
    }

    /// A database remembers which master key its data is sealed under: with another key names and phones would be unreadable,
    /// and new ones would be sealed where the right key cannot open them.
    async fn check_key(&self, value: &str) -> Result<()> {
        match self.note(MASTER_KEY).await? {
            Some(known) if known == value => Ok(()),
            Some(_) => Err(StoreError::WrongKey),
            None => {
                let mut tx = self.begin().await?;
                // Not a moment of the domain's: a note of the database about itself.
                crate::notes::put(&mut tx, MASTER_KEY, value, lifang_core::clock::Instant(0)).await?;
                tx.commit().await
            }
        }
    }

    /// Which database it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Has a file's log of changes written into the file and emptied: what was erased would stand there until the next time.
    ///
    /// # Errors
    /// The database's own.
    pub async fn empty_log(&self) -> Result<()> {
        if self.engine == Engine::Sqlite {
            self.write.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Ok(())
    }

    /// Asks the database whether it is there.
    ///
    /// # Errors
    /// It is not.
    pub async fn ping(&self) -> Result<()> {
        self.read.execute("SELECT 1").await?;
        Ok(())
    }

    /// Begins a transaction that writes.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when others write for too long.
    pub async fn begin(&self) -> Result<Tx> {
        let inner = match self.engine {
            // A deferred transaction that writes late fails instead of waiting; an immediate one waits for its turn.
            Engine::Sqlite => match self.write.begin_with("BEGIN IMMEDIATE").await {
                // A full disk makes SQLite roll back by itself, and the driver still counts a transaction: the connection is of
                // no use any more, and the pool has no other.
                Err(sqlx::Error::InvalidSavePointStatement) => {
                    self.write.acquire().await?.close().await?;
                    self.write.begin_with("BEGIN IMMEDIATE").await?
                }
                begun => begun?,
            },
            Engine::Postgres => self.write.begin().await?,
        };
        Ok(Tx { inner, engine: self.engine, keys: Arc::clone(&self.keys) })
    }

    /// Tells the planner how full the tables are; to be called after large imports.
    ///
    /// # Errors
    /// The database's own.
    pub async fn analyze(&self) -> Result<()> {
        self.analyze_tables("").await
    }

    /// The same for regions, after a change of theirs.
    ///
    /// # Errors
    /// The database's own.
    pub async fn analyze_regions(&self) -> Result<()> {
        self.analyze_tables("region_version, region_link").await
    }

    /// The same after an import of a kind (`persons`, `houses`, …), for what it fills.
    ///
    /// # Errors
    /// The database's own.
    pub async fn analyze_imported(&self, kind: &str) -> Result<()> {
        let tables = match kind {
            "persons" | "residences" => "person, subject_key, person_fact, residence",
            "houses" => "building, building_fact, house, house_fact",
            "units" => "unit, unit_fact",
            _ => "appointment",
        };
        self.analyze_tables(tables).await
    }

    /// The same for some tables only (`a, b`; all where none is named). On PostgreSQL an empty table must not be analysed before
    /// it is filled: plans made for it then read it from end to end, and are kept.
    pub(crate) async fn analyze_tables(&self, tables: &'static str) -> Result<()> {
        match self.engine {
            // A sample of every index is enough for good plans, and takes milliseconds. Connections that are open read the outcome
            // with the schema, and that only when it changes.
            Engine::Sqlite => {
                let sql = "PRAGMA analysis_limit = 1000; ANALYZE; \
                           BEGIN IMMEDIATE; CREATE VIEW analysed AS SELECT 1; DROP VIEW analysed; COMMIT";
                self.write.execute(sql).await?
            }
            Engine::Postgres => query(format!("ANALYZE {tables}")).execute(&self.write).await?,
        };
        Ok(())
    }

    /// Closes all connections. What is dropped without it is closed a little later.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }

    pub(crate) fn reader(&self) -> &Pool<Any> {
        &self.read
    }

    pub(crate) fn cache(&self) -> &Cache {
        &self.installations
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.keys
    }
}

impl Tx {
    /// Makes it so.
    ///
    /// # Errors
    /// The database's own; then nothing happened.
    pub async fn commit(self) -> Result<()> {
        Ok(self.inner.commit().await?)
    }

    pub(crate) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.inner
    }

    pub(crate) fn engine(&self) -> Engine {
        self.engine
    }

    pub(crate) fn keys(&self) -> Arc<Keys> {
        Arc::clone(&self.keys)
    }

    /// From here to its end the transaction looks up everything by key, from the keys on, as it is written. PostgreSQL's planner knows
    /// nothing yet of tables that were filled a moment ago, perhaps by this very transaction, and a plan that reads them from end to
    /// end would be kept. Nor does it plan a statement anew for other values: there is one value, all the keys.
    pub(crate) async fn look_up_by_key(&mut self) -> Result<()> {
        if self.engine == Engine::Postgres {
            let off = ["enable_seqscan", "enable_bitmapscan", "enable_hashjoin", "enable_mergejoin", "enable_material"];
            let others = [("join_collapse_limit", "1"), ("plan_cache_mode", "force_generic_plan")];
            let settings = off.map(|name| (name, "off")).into_iter().chain(others);
            let set: Vec<String> =
                settings.map(|(name, value)| format!("set_config('{name}', '{value}', true)")).collect();
            query(format!("SELECT {}", set.join(", "))).execute(self.connection()).await?;
        }
        Ok(())
    }
}

/// A pool of PostgreSQL connections. Nothing asked here runs for so long that compiling it would pay: that took more than a second
/// where the planner's estimates were far off.
fn postgres() -> sqlx::pool::PoolOptions<Any> {
    AnyPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).acquire_timeout(ACQUIRE).after_connect(
        |connection, _| {
            Box::pin(async move {
                connection.execute("SET jit = off").await?;
                Ok(())
            })
        },
    )
}

/// A pool of SQLite connections: readers never wait for the writer (WAL), links are checked, locks are waited for.
fn sqlite(connections: u32, own: &'static str) -> sqlx::pool::PoolOptions<Any> {
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                for pragma in [
                    "PRAGMA busy_timeout = 10000",
                    "PRAGMA journal_mode = WAL",
                    "PRAGMA foreign_keys = ON",
                    "PRAGMA cache_size = -32768",
                    "PRAGMA mmap_size = 268435456",
                    "PRAGMA temp_store = MEMORY",
                    own,
                ] {
                    connection.execute(pragma).await?;
                }
                Ok(())
            })
        })
}

fn with_mode(url: &str, mode: &str) -> String {
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}mode={mode}")
}

fn migration_failed(error: sqlx::migrate::MigrateError) -> StoreError {
    match error {
        sqlx::migrate::MigrateError::Execute(error) => error.into(),
        other => StoreError::Database(other.into()),
    }
}
