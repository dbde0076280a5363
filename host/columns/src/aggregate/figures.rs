//! Figures per slot: counted in whole numbers, said as the contract's floats at the end.

use super::Question;
use super::keys::LEFT_OUT;
use crate::filter::{Unanswerable, known, whole};
use crate::segments::Columns;
use lifang_core::columns::ColumnData;
use lifang_core::dataset::ColumnType;
use lifang_core::query::{Figure, Measure};

/// What is made of the known values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Known,
    Sum,
    Mean,
    Min,
    Max,
}

/// One measure.
#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    /// Rows.
    Rows,
    /// A column's known values, in so many parts of a unit.
    Column { of: Of, position: usize, per: f64 },
}

/// The parts of one figure of one group.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counted {
    count: u64,
    sum: i128,
    range: Option<(i64, i64)>,
}

impl Counted {
    pub(super) fn add(&mut self, other: Self) {
        self.count += other.count;
        self.sum += other.sum;
        self.range = match (self.range, other.range) {
            (Some((min, max)), Some((less, more))) => Some((min.min(less), max.max(more))),
            (one, other) => one.or(other),
        };
    }
}

impl What {
    pub(super) fn of(question: &Question, measure: &Measure) -> Result<Self, Unanswerable> {
        let (of, key) = match measure {
            Measure::Count => return Ok(Self::Rows),
            Measure::Known(key) => (Of::Known, key),
            Measure::Sum(key) => (Of::Sum, key),
            Measure::Mean(key) => (Of::Mean, key),
            Measure::Min(key) => (Of::Min, key),
            Measure::Max(key) => (Of::Max, key),
        };
        let position = question.position(key)?;
        let column = &question.columns[position];
        let fractions = column.column_type == ColumnType::F64;
        // A sum of fractions depends on the order of adding: only the row store's is the row store's.
        if fractions && key.starts_with("x.") && of != Of::Known {
            return Err(Unanswerable);
        }
        let texts = matches!(column.column_type, ColumnType::Text | ColumnType::Dictionary);
        if texts && of != Of::Known {
            return Err(Unanswerable);
        }
        Ok(Self::Column { of, position, per: if fractions { 100.0 } else { 1.0 } })
    }

    /// Counts each slot's rows.
    pub(super) fn count(&self, slots: &[u32], groups: usize, columns: &Columns) -> Result<Vec<Counted>, Unanswerable> {
        let mut counted = vec![Counted::default(); groups];
        let rows = slots.iter().enumerate().filter(|(_, slot)| **slot != LEFT_OUT);
        let Self::Column { of, position, .. } = self else {
            for (_, slot) in rows {
                counted[*slot as usize].count += 1;
            }
            return Ok(counted);
        };
        let values = &columns.values[*position];
        let there = rows.filter(|(row, _)| known(values, *row));
        if *of == Of::Known {
            for (_, slot) in there {
                counted[*slot as usize].count += 1;
            }
            return Ok(counted);
        }
        #[expect(clippy::cast_possible_truncation, reason = "areas are small")]
        let number: Box<dyn Fn(usize) -> i64 + '_> = match &values.data {
            ColumnData::F64(numbers) => Box::new(|row| (numbers[row] * 100.0).round() as i64),
            data => whole(data).ok_or(Unanswerable)?,
        };
        for (row, slot) in there {
            let number = number(row);
            let group = &mut counted[*slot as usize];
            group.count += 1;
            group.sum += i128::from(number);
            group.range = Some(group.range.map_or((number, number), |(min, max)| (min.min(number), max.max(number))));
        }
        Ok(counted)
    }

    /// The figure.
    #[expect(clippy::cast_precision_loss, reason = "figures are f64 in the contract")]
    pub(super) fn figure(&self, counted: Counted) -> Figure {
        let Self::Column { of, per, .. } = self else { return Figure::Number(counted.count as f64) };
        let some = |number: Option<f64>| number.map_or(Figure::None, |number| Figure::Number(number / per));
        let any = counted.count > 0;
        match *of {
            Of::Known => Figure::Number(counted.count as f64),
            Of::Sum => some(any.then_some(counted.sum as f64)),
            Of::Mean => some(any.then(|| counted.sum as f64 / counted.count as f64)),
            Of::Min => some(counted.range.map(|(min, _)| min as f64)),
            Of::Max => some(counted.range.map(|(_, max)| max as f64)),
        }
    }
}
