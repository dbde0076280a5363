//! A mapping bound to the columns of a table: rows become values.

use super::suggest::guesses;
use super::{Mapping, wrong};
use crate::corrections::{is_own_heading, is_surplus_heading};
use crate::error::{TableError, local_field_unknown};
use crate::open::Table;
use crate::place::Place;
use crate::row::Row;
use lifang_core::intake::{BadValue, Cell, CodeWords, Field, FieldType, Kind, Reading, narrow, read};
use lifang_core::problem::{Kind as ProblemKind, Problem};
use lifang_core::text::Bilingual;
use lifang_core::value::Value;
use std::collections::{BTreeMap, HashSet};

/// What is wrong with one row as a file has it.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The field; none where the row itself is wrong.
    pub field: Option<String>,
    /// What is wrong, where, and what to do.
    pub problem: Problem,
}

/// A mapping bound to a table's columns.
#[derive(Debug)]
pub struct Bound {
    fields: Vec<BoundField>,
    /// The columns nothing is taken from: position and heading.
    ignored: Vec<(usize, String)>,
    /// Those among them where corrections have the cells that a row had too many.
    surplus: Vec<usize>,
    width: usize,
    place: Place,
}

#[derive(Debug)]
struct BoundField {
    field: Field,
    column: Option<usize>,
    heading: String,
    reading: Reading,
    constant: Option<Value>,
}

/// What is personal among what cells are refused for.
const PERSONAL: [&str; 4] = ["sex", "birth", "living", "care"];

impl Bound {
    /// Binds a mapping to a table for rows of `kind`, whose fields are `fields` (with the local ones that hold where the import is
    /// made). Fields that no column and no constant serves are left out.
    ///
    /// # Errors
    /// A mapping that names what is not there, gives a field two columns, or a value or code that is none; a required field
    /// without a column.
    pub fn new(mapping: &Mapping, kind: Kind, fields: &[Field], table: &Table) -> Result<Self, TableError> {
        Self::of(mapping, kind, fields, table.header(), table.place(), table.system_1904())
    }

    fn of(
        mapping: &Mapping,
        kind: Kind,
        fields: &[Field],
        header: &[String],
        place: &Place,
        system_1904: bool,
    ) -> Result<Self, TableError> {
        if let Some(other) = mapping.kind.filter(|&other| other != kind) {
            return Err(wrong(
                "kind".into(),
                (
                    format!("映射文件用于 {other}，导入的是 {kind}"),
                    format!("the mapping is for {other}, and {kind} are imported"),
                ),
                ("请换用对应的映射，或改选导入的内容。", "Use the mapping for this kind, or choose the other kind."),
            ));
        }
        let columns = columns_of(mapping, fields, header, place)?;
        let mut known = mapping.constants.keys().chain(mapping.codes.keys());
        if let Some(unknown) = known.find(|key| !fields.iter().any(|field| field.key == **key)) {
            return Err(no_field(unknown, fields));
        }
        let mut bound = Vec::new();
        for field in fields {
            let column = columns.iter().position(|key| key.as_deref() == Some(&field.key));
            let said = mapping.constants.get(&field.key);
            if column.is_none() && said.is_none() {
                if field.required {
                    return Err(TableError::ColumnMissing {
                        place: place.clone(),
                        field: field.key.clone(),
                        title: field.title.clone(),
                        headings: header.iter().filter(|title| !title.is_empty()).cloned().collect(),
                    });
                }
                continue;
            }
            let reading = reading(mapping, field, system_1904)?;
            let constant = said.map(|said| constant(field, said, &reading)).transpose()?.flatten();
            let heading = column.map(|column| header[column].clone()).unwrap_or_default();
            bound.push(BoundField { field: field.clone(), column, heading, reading, constant });
        }
        let ignored = columns.iter().enumerate().filter(|(_, key)| key.is_none());
        let ignored = ignored.map(|(column, _)| (column, header[column].clone()));
        let (surplus, ignored): (Vec<_>, Vec<_>) = ignored.partition(|(_, heading)| is_surplus_heading(heading));
        let surplus = surplus.into_iter().map(|(column, _)| column).collect();
        Ok(Self { fields: bound, ignored, surplus, width: header.len(), place: place.clone() })
    }

    /// The fields that rows will have, in order: what [`Bound::read`] fills in.
    pub fn fields(&self) -> impl ExactSizeIterator<Item = &Field> {
        self.fields.iter().map(|bound| &bound.field)
    }

