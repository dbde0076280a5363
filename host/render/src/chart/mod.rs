//! Charts as shapes: computed once, drawn as SVG in a page and as vectors in a PDF. No shape is told from another by colour
//! alone: every bar, point and slice carries its figure or stands in the table beside the drawing.

mod bars;
mod line;
mod pie;
mod scale;

use crate::say::loose;
use lifang_core::query::Figure;
use lifang_core::report::ChartKind;

/// A chart with its texts said.
#[derive(Debug)]
pub(crate) struct Chart {
    pub(crate) kind: ChartKind,
    pub(crate) caption: String,
    pub(crate) labels: Vec<String>,
    /// Name and points of each series, as many points as labels.
    pub(crate) series: Vec<(String, Vec<Figure>)>,
}

/// How wide every drawing is, in its own units.
pub(crate) const WIDTH: f64 = 640.0;
/// The size of its letters.
pub(crate) const LETTERS: f64 = 13.0;

/// A part of a chart that fits a page.
#[derive(Debug)]
pub(crate) struct Drawing {
    pub(crate) height: f64,
    pub(crate) shapes: Vec<Shape>,
}

/// Whose shape it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Axes and grid.
    Axis,
    /// The series, or slice, of this number.
    Series(usize),
}

#[derive(Debug)]
pub(crate) enum Shape {
    Polygon { points: Vec<(f64, f64)>, tone: Tone },
    Line { points: Vec<(f64, f64)>, tone: Tone },
    Text { x: f64, y: f64, anchor: Anchor, text: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a chart is shown.
#[derive(Debug)]
pub(crate) enum Shown {
    /// There is no number in it.
    Nothing,
    /// More than a drawing can show, or shares that make no whole: its table alone.
    TableOnly,
    /// Drawn; `whole` when the drawings say every label and figure, so that a table would only repeat them.
    Drawn { drawings: Vec<Drawing>, whole: bool },
}

impl Chart {
    /// How it is shown.
    pub(crate) fn shown(&self) -> Shown {
        if self.numbers().next().is_none() {
            return Shown::Nothing;
        }
        match self.kind {
            ChartKind::Bar => bars::draw(self),
            ChartKind::Line => line::draw(self),
            ChartKind::Pie => pie::draw(self),
        }
    }

    /// Its caption; with the name of its series where there is one only, which no drawing names then.
    pub(crate) fn heading(&self) -> String {
        match self.series.as_slice() {
            [(name, _)] if !name.trim().is_empty() && *name != self.caption => format!("{} · {name}", self.caption),
            _ => self.caption.clone(),
        }
    }

    /// Label, then one figure per series: the chart as a table.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&str, impl Iterator<Item = Figure>)> {
        self.labels.iter().enumerate().map(|(i, label)| {
            let figures = self.series.iter().map(move |(_, points)| points.get(i).copied().unwrap_or(Figure::None));
            (label.as_str(), figures)
        })
    }

    fn numbers(&self) -> impl Iterator<Item = f64> {
        self.series.iter().flat_map(|(_, points)| points).filter_map(|figure| number(*figure))
    }
}

fn number(figure: Figure) -> Option<f64> {
    match figure {
        // Larger ones would overflow the arithmetic of the drawing.
        Figure::Number(number) if number.abs() <= 1e100 => Some(number),
        _ => None,
    }
}

/// A label that fits so many letters (Chinese counts double), and whether it had to be cut.
fn fitting(label: &str, room: usize) -> (String, bool) {
    let label = label.replace('\n', " ");
    let mut used = 0;
    for (at, c) in label.char_indices() {
        used += if crate::width::is_wide(c) { 2 } else { 1 };
        if used > room {
            return (format!("{}…", &label[..at]), true);
        }
    }
    (label, false)
}

fn rectangle(x: f64, y: f64, width: f64, height: f64, tone: Tone) -> Shape {
    Shape::Polygon { points: vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height)], tone }
}

/// What stands at a point: its figure.
fn said(figure: Figure) -> String {
    loose(figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn chart(kind: ChartKind, series: &[&[Figure]]) -> Chart {
        let labels = (0..series[0].len()).map(|i| format!("网格{i}")).collect();
        let series = series.iter().enumerate().map(|(i, points)| (format!("系列{i}"), points.to_vec())).collect();
        Chart { kind, caption: "件数".into(), labels, series }
    }

    fn texts(shown: &Shown) -> Vec<&str> {
        let Shown::Drawn { drawings, .. } = shown else { return vec![] };
        let shapes = drawings.iter().flat_map(|drawing| &drawing.shapes);
        shapes
            .filter_map(|shape| if let Shape::Text { text, .. } = shape { Some(text.as_str()) } else { None })
            .collect()
    }

    #[test]
    fn every_kind_says_every_label_and_figure() {
        let number = Figure::Number;
        for kind in [ChartKind::Bar, ChartKind::Line, ChartKind::Pie] {
            let shown = chart(kind, &[&[number(3.0), number(0.5), Figure::Suppressed]]).shown();
            let texts = texts(&shown).join(" ");
            for wanted in ["网格0", "网格1", "网格2", "3", "0.5"] {
                assert!(texts.contains(wanted), "{kind:?}: {texts}");
            }
        }
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        for kind in [ChartKind::Bar, ChartKind::Line, ChartKind::Pie] {
            for points in [&[][..], &[Figure::None, Figure::Suppressed], &[Figure::Number(f64::NAN)]] {
                assert!(matches!(chart(kind, &[points]).shown(), Shown::Nothing), "{kind:?} {points:?}");
            }
        }
    }

    #[test]
    fn a_crowd_of_points_is_a_table() {
        let many = vec![Figure::Number(1.0); 5_000];
        for kind in [ChartKind::Bar, ChartKind::Line, ChartKind::Pie] {
            assert!(matches!(chart(kind, &[&many]).shown(), Shown::TableOnly), "{kind:?}");
        }
    }

    #[test]
    fn shapes_stay_on_the_paper() {
        let number = Figure::Number;
        let points = [number(-3.0), number(1e12), number(0.0), number(-1e9), number(f64::MAX)];
        for kind in [ChartKind::Bar, ChartKind::Line, ChartKind::Pie] {
            let shown = chart(kind, &[&points, &points]).shown();
            let Shown::Drawn { drawings, .. } = shown else { continue };
            for drawing in &drawings {
                for shape in &drawing.shapes {
                    let points = match shape {
                        Shape::Polygon { points, .. } | Shape::Line { points, .. } => points.clone(),
                        Shape::Text { x, y, .. } => vec![(*x, *y)],
                    };
                    for (x, y) in points {
                        assert!((0.0..=WIDTH).contains(&x) && (0.0..=drawing.height).contains(&y), "{kind:?}: {x} {y}");
                    }
                }
            }
        }
    }
}
