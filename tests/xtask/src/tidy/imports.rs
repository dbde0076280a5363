//! Rule: who may import whom. Data flows one way through the house, and each big library has one room.
//!
//! What is judged are the declared normal and build dependencies, optional ones included; tests may look anywhere.

use std::path::Path;

use serde_json::Value;

use super::Violation;
use crate::failure::{Failure, Result};

/// A member of the workspace.
#[derive(Debug, Clone)]
pub(super) struct Package {
    /// From the root, without a `/` at its end.
    pub(super) folder: String,
    pub(super) name: String,
    /// Names of the packages it depends on, as their registry or manifest has them.
    pub(super) dependencies: Vec<String>,
}

/// What `service` joins: they never see each other.
const JOINED: [&str; 8] = [
    "host/runtime",
    "host/store",
    "host/columns",
    "host/tables",
    "host/render",
    "host/registry",
    "host/identity",
    "host/connect",
];

/// A library, its satellites (`axum-extra`), and the only folders that may know it.
const ROOMS: [(&str, &[&str]); 13] = [
    // The benches compare with the bare engine, SQL, router, typesetter and workbook.
    ("wasmtime", &["host/runtime", "tests/benches"]),
    ("sqlx", &["host/store", "tests/benches"]),
    ("axum", &["host/web", "tests/benches"]),
    ("rust-embed", &["host/web"]),
    ("clap", &["host/cli", "tests/xtask"]),
    ("figment", &["host/cli"]),
    ("typst", &["host/render", "tests/benches"]),
    ("rust_xlsxwriter", &["host/render", "host/tables", "tests/benches"]),
    // A plugin sees no host, so the maker of plugins from workbooks opens them itself.
    ("calamine", &["host/tables", "sdk/sheet"]),
    ("encoding_rs", &["host/tables"]),
    ("arrow", &["host/columns", "tests/benches"]),
    ("parquet", &["host/columns", "tests/benches"]),
    ("object_store", &["host/columns"]),
];

/// Reads the members from what `cargo metadata` says.
pub(super) fn packages(metadata: &Value, root: &Path) -> Result<Vec<Package>> {
    let read = |package: &Value| {
        let folder = Path::new(package["manifest_path"].as_str()?).parent()?.strip_prefix(root).ok()?;
        let dependencies = package["dependencies"].as_array()?.iter();
        let judged = dependencies.filter(|dependency| dependency["kind"] != "dev");
        Some(Package {
            folder: folder.to_str()?.to_owned(),
            name: package["name"].as_str()?.to_owned(),
            dependencies: judged.filter_map(|dependency| Some(dependency["name"].as_str()?.to_owned())).collect(),
        })
    };
    let all = metadata["packages"].as_array().map(|packages| packages.iter().map(read).collect::<Option<Vec<_>>>());
    all.flatten().ok_or_else(|| Failure::Broken("cargo metadata names its packages in a way unknown here".to_owned()))
}

pub(super) fn check(packages: &[Package]) -> Vec<Violation> {
    let mut violations = Vec::new();
    for package in packages {
        for dependency in &package.dependencies {
            let ours = packages.iter().find(|other| other.name == *dependency);
            let broken = match ours {
                Some(other) => ours_refused(&package.folder, &other.folder),
                None => theirs_refused(&package.folder, dependency),
            };
            violations.extend(broken.map(|(why, mend)| Violation {
                file: format!("{}/Cargo.toml", package.folder),
                line: 1,
                what: format!("{} depends on {dependency}", package.name),
                why,
                mend,
            }));
        }
    }
    violations
}

type Refusal = (&'static str, &'static str);

/// Why a crate of ours may not import another of ours.
fn ours_refused(from: &str, to: &str) -> Option<Refusal> {
    let is_in = |folder: &str, prefix: &str| folder.starts_with(prefix);
    if is_in(from, "tests/") {
        return None;
    }
    if is_in(to, "tests/") {
        return Some(("the product does not know what judges it", "move what both need out of tests/"));
    }
    let may = match from {
        "host/core" => false,
        "host/service" => to == "host/core" || JOINED.contains(&to),
        "host/web" => ["host/service", "host/core"].contains(&to),
        "host/cli" => ["host/web", "host/service", "host/core", "sdk/build", "sdk/sheet"].contains(&to),
        _ if JOINED.contains(&from) => to == "host/core",
        _ if is_in(from, "sdk/") => is_in(to, "sdk/"),
        _ if is_in(from, "plugins/") => to == "sdk/rust",
        _ => false,
    };
    let refusal = if JOINED.contains(&from) && JOINED.contains(&to) {
        ("these never import each other", "declare a port in host/core and let host/service join them")
    } else if is_in(from, "sdk/") || is_in(from, "plugins/") {
        ("a plugin sees the contract and the SDK, never the host", "say it in wit/ and offer it in sdk/rust")
    } else {
        ("imports go cli → web → service → {runtime, store, …} → core only", "call through the layer between")
    };
    (!may).then_some(refusal)
}

