//! The interpreters, built before this crate by `cargo xtask`; none where it was not.

use lifang_sdk_build::World;

static FORMS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/forms.wasm"));
static RULES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.wasm"));

/// The interpreter of a world.
pub(crate) fn of(world: World) -> Option<&'static [u8]> {
    let interpreter = match world {
        World::Forms => FORMS,
        World::Rules => RULES,
    };
    (!interpreter.is_empty()).then_some(interpreter)
}
