//! The one table that is printed, and the notes below it.

use std::fmt::Write as _;
use std::time::Duration;

/// What the ratio should be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wanted {
    AtMost(f64),
    AtLeast(f64),
    /// Told for information.
    Nothing,
}

/// One comparison.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) ours: String,
    pub(crate) other: String,
    pub(crate) ratio: f64,
    pub(crate) wanted: Wanted,
}

/// What was measured so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    rows: Vec<Row>,
    notes: Vec<String>,
}

impl Sheet {
    pub(crate) fn row(&mut self, row: Row) {
        self.rows.push(row);
    }

    pub(crate) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// The table and the notes.
    pub(crate) fn text(&self) -> String {
        let head = ["name", "ours", "other", "ratio", "wanted"].map(str::to_owned);
        let lines: Vec<[String; 5]> = std::iter::once(head).chain(self.rows.iter().map(cells)).collect();
        let mut widths = [0; 5];
        for line in &lines {
            for (width, cell) in widths.iter_mut().zip(line) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let mut text = String::new();
        for (number, line) in lines.iter().enumerate() {
            let padded = line.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
            let _ = writeln!(text, "{}", padded.collect::<Vec<_>>().join(" | ").trim_end());
            if number == 0 {
                let _ = writeln!(text, "{}", widths.map(|width| "-".repeat(width)).join("-|-"));
            }
        }
        for note in &self.notes {
            let _ = write!(text, "\n* {note}");
        }
        text
    }
}

fn cells(row: &Row) -> [String; 5] {
    let mark = |reached| if reached { "yes" } else { "no" };
    let wanted = match row.wanted {
        Wanted::AtMost(most) => format!("≤ {most}: {}", mark(row.ratio <= most)),
        Wanted::AtLeast(least) => format!("≥ {least}: {}", mark(row.ratio >= least)),
        Wanted::Nothing => "–".to_owned(),
    };
    [row.name.clone(), row.ours.clone(), row.other.clone(), format!("{:.2}×", row.ratio), wanted]
}

/// A time in the unit that suits it.
pub(crate) fn time(time: Duration) -> String {
    let nanos = time.as_secs_f64() * 1e9;
    match nanos {
        ..1e3 => format!("{nanos:.0} ns"),
        ..1e6 => format!("{:.1} µs", nanos / 1e3),
        ..1e9 => format!("{:.2} ms", nanos / 1e6),
        _ => format!("{:.2} s", nanos / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other_and_what_is_missed_says_so() {
        let mut sheet = Sheet::default();
        let row = |name: &str, ratio, wanted| Row {
            name: name.into(),
            ours: time(Duration::from_micros(12)),
            other: time(Duration::from_millis(2)),
            ratio,
            wanted,
        };
        sheet.row(row("decision", 0.5, Wanted::AtMost(1.5)));
        sheet.row(row("a", 39.0, Wanted::AtLeast(40.0)));
        sheet.note("in one run");
        let text = sheet.text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[2], "decision | 12.0 µs | 2.00 ms | 0.50×  | ≤ 1.5: yes");
        assert_eq!(lines[3], "a        | 12.0 µs | 2.00 ms | 39.00× | ≥ 40: no");
        assert_eq!(text.lines().last(), Some("* in one run"));
    }
}
