//! Bytes of a file as UTF-8, line by line: each line checked, its place known when it is wrong.

use super::encoding::{Encoding, gb18030, is_surely_utf8, of_line};
use crate::error::{Amount, Foreign, TableError};
use crate::place::Place;
use std::io::{BufRead, BufReader, Read};

/// How much is looked at before reading, to find out separator and encoding.
const LOOK_AHEAD: usize = 32 << 10;

/// A reader of UTF-8 in which every line ends with a line feed. Its errors are [`TableError`]s.
pub(super) struct Lines<R> {
    source: BufReader<R>,
    place: Place,
    /// What the file is in; none as long as all was ASCII.
    encoding: Option<Encoding>,
    most: usize,
    /// The line last read, counted from 1.
    line: u64,
    raw: Vec<u8>,
    /// Text not yet handed on.
    text: String,
    at: usize,
    /// Bytes handed on since the row began.
    handed: usize,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(source: R, place: Place, encoding: Option<Encoding>, most: usize) -> Self {
        Self {
            source: BufReader::with_capacity(1 << 16, source),
            place,
            encoding,
            most,
            line: 0,
            raw: Vec::new(),
            text: String::new(),
            at: 0,
            handed: 0,
        }
    }

    /// The first lines.
    pub(super) fn look_ahead(&mut self) -> Result<&str, TableError> {
        while self.text.len() < LOOK_AHEAD && self.next_line()? {}
        Ok(&self.text)
    }

    /// Leaves out the first line.
    pub(super) fn skip_line(&mut self) {
        self.at = self.text.find('\n').map_or(self.text.len(), |end| end + 1);
    }

    /// A row begins with what is handed on next, or was already handed on and not yet used.
    pub(super) fn row_begins(&mut self) {
        self.handed = 0;
    }

    fn here(&self) -> Place {
        Place { row: Some(self.line), ..self.place.clone() }
    }

    /// Adds the next line to the text; `false` at the end.
    fn next_line(&mut self) -> Result<bool, TableError> {
        self.raw.clear();
        let most = self.most as u64 + 1;
        let read = (&mut self.source).take(most).read_until(b'\n', &mut self.raw);
        let read = read.map_err(|source| TableError::Io { place: self.here(), source })?;
        if read == 0 {
            return Ok(false);
        }
        self.line += 1;
        if read > self.most {
            let (place, found, most) = (self.here(), read as u64, self.most as u64);
            return Err(TableError::TooLarge { place, what: Amount::RowBytes, found, most });
        }
        if self.line == 1 {
            self.mark()?;
        }
        if self.raw.contains(&0) {
            return Err(TableError::NotATable { place: self.here(), what: Foreign::Binary });
        }
        while self.raw.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            self.raw.pop();
        }
        self.add()?;
        self.text.push('\n');
        Ok(true)
    }

    /// A byte-order mark says what the file is in.
    fn mark(&mut self) -> Result<(), TableError> {
        if self.raw.starts_with(b"\xef\xbb\xbf") {
            self.raw.drain(..3);
            self.encoding = Some(Encoding::Utf8);
        } else if self.raw.starts_with(b"\xff\xfe") || self.raw.starts_with(b"\xfe\xff") {
            return Err(TableError::NotATable { place: self.here(), what: Foreign::Utf16 });
        }
        Ok(())
    }

    /// What the line is not, from a byte on.
    fn wrong(&self, byte: usize, looks: Option<Encoding>) -> TableError {
        TableError::Encoding { place: self.here(), byte: byte + 1, encoding: self.encoding.unwrap_or_default(), looks }
    }

    /// Adds the raw line to the text.
    fn add(&mut self) -> Result<(), TableError> {
        if !self.raw.is_ascii() && self.encoding.is_none() {
            self.encoding = of_line(&self.raw);
        }
        match self.encoding.unwrap_or_default() {
            Encoding::Utf8 => match std::str::from_utf8(&self.raw) {
                Ok(line) => self.text.push_str(line),
                Err(error) => return Err(self.wrong(error.valid_up_to(), of_line(&self.raw))),
            },
            Encoding::Gb18030 if is_surely_utf8(&self.raw) => {
                let byte = self.raw.iter().position(|byte| !byte.is_ascii()).unwrap_or_default();
                return Err(self.wrong(byte, Some(Encoding::Utf8)));
            }
            Encoding::Gb18030 => {
                gb18030(&self.raw, &mut self.text).map_err(|byte| self.wrong(byte, None))?;
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.text.len() {
            self.text.clear();
            self.at = 0;
            if !self.next_line().map_err(std::io::Error::other)? {
                return Ok(0);
            }
        }
        if self.handed > self.most {
            // Which line the row began in is known to who reads rows.
            let place = self.place.clone();
            let (found, most) = (self.handed as u64, self.most as u64);
            let error = TableError::TooLarge { place, what: Amount::RowBytes, found, most };
            return Err(std::io::Error::other(error));
        }
        let rest = &self.text.as_bytes()[self.at..];
        let length = rest.len().min(into.len());
        into[..length].copy_from_slice(&rest[..length]);
        self.at += length;
        self.handed += length;
        Ok(length)
    }
}
