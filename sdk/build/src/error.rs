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
