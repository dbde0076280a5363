//! Whom a figure counts: conditions in one form, and when one set of people lies within another.

use crate::dataset::{ColumnType, Schema};
use crate::query::{Filter, Test};
use crate::value::Value;

/// Conditions, in an order that does not depend on how they were asked. A category of a group is a condition too.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Predicate(Vec<Filter>);

/// How two sets of people lie to each other, as far as their conditions say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The same people.
    Same,
    /// The first is part of the other.
    Within,
    /// The other is part of the first.
    Around,
    /// Neither follows.
    Apart,
}

impl Predicate {
    /// The conditions in order, each once.
    #[must_use]
    pub fn new(filters: &[Filter]) -> Self {
        let mut filters: Vec<Filter> = filters.iter().cloned().map(plain).collect();
        merge_bounds(&mut filters);
        filters.sort_by_cached_key(|filter| (filter.column.clone(), said(filter)));
        filters.dedup();
        Self(filters)
    }

    /// The same with the category of a group: the column has this value, or none.
    #[must_use]
    pub fn with(&self, column: &str, value: Option<&Value>) -> Self {
        let test = value.map_or(Test::Unknown, |value| Test::Equals(value.clone()));
        Self::new(&[&self.0[..], &[Filter { column: column.to_owned(), test }]].concat())
    }

    /// The same, only where something is recorded in the column.
    #[must_use]
    pub fn known(&self, column: &str) -> Self {
        Self::new(&[&self.0[..], &[Filter { column: column.to_owned(), test: Test::Known }]].concat())
    }

    /// The number that a column of the same rows adds up to, in place of the number of rows.
    #[must_use]
    pub fn added_up(&self, column: &str) -> Self {
        self.known(&format!("{column}+"))
    }

