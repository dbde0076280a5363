//! Messages for the plugin's author and operator. Never write personal data here.

use crate::raw::rules::lifang::data::log::{self, Level};

/// Only of use while writing the plugin.
pub fn debug(message: &str) {
    write(Level::Debug, message);
}

/// Normal progress.
pub fn info(message: &str) {
    write(Level::Info, message);
}

/// Something the operator should know.
pub fn warn(message: &str) {
    write(Level::Warn, message);
}

/// Something went wrong, and the plugin went on.
pub fn error(message: &str) {
    write(Level::Error, message);
}

#[cfg(target_family = "wasm")]
fn write(level: Level, message: &str) {
    log::write(level, message);
}

#[cfg(not(target_family = "wasm"))]
#[expect(clippy::print_stderr, reason = "there is no host: a native test shows what its plugin said when it fails")]
fn write(level: Level, message: &str) {
    // Named here so that both builds speak of the same function.
    let _: fn(Level, &str) = log::write;
    eprintln!("{level:?}: {message}");
}

/// Makes a panic tell the host its text and place before the trap; called on entry to every exported function.
#[cfg(target_family = "wasm")]
#[doc(hidden)]
pub fn panics_are_heard() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|panic| log::write(Level::Panic, &panic.to_string())));
    });
}
