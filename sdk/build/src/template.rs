//! The beginnings of plugins: the same example in each language, which builds and passes its tests as it is.

use crate::{BuildError, Language, World};
use std::fs;
use std::path::{Path, PathBuf};

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
    /// The folder with the SDKs, where they are not to come from the registries: `sdk/` of a checkout.
    pub sdk: Option<PathBuf>,
}

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
/// The name is none, the folder is there, or a file cannot be written.
pub fn begin(dir: &Path, beginning: &Beginning) -> Result<Vec<PathBuf>, BuildError> {
    let Beginning { name, world, language, region, from, sdk } = beginning;
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.bytes().all(plain) || name.ends_with('-') {
        return Err(BuildError::BadName { name: name.clone() });
    }
    if dir.exists() {
        return Err(BuildError::Occupied { dir: dir.to_owned() });
    }
    let id = format!("local.r{}.{name}", significant(region));
    let sdk = dependency(*language, sdk.as_deref())?;
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
    let mut written = Vec::new();
    for (path, content) in template(*world, *language).into_iter().flatten() {
        let path = dir.join(path.trim_end_matches(".in"));
        let content = values.iter().fold((*content).to_owned(), |text, (key, value)| text.replace(key, value));
        let failed = |source| BuildError::Write { path: path.clone(), source };
        fs::create_dir_all(path.parent().unwrap_or(dir)).map_err(failed)?;
        fs::write(&path, content).map_err(failed)?;
        written.push(path);
    }
    Ok(written)
}

/// The digits of a region's code that say something.
fn significant(region: &str) -> &str {
    let rest_is_zeros = |end: &usize| region.get(*end..).is_some_and(|rest| rest.bytes().all(|digit| digit == b'0'));
    [2, 4, 6, 9].into_iter().find(rest_is_zeros).map_or(region, |end| &region[..end])
}

/// How the plugin's package names its SDK: by version, or by the folder of a checkout.
fn dependency(language: Language, sdk: Option<&Path>) -> Result<String, BuildError> {
    let version = env!("CARGO_PKG_VERSION");
    let Some(sdk) = sdk else {
        return Ok(match language {
            Language::Rust => format!("{version:?}"),
            Language::JavaScript => format!("^{version}"),
            Language::Python => format!("lifang-sdk[build,testing]>={version}"),
        });
    };
    let folder = sdk.join(language.name());
    let folder = folder.canonicalize().map_err(|source| BuildError::Read { path: folder, source })?;
    let folder = folder.display();
    Ok(match language {
        Language::Rust => format!("{{ path = \"{folder}\" }}"),
        Language::JavaScript => format!("file:{folder}"),
        Language::Python => format!("lifang-sdk[build,testing] @ file://{folder}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beginning(world: World, language: Language) -> Beginning {
        let sdk = Some(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(".."));
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
}
