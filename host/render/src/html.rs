//! A document as one HTML page that needs nothing else: no script, no font, no network.

use crate::say::{Frame, figure};
use lifang_core::query::Figure;
use lifang_core::report::{Block, Document, TableCell};
use lifang_core::text::Text;
use std::fmt::Write as _;

const STYLE: &str = "
:root { color-scheme: light dark; --ink: #1c1f23; --soft: #5b6570; --line: #cfd6dd; --head: #f2f5f8; --bar: #2f6fb2; --paper: #fff }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ebee; --soft: #a3adb8; --line: #3b444d; --head: #232a31; --bar: #79aee6; --paper: #14181c }
}
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif }
h1 { font-size: 1.6rem; line-height: 1.3; margin: 0 0 .25rem }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem }
header p, footer { color: var(--soft); margin: 0 }
footer { margin-top: 3rem; font-size: .875rem; overflow-wrap: anywhere }
.wide { overflow-x: auto; margin: 1rem 0 }
table { border-collapse: collapse; min-width: 100%; font-variant-numeric: tabular-nums }
caption { text-align: left; font-weight: 600; padding: .25rem 0 }
th, td { border: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top }
thead th { background: var(--head); white-space: nowrap }
td.n { text-align: right }
dl { display: grid; grid-template-columns: max-content auto; gap: .25rem 1rem; margin: 1rem 0 }
dt { color: var(--soft) } dd { margin: 0; font-weight: 600; font-size: 1.15rem }
figure { margin: 1.5rem 0 } figcaption { font-weight: 600; margin-bottom: .5rem }
svg { width: 100%; min-width: 34rem; height: auto; font: 13px sans-serif } svg text { fill: var(--ink) } svg rect { fill: var(--bar) }
@media print { body { max-width: none; padding: 0 } thead { display: table-header-group } tr, figure { break-inside: avoid } }
";

/// The page. Everything a plugin or a person wrote is escaped.
#[must_use]
pub fn html(document: &Document, frame: &Frame<'_>) -> String {
    let title = escape(&frame.say(&document.title));
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<header><h1>{title}</h1>\n<p>{}</p>\n<p>{}</p></header>\n",
        if frame.language.starts_with("en") { "en" } else { "zh-Hans" },
        escape(frame.region),
        escape(frame.period),
    );
    let mut in_list = false;
    for node in &document.nodes {
        let key_figure = matches!(node.block, Block::KeyFigure { .. });
        if key_figure != in_list {
            page.push_str(if key_figure { "<dl>\n" } else { "</dl>\n" });
            in_list = key_figure;
        }
        block(&mut page, &node.block, frame);
    }
    if in_list {
        page.push_str("</dl>\n");
    }
    let made = frame.word("由插件生成：", "Made by plugin ");
    let held = frame.word(
        "“*”表示人数过少，不予公布；“–”表示无数据。",
        "* held back because too few people stand behind it; – no data.",
    );
    let _ = write!(page, "</main>\n<footer>{made}{}<br>{held}</footer>\n</body>\n</html>\n", escape(frame.made_by));
    page
}

fn block(page: &mut String, block: &Block, frame: &Frame<'_>) {
    // Writing to a string cannot fail.
    let _ = match block {
        Block::Section { title } => writeln!(page, "<h2>{}</h2>", escape(&frame.say(title))),
        Block::Paragraph { text } => writeln!(page, "<p>{}</p>", escape(&frame.say(text))),
        Block::KeyFigure { label, value, decimals } => {
            writeln!(page, "<dt>{}</dt><dd>{}</dd>", escape(&frame.say(label)), figure(*value, *decimals))
        }
        Block::Table { caption, columns, rows } => {
            table(page, caption, columns, rows, frame);
            Ok(())
        }
        Block::Chart { caption, labels, series, .. } => {
            chart(page, caption, labels, series, frame);
            Ok(())
        }
    };
}

