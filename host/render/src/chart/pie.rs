//! Slices of a whole, numbered; the numbers stand in a list beside it with label, figure and share.

use super::{Anchor, Chart, Drawing, LETTERS, Shape, Shown, Tone, fitting, number, said};
use std::f64::consts::TAU;

const RADIUS: f64 = 105.0;
const CENTRE: (f64, f64) = (140.0, 140.0);
const LIST: f64 = 290.0;
const LINE: f64 = 20.0;
/// More slices, or pies, cannot be told apart.
const SLICES: usize = 12;
const PIES: usize = 6;
/// Letters of a label in the list.
const LABEL: usize = 26;

pub(super) fn draw(chart: &Chart) -> Shown {
    let negative = chart.numbers().any(|number| number < 0.0);
    if negative || chart.labels.len() > SLICES || chart.series.len() > PIES {
        // Bars show what shares cannot.
        return if negative || chart.labels.len() > SLICES { super::bars::draw(chart) } else { Shown::TableOnly };
    }
    let mut whole = true;
    let mut drawings = Vec::new();
    for (series, _) in chart.series.iter().enumerate() {
        let Some(drawing) = one(chart, series, &mut whole) else { return Shown::TableOnly };
        drawings.push(drawing);
    }
    Shown::Drawn { drawings, whole }
}

#[expect(clippy::cast_precision_loss, reason = "a dozen slices are counted")]
fn one(chart: &Chart, series: usize, whole: &mut bool) -> Option<Drawing> {
    let (name, points) = &chart.series[series];
    let sum: f64 = points.iter().filter_map(|point| number(*point)).sum();
    if sum <= 0.0 {
        return None;
    }
    // A share of what is shown is no share of the whole when something is held back.
    let is_complete = points.iter().all(|point| number(*point).is_some());
    let mut shapes = Vec::new();
    let mut from = 0.0;
    let mut y = (CENTRE.1 - LINE * chart.labels.len() as f64 / 2.0).max(40.0);
    let (title, cut) = fitting(name, 50);
    *whole &= !cut;
    shapes.push(Shape::Text { x: LIST, y: y - LINE, anchor: Anchor::Start, text: title });
    for (i, (label, point)) in chart.labels.iter().zip(points).enumerate() {
        let (label, cut) = fitting(label, LABEL);
        *whole &= !cut;
        let share = number(*point).map(|number| number / sum);
        let percent = share.filter(|_| is_complete).map(|share| format!("  {:.1}%", share * 100.0)).unwrap_or_default();
        let text = format!("{}. {label}  {}{percent}", i + 1, said(*point));
        let y0 = y - LETTERS + 3.0;
        let key = vec![(LIST - 18.0, y0), (LIST - 8.0, y0), (LIST - 8.0, y0 + 10.0), (LIST - 18.0, y0 + 10.0)];
        shapes.push(Shape::Polygon { points: key, tone: Tone::Series(i) });
        shapes.push(Shape::Text { x: LIST, y, anchor: Anchor::Start, text });
        y += LINE;
        if let Some(share) = share.filter(|share| *share > 0.0) {
            shapes.push(Shape::Polygon { points: slice(from, from + share), tone: Tone::Series(i) });
            let (x, y) = on_circle(from + share / 2.0, RADIUS + 14.0);
            shapes.push(Shape::Text { x, y: y + 5.0, anchor: Anchor::Middle, text: (i + 1).to_string() });
            from += share;
        }
    }
    Some(Drawing { height: (CENTRE.1 * 2.0).max(y), shapes })
}

/// A slice between two shares, from the top, with the clock; an arc of steps too small to be seen.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "1 to 120 steps"
)]
fn slice(from: f64, to: f64) -> Vec<(f64, f64)> {
    let steps = ((to - from) * 120.0).ceil().clamp(1.0, 120.0) as usize;
    let arc = (0..=steps).map(|i| on_circle(from + (to - from) * i as f64 / steps as f64, RADIUS));
    std::iter::once(CENTRE).chain(arc).collect()
}

fn on_circle(share: f64, radius: f64) -> (f64, f64) {
    let angle = share * TAU;
    (CENTRE.0 + radius * angle.sin(), CENTRE.1 - radius * angle.cos())
}
