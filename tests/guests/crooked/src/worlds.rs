//! Components of worlds that are almost ours. Their functions do nothing but trap: they are to be refused before any is called.

use crate::manifest;
use wit_component::{ComponentEncoder, StringEncoding};
use wit_parser::{ManglingAndAbi, Resolve};

/// The contract's packages, each in its files.
const CONTRACT: [(&str, &[&str]); 2] = [
    (
        "package lifang:data@1.0.0;",
        &[include_str!("../../../../wit/data/types.wit"), include_str!("../../../../wit/data/data.wit")],
    ),
    (
        "package lifang:plugin@1.0.0;",
        &[
            include_str!("../../../../wit/plugin/types.wit"),
            include_str!("../../../../wit/plugin/forms.wit"),
            include_str!("../../../../wit/plugin/rules.wit"),
        ],
    ),
];

/// A component of world `forms` with a manifest: nothing is wrong with its binary.
#[must_use]
pub fn forms() -> Vec<u8> {
    component("include lifang:plugin/forms@1.0.0;", "", "forms")
}

/// A component of world `rules` with a manifest: nothing is wrong with its binary.
#[must_use]
pub fn rules() -> Vec<u8> {
    component("include lifang:plugin/rules@1.0.0;", "", "rules")
}

/// A component that greets, and calls that world `forms`.
#[must_use]
pub fn other_world() -> Vec<u8> {
    component("export greet: func(name: string) -> string;", "", "forms")
}

/// World `forms`, and the environment of the machine besides.
#[must_use]
pub fn wants_wasi() -> Vec<u8> {
    let wasi =
        "package wasi:cli@0.2.0 { interface environment { get-environment: func() -> list<tuple<string, string>>; } }";
    component("include lifang:plugin/forms@1.0.0; import wasi:cli/environment@0.2.0;", wasi, "forms")
}

/// World `forms` without certificates.
#[must_use]
pub fn missing_export() -> Vec<u8> {
    component("import lifang:data/log@1.0.0; export lifang:plugin/checklists@1.0.0;", "", "forms")
}

/// World `forms` of a contract that does not exist yet.
#[must_use]
pub fn future_contract() -> Vec<u8> {
    encode("include lifang:plugin/forms@9.0.0;", "", "forms", |source| source.replace("@1.0.0", "@9.0.0"))
}

fn component(world: &str, packages: &str, named: &str) -> Vec<u8> {
    encode(world, packages, named, str::to_owned)
}

#[expect(
    clippy::expect_used,
    reason = "fixtures are made of constants; what is wrong with one fails the test that asks"
)]
fn encode(world: &str, packages: &str, named: &str, edit: impl Fn(&str) -> String) -> Vec<u8> {
    let mut resolve = Resolve::default();
    for (package, files) in CONTRACT {
        let source: String = files.iter().map(|source| without_package(source)).collect();
        resolve.push_str("contract.wit", &edit(&format!("{package}\n{source}"))).expect("the contract parses");
    }
    let source = format!("package test:crooked;\nworld crooked {{ {world} }}\n{packages}");
    let package = resolve.push_str("crooked.wit", &source).expect("the world parses");
    let world = resolve.select_world(&[package], None).expect("there is one world");
    let mut module = wit_component::dummy_module(&resolve, world, ManglingAndAbi::Standard32);
    wit_component::embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).expect("metadata fits");
    let encoder = ComponentEncoder::default().validate(true).module(&module);
    let bytes = encoder.and_then(|mut encoder| encoder.encode()).expect("a dummy module fits its world");
    lifang_sdk_build::embed(bytes, manifest(named).as_bytes(), &[("zh".into(), b"good = \xe5\xa5\xbd\n".to_vec())])
}

/// The source without its own package line and its prose, so that the files of a package can be joined to one.
fn without_package(source: &str) -> String {
    let kept = source.lines().filter(|line| !line.starts_with("package ") && !line.trim_start().starts_with("///"));
    kept.map(|line| format!("{line}\n")).collect()
}
