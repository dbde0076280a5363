//! A fixed call.

use super::manifest::Manifest;
use crate::{Context, Date, Instant, Region, Value};
use std::path::Path;

/// A call whose every part the test decides. By default: a grid worker, at nine in the morning of Friday, 1 March 2024.
#[derive(Clone, Debug)]
pub struct TestContext {
    path: Vec<Region>,
    today: Date,
    time: (u8, u8),
    role: String,
    exceptions: Vec<Date>,
    settings: Vec<(String, Value)>,
}

/// Digits of a code down to each level.
const LEVELS: [(usize, &str); 6] =
    [(2, "province"), (4, "city"), (6, "district"), (9, "street"), (12, "community"), (15, "grid")];

impl TestContext {
    /// A call about a region, by its code (12 digits, a grid 15).
    #[must_use]
    pub fn new(region: &str) -> Self {
        let depth = subtree(region).len();
        let name = |code: &str| format!("region {code}");
        let levels = LEVELS.iter().filter(|(digits, _)| *digits <= depth);
        let path = levels.map(|(digits, level)| {
            let code = format!("{:0<12}", &region[..*digits]);
            Region { name: name(&code), code, level: (*level).to_owned() }
        });
        let today = Date(19_783);
        let path = path.collect();
        Self { path, today, time: (9, 0), role: "grid-worker".into(), exceptions: Vec::new(), settings: Vec::new() }
    }

    /// Settings have the defaults of the plugin's manifest.
    #[must_use]
    #[track_caller]
    pub fn of_plugin(mut self, dir: impl AsRef<Path>) -> Self {
        self.settings.extend(Manifest::of_plugin(dir.as_ref()).settings());
        self
    }

    /// The day of the call, `YYYY-MM-DD`.
    #[must_use]
    #[track_caller]
    pub fn on(mut self, day: &str) -> Self {
        self.today = read(day);
        self
    }

    /// The time of the call in China.
    #[must_use]
    pub const fn at(mut self, hour: u8, minute: u8) -> Self {
        self.time = (hour, minute);
        self
    }

    /// The name of the region.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        if let Some(region) = self.path.last_mut() {
            name.clone_into(&mut region.name);
        }
        self
    }

    /// The role of who acts.
    #[must_use]
    pub fn acting_as(mut self, role: &str) -> Self {
        role.clone_into(&mut self.role);
        self
    }

    /// Weekdays that are off and weekend days that are worked, `YYYY-MM-DD`.
    #[must_use]
    #[track_caller]
    pub fn exceptions<'d>(mut self, days: impl IntoIterator<Item = &'d str>) -> Self {
        self.exceptions.extend(days.into_iter().map(read));
        self.exceptions.sort_unstable();
        self
    }

    /// Sets a setting of the installation.
    #[must_use]
    pub fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.settings.insert(0, (key.to_owned(), value.into()));
        self
    }

    /// The call as the plugin gets it.
    #[must_use]
    pub const fn context(&self) -> Context<'_> {
        Context::of_test(self)
    }

    pub(crate) fn region(&self) -> Region {
        let nowhere = || Region { code: String::new(), name: String::new(), level: String::new() };
        self.path.last().cloned().unwrap_or_else(nowhere)
    }

    pub(crate) fn path(&self) -> Vec<Region> {
        self.path.clone()
    }

    pub(crate) const fn now(&self) -> Instant {
        self.today.at(self.time.0, self.time.1)
    }

    pub(crate) const fn today(&self) -> Date {
        self.today
    }

    pub(crate) fn role(&self) -> String {
        self.role.clone()
    }

    pub(crate) fn day_exceptions(&self) -> Vec<Date> {
        self.exceptions.clone()
    }

    pub(crate) fn setting_value(&self, key: &str) -> Option<Value> {
        self.settings.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone())
    }
}

/// The leading digits that all regions of the code's subtree share.
pub(super) fn subtree(code: &str) -> &str {
    let groups = LEVELS.iter().rev().map(|(digits, _)| *digits).filter(|digits| *digits <= code.len());
    let mut end = code.len();
    for (digits, above) in groups.zip([12, 9, 6, 4, 2, 0].into_iter().skip_while(|above| *above >= code.len())) {
        if digits == end && code[above..end].bytes().all(|digit| digit == b'0') {
            end = above;
        }
    }
    &code[..end]
}

#[track_caller]
#[expect(clippy::panic, reason = "a test that names no day has failed")]
fn read(day: &str) -> Date {
    Date::parse(day).unwrap_or_else(|| panic!("{day} is not a day written as YYYY-MM-DD"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_gives_its_path() {
        let path = |code| TestContext::new(code).path.into_iter().map(|region| (region.code, region.level));
        let levels: Vec<_> = path("220104001001").collect();
        let expected = [
            ("220000000000", "province"),
            ("220100000000", "city"),
            ("220104000000", "district"),
            ("220104001000", "street"),
            ("220104001001", "community"),
        ];
        assert_eq!(levels, expected.map(|(code, level)| (code.to_owned(), level.to_owned())));
        assert_eq!(path("220104001001003").next_back(), Some(("220104001001003".into(), "grid".into())));
        assert_eq!(path("220000000000").count(), 1);
    }

    #[test]
    fn the_default_day_is_the_one_promised() {
        let call = TestContext::new("220104001001");
        assert_eq!(call.context().now().to_string(), "2024-03-01 09:00");
        assert_eq!(call.context().today().to_string(), "2024-03-01");
    }
}
