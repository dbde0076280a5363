//! A file as rows of an import: opened by the tables, its columns bound to fields.

use super::locals::Days;
use super::said::Said;
use crate::Service;
use crate::access::{self, Act};
use crate::error::Result;
use lifang_core::actor::Actor;
use lifang_core::intake::{Field, Kind};
use lifang_core::problem::Problem;
use lifang_core::text::Bilingual;
use lifang_store::StoreError;
use lifang_tables::{Bound, Fault, Mapping, ReadOptions, Row, Table, TableError, guesses};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

/// The name of a mapping file that came with a request.
const MAPPING: &str = "mapping";
/// So much of a CSV's beginning is enough to find its heading.
const HEAD: u64 = 1 << 20;
/// The field of the resident ID.
const ID: &str = "resident_id";

/// A file being read.
#[derive(Debug)]
pub(super) struct Reader {
    table: Table,
    columns: Arc<Columns>,
    row: Row,
    faults: Vec<Fault>,
}

/// Which column is which field, for all rows of a file.
#[derive(Debug)]
pub(super) struct Columns {
    bound: Bound,
    pub(super) keys: Vec<String>,
    /// Those of them that are local fields, with their positions.
    pub(super) locals: Vec<(usize, Arc<str>)>,
    pub(super) days: Days,
}

/// What a file's headings suggest.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// Each column, in order.
    pub columns: Vec<SuggestedColumn>,
    /// The fields there are, in the order of a form.
    pub fields: Vec<Field>,
    /// The same as a mapping file, to be looked over.
    pub mapping: String,
}

/// What a column's heading suggests.
#[derive(Clone, Debug)]
pub struct SuggestedColumn {
    /// The heading.
    pub heading: String,
    /// The field it may be.
    pub field: Option<String>,
    /// Whether an import would take it without being told.
    pub sure: bool,
}

/// Fields that files have and records have no place for.
fn unkept(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Units => &["legal_person", "phone", "address"],
        Kind::Residences => &["name"],
        Kind::Persons | Kind::Houses | Kind::Staff => &[],
    }
}

impl Reader {
    /// Opens the file that its sender calls `name`, whose columns may be these fields.
    pub(super) fn open(path: &Path, name: &str, kind: Kind, mapping: &str, fields: &[Field]) -> Result<Self> {
        let mapping = Mapping::parse(mapping, MAPPING)?;
        let mut table = lifang_tables::open(path, name, &ReadOptions::from(&mapping))?;
        table.has_rows()?;
        let bound = Bound::new(&mapping, kind, fields, &table)?;
        let keys: Vec<String> = bound.fields().map(|field| field.key.clone()).collect();
        if kind == Kind::Persons && !keys.iter().any(|key| key == ID) {
            return Err(no_ids(&table, fields).into());
        }
        let locals = keys.iter().enumerate().filter(|(_, key)| key.starts_with("x."));
        let locals = locals.map(|(position, key)| (position, Arc::from(key.as_str()))).collect();
        let days = Days { order: mapping.dates, system_1904: table.system_1904() };
        let columns = Arc::new(Columns { bound, keys, locals, days });
        Ok(Self { table, columns, row: Row::default(), faults: Vec::new() })
    }

    /// The local fields among the columns: key, and where in the file.
    pub(super) fn locals(&self) -> impl Iterator<Item = (&str, String)> {
        let place = |key: &Arc<str>| self.columns.bound.place(1, Some(key)).to_string();
        self.columns.locals.iter().map(move |(_, key)| (&**key, place(key)))
    }

    pub(super) fn columns(&self) -> Arc<Columns> {
        Arc::clone(&self.columns)
    }

    /// The headings of columns that nothing is taken from, those among them whose field no record has a place for.
    pub(super) fn ignored(&self, kind: Kind) -> Vec<String> {
        let bound = &self.columns.bound;
        let unkept = bound.fields().filter(|field| unkept(kind).contains(&field.key.as_str()));
        let unkept = unkept.filter_map(|field| bound.place(0, Some(&field.key)).heading);
        bound.ignored().map(str::to_owned).chain(unkept).collect()
    }

    /// The next row, with what is wrong about the form of its cells.
    pub(super) fn next(&mut self) -> Result<Option<Said>> {
        if !self.table.next_into(&mut self.row)? {
            return Ok(None);
        }
        let mut values = Vec::with_capacity(self.columns.keys.len());
        self.columns.bound.read(&self.row, &mut values, &mut self.faults);
        let faults = self.faults.drain(..).map(|fault| (fault.field, fault.problem)).collect();
        Ok(Some(Said::new(self.columns(), self.row.number, values, faults)))
    }
}

