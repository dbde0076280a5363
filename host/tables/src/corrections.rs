//! Rows that an import refused, as a file that can be mended and imported as it is: the input's columns and rows, and beside them
//! what is wrong, what to do, and where the row stood.

use crate::error::TableError;
use crate::out::{FileFormat, Out, TableWriter};
use crate::row::Row;
use lifang_core::intake::{Cell, heading};
use lifang_core::problem::Problem;
use std::io::Write;

/// The columns an import adds. On the way in they are ignored.
const OWN: [&str; 3] = ["错误 Problem", "处理办法 Remedy", ORIGIN];
const ORIGIN: &str = "原行号 Row";
/// What heads the columns, numbered, of cells that stood behind the last column of their row.
const SURPLUS: &str = "多出的单元格 Surplus cell";

/// Whether a heading is one of those that corrections have.
pub(crate) fn is_own_heading(title: &str) -> bool {
    OWN.iter().any(|own| heading(own) == heading(title))
}

/// Whether a heading is that of a column for cells that the row had too many. As long as something stands there, nobody knows which
/// cells of the row are in their places.
pub(crate) fn is_surplus_heading(title: &str) -> bool {
    heading(title).starts_with(&heading(SURPLUS))
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
    /// The column of the input that says where its rows stood in the first file, if it is a file of corrections itself.
    origin: Option<usize>,
    /// How many cells rows may have behind the input's last column, and where those begin.
    surplus: std::ops::Range<usize>,
    kept: Kept,
    rejected: u64,
}

impl<W: Write + Send> Corrections<W> {
    /// Begins the file for an input with that heading, whose rows have at most `surplus` cells more.
    ///
    /// # Errors
    /// [`TableError::Writing`].
    pub fn begin(
        format: FileFormat,
        header: &[String],
        surplus: usize,
        kept: Kept,
        into: W,
    ) -> Result<Self, TableError> {
        let columns: Vec<usize> =
            (0..header.len()).filter(|&column| header[column].is_empty() || !is_own_heading(&header[column])).collect();
        let mut titles: Vec<String> = columns.iter().map(|&column| header[column].clone()).collect();
        let before = header.iter().filter(|title| is_surplus_heading(title)).count();
        titles.extend((1..=surplus).map(|number| format!("{SURPLUS} {}", before + number)));
        titles.extend(OWN.map(str::to_owned));
        let origin = header.iter().position(|title| heading(title) == heading(ORIGIN));
        let surplus = header.len()..header.len() + surplus;
        let table = TableWriter::begin(format, "待更正 Corrections", &titles, into)?;
        Ok(Self { table, columns, origin, surplus, kept, rejected: 0 })
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
        let columns = self.columns.iter().copied().chain(self.surplus.clone());
        let mut cells: Vec<Out<'_>> = columns.map(|column| out(row.cell(column))).collect();
        let said = |zh: fn(&Problem) -> &str, en: fn(&Problem) -> &str| {
            let lines: Vec<String> =
                problems.iter().map(|problem| format!("{} {}", zh(problem), en(problem))).collect();
            if lines.is_empty() { Out::Empty } else { Out::text(lines.join("\n")) }
        };
        cells.push(said(|problem| &problem.what.zh, |problem| &problem.what.en));
        cells.push(said(|problem| &problem.remedy.zh, |problem| &problem.remedy.en));
        // Whoever mends it for the second time still looks for the row in the first file.
        cells.push(match self.origin.map(|column| row.cell(column)).filter(|cell| !cell.is_empty()) {
            Some(origin) => out(origin),
            None => Out::Integer(i64::try_from(row.number).unwrap_or_default()),
        });
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
            let mut corrections = Corrections::begin(format, &header, 0, kept, file).unwrap();
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

    fn written(header: &[String], surplus: usize, row: &Row) -> (Vec<String>, Vec<Row>) {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut corrections = Corrections::begin(FileFormat::Xlsx, header, surplus, Kept::Rejected, file).unwrap();
        corrections.row(row, &[BadValue::Missing.problem()]).unwrap();
        let mut file = corrections.finish().unwrap();
        file.flush().unwrap();
        let table = open(file.path(), "again.xlsx", &ReadOptions::default()).unwrap();
        (table.header().to_vec(), table.map(Result::unwrap).collect())
    }

    #[test]
    fn cells_too_many_and_the_first_rows_number_are_carried_on_however_often() {
        let text = |text: &str| Cell::Text(text.into());
        let row = Row { number: 7, cells: vec![text("王芳"), text("12"), text("3"), text("502")] };
        let (header, rows) = written(&["姓名", "楼栋"].map(str::to_owned), 2, &row);
        let wanted = ["姓名", "楼栋", "多出的单元格 Surplus cell 1", "多出的单元格 Surplus cell 2"];
        assert_eq!(header[..4], wanted);
        assert_eq!(rows[0].cells[..4], row.cells[..]);
        assert_eq!(rows[0].cells[6].shown(), "7");
        // In the second file it stands elsewhere, and has another cell too many.
        let mut second = rows[0].clone();
        second.cells.push(text("多"));
        let (header, rows) = written(&header, 1, &second);
        assert_eq!(header[..4], wanted);
        assert_eq!(header[4], "多出的单元格 Surplus cell 3");
        let shown: Vec<String> = rows[0].cells.iter().map(Cell::shown).collect();
        assert_eq!((&shown[..5], shown[7].as_str()), (&["王芳", "12", "3", "502", "多"].map(str::to_owned)[..], "7"));
        assert!(header.iter().filter(|title| is_surplus_heading(title)).count() == 3);
    }
}