fn table(page: &mut String, caption: &Text, columns: &[Text], rows: &[Vec<TableCell>], frame: &Frame<'_>) {
    let _ = write!(
        page,
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\"><table>\n<caption>{0}</caption>\n<thead><tr>",
        escape(&frame.say(caption))
    );
    for head in columns {
        let _ = write!(page, "<th scope=\"col\">{}</th>", escape(&frame.say(head)));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    if rows.is_empty() {
        let nothing = frame.word("没有数据", "Nothing in this period");
        let _ = writeln!(page, "<tr><td colspan=\"{}\">{nothing}</td></tr>", columns.len().max(1));
    }
    for row in rows {
        page.push_str("<tr>");
        for cell in row {
            let class = if matches!(cell, TableCell::Number(..)) { " class=\"n\"" } else { "" };
            let _ = write!(page, "<td{class}>{}</td>", escape(&frame.cell(cell)));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody></table></div>\n");
}

/// Every kind of chart is drawn as labelled bars here, one block per series, each bar with its figure as text: readable without
/// colour, and by a screen reader.
fn chart(page: &mut String, caption: &Text, labels: &[String], series: &[(Text, Vec<Figure>)], frame: &Frame<'_>) {
    let _ = writeln!(page, "<figure><figcaption>{}</figcaption>", escape(&frame.say(caption)));
    let number = |figure: &Figure| if let Figure::Number(number) = figure { Some(number.max(0.0)) } else { None };
    let most = series.iter().flat_map(|(_, points)| points).filter_map(number).fold(0.0, f64::max);
    if labels.is_empty() || most <= 0.0 {
        let _ = writeln!(page, "<p>{}</p>", frame.word("没有可绘制的数据。", "Nothing to draw."));
    } else {
        for (name, points) in series {
            let height = 26 * labels.len();
            let name = escape(&frame.say(name));
            let _ = write!(
                page,
                "<p>{name}</p><div class=\"wide\" tabindex=\"0\"><svg viewBox=\"0 0 640 {height}\" role=\"img\" aria-label=\"{name}\">"
            );
            for (i, (label, point)) in labels.iter().zip(points).enumerate() {
                let y = 26 * i;
                let width = number(point).map_or(0.0, |number| number / most * 360.0);
                let short: String = label.chars().take(14).collect();
                let _ = write!(
                    page,
                    "<text x=\"190\" y=\"{}\" text-anchor=\"end\">{}</text><rect x=\"200\" y=\"{}\" width=\"{width:.1}\" height=\"18\"/><text x=\"{:.1}\" y=\"{}\">{}</text>",
                    y + 18,
                    escape(&short),
                    y + 4,
                    206.0 + width,
                    y + 18,
                    figure(*point, 0),
                );
            }
            page.push_str("</svg></div>\n");
        }
    }
    page.push_str("</figure>\n");
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // Control characters have no glyph, and marks that turn the direction of text can make a page lie.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() && c != '\n' && c != '\t' => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_core::report::{BlockNode, ChartKind};
    use lifang_core::text::Catalogs;

    #[test]
    fn what_people_wrote_is_never_markup() {
        let catalogs = Catalogs::parse([("zh", "t = 月报 <script>")]).unwrap();
        let text = || Text { key: "t".into(), args: vec![] };
        let evil = "<img src=x onerror=alert(1)>\u{202e}\u{7}".to_owned();
        let nodes = [
            Block::Table { caption: text(), columns: vec![text()], rows: vec![vec![TableCell::Data(evil.clone())]] },
            Block::Chart {
                kind: ChartKind::Bar,
                caption: text(),
                labels: vec![evil],
                series: vec![(text(), vec![Figure::Number(2.0)])],
            },
        ];
        let nodes = nodes.into_iter().map(|block| BlockNode { parent: None, block }).collect();
        let frame = Frame { language: "zh", catalogs: &catalogs, region: "<b>", period: "\"", made_by: "&" };
        let page = html(&Document { title: text(), nodes }, &frame);
        assert!(!page.contains("<script>") && !page.contains("<img") && !page.contains("<b>"), "{page}");
        assert!(!page.contains('\u{202e}') && !page.contains('\u{7}'));
        assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;"));
    }
}
