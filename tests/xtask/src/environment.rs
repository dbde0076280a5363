//! The environment variables by which this program speaks to what it starts, in one place.
//!
//! Nothing else sets them, and nothing in `host/` but `host/cli` reads any.

/// The `cargo` that builds plugins, when it is not the one on the path. These four are read by `lifang plugin build`, are
/// set together or not at all, and have names of our own because cargo's would reach the build of the host as well.
pub(crate) const PLUGIN_CARGO: &str = "LIFANG_PLUGIN_CARGO";
/// The compiler for that cargo: handed to it as `RUSTC`.
pub(crate) const PLUGIN_RUSTC: &str = "LIFANG_PLUGIN_RUSTC";
/// The linker: handed to it as `CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER`.
pub(crate) const PLUGIN_LINKER: &str = "LIFANG_PLUGIN_LINKER";
/// `1` when there is no ready-made standard library for Wasm: that cargo is called with `-Zbuild-std=std,panic_abort`, and
/// with `RUSTC_BOOTSTRAP=1`, because this is unstable and the compiler a stable release.
pub(crate) const PLUGIN_BUILD_STD: &str = "LIFANG_PLUGIN_BUILD_STD";

/// The Python that builds plugins: one that has the SDK and what makes components.
pub(crate) const PLUGIN_PYTHON: &str = "LIFANG_PLUGIN_PYTHON";

/// The `lifang` program under test.
pub(crate) const BIN: &str = "LIFANG_BIN";
/// The folder with each plugin of `plugins/` as `<name>.wasm`.
pub(crate) const PLUGINS_DIR: &str = "LIFANG_PLUGINS_DIR";
/// The module that stands for Extism among the peers.
pub(crate) const PEERS_EXTISM_GUEST: &str = "LIFANG_PEERS_EXTISM_GUEST";
/// The folder with each hostile component of `tests/guests/` as `<name>.wasm`.
pub(crate) const GUESTS_DIR: &str = "LIFANG_GUESTS_DIR";
/// The folder with the example of each world in each language, and hostile scripts, as `<world>-<language>.wasm`.
pub(crate) const EXAMPLES_DIR: &str = "LIFANG_EXAMPLES_DIR";
/// The folder with PostgreSQL's server programs (`initdb`, `pg_ctl`). If it is set already, that one is used.
pub(crate) const PG_BIN: &str = "LIFANG_PG_BIN";
/// A URL of the private PostgreSQL on loopback, as its superuser: a test makes a database of its own there.
pub(crate) const TEST_PG_URL: &str = "LIFANG_TEST_PG_URL";
/// A Python that can import the oracles `stdnum` and `chinese_calendar`.
pub(crate) const ORACLE_PYTHON: &str = "LIFANG_ORACLE_PYTHON";
/// Debian's Chromium, which the browser tests drive.
pub(crate) const CHROMIUM: &str = "LIFANG_CHROMIUM";
