//! A chart in a page: drawn as inline SVG, its figures as a table that opens below it.

use super::escape::escape;
use super::table;
use crate::chart::{Anchor, Chart, Drawing, Shape, Shown, Tone, WIDTH};
use crate::say::{Frame, loose};
use std::fmt::Write as _;

pub(super) fn write(page: &mut String, chart: &Chart, frame: &Frame<'_>) {
    let _ = writeln!(page, "<figure><figcaption>{}</figcaption>", escape(&chart.heading()));
    match chart.shown() {
        Shown::Nothing => {
            let _ = writeln!(page, "<p>{}</p>", frame.word("没有可绘制的数据。", "Nothing to draw."));
        }
        Shown::TableOnly => {
            let why = frame.word("数据不宜作图，以表代之。", "Not fit for a drawing; here is its table.");
            let _ = writeln!(page, "<p>{why}</p>");
            figures(page, chart, frame);
        }
        Shown::Drawn { drawings, .. } => {
            for drawing in &drawings {
                draw(page, drawing, &chart.heading());
            }
            let _ = writeln!(page, "<details><summary>{}</summary>", frame.word("数据表", "The figures"));
            figures(page, chart, frame);
            page.push_str("</details>\n");
        }
    }
    page.push_str("</figure>\n");
}

fn draw(page: &mut String, drawing: &Drawing, caption: &str) {
    let _ = write!(
        page,
        "<div class=\"wide\" tabindex=\"0\"><svg viewBox=\"0 0 {WIDTH} {:.0}\" role=\"img\" aria-label=\"{}\">",
        drawing.height,
        escape(caption)
    );
    for shape in &drawing.shapes {
        let _ = match shape {
            Shape::Polygon { points, tone } => {
                write!(page, "<polygon class=\"{}\" points=\"{}\"/>", class(*tone), list(points))
            }
            Shape::Line { points, tone } => {
                write!(page, "<polyline class=\"{}\" points=\"{}\"/>", class(*tone), list(points))
            }
            Shape::Text { x, y, anchor, text } => {
                let anchor = match anchor {
                    Anchor::Start => "",
                    Anchor::Middle => " text-anchor=\"middle\"",
                    Anchor::End => " text-anchor=\"end\"",
                };
                write!(page, "<text x=\"{x:.1}\" y=\"{y:.1}\"{anchor}>{}</text>", escape(text))
            }
        };
    }
    page.push_str("</svg></div>\n");
}

fn class(tone: Tone) -> String {
    match tone {
        Tone::Axis => "axis".to_owned(),
        Tone::Series(number) => format!("s{}", number % 6),
    }
}

fn list(points: &[(f64, f64)]) -> String {
    points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ")
}

fn figures(page: &mut String, chart: &Chart, frame: &Frame<'_>) {
    let names = chart.series.iter().map(|(name, _)| name.as_str());
    table::begin(page, &chart.caption, std::iter::once(frame.word("项目", "Item")).chain(names));
    for (label, points) in chart.rows() {
        let _ = write!(page, "<tr><th scope=\"row\">{}</th>", escape(label));
        for point in points {
            let _ = write!(page, "<td class=\"n\">{}</td>", loose(point));
        }
        page.push_str("</tr>\n");
    }
    table::end(page);
}
