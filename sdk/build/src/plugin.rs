//! What a plugin's folder holds beside its code.

use crate::{BuildError, World};
use std::fs;
use std::path::Path;

/// The files that travel inside the component.
#[derive(Debug)]
pub(crate) struct Sources {
    /// The bytes of `plugin.toml`.
    pub(crate) manifest: Vec<u8>,
    /// The world it names.
    pub(crate) world: World,
    /// Language and bytes of each `texts/<language>.ftl`, by language.
    pub(crate) catalogs: Vec<(String, Vec<u8>)>,
}

impl Sources {
    pub(crate) fn read(dir: &Path) -> Result<Self, BuildError> {
        let path = dir.join("plugin.toml");
        require(&path, "every plugin says there what it is and what it needs")?;
        let manifest = read(&path)?;
        let world = world(&manifest).map_err(|what| BuildError::BadManifest { path, what })?;

        let texts = dir.join("texts");
        require(&texts.join("zh.ftl"), "every sentence a reader sees stands there, in Chinese first")?;
        let mut catalogs = Vec::new();
        for file in fs::read_dir(&texts).map_err(|source| BuildError::Read { path: texts.clone(), source })? {
            let path = file.map_err(|source| BuildError::Read { path: texts.clone(), source })?.path();
            let language = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".ftl"));
            if let Some(language) = language {
                catalogs.push((language.to_owned(), read(&path)?));
            }
        }
        catalogs.sort_unstable();
        Ok(Self { manifest, world, catalogs })
    }
}

/// The rest of the manifest is the host's to check.
fn world(manifest: &[u8]) -> Result<World, String> {
    let source = std::str::from_utf8(manifest).map_err(|error| error.to_string())?;
    let table: toml::Table = source.parse().map_err(|error: toml::de::Error| error.to_string())?;
    let world = table.get("plugin").and_then(|plugin| plugin.get("world")).and_then(toml::Value::as_str);
    let world = world.ok_or("[plugin] wants a world: \"forms\" or \"rules\"")?;
    World::named(world).ok_or_else(|| format!("[plugin] world: there is no \"{world}\", only \"forms\" and \"rules\""))
}

fn require(path: &Path, what: &'static str) -> Result<(), BuildError> {
    if path.is_file() { Ok(()) } else { Err(BuildError::Missing { path: path.to_owned(), what }) }
}

fn read(path: &Path) -> Result<Vec<u8>, BuildError> {
    fs::read(path).map_err(|source| BuildError::Read { path: path.to_owned(), source })
}