    /// As it is stored and compared.
    #[must_use]
    pub fn key(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// What [`Predicate::key`] wrote.
    #[must_use]
    pub fn read(key: &str) -> Option<Self> {
        serde_json::from_str(key).ok().map(Self)
    }

    /// How this set lies to the other.
    #[must_use]
    pub fn relation(&self, other: &Self) -> Relation {
        // What is added up is another number than that of those it is added up over.
        let added =
            |whom: &Self| whom.0.iter().filter(|filter| filter.column.ends_with('+')).cloned().collect::<Vec<_>>();
        if added(self) != added(other) {
            return Relation::Apart;
        }
        match (self.is_within(other), other.is_within(self)) {
            (true, true) => Relation::Same,
            (true, false) => Relation::Within,
            (false, true) => Relation::Around,
            (false, false) => Relation::Apart,
        }
    }

    fn is_within(&self, other: &Self) -> bool {
        other
            .0
            .iter()
            .all(|wide| self.0.iter().any(|narrow| narrow.column == wide.column && implies(&narrow.test, &wide.test)))
    }
}

/// One way of saying a condition: whoever asks for the same people asks the same question.
fn plain(filter: Filter) -> Filter {
    let Filter { column, test } = filter;
    let value = |value: Value| code_of(&column, value);
    let test = match test {
        Test::Equals(one) => Test::Equals(value(one)),
        Test::OneOf(values) => {
            let mut values: Vec<Value> = values.into_iter().map(value).collect();
            values.sort_by_cached_key(|value| serde_json::to_string(value).unwrap_or_default());
            values.dedup();
            match <[Value; 1]>::try_from(values) {
                Ok([one]) => Test::Equals(one),
                Err(values) => Test::OneOf(values),
            }
        }
        other => other,
    };
    Filter { column, test }
}

/// A code that is said by its number, by its key. Columns of codes of one name have one table in all datasets.
fn code_of(column: &str, value: Value) -> Value {
    let Value::Integer(number) = value else { return value };
    let schema = Schema::v1();
    let mut named = schema.datasets.values().filter_map(|dataset| dataset.column(column));
    let table = named.find(|known| known.column_type == ColumnType::Code).and_then(|known| known.codes.as_deref());
    let code = table.zip(u8::try_from(number).ok()).and_then(|(table, number)| schema.code(table, number));
    code.map_or(Value::Integer(number), |code| Value::Text(code.key.clone()))
}

/// At least and at most the same is that.
fn merge_bounds(filters: &mut Vec<Filter>) {
    let least: Vec<(String, Value)> = filters
        .iter()
        .filter_map(|filter| match &filter.test {
            Test::AtLeast(value) => Some((filter.column.clone(), value.clone())),
            _ => None,
        })
        .collect();
    for (column, value) in least {
        let of = |test: Test| Filter { column: column.clone(), test };
        let (low, high) = (of(Test::AtLeast(value.clone())), of(Test::AtMost(value.clone())));
        if filters.contains(&high) {
            filters.retain(|filter| *filter != low && *filter != high);
            filters.push(of(Test::Equals(value)));
        }
    }
}

fn said(filter: &Filter) -> String {
    serde_json::to_string(&filter.test).unwrap_or_default()
}

fn implies(narrow: &Test, wide: &Test) -> bool {
    if narrow == wide {
        return true;
    }
    match (narrow, wide) {
        (Test::Unknown, _) => false,
        (_, Test::Known) => true,
        (Test::Equals(value), Test::OneOf(values)) => values.contains(value),
        (Test::OneOf(some), Test::OneOf(values)) => some.iter().all(|value| values.contains(value)),
        (Test::Equals(value) | Test::AtLeast(value), Test::AtLeast(bound)) => at_least(value, bound),
        (Test::Equals(value) | Test::AtMost(value), Test::AtMost(bound)) => at_least(bound, value),
        (Test::AnyBit(some), Test::AnyBit(bits)) => some & bits == *some,
        _ => false,
    }
}

fn at_least(value: &Value, bound: &Value) -> bool {
    match (value, bound) {
        (Value::Integer(value), Value::Integer(bound)) => value >= bound,
        (Value::Decimal(value), Value::Decimal(bound)) => value >= bound,
        (Value::Date(value), Value::Date(bound)) => value >= bound,
        (Value::Instant(value), Value::Instant(bound)) => value >= bound,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn age(test: Test) -> Filter {
        Filter { column: "age".into(), test }
    }

    fn at_least(years: i64) -> Filter {
        age(Test::AtLeast(Value::Integer(years)))
    }

    #[test]
    fn conditions_say_who_lies_within_whom() {
        let all = Predicate::default();
        let old = Predicate::new(&[at_least(60)]);
        let older = Predicate::new(&[at_least(80)]);
        let alone = older.with("living", Some(&Value::Text("alone".into())));
        assert_eq!(old.relation(&all), Relation::Within);
        assert_eq!(old.relation(&older), Relation::Around);
        assert_eq!(alone.relation(&old), Relation::Within);
        assert_eq!(alone.relation(&old.with("sex", None)), Relation::Apart);
        assert_eq!(all.with("age", Some(&Value::Integer(84))).relation(&older), Relation::Within);
        assert_eq!(all.with("age", None).relation(&all.known("age")), Relation::Apart);
        assert_eq!(older.relation(&all.known("age")), Relation::Within);
        assert_eq!(all.added_up("occupants").relation(&all), Relation::Apart, "persons are not houses");
        assert_eq!(old.added_up("occupants").relation(&all.added_up("occupants")), Relation::Within);
    }

    #[test]
    fn one_condition_said_in_several_ways_is_one_question() {
        let living = |test| Predicate::new(&[Filter { column: "living".into(), test }]);
        let alone = || Value::Text("alone".into());
        let number = i64::from(Schema::v1().number("living", "alone").unwrap());
        let said = living(Test::Equals(alone()));
        assert_eq!(said, living(Test::Equals(Value::Integer(number))));
        assert_eq!(said, living(Test::OneOf(vec![alone()])));
        assert_eq!(said, living(Test::OneOf(vec![alone(), Value::Integer(number), alone()])));
        let exactly = Predicate::new(&[at_least(85), age(Test::AtMost(Value::Integer(85)))]);
        assert_eq!(exactly, Predicate::new(&[age(Test::Equals(Value::Integer(85)))]));
        assert_ne!(exactly, Predicate::new(&[at_least(84), age(Test::AtMost(Value::Integer(85)))]));
    }

    #[test]
    fn the_order_of_conditions_does_not_matter_and_the_key_is_read_back() {
        let sex = Filter { column: "sex".into(), test: Test::Equals(Value::Text("male".into())) };
        let one = Predicate::new(&[at_least(60), sex.clone(), at_least(60)]);
        let other = Predicate::new(&[sex, at_least(60)]);
        assert_eq!(one.key(), other.key());
        assert_eq!(Predicate::read(&one.key()), Some(other));
    }
}
