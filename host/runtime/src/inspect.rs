//! Reads a component without running it: manifest, catalogs, imports, exports; and says what is wrong.

use crate::engine::digest;
use crate::error::RuntimeError;
use lifang_core::call::Digest;
use lifang_core::manifest::{Manifest, World};
use lifang_core::text::{BadCatalog, Catalogs};
use std::collections::BTreeMap;
use wasmparser::{ComponentExternalKind, Encoding, Parser, Payload};

/// What a component says of itself, checked against what it is.
#[derive(Debug)]
pub struct Inspected {
    /// Its bytes' digest.
    pub digest: Digest,
    /// Its manifest.
    pub manifest: Manifest,
    /// The manifest's source.
    pub manifest_source: String,
    /// Catalogs by language.
    pub catalogs: Catalogs,
    /// Sources of the catalogs, by language.
    pub catalog_sources: BTreeMap<String, String>,
    /// The interfaces it imports.
    pub imports: Vec<String>,
    /// The interfaces it exports.
    pub exports: Vec<String>,
    /// Bytes.
    pub size: usize,
}

const FORMS_IMPORTS: &[&str] = &["lifang:data/types@1.", "lifang:data/log@1.", "lifang:plugin/types@1."];
const RULES_IMPORTS: &[&str] = &["lifang:data/subjects@1.", "lifang:data/scans@1.", "lifang:data/aggregates@1."];
const FORMS_EXPORTS: &[&str] = &["lifang:plugin/checklists@1.0", "lifang:plugin/certificates@1.0"];
const RULES_EXPORTS: &[&str] = &["lifang:plugin/grid-rules@1.0", "lifang:plugin/reports@1.0"];

/// Inspects a component.
///
/// # Errors
/// The first thing that keeps it from being a plugin of this contract.
pub fn inspect(bytes: &[u8]) -> Result<Inspected, RuntimeError> {
    let sections = read(bytes)?;
    let source = sections.manifest.ok_or(RuntimeError::NoManifest)?;
    let manifest = Manifest::parse(&source)?;
    check_world(manifest.plugin.world, &sections.imports, &sections.exports)?;
    if !sections.catalogs.contains_key("zh") {
        return Err(BadCatalog { language: "zh".into(), what: "is missing; every plugin speaks Chinese".into() }.into());
    }
    let catalogs =
        Catalogs::parse(sections.catalogs.iter().map(|(language, text)| (language.as_str(), text.as_str())))?;
    Ok(Inspected {
        digest: digest(bytes),
        manifest,
        manifest_source: source,
        catalogs,
        catalog_sources: sections.catalogs,
        imports: sections.imports,
        exports: sections.exports,
        size: bytes.len(),
    })
}

#[derive(Default)]
struct Sections {
    manifest: Option<String>,
    catalogs: BTreeMap<String, String>,
    imports: Vec<String>,
    exports: Vec<String>,
}

fn read(bytes: &[u8]) -> Result<Sections, RuntimeError> {
    let not = |what: String| RuntimeError::NotAComponent { what };
    if bytes.starts_with(b"\x7fELF") {
        return Err(not("it is native code (a .cwasm or program); only .wasm components are taken".into()));
    }
    let mut sections = Sections::default();
    // Sections of nested modules and components are skipped: only what lies at the top speaks for the plugin.
    let mut depth = 0_u32;
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload.map_err(|error| not(format!("at byte {}: {}", error.offset(), error.message())))?;
        match payload {
            Payload::Version { encoding: Encoding::Module, .. } if depth == 0 => {
                return Err(not("it is a core module, not a component".into()));
            }
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            Payload::CustomSection(section) => {
                let text = || {
                    String::from_utf8(section.data().to_vec())
                        .map_err(|_| not(format!("section {} is not UTF-8", section.name())))
                };
                if section.name() == "lifang:manifest" {
                    sections.manifest = Some(text()?);
                } else if let Some(language) = section.name().strip_prefix("lifang:texts/") {
                    sections.catalogs.insert(language.to_owned(), text()?);
                }
            }
            Payload::ComponentImportSection(reader) => {
                for import in reader {
                    let import = import.map_err(|error| not(error.to_string()))?;
                    sections.imports.push(import.name.name.to_owned());
                }
            }
            Payload::ComponentExportSection(reader) => {
                for export in reader {
                    let export = export.map_err(|error| not(error.to_string()))?;
                    if export.kind == ComponentExternalKind::Instance {
                        sections.exports.push(export.name.name.to_owned());
                    }
                }
            }
            _ => {}
        }
    }
    Ok(sections)
}

fn check_world(world: World, imports: &[String], exports: &[String]) -> Result<(), RuntimeError> {
    let (more, wanted): (&[&str], _) = match world {
        World::Forms => (&[], FORMS_EXPORTS),
        World::Rules => (RULES_IMPORTS, RULES_EXPORTS),
    };
    let name = world.name();
    let offered = |import: &&String| FORMS_IMPORTS.iter().chain(more).any(|prefix| import.starts_with(prefix));
    if let Some(import) = imports.iter().find(|import| !offered(import)) {
        return Err(RuntimeError::ForeignImport { import: import.clone(), world: name });
    }
    if let Some(export) = wanted.iter().find(|wanted| !exports.iter().any(|export| export.starts_with(**wanted))) {
        return Err(RuntimeError::MissingExport { export: (*export).into(), world: name });
    }
    Ok(())
}
