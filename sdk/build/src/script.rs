//! Plugins in JavaScript and Python: their SDK, installed with the plugin, makes the component; this starts it.

use crate::process::{self, Ended};
use crate::{BuildError, Language, Options, World};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the npm package puts into a plugin's folder.
const JS_TOOL: &str = "node_modules/lifang-sdk/scripts/lifang-js.mjs";

/// Makes the component of the plugin in `dir`.
pub(crate) fn compile(language: Language, dir: &Path, world: World, options: &Options) -> Result<Vec<u8>, BuildError> {
    let read = |path: &Path, source| BuildError::Read { path: path.to_owned(), source };
    let dir = dir.canonicalize().map_err(|source| read(dir, source))?;
    let place = tempfile::tempdir().map_err(|source| read(Path::new("."), source))?;
    let out = place.path().join("component.wasm");
    let (program, remedy, mut command) = match language {
        Language::Python => python(&dir, options),
        Language::Rust | Language::JavaScript => javascript(&dir, options)?,
    };
    command.arg(&dir).args(["--world", &world.to_string(), "--out"]).arg(&out).current_dir(&dir);
    let no_tool = |source| BuildError::NoTool { program, source, remedy };
    let Ended { success, stdout, said } = process::run(command, options).map_err(no_tool)?;
    if !success {
        return Err(BuildError::ToolFailed { dir, said: format!("{said}\n{stdout}").trim().to_owned() });
    }
    fs::read(&out).map_err(|source| read(&out, source))
}

fn javascript(dir: &Path, options: &Options) -> Result<(PathBuf, &'static str, Command), BuildError> {
    let tool = dir.join(JS_TOOL);
    if !tool.is_file() {
        return Err(BuildError::NoJavaScriptSdk { path: tool });
    }
    let mut command = Command::new(&options.node);
    command.arg(tool).arg("build");
    Ok((options.node.clone(), "install Node 20.19 or newer, or name one in LIFANG_PLUGIN_NODE", command))
}

fn python(dir: &Path, options: &Options) -> (PathBuf, &'static str, Command) {
    let own = dir.join(".venv/bin/python");
    let python = options.python.clone().unwrap_or_else(|| if own.is_file() { own } else { "python3".into() });
    let mut command = Command::new(&python);
    command.args(["-m", "lifang_sdk.build"]);
    let remedy = "make an environment with `python3 -m venv .venv` and `.venv/bin/pip install -r requirements.txt` in the plugin's \
                  folder, or name a Python that has lifang-sdk[build] in LIFANG_PLUGIN_PYTHON";
    (python, remedy, command)
}
