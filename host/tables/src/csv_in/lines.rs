//! Bytes of a file as UTF-8, line by line: each line checked, its place known when it is wrong.

use super::encoding::{Encoding, gb18030, is_surely_utf8, of_line, utf16};
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
        if !self.read_more(most)? {
            return Ok(false);
        }
        self.line += 1;
        if self.line == 1 {
            self.mark();
        }
        // A line that ends with the file and has carriage returns within is a whole file of an old Macintosh.
        if self.line == 1 && self.raw.last() != Some(&b'\n') && self.raw.trim_ascii_end().contains(&b'\r') {
            return Err(TableError::NotATable { place: self.here(), what: Foreign::CarriageReturns });
        }
        let wide = self.encoding.and_then(Encoding::wide_line_feed);
        if let Some(line_feed) = wide {
            self.read_wide(line_feed, most)?;
        }
        if self.raw.len() > self.most {
            let (place, found, most) = (self.here(), self.raw.len() as u64, self.most as u64);
            return Err(TableError::TooLarge { place, what: Amount::RowBytes, found, most });
        }
        if wide.is_none() && self.raw.contains(&0) {
            // Every other byte of a Western text in UTF-16 is nothing.
            let halves = |odd: usize| self.raw.iter().skip(odd).step_by(2).all(|byte| *byte == 0);
            let utf16 = self.raw.len() > 4 && (halves(0) || halves(1));
            let what = if utf16 { Foreign::Utf16 } else { Foreign::Binary };
            return Err(TableError::NotATable { place: self.here(), what });
        }
        let begins = self.text.len();
        if wide.is_none() {
            self.end_line();
        }
        self.add()?;
        while self.text.len() > begins && self.text.ends_with(['\n', '\r']) {
            self.text.pop();
        }
        if self.text[begins..].contains('\0') {
            return Err(TableError::NotATable { place: self.here(), what: Foreign::Binary });
        }
        self.text.push('\n');
        Ok(true)
    }

    /// Reads on until a byte that looks like a line feed; `false` at the end of the file.
    fn read_more(&mut self, most: u64) -> Result<bool, TableError> {
        let left = most.saturating_sub(self.raw.len() as u64);
        let read = (&mut self.source).take(left).read_until(b'\n', &mut self.raw);
        read.map(|read| read > 0).map_err(|source| TableError::Io { place: self.here(), source })
    }

    /// Reads on to the end of a line whose characters have two bytes: what looked like a line feed may be half of something else.
    fn read_wide(&mut self, line_feed: [u8; 2], most: u64) -> Result<(), TableError> {
        loop {
            // The second half of a little-endian line feed comes behind the byte that was looked for.
            if !self.raw.len().is_multiple_of(2) && line_feed[0] == b'\n' && self.raw.ends_with(b"\n") {
                let io = |source| TableError::Io { place: self.place.clone(), source };
                (&mut self.source).take(1).read_to_end(&mut self.raw).map_err(io)?;
            }
            let ended = self.raw.len().is_multiple_of(2) && self.raw.ends_with(&line_feed);
            if ended || !self.read_more(most)? {
                return Ok(());
            }
        }
    }

    fn end_line(&mut self) {
        while self.raw.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            self.raw.pop();
        }
    }

    /// A byte-order mark says what the file is in.
    fn mark(&mut self) {
        for (mark, encoding) in [
            (b"\xef\xbb\xbf".as_slice(), Encoding::Utf8),
            (b"\xff\xfe", Encoding::Utf16Le),
            (b"\xfe\xff", Encoding::Utf16Be),
        ] {
            if self.raw.starts_with(mark) {
                self.raw.drain(..mark.len());
                self.encoding = Some(encoding);
                return;
            }
        }
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
            wide @ (Encoding::Utf16Le | Encoding::Utf16Be) => {
                utf16(wide, &self.raw, &mut self.text).map_err(|byte| self.wrong(byte, None))?;
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
