//! Built components: `cargo xtask test` builds them from source and says where they lie.

use std::path::PathBuf;

fn read(variable: &str, name: &str) -> Vec<u8> {
    let folder = std::env::var_os(variable).unwrap_or_else(|| {
        panic!("{variable} is not set: run the tests with `cargo xtask test`, which builds the components")
    });
    let path = PathBuf::from(folder).join(name).with_extension("wasm");
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A shipped plugin, by its folder's name.
#[must_use]
pub fn plugin(name: &str) -> Vec<u8> {
    read("LIFANG_PLUGINS_DIR", name)
}

/// A hostile guest, by its folder's name.
#[must_use]
pub fn guest(name: &str) -> Vec<u8> {
    read("LIFANG_GUESTS_DIR", name)
}

/// An example of `sdk/templates/`, or a hostile script, by world and language: `forms-python`, `hostile-js`.
#[must_use]
pub fn example(name: &str) -> Vec<u8> {
    read("LIFANG_EXAMPLES_DIR", name)
}
