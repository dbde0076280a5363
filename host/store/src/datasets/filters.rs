//! Filters as conditions in SQL.

use super::statement::{Expression, Statement};
use super::tables::Reading;
use crate::error::{Result, StoreError};
use crate::secrets::Keys;
use lifang_core::clock::Date;
use lifang_core::dataset::Schema;
use lifang_core::query::{DataError, Filter, Test};
use lifang_core::value::Value;

impl Statement {
    /// Only rows for which all filters hold.
    pub(super) fn filter(&mut self, filters: &[Filter], keys: &Keys) -> Result<()> {
        for filter in filters {
            let column = self.column(&filter.column)?;
            let condition = match column.reading {
                Reading::Plain => self.plain(filter, &column),
                Reading::Hundredths => self.hundredths(filter, &column.sql),
                Reading::Age => self.age(filter, &column.sql),
                Reading::Sealed(field) => self.sealed(filter, &column.sql, field, keys),
            }?;
            self.only(condition);
        }
        Ok(())
    }

    fn plain(&mut self, filter: &Filter, column: &Expression) -> Result<String> {
        let Expression { sql, local_text, .. } = column;
        let compare = |statement: &mut Self, operator: &str, value: &Value| -> Result<String> {
            let stored = statement.stored(filter, value, local_text.is_some()).ok_or_else(bad_of(statement, filter))?;
            Ok(match stored {
                Bound::Int(number) => format!("{sql} {operator} {}", statement.bind(number)?),
                Bound::Float(number) => format!("{sql} {operator} {}", statement.bind(number)?),
                Bound::Text(text) => {
                    let column = local_text.as_ref().unwrap_or(sql);
                    format!("{column} {operator} {}", statement.bind(text)?)
                }
            })
        };
        match &filter.test {
            Test::Equals(value) => compare(self, "=", value),
            Test::AtLeast(value) => compare(self, ">=", value),
            Test::AtMost(value) => compare(self, "<=", value),
            Test::OneOf(values) => {
                let each = values.iter().map(|value| compare(self, "=", value)).collect::<Result<Vec<_>>>()?;
                Ok(any(&each))
            }
            Test::AnyBit(bits) if local_text.is_none() => {
                Ok(format!("({sql} & {}) <> 0", self.bind(i64::from(*bits))?))
            }
            Test::AnyBit(_) => Err(bad_of(self, filter)()),
            Test::Known => Ok(format!("{sql} IS NOT NULL")),
            Test::Unknown => Ok(format!("{sql} IS NULL")),
        }
    }

    /// A value as it is stored in the column; none where it cannot be compared.
    fn stored(&self, filter: &Filter, value: &Value, local: bool) -> Option<Bound> {
        let column = Schema::v1().datasets.get(self.dataset.name).and_then(|dataset| dataset.column(&filter.column));
        let table = column.and_then(|column| column.codes.as_deref());
        #[expect(clippy::cast_precision_loss, reason = "local numbers are at most 32 bits wide")]
        let number = |number: i64| if local { Bound::Float(number as f64) } else { Bound::Int(number) };
        Some(match (value, table) {
            (Value::Text(code), Some(table)) => number(i64::from(Schema::v1().number(table, code)?)),
            (Value::Text(text), None) => Bound::Text(text.clone()),
            (Value::Flag(flag), _) => number(i64::from(*flag)),
            (Value::Integer(integer), _) => number(*integer),
            (Value::Date(date), _) => number(i64::from(date.0)),
            (Value::Instant(instant), _) => number(instant.0),
            (Value::Decimal(decimal), _) if local => Bound::Float(*decimal),
            (Value::Decimal(_) | Value::Codes(_), _) => return None,
        })
    }

    fn hundredths(&mut self, filter: &Filter, sql: &str) -> Result<String> {
        // A hair's breadth: 89.55 × 100 is not 8955 in binary.
        const HAIR: f64 = 1e-6;
        #[expect(clippy::cast_precision_loss, reason = "areas are small")]
        let scaled = |value: &Value| match value {
            Value::Decimal(number) => Some(number * 100.0),
            Value::Integer(number) => Some(*number as f64 * 100.0),
            _ => None,
        };
        let bad = bad_of(self, filter);
        #[expect(clippy::cast_possible_truncation, reason = "a cast saturates")]
        let whole = |number: f64| number as i64;
        let equals = |statement: &mut Self, number: f64| -> Result<String> {
            if (number - number.round()).abs() > HAIR {
                return Ok(NEVER.to_owned());
            }
            Ok(format!("{sql} = {}", statement.bind(whole(number.round()))?))
        };
        match &filter.test {
            Test::Equals(value) => equals(self, scaled(value).ok_or_else(bad)?),
            Test::OneOf(values) => {
                let numbers = values.iter().map(scaled).collect::<Option<Vec<_>>>().ok_or_else(bad)?;
                let each = numbers.into_iter().map(|number| equals(self, number)).collect::<Result<Vec<_>>>()?;
                Ok(any(&each))
            }
            Test::AtLeast(value) => {
                let bound = whole((scaled(value).ok_or_else(bad)? - HAIR).ceil());
                Ok(format!("{sql} >= {}", self.bind(bound)?))
            }
            Test::AtMost(value) => {
                let bound = whole((scaled(value).ok_or_else(bad)? + HAIR).floor());
                Ok(format!("{sql} <= {}", self.bind(bound)?))
            }
            Test::AnyBit(_) => Err(bad()),
            Test::Known => Ok(format!("{sql} IS NOT NULL")),
            Test::Unknown => Ok(format!("{sql} IS NULL")),
        }
    }

