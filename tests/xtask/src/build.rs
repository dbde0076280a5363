//! Builds the `lifang` program with the pages and interpreters it embeds, and with it the components: shipped plugins and hostile guests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;
use crate::failure::{About as _, Result};
use crate::interpreters;
use crate::screen;
use crate::setup::Tools;
use crate::ui;
use crate::workspace::Workspace;

/// How the program is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Built fast; what we depend on is optimised all the same.
    Dev,
    Release,
}

/// Builds the program; answers with its path. `with_tests` builds the test programs too, so that nothing which both
/// need is built twice with different features.
pub(crate) fn lifang(workspace: &Workspace, tools: &Tools, profile: Profile, with_tests: bool) -> Result<PathBuf> {
    screen::heading("lifang");
    ui::build(workspace, tools)?;
    interpreters::build(workspace, tools)?;
    // The whole workspace decides the features, whatever the task, for the same reason.
    let mut build = workspace.cargo(["build", "--workspace", "--bin", "lifang"]);
    if with_tests {
        build.args(["--tests"]);
    }
    let folder = match profile {
        Profile::Dev => "debug",
        Profile::Release => {
            build.arg("--release");
            "release"
        }
    };
    let step = screen::begin("building (minutes the first time)");
    command::run(tools.equip(&mut build)?)?;
    step.done();
    Ok(workspace.target.join(folder).join("lifang"))
}

/// Builds every crate in `sources` into `<name>.wasm` in `out`, and removes what no crate stands for any more.
pub(crate) fn components(workspace: &Workspace, tools: &Tools, lifang: &Path, sources: &str, out: &Path) -> Result<()> {
    screen::heading(format_args!("components of {sources}"));
    fs::create_dir_all(out).about(out.display())?;
    let crates = crates(&workspace.path(sources))?;
    for (position, source) in crates.iter().enumerate() {
        let name = name(source);
        let step = screen::begin(format!("{} of {}: {name}", position + 1, crates.len()));
        let mut build = Command::new(lifang);
        build.args(["plugin", "build"]).arg(source).arg("--out").arg(out.join(&name).with_extension("wasm"));
        command::run(tools.equip(build.current_dir(&workspace.root))?)?;
        step.done();
    }
    remove_stale(out, &crates)
}

/// The folders of plugins, by name: a manifest of the plugin tells them from the crates they share.
fn crates(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).about(folder.display())? {
        let path = entry.about(folder.display())?.path();
        if path.join("plugin.toml").is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A component left over from a crate since renamed would be installed beside its successor.
fn remove_stale(out: &Path, crates: &[PathBuf]) -> Result<()> {
    for entry in fs::read_dir(out).about(out.display())? {
        let path = entry.about(out.display())?.path();
        let is_component = path.extension().is_some_and(|extension| extension == "wasm");
        if is_component && !crates.iter().any(|source| source.file_name() == path.file_stem()) {
            fs::remove_file(&path).about(path.display())?;
            screen::note(format_args!("{} removed: its source is gone", path.display()));
        }
    }
    Ok(())
}

fn name(source: &Path) -> String {
    source.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_goes_with_its_source_and_other_files_stay() {
        let place = tempfile::tempdir().unwrap();
        for file in
            ["src/jilin-forms/plugin.toml", "src/notes/readme.md", "out/jilin-forms.wasm", "out/old.wasm", "out/key"]
        {
            let path = place.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let crates = crates(&place.path().join("src")).unwrap();
        assert_eq!(crates.iter().map(|path| name(path)).collect::<Vec<_>>(), ["jilin-forms"]);

        let out = place.path().join("out");
        remove_stale(&out, &crates).unwrap();

        let mut left: Vec<_> = fs::read_dir(&out).unwrap().map(|entry| name(&entry.unwrap().path())).collect();
        left.sort();
        assert_eq!(left, ["jilin-forms.wasm", "key"]);
    }

    #[test]
    fn no_folder_is_no_crates() {
        assert!(crates(Path::new("/nowhere/at/all")).unwrap().is_empty());
    }
}
