//! Turns a plugin's folder into a self-contained component, whatever language it is written in: make the component, check that it
//! imports nothing but its world, and embed the manifest and the catalogs. And begins such a folder.
//!
//! Of Rust, the same input gives the same bytes on every machine: no path of the machine gets in, and nothing is asked of the
//! clock. The engines of JavaScript and Python put seeds of their own into each component they make.

mod cargo;
mod component;
mod error;
mod language;
mod options;
mod plugin;
mod process;
mod script;
mod template;

pub use component::{World, append_section, embed};
pub use error::BuildError;
pub use language::Language;
pub use options::Options;
pub use template::{Beginning, begin};

use std::path::Path;

/// A built plugin.
#[derive(Clone, Debug)]
pub struct Built {
    /// The component, with `plugin.toml` and the catalogs inside.
    pub component: Vec<u8>,
    /// The world it implements.
    pub world: World,
    /// The languages of its catalogs.
    pub languages: Vec<String>,
    /// What it is written in.
    pub written_in: Language,
}

/// Builds the plugin in `dir`, which holds `plugin.toml`, `texts/`, and its code: a crate, an npm package or a Python project.
///
/// # Errors
/// A file is missing, the code does not compile, or the component is not what the manifest says. Each says what to do.
pub fn build(dir: &Path, options: &Options) -> Result<Built, BuildError> {
    let sources = plugin::Sources::read(dir)?;
    let written_in = Language::of(dir)?;
    let component = match written_in {
        Language::Rust => componentize(dir, options)?,
        Language::JavaScript | Language::Python => script::compile(written_in, dir, sources.world, options)?,
    };
    let world = component::check(&component, sources.world)?;
    let languages = sources.catalogs.iter().map(|(language, _)| language.clone()).collect();
    Ok(Built { component: embed(component, &sources.manifest, &sources.catalogs), world, languages, written_in })
}

/// Builds the crate in `dir` as a component of whatever world its bindings have, with no manifest: what is no plugin, such as
/// the guests that benchmarks compare with.
///
/// # Errors
/// The crate does not compile, or exports nothing that makes a component.
pub fn componentize(dir: &Path, options: &Options) -> Result<Vec<u8>, BuildError> {
    component::encode(&cargo::compile(dir, options)?)
}