    /// An age is a bound on the day of birth. Who is not born yet on the day has no age.
    fn age(&mut self, filter: &Filter, sql: &str) -> Result<String> {
        let today = self.at.valid;
        let bad = bad_of(self, filter);
        let years = |value: &Value| match value {
            Value::Integer(years) => Some(*years),
            _ => None,
        };
        let mut between = |least: i64, most: Option<i64>| -> Result<String> {
            let mut condition = format!("{sql} <= {}", self.bind(i64::from(latest_birth(today, least.max(0)).0))?);
            if let Some(most) = most {
                if most < 0 {
                    return Ok(NEVER.to_owned());
                }
                let after = latest_birth(today, most.saturating_add(1));
                condition.push_str(&format!(" AND {sql} > {}", self.bind(i64::from(after.0))?));
            }
            Ok(format!("({condition})"))
        };
        match &filter.test {
            Test::Equals(value) => {
                let years = years(value).ok_or_else(bad)?;
                between(years, Some(years))
            }
            Test::OneOf(values) => {
                let all = values.iter().map(years).collect::<Option<Vec<_>>>().ok_or_else(bad)?;
                let each = all.into_iter().map(|years| between(years, Some(years))).collect::<Result<Vec<_>>>()?;
                Ok(any(&each))
            }
            Test::AtLeast(value) => between(years(value).ok_or_else(bad)?, None),
            Test::AtMost(value) => between(0, Some(years(value).ok_or_else(bad)?)),
            Test::AnyBit(_) => Err(bad()),
            Test::Known => between(0, None),
            Test::Unknown => Ok(format!("({sql} IS NULL OR {sql} > {})", self.bind(i64::from(today.0))?)),
        }
    }

    /// What is sealed can be asked for whether it is there; identifiers also for one exact value, by their blind index.
    fn sealed(&mut self, filter: &Filter, sql: &str, field: &str, keys: &Keys) -> Result<String> {
        let bad = bad_of(self, filter);
        let equals = |statement: &mut Self, value: &Value| -> Result<String> {
            let (column, index) = match (field, value) {
                ("resident_id", Value::Text(text)) => ("f.resident_id_index", keys.resident_id_index(text)),
                ("phone", Value::Text(text)) => ("f.phone_index", keys.phone_index(text)),
                _ => return Err(bad_of(statement, filter)()),
            };
            Ok(format!("{column} = {}", statement.bind(index)?))
        };
        match &filter.test {
            Test::Equals(value) => equals(self, value),
            Test::OneOf(values) => {
                Ok(any(&values.iter().map(|value| equals(self, value)).collect::<Result<Vec<_>>>()?))
            }
            Test::Known => Ok(format!("{sql} IS NOT NULL")),
            Test::Unknown => Ok(format!("{sql} IS NULL")),
            Test::AtLeast(_) | Test::AtMost(_) | Test::AnyBit(_) => Err(bad()),
        }
    }
}

/// A value in the form the database has it in.
enum Bound {
    Int(i64),
    Float(f64),
    Text(String),
}

const NEVER: &str = "1 = 0";

fn any(conditions: &[String]) -> String {
    if conditions.is_empty() { NEVER.to_owned() } else { format!("({})", conditions.join(" OR ")) }
}

fn bad_of(statement: &Statement, filter: &Filter) -> impl Fn() -> StoreError + use<> {
    let column = format!("{}.{}", statement.dataset.name, filter.column);
    move || StoreError::Question(DataError::BadFilter(column.clone()))
}

/// The last day on which someone can be born who is `years` old today.
fn latest_birth(today: Date, years: i64) -> Date {
    let (year, month, day) = today.ymd();
    let year = i64::from(year) - years;
    let Some(year) = i16::try_from(year).ok() else { return Date::START };
    // Without a 29th of February in that year, the 28th is the last day that is not after it.
    Date::from_ymd(year, month, day).or_else(|| Date::from_ymd(year, month, 28)).unwrap_or(Date::START)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_on_birth_is_where_the_age_turns() {
        for today in ["2024-02-29", "2023-02-28", "2023-03-01", "2024-12-31"] {
            let today: Date = today.parse().unwrap();
            for years in [0, 1, 4, 59, 60, 80, 100] {
                let bound = latest_birth(today, years);
                let wanted = u8::try_from(years).unwrap();
                assert_eq!(today.years_since(bound), Some(wanted), "{today} {years}");
                let next_day = Date(bound.0 + 1);
                assert!(today.years_since(next_day).is_none_or(|age| age < wanted), "{today} {years}");
            }
        }
    }
}
