//! The example of each world in each language, begun as a newcomer begins it, tested over the SDKs as installed packages, and built;
//! and the hostile scripts.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;
use crate::environment;
use crate::failure::{About as _, Result};
use crate::screen;
use crate::setup::{Tools, npm, python};
use crate::ui;
use crate::workspace::Workspace;

const WORLDS: [&str; 2] = ["forms", "rules"];
const LANGUAGES: [&str; 3] = ["rust", "js", "python"];
/// What the examples are made of; where none of it changed, they are not made again.
const SOURCES: [&str; 3] = ["sdk", "wit", "tests/guests/scripts"];

/// Puts `<world>-<language>.wasm` and `hostile-<language>.wasm` into `out`.
pub(crate) fn build(workspace: &Workspace, tools: &Tools, lifang: &Path, out: &Path) -> Result<()> {
    screen::heading("plugins in three languages");
    let stamp = out.join("made-of.txt");
    let mut now = String::new();
    for folder in SOURCES {
        now += &format!("{folder} {:016x}\n", ui::fingerprint(&workspace.path(folder))?);
    }
    now += python::SDK.list;
    if fs::read_to_string(&stamp).is_ok_and(|made| made == now) {
        screen::skipped("examples", "nothing changed");
        return Ok(());
    }
    let making = Making { workspace, tools, lifang, out: out.to_owned() };
    making.clear()?;
    making.packages()?;
    for world in WORLDS {
        for language in LANGUAGES {
            making.example(world, language)?;
        }
    }
    for language in ["js", "python"] {
        making.hostile(language)?;
    }
    fs::write(&stamp, now).about(stamp.display())
}

struct Making<'a> {
    workspace: &'a Workspace,
    tools: &'a Tools,
    lifang: &'a Path,
    out: PathBuf,
}

impl Making<'_> {
    fn run(&self, command: &mut Command) -> Result<()> {
        // Rust examples share what the workspace has compiled.
        command.env("CARGO_TARGET_DIR", &self.workspace.target);
        command::quietly(self.tools.equip(command)?)
    }

    fn clear(&self) -> Result<()> {
        if self.out.exists() {
            fs::remove_dir_all(&self.out).about(self.out.display())?;
        }
        fs::create_dir_all(&self.out).about(self.out.display())
    }

    /// Both SDKs as they would be published, and Python's installed.
    fn packages(&self) -> Result<()> {
        let step = screen::begin("packages of the SDKs");
        self.run(&mut ui::script(self.workspace, npm::SDK, &["prepare"]))?;
        let (js, python) = (self.workspace.path("sdk/js"), self.workspace.path("sdk/python"));
        let mut pack = Command::new("npm");
        self.run(
            pack.args(["pack", "--ignore-scripts", "--silent", "--pack-destination"]).arg(&self.out).current_dir(js),
        )?;
        let mut wheel = self.python();
        wheel.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--no-build-isolation",
        ]);
        self.run(wheel.arg("--force-reinstall").arg(&python))?;
        step.done();
        let step = screen::begin("tests of the SDKs");
        self.run(&mut ui::script(self.workspace, npm::SDK, &["test"]))?;
        self.run(self.python().args(["-m", "pytest", "--quiet"]).current_dir(&python))?;
        step.done();
        Ok(())
    }

    fn python(&self) -> Command {
        Command::new(self.workspace.target.join("sdk-python/bin/python"))
    }

    fn example(&self, world: &str, language: &str) -> Result<()> {
        let name = format!("{world}-{language}");
        let step = screen::begin(format!("{name}: begun, tested, built"));
        let dir = self.out.join(&name);
        let mut new = Command::new(self.lifang);
        new.args(["plugin", "new", &name, "--world", world, "--lang", language, "--region", "220104"]);
        new.args(["--from", "2024-01-01", "--sdk"]).arg(self.workspace.path("sdk")).current_dir(&self.out);
        self.run(&mut new)?;
        match language {
            "rust" => {
                // The workspace's versions, which are on this machine.
                let lock = dir.join("Cargo.lock");
                fs::copy(self.workspace.path("Cargo.lock"), &lock).about(lock.display())?;
                self.run(Command::new("cargo").args(["test", "--quiet", "--offline"]).current_dir(&dir))?;
            }
            "js" => {
                self.install_js(&dir)?;
                self.run(Command::new("npm").args(["test", "--silent"]).current_dir(&dir))?;
                self.run(Command::new("npm").args(["run", "--silent", "types"]).current_dir(&dir))?;
            }
            _ => self.run(self.python().args(["-m", "pytest", "--quiet"]).current_dir(&dir))?,
        }
        self.component(&dir, &name)?;
        step.done();
        Ok(())
    }

    fn hostile(&self, language: &str) -> Result<()> {
        let name = format!("hostile-{language}");
        let step = screen::begin(&name);
        let (dir, from) = (self.out.join(&name), self.workspace.path("tests/guests/scripts"));
        let ending = if language == "js" { "js" } else { "py" };
        let plugin = format!("plugin.{ending}");
        for (source, path) in [
            ("manifest.toml".to_owned(), "plugin.toml".to_owned()),
            ("texts/zh.ftl".to_owned(), "texts/zh.ftl".to_owned()),
            ("texts/en.ftl".to_owned(), "texts/en.ftl".to_owned()),
            (format!("{language}/{plugin}"), format!("src/{plugin}")),
        ] {
            let path = dir.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&dir)).about(path.display())?;
            fs::copy(from.join(source), &path).about(path.display())?;
        }
        let (mark, content) =
            if language == "js" { ("package.json", "{\"type\":\"module\"}") } else { ("pyproject.toml", "") };
        fs::write(dir.join(mark), content).about(dir.display())?;
        if language == "js" {
            self.install_js(&dir)?;
        }
        self.component(&dir, &name)?;
        step.done();
        Ok(())
    }

    /// The package as `npm pack` made it, over the dependencies as its lock file has them.
    fn install_js(&self, dir: &Path) -> Result<()> {
        let packed = fs::read_dir(&self.out).about(self.out.display())?.filter_map(|entry| Some(entry.ok()?.path()));
        let packed: Vec<PathBuf> = packed.filter(|path| path.extension().is_some_and(|end| end == "tgz")).collect();
        let installed = dir.join("node_modules/lifang-sdk");
        fs::create_dir_all(&installed).about(installed.display())?;
        self.run(Command::new("tar").arg("-xzf").args(&packed).args(["--strip-components=1", "-C"]).arg(&installed))?;
        let modules = self.workspace.path("sdk/js/node_modules");
        symlink(&modules, installed.join("node_modules")).about(installed.display())?;
        symlink(modules.join(".bin"), dir.join("node_modules/.bin")).about(dir.display())
    }

    fn component(&self, dir: &Path, name: &str) -> Result<()> {
        let mut build = Command::new(self.lifang);
        build.args(["plugin", "build"]).arg(dir).arg("--out").arg(self.out.join(name).with_extension("wasm"));
        build.env(environment::PLUGIN_PYTHON, self.workspace.target.join("sdk-python/bin/python"));
        self.run(&mut build)
    }
}
