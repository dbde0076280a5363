//! The interpreters of spreadsheets: core modules that `lifang` embeds, built before it, as the pages are.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::command;
use crate::environment::{PLUGIN_BUILD_STD, PLUGIN_CARGO, PLUGIN_LINKER, PLUGIN_RUSTC};
use crate::failure::{About as _, Failure, Result};
use crate::screen;
use crate::setup::Tools;
use crate::workspace::Workspace;

const TARGET: &str = "wasm32-unknown-unknown";
/// Where `lifang-sheet` looks for them.
const EMBEDDED: &str = "sdk/sheet/interpreters";
/// Package, what cargo makes of it, and what it is called there.
const INTERPRETERS: [(&str, &str, &str); 2] = [
    ("lifang-sheet-forms", "lifang_sheet_forms.wasm", "forms.wasm"),
    ("lifang-sheet-rules", "lifang_sheet_rules.wasm", "rules.wasm"),
];

/// Builds them; cargo knows whether anything changed.
pub(crate) fn build(workspace: &Workspace, tools: &Tools) -> Result<()> {
    let step = screen::begin("building the interpreters of spreadsheets");
    let target = workspace.target.join("lifang-interpreters");
    let mut build = workspace.cargo(["build", "--lib", "--profile", "plugin", "--target", TARGET, "--target-dir"]);
    let said = |name| tools.variable(name).or_else(|| env::var_os(name)).filter(|value| !value.is_empty());
    if let Some(cargo) = said(PLUGIN_CARGO) {
        let arguments: Vec<OsString> = build.get_args().map(OsString::from).collect();
        build = Command::new(cargo);
        build.args(arguments).current_dir(&workspace.root);
    }
    build.arg(&target).args(INTERPRETERS.iter().flat_map(|(package, ..)| ["--package", package]));
    if let Some(rustc) = said(PLUGIN_RUSTC) {
        build.env("RUSTC", rustc);
    }
    if said(PLUGIN_BUILD_STD).is_some_and(|value| value == "1") {
        build.args(["-Z", "build-std=std,panic_abort"]).env("RUSTC_BOOTSTRAP", "1");
    }
    build.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", flags(workspace, said(PLUGIN_LINKER))?);
    command::run(tools.equip(&mut build)?)?;

    let embedded = workspace.path(EMBEDDED);
    fs::create_dir_all(&embedded).about(embedded.display())?;
    for (_, made, name) in INTERPRETERS {
        let (made, place) = (target.join(TARGET).join("plugin").join(made), embedded.join(name));
        let bytes = fs::read(&made).about(made.display())?;
        // A file that is written anew has `lifang` linked anew.
        if fs::read(&place).ok().as_ref() != Some(&bytes) {
            fs::write(&place, bytes).about(place.display())?;
        }
    }
    step.done();
    Ok(())
}

/// As plugins are built; and no folder of this machine gets into the bytes.
fn flags(workspace: &Workspace, linker: Option<OsString>) -> Result<OsString> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let home = home.ok_or_else(|| Failure::Broken("neither CARGO_HOME nor HOME is set".to_owned()))?;
    let mut flags = OsString::from("-Ctarget-feature=+simd128");
    for (folder, name) in [(&home, "/cargo"), (&workspace.root, "/workspace")] {
        flags.push("\u{1f}--remap-path-prefix=");
        flags.push(folder);
        flags.push("=");
        flags.push(name);
    }
    if let Some(linker) = linker {
        flags.push("\u{1f}-Clinker=");
        flags.push(linker);
    }
    Ok(flags)
}
