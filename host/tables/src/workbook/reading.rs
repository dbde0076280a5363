//! The rows of one sheet. They are read on a thread of their own: what is unpacked there is used here, a few rows later.

use super::{cells, package};
use crate::error::{Amount, Foreign, TableError};
use crate::limits::Limits;
use crate::place::{Place, letters};
use crate::row::{Row, Rows};
use calamine::{Dimensions, Reader, Xlsx, XlsxError};
use lifang_core::intake::Cell;
use std::fs::File;
use std::io::{BufReader, Seek};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// So many rows travel together.
const TOGETHER: usize = 64;
/// So many loads of them wait at most.
const WAITING: usize = 8;
/// Merged cells matter in headings only.
const HEADING_ROWS: u32 = 40;

/// The rows of a sheet.
pub(crate) struct WorkbookRows {
    rows: Receiver<Message>,
    load: std::vec::IntoIter<Row>,
    thread: Option<JoinHandle<()>>,
    place: Place,
    about: About,
}

/// What is known of the sheet before its rows.
#[derive(Clone, Debug)]
pub(crate) struct About {
    pub(crate) sheet: String,
    pub(crate) system_1904: bool,
    /// Merged ranges near the top.
    pub(crate) merged: Vec<Merged>,
}

/// A merged range, rows counted from 1 and columns from 0, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Merged {
    pub(crate) rows: (u64, u64),
    pub(crate) columns: (usize, usize),
}

impl Merged {
    /// As spreadsheets write it.
    pub(crate) fn range(&self) -> String {
        format!("{}{}:{}{}", letters(self.columns.0), self.rows.0, letters(self.columns.1), self.rows.1)
    }
}

enum Message {
    About(About),
    Rows(Vec<Row>),
    Failed(TableError),
}

impl WorkbookRows {
    /// Checks the package and starts reading the sheet of that name, else the first that has anything in it.
    pub(crate) fn open(mut file: File, place: Place, sheet: Option<&str>, limits: &Limits) -> Result<Self, TableError> {
        let found = package::check(&file, &place, limits)?;
        file.rewind().map_err(|source| TableError::Io { place: place.clone(), source })?;
        let (sender, rows) = sync_channel(WAITING);
        let reading =
            Reading { place: place.clone(), wanted: sheet.map(str::to_owned), limits: *limits, found, sender };
        let thread = std::thread::Builder::new().name("workbook".into()).spawn(move || reading.run(file));
        let thread = thread.map_err(|source| TableError::Io { place: place.clone(), source })?;
        match rows.recv() {
            Ok(Message::About(about)) => {
                let place = Place { sheet: Some(about.sheet.clone()), ..place };
                Ok(Self { rows, load: Vec::new().into_iter(), thread: Some(thread), place, about })
            }
            Ok(Message::Failed(error)) => Err(error),
            Ok(Message::Rows(_)) | Err(_) => Err(TableError::Damaged { place, detail: "the reader stopped".into() }),
        }
    }

    pub(crate) fn about(&self) -> &About {
        &self.about
    }
}

impl Rows for WorkbookRows {
    fn next_into(&mut self, row: &mut Row) -> Result<bool, TableError> {
        loop {
            if let Some(next) = self.load.next() {
                *row = next;
                return Ok(true);
            }
            match self.rows.recv() {
                Ok(Message::Rows(load)) => self.load = load.into_iter(),
                Ok(Message::Failed(error)) => return Err(error),
                Ok(Message::About(_)) => {}
                Err(_) => {
                    // A reader that fell over has read a workbook no spreadsheet wrote.
                    return match self.thread.take().map(JoinHandle::join) {
                        Some(Err(_)) => Err(TableError::Damaged {
                            place: self.place.clone(),
                            detail: "the reader fell over".into(),
                        }),
                        _ => Ok(false),
                    };
                }
            }
        }
    }
}

/// What the thread needs.
struct Reading {
    place: Place,
    wanted: Option<String>,
    limits: Limits,
    found: package::Found,
    sender: SyncSender<Message>,
}

impl Reading {
    fn run(self, file: File) {
        if let Err(error) = self.read(file) {
            // Whoever no longer listens needs no error.
            let _ = self.sender.send(Message::Failed(error));
        }
    }

    fn damaged(&self, error: &XlsxError) -> TableError {
        TableError::Damaged { place: self.place.clone(), detail: error.to_string() }
    }

