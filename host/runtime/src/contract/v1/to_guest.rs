//! From the words of the domain to WIT types.

use super::bindings::forms::exports::lifang::plugin::checklists as wit_checklists;
use super::bindings::rules::exports::lifang::plugin::{grid_rules, reports};
use super::bindings::rules::lifang::data::{aggregates as wit_aggregates, types as wit};
use super::bindings::rules::lifang::plugin::types::Region;
use lifang_core::call::RegionView;
use lifang_core::decision::Event;
use lifang_core::form::Answer;
use lifang_core::query::{DataError, Figure, Group};
use lifang_core::report::Period;
use lifang_core::value::{Cell, Field, Value};

impl From<&Value> for wit::Value {
    fn from(value: &Value) -> Self {
        match value {
            Value::Flag(flag) => Self::Flag(*flag),
            Value::Integer(number) => Self::Integer(*number),
            Value::Decimal(number) => Self::Decimal(*number),
            Value::Text(text) => Self::Text(text.clone()),
            Value::Date(date) => Self::Date(date.0),
            Value::Instant(instant) => Self::Instant(instant.0),
            Value::Codes(codes) => Self::Codes(codes.clone()),
        }
    }
}

impl From<&Cell> for wit::Cell {
    fn from(cell: &Cell) -> Self {
        match cell {
            Cell::Present(value) => Self::Present(value.into()),
            Cell::Unknown => Self::Unknown,
            Cell::Withheld => Self::Withheld,
        }
    }
}

pub(crate) fn fields(fields: &[Field]) -> Vec<wit::Field> {
    fields.iter().map(|field| wit::Field { key: field.key.clone(), cell: (&field.cell).into() }).collect()
}

impl From<DataError> for wit::DataError {
    fn from(error: DataError) -> Self {
        match error {
            DataError::UnknownDataset(name) => Self::UnknownDataset(name),
            DataError::UnknownColumn(name) => Self::UnknownColumn(name),
            DataError::NotGranted(name) => Self::NotGranted(name),
            DataError::OutsideRegion(code) => Self::OutsideRegion(code),
            DataError::NotFound(id) => Self::NotFound(id),
            DataError::WrongType(what) => Self::WrongType(what),
            DataError::BadFilter(column) => Self::BadFilter(column),
            DataError::PublishedMayNotScan => Self::PublishedMayNotScan,
            DataError::Limit(name) => Self::Limit(name),
            DataError::Unavailable => Self::Unavailable,
        }
    }
}

impl From<&RegionView> for Region {
    fn from(region: &RegionView) -> Self {
        Self { code: region.code.clone(), name: region.name.clone(), level: region.level.clone() }
    }
}

impl From<Figure> for wit_aggregates::Figure {
    fn from(figure: Figure) -> Self {
        match figure {
            Figure::Number(number) => Self::Number(number),
            Figure::None => Self::None,
            Figure::Suppressed => Self::Suppressed,
        }
    }
}

impl From<Group> for wit_aggregates::Group {
    fn from(group: Group) -> Self {
        Self {
            key: group.key.iter().map(|value| value.as_ref().map(wit::Value::from)).collect(),
            figures: group.figures.into_iter().map(wit_aggregates::Figure::from).collect(),
        }
    }
}

pub(crate) fn event(event: &Event) -> grid_rules::Event {
    grid_rules::Event {
        id: event.id.clone(),
        kind: event.kind.clone(),
        occurred: event.occurred.0,
        fields: fields(&event.fields),
    }
}

pub(crate) fn answers(answers: &[Answer]) -> Vec<wit_checklists::Answer> {
    let answer = |answer: &Answer| wit_checklists::Answer { node: answer.node.clone(), value: (&answer.value).into() };
    answers.iter().map(answer).collect()
}

pub(crate) fn period(period: Period) -> reports::Period {
    reports::Period { first: period.first.0, last: period.last.0 }
}
