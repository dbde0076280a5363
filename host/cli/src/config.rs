//! Configuration: `lifang.toml` in the data directory, over it `LIFANG_…` variables, over them the command line.

use crate::args::Args;
use crate::failed::Failed;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use lifang_service::{Layout, SnapshotPlace};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The configuration.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    /// `LIFANG_DATA`: the directory for database, keys and compiled plugins. Default `data`.
    pub(crate) data: PathBuf,
    /// `LIFANG_DATABASE`: `sqlite:FILE` or `postgres://…`. Default SQLite in the data directory.
    pub(crate) database: Option<String>,
    /// `LIFANG_LISTEN`: where `serve` listens. Default `127.0.0.1:8700`.
    pub(crate) listen: SocketAddr,
    /// `LIFANG_LOG`: a filter of `tracing`, such as `info` or `lifang_service=debug`. Default `info`.
    pub(crate) log: String,
    /// `LIFANG_FONTS`: the folder of fonts that PDFs are set in. Default: the system's.
    pub(crate) fonts: Option<PathBuf>,
    /// `LIFANG_SNAPSHOTS`: where snapshots of base data lie, a folder or `s3://bucket/prefix`. Default: in the data directory.
    pub(crate) snapshots: Option<String>,
    /// How a bucket is reached, in `lifang.toml` only: `endpoint`, `region`, `access_key_id`, `secret_access_key`, `allow_http`.
    pub(crate) snapshot_options: BTreeMap<String, String>,
    /// `LIFANG_REFRESH_SECONDS`: how often snapshots are made anew of what changed, and sweeps taken up that were left. Default 5.
    pub(crate) refresh_seconds: u64,
    /// `LIFANG_RETRY_SECONDS`: how often undecided events are tried again. Default 30.
    pub(crate) retry_seconds: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: "data".into(),
            database: None,
            listen: SocketAddr::from(([127, 0, 0, 1], 8700)),
            log: "info,sqlx=warn".into(),
            fonts: None,
            snapshots: None,
            snapshot_options: BTreeMap::new(),
            refresh_seconds: 5,
            retry_seconds: 30,
        }
    }
}

const VARIABLES: [&str; 8] =
    ["data", "database", "fonts", "listen", "log", "refresh_seconds", "retry_seconds", "snapshots"];

impl Config {
    /// Reads all sources.
    pub(crate) fn load(args: &Args) -> Result<Self, Failed> {
        let from_env = || std::env::var_os("LIFANG_DATA").map(PathBuf::from);
        let data = args.data.clone().or_else(from_env).unwrap_or_else(|| Self::default().data);
        let mut sources = Figment::from(Serialized::defaults(Self::default()))
            .merge(Toml::file(data.join("lifang.toml")))
            .merge(Env::prefixed("LIFANG_").only(&VARIABLES))
            .merge(Serialized::default("data", &data));
        if let Some(database) = &args.database {
            sources = sources.merge(Serialized::default("database", database));
        }
        sources.extract().map_err(|error| Failed::config(&error.to_string()))
    }

    /// Where the host keeps its things.
    pub(crate) fn layout(&self) -> Layout {
        let file = |name: &str| self.data.join(name);
        let database = self.database.clone().unwrap_or_else(|| format!("sqlite:{}", file("lifang.db").display()));
        Layout {
            database,
            master_key: file("master.key"),
            cache: file("compiled"),
            imports: file("imports"),
            fonts: self.fonts.clone(),
            snapshots: self.snapshot_place(),
        }
    }

    fn snapshot_place(&self) -> SnapshotPlace {
        match &self.snapshots {
            Some(url) if url.starts_with("s3://") => {
                SnapshotPlace::Bucket { url: url.clone(), options: self.snapshot_options.clone() }
            }
            Some(folder) => SnapshotPlace::Folder(folder.into()),
            // Everything in it lies below `snapshots/`, as in a bucket.
            None => SnapshotPlace::Folder(self.data.clone()),
        }
    }

    /// Makes the data directory, readable by its owner only.
    pub(crate) fn make_directory(&self) -> Result<(), Failed> {
        make_private(&self.data).map_err(|error| Failed::file(&self.data, &error))
    }
}

fn make_private(directory: &Path) -> std::io::Result<()> {
    if directory.is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(directory)?;
    #[cfg(unix)]
    std::fs::set_permissions(directory, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}

/// Starts the log on standard error: JSON lines for a server that nobody watches, plain ones at a terminal.
pub(crate) fn start_log(config: &Config, server: bool) {
    let quiet = if server { config.log.as_str() } else { "warn" };
    let filter = tracing_subscriber::EnvFilter::try_new(quiet).unwrap_or_else(|_| "info".into());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if server && !std::io::stderr().is_terminal() { log.json().init() } else { log.with_target(false).init() }
}
