//! `cargo xtask bench peers`: the same rule in other engines. They are a workspace of their own, so that neither the product's
//! build nor its tests carry them.

use crate::build::{self, Profile};
use crate::command;
use crate::environment;
use crate::failure::Result;
use crate::screen;
use crate::setup::{self, Purpose};
use crate::workspace::Workspace;

const FOLDER: &str = "tests/benches/peers";

/// Builds our plugin, the peers and their guest, and prints their table.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let tools = setup::prepare(workspace, Purpose::Demo)?;
    let lifang = build::lifang(workspace, &tools, Profile::Dev, false)?;
    let plugins = workspace.target.join("plugins");
    build::components(workspace, &tools, &lifang, "plugins", &plugins)?;

    screen::heading("peers");
    let target = workspace.target.join("peers");
    let cargo = |folder: &str| {
        let mut cargo = workspace.cargo(["build", "--release", "--locked"]);
        cargo.current_dir(workspace.path(FOLDER).join(folder)).env("CARGO_TARGET_DIR", &target);
        cargo
    };
    let step = screen::begin("building (minutes the first time)");
    command::run(tools.equip(cargo("extism-guest").args(["--target", "wasm32-unknown-unknown"]))?)?;
    // One after the other: together, cargo would want all kinds of Lua in one library.
    for package in ["lifang-peers-luau", "lifang-peers-luau-native", "lifang-peers"] {
        command::run(tools.equip(cargo("").args(["--package", package]))?)?;
    }
    step.done();
    let guest = target.join("wasm32-unknown-unknown/release/lifang_peers_extism_guest.wasm");
    let mut peers = std::process::Command::new(target.join("release/lifang-peers"));
    peers.env(environment::PLUGINS_DIR, &plugins).env(environment::PEERS_EXTISM_GUEST, guest);
    command::run(&mut peers)
}
