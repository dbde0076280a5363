//! A component that is whole, and tries to speak in another language than Wasm.

/// What stands, in the core module's own list of exports, where the name of a function stood: program text for a script that
/// writes names between quotes.
pub const PROGRAM: &str = "'+fetch('/api/v1/plugins')+'";

/// The component with a core export that is called [`PROGRAM`]; it is valid, for a core module may call things as it likes.
///
/// # Panics
/// When the component exports no list of certificates.
#[must_use]
pub fn with_program_text(component: &[u8]) -> Vec<u8> {
    let name = b"lifang:plugin/certificates@1|list";
    let mut program = PROGRAM.as_bytes().to_vec();
    // As long as the name it takes the place of, so that no length in the binary changes.
    program.resize(name.len(), b' ');
    let mut renamed = component.to_vec();
    let mut found = false;
    for at in 0..component.len().saturating_sub(name.len()) {
        if component[at..].starts_with(name) {
            renamed[at..at + name.len()].copy_from_slice(&program);
            found = true;
        }
    }
    assert!(found, "the component exports no list of certificates");
    renamed
}
