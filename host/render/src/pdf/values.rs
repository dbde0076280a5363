//! A document as the values our template reads. Strings stay strings: typst never parses them.

use super::columns::{Needs, breakable, flipped};
use super::glyphs::Missing;
use super::limits::CELL;
use super::paper::{MARGIN, Paper};
use crate::chart::{Anchor, Chart, Drawing, LETTERS, Shape, Shown, Tone, WIDTH};
use crate::error::RenderError;
use crate::outline::{Piece, Table};
use crate::say::{Frame, figure, loose};
use lifang_core::report::TableCell;
use std::cell::Cell;
use typst::foundations::{Array, Dict, IntoValue, Value, dict};
use typst::layout::Abs;

/// The widest a chart is drawn, points: larger letters than the text's would shout.
const CHART: f64 = 600.0;
/// Letters of the title that fit the foot of a page.
const RUNNING: usize = 40;
/// A text longer than this may be parted by the end of a page.
const LONG: usize = 300;

/// What the template reads.
pub(super) fn inputs(
    title: &str,
    pieces: &[Piece<'_>],
    frame: &Frame<'_>,
    paper: Paper,
    families: &[String],
    missing: &Missing,
) -> Result<Dict, RenderError> {
    let writer = Writer { frame, missing, cut: Cell::new(0) };
    let tables: Vec<Grid> = pieces.iter().filter_map(|piece| writer.grid(piece)).collect();
    let needs: Vec<Needs> = tables.iter().map(Grid::needs).collect();
    let flipped = flipped(&needs, paper);
    let room = paper.room(flipped);
    let mut grids = tables.into_iter().zip(needs);
    let mut out = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match piece {
            Piece::Heading { level, text } => {
                let level = i64::try_from((*level).min(6)).unwrap_or(6);
                out.push(dict! { "kind" => "heading", "level" => level, "text" => writer.text(text) });
            }
            Piece::Paragraph(text) => out.push(dict! { "kind" => "paragraph", "text" => writer.text(text) }),
            Piece::Figures(figures) => {
                let list: Array = figures
                    .iter()
                    .map(|one| {
                        let value = figure(one.value, one.decimals);
                        dict! { "label" => writer.text(&one.label), "value" => breakable(&value) }.into_value()
                    })
                    .collect();
                out.push(dict! { "kind" => "figures", "list" => list });
            }
            Piece::Table(_) => {}
            Piece::Chart(chart) => out.push(writer.chart(chart, room)),
        }
        let count = Writer::tables_of(piece);
        for (grid, needs) in grids.by_ref().take(count) {
            out.push(grid.value(&needs, room)?);
        }
    }
    let pages = if frame.is_english() { ["Page ", " of ", ""] } else { ["第 ", " 页 共 ", " 页"] };
    let [region, period, made_at, made_by] =
        frame.facts().map(|(name, fact)| dict! { "name" => name, "fact" => writer.text(&fact) }.into_value());
    Ok(dict! {
        "title" => writer.text(title),
        "running" => writer.running(title),
        "facts" => [region, period, made_at, made_by].into_iter().collect::<Array>(),
        "lang" => if frame.is_english() { "en" } else { "zh" },
        "pages" => pages.into_iter().map(IntoValue::into_value).collect::<Array>(),
        "fonts" => families.iter().map(|family| family.as_str().into_value()).collect::<Array>(),
        "paper" => paper.name(),
        "flipped" => flipped,
        "margin" => points(MARGIN),
        "pieces" => out.into_iter().map(IntoValue::into_value).collect::<Array>(),
        "notes" => writer.notes(),
    })
}

/// Puts texts into the template's hands.
struct Writer<'a> {
    frame: &'a Frame<'a>,
    missing: &'a Missing,
    /// Cells that were cut.
    cut: Cell<usize>,
}

/// A table with its cells said.
struct Grid {
    caption: String,
    heads: Vec<String>,
    cells: Vec<String>,
    /// Per column, whether it holds figures.
    figures: Vec<bool>,
}

