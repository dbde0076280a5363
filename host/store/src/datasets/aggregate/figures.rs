//! Figures in parts: what the database computes per group, how groups are added up, and what comes out at the end.

use crate::datasets::statement::Statement;
use crate::datasets::tables::Reading;
use crate::error::{Result, StoreError};
use crate::sql::{Read, narrow};
use lifang_core::clock::Date;
use lifang_core::query::{DataError, Figure, Measure};
use sqlx::Row;
use sqlx::any::AnyRow;

/// What is selected for the measures, and where it stands in a row.
pub(super) struct Plan {
    measures: Vec<Planned>,
    /// The first position after the group's key.
    first: usize,
    expressions: Vec<String>,
}

/// How one measure comes about.
enum Planned {
    /// The number of rows.
    Count,
    /// From a column's known values: count, sum, least and greatest stand from this position on, in so many parts of a unit.
    Column { what: What, from: usize, per: f64 },
    /// From ages: the day of birth stands at this position of the key, and all rows of the group share it.
    Age { what: What, birth: usize },
}

#[derive(Clone, Copy)]
enum What {
    Known,
    Sum,
    Mean,
    Min,
    Max,
}

/// The parts of all figures of a group.
pub(super) struct Parts(Vec<Part>);

#[derive(Clone, Copy, Default)]
struct Part {
    count: f64,
    sum: f64,
    min: Option<f64>,
    max: Option<f64>,
}

impl Plan {
    /// Plans the measures. An age needs the day of birth in the group's key, so `key` may grow.
    pub(super) fn of(statement: &mut Statement, measures: &[Measure], key: &mut Vec<String>) -> Result<Self> {
        let mut plan =
            Self { measures: Vec::with_capacity(measures.len()), first: 0, expressions: vec!["COUNT(*)".into()] };
        for measure in measures {
            let (what, column) = match measure {
                Measure::Count => {
                    plan.measures.push(Planned::Count);
                    continue;
                }
                Measure::Known(column) => (What::Known, column),
                Measure::Sum(column) => (What::Sum, column),
                Measure::Mean(column) => (What::Mean, column),
                Measure::Min(column) => (What::Min, column),
                Measure::Max(column) => (What::Max, column),
            };
            let expression = statement.column(column)?;
            let sql = &expression.sql;
            let per = match expression.reading {
                Reading::Age => {
                    let birth = key.iter().position(|known| known == sql).unwrap_or_else(|| {
                        key.push(sql.clone());
                        key.len() - 1
                    });
                    plan.measures.push(Planned::Age { what, birth });
                    continue;
                }
                Reading::Sealed(_) if !matches!(what, What::Known) => {
                    return Err(StoreError::Question(DataError::WrongType(column.clone())));
                }
                Reading::Sealed(_) | Reading::Plain => 1.0,
                Reading::Hundredths => 100.0,
            };
            let from = plan.expressions.len();
            plan.expressions.push(format!("COUNT({sql})"));
            if !matches!(what, What::Known) {
                for function in ["SUM", "MIN", "MAX"] {
                    plan.expressions.push(format!("CAST({function}({sql}) AS DOUBLE PRECISION)"));
                }
            }
            plan.measures.push(Planned::Column { what, from, per });
        }
        plan.first = key.len();
        Ok(plan)
    }

    /// The expressions to select after the key.
    pub(super) fn sql(&self) -> impl Iterator<Item = String> + '_ {
        self.expressions.iter().cloned()
    }

    /// The parts in a row.
    #[expect(clippy::cast_precision_loss, reason = "figures are f64 in the contract")]
    pub(super) fn read(&self, row: &AnyRow, today: Date) -> Result<Parts> {
        let rows = row.int(self.first)? as f64;
        let part = |planned: &Planned| match planned {
            Planned::Count => Ok(Part { count: rows, ..Part::default() }),
            Planned::Column { what: What::Known, from, .. } => {
                Ok(Part { count: row.int(self.first + from)? as f64, ..Part::default() })
            }
            Planned::Column { from, .. } => {
                let float = |offset: usize| row.try_get::<Option<f64>, _>(self.first + from + offset);
                let count = row.int(self.first + from)? as f64;
                Ok(Part { count, sum: float(1)?.unwrap_or(0.0), min: float(2)?, max: float(3)? })
            }
            Planned::Age { birth, .. } => {
                let birth = row.int_or_null(*birth)?.map(narrow).transpose()?;
                let age = birth.and_then(|birth| today.years_since(Date(birth))).map(f64::from);
                Ok(age.map_or(Part::default(), |age| Part {
                    count: rows,
                    sum: rows * age,
                    min: Some(age),
                    max: Some(age),
                }))
            }
        };
        self.measures.iter().map(part).collect::<Result<_>>().map(Parts)
    }

    /// The figures of a group.
    pub(super) fn figures(&self, parts: &Parts) -> Vec<Figure> {
        let figure = |(planned, part): (&Planned, &Part)| {
            let (what, per) = match planned {
                Planned::Count => return Figure::Number(part.count),
                Planned::Column { what, per, .. } => (*what, *per),
                Planned::Age { what, .. } => (*what, 1.0),
            };
            let some = |number: Option<f64>| number.map_or(Figure::None, |number| Figure::Number(number / per));
            let any = part.count > 0.0;
            match what {
                What::Known => Figure::Number(part.count),
                What::Sum => some(any.then_some(part.sum)),
                What::Mean => some(any.then(|| part.sum / part.count)),
                What::Min => some(part.min),
                What::Max => some(part.max),
            }
        };
        self.measures.iter().zip(&parts.0).map(figure).collect()
    }
}

impl Parts {
    /// Adds the parts of a group that means the same.
    pub(super) fn add(&mut self, other: Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            mine.count += theirs.count;
            mine.sum += theirs.sum;
            mine.min = extreme(mine.min, theirs.min, f64::min);
            mine.max = extreme(mine.max, theirs.max, f64::max);
        }
    }
}

fn extreme(a: Option<f64>, b: Option<f64>, choose: fn(f64, f64) -> f64) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(choose(a, b)),
        (one, other) => one.or(other),
    }
}