    /// The position of a field among the values.
    #[must_use]
    pub fn position(&self, key: &str) -> Option<usize> {
        self.fields.iter().position(|bound| bound.field.key == key)
    }

    /// The columns nothing is taken from: position and heading. Those of an earlier import's corrections are not among them.
    pub fn ignored(&self) -> impl Iterator<Item = &str> {
        let named = self.ignored.iter().map(|(_, heading)| heading.as_str());
        named.filter(|heading| !heading.is_empty() && !is_own_heading(heading))
    }

    /// Where a field of a row stands in the file, for rules that find fault with a value later.
    #[must_use]
    pub fn place(&self, row: u64, field: Option<&str>) -> Place {
        let bound = field.and_then(|key| self.fields.iter().find(|bound| bound.field.key == key));
        Place {
            row: Some(row),
            column: bound.and_then(|bound| bound.column),
            heading: bound
                .map(|bound| if bound.heading.is_empty() { bound.field.key.clone() } else { bound.heading.clone() }),
            ..self.place.clone()
        }
    }

    /// Reads a row: the value of each field into `values`, what is wrong into `faults`. Both are emptied first. Of a row with more
    /// cells than the heading has columns nothing is read: who knows which of them are in their places.
    pub fn read(&self, row: &Row, values: &mut Vec<Option<Value>>, faults: &mut Vec<Fault>) {
        values.clear();
        faults.clear();
        let beyond = row.cells.get(self.width..).unwrap_or_default().iter();
        let surplus = beyond.chain(self.surplus.iter().map(|&column| row.cell(column)));
        let surplus = surplus.filter(|cell| !cell.is_empty()).count();
        if surplus > 0 {
            faults.push(self.too_wide(row, surplus));
            values.resize(self.fields.len(), None);
            return;
        }
        for bound in &self.fields {
            let cell = bound.column.map_or(&Cell::Empty, |column| row.cell(column));
            let value = match read(&bound.field.field_type, cell, &bound.reading) {
                Ok(Some(value)) => Some(value),
                Ok(None) => match &bound.constant {
                    None if bound.field.required => {
                        faults.push(self.fault(row, bound, &BadValue::Missing, cell));
                        None
                    }
                    constant => constant.clone(),
                },
                Err(bad) => {
                    faults.push(self.fault(row, bound, &bad, cell));
                    None
                }
            };
            values.push(value);
        }
    }

    fn fault(&self, row: &Row, bound: &BoundField, bad: &BadValue, cell: &Cell) -> Fault {
        let mut problem = bad.problem().at(self.place(row.number, Some(&bound.field.key)).to_string());
        let (title, written) = (&bound.field.title, cell.shown());
        // What is personal is beside it in the row; it need not be in messages, logs and what is kept of refusals too.
        let repeated = !PERSONAL.contains(&bound.field.key.as_str())
            && matches!(
                bound.field.field_type,
                FieldType::Date
                    | FieldType::Integer { .. }
                    | FieldType::Decimal { .. }
                    | FieldType::Flag
                    | FieldType::Code { .. }
                    | FieldType::Bits { .. }
            );
        let said = if repeated && !written.is_empty() {
            format!(" {}", written.chars().take(30).collect::<String>())
        } else {
            String::new()
        };
        problem.what = Bilingual::new(
            format!("{}{said}：{}", title.zh, problem.what.zh),
            format!("{}{said}: {}", title.en, problem.what.en),
        );
        Fault { field: Some(bound.field.key.clone()), problem }
    }

    fn too_wide(&self, row: &Row, surplus: usize) -> Fault {
        let what = Bilingual::new(
            format!("这一行比表头多出 {surplus} 格内容，各格可能已错位"),
            format!("the row has {surplus} cells more than the heading has columns; others may be in the wrong ones"),
        );
        let remedy = Bilingual::new(
            "多半是某格里的逗号等分隔符把一格拆成了几格：请在本行把各格移回所属的列，并清空表头之外和“多出的单元格”列；或在原 CSV 文件中给该格加上双引号。",
            "Most likely a comma split one cell in two: move the cells of this row back under their headings and empty the surplus ones; or put that cell in quotation marks in the CSV.",
        );
        let problem = Problem::new(ProblemKind::Invalid, "row-too-wide", what, remedy);
        Fault { field: None, problem: problem.at(self.place(row.number, None).to_string()) }
    }
}