impl Writer<'_> {
    fn text(&self, text: &str) -> String {
        breakable(&self.missing.shown(text))
    }

    fn running(&self, title: &str) -> String {
        let line = title.replace('\n', " ");
        let short: String = line.chars().take(RUNNING).collect();
        self.text(&if short.len() < line.len() { short + "…" } else { short })
    }

    fn cell(&self, cell: &TableCell) -> String {
        let text = self.frame.cell(cell);
        let Some((end, _)) = text.char_indices().nth(CELL) else { return self.text(&text) };
        self.cut.set(self.cut.get() + 1);
        let whole = text.chars().count();
        let mark = match self.frame.is_english() {
            true => format!(" […cut here, {whole} letters, whole in CSV]"),
            false => format!(" […已截断，全文 {whole} 字，见 CSV]"),
        };
        self.text(&text[..end]) + &mark
    }

    /// How many tables a piece is set as.
    fn tables_of(piece: &Piece<'_>) -> usize {
        match piece {
            Piece::Table(_) => 1,
            Piece::Chart(chart) => usize::from(wants_table(&chart.shown())),
            Piece::Heading { .. } | Piece::Paragraph(_) | Piece::Figures(_) => 0,
        }
    }

    fn grid(&self, piece: &Piece<'_>) -> Option<Grid> {
        match piece {
            Piece::Table(table) => Some(self.table(table)),
            Piece::Chart(chart) if wants_table(&chart.shown()) => Some(self.figures_of(chart)),
            _ => None,
        }
    }

    fn table(&self, table: &Table<'_>) -> Grid {
        let mut figures = vec![false; table.heads.len()];
        for row in table.rows {
            for (is_figure, cell) in figures.iter_mut().zip(row) {
                *is_figure |= matches!(cell, TableCell::Number(..));
            }
        }
        let mut cells: Vec<String> = table.rows.iter().flatten().map(|cell| self.cell(cell)).collect();
        if table.rows.is_empty() && !table.heads.is_empty() {
            cells = vec![String::new(); table.heads.len()];
            cells[0] = self.frame.word("没有数据", "Nothing in this period").to_owned();
        }
        let heads = table.heads.iter().map(|head| self.text(head)).collect();
        Grid { caption: self.text(&table.caption), heads, cells, figures }
    }

    fn figures_of(&self, chart: &Chart) -> Grid {
        let item = self.frame.word("项目", "Item").to_owned();
        let heads = std::iter::once(item).chain(chart.series.iter().map(|(name, _)| self.text(name))).collect();
        let mut cells = Vec::new();
        for (label, points) in chart.rows() {
            cells.push(self.text(label));
            cells.extend(points.map(loose));
        }
        let mut figures = vec![true; chart.series.len() + 1];
        figures[0] = false;
        let caption = format!("{}{}", self.text(&chart.caption), self.frame.word("（数据）", " (figures)"));
        Grid { caption, heads, cells, figures }
    }

    fn chart(&self, chart: &Chart, room: f64) -> Dict {
        let (said, drawings) = match chart.shown() {
            Shown::Nothing => (self.frame.word("没有可绘制的数据。", "Nothing to draw."), vec![]),
            Shown::TableOnly => {
                (self.frame.word("数据不宜作图，以表代之。", "Not fit for a drawing; here is its table."), vec![])
            }
            Shown::Drawn { drawings, .. } => ("", drawings),
        };
        let unit = room.min(CHART) / WIDTH;
        let drawings: Array = drawings.iter().map(|drawing| self.drawing(drawing, unit).into_value()).collect();
        dict! { "kind" => "chart", "caption" => self.text(&chart.heading()), "said" => said, "drawings" => drawings }
    }

    fn drawing(&self, drawing: &Drawing, unit: f64) -> Dict {
        let place = |(x, y): &(f64, f64)| Array::from_iter([points(x * unit), points(y * unit)]).into_value();
        let tone = |tone: &Tone| match tone {
            Tone::Axis => -1_i64,
            Tone::Series(number) => i64::try_from(number % 6).unwrap_or(0),
        };
        let shape = |shape: &Shape| match shape {
            Shape::Polygon { points, tone: of } => {
                dict! { "kind" => "polygon", "tone" => tone(of), "points" => points.iter().map(place).collect::<Array>() }
            }
            Shape::Line { points, tone: of } => {
                dict! { "kind" => "line", "tone" => tone(of), "points" => points.iter().map(place).collect::<Array>() }
            }
            Shape::Text { x, y, anchor, text } => dict! {
                "kind" => "text", "x" => points(x * unit), "y" => points(y * unit), "text" => &*self.missing.shown(text),
                "anchor" => match anchor { Anchor::Start => "start", Anchor::Middle => "middle", Anchor::End => "end" },
            },
        };
        dict! {
            "width" => points(WIDTH * unit), "height" => points(drawing.height * unit), "size" => points(LETTERS * unit),
            "shapes" => drawing.shapes.iter().map(|one| shape(one).into_value()).collect::<Array>(),
        }
    }

    fn notes(&self) -> Array {
        let mut notes = vec![self.frame.signs().to_owned()];
        if self.cut.get() > 0 {
            notes.push(match self.frame.is_english() {
                true => format!("{} texts are cut here; they are whole in CSV.", self.cut.get()),
                false => format!("有 {} 处文字过长，此处已截断；全文见 CSV。", self.cut.get()),
            });
        }
        if !self.missing.is_empty() {
            notes.push(match self.frame.is_english() {
                true => format!(
                    "No font of the server has these letters; their numbers stand in their place: {}",
                    self.missing
                ),
                false => format!("服务器字体缺少以下字，文中以其编号代替：{}", self.missing),
            });
        }
        notes.into_iter().map(|note| breakable(&note).into_value()).collect()
    }
}

