//! The call: where, when, for whom, and how the plugin is configured.

use crate::raw::rules::lifang::plugin::types::Context as HostCall;
use crate::{Date, Instant, Region, Value};
use std::cell::OnceCell;

/// The call a plugin answers in. Everything that could make two runs differ is in here or in the arguments.
///
/// Each part is fetched from the host when first asked for and kept, so a plugin pays for what it uses.
#[derive(Debug)]
pub struct Context<'a> {
    source: Source<'a>,
    region: OnceCell<Region>,
    path: OnceCell<Vec<Region>>,
    now: OnceCell<Instant>,
    today: OnceCell<Date>,
    day_exceptions: OnceCell<Vec<Date>>,
}

#[derive(Debug)]
enum Source<'a> {
    Host(&'a HostCall),
    #[cfg(not(target_family = "wasm"))]
    Test(&'a crate::testing::TestContext),
}

/// Asks the host, or in a native test the fixed context.
macro_rules! ask {
    ($context:expr, $host:ident => $from_host:expr, $test:ident => $from_test:expr) => {
        match $context.source {
            Source::Host($host) => $from_host,
            #[cfg(not(target_family = "wasm"))]
            Source::Test($test) => $from_test,
        }
    };
}

impl<'a> Context<'a> {
    #[doc(hidden)]
    #[must_use]
    pub const fn of_host(call: &'a HostCall) -> Self {
        Self::new(Source::Host(call))
    }

    #[cfg(not(target_family = "wasm"))]
    pub(crate) const fn of_test(call: &'a crate::testing::TestContext) -> Self {
        Self::new(Source::Test(call))
    }

    const fn new(source: Source<'a>) -> Self {
        Self {
            source,
            region: OnceCell::new(),
            path: OnceCell::new(),
            now: OnceCell::new(),
            today: OnceCell::new(),
            day_exceptions: OnceCell::new(),
        }
    }

    /// The region the call is about.
    pub fn region(&self) -> &Region {
        self.region.get_or_init(|| ask!(self, host => host.region(), test => test.region()))
    }

    /// The region's path, outermost (province) first, the region itself last.
    pub fn path(&self) -> &[Region] {
        self.path.get_or_init(|| ask!(self, host => host.path(), test => test.path()))
    }

    /// The call's clock. It does not move during the call.
    pub fn now(&self) -> Instant {
        *self.now.get_or_init(|| ask!(self, host => Instant(host.now()), test => test.now()))
    }

    /// The calendar day of `now` in the region.
    pub fn today(&self) -> Date {
        *self.today.get_or_init(|| ask!(self, host => Date(host.today()), test => test.today()))
    }

    /// The role of who acts: `resident`, `grid-worker`, `community-staff`, … or `system`.
    pub fn role(&self) -> String {
        ask!(self, host => host.role(), test => test.role())
    }

    /// The exceptions to the working week, ascending: weekdays that are off and weekend days that are worked.
    pub fn day_exceptions(&self) -> &[Date] {
        self.day_exceptions.get_or_init(
            || ask!(self, host => host.day_exceptions().into_iter().map(Date).collect(), test => test.day_exceptions()),
        )
    }

    /// A setting of the installation, or its default in the manifest; `None` for a key the manifest does not declare.
    pub fn setting(&self, key: &str) -> Option<Value> {
        ask!(self, host => host.setting(key), test => test.setting_value(key))
    }
}

macro_rules! typed_setting {
    ($($(#[$doc:meta])* $name:ident -> $type:ty: $pattern:pat => $value:expr;)*) => {
        impl Context<'_> {
            $(
                $(#[$doc])*
                ///
                /// # Panics
                /// When the manifest declares no setting of that key and type: the first test of the plugin finds it.
                #[track_caller]
                pub fn $name(&self, key: &str) -> $type {
                    match self.setting(key) {
                        Some($pattern) => $value,
                        other => undeclared(key, stringify!($name), other.as_ref()),
                    }
                }
            )*
        }
    };
}

typed_setting! {
    /// A setting of type `flag`.
    setting_flag -> bool: Value::Flag(flag) => flag;
    /// A setting of type `integer`.
    setting_integer -> i64: Value::Integer(number) => number;
    /// A setting of type `decimal`.
    setting_decimal -> f64: Value::Decimal(number) => number;
    /// A setting of type `text`.
    setting_text -> String: Value::Text(text) => text;
    /// A setting of type `date`.
    setting_date -> Date: Value::Date(date) => Date(date);
    /// A setting of type `codes`.
    setting_codes -> Vec<String>: Value::Codes(codes) => codes;
}

#[track_caller]
#[cold]
#[expect(clippy::panic, reason = "code and manifest of one plugin disagree; no answer of it could be trusted")]
fn undeclared(key: &str, asked: &str, found: Option<&Value>) -> ! {
    panic!(
        "plugin.toml declares no such setting: {key} was read with {asked}, found {}",
        found.map_or("nothing", Value::type_name)
    )
}
