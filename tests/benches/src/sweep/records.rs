//! The same rule fed `list<record>`: a guest with a world of its own, in the bare engine.

use super::native::{Latest, Marked};
use super::persons::{Dice, Persons};
use crate::Result;
use crate::bare::{self, Bare};
use crate::plugin::HERE;
use bindings::{Four, Mark, Person, Records, RecordsPre};
use lifang_core::limits::Limits;
use std::path::Path;
use wasmtime::component::Linker;
use wasmtime::{Engine, Store};

mod bindings {
    //! Generated from the guest's own `wit`.
    wasmtime::component::bindgen!({ path: "records/wit", world: "records" });
}

/// Rows of one call: a list that the guest's cache can hold.
const BATCH: usize = 1_024;

/// The guest, and rows that are ready as records.
pub(super) struct Fed {
    engine: Engine,
    guest: RecordsPre<Bare<()>>,
    persons: Vec<Person>,
    fours: Vec<Four>,
    latest: (i32, i32, i32),
}

impl Fed {
    pub(super) fn build(persons: &Persons, latest: Latest) -> Result<Self> {
        let options = lifang_sdk_build::Options::from_vars(|name| std::env::var_os(name));
        let bytes = lifang_sdk_build::componentize(&Path::new(HERE).join("records"), &options)?;
        let engine = bare::engine()?;
        let pre = Linker::new(&engine).instantiate_pre(&bare::compile(&engine, &bytes)?)?;
        let [high, key, ordinary] = latest.0;
        Ok(Self {
            guest: RecordsPre::new(pre)?,
            engine,
            persons: whole(persons),
            fours: fours(persons),
            latest: (high, key, ordinary),
        })
    }

    pub(super) fn sweep(&self) -> Result<Marked> {
        let (mut store, guest) = self.fresh()?;
        let mut marked = Marked::default();
        for (first, rows) in (0..).step_by(BATCH).zip(self.persons.chunks(BATCH)) {
            marked.append(&guest.call_sweep(&mut store, self.latest, first, rows)?);
        }
        Ok(marked)
    }

    pub(super) fn sweep_four(&self) -> Result<Marked> {
        let (mut store, guest) = self.fresh()?;
        let mut marked = Marked::default();
        for (first, rows) in (0..).step_by(BATCH).zip(self.fours.chunks(BATCH)) {
            marked.append(&guest.call_sweep_four(&mut store, self.latest, first, rows)?);
        }
        Ok(marked)
    }

    fn fresh(&self) -> Result<(Store<Bare<()>>, Records)> {
        let mut store = bare::store(&self.engine, (), usize::try_from(Limits::BATCH.memory)?);
        let guest = self.guest.instantiate(&mut store)?;
        Ok((store, guest))
    }
}

impl Marked {
    fn append(&mut self, marks: &[Mark]) {
        self.rows.extend(marks.iter().map(|mark| mark.row));
        self.marks.extend(marks.iter().map(|mark| mark.outcome));
    }
}

/// 0 says that nothing is known.
fn known<T: Copy + PartialEq + Default>(value: T) -> Option<T> {
    (value != T::default()).then_some(value)
}

fn whole(persons: &Persons) -> Vec<Person> {
    let mut dice = Dice(7);
    let person = |four: Four| Person {
        region: "220103008003".into(),
        grid: Some(format!("22010300800300{}", dice.below::<u8>(6))),
        age: four.age,
        sex: Some(1 + dice.below::<u8>(2)),
        living: four.living,
        care: four.care,
        residence: 1 + dice.below::<u8>(4),
        since: 15_000 + dice.below::<i32>(4_000),
        last_visit: four.last_visit,
        floor: Some(1 + dice.below::<u8>(18)),
    };
    fours(persons).into_iter().map(person).collect()
}

fn fours(persons: &Persons) -> Vec<Four> {
    let Persons { ages, livings, cares, last_visits } = persons;
    let rows = ages.iter().zip(livings).zip(cares).zip(last_visits);
    let four = |(((&age, &living), &care), &last_visit)| Four {
        age: known(age),
        living: known(living),
        care,
        last_visit: known(last_visit),
    };
    rows.map(four).collect()
}