/// The field of each column.
fn columns_of(
    mapping: &Mapping,
    fields: &[Field],
    header: &[String],
    place: &Place,
) -> Result<Vec<Option<String>>, TableError> {
    let mut columns: Vec<Option<String>> = vec![None; header.len()];
    let (mut mentioned, mut taken) = (HashSet::new(), HashSet::new());
    for (title, key) in &mapping.columns {
        let Some(column) = header.iter().position(|heading| heading.trim() == title.trim()) else {
            let headings = header.iter().filter(|title| !title.is_empty()).cloned().collect::<Vec<_>>();
            return Err(wrong(
                format!("[columns] {title}"),
                (format!("文件中没有“{title}”列"), format!("the file has no column {title}")),
                (&format!("现有列：{}。", headings.join("、")), &format!("The columns are: {}.", headings.join(", "))),
            ));
        };
        mentioned.insert(column);
        if key.is_empty() {
            continue;
        }
        if !fields.iter().any(|field| field.key == *key) {
            return Err(no_field(key, fields));
        }
        if !taken.insert(key.clone()) {
            return Err(wrong(
                format!("[columns] {title}"),
                (format!("字段 {key} 被指定了两列"), format!("the field {key} is given two columns")),
                ("请只保留一列，另一列写成 \"\"。", "Keep one, and give the other \"\"."),
            ));
        }
        columns[column] = Some(key.clone());
    }
    if mapping.suggest {
        let rest: Vec<Field> = fields.iter().filter(|field| !taken.contains(&field.key)).cloned().collect();
        let open: Vec<String> = header
            .iter()
            .enumerate()
            .map(|(at, title)| if mentioned.contains(&at) { String::new() } else { title.clone() })
            .collect();
        for guess in guesses(&rest, &open).into_iter().filter(|guess| guess.sure) {
            columns[guess.column] = guess.field;
        }
        // A heading that can be nothing else than a local field is not passed over in silence.
        let mut open = open.iter().enumerate().filter(|(column, _)| columns[*column].is_none());
        if let Some((column, title)) = open.find(|(_, title)| is_local_key(title)) {
            let place = Place { column: Some(column), heading: Some(title.clone()), ..place.clone() };
            return Err(TableError::LocalFieldUnknown {
                place,
                key: title.trim().to_owned(),
                known: local_keys(fields),
            });
        }
    }
    Ok(columns)
}

/// Whether a heading is the key of a local field: `x.` and letters.
fn is_local_key(title: &str) -> bool {
    let key = narrow(title);
    let bare = key.strip_prefix("x.").or_else(|| key.strip_prefix("X."));
    bare.is_some_and(|bare| bare.starts_with(|c: char| c.is_alphanumeric()) && !bare.contains(char::is_whitespace))
}

fn local_keys(fields: &[Field]) -> Vec<String> {
    let locals = fields.iter().filter(|field| field.key.starts_with("x."));
    locals.map(|field| format!("{} ({})", field.key, field.title.zh)).collect()
}

fn reading(mapping: &Mapping, field: &Field, system_1904: bool) -> Result<Reading, TableError> {
    let none = BTreeMap::new();
    let own = mapping.codes.get(&field.key).unwrap_or(&none);
    let codes = match &field.field_type {
        FieldType::Code { codes } | FieldType::Bits { codes } | FieldType::Word { codes } => CodeWords::new(codes, own)
            .map_err(|astray| {
                wrong(
                    format!("[codes.{}]", field.key),
                    (format!("代码表 {codes} 中没有 {astray}"), format!("the table {codes} has no {astray}")),
                    ("右侧应为代码、编号或标准名称。", "On the right stands a code, its number or its title."),
                )
            })?,
        FieldType::Local => CodeWords::of_own(own),
        _ => CodeWords::default(),
    };
    Ok(Reading { dates: mapping.dates, system_1904, codes })
}

fn constant(field: &Field, said: &str, reading: &Reading) -> Result<Option<Value>, TableError> {
    read(&field.field_type, &Cell::of_text(said), reading).map_err(|bad| TableError::Mapping {
        place: format!("[constants] {}", field.key),
        what: bad.what(),
        remedy: bad.remedy(),
    })
}

