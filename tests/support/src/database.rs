//! A database of its own for each test: a SQLite file, or a database on the cluster that `cargo xtask test` started.

use std::path::Path;
use std::process::Command;

/// The two engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

/// A database; dropped with its value.
#[derive(Debug)]
pub struct Database {
    /// What `lifang --database` takes.
    pub url: String,
    admin: Option<(String, String)>,
}

impl Database {
    /// An empty database. `folder` is where a file goes.
    ///
    /// # Panics
    /// When the server does not answer, or `LIFANG_TEST_PG_URL` is not set.
    #[must_use]
    pub fn create(engine: Engine, folder: &Path) -> Self {
        match engine {
            Engine::Sqlite => Self { url: format!("sqlite:{}", folder.join("lifang.db").display()), admin: None },
            Engine::Postgres => {
                let admin = std::env::var("LIFANG_TEST_PG_URL")
                    .unwrap_or_else(|_| panic!("LIFANG_TEST_PG_URL is not set: run the tests with `cargo xtask test`"));
                let folder = folder.file_name().unwrap().to_string_lossy().to_lowercase();
                let name =
                    format!("t_{}_{}", std::process::id(), folder.replace(|c: char| !c.is_ascii_alphanumeric(), "_"));
                psql(&admin, &format!("CREATE DATABASE \"{name}\""));
                let (server, _) = admin.rsplit_once('/').unwrap();
                Self { url: format!("{server}/{name}"), admin: Some((admin, name)) }
            }
        }
    }

    /// Runs SQL beside the host: the independent witness of what is stored. Gives the rows, columns parted by `|`.
    ///
    /// # Panics
    /// When the statement fails.
    #[must_use]
    pub fn sql(&self, statement: &str) -> Vec<String> {
        let output = match self.url.strip_prefix("sqlite:") {
            Some(file) => python_sqlite(file, statement),
            None => psql(&self.url, statement),
        };
        output.lines().map(str::to_owned).collect()
    }

    /// Changes what is stored behind the host's back.
    ///
    /// # Panics
    /// When the statement fails.
    pub fn change(&self, statement: &str) {
        match self.url.strip_prefix("sqlite:") {
            Some(file) => drop(python_sqlite(file, statement)),
            None => drop(psql(&self.url, statement)),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some((admin, name)) = &self.admin {
            psql(admin, &format!("DROP DATABASE \"{name}\" WITH (FORCE)"));
        }
    }
}

fn psql(url: &str, statement: &str) -> String {
    run(Command::new("psql").args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", statement]))
}

fn python_sqlite(file: &str, statement: &str) -> String {
    let program = "import sqlite3, sys\nconnection = sqlite3.connect(sys.argv[1])\nfor row in connection.execute(sys.argv[2]):\n    print('|'.join('' if cell is None else str(cell) for cell in row))\nconnection.commit()";
    run(Command::new("python3").args(["-c", program, file, statement]))
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{stderr}");
    String::from_utf8(output.stdout).unwrap()
}
