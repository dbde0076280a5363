//! The beginnings of plugins: the same example in each language, which builds and passes its tests as it is.

use crate::{BuildError, Language, World};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use url::Url;

/// What a new plugin is to be.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// Its name: that of its package and folder, and the last part of its id.
    pub name: String,
    /// Its world.
    pub world: World,
    /// Its language.
    pub language: Language,
    /// The region it is for, 12 digits.
    pub region: String,
    /// The first day it speaks, YYYY-MM-DD.
    pub from: String,
    /// The folder with the SDKs: `sdk/` of a checkout.
    pub sdk: PathBuf,
}

/// Names that are those of something else: the SDK's own package, and what Cargo refuses as a package or Rust as a crate.
const TAKEN: [&str; 58] = [
    "lifang-sdk",
    "alloc",
    "core",
    "proc-macro",
    "std",
    "test",
    "abstract",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
    "deps",
];

/// Path and content of a template's files.
type Files = &'static [(&'static str, &'static str)];

/// The files of a folder of `sdk/templates/`.
macro_rules! files {
    ($folder:literal: $($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../../templates/", $folder, "/", $path)))),+]
    };
}

const FORMS: Files = files!("forms/every": "plugin.toml", "texts/zh.ftl", "texts/en.ftl", "tests/vectors.json");
const RULES: Files = files!("rules/every": "plugin.toml", "texts/zh.ftl", "texts/en.ftl", "tests/vectors.json");

const fn template(world: World, language: Language) -> [Files; 2] {
    let code: Files = match (world, language) {
        (World::Forms, Language::Rust) => files!("forms/rust": "Cargo.toml.in", "README.md", "src/lib.rs"),
        (World::Rules, Language::Rust) => files!("rules/rust": "Cargo.toml.in", "README.md", "src/lib.rs"),
        (World::Forms, Language::JavaScript) => {
            files!("forms/js": "package.json.in", "README.md", "src/plugin.js", "tests/plugin.test.js")
        }
        (World::Rules, Language::JavaScript) => {
            files!("rules/js": "package.json.in", "README.md", "src/plugin.js", "tests/plugin.test.js")
        }
        (World::Forms, Language::Python) => files!(
            "forms/python": "pyproject.toml.in", "requirements.txt.in", "README.md", "src/plugin.py", "tests/test_plugin.py"
        ),
        (World::Rules, Language::Python) => files!(
            "rules/python": "pyproject.toml.in", "requirements.txt.in", "README.md", "src/plugin.py", "tests/test_plugin.py"
        ),
    };
    let every = match world {
        World::Forms => FORMS,
        World::Rules => RULES,
    };
    [every, code]
}

/// Writes a new plugin into the folder `dir`, which must not be there yet, and lists its files.
///
/// # Errors
/// The name is none, the folder is there, the SDK is not, or a file cannot be written; then nothing is left behind.
pub fn begin(dir: &Path, beginning: &Beginning) -> Result<Vec<PathBuf>, BuildError> {
    let Beginning { name, world, language, region, from, sdk } = beginning;
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.bytes().all(plain) || name.ends_with('-') {
        return Err(BuildError::BadName { name: name.clone() });
    }
    if TAKEN.contains(&name.as_str()) {
        return Err(BuildError::TakenName { name: name.clone() });
    }
    let id = format!("local.r{}.{name}", significant(region));
    let sdk = dependency(*language, sdk)?;
    // What the tests call is a community: the first of the region, where the region is more than one.
    let community = format!("{:0<6}", significant(region)) + "001001";
    let community = community.get(..12).filter(|_| significant(region).len() <= 6).unwrap_or(region);
    let values = [
        ("{{name}}", name.as_str()),
        ("{{id}}", &id),
        ("{{region}}", region),
        ("{{community}}", community),
        ("{{today}}", from),
        ("{{sdk}}", &sdk),
    ];
    fs::create_dir(dir).map_err(|source| match source.kind() {
        ErrorKind::AlreadyExists => BuildError::Occupied { dir: dir.to_owned() },
        _ => BuildError::Write { path: dir.to_owned(), source },
    })?;
    let files = template(*world, *language).into_iter().flatten();
    let written: Result<Vec<PathBuf>, BuildError> =
        files.map(|(path, content)| write(dir, path, content, &values)).collect();
    if written.is_err() {
        // Half a plugin would only be in the way of the next try; what cannot be removed is named by the error.
        let _ = fs::remove_dir_all(dir);
    }
    written
}

/// Writes a file of a template with its gaps filled.
fn write(dir: &Path, path: &str, content: &str, values: &[(&str, &str)]) -> Result<PathBuf, BuildError> {
    let path = dir.join(path.trim_end_matches(".in"));
    let content = values.iter().fold(content.to_owned(), |text, (key, value)| text.replace(key, value));
    let failed = |source| BuildError::Write { path: path.clone(), source };
    fs::create_dir_all(path.parent().unwrap_or(dir)).map_err(failed)?;
    fs::write(&path, content).map_err(failed)?;
    Ok(path)
}

/// The digits of a region's code that say something.
fn significant(region: &str) -> &str {
    let rest_is_zeros = |end: &usize| region.get(*end..).is_some_and(|rest| rest.bytes().all(|digit| digit == b'0'));
    [2, 4, 6, 9].into_iter().find(rest_is_zeros).map_or(region, |end| &region[..end])
}

/// How the plugin's package names the folder of its SDK, quoted as its file wants it.
fn dependency(language: Language, sdk: &Path) -> Result<String, BuildError> {
    let folder = sdk.join(language.name());
    let folder = folder.canonicalize().map_err(|source| BuildError::NoSdk { path: folder, source })?;
    let unsaid = || BuildError::UnsaidPath { path: folder.clone() };
    let text = folder.to_str().ok_or_else(unsaid)?;
    Ok(match language {
        Language::Rust => format!("{{ path = {} }}", toml::Value::from(text)),
        Language::JavaScript => serde_json::Value::from(format!("file:{text}")).to_string(),
        Language::Python => {
            let url = Url::from_file_path(&folder).map_err(|()| unsaid())?;
            format!("lifang-sdk[build,testing] @ {url}")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beginning(world: World, language: Language) -> Beginning {
        let sdk = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
        let (name, region, from) = ("snow".to_owned(), "220104000000".to_owned(), "2026-01-01".to_owned());
        Beginning { name, world, language, region, from, sdk }
    }

    #[test]
    fn every_beginning_is_whole_and_leaves_nothing_to_fill_in_by_machine() {
        for world in [World::Forms, World::Rules] {
            for language in Language::ALL {
                let place = tempfile::tempdir().unwrap();
                let dir = place.path().join("snow");
                let written = begin(&dir, &beginning(world, language)).unwrap();
                assert_eq!(Language::of(&dir).unwrap(), language);
                for path in written {
                    let text = fs::read_to_string(&path).unwrap();
                    assert!(!text.contains("{{"), "{}", path.display());
                }
                let manifest = fs::read_to_string(dir.join("plugin.toml")).unwrap();
                assert!(manifest.contains("id = \"local.r220104.snow\"") && manifest.contains("\"220104000000\""));
                assert!(begin(&dir, &beginning(world, language)).unwrap_err().to_string().contains("is there already"));
            }
        }
    }

    #[test]
    fn what_is_no_name_of_a_package_is_refused() {
        let place = tempfile::tempdir().unwrap();
        for name in ["", "Snow", "雪", "1st", "snow-", "../snow", "a b"] {
            let wrong = Beginning { name: name.into(), ..beginning(World::Forms, Language::Rust) };
            let error = begin(&place.path().join("x"), &wrong).unwrap_err();
            assert!(matches!(error, BuildError::BadName { .. }), "{name}: {error}");
        }
    }
    #[test]
    fn names_of_something_else_are_refused() {
        let place = tempfile::tempdir().unwrap();
        for name in ["lifang-sdk", "match", "test"] {
            let wrong = Beginning { name: name.into(), ..beginning(World::Forms, Language::Rust) };
            let error = begin(&place.path().join("x"), &wrong).unwrap_err();
            assert!(matches!(error, BuildError::TakenName { .. }), "{name}: {error}");
        }
    }

    #[test]
    fn an_sdk_in_a_folder_of_any_name_is_found() {
        let place = tempfile::tempdir().unwrap();
        let sdk = place.path().join("Li \"Fang\" 里坊 #1");
        for language in Language::ALL {
            fs::create_dir_all(sdk.join(language.name())).unwrap();
        }
        let said = |language: Language, file: &str| {
            let dir = place.path().join(language.name());
            begin(&dir, &Beginning { sdk: sdk.clone(), ..beginning(World::Rules, language) }).unwrap();
            fs::read_to_string(dir.join(file)).unwrap()
        };
        let whole = |language: Language| sdk.canonicalize().unwrap().join(language.name()).to_str().unwrap().to_owned();
        let cargo: toml::Table = said(Language::Rust, "Cargo.toml").parse().unwrap();
        assert_eq!(cargo["dependencies"]["lifang-sdk"]["path"].as_str(), Some(whole(Language::Rust).as_str()));
        let npm: serde_json::Value = serde_json::from_str(&said(Language::JavaScript, "package.json")).unwrap();
        assert_eq!(npm["dependencies"]["lifang-sdk"], format!("file:{}", whole(Language::JavaScript)));
        let python: toml::Table = said(Language::Python, "pyproject.toml").parse().unwrap();
        let wanted = python["project"]["dependencies"][0].as_str().unwrap();
        let url = wanted.strip_prefix("lifang-sdk[build,testing] @ ").unwrap();
        assert_eq!(Url::parse(url).unwrap().to_file_path().unwrap().to_str(), Some(whole(Language::Python).as_str()));
    }

    #[test]
    fn without_an_sdk_nothing_is_begun() {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path().join("snow");
        let lost = Beginning { sdk: place.path().join("nowhere"), ..beginning(World::Forms, Language::Python) };
        assert!(matches!(begin(&dir, &lost).unwrap_err(), BuildError::NoSdk { .. }));
        assert!(!dir.exists());
    }
}
