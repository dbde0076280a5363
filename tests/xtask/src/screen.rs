//! The one place that prints: steps with their outcome, and failures.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks through its standard streams"
)]

use std::fmt::Display;
use std::time::{Duration, Instant};

use crate::failure::Failure;

/// Prints a result the user asked for.
pub(crate) fn line(text: impl Display) {
    println!("{text}");
}

/// Says what is looked at next.
pub(crate) fn heading(text: impl Display) {
    eprintln!("── {text}");
}

/// A step that needed nothing.
pub(crate) fn skipped(step: &str, because: impl Display) {
    eprintln!("   ✓ {step}: {because}, skipped");
}

/// Something worth knowing that stops nothing.
pub(crate) fn note(text: impl Display) {
    eprintln!("   · {text}");
}

/// Begins a step whose own output follows.
pub(crate) fn begin(step: impl Into<String>) -> Step {
    let step = step.into();
    eprintln!("   → {step} …");
    Step { name: step, watch: Stopwatch::start() }
}

/// The last words of a task that failed.
pub(crate) fn failure(failure: &Failure) {
    eprintln!("\nxtask: {failure}");
}

/// A step that has begun.
#[derive(Debug)]
pub(crate) struct Step {
    name: String,
    watch: Stopwatch,
}

impl Step {
    /// Says that the step is done and how long it took.
    pub(crate) fn done(self) {
        eprintln!("   ✓ {} ({:.1} s)", self.name, self.watch.elapsed().as_secs_f64());
    }
}

/// Measures what people wait for.
#[derive(Debug)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "shown to the person who waits; nothing is decided by it")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}