impl Grid {
    fn needs(&self) -> Needs {
        let mut needs = Needs::of(self.heads.len());
        for (column, head) in self.heads.iter().enumerate() {
            needs.add(column, head);
        }
        for row in self.cells.chunks(self.heads.len().max(1)) {
            for (column, text) in row.iter().enumerate() {
                needs.add(column, text);
            }
        }
        needs
    }

    fn value(self, needs: &Needs, room: f64) -> Result<Dict, RenderError> {
        if self.heads.is_empty() {
            return Ok(dict! { "kind" => "table", "caption" => self.caption, "widths" => Array::new() });
        }
        let too_wide = || RenderError::TooWide { caption: self.caption.clone(), columns: self.heads.len() };
        let widths = needs.widths(room).ok_or_else(too_wide)?;
        let is_long = |text: &str| text.len() > LONG && text.chars().count() > LONG;
        let has_long = self.cells.iter().any(|text| is_long(text));
        let cells: Array = self
            .cells
            .into_iter()
            .map(|text| if is_long(&text) { dict! { "long" => text }.into_value() } else { text.into_value() })
            .collect();
        Ok(dict! {
            "kind" => "table", "caption" => self.caption, "size" => points(widths.size), "long" => has_long,
            "widths" => widths.columns.into_iter().map(points).collect::<Array>(),
            "figures" => self.figures.into_iter().map(IntoValue::into_value).collect::<Array>(),
            "heads" => self.heads.into_iter().map(IntoValue::into_value).collect::<Array>(),
            "cells" => cells,
        })
    }
}

/// Whether figures stand nowhere but in a table of their own.
fn wants_table(shown: &Shown) -> bool {
    match shown {
        Shown::Nothing => false,
        Shown::TableOnly => true,
        Shown::Drawn { whole, .. } => !whole,
    }
}

fn points(points: f64) -> Value {
    Value::Length(Abs::pt(points).into())
}