/// A core module as the component of a plugin, with its manifest and catalogs inside.
///
/// # Errors
/// The module makes no component of that world.
pub fn component_of(
    module: &[u8],
    world: World,
    manifest: &[u8],
    catalogs: &[(String, Vec<u8>)],
) -> Result<Vec<u8>, BuildError> {
    let component = component::encode(module)?;
    component::check(&component, world)?;
    Ok(embed(component, manifest, catalogs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::PathBuf;

    const SDK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../rust");

    /// A plugin outside any workspace, in a folder of its own.
    struct Plugin(tempfile::TempDir);

    impl Plugin {
        fn new() -> Self {
            let plugin = Self(tempfile::tempdir().unwrap());
            let manifest = format!(
                "[workspace]\n[package]\nname = \"small\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"cdylib\", \"rlib\"]\n\
                 [dependencies]\nlifang-sdk = {{ path = {SDK:?} }}\n"
            );
            let code =
                "//! Small.\npub struct Small;\nlifang_sdk::forms!(Small);\nimpl lifang_sdk::Forms for Small {}\n";
            // The workspace's versions, which are on this machine: no test asks the network.
            let lock = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock")).unwrap();
            plugin
                .with("Cargo.lock", &lock)
                .with("Cargo.toml", &manifest)
                .with("plugin.toml", "[plugin]\nworld = \"forms\"\n")
                .with("texts/zh.ftl", "hello = 你好\n")
                .with("texts/en.ftl", "hello = Hello\n")
                .with("src/lib.rs", code)
        }

        fn with(self, path: &str, content: &str) -> Self {
            let path = self.0.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
            self
        }

        fn without(self, path: &str) -> Self {
            fs::remove_file(self.0.path().join(path)).unwrap();
            self
        }

        fn build(&self) -> Result<Built, BuildError> {
            // One target folder for all tests: dependencies are compiled once.
            let target_dir = Some(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/lifang-plugins"));
            build(self.0.path(), &Options { target_dir, ..Options::default() })
        }

        fn error(&self) -> String {
            self.build().unwrap_err().to_string()
        }
    }

    fn has(bytes: &[u8], part: &str) -> bool {
        bytes.windows(part.len()).any(|window| window == part.as_bytes())
    }

    #[test]
    fn the_same_plugin_gives_the_same_bytes_wherever_it_lies() {
        let built = Plugin::new().build().unwrap();
        assert_eq!((built.world, built.languages.as_slice()), (World::Forms, &["en".to_owned(), "zh".to_owned()][..]));
        assert!(
            ["lifang:manifest", "lifang:texts/en", "hello = 你好\n"].iter().all(|part| has(&built.component, part))
        );
        assert!(built.component.len() < 80_000, "{} bytes", built.component.len());
        let elsewhere = Plugin::new();
        assert!(built.component == elsewhere.build().unwrap().component, "the two components differ");
        let home = Path::new(SDK).canonicalize().unwrap();
        assert!(!has(&built.component, home.parent().unwrap().to_str().unwrap()), "a path of this machine is inside");
        assert!(!has(&built.component, ".cargo"), "a path of this machine is inside");
    }

    #[test]
    fn what_is_missing_is_named() {
        assert!(Plugin::new().without("plugin.toml").error().contains("plugin.toml is missing"));
        assert!(Plugin::new().without("texts/zh.ftl").error().contains("zh.ftl is missing"));
        let error = Plugin::new().without("Cargo.toml").error();
        assert!(["Cargo.toml", "package.json", "pyproject.toml"].iter().all(|file| error.contains(file)), "{error}");
        let error = Plugin::new().with("package.json", "{}").error();
        assert!(error.contains("Cargo.toml and package.json"), "{error}");
        let error = Plugin::new().with("plugin.toml", "[plugin]\nworld = \"form\"\n").error();
        assert!(error.contains("there is no \"form\""), "{error}");
        let error = Plugin::new().with("plugin.toml", "[plugin\n").error();
        assert!(error.contains("line 1"), "{error}");
    }

    #[test]
    fn code_and_manifest_must_name_one_world() {
        let error = Plugin::new().with("plugin.toml", "[plugin]\nworld = \"rules\"\n").error();
        assert!(error.contains("says world = \"rules\", but the code exports world forms"), "{error}");
        let error = Plugin::new().with("src/lib.rs", "//! Nothing.\n").error();
        assert!(error.contains("implements no world"), "{error}");
    }

    #[test]
    fn a_script_without_its_sdk_says_what_to_install() {
        let plugin = || Plugin::new().without("Cargo.toml");
        let error = plugin().with("package.json", "{}").error();
        assert!(error.contains("npm install"), "{error}");
        let options = Options { python: Some("no-such-python".into()), ..Options::default() };
        let python = plugin().with("pyproject.toml", "");
        let error = build(python.0.path(), &options).unwrap_err().to_string();
        assert!(error.contains("LIFANG_PLUGIN_PYTHON"), "{error}");
    }

    #[test]
    fn what_the_compiler_says_comes_through() {
        let error = Plugin::new().with("src/lib.rs", "//! Broken.\nfn broken( {\n").error();
        assert!(error.contains("src/lib.rs:2"), "{error}");
        let options = Options { cargo: "no-such-cargo".into(), ..Options::default() };
        let error = build(Plugin::new().0.path(), &options).unwrap_err().to_string();
        assert!(error.contains("LIFANG_PLUGIN_CARGO"), "{error}");
    }
}
