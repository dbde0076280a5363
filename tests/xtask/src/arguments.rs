//! The command line: which task, with which options.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::{Long, Short, Value};
use lexopt::{Parser, ValueExt as _};

use crate::failure::{Failure, Result};
use crate::setup::Purpose;

/// What `cargo xtask help` prints.
pub(crate) const HELP: &str = "\
cargo xtask <task>

  demo [--listen ADDR] [--data DIR]   set up, build and serve two districts with their plugins (127.0.0.1:8700, .demo/)
  test [FILTER…]                      set up, then run every test: on SQLite and PostgreSQL, doctests, pages, in a browser
  test pages|browser [FILTER…]        the pages' own tests alone; the tests in a browser alone
  ui [--watch]                        build the pages alone; or serve them, each change shown at once (API from a demo)
  bench [--full]                      set up, then measure, and print the ratios as a table
  bench peers                         the same rule in other engines, side by side (a build of its own)
  lint                                formatting, clippy, house rules, licences and bans
  tidy                                the house rules alone
  setup [ui|demo|test|bench|lint]     install what one of them needs (default: test), and nothing else";

/// One task with its options.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Task {
    Help,
    Setup(Purpose),
    Demo(DemoOptions),
    Ui(UiOptions),
    Test(TestOptions),
    Tidy,
    Lint,
    Peers,
    /// Everything after `bench` goes to the bench program.
    Bench {
        arguments: Vec<OsString>,
    },
}

/// Where the demo listens and what it may write to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DemoOptions {
    /// `host:port`.
    pub(crate) listen: String,
    /// Everything the demo makes is kept here; relative to the folder the command was called in. `None`: `.demo` in the
    /// workspace.
    pub(crate) data: Option<PathBuf>,
}

/// How the pages are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UiOptions {
    /// Served from their sources instead of built.
    pub(crate) watch: bool,
}

/// Which tests run, with filters for the program that runs them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum TestOptions {
    Everything,
    /// For nextest.
    Native(Vec<OsString>),
    /// For vitest.
    Pages(Vec<OsString>),
    /// For playwright.
    Browser(Vec<OsString>),
}

/// Reads the program's own arguments.
pub(crate) fn parse() -> Result<Task> {
    parse_from(Parser::from_env())
}

fn parse_from(mut parser: Parser) -> Result<Task> {
    let Some(first) = parser.next()? else { return Ok(Task::Help) };
    let name = match first {
        Value(name) => name.string()?,
        Long("help") | Short('h') => return Ok(Task::Help),
        other => return Err(other.unexpected().into()),
    };
    match name.as_str() {
        "help" => Ok(Task::Help),
        "setup" => setup(parser),
        "demo" => demo(parser),
        "ui" => ui(parser),
        "test" => Ok(Task::Test(test(parser.raw_args()?.collect()))),
        "bench" => Ok(bench(parser.raw_args()?.collect())),
        "tidy" => nothing_more(parser, Task::Tidy),
        "lint" => nothing_more(parser, Task::Lint),
        unknown => Err(Failure::Usage(format!("there is no task `{unknown}`"))),
    }
}

/// `peers` is a program of its own; anything else is for the bench program.
fn bench(arguments: Vec<OsString>) -> Task {
    if arguments == ["peers"] { Task::Peers } else { Task::Bench { arguments } }
}

fn setup(mut parser: Parser) -> Result<Task> {
    let purpose = match parser.next()? {
        None => Purpose::Test,
        Some(Value(name)) => match name.string()?.as_str() {
            "ui" => Purpose::Ui,
            "demo" => Purpose::Demo,
            "test" => Purpose::Test,
            "bench" => Purpose::Bench,
            "lint" => Purpose::Lint,
            unknown => return Err(Failure::Usage(format!("nothing is set up for `{unknown}`"))),
        },
        Some(other) => return Err(other.unexpected().into()),
    };
    nothing_more(parser, Task::Setup(purpose))
}

fn demo(mut parser: Parser) -> Result<Task> {
    let mut options = DemoOptions { listen: "127.0.0.1:8700".to_owned(), data: None };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("listen") => options.listen = parser.value()?.string()?,
            Long("data") => options.data = Some(PathBuf::from(parser.value()?)),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Task::Demo(options))
}

fn ui(mut parser: Parser) -> Result<Task> {
    match parser.next()? {
        None => Ok(Task::Ui(UiOptions { watch: false })),
        Some(Long("watch")) => nothing_more(parser, Task::Ui(UiOptions { watch: true })),
        Some(other) => Err(other.unexpected().into()),
    }
}

fn test(mut words: Vec<OsString>) -> TestOptions {
    let Some(first) = words.first() else { return TestOptions::Everything };
    if first == "pages" {
        TestOptions::Pages(words.split_off(1))
    } else if first == "browser" {
        TestOptions::Browser(words.split_off(1))
    } else {
        TestOptions::Native(words)
    }
}

fn nothing_more(mut parser: Parser, task: Task) -> Result<Task> {
    match parser.next()? {
        None => Ok(task),
        Some(other) => Err(other.unexpected().into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Task> {
        parse_from(Parser::from_args(line.split_whitespace()))
    }

    #[test]
    fn the_demo_has_defaults_and_options() {
        let default = DemoOptions { listen: "127.0.0.1:8700".to_owned(), data: None };
        assert_eq!(parsed("demo").unwrap(), Task::Demo(default));
        let given = DemoOptions { listen: "0.0.0.0:80".to_owned(), data: Some("d".into()) };
        assert_eq!(parsed("demo --listen 0.0.0.0:80 --data=d").unwrap(), Task::Demo(given));
    }

    #[test]
    fn filters_and_bench_options_pass_through() {
        let words = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        for (line, chosen) in [
            ("test", TestOptions::Everything),
            ("test certificate -E all()", TestOptions::Native(words(&["certificate", "-E", "all()"]))),
            ("test pages", TestOptions::Pages(Vec::new())),
            ("test browser find --project phone", TestOptions::Browser(words(&["find", "--project", "phone"]))),
        ] {
            assert_eq!(parsed(line).unwrap(), Task::Test(chosen), "{line}");
        }
        assert_eq!(parsed("bench --full").unwrap(), Task::Bench { arguments: vec!["--full".into()] });
    }

    #[test]
    fn the_pages_are_built_or_watched() {
        assert_eq!(parsed("ui").unwrap(), Task::Ui(UiOptions { watch: false }));
        assert_eq!(parsed("ui --watch").unwrap(), Task::Ui(UiOptions { watch: true }));
    }

    #[test]
    fn a_wrong_word_is_refused() {
        for line in ["dmeo", "demo --port 1", "tidy now", "setup moon", "--fast", "ui --fast", "ui now"] {
            let refusal = parsed(line).unwrap_err();
            assert!(matches!(refusal, Failure::Usage(_)), "{line}: {refusal}");
        }
    }
}
