//! The columns of a question: what is selected for them, and how they are read back out of each row.

use super::statement::{Expression, Statement};
use super::tables::Reading;
use super::value::Stored;
use crate::base_data::PERSON;
use crate::error::Result;
use crate::secrets::{Keys, SubjectKey};
use crate::sql::{Read, narrow};
use lifang_core::capability::Readable;
use lifang_core::clock::Date;
use lifang_core::dataset::ColumnType;
use sqlx::Row;
use sqlx::any::AnyRow;

/// A select list: first what the row is about, then a column each, last the person's key where something is sealed.
pub(super) struct Selection {
    list: Vec<String>,
    sources: Vec<Source>,
    key: Option<usize>,
}

/// How to read one column of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    position: usize,
    reading: Reading,
    /// A local field's number is a float whatever its type.
    local: bool,
    text: bool,
}

impl Selection {
    /// The selection of `columns`; joins what they need to the statement.
    pub(super) fn of(statement: &mut Statement, columns: &[Readable]) -> Result<Self> {
        let mut list = vec![statement.dataset.subject.to_owned()];
        let (mut sources, mut sealed) = (Vec::with_capacity(columns.len()), false);
        for column in columns {
            let expression = statement.column(&column.key)?;
            sealed |= matches!(expression.reading, Reading::Sealed(_));
            let (source, sql) = Source::new(list.len(), expression, column);
            sources.push(source);
            list.push(sql);
        }
        let key = sealed.then(|| {
            list.push("k.wrapped".to_owned());
            list.len() - 1
        });
        Ok(Self { list, sources, key })
    }

    /// The text of the select list.
    pub(super) fn sql(&self) -> String {
        self.list.join(", ")
    }

    /// What the row is about, and its values in the order of the columns, handed to `take` one by one.
    pub(super) fn read(
        &self,
        row: &AnyRow,
        today: Date,
        keys: &Keys,
        mut take: impl FnMut(usize, Option<Stored>) -> Result<()>,
    ) -> Result<i64> {
        let id = row.int(0)?;
        let wrapped = self.key.map(|position| row.bytes_or_null(position)).transpose()?.flatten();
        let key = wrapped.map(|wrapped| SubjectKey::unwrap(keys, PERSON, id, &wrapped)).transpose()?;
        for (column, source) in self.sources.iter().enumerate() {
            take(column, source.read(row, today, key.as_ref())?)?;
        }
        Ok(id)
    }
}

impl Source {
    /// Where `column` is read when it stands at `position` in the select list, and what stands there.
    pub(super) fn new(position: usize, expression: Expression, column: &Readable) -> (Self, String) {
        let text = matches!(column.column_type, ColumnType::Text | ColumnType::Dictionary);
        let source = Self { position, reading: expression.reading, local: expression.local_text.is_some(), text };
        let sql = match expression.local_text {
            Some(local) if text => local,
            _ => expression.sql,
        };
        (source, sql)
    }

    /// The value in the row. `key` is the person's, where something is sealed.
    pub(super) fn read(&self, row: &AnyRow, today: Date, key: Option<&SubjectKey>) -> Result<Option<Stored>> {
        Ok(match self.reading {
            Reading::Sealed(field) => match (row.bytes_or_null(self.position)?, key) {
                (Some(sealed), Some(key)) => Some(Stored::Text(key.open(field, &sealed)?)),
                _ => None,
            },
            Reading::Age => {
                let birth = row.int_or_null(self.position)?.map(narrow).transpose()?;
                birth.and_then(|birth| today.years_since(Date(birth))).map(|years| Stored::Int(i64::from(years)))
            }
            #[expect(clippy::cast_precision_loss, reason = "areas are small")]
            Reading::Hundredths => row.int_or_null(self.position)?.map(|number| Stored::Float(number as f64 / 100.0)),
            Reading::Plain if self.text => row.text_or_null(self.position)?.map(Stored::Text),
            Reading::Plain if self.local => row.try_get::<Option<f64>, _>(self.position)?.map(Stored::Float),
            Reading::Plain => row.int_or_null(self.position)?.map(Stored::Int),
        })
    }
}
