//! What is printed: lines for people, JSON with `--json`.

#![expect(clippy::print_stderr, reason = "this is the program's output")]

use crate::failed::Failed;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::Write as _;
use std::process::ExitCode;

/// Prints a line. A reader that has gone (`lifang … | head`) is no error.
fn print(text: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// How to print.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    pub(crate) json: bool,
}

impl Output {
    /// A line for people; nothing with `--json`.
    pub(crate) fn line(self, text: impl std::fmt::Display) {
        if !self.json {
            print(text);
        }
    }

    /// The result: JSON with `--json`, else what `people` writes.
    pub(crate) fn result(self, json: &serde_json::Value, people: impl FnOnce() -> String) {
        if self.json { print(format_args!("{json:#}")) } else { print(people()) }
    }

    /// An error, on standard error, and the exit code that goes with it.
    pub(crate) fn failed(self, failed: &Failed) -> ExitCode {
        if self.json {
            eprintln!("{:#}", serde_json::to_value(&failed.problem).unwrap_or_default());
        } else {
            eprintln!("错误 / error [{}]\n{}", failed.problem.code, failed.problem);
        }
        if let Some(cause) = &failed.cause {
            eprintln!("  ({cause})");
        }
        ExitCode::FAILURE
    }

    /// A bar on standard error for work of `total` steps.
    pub(crate) fn progress(self, what: &'static str, total: u64) -> ProgressBar {
        if self.json {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{msg} [{bar:30}] {human_pos}/{human_len} {elapsed}")
            .unwrap_or_else(|_| ProgressStyle::default_bar())
            .progress_chars("=> ");
        ProgressBar::new(total).with_style(style).with_message(what)
    }
}
