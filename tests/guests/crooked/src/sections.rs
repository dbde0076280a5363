//! Components whose custom sections are not what they should be.

use wasmparser::{Parser, Payload};

/// The component with this manifest in place of its own, whatever it says.
#[must_use]
pub fn with_manifest(component: &[u8], manifest: &str) -> Vec<u8> {
    lifang_sdk_build::embed(without_manifest(component), manifest.as_bytes(), &[])
}

/// The component with one more catalog, whatever is in it.
#[must_use]
pub fn with_catalog(component: &[u8], language: &str, catalog: &[u8]) -> Vec<u8> {
    let name = format!("lifang:texts/{language}");
    lifang_sdk_build::append_section(component.to_vec(), &name, catalog)
}

/// The component without its manifest.
#[must_use]
pub fn without_manifest(component: &[u8]) -> Vec<u8> {
    let mut depth = 0_u32;
    for payload in Parser::new(0).parse_all(component).map_while(Result::ok) {
        match payload {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::CustomSection(section) if depth == 0 && section.name() == "lifang:manifest" => {
                // The section's range leaves out its head: one byte of id, and its length.
                let range = section.range();
                let head = 1 + leb_length(range.len());
                return [&component[..range.start - head], &component[range.end..]].concat();
            }
            _ => {}
        }
    }
    component.to_vec()
}

/// The first half of it, as an upload that broke off.
#[must_use]
pub fn truncated(component: &[u8]) -> Vec<u8> {
    component[..component.len() / 2].to_vec()
}

/// How many bytes a number takes in LEB128.
const fn leb_length(number: usize) -> usize {
    let bits = usize::BITS - (number | 1).leading_zeros();
    bits.div_ceil(7) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_replaced_and_nothing_else() {
        let bare = without_manifest(&crate::forms());
        assert!(bare.len() < crate::forms().len());
        assert_eq!(without_manifest(&bare), bare);
        for manifest in ["x", &"x".repeat(200), &"x".repeat(20_000)] {
            let changed = with_manifest(&crate::forms(), manifest);
            assert!(changed.windows(manifest.len()).any(|bytes| bytes == manifest.as_bytes()));
            assert_eq!(without_manifest(&changed), bare);
        }
    }
}
