//! From a component to the files of its module, by `js-component-bindgen`; nothing of the component may become program text.

use super::{Module, ModuleFile, ServerOnly, ceiling};
use crate::inspect::Inspected;
use js_component_bindgen::{InstantiationMode, TranspileOpts};
use lifang_core::limits::Limits;
use wasmparser::{Parser, Payload};

/// What the script and the cores are called.
const STEM: &str = "plugin";
/// The longest script: ours have 330 KB, 40 on the wire.
const LONGEST: usize = 2 << 20;

/// A module and the bytes of its files, in its order.
pub(super) struct Made {
    pub(super) module: Module,
    pub(super) bytes: Vec<Vec<u8>>,
}

/// Turns a component that was inspected into a module.
pub(super) fn transpile(inspected: &Inspected, component: &[u8]) -> Result<Made, ServerOnly> {
    if let Some(reason) = inspected.server_only() {
        return Err(reason);
    }
    let options = TranspileOpts::builder()
        .name(STEM.to_owned())
        .no_typescript(true)
        // The script fetches nothing: whoever runs it hands it the cores and the imports.
        .instantiation_mode(InstantiationMode::Sync)
        .nodejs_compat_disabled(true)
        .no_namespaced_exports(true)
        .build();
    let transpiled = js_component_bindgen::transpile(component, options).map_err(|error| untranslatable(&error))?;
    let limit = Limits::INTERACTIVE.lowered_to(&inspected.manifest.limits).memory;
    let (mut script, mut cores) = (None, vec![]);
    for (name, bytes) in transpiled.files {
        if name.ends_with(".js") {
            script = Some((name, bytes));
        } else if name.ends_with(".wasm") {
            check_names(&bytes)?;
            let lowered = ceiling::lower(&bytes, limit).map_err(ServerOnly::Untranslatable)?;
            cores.push((name, lowered));
        }
    }
    let (name, script) = script.ok_or_else(|| ServerOnly::Untranslatable("no script came of it".into()))?;
    if script.len() > LONGEST {
        let what = format!("its script would have {} bytes; {LONGEST} is the limit", script.len());
        return Err(ServerOnly::Untranslatable(what));
    }
    let module = Module {
        script: ModuleFile::new(&name, &script),
        cores: cores.iter().map(|(name, bytes)| ModuleFile::new(name, bytes)).collect(),
        catalogs: inspected.catalog_sources.clone(),
    };
    Ok(Made { module, bytes: std::iter::once(script).chain(cores.into_iter().map(|(_, bytes)| bytes)).collect() })
}

fn untranslatable(error: &impl std::fmt::Debug) -> ServerOnly {
    ServerOnly::Untranslatable(format!("{error:?}").chars().take(400).collect())
}

/// Checks the names that the script writes between quotes, unescaped: a core module may call its imports and exports anything,
/// also `'+fetch('…')+'`.
fn check_names(core: &[u8]) -> Result<(), ServerOnly> {
    for payload in Parser::new(0).parse_all(core) {
        match payload.map_err(|error| untranslatable(&error))? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import.map_err(|error| untranslatable(&error))?;
                    check_name(import.module)?;
                    check_name(import.name)?;
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    check_name(export.map_err(|error| untranslatable(&error))?.name)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), ServerOnly> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:/@#$|[]()<>=+*,; ".contains(&byte);
    // `__proto__: x` in a script sets what an object inherits from.
    if name.len() <= 512 && name.bytes().all(plain) && name != "__proto__" {
        Ok(())
    } else {
        Err(ServerOnly::UnsafeName(name.chars().take(60).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_would_leave_their_quotes_are_refused() {
        for plain in [
            "[method]context.region",
            "cm32p2|lifang:plugin/checklists@1.0.0|ask",
            "$imports",
            "0",
            "",
            "utf8-to-utf8 (mem1 => mem0)",
        ] {
            assert_eq!(check_name(plain), Ok(()), "{plain}");
        }
        for program in ["'+fetch('/api/v1/plugins')+'", "a\\", "a\nb", "`${1}`", "名", "__proto__", "\u{2028}"] {
            assert_eq!(check_name(program), Err(ServerOnly::UnsafeName(program.into())), "{program}");
        }
    }
}
