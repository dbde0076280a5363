//! Persons to sweep: the four columns that the rule reads, the same in every run.

use crate::Result;
use lifang_core::call::Scanned;
use lifang_core::columns::{ColumnData, ColumnValues, Rows};
use lifang_core::dataset::Schema;
use std::sync::Arc;

/// The day of the calls, 2024-03-01.
pub(crate) const TODAY: i32 = 19_783;
/// In the manifest's order.
const COLUMNS: [&str; 4] = ["age", "living", "care", "last_visit"];

/// Where nothing is known, the number is 0.
#[derive(Clone, Debug, Default)]
pub(crate) struct Persons {
    pub(crate) ages: Vec<u8>,
    pub(crate) livings: Vec<u8>,
    pub(crate) cares: Vec<u16>,
    pub(crate) last_visits: Vec<i32>,
}

impl Persons {
    /// A community's mixture: a tenth in some care situation, one in fifty of unknown age, one in twenty never visited, the
    /// others visited within the last hundred days.
    pub(crate) fn generate(count: u32) -> Self {
        let mut dice = Dice(u64::from(count));
        let mut persons = Self::default();
        for _ in 0..count {
            persons.ages.push(if dice.one_in(50) { 0 } else { dice.below(98) });
            persons.livings.push(if dice.one_in(50) { 0 } else { 1 + dice.below::<u8>(5) });
            persons.cares.push(if dice.one_in(10) { 1 << dice.below::<u8>(12) } else { 0 });
            persons.last_visits.push(if dice.one_in(20) { 0 } else { TODAY - dice.below::<i32>(100) });
        }
        persons
    }

    /// As a scan hands them over.
    pub(crate) fn scanned(&self) -> Result<Scanned> {
        let schema = Schema::v1().datasets.get("persons").ok_or("there is no dataset persons")?;
        let columns = COLUMNS.iter().map(|key| Ok(schema.column(key).ok_or(*key)?.into()));
        let known = |unknown: Vec<bool>| Some(bits(&unknown));
        let zero = |bytes: &[u8]| bytes.iter().map(|&byte| byte == 0).collect();
        let never = self.last_visits.iter().map(|&day| day == 0).collect();
        let values = vec![
            ColumnValues { data: ColumnData::U8(self.ages.clone()), validity: known(zero(&self.ages)) },
            ColumnValues { data: ColumnData::U8(self.livings.clone()), validity: known(zero(&self.livings)) },
            ColumnValues { data: ColumnData::U16(self.cares.clone()), validity: None },
            ColumnValues { data: ColumnData::S32(self.last_visits.clone()), validity: known(never) },
        ];
        let rows = Rows { rows: u32::try_from(self.ages.len())?, columns: values };
        Ok(Scanned { columns: columns.collect::<Result<_>>()?, rows: Arc::new(rows) })
    }
}

/// One bit per row, least significant first, 0 where nothing is known.
fn bits(unknown: &[bool]) -> Vec<u8> {
    let byte = |eight: &[bool]| eight.iter().rev().fold(0, |bits, &unknown| bits << 1 | u8::from(!unknown));
    unknown.chunks(8).map(byte).collect()
}

/// Splitmix64: good enough to mix people, and the same everywhere.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below<T: TryFrom<u64> + Default>(&mut self, limit: u64) -> T {
        T::try_from(self.next() % limit).unwrap_or_default()
    }

    pub(crate) fn one_in(&mut self, many: u64) -> bool {
        self.next().is_multiple_of(many)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validity_says_where_nothing_is_known() {
        assert_eq!(bits(&[true, false, false, false, false, false, false, true, false]), [0b0111_1110, 0b1]);
        let persons = Persons::generate(1_000);
        let rows = persons.scanned().unwrap().rows;
        let ages = rows.columns[0].validity.as_ref().unwrap();
        let known = |row: usize| ages[row / 8] >> (row % 8) & 1 == 1;
        assert!((0..1_000).all(|row| known(row) == (persons.ages[row] != 0)));
        assert!((1..1_000).contains(&persons.last_visits.iter().filter(|day| **day == 0).count()));
    }
}
