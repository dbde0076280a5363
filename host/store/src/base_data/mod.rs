//! Base data 人房单位: what is known of persons, buildings, houses and units, and of who holds which post.

mod board;
mod erase;
mod homes;
mod insert;
mod persons;

pub use board::Appointment;
pub use erase::erase_person;
pub(crate) use homes::record;
pub use homes::{HouseVersion, Record, ResidenceVersion, Span};
pub use insert::{Inserted, insert_community};
pub(crate) use persons::{
    FACTS as PERSON_FACTS, PERSON, new_key as new_person_key, people, person_to_correct, replace_person_facts,
    values as person_values,
};
pub use persons::{PersonVersion, correct_person};
