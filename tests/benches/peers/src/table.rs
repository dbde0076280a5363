//! The table that is printed.

use crate::rule::Peer;
use std::fmt::Write as _;
use std::time::Duration;

/// What one turn took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
    pub(crate) fresh: Duration,
    pub(crate) warm: Option<Duration>,
    pub(crate) sweep: Duration,
}

impl Times {
    pub(crate) fn median(turns: &[Self]) -> Self {
        let of = |mut times: Vec<Duration>| {
            times.sort_unstable();
            times.get(times.len() / 2).copied()
        };
        Self {
            fresh: of(turns.iter().map(|turn| turn.fresh).collect()).unwrap_or_default(),
            warm: of(turns.iter().filter_map(|turn| turn.warm).collect()),
            sweep: of(turns.iter().map(|turn| turn.sweep).collect()).unwrap_or_default(),
        }
    }
}

/// One line per peer; the second is ours, and the others are told in units of it.
#[derive(Debug)]
pub(crate) struct Table {
    rows: u32,
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    name: &'static str,
    isolation: &'static str,
    limits: &'static str,
    times: Times,
}

impl Table {
    pub(crate) fn new(rows: u32) -> Self {
        Self { rows, lines: Vec::new() }
    }

    pub(crate) fn row(&mut self, peer: &dyn Peer, times: Times) {
        let (name, isolation, limits) = (peer.name(), peer.isolation(), peer.limits());
        self.lines.push(Line { name, isolation, limits, times });
    }

    pub(crate) fn text(&self) -> String {
        let ours = self.lines.get(1).map(|line| line.times);
        let ratio = |time: Duration, ours: Option<Duration>| {
            ours.map_or_else(String::new, |ours| format!(" ({:.3}×)", time.as_secs_f64() / ours.as_secs_f64()))
        };
        let mut text = format!(
            "{:<14} | {:>20} | {:>20} | {:>25} | {:<53} | limits\n{}\n",
            "",
            "a decision, fresh",
            "warm",
            format!("a row of {}, fresh", self.rows),
            "isolation",
            "-".repeat(180)
        );
        for Line { name, isolation, limits, times } in &self.lines {
            let a_row = times.sweep.as_secs_f64() * 1e9 / f64::from(self.rows);
            let fresh = ours.map(|ours| ours.fresh);
            let told = |taken: Duration| format!("{}{}", time(taken), ratio(taken, fresh));
            let _ = writeln!(
                text,
                "{name:<14} | {:>20} | {:>20} | {:>25} | {isolation:<53} | {limits}",
                told(times.fresh),
                times.warm.map_or("never".to_owned(), told),
                format!("{a_row:.2} ns{}", ratio(times.sweep, ours.map(|ours| ours.sweep))),
            );
        }
        text.push_str(
            "\nIn brackets: in units of our fresh decision and of our sweep; below 1 it takes less than ours. \
             All mark the same persons.",
        );
        text
    }
}

fn time(time: Duration) -> String {
    let nanos = time.as_secs_f64() * 1e9;
    if nanos < 1e3 { format!("{nanos:.0} ns") } else { format!("{:.2} µs", nanos / 1e3) }
}
