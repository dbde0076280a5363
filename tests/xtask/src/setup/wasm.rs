//! What compiles plugins: rustup's Wasm targets, or Debian's compiler where rustup cannot reach its server.
//!
//! Debian ships a recent compiler (`rustc-web`) with the source of the standard library but without a Wasm build of it;
//! cargo then builds that itself, once, into the target folder. Only `wasm32-unknown-unknown` can be had that way, which
//! is the target of every plugin in Rust.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::debian;
use crate::command;
use crate::environment::{PLUGIN_BUILD_STD, PLUGIN_CARGO, PLUGIN_LINKER, PLUGIN_RUSTC};
use crate::failure::{About as _, Failure, Result};
use crate::screen;
use crate::workspace::Workspace;

const TARGETS: [&str; 2] = ["wasm32-unknown-unknown", "wasm32-wasip2"];
const STEP: &str = "Wasm targets";
const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
const PROGRAMS: [&str; 3] = ["/usr/bin/cargo", "/usr/bin/rustc", "/usr/bin/wasm-ld-22"];
const SOURCE: &str = "/usr/lib/rustlib/src";
/// Kept below the target folder once the fallback was taken, so that rustup is not waited for every time.
const RECORD: &str = "lifang-toolchain.toml";

/// Which compiler plugins are built with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The one that builds the host too.
    Rustup,
    /// Debian's, with its standard library built from source.
    Debian,
}

impl Toolchain {
    /// What `lifang plugin build` must be told.
    pub(crate) fn environment(self) -> Vec<(&'static str, OsString)> {
        match self {
            Self::Rustup => Vec::new(),
            Self::Debian => vec![
                (PLUGIN_CARGO, PROGRAMS[0].into()),
                (PLUGIN_RUSTC, PROGRAMS[1].into()),
                (PLUGIN_LINKER, PROGRAMS[2].into()),
                (PLUGIN_BUILD_STD, "1".into()),
            ],
        }
    }

    /// The variables as a file that explains itself.
    fn record(self) -> String {
        let head = "# Written by `cargo xtask setup`: rustup could not bring the Wasm targets, so plugins are built with\n\
                    # Debian's compiler. To try rustup again, delete this file.\n\n[env]\n";
        let lines = self.environment().into_iter().map(|(name, value)| format!("{name} = {value:?}\n"));
        head.to_owned() + &lines.collect::<String>()
    }
}

/// Sees that plugins can be compiled.
pub(crate) fn prepare(workspace: &Workspace) -> Result<Toolchain> {
    let library = sysroot()?.join("lib/rustlib");
    if TARGETS.iter().all(|target| library.join(target).is_dir()) {
        screen::skipped(STEP, "found");
        return Ok(Toolchain::Rustup);
    }
    let record = workspace.target.join(RECORD);
    if record.is_file() && debian_is_here() {
        screen::skipped(STEP, format_args!("Debian's compiler is used instead, see {}", record.display()));
        return Ok(Toolchain::Debian);
    }
    match ask_rustup() {
        Ok(()) => Ok(Toolchain::Rustup),
        Err(Failure::Interrupted) => Err(Failure::Interrupted),
        Err(failure) => {
            screen::note(format_args!(
                "rustup could not bring the Wasm targets ({failure}): falling back to Debian's compiler"
            ));
            fall_back(&record)
        }
    }
}

fn ask_rustup() -> Result<()> {
    let step = screen::begin(STEP);
    command::run(Command::new("rustup").args(["target", "add"]).args(TARGETS))?;
    step.done();
    Ok(())
}

fn fall_back(record: &Path) -> Result<Toolchain> {
    if !debian_is_here() {
        debian::install_named(&PACKAGES)?;
    }
    if !debian_is_here() {
        return Err(Failure::Broken(format!(
            "{} were installed, but not all of {}, {SOURCE} are there; is this Debian 12 with its security updates?",
            PACKAGES.join(", "),
            PROGRAMS.join(", ")
        )));
    }
    fs::write(record, Toolchain::Debian.record()).about(record.display())?;
    Ok(Toolchain::Debian)
}

fn debian_is_here() -> bool {
    PROGRAMS.iter().all(|program| Path::new(program).exists()) && Path::new(SOURCE).is_dir()
}

fn sysroot() -> Result<PathBuf> {
    Ok(PathBuf::from(command::read(Command::new("rustc").args(["--print", "sysroot"]))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_holds_what_the_build_is_told() {
        let record = Toolchain::Debian.record();
        for line in ["LIFANG_PLUGIN_CARGO = \"/usr/bin/cargo\"\n", "LIFANG_PLUGIN_BUILD_STD = \"1\"\n", "[env]\n"] {
            assert!(record.contains(line), "{record}");
        }
        assert!(Toolchain::Rustup.environment().is_empty());
    }

    #[test]
    fn the_host_is_not_built_with_what_is_meant_for_plugins() {
        let names = Toolchain::Debian.environment().into_iter().map(|(name, _)| name);
        assert_eq!(names.filter(|name| !name.starts_with("LIFANG_PLUGIN_")).collect::<Vec<_>>(), [""; 0]);
    }
}
