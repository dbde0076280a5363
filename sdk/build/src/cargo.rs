//! Runs cargo so that the module it makes is small and the same everywhere.

use crate::process::{self, Ended};
use crate::{BuildError, Options};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

/// Named on the command line, so that a crate outside any workspace of ours is built alike.
const PROFILE: [&str; 7] = [
    "profile.plugin.inherits=\"release\"",
    "profile.plugin.opt-level=3",
    "profile.plugin.lto=true",
    "profile.plugin.codegen-units=1",
    "profile.plugin.panic=\"abort\"",
    "profile.plugin.strip=\"debuginfo\"",
    "profile.plugin.debug=false",
];

/// Compiles the plugin in `dir` to a core module.
pub(crate) fn compile(dir: &Path, options: &Options) -> Result<Vec<u8>, BuildError> {
    let dir = dir.canonicalize().map_err(|source| BuildError::Read { path: dir.to_owned(), source })?;
    let metadata = metadata(&dir, options)?;
    let target_dir = options
        .target_dir
        .clone()
        .unwrap_or_else(|| Path::new(metadata["target_directory"].as_str().unwrap_or("target")).join("lifang-plugins"));

    let mut command = cargo(&dir, options);
    command.args(["build", "--lib", "--profile", "plugin", "--target", TARGET]);
    command.args(["--message-format", "json-render-diagnostics"]).arg("--target-dir").arg(target_dir);
    command.args(PROFILE.iter().flat_map(|setting| ["--config", setting]));
    if options.build_std {
        command.args(["-Z", "build-std=std,panic_abort"]).env("RUSTC_BOOTSTRAP", "1");
    }
    // Encoded flags win over a caller's RUSTFLAGS and configuration: those must not change the bytes.
    command.env("CARGO_ENCODED_RUSTFLAGS", flags(&metadata, options).join("\u{1f}"));

    let stdout = run(command, &dir, options)?;
    let module = stdout.lines().filter_map(|line| module(line, &dir)).next_back();
    let module = module.ok_or_else(|| BuildError::NoCdylib { dir: dir.clone() })?;
    fs::read(&module).map_err(|source| BuildError::Read { path: module, source })
}

fn cargo(dir: &Path, options: &Options) -> Command {
    let mut command = Command::new(&options.cargo);
    command.current_dir(dir).env_remove("RUSTFLAGS");
    if let Some(rustc) = &options.rustc {
        command.env("RUSTC", rustc);
    }
    command
}

fn metadata(dir: &Path, options: &Options) -> Result<Value, BuildError> {
    let mut command = cargo(dir, options);
    command.args(["metadata", "--format-version", "1", "--filter-platform", TARGET]);
    let stdout = run(command, dir, options)?;
    serde_json::from_str(&stdout)
        .map_err(|error| BuildError::CargoFailed { dir: dir.to_owned(), stderr: error.to_string() })
}

/// Narrow loops over columns gain most from SIMD, which every engine of the last years has; and the folders of this machine
/// are named by what is in them.
fn flags(metadata: &Value, options: &Options) -> Vec<String> {
    let mut flags = vec!["-Ctarget-feature=+simd128".to_owned()];
    flags.extend(options.linker.iter().map(|linker| format!("-Clinker={}", linker.display())));
    let packages = metadata["packages"].as_array().map_or(&[][..], Vec::as_slice);
    let mut folders: Vec<_> = packages.iter().filter_map(folder).collect();
    // The compiler takes the last that fits: the workspace before what lies in it.
    folders.sort_by_key(|(folder, _)| folder.as_os_str().len());
    folders.dedup();
    let workspace = metadata["workspace_root"].as_str().map(|root| (PathBuf::from(root), "/workspace".to_owned()));
    let remap = |(folder, name): (PathBuf, String)| format!("--remap-path-prefix={}={name}", folder.display());
    flags.extend(workspace.into_iter().chain(folders).map(remap));
    flags
}

/// A package's folder, and what it is called in the component: packages of a registry by their common folder.
fn folder(package: &Value) -> Option<(PathBuf, String)> {
    let folder = Path::new(package["manifest_path"].as_str()?).parent()?;
    match package["source"].as_str() {
        Some(source) if source.starts_with("registry+") => Some((folder.parent()?.to_owned(), "/registry".to_owned())),
        _ => Some((folder.to_owned(), format!("/{}", package["name"].as_str()?))),
    }
}

/// The module that a line of cargo's messages says it made of the plugin itself.
fn module(line: &str, dir: &Path) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(line).ok()?;
    let mine = Path::new(message["manifest_path"].as_str()?) == dir.join("Cargo.toml");
    let files = message["filenames"].as_array().filter(|_| mine && message["reason"] == "compiler-artifact")?;
    let wasm = |file: &&str| Path::new(file).extension().is_some_and(|extension| extension == "wasm");
    files.iter().filter_map(Value::as_str).find(wasm).map(PathBuf::from)
}

/// Runs cargo to its end and gives what it wrote to stdout.
fn run(command: Command, dir: &Path, options: &Options) -> Result<String, BuildError> {
    let no_cargo = |source| BuildError::NoCargo { program: options.cargo.clone(), source };
    let Ended { success, stdout, said } = process::run(command, options).map_err(no_cargo)?;
    if success {
        Ok(stdout)
    } else if said.contains("target may not be installed") {
        Err(BuildError::NoTarget { stderr: said })
    } else {
        Err(BuildError::CargoFailed { dir: dir.to_owned(), stderr: said })
    }
}