fn no_field(key: &str, fields: &[Field]) -> TableError {
    if is_local_key(key) {
        let (_, _, what, remedy) = local_field_unknown(key, &local_keys(fields));
        return TableError::Mapping { place: key.to_owned(), what, remedy };
    }
    let known: Vec<String> = fields.iter().map(|field| format!("{} ({})", field.key, field.title.zh)).collect();
    wrong(
        key.to_owned(),
        (format!("没有字段 {key}"), format!("there is no field {key}")),
        (&format!("可用：{}。", known.join("、")), &format!("There are: {}.", known.join(", "))),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: [&str; 6] = ["姓名", "身份证号", "社区", "生日", "人户", "备注"];

    fn bind(mapping: &str) -> Result<Bound, TableError> {
        let header = HEADER.map(str::to_owned);
        let place = Place { file: "人.csv".into(), ..Place::default() };
        Bound::of(&Mapping::parse(mapping, "m.toml")?, Kind::Persons, Kind::Persons.fields(), &header, &place, false)
    }

    fn read_row(bound: &Bound, cells: &[&str]) -> (Vec<Option<Value>>, Vec<Fault>) {
        let row = Row { number: 7, cells: cells.iter().map(|text| Cell::of_text(text)).collect() };
        let (mut values, mut faults) = (Vec::new(), Vec::new());
        bound.read(&row, &mut values, &mut faults);
        (values, faults)
    }

    #[test]
    fn headings_constants_and_tables_make_values() {
        let bound = bind("[columns]\n\"人户\" = \"residence\"\n[constants]\nliving = \"独居\"\n[codes.residence]\n\"甲\" = \"floating\"\n").unwrap();
        let keys: Vec<&str> = bound.fields().map(|field| field.key.as_str()).collect();
        assert_eq!(keys, ["name", "resident_id", "birth", "living", "region", "residence"]);
        assert_eq!(bound.ignored().collect::<Vec<_>>(), ["备注"]);
        let (values, faults) =
            read_row(&bound, &["王　芳", "１１０１０５１９４９１２３１００２ｘ", "220103008003", "1949.12.31", "甲"]);
        assert!(faults.is_empty(), "{faults:?}");
        let text = |text: &str| Some(Value::Text(text.into()));
        let birth = Some(Value::Date("1949-12-31".parse().unwrap()));
        assert_eq!(
            values,
            [text("王芳"), text("11010519491231002X"), birth, text("alone"), text("220103008003"), text("floating")]
        );
    }

    #[test]
    fn faults_say_where_and_what_to_do() {
        let bound = bind("").unwrap();
        let (values, faults) = read_row(&bound, &["", "110105491231002", "东", "2023-02-29", "", "", "多"]);
        assert_eq!(faults.len(), 1, "nothing else is said of it");
        assert_eq!((faults[0].field.as_deref(), faults[0].problem.code.as_str()), (None, "row-too-wide"));
        assert_eq!(values, vec![None; bound.fields().len()]);
        let (values, faults) = read_row(&bound, &["", "110105491231002", "东", "2023-02-29", "", ""]);
        let said: Vec<_> = faults.iter().map(|fault| (fault.field.as_deref(), fault.problem.code.as_str())).collect();
        let wanted =
            [(Some("name"), "value-missing"), (Some("resident_id"), "resident-id-old"), (Some("birth"), "date-none")];
        assert_eq!(said, wanted);
        assert_eq!(faults[1].problem.at.as_deref(), Some("人.csv:7 身份证号"));
        assert!(!faults[1].problem.to_string().contains("110105"), "an ID is not repeated in messages");
        assert!(!faults[2].problem.to_string().contains("2023"), "nor a birthday");
        assert_eq!(values.len(), bound.fields().len());
    }

    #[test]
    fn a_mapping_that_cannot_be_is_refused() {
        for (mapping, code, word) in [
            ("[columns]\n\"没有\" = \"name\"", "mapping-wrong", "没有"),
            ("[columns]\n\"备注\" = \"colour\"", "mapping-wrong", "colour"),
            ("[columns]\n\"备注\" = \"name\"\n\"姓名\" = \"name\"", "mapping-wrong", "两列"),
            ("[columns]\n\"社区\" = \"\"", "column-missing", "社区"),
            ("[constants]\nbirth = \"2023-02-30\"", "mapping-wrong", "日历"),
            ("[codes.sex]\n\"甲\" = \"neuter\"", "mapping-wrong", "neuter"),
            ("kind = \"units\"", "mapping-wrong", "units"),
        ] {
            let mapping = if mapping.contains("sex") {
                format!("[constants]\nsex = \"男\"\n{mapping}")
            } else {
                mapping.to_owned()
            };
            let problem = bind(&mapping).unwrap_err().problem();
            assert_eq!(problem.code, code, "{mapping}");
            assert!(problem.to_string().contains(word), "{problem}");
        }
    }
}
