//! Lines over labels from left to right; each line is named at its end, and every point has its figure while there is room.

use super::scale::Scale;
use super::{Anchor, Chart, Drawing, LETTERS, Shape, Shown, Tone, WIDTH, fitting, number, said};
use lifang_core::query::Figure;

const HEIGHT: f64 = 300.0;
const LEFT: f64 = 70.0;
/// Where lines end: with names behind them, and without.
const NAMED: f64 = 500.0;
const NAMELESS: f64 = 620.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 262.0;
/// More points, or lines, are a table.
const POINTS: usize = 400;
const LINES: usize = 8;
/// Labels below, and figures at points, while they do not touch.
const LABELS: usize = 12;

#[expect(clippy::cast_precision_loss, reason = "a few hundred points are counted")]
pub(super) fn draw(chart: &Chart) -> Shown {
    let count = chart.labels.len();
    if count > POINTS || chart.series.len() > LINES {
        return Shown::TableOnly;
    }
    let (scale, ticks) = Scale::of(chart.numbers()).with_ticks();
    let right = if chart.series.len() > 1 { NAMED } else { NAMELESS };
    let x =
        |i: usize| LEFT + 12.0 + (right - LEFT - 24.0) * if count > 1 { i as f64 / (count - 1) as f64 } else { 0.5 };
    let y = |number: f64| BOTTOM - scale.place(number) * (BOTTOM - TOP);
    let mut shapes = Vec::new();
    for tick in ticks {
        shapes.push(Shape::Line { points: vec![(LEFT, y(tick)), (right, y(tick))], tone: Tone::Axis });
        let text = said(Figure::Number(tick));
        shapes.push(Shape::Text { x: LEFT - 6.0, y: y(tick) + 4.0, anchor: Anchor::End, text });
    }
    let every = count.div_ceil(LABELS).max(1);
    let shown = count.div_ceil(every).max(1);
    let room = ((right - LEFT) / shown as f64 / (LETTERS * 0.56)) as usize;
    let mut whole = every == 1 && chart.series.len() == 1;
    for (i, label) in chart.labels.iter().enumerate().step_by(every) {
        let (text, cut) = fitting(label, room.clamp(4, 40));
        whole &= !cut;
        shapes.push(Shape::Text { x: x(i), y: BOTTOM + 20.0, anchor: Anchor::Middle, text });
    }
    let mut ends = Vec::new();
    for (series, (name, points)) in chart.series.iter().enumerate() {
        let tone = Tone::Series(series);
        let placed: Vec<Option<(f64, f64)>> =
            points.iter().enumerate().map(|(i, figure)| number(*figure).map(|n| (x(i), y(n)))).collect();
        // Where a figure is missing or held back the line is broken.
        for run in placed.split(Option::is_none).filter(|run| run.len() > 1) {
            shapes.push(Shape::Line { points: run.iter().copied().flatten().collect(), tone });
        }
        for ((i, place), figure) in placed.iter().enumerate().zip(points) {
            if let Some((px, py)) = place
                && count <= 40
            {
                shapes.push(Shape::Polygon { points: marker(*px, *py, series), tone });
            }
            if whole {
                let py = place.map_or(BOTTOM, |(_, py)| py);
                shapes.push(Shape::Text { x: x(i), y: py - 8.0, anchor: Anchor::Middle, text: said(*figure) });
            }
        }
        if let Some((px, py)) = placed.iter().rev().flatten().next() {
            ends.push((*px, *py, name));
        }
    }
    if chart.series.len() > 1 {
        name_lines(&mut shapes, ends);
    }
    Shown::Drawn { drawings: vec![Drawing { height: HEIGHT, shapes }], whole }
}

/// Names at the ends of lines, pushed apart where lines end close to each other.
fn name_lines(shapes: &mut Vec<Shape>, mut ends: Vec<(f64, f64, &String)>) {
    ends.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut free = TOP;
    for (px, py, name) in ends {
        let y = (py + 4.0).max(free).min(HEIGHT - 4.0);
        free = y + LETTERS + 3.0;
        let (text, _) = fitting(name, 16);
        shapes.push(Shape::Text { x: (px + 10.0).min(WIDTH), y, anchor: Anchor::Start, text });
    }
}

/// Square, diamond, triangle, and a triangle on its head: told apart without colour.
fn marker(x: f64, y: f64, series: usize) -> Vec<(f64, f64)> {
    let r = 4.0;
    match series % 4 {
        0 => vec![(x - 3.0, y - 3.0), (x + 3.0, y - 3.0), (x + 3.0, y + 3.0), (x - 3.0, y + 3.0)],
        1 => vec![(x, y - r), (x + r, y), (x, y + r), (x - r, y)],
        2 => vec![(x, y - r), (x + r, y + r), (x - r, y + r)],
        _ => vec![(x, y + r), (x + r, y - r), (x - r, y - r)],
    }
}
