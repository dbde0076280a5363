//! How to compile: which cargo, which linker, where to.

use std::ffi::OsString;
use std::path::PathBuf;

/// How to compile. The default is `cargo` with an installed `wasm32-unknown-unknown` target.
#[derive(Clone, Debug)]
pub struct Options {
    /// The cargo program; the variable `LIFANG_PLUGIN_CARGO`.
    pub cargo: PathBuf,
    /// The compiler for that cargo, where it is not its own; `LIFANG_PLUGIN_RUSTC`.
    pub rustc: Option<PathBuf>,
    /// Compile the standard library too, where its Wasm build cannot be installed; `LIFANG_PLUGIN_BUILD_STD=1`. Wants the
    /// library's sources beside the compiler.
    pub build_std: bool,
    /// The linker, where it is not the compiler's own; `LIFANG_PLUGIN_LINKER`.
    pub linker: Option<PathBuf>,
    /// The Node that builds JavaScript plugins; `LIFANG_PLUGIN_NODE`.
    pub node: PathBuf,
    /// The Python that builds Python plugins; `LIFANG_PLUGIN_PYTHON`. By default the one of the folder's `.venv`, or else `python3`.
    pub python: Option<PathBuf>,
    /// Where cargo keeps what it makes; by default `lifang-plugins` in the target folder of the crate's workspace.
    pub target_dir: Option<PathBuf>,
    /// What gets cargo's progress, line by line.
    pub progress: fn(&str),
}

impl Default for Options {
    fn default() -> Self {
        Self {
            cargo: "cargo".into(),
            rustc: None,
            build_std: false,
            linker: None,
            node: "node".into(),
            python: None,
            target_dir: None,
            progress: |_| {},
        }
    }
}

impl Options {
    /// As the six variables say, which `read` looks up: `Options::from_vars(|name| std::env::var_os(name))`. This crate reads
    /// no environment itself.
    pub fn from_vars(read: impl Fn(&str) -> Option<OsString>) -> Self {
        let read = |name| read(name).filter(|value| !value.is_empty());
        let default = Self::default();
        Self {
            cargo: read("LIFANG_PLUGIN_CARGO").map_or(default.cargo, PathBuf::from),
            rustc: read("LIFANG_PLUGIN_RUSTC").map(PathBuf::from),
            build_std: read("LIFANG_PLUGIN_BUILD_STD").is_some_and(|value| value == "1"),
            linker: read("LIFANG_PLUGIN_LINKER").map(PathBuf::from),
            node: read("LIFANG_PLUGIN_NODE").map_or(default.node, PathBuf::from),
            python: read("LIFANG_PLUGIN_PYTHON").map(PathBuf::from),
            ..default
        }
    }
}
