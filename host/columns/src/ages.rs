//! Ages from days of birth, a column at a time.

use lifang_core::clock::Date;
use lifang_core::columns::{ColumnData, ColumnValues};

/// Full years on a day, for whole columns: the same as [`Date::years_since`] row by row, without a calendar per row.
struct Years {
    today: i32,
    /// The last day of birth of who is at least so many years old.
    latest: [i32; 257],
}

impl Years {
    fn on(today: Date) -> Self {
        let (year, month, day) = today.ymd();
        let latest = |years: i16| {
            // Without a 29th of February in that year, the 28th is the last day that is not after it.
            let same = |day| Date::from_ymd(year.checked_sub(years)?, month, day);
            same(day).or_else(|| same(28)).unwrap_or(Date::START).0
        };
        Self { today: today.0, latest: std::array::from_fn(|years| latest(i16::try_from(years).unwrap_or(i16::MAX))) }
    }

    /// Full years of who was born on that day, 256 for more than fit.
    fn of(&self, birth: i32) -> usize {
        let days = i64::from(self.today) - i64::from(birth);
        // Never off by more than one.
        let about = usize::try_from(days * 4 / 1461).unwrap_or(0).min(255);
        if birth > self.latest[about] {
            about - usize::from(about > 0)
        } else {
            about + usize::from(birth <= self.latest[about + 1])
        }
    }
}

/// The column of ages on a day; unknown for who is not born yet, and beyond 255 years. None where the column holds no days.
#[must_use]
pub fn ages(births: &ColumnValues, today: Date) -> Option<ColumnValues> {
    let ColumnData::S32(days) = &births.data else { return None };
    let years = Years::on(today);
    let known = |row: usize| births.validity.as_ref().is_none_or(|bits| bits[row / 8] >> (row % 8) & 1 == 1);
    let mut validity = births.validity.clone();
    let mut ages = Vec::with_capacity(days.len());
    for (row, &birth) in days.iter().enumerate() {
        let age = years.of(birth);
        let there = known(row);
        ages.push(if there { u8::try_from(age).unwrap_or(0) } else { 0 });
        if there && (birth > today.0 || age > 255) {
            let bits = validity.get_or_insert_with(|| all_known(days.len()));
            bits[row / 8] &= !(1 << (row % 8));
            if let Some(age) = ages.last_mut() {
                *age = 0;
            }
        }
    }
    Some(ColumnValues { data: ColumnData::U8(ages), validity })
}

/// One set bit per row, the rest of the last byte clear.
fn all_known(rows: usize) -> Vec<u8> {
    let mut bits = vec![0xff; rows.div_ceil(8)];
    if let Some(last) = bits.last_mut().filter(|_| !rows.is_multiple_of(8)) {
        *last = (1 << (rows % 8)) - 1;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(days: Vec<i32>, validity: Option<Vec<u8>>) -> ColumnValues {
        ColumnValues { data: ColumnData::S32(days), validity }
    }

    #[test]
    fn ages_are_those_of_the_calendar() {
        for today in ["2024-02-29", "2023-02-28", "2026-11-23", "2000-01-01", "2024-12-31"] {
            let today: Date = today.parse().unwrap();
            let births: Vec<i32> = (today.0 - 95_000..today.0 + 500).collect();
            let found = ages(&column(births.clone(), None), today).unwrap();
            let ColumnData::U8(found_ages) = &found.data else { panic!("ages are bytes") };
            for (row, birth) in births.into_iter().enumerate() {
                let expected = today.years_since(Date(birth));
                let known = found.validity.as_ref().is_none_or(|bits| bits[row / 8] >> (row % 8) & 1 == 1);
                assert_eq!(known.then_some(found_ages[row]), expected, "born {} on {today}", Date(birth));
            }
        }
    }

    #[test]
    fn who_has_no_day_of_birth_has_no_age() {
        let today: Date = "2026-11-23".parse().unwrap();
        let found = ages(&column(vec![0, 0, 30_000], Some(vec![0b101])), today).unwrap();
        assert_eq!(found.data, ColumnData::U8(vec![56, 0, 0]));
        assert_eq!(found.validity, Some(vec![0b001]));
    }
}