impl Columns {
    /// What was found wrong with a field of a row, with its place and the field's name.
    pub(super) fn told(&self, line: u64, field: &str, mut problem: Problem) -> Problem {
        if let Some(bound) = self.bound.fields().find(|bound| bound.key == field) {
            problem.what.zh = format!("{}：{}", bound.title.zh, problem.what.zh);
            problem.what.en = format!("{}: {}", bound.title.en, problem.what.en);
        }
        problem.at(self.bound.place(line, Some(field)).to_string())
    }
}

impl Service {
    /// What the headings of a file suggest; its first lines are enough of a CSV, of a workbook all of it is wanted.
    ///
    /// # Errors
    /// A file that cannot be read as a table; whoever may not import.
    pub async fn suggest_import(
        &self,
        actor: &Actor,
        kind: Kind,
        name: &str,
        file: &Path,
        region: Option<&str>,
    ) -> Result<Suggestion> {
        let place = self.place(region.unwrap_or(actor.region.as_str())).await?;
        access::allow(actor, Act::ImportData, &place.path)?;
        let (mut fields, locals) = self.import_fields(kind, &place.path, place.as_of, actor.role.name()).await?;
        fields.retain(|field| !field.key.starts_with("x.") || locals.is_open_somewhere(&field.key));
        let (file, name) = (file.to_owned(), name.to_owned());
        // A workbook is unpacked and looked over before its first row: not where others wait.
        let opened = tokio::task::spawn_blocking(move || headings(&file, &name)).await;
        let header = &opened.map_err(|error| StoreError::Unavailable(error.to_string()))??;
        let columns = guesses(&fields, header).into_iter();
        let columns =
            columns.map(|guess| SuggestedColumn { heading: guess.heading, field: guess.field, sure: guess.sure });
        let mapping = Mapping::suggested(kind, &fields, header).to_toml();
        Ok(Suggestion { columns: columns.collect(), fields, mapping })
    }
}

/// The headings of a file, or of its beginning where it is a CSV.
fn headings(file: &Path, name: &str) -> Result<Vec<String>> {
    let unreadable = |error| super::upload::unwritable(file, error);
    let mut source = File::open(file).map_err(unreadable)?;
    let mut head = Vec::new();
    source.by_ref().take(HEAD).read_to_end(&mut head).map_err(unreadable)?;
    let table = if head.starts_with(b"PK") {
        lifang_tables::open(file, name, &ReadOptions::default())
    } else {
        lifang_tables::open_beginning(whole_lines(head), name)
    };
    Ok(table.map_err(|error| error.problem())?.header().to_vec())
}

/// A file of persons says of each whether they have an ID, if only by leaving the cell empty: a column that was not understood must
/// not turn a whole community into people without papers.
fn no_ids(table: &Table, fields: &[Field]) -> TableError {
    let title = fields.iter().find(|field| field.key == ID).map(|field| field.title.clone());
    TableError::ColumnMissing {
        place: table.place().clone(),
        field: ID.to_owned(),
        title: title.unwrap_or_else(|| Bilingual::new(ID, ID)),
        headings: table.header().iter().filter(|title| !title.is_empty()).cloned().collect(),
    }
}

/// The lines of a file's beginning that are whole: the last one may be cut anywhere, even within a character. In UTF-16 a line feed
/// is two bytes.
fn whole_lines(mut head: Vec<u8>) -> Vec<u8> {
    let end = match head.get(..2) {
        Some(b"\xff\xfe") => head.chunks_exact(2).rposition(|unit| unit == b"\n\0").map(|unit| 2 * unit + 2),
        Some(b"\xfe\xff") => head.chunks_exact(2).rposition(|unit| unit == b"\0\n").map(|unit| 2 * unit + 2),
        _ => head.iter().rposition(|byte| *byte == b'\n').map(|at| at + 1),
    };
    if let Some(end) = end {
        head.truncate(end);
    }
    head
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_beginning_is_cut_behind_its_last_whole_line() {
        let whole = |head: &[u8]| super::whole_lines(head.to_vec());
        assert_eq!(whole(b"a\nb"), b"a\n");
        assert_eq!(whole(b"a"), b"a");
        // The second unit ends in a byte that looks like a line feed.
        assert_eq!(whole(b"\xff\xfea\0\n\0\x01\x0ab"), b"\xff\xfea\0\n\0");
        assert_eq!(whole(b"\xfe\xff\0a\0\n\x0a"), b"\xfe\xff\0a\0\n");
    }
}
