//! A document as one HTML page that needs nothing else: no script, no font, no network.

mod chart;
mod escape;
mod table;

use crate::error::RenderError;
use crate::outline::{KeyFigure, Piece, outline};
use crate::say::{Frame, figure};
use escape::escape;
use lifang_core::report::Document;
use std::fmt::Write as _;

const STYLE: &str = include_str!("page.css");

/// The page. Everything a plugin or a person wrote is escaped.
///
/// # Errors
/// A document whose nodes make no tree.
pub fn html(document: &Document, frame: &Frame<'_>) -> Result<String, RenderError> {
    let pieces = outline(document, frame)?;
    let title = escape(&frame.say(&document.title));
    let language = if frame.is_english() { "en" } else { "zh-Hans" };
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<header><h1>{title}</h1>\n"
    );
    let [region, period, made_at, made_by] = frame.facts();
    for (_, fact) in [region, period] {
        let _ = writeln!(page, "<p>{}</p>", escape(&fact));
    }
    page.push_str("</header>\n");
    for piece in &pieces {
        match piece {
            // Writing to a string cannot fail.
            Piece::Heading { level, text } => {
                let level = (level + 1).min(6);
                let _ = writeln!(page, "<h{level}>{}</h{level}>", escape(text));
            }
            Piece::Paragraph(text) => {
                let _ = writeln!(page, "<p{}>{}</p>", escape::direction(text), escape(text));
            }
            Piece::Figures(figures) => key_figures(&mut page, figures),
            Piece::Table(one) => table::write(&mut page, one, frame),
            Piece::Chart(one) => chart::write(&mut page, one, frame),
        }
    }
    page.push_str("</main>\n<footer>\n");
    for (name, fact) in [made_at, made_by] {
        let _ = writeln!(page, "<p>{name}{}{}</p>", frame.word("：", ": "), escape(&fact));
    }
    let _ = write!(page, "<p>{}</p>\n</footer>\n</body>\n</html>\n", frame.signs());
    Ok(page)
}

fn key_figures(page: &mut String, figures: &[KeyFigure]) {
    page.push_str("<dl>\n");
    for one in figures {
        let value = figure(one.value, one.decimals);
        let _ = writeln!(page, "<div><dt>{}</dt><dd>{value}</dd></div>", escape(&one.label));
    }
    page.push_str("</dl>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use lifang_core::query::Figure;
    use lifang_core::report::{Block, BlockNode, ChartKind};

    fn page(document: &Document) -> String {
        let catalogs = sample::catalogs();
        html(document, &Frame { region: "<b>", period: "\"", made_by: "&", ..sample::frame(&catalogs) }).unwrap()
    }

    #[test]
    fn what_people_wrote_is_never_markup() {
        let evil = "<img src=x onerror=alert(1)>\u{202e}\u{7}";
        let chart = |kind| sample::chart(kind, &[(evil, Figure::Number(2.0))]);
        let page = page(&sample::document([
            Block::Paragraph { text: sample::said(evil) },
            sample::table(vec![sample::row(evil, 1.0)]),
            chart(ChartKind::Bar),
            chart(ChartKind::Line),
            chart(ChartKind::Pie),
        ]));
        assert!(!page.contains("<img") && !page.contains("<b>"), "{page}");
        assert!(!page.contains('\u{202e}') && !page.contains('\u{7}'));
        assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;"));
    }

    #[test]
    fn sections_within_sections_have_lower_headings() {
        let nodes: Vec<BlockNode> = (0_u32..8).map(|i| sample::section(i.checked_sub(1), &format!("s{i}"))).collect();
        let page = page(&Document { title: sample::text("t"), nodes });
        for wanted in ["<h2>[s0]</h2>", "<h3>[s1]</h3>", "<h6>[s4]</h6>", "<h6>[s7]</h6>"] {
            assert!(page.contains(wanted), "{wanted} in {page}");
        }
    }

    #[test]
    fn lines_and_pies_are_drawn_as_such_with_their_figures_in_a_table() {
        let points = [("一网格", Figure::Number(12.5)), ("二网格", Figure::Number(7.0))];
        let line = page(&sample::document([sample::chart(ChartKind::Line, &points)]));
        assert!(line.contains("<polyline") && line.contains("<td class=\"n\">12.5</td>"), "{line}");
        let pie = page(&sample::document([sample::chart(ChartKind::Pie, &points)]));
        assert!(pie.contains("<polygon") && pie.contains("64.1%") && !pie.contains("<polyline"), "{pie}");
        let nothing = page(&sample::document([sample::chart(ChartKind::Pie, &[("一", Figure::None)])]));
        assert!(nothing.contains("没有可绘制的数据") && !nothing.contains("<svg"), "{nothing}");
    }

    #[test]
    fn text_from_right_to_left_says_so_where_it_stands() {
        let page = page(&sample::document([sample::table(vec![sample::row("ئۇيغۇر", 1.0)])]));
        assert!(page.contains("<td dir=\"auto\">ئۇيغۇر</td>"), "{page}");
    }
}
