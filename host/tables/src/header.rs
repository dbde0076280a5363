//! Which row names the columns.

use crate::error::TableError;
use crate::place::Place;
use crate::row::Row;
use crate::workbook::Merged;
use lifang_core::intake::{Cell, Kind, heading};
use std::collections::HashSet;
use std::sync::LazyLock;

/// The heading found among a file's first rows.
#[derive(Debug)]
pub(crate) struct Heading {
    /// What each column is called; empty for one without a name. No two are the same.
    pub(crate) titles: Vec<String>,
    /// The row it ends in.
    pub(crate) row: u64,
}

/// Every heading that any kind of import knows.
static KNOWN: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let fields = Kind::ALL.into_iter().flat_map(Kind::fields);
    fields
        .flat_map(|field| [&field.title.zh, &field.title.en, &field.key].into_iter().chain(&field.aliases))
        .map(|name| heading(name))
        .collect()
});

/// Finds the heading among the first rows: the row that was named; else the one with the most known headings, at least two; else
/// the first with two texts; else the only column's first text. What stands above it is a title.
///
/// # Errors
/// [`TableError::NoHeading`]; [`TableError::MergedHeading`] where one name stands over several columns.
pub(crate) fn find(rows: &[Row], wanted: Option<u64>, merged: &[Merged], place: &Place) -> Result<Heading, TableError> {
    let none = || TableError::NoHeading { place: place.clone() };
    let chosen = match wanted {
        Some(number) => rows.iter().find(|row| row.number == number),
        None => by_headings(rows).or_else(|| by_shape(rows)),
    };
    let mut chosen = chosen.ok_or_else(none)?;
    // A heading of two rows: names that reach down, beside groups with names of their own below.
    let deepest = merged
        .iter()
        .filter(|range| range.rows.0 == chosen.number && range.rows.1 > range.rows.0)
        .map(|range| range.rows.1)
        .max();
    if let Some(deepest) = deepest.filter(|_| wanted.is_none())
        && let Some(lower) = rows.iter().find(|row| row.number == deepest)
    {
        chosen = lower;
    }
    let mut titles: Vec<String> = chosen.cells.iter().map(title).collect();
    for range in merged.iter().filter(|range| (range.rows.0..=range.rows.1).contains(&chosen.number)) {
        if range.columns.0 != range.columns.1 {
            let place = Place { row: Some(range.rows.0), column: Some(range.columns.0), ..place.clone() };
            return Err(TableError::MergedHeading { place, range: range.range() });
        }
        let above = rows.iter().find(|row| row.number == range.rows.0);
        if let Some(above) = above {
            if titles.len() <= range.columns.0 {
                titles.resize(range.columns.0 + 1, String::new());
            }
            titles[range.columns.0] = title(above.cell(range.columns.0));
        }
    }
    if titles.iter().all(String::is_empty) {
        return Err(none());
    }
    Ok(Heading { titles: told_apart(titles), row: chosen.number })
}

fn title(cell: &Cell) -> String {
    cell.shown().trim().to_owned()
}

fn by_headings(rows: &[Row]) -> Option<&Row> {
    let known = |row: &Row| row.cells.iter().filter(|cell| KNOWN.contains(&heading(&cell.shown()))).count();
    // The first of equals.
    rows.iter().rev().max_by_key(|row| known(row)).filter(|row| known(row) >= 2)
}

fn by_shape(rows: &[Row]) -> Option<&Row> {
    let texts = |row: &Row| row.cells.iter().filter(|cell| matches!(cell, Cell::Text(_))).count();
    let single = rows.iter().all(|row| row.cells.iter().filter(|cell| !cell.is_empty()).count() <= 1);
    rows.iter().find(|row| texts(row) >= if single { 1 } else { 2 })
}

/// Columns of the same name are numbered: `电话`, `电话#2`.
fn told_apart(titles: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    let number = |title: String| {
        if title.is_empty() || seen.insert(title.clone()) {
            return title;
        }
        let mut again = 2;
        while !seen.insert(format!("{title}#{again}")) {
            again += 1;
        }
        format!("{title}#{again}")
    };
    titles.into_iter().map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(texts: &[&[&str]]) -> Vec<Row> {
        let row = |(number, cells): (u64, &&[&str])| Row {
            number,
            cells: cells.iter().map(|text| Cell::of_text(text)).collect(),
        };
        (1..).zip(texts).map(row).filter(|row| !row.is_blank()).collect()
    }

    fn found(texts: &[&[&str]], merged: &[Merged]) -> Result<(u64, Vec<String>), TableError> {
        find(&rows(texts), None, merged, &Place::default()).map(|heading| (heading.row, heading.titles))
    }

    #[test]
    fn titles_and_notes_above_are_passed_over() {
        let table: &[&[&str]] = &[
            &["某某社区居民登记表"],
            &["填表单位：某某社区", "", "日期：2024年"],
            &[],
            &["姓名", "身份证号", "备注"],
            &["王芳", "", ""],
        ];
        assert_eq!(found(table, &[]).unwrap(), (4, vec!["姓名".into(), "身份证号".into(), "备注".into()]));
    }

    #[test]
    fn a_heading_nobody_knows_is_the_first_row_of_texts_and_twins_are_told_apart() {
        assert_eq!(found(&[&["甲", "乙", "甲"], &["1", "2", "3"]], &[]).unwrap().1, ["甲", "乙", "甲#2"]);
        assert_eq!(found(&[&["甲"], &["1"]], &[]).unwrap().0, 1);
        assert!(matches!(
            find(&rows(&[&["1", "2"]]), Some(7), &[], &Place::default()),
            Err(TableError::NoHeading { .. })
        ));
    }

    #[test]
    fn a_heading_of_two_rows_is_read_downwards_and_one_over_several_columns_is_refused() {
        let table: &[&[&str]] = &[&["姓名", "联系方式", ""], &["", "手机号", "住址"], &["王芳", "138", "东"]];
        let down = Merged { rows: (1, 2), columns: (0, 0) };
        let across = Merged { rows: (1, 1), columns: (1, 2) };
        assert_eq!(found(table, &[down, across]).unwrap(), (2, vec!["姓名".into(), "手机号".into(), "住址".into()]));
        let table: &[&[&str]] = &[&["姓名", "身份证号", "住址", ""], &["王芳", "1", "长山花园", "12"]];
        match found(table, &[Merged { rows: (1, 1), columns: (2, 3) }]) {
            Err(TableError::MergedHeading { range, .. }) => assert_eq!(range, "C1:D1"),
            other => panic!("{other:?}"),
        }
    }
}
