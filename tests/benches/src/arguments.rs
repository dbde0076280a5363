//! What may be said on the command line.

use crate::Result;
use lexopt::prelude::{Long, Short, ValueExt as _};
use std::ffi::OsString;

pub(crate) const HELP: &str = "\
Measures what the platform costs, as ratios within one run.

cargo xtask bench [--only NAME]… [--full] [--persons N]

  --only NAME  decision, tuning, sweep, events, rendering, imports, exports, regions or snapshots; all but tuning and regions when nothing is said
  --full       also tuning (each figure of the engine, one by one), regions (the whole nation's, a few minutes),
               workbooks of a million rows and of 150,000 × 500 cells and a sweep of all of Jilin (24.07 million people, 1 GB of segments)
  --persons N  how many people the city of snapshots has; a million when nothing is said";

/// The comparisons there are.
pub(crate) const NAMES: [&str; 9] =
    ["decision", "tuning", "sweep", "events", "rendering", "imports", "exports", "regions", "snapshots"];
/// Those that only `--full` or their name brings.
const LONG: [&str; 2] = ["tuning", "regions"];

/// What was asked for.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    only: Vec<String>,
    pub(crate) full: bool,
    pub(crate) persons: Option<u32>,
    pub(crate) help: bool,
}

impl Arguments {
    pub(crate) fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Self> {
        let mut parser = lexopt::Parser::from_args(arguments);
        let mut read = Self::default();
        while let Some(argument) = parser.next()? {
            match argument {
                Long("only") => read.only.push(parser.value()?.parse_with(known)?),
                Long("full") => read.full = true,
                Long("persons") => read.persons = Some(parser.value()?.parse()?),
                Long("help") | Short('h') => read.help = true,
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(read)
    }

    /// Whether a comparison is to be made.
    pub(crate) fn wants(&self, name: &str) -> bool {
        if self.only.is_empty() {
            self.full || !LONG.contains(&name)
        } else {
            self.only.iter().any(|only| only == name)
        }
    }
}

fn known(name: &str) -> std::result::Result<String, String> {
    if NAMES.contains(&name) {
        Ok(name.to_owned())
    } else {
        Err(format!("there is no {name}; there are {}", NAMES.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(arguments: &[&str]) -> Vec<&'static str> {
        let read = Arguments::read(arguments.iter().map(OsString::from)).unwrap();
        NAMES.into_iter().filter(|name| read.wants(name)).collect()
    }

    #[test]
    fn what_takes_long_wants_to_be_asked_for() {
        assert_eq!(wanted(&[]), ["decision", "sweep", "events", "rendering", "imports", "exports", "snapshots"]);
        assert_eq!(wanted(&["--full"]), NAMES);
        assert_eq!(wanted(&["--only", "regions"]), ["regions"]);
        assert_eq!(wanted(&["--only", "sweep", "--only=tuning"]), ["tuning", "sweep"]);
    }

    #[test]
    fn what_there_is_not_is_named() {
        let error = Arguments::read(["--only", "speed"].map(OsString::from)).unwrap_err().to_string();
        assert!(error.contains("there is no speed; there are decision"), "{error}");
    }
}
