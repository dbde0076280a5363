//! A row's values by field, and what is wrong with them.

use super::locals::Days;
use super::reader::Columns;
use lifang_core::clock::Date;
use lifang_core::dataset::Schema;
use lifang_core::problem::{Kind as ProblemKind, Problem};
use lifang_core::text::Bilingual;
use lifang_core::value::Value;
use lifang_store::intake::Rejection;
use std::sync::Arc;

/// What a row says, cell by cell read.
#[derive(Clone, Debug)]
pub(super) struct Said {
    columns: Arc<Columns>,
    line: u64,
    /// In the order of the columns' fields.
    values: Vec<Option<Value>>,
    /// What is wrong with it, and the field it is about.
    wrong: Vec<(Option<String>, Problem)>,
    /// How much of that was seen when its cells were read.
    misread: usize,
}

impl Said {
    pub(super) fn new(
        columns: Arc<Columns>,
        line: u64,
        values: Vec<Option<Value>>,
        wrong: Vec<(Option<String>, Problem)>,
    ) -> Self {
        let misread = wrong.len();
        Self { columns, line, values, wrong, misread }
    }

    /// Forgets what was wrong with it but for its cells: it is to be held against the rules once more.
    pub(super) fn judge_anew(&mut self) {
        self.wrong.truncate(self.misread);
    }

    /// Whether nothing is wrong with it.
    pub(super) fn is_right(&self) -> bool {
        self.wrong.is_empty()
    }

    /// Whether something is wrong with the field.
    pub(super) fn is_blamed(&self, field: &str) -> bool {
        self.wrong.iter().any(|(blamed, _)| blamed.as_deref() == Some(field))
    }

    pub(super) fn value(&self, field: &str) -> Option<&Value> {
        let position = self.columns.keys.iter().position(|key| key == field)?;
        self.values.get(position)?.as_ref()
    }

    pub(super) fn text(&self, field: &str) -> Option<&str> {
        match self.value(field)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn owned(&self, field: &str) -> Option<String> {
        self.text(field).map(str::to_owned)
    }

    pub(super) fn date(&self, field: &str) -> Option<Date> {
        match self.value(field)? {
            Value::Date(day) => Some(*day),
            _ => None,
        }
    }

    pub(super) fn flag(&self, field: &str) -> Option<bool> {
        match self.value(field)? {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// A whole number that fits; the field's bounds have been held before.
    pub(super) fn number<T: TryFrom<i64>>(&self, field: &str) -> Option<T> {
        match self.value(field)? {
            Value::Integer(number) => T::try_from(*number).ok(),
            _ => None,
        }
    }

    pub(super) fn decimal(&self, field: &str) -> Option<f64> {
        match self.value(field)? {
            Value::Decimal(number) => Some(*number),
            _ => None,
        }
    }

    /// The number of an entry of a code table.
    pub(super) fn code(&self, field: &str, table: &str) -> Option<u8> {
        Schema::v1().number(table, self.text(field)?)
    }

    /// The set of a code table's bits.
    pub(super) fn bits(&self, field: &str, table: &str) -> Option<u16> {
        let Value::Codes(codes) = self.value(field)? else { return None };
        let numbers = codes.iter().filter_map(|code| Schema::v1().number(table, code));
        Some(numbers.fold(0, |bits, number| bits | 1 << number))
    }

    /// Where it stands in the file.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// What is said of local fields, by key: not read yet.
    pub(super) fn locals(&self) -> Vec<(Arc<str>, Value)> {
        let said = |(position, key): &(usize, Arc<str>)| Some((Arc::clone(key), self.values.get(*position)?.clone()?));
        self.columns.locals.iter().filter_map(said).collect()
    }

    /// Whether the file has columns of local fields.
    pub(super) fn has_locals(&self) -> bool {
        !self.columns.locals.is_empty()
    }

    /// How the file's days are written.
    pub(super) fn days(&self) -> Days {
        self.columns.days
    }

    /// What is kept of a row that is not taken.
    pub(super) fn rejection(&self) -> Rejection {
        Rejection { line: self.line, problems: self.wrong.iter().map(|(_, problem)| problem.clone()).collect() }
    }

    /// Notes that something is wrong; not of a row that was not read at all, because its cells are out of place.
    pub(super) fn blame(&mut self, field: &str, code: &str, what: (&str, &str), remedy: (&str, &str)) {
        if self.wrong.iter().any(|(field, _)| field.is_none()) {
            return;
        }
        let (what, remedy) = (Bilingual::new(what.0, what.1), Bilingual::new(remedy.0, remedy.1));
        let problem = Problem::new(ProblemKind::Invalid, code, what, remedy);
        self.wrong.push((Some(field.to_owned()), self.columns.told(self.line, field, problem)));
    }

    /// A day that must not lie ahead.
    pub(super) fn not_ahead(&mut self, field: &str, today: Date) {
        if self.date(field).is_some_and(|day| day > today) {
            self.blame(
                field,
                "date-ahead",
                ("日期晚于今天", "the day lies ahead"),
                ("请核对年、月、日。", "Check year, month and day."),
            );
        }
    }

    /// Two days in order.
    pub(super) fn in_order(&mut self, first: &str, last: &str, what: (&str, &str)) {
        if let (Some(from), Some(to)) = (self.date(first), self.date(last))
            && to < from
        {
            self.blame(last, "dates-in-disorder", what, ("请核对两个日期。", "Check both days."));
        }
    }
}
