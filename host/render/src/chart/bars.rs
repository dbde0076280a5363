//! Bars lie: Chinese labels are read without turning the head, and however many there are, they go on below.

use super::scale::Scale;
use super::{Anchor, Chart, Drawing, Shape, Shown, Tone, WIDTH, fitting, number, rectangle, said};
use lifang_core::query::Figure;

/// Where labels end and bars begin.
const LEFT: f64 = 200.0;
/// Where the longest bar ends: figures stand behind it, with names where there are several series.
const FIGURES_BEHIND: f64 = 560.0;
const NAMES_BEHIND: f64 = 480.0;
const BAR: f64 = 16.0;
const STEP: f64 = 24.0;
/// Bars of one drawing: what fits a page lying on its side.
const A_PANEL: usize = 16;
/// More are a table.
const MOST: usize = 160;
/// Letters of a label, and of a series' name behind a figure.
const LABEL: usize = 28;
const NAME: usize = 10;

pub(super) fn draw(chart: &Chart) -> Shown {
    let count = chart.labels.len() * chart.series.len();
    if count > MOST {
        return Shown::TableOnly;
    }
    let scale = Scale::of(chart.numbers());
    let right = if chart.series.len() > 1 { NAMES_BEHIND } else { FIGURES_BEHIND };
    let mut whole = true;
    let mut bars = Vec::with_capacity(count);
    for (label, figures) in chart.rows() {
        for (series, figure) in figures.enumerate() {
            let (label, cut) = fitting(label, LABEL);
            whole &= !cut;
            let mut behind = said(figure);
            if chart.series.len() > 1 {
                let (name, cut) = fitting(&chart.series[series].0, NAME);
                whole &= !cut;
                behind = format!("{behind} {name}");
            }
            bars.push(Bar { label: (series == 0).then_some(label), series, figure, behind });
        }
    }
    let panels = bars.len().div_ceil(A_PANEL).max(1);
    // Panels of like length, rather than a last one with a single bar.
    let drawings = bars.chunks(bars.len().div_ceil(panels).max(1)).map(|bars| panel(bars, scale, right)).collect();
    Shown::Drawn { drawings, whole }
}

struct Bar {
    label: Option<String>,
    series: usize,
    figure: Figure,
    behind: String,
}

#[expect(clippy::cast_precision_loss, reason = "bars of one page are counted")]
fn panel(bars: &[Bar], scale: Scale, right: f64) -> Drawing {
    let height = STEP * bars.len() as f64 + 8.0;
    let x = |number| LEFT + scale.place(number) * (right - LEFT);
    let zero = x(0.0);
    let mut shapes = Vec::with_capacity(bars.len() * 3 + 1);
    for (i, bar) in bars.iter().enumerate() {
        let y = 4.0 + STEP * i as f64;
        let base = y + BAR - 3.0;
        if let Some(label) = &bar.label {
            shapes.push(Shape::Text { x: LEFT - 8.0, y: base, anchor: Anchor::End, text: label.clone() });
        }
        let end = number(bar.figure).map_or(zero, x);
        if (end - zero).abs() > 0.0 {
            shapes.push(rectangle(zero.min(end), y, (end - zero).abs(), BAR, Tone::Series(bar.series)));
        }
        let behind = zero.max(end) + 6.0;
        shapes.push(Shape::Text { x: behind.min(WIDTH), y: base, anchor: Anchor::Start, text: bar.behind.clone() });
    }
    shapes.push(Shape::Line { points: vec![(zero, 0.0), (zero, height)], tone: Tone::Axis });
    Drawing { height, shapes }
}
