//! From a core module to a component that carries its manifest.

use crate::BuildError;
use std::fmt;
use wasm_encoder::{CustomSection, Encode, Section};
use wasmparser::{Parser, Payload};

/// The worlds of `lifang:plugin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum World {
    /// Checklists and certificates; pure.
    Forms,
    /// Grid rules and reports; reads data.
    Rules,
}

impl World {
    /// The world of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "forms" => Some(Self::Forms),
            "rules" => Some(Self::Rules),
            _ => None,
        }
    }

    /// Exported by a component of this world and no other.
    const fn mark(self) -> &'static str {
        match self {
            Self::Forms => "lifang:plugin/checklists@",
            Self::Rules => "lifang:plugin/grid-rules@",
        }
    }

    /// What a component of this world may import.
    const fn offers(self) -> &'static [&'static str] {
        match self {
            Self::Forms => &["lifang:data/types@", "lifang:data/log@", "lifang:plugin/types@"],
            Self::Rules => &["lifang:data/", "lifang:plugin/types@"],
        }
    }
}

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Forms => "forms",
            Self::Rules => "rules",
        })
    }
}

/// Encodes the module by the type that the SDK's bindings left in it.
pub(crate) fn encode(module: &[u8]) -> Result<Vec<u8>, BuildError> {
    let encoder = wit_component::ComponentEncoder::default().validate(true).module(module);
    let component = encoder.and_then(|mut encoder| encoder.encode());
    component.map_err(|error| BuildError::Encode { what: format!("{error:#}") })
}

/// Finds the component's world and checks it against the manifest's, and the imports against the world.
pub(crate) fn check(component: &[u8], declared: World) -> Result<World, BuildError> {
    let (imports, exports) = interfaces(component)?;
    let exported = |world: &World| exports.iter().any(|name| name.starts_with(world.mark()));
    let found = [World::Forms, World::Rules].into_iter().find(exported).ok_or(BuildError::NoWorld)?;
    if found != declared {
        return Err(BuildError::OtherWorld { declared, found });
    }
    let offered = |import: &String| found.offers().iter().any(|offer| import.starts_with(offer));
    match imports.into_iter().find(|import| !offered(import)) {
        Some(import) => Err(BuildError::ForeignImport { world: found, import }),
        None => Ok(found),
    }
}

/// The names that the component itself imports and exports, not those of modules and components inside it.
fn interfaces(component: &[u8]) -> Result<(Vec<String>, Vec<String>), BuildError> {
    let broken = |error: wasmparser::BinaryReaderError| BuildError::Encode { what: error.to_string() };
    let (mut imports, mut exports, mut depth) = (Vec::new(), Vec::new(), 0_u32);
    for payload in Parser::new(0).parse_all(component) {
        match payload.map_err(broken)? {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(section) if depth == 0 => {
                for import in section {
                    imports.push(import.map_err(broken)?.name.name.to_owned());
                }
            }
            Payload::ComponentExportSection(section) if depth == 0 => {
                for export in section {
                    exports.push(export.map_err(broken)?.name.name.to_owned());
                }
            }
            _ => {}
        }
    }
    Ok((imports, exports))
}

/// The component with a manifest and catalogs in it, as custom sections `lifang:manifest` and `lifang:texts/<language>`.
#[must_use]
pub fn embed(component: Vec<u8>, manifest: &[u8], catalogs: &[(String, Vec<u8>)]) -> Vec<u8> {
    let component = append_section(component, "lifang:manifest", manifest);
    catalogs.iter().fold(component, |component, (language, catalog)| {
        append_section(component, &format!("lifang:texts/{language}"), catalog)
    })
}

/// The component with one more custom section at its end.
#[must_use]
pub fn append_section(mut component: Vec<u8>, name: &str, data: &[u8]) -> Vec<u8> {
    let section = CustomSection { name: name.into(), data: data.into() };
    component.push(section.id());
    section.encode(&mut component);
    component
}
