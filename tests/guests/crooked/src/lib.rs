//! Binaries that no compiler would make: what an operator may be given to install. Each function gives one, whole but for the
//! one thing that is wrong with it.

mod renamed;
mod sections;
mod worlds;

pub use renamed::{PROGRAM, with_program_text};
pub use sections::{truncated, with_catalog, with_manifest, without_manifest};
pub use worlds::{forms, future_contract, missing_export, other_world, rules, wants_wasi};

/// A core module, not a component.
#[must_use]
pub fn core_module() -> Vec<u8> {
    b"\0asm\x01\0\0\0".to_vec()
}

/// Bytes that are not Wasm at all, the same each time.
#[must_use]
pub fn random_bytes(count: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    };
    (0..count).map(|_| next()).collect()
}

/// A manifest for the components made here: of that world, for Jilin, with one checklist or one rule `good`.
#[must_use]
pub fn manifest(world: &str) -> String {
    let title = r#"title = { zh = "作假的插件", en = "A crooked plugin" }"#;
    let item = match world {
        "forms" => "[[checklist]]\nid = \"good\"\n",
        _ => "[[rule]]\nevents = [\"good\"]\nid = \"good\"\n",
    };
    format!(
        "[plugin]\nid = \"test.crooked\"\nversion = \"1.0.0\"\nworld = \"{world}\"\ncontract = \"1.0\"\n{title}\n\
         regions = [\"220000000000\"]\neffective_from = \"2024-01-01\"\nlicence = \"Apache-2.0\"\n\n{item}{title}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasmparser::{Parser, Validator};

    #[test]
    fn the_crooked_components_are_valid_but_for_what_is_wrong() {
        let valid =
            |bytes: &[u8]| Validator::new_with_features(wasmparser::WasmFeatures::all()).validate_all(bytes).is_ok();
        let components = [
            forms(),
            rules(),
            other_world(),
            wants_wasi(),
            missing_export(),
            future_contract(),
            without_manifest(&forms()),
            with_program_text(&forms()),
        ];
        for component in components {
            assert!(valid(&component) && Parser::is_component(&component));
        }
        assert!(valid(&core_module()) && !Parser::is_component(&core_module()));
        assert!(!valid(&random_bytes(4_096)) && !valid(&truncated(&forms())));
        assert_eq!(random_bytes(64), random_bytes(64));
    }
}
