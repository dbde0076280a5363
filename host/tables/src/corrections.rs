//! Rows that an import refused, as a file that can be mended and imported as it is: the input's columns and rows, and beside them
//! what is wrong, what to do, and where the row stood.

use crate::error::TableError;
use crate::out::{FileFormat, Out, TableWriter};
use crate::row::Row;
use lifang_core::intake::{Cell, heading};
use lifang_core::problem::Problem;
use std::io::Write;

/// The columns an import adds. On the way in they are ignored.
const OWN: [&str; 3] = ["错误 Problem", "处理办法 Remedy", "原行号 Row"];

/// Whether a heading is one of those that corrections have.
pub(crate) fn is_own_heading(title: &str) -> bool {
    OWN.iter().any(|own| heading(own) == heading(title))
}

/// Which rows are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kept {
    /// Those that were refused.
    #[default]
    Rejected,
    /// All, the good ones without a remark.
    All,
}

/// The file being written.
#[derive(Debug)]
pub struct Corrections<W: Write + Send> {
    table: TableWriter<W>,
    /// The columns of the input that are kept: not those of earlier corrections.
    columns: Vec<usize>,
    kept: Kept,
    rejected: u64,
}

impl<W: Write + Send> Corrections<W> {
    /// Begins the file for an input with that heading.
    ///
    /// # Errors
    /// [`TableError::Writing`].
    pub fn begin(format: FileFormat, header: &[String], kept: Kept, into: W) -> Result<Self, TableError> {
        let columns: Vec<usize> =
            (0..header.len()).filter(|&column| header[column].is_empty() || !is_own_heading(&header[column])).collect();
        let mut titles: Vec<String> = columns.iter().map(|&column| header[column].clone()).collect();
        titles.extend(OWN.map(str::to_owned));
        let table = TableWriter::begin(format, "待更正 Corrections", &titles, into)?;
        Ok(Self { table, columns, kept, rejected: 0 })
    }

    /// Takes a row and what is wrong with it; nothing for a good one.
    ///
    /// # Errors
    /// [`TableError::Writing`].
    pub fn row(&mut self, row: &Row, problems: &[Problem]) -> Result<(), TableError> {
        if problems.is_empty() && self.kept == Kept::Rejected {
            return Ok(());
        }
        self.rejected += u64::from(!problems.is_empty());
        let mut cells: Vec<Out<'_>> = self.columns.iter().map(|&column| out(row.cell(column))).collect();
        let said = |zh: fn(&Problem) -> &str, en: fn(&Problem) -> &str| {
            let lines: Vec<String> =
                problems.iter().map(|problem| format!("{} {}", zh(problem), en(problem))).collect();
            if lines.is_empty() { Out::Empty } else { Out::text(lines.join("\n")) }
        };
        cells.push(said(|problem| &problem.what.zh, |problem| &problem.what.en));
        cells.push(said(|problem| &problem.remedy.zh, |problem| &problem.remedy.en));
        cells.push(Out::Integer(i64::try_from(row.number).unwrap_or_default()));
        self.table.row(&cells)
    }

    /// How many rows were refused so far.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.rejected
    }

    /// Ends the file.
    ///
    /// # Errors
    /// [`TableError::Writing`].
    pub fn finish(self) -> Result<W, TableError> {
        self.table.finish()
    }
}

/// The cell as it was, so that it reads the same again.
fn out(cell: &Cell) -> Out<'_> {
    match cell {
        Cell::Empty => Out::Empty,
        Cell::Text(text) => Out::text(text.as_str()),
        Cell::Number(number) => Out::Number(*number),
        Cell::Date(day, 0) => Out::Day(*day),
        Cell::Date(..) | Cell::Flag(_) | Cell::Broken(_) => Out::text(cell.shown()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv_in::Encoding;
    use crate::open::{ReadOptions, open};
    use lifang_core::intake::BadValue;

    #[test]
    fn corrections_are_the_input_again_and_read_as_it_was() {
        let header = ["姓名", "身份证号", "生日", "错误 Problem"].map(str::to_owned);
        let text = |text: &str| Cell::Text(text.into());
        let day = Cell::Date("1990-02-03".parse().unwrap(), 0);
        let bad = Row { number: 3, cells: vec![text("=王芳"), text("110105491231002"), day, text("旧的")] };
        let good = Row { number: 4, cells: vec![text("李雷")] };
        for (format, kept, rows) in [
            (FileFormat::Xlsx, Kept::Rejected, 1),
            (FileFormat::Xlsx, Kept::All, 2),
            (FileFormat::Csv(Encoding::Gb18030), Kept::All, 2),
        ] {
            let file = tempfile::NamedTempFile::new().unwrap();
            let mut corrections = Corrections::begin(format, &header, kept, file).unwrap();
            corrections.row(&bad, &[BadValue::OldResidentId.problem(), BadValue::Missing.problem()]).unwrap();
            corrections.row(&good, &[]).unwrap();
            assert_eq!(corrections.rejected(), 1);
            let mut file = corrections.finish().unwrap();
            file.flush().unwrap();
            let mut table = open(file.path(), "again", &ReadOptions::default()).unwrap();
            assert_eq!(table.header(), ["姓名", "身份证号", "生日", "错误 Problem", "处理办法 Remedy", "原行号 Row"]);
            let all: Vec<Row> = table.by_ref().map(Result::unwrap).collect();
            assert_eq!(all.len(), rows, "{format:?}");
            assert_eq!(all[0].cells[..2], bad.cells[..2]);
            assert_eq!(all[0].cells[2].shown(), "1990-02-03");
            assert!(matches!(&all[0].cells[3], Cell::Text(said) if said.contains("15 位") && said.contains('\n')));
            assert_eq!(all[0].cells[5].shown(), "3");
        }
    }
}
