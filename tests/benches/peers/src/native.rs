//! The rule in native Rust: what nothing that is isolated can beat.

use crate::Result;
use crate::kernel;
use crate::persons::Persons;
use crate::rule::{Everyone, Peer, Person, Rule};

#[derive(Debug)]
pub(crate) struct Native(pub(crate) Rule);

pub(crate) fn sweep(Rule { latest }: Rule, Persons { ages, livings, cares, last_visits }: &Persons) -> Vec<u8> {
    kernel::sweep(latest, (ages, livings), cares.iter().copied(), last_visits.iter().copied())
}

impl Peer for Native {
    fn name(&self) -> &'static str {
        "native"
    }

    fn isolation(&self) -> &'static str {
        "none"
    }

    fn limits(&self) -> &'static str {
        "none"
    }

    fn fresh(&mut self, person: Person) -> Result<u8> {
        let Person { age, living, care, last_visit } = std::hint::black_box(person);
        Ok(kernel::decide(self.0.latest, age, living, care, last_visit))
    }

    fn warm(&mut self, person: Person) -> Result<Option<u8>> {
        self.fresh(person).map(Some)
    }

    fn sweep(&mut self, everyone: &Everyone) -> Result<Vec<u8>> {
        Ok(sweep(self.0, &everyone.persons))
    }
}