    fn read(&self, file: File) -> Result<(), TableError> {
        let mut workbook: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(|error| match error {
            XlsxError::Password => TableError::NotATable { place: self.place.clone(), what: Foreign::OldOrLocked },
            error => self.damaged(&error),
        })?;
        let known = workbook.sheet_names();
        let sheets = match &self.wanted {
            Some(wanted) if known.contains(wanted) => vec![wanted.clone()],
            Some(wanted) => {
                return Err(TableError::NoSheet { place: self.place.clone(), wanted: wanted.clone(), known });
            }
            None => known,
        };
        for sheet in &sheets {
            if self.read_sheet(&mut workbook, sheet)? {
                return Ok(());
            }
        }
        Err(TableError::Empty { place: self.place.clone() })
    }

    /// Reads a sheet and hands on its rows; `false` when nothing stands in it.
    fn read_sheet(&self, workbook: &mut Xlsx<BufReader<File>>, sheet: &str) -> Result<bool, TableError> {
        let system_1904 = workbook.has_1904_epoch();
        let merged = if self.found.merged {
            workbook.merge_cells_by_sheet_name(sheet).map_err(|error| self.damaged(&error))?
        } else {
            Vec::new()
        };
        let merged = merged.iter().filter(|range| range.start.0 < HEADING_ROWS).map(merged_of).collect();
        let mut cells = match workbook.worksheet_cells_reader(sheet) {
            Ok(cells) => cells,
            // Sheets with a chart only.
            Err(XlsxError::NotAWorksheet(_)) => return Ok(false),
            Err(error) => return Err(self.damaged(&error)),
        };
        let mut about = Some(About { sheet: sheet.to_owned(), system_1904, merged });
        let mut load = Load { reading: self, sheet, rows: Vec::new(), row: Row::default() };
        while let Some(found) = cells.next_cell_with_formula_metadata().map_err(|error| self.damaged(&error))? {
            let cell = cells::cell(found.value, found.formula.is_some(), system_1904);
            if cell.is_empty() {
                continue;
            }
            if let Some(about) = about.take()
                && self.sender.send(Message::About(about)).is_err()
            {
                return Ok(true);
            }
            if !load.take(found.pos, cell)? {
                return Ok(true);
            }
        }
        load.end();
        Ok(about.is_none())
    }
}

fn merged_of(range: &Dimensions) -> Merged {
    let row = |row: u32| u64::from(row) + 1;
    Merged { rows: (row(range.start.0), row(range.end.0)), columns: (range.start.1 as usize, range.end.1 as usize) }
}

/// Rows on their way.
struct Load<'r> {
    reading: &'r Reading,
    sheet: &'r str,
    rows: Vec<Row>,
    row: Row,
}

impl Load<'_> {
    /// Takes a cell; `false` when nobody listens any more.
    fn take(&mut self, (row, column): (u32, u32), cell: Cell) -> Result<bool, TableError> {
        let (number, column, limits) = (u64::from(row) + 1, column as usize, &self.reading.limits);
        let place = |row| Place {
            sheet: Some(self.sheet.to_owned()),
            row: Some(row),
            column: Some(column),
            ..self.reading.place.clone()
        };
        if column >= limits.columns {
            let (found, most) = (column as u64 + 1, limits.columns as u64);
            return Err(TableError::TooLarge { place: place(number), what: Amount::Columns, found, most });
        }
        if number > limits.rows {
            return Err(TableError::TooLarge {
                place: place(number),
                what: Amount::Rows,
                found: number,
                most: limits.rows,
            });
        }
        if number < self.row.number || (number == self.row.number && column < self.row.cells.len()) {
            return Err(TableError::Damaged { place: place(number), detail: "cells out of order".into() });
        }
        let mut listening = true;
        if number > self.row.number {
            listening = self.turn();
            self.row.number = number;
        }
        self.row.cells.resize(column, Cell::Empty);
        self.row.cells.push(cell);
        Ok(listening)
    }

    /// The row is whole.
    fn turn(&mut self) -> bool {
        if self.row.number > 0 {
            self.rows.push(std::mem::take(&mut self.row));
        }
        self.rows.len() < TOGETHER || self.send()
    }

    fn send(&mut self) -> bool {
        self.reading.sender.send(Message::Rows(std::mem::take(&mut self.rows))).is_ok()
    }

    /// The sheet is at its end.
    fn end(mut self) {
        if self.turn() && !self.rows.is_empty() {
            self.send();
        }
    }
}
