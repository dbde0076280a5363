//! The pages in `host/web/ui`: built before the program that embeds them, and only when something they are made of changed.

use std::collections::hash_map::DefaultHasher;
use std::ffi::OsStr;
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::arguments::UiOptions;
use crate::command;
use crate::failure::{About as _, Failure, Result};
use crate::screen;
use crate::setup::{self, Purpose, Tools, npm};
use crate::workspace::Workspace;

/// Where the build puts them, from the folder of the sources.
const BUILT: &str = "dist/index.html";
/// Beside the sources, but not part of what is built from them.
const NOT_SOURCES: [&str; 5] = ["dist", "node_modules", "interpreters", "__pycache__", ".pytest_cache"];

/// `cargo xtask ui`: the client of the API as it is described now, and the pages; or a server that shows each change at once.
pub(crate) fn run(workspace: &Workspace, options: UiOptions) -> Result<()> {
    let tools = setup::prepare(workspace, Purpose::Ui)?;
    screen::heading("pages");
    command::run(tools.equip(&mut script(workspace, npm::UI, &["api"]))?)?;
    if options.watch {
        screen::note("the API is asked at 127.0.0.1:8700 (or LIFANG_URL), where a demo runs in another terminal");
        return match command::run(tools.equip(&mut script(workspace, npm::UI, &["dev"]))?) {
            // Ctrl-C is how it ends well.
            Err(Failure::Interrupted) => Ok(()),
            other => other,
        };
    }
    build(workspace, &tools)
}

/// Builds the pages unless they are built from what the sources are now.
pub(crate) fn build(workspace: &Workspace, tools: &Tools) -> Result<()> {
    const STEP: &str = "building the pages";
    let folder = workspace.path(npm::UI.folder);
    let stamp = workspace.target.join("lifang-ui.stamp");
    let now = format!("{:016x}\n", fingerprint(&folder)?);
    if folder.join(BUILT).is_file() && fs::read_to_string(&stamp).is_ok_and(|built| built == now) {
        screen::skipped(STEP, "nothing changed");
        return Ok(());
    }
    let step = screen::begin(STEP);
    command::run(tools.equip(&mut script(workspace, npm::UI, &["build"]))?)?;
    fs::create_dir_all(&workspace.target).about(workspace.target.display())?;
    fs::write(&stamp, now).about(stamp.display())?;
    step.done();
    Ok(())
}

/// An npm script of one of our folders, with arguments of its own.
pub(crate) fn script(workspace: &Workspace, packages: npm::Packages, words: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command.args(["run", "--silent"]).args(words.iter().take(1));
    if words.len() > 1 {
        command.arg("--").args(&words[1..]);
    }
    command.current_dir(workspace.path(packages.folder));
    command
}

/// Changes when a source does. It need not mean the same to another compiler: the worst is one build too many.
pub(crate) fn fingerprint(folder: &Path) -> Result<u64> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.strip_prefix(folder).unwrap_or(&file).hash(&mut hasher);
        fs::read(&file).about(file.display())?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).about(folder.display())? {
        let entry = entry.about(folder.display())?;
        if NOT_SOURCES.iter().any(|name| entry.file_name() == OsStr::new(name)) {
            continue;
        }
        if entry.file_type().about(entry.path().display())?.is_dir() {
            collect(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, file: &str, text: &str) {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn a_changed_moved_or_new_source_is_seen_and_what_is_built_is_not() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        write(folder, "src/main.ts", "a");
        write(folder, "texts/zh.ftl", "b");
        let before = fingerprint(folder).unwrap();

        write(folder, "dist/index.html", "c");
        write(folder, "node_modules/vue/index.js", "d");
        assert_eq!(fingerprint(folder).unwrap(), before);

        write(folder, "texts/zh.ftl", "b2");
        let changed = fingerprint(folder).unwrap();
        assert_ne!(changed, before);

        fs::rename(folder.join("texts/zh.ftl"), folder.join("texts/en.ftl")).unwrap();
        let moved = fingerprint(folder).unwrap();
        assert_ne!(moved, changed);

        write(folder, "public/ward.svg", "");
        assert_ne!(fingerprint(folder).unwrap(), moved);
    }
}
