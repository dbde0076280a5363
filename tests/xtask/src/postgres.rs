//! A private PostgreSQL for one run: made in a temporary folder, gone afterwards, whatever happens in between.

use std::env;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::geteuid;
use tempfile::TempDir;

use crate::command;
use crate::environment;
use crate::failure::{About as _, Failure, Result};
use crate::screen;

/// Where Debian keeps one folder per major version.
const DEBIAN: &str = "/usr/lib/postgresql";
/// The system account that runs the server when we are root, which PostgreSQL refuses to be.
const ACCOUNT: &str = "postgres";
/// What a test cluster may forget when the machine stops, and how many tests may talk to it at once.
const SETTINGS: &str = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 300\n";

/// The folder of the server programs: the one the environment names, Debian's newest, or the path's.
pub(crate) fn programs() -> Option<PathBuf> {
    let named = env::var_os(environment::PG_BIN).map(PathBuf::from);
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir(DEBIAN)
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin")))
        })
        .collect();
    versions.sort();
    let debian = versions.into_iter().rev().map(|(_, folder)| folder);
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path: Vec<_> = env::split_paths(&path).collect();
    named.into_iter().chain(debian).chain(on_path).find(|folder| folder.join("initdb").is_file())
}

/// A running server; dropping it stops it and removes its data.
#[derive(Debug)]
pub(crate) struct Cluster {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
}

impl Cluster {
    /// Makes and starts one, on loopback.
    pub(crate) fn start(programs: &Path) -> Result<Self> {
        let step = screen::begin("private PostgreSQL");
        // Not below the target folder: the account may have no way into it, and a socket's path must be short.
        let folder =
            tempfile::Builder::new().prefix("lifang-pg-").tempdir().about("temporary folder for PostgreSQL")?;
        give_away(folder.path())?;
        let cluster = Self { programs: programs.to_owned(), folder, port: free_port()? };
        cluster.initialize()?;
        // From here on dropping stops the server, which does no harm where it did not come up.
        command::quietly(cluster.program("pg_ctl").args(["start", "--wait", "--silent", "--log"]).arg(cluster.log()))
            .map_err(|failure| cluster.explain(&failure))?;
        step.done();
        Ok(cluster)
    }

    /// How tests reach it: its superuser, whom it trusts, and the database that is always there.
    pub(crate) fn url(&self) -> String {
        format!("postgres://{ACCOUNT}@127.0.0.1:{}/postgres", self.port)
    }

    fn initialize(&self) -> Result<()> {
        // Chinese collation, as a real deployment has it: an ordering that forgets COLLATE "C" then shows itself.
        command::quietly(self.program("initdb").args([
            "--username",
            ACCOUNT,
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--locale-provider=icu",
            "--icu-locale=zh-Hans-CN",
        ]))?;
        let own = format!(
            "{SETTINGS}listen_addresses = '127.0.0.1'\nport = {}\nunix_socket_directories = '{}'\n",
            self.port,
            self.folder.path().display()
        );
        let file = self.data().join("postgresql.conf");
        let standard = fs::read_to_string(&file).about(file.display())?;
        fs::write(&file, standard + &own).about(file.display())
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// One of the server programs, as an account it accepts.
    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if geteuid().is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", ACCOUNT, "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        // The caller's own PGPORT, PGHOST and the like mean another server.
        for (name, _) in env::vars_os().filter(|(name, _)| name.as_encoded_bytes().starts_with(b"PG")) {
            command.env_remove(name);
        }
        command.env("PGDATA", self.data()).current_dir(self.folder.path());
        command
    }

    fn explain(&self, failure: &Failure) -> Failure {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        Failure::Broken(format!("PostgreSQL did not start: {failure}\n{log}"))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if !self.data().join("postmaster.pid").exists() {
            return;
        }
        // Nobody will read this data again, so nothing is flushed.
        let stop = command::quietly(self.program("pg_ctl").args(["stop", "--mode=immediate", "--wait", "--silent"]));
        if let Err(failure) = stop {
            screen::note(format_args!("PostgreSQL in {} may still run: {failure}", self.folder.path().display()));
        }
    }
}

/// Hands the folder to the account, when we are not it ourselves.
fn give_away(folder: &Path) -> Result<()> {
    if !geteuid().is_root() {
        return Ok(());
    }
    let id = |flag: &str| -> Result<u32> {
        let text = command::read(Command::new("id").args([flag, ACCOUNT]))?;
        text.parse().map_err(|_| Failure::Broken(format!("`id {flag} {ACCOUNT}` gave no number: {text}")))
    };
    chown(folder, Some(id("-u")?), Some(id("-g")?)).about(folder.display())
}

/// A port nobody listens on now; the server takes it a moment later.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).about("a free port on loopback")?;
    Ok(listener.local_addr().about("a free port on loopback")?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_and_leaves_nothing_behind() {
        let programs = programs().expect("PostgreSQL is here: `cargo xtask setup test` installs it");
        let cluster = Cluster::start(&programs).unwrap();
        let (folder, url) = (cluster.folder.path().to_owned(), cluster.url());
        let ask = |query: &str| command::read(cluster.program("psql").args([&url, "-XAtc", query]));

        assert_eq!(ask("show fsync").unwrap(), "off");
        // Han characters sort by pronunciation, not by code point, unless a query asks for "C".
        let sorted = |collate: &str| {
            ask(&format!("select string_agg(x, '' order by x {collate}) from unnest('{{一,阿}}'::text[]) x"))
        };
        assert_eq!(sorted("").unwrap(), "阿一");
        assert_eq!(sorted("collate \"C\"").unwrap(), "一阿");

        drop(cluster);
        assert!(!folder.exists(), "{} is still there", folder.display());
        assert!(std::net::TcpStream::connect(url.rsplit_once('@').unwrap().1.trim_end_matches("/postgres")).is_err());
    }
}
