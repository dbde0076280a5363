//! Regions change, and their records follow.

mod cases;
mod planned;
mod random;
mod restated;
mod together;
mod witness;

use crate::support::World;
use lifang_core::clock::{Clock as _, Date, SystemClock};
use lifang_core::problem::Problem;
use lifang_core::region::RegionCode;
use lifang_core::region_change::{Operation, Part, RegionChange};
use lifang_store::StoreError;
use lifang_store::regions::change::{Changed, change_regions};
use std::collections::BTreeMap;

pub(crate) const ONE: &str = "220103008003";
pub(crate) const TWO: &str = "220103008004";

pub(crate) fn code(text: &str) -> RegionCode {
    RegionCode::parse(text).unwrap()
}

pub(crate) fn part(text: &str, name: &str) -> Part {
    Part { code: code(text), name: (!name.is_empty()).then(|| name.to_owned()) }
}

pub(crate) fn buildings(of: &[(&str, &str)]) -> BTreeMap<String, RegionCode> {
    of.iter().map(|(name, to)| ((*name).to_owned(), code(to))).collect()
}

impl World {
    /// Makes a change, known a little after everything before.
    pub(crate) async fn change(&self, from: Date, operation: Operation) -> Result<Changed, Box<Problem>> {
        let change = RegionChange { from, basis: "测试〔2024〕1号".into(), operation };
        let mut tx = self.store.begin().await.unwrap();
        let done = change_regions(&mut tx, &change, "tester", SystemClock.new_id(), self.now().recorded).await;
        match done {
            Ok(changed) => {
                tx.commit().await.unwrap();
                Ok(changed)
            }
            Err(StoreError::Refused(problem)) => Err(problem),
            Err(other) => panic!("{other}: {other:?}"),
        }
    }

    pub(crate) async fn refused(&self, from: Date, operation: Operation) -> String {
        let problem = self.change(from, operation).await.expect_err("it should be refused");
        assert!(!problem.what.zh.is_empty() && !problem.remedy.en.is_empty(), "{problem}");
        problem.code.clone()
    }
}