/// Why a crate of ours may not import a library.
fn theirs_refused(from: &str, library: &str) -> Option<Refusal> {
    let room = |name: &str| library.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    let (_, folders) = ROOMS.iter().find(|(name, _)| room(name))?;
    let refusal = (
        "each big library is known in one place, so that it can be replaced there",
        "use what host/runtime (Wasm), host/store (SQL), host/render (documents), host/web (HTTP) or host/cli (arguments, configuration) offers",
    );
    (!folders.contains(&from)).then_some(refusal)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const MEMBERS: [(&str, &str); 13] = [
        ("host/core", "lifang-core"),
        ("host/runtime", "lifang-runtime"),
        ("host/store", "lifang-store"),
        ("host/render", "lifang-render"),
        ("host/service", "lifang-service"),
        ("host/web", "lifang-web"),
        ("host/cli", "lifang"),
        ("sdk/rust", "lifang-sdk"),
        ("sdk/build", "lifang-sdk-build"),
        ("plugins/jilin-forms", "jilin-forms"),
        ("plugins/jilin-rules", "jilin-rules"),
        ("tests/support", "lifang-test-support"),
        ("tests/benches", "lifang-benches"),
    ];

    /// Whether one dependency breaks the rules.
    fn is_refused(from: &str, to: &str) -> bool {
        let members = MEMBERS.map(|(folder, name)| Package {
            folder: folder.to_owned(),
            name: name.to_owned(),
            dependencies: if folder == from { vec![to.to_owned()] } else { Vec::new() },
        });
        assert!(members.iter().any(|member| member.folder == from), "{from} is no sample");
        !check(&members).is_empty()
    }

    #[test]
    fn the_ways_of_the_house_are_open() {
        for (from, to) in [
            ("host/cli", "lifang-web"),
            ("host/cli", "lifang-sdk-build"),
            ("host/cli", "clap"),
            ("host/web", "lifang-service"),
            ("host/web", "lifang-core"),
            ("host/web", "axum-extra"),
            ("host/web", "rust-embed"),
            ("host/service", "lifang-store"),
            ("host/service", "lifang-core"),
            ("host/store", "sqlx"),
            ("host/runtime", "wasmtime"),
            ("host/render", "typst-pdf"),
            ("plugins/jilin-forms", "lifang-sdk"),
            ("tests/benches", "wasmtime"),
            ("tests/support", "lifang-web"),
            ("host/core", "clapper"),
        ] {
            assert!(!is_refused(from, to), "{from} → {to}");
        }
    }

    #[test]
    fn every_other_way_is_shut() {
        for (from, to) in [
            ("host/core", "lifang-store"),
            ("host/runtime", "lifang-store"),
            ("host/store", "lifang-service"),
            ("host/service", "lifang-web"),
            ("host/web", "lifang-store"),
            ("host/cli", "lifang-runtime"),
            ("host/cli", "lifang-sdk"),
            ("sdk/rust", "lifang-core"),
            ("sdk/build", "lifang-runtime"),
            ("plugins/jilin-forms", "lifang-core"),
            ("plugins/jilin-forms", "jilin-rules"),
            ("plugins/jilin-forms", "lifang-sdk-build"),
            ("host/service", "lifang-test-support"),
            ("host/service", "wasmtime"),
            ("host/core", "wasmtime-environ"),
            ("host/service", "sqlx"),
            ("host/service", "axum"),
            ("host/cli", "rust-embed"),
            ("host/web", "clap"),
            ("host/store", "figment"),
            ("host/service", "typst"),
            ("host/web", "rust_xlsxwriter"),
            ("tests/support", "sqlx"),
        ] {
            assert!(is_refused(from, to), "{from} → {to}");
        }
    }

    #[test]
    fn metadata_is_read_without_what_only_tests_need() {
        let metadata = json!({"packages": [{
            "name": "lifang-core",
            "manifest_path": "/w/host/core/Cargo.toml",
            "dependencies": [
                {"name": "serde", "kind": null},
                {"name": "toml", "kind": "build"},
                {"name": "sqlx", "kind": "dev"},
            ],
        }]});
        let packages = packages(&metadata, Path::new("/w")).unwrap();
        assert_eq!(packages[0].folder, "host/core");
        assert_eq!(packages[0].dependencies, ["serde", "toml"]);
        assert!(super::packages(&json!({}), Path::new("/w")).is_err());
    }
}
