//! JSONLogic, by `datalogic-rs`: rows are built in its arena.

use super::ISOLATION;
use crate::Result;
use crate::rule::{Everyone, Peer, Person, Rule};
use bumpalo::Bump;
use datalogic_rs::{DataValue, Engine, Logic};

pub(crate) struct JsonLogic {
    engine: Engine,
    logic: Logic,
    warm: Bump,
}

impl JsonLogic {
    pub(crate) fn compile(rule: Rule) -> Result<Self> {
        let [first, second, third] = rule.latest;
        let due = |day: i32, mark: u8| format!(r#"{{"if":[{{"<":[{{"var":"last_visit"}},{day}]}},{mark},0]}}"#);
        let source = format!(
            r#"{{"if":[
                {{"or":[{{"var":"high_care"}},{{"and":[{{">=":[{{"var":"age"}},80]}},{{"===":[{{"var":"living"}},3]}}]}}]}},{},
                {{"or":[{{"var":"key_care"}},{{"===":[{{"var":"living"}},6]}}]}},{},
                {}]}}"#,
            due(first, 1),
            due(second, 2),
            due(third, 3)
        );
        let engine = Engine::new();
        let logic = engine.compile(source.as_str()).map_err(|error| error.to_string())?;
        Ok(Self { engine, logic, warm: Bump::new() })
    }

    fn decide(&self, arena: &Bump, person: Person) -> Result<u8> {
        let (high_care, key_care) = person.care_flags();
        let row = arena.alloc([
            ("age", DataValue::from_i64(person.age.into())),
            ("living", DataValue::from_i64(person.living.into())),
            ("high_care", DataValue::bool(high_care)),
            ("key_care", DataValue::bool(key_care)),
            ("last_visit", DataValue::from_i64(person.last_visit.into())),
        ]);
        let row = DataValue::Object(row);
        let mark = self.engine.evaluate(&self.logic, row, arena).map_err(|error| error.to_string())?;
        Ok(u8::try_from(mark.as_i64().ok_or("no number")?)?)
    }
}

impl Peer for JsonLogic {
    fn name(&self) -> &'static str {
        "jsonlogic"
    }

    fn isolation(&self) -> &'static str {
        ISOLATION
    }

    fn limits(&self) -> &'static str {
        "none; no loops but over what is given"
    }

    fn fresh(&mut self, person: Person) -> Result<u8> {
        self.decide(&Bump::new(), person)
    }

    fn warm(&mut self, person: Person) -> Result<Option<u8>> {
        self.warm.reset();
        self.decide(&self.warm, person).map(Some)
    }

    fn sweep(&mut self, everyone: &Everyone) -> Result<Vec<u8>> {
        let mut arena = Bump::new();
        let mark = |person| {
            arena.reset();
            self.decide(&arena, person)
        };
        Person::all(&everyone.persons).map(mark).collect()
    }
}
