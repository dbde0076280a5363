//! Where things are: the workspace, cargo, and the folder for what is built.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::command;
use crate::failure::{Failure, Result};

/// The workspace this program was built from.
#[derive(Debug)]
pub(crate) struct Workspace {
    /// The folder of the root `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Cargo's target folder: all that is built or installed for this workspace is below it.
    pub(crate) target: PathBuf,
    /// What `cargo metadata` says about our own packages.
    pub(crate) metadata: Value,
    cargo: OsString,
}

impl Workspace {
    /// Asks cargo.
    pub(crate) fn find() -> Result<Self> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        let mut ask = Command::new(&cargo);
        ask.args(["metadata", "--no-deps", "--format-version=1", "--manifest-path", manifest]);
        let metadata: Value = serde_json::from_str(&command::read(&mut ask)?)
            .map_err(|error| Failure::Broken(format!("cargo metadata gave no JSON: {error}")))?;
        let folder = |key: &str| {
            let path = metadata[key].as_str().map(PathBuf::from);
            path.ok_or_else(|| Failure::Broken(format!("cargo metadata gave no {key}")))
        };
        Ok(Self { root: folder("workspace_root")?, target: folder("target_directory")?, metadata, cargo })
    }

    /// `cargo` with these arguments, in the root.
    pub(crate) fn cargo<const N: usize>(&self, arguments: [&str; N]) -> Command {
        let mut command = Command::new(&self.cargo);
        command.args(arguments).current_dir(&self.root);
        command
    }

    /// A path below the root.
    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }
}
