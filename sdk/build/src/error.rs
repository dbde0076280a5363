//! Why a plugin could not be built, and what to do about it.

use crate::World;
use std::path::PathBuf;

/// Why a plugin could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A file every plugin has is not there.
    #[error("{} is missing: {what}", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
        /// What it is for.
        what: &'static str,
    },
    /// A file cannot be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The manifest cannot be understood as far as building needs it.
    #[error("{}: {what}", path.display())]
    BadManifest {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the line where known.
        what: String,
    },
    /// Nothing says what language the code is written in.
    #[error(
        "{} has no code: Cargo.toml stands for Rust, package.json for JavaScript and TypeScript, pyproject.toml for Python",
        dir.display()
    )]
    NoLanguage {
        /// The plugin's folder.
        dir: PathBuf,
    },
    /// Two languages at once.
    #[error("{} has both {one} and {other}: a plugin is written in one language; take one of them away", dir.display())]
    TwoLanguages {
        /// The plugin's folder.
        dir: PathBuf,
        /// A file that stands for one.
        one: &'static str,
        /// A file that stands for another.
        other: &'static str,
    },
    /// The SDK of a JavaScript plugin is not installed in its folder.
    #[error("{} is missing: run `npm install` in the plugin's folder", path.display())]
    NoJavaScriptSdk {
        /// What was looked for.
        path: PathBuf,
    },
    /// An engine's tool cannot be started.
    #[error("{} cannot be started ({source}): {remedy}", program.display())]
    NoTool {
        /// The program.
        program: PathBuf,
        /// Why.
        source: std::io::Error,
        /// What to install, or which variable names it.
        remedy: &'static str,
    },
    /// The engine's tool refused the code.
    #[error("{} could not be built:\n{said}", dir.display())]
    ToolFailed {
        /// The plugin's folder.
        dir: PathBuf,
        /// The end of what the tool said.
        said: String,
    },
    /// The folder of a new plugin holds something already.
    #[error("{} is there already: name another folder, or remove it first", dir.display())]
    Occupied {
        /// The folder.
        dir: PathBuf,
    },
    /// The name of a new plugin is no name of a package.
    #[error(
        "{name:?} is no name for a plugin: small letters, digits and hyphens, a letter first, such as `snow-rules`"
    )]
    BadName {
        /// The name.
        name: String,
    },
    /// The name is that of something else.
    #[error("{name:?} is the name of something else, of the SDK or in Rust: choose another, such as {name}-rules")]
    TakenName {
        /// The name.
        name: String,
    },
    /// The folder of a language's SDK is not there.
    #[error("{}: {source}: --sdk wants the folder sdk/ of a checkout of Lifang, which has one folder per language", path.display())]
    NoSdk {
        /// What was looked for.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The path of the SDK cannot stand in a text.
    #[error("{} is no text in UTF-8, and a package could not name it: move the SDK to another folder", path.display())]
    UnsaidPath {
        /// The folder.
        path: PathBuf,
    },
    /// A file of a new plugin cannot be written.
    #[error("{} cannot be written: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Cargo cannot be started.
    #[error("{} cannot be started ({source}): install Rust, or name a cargo in LIFANG_PLUGIN_CARGO", program.display())]
    NoCargo {
        /// The program.
        program: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The compiler has no library for Wasm.
    #[error(
        "the target wasm32-unknown-unknown is not installed: run `rustup target add wasm32-unknown-unknown`, or set \
         LIFANG_PLUGIN_BUILD_STD=1 where the compiler's sources are installed\n{stderr}"
    )]
    NoTarget {
        /// The end of what cargo said.
        stderr: String,
    },
    /// The crate does not compile.
    #[error("cargo could not build {}:\n{stderr}", dir.display())]
    CargoFailed {
        /// The plugin's folder.
        dir: PathBuf,
        /// The end of what cargo said.
        stderr: String,
    },
    /// The crate makes no Wasm module.
    #[error("{} makes no Wasm module: its Cargo.toml wants `[lib] crate-type = [\"cdylib\", \"rlib\"]`", dir.display())]
    NoCdylib {
        /// The plugin's folder.
        dir: PathBuf,
    },
    /// The module cannot be made a component.
    #[error("the module cannot be made a component: {what}")]
    Encode {
        /// What `wit-component` said.
        what: String,
    },
    /// The component implements neither world.
    #[error(
        "the component implements no world of lifang:plugin: does src/lib.rs call `lifang_sdk::forms!` or `lifang_sdk::rules!`?"
    )]
    NoWorld,
    /// The component implements another world than the manifest says.
    #[error("plugin.toml says world = \"{declared}\", but the code exports world {found}")]
    OtherWorld {
        /// In the manifest.
        declared: World,
        /// In the code.
        found: World,
    },
    /// The component imports what its world does not offer.
    #[error(
        "the component imports {import}, which world {world} does not offer: a plugin is pure, without files, environment or network"
    )]
    ForeignImport {
        /// Its world.
        world: World,
        /// What it imports.
        import: String,
    },
}
