//! Rego, by `regorus`: one policy compiled for its virtual machine, asked with each person as its input.

use crate::Result;
use crate::rule::{Everyone, Limit, Peer, Person, Rule};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::{Program, RegoVM};
use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, Value};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

const MARK: &str = "data.visit.mark";
const FIELDS: [&str; 5] = ["age", "living", "high_care", "key_care", "last_visit"];

pub(crate) struct Rego {
    program: Arc<Program>,
    fields: [Value; 5],
    warm: RegoVM,
}

impl Rego {
    pub(crate) fn compile(rule: Rule) -> Result<Self> {
        let [first, second, third] = rule.latest;
        let policy = format!(
            "package visit
import rego.v1
default mark := 0
high if input.high_care
high if {{
  input.age >= 80
  input.living == 3
}}
key if input.key_care
key if input.living == 6
mark := 1 if {{
  high
  input.last_visit < {first}
}} else := 0 if {{
  high
}} else := 2 if {{
  key
  input.last_visit < {second}
}} else := 0 if {{
  key
}} else := 3 if input.last_visit < {third}
"
        );
        let mut engine = Engine::new();
        engine.add_policy("visit.rego".into(), policy)?;
        let compiled = engine.compile_with_entrypoint(&MARK.into())?;
        let program = Compiler::compile_from_policy(&compiled, &[MARK]).map_err(|error| error.to_string())?;
        let (fields, warm) = (FIELDS.map(Value::from), machine(&program, Limit::DECISION));
        Ok(Self { program, fields, warm })
    }

    fn input(&self, person: Person) -> Result<Value> {
        let (high_care, key_care) = person.care_flags();
        let mut input = Value::new_object();
        let object = input.as_object_mut()?;
        let values = [
            i64::from(person.age).into(),
            i64::from(person.living).into(),
            high_care.into(),
            key_care.into(),
            i64::from(person.last_visit).into(),
        ];
        for (field, value) in self.fields.iter().zip(values) {
            object.insert(field.clone(), value);
        }
        Ok(input)
    }
}

fn machine(program: &Arc<Program>, limit: Duration) -> RegoVM {
    let mut machine = RegoVM::new();
    machine.load_program(Arc::clone(program));
    let check_interval = NonZeroU32::new(1_000).unwrap_or(NonZeroU32::MIN);
    machine.set_execution_timer_config(Some(ExecutionTimerConfig { limit, check_interval }));
    machine
}

fn decide(machine: &mut RegoVM, input: Value) -> Result<u8> {
    machine.set_input(input);
    let mark = machine.execute_entry_point_by_index(0).map_err(|error| error.to_string())?;
    Ok(u8::try_from(mark.as_i64()?)?)
}

impl Peer for Rego {
    fn name(&self) -> &'static str {
        "rego"
    }

    fn isolation(&self) -> &'static str {
        "new virtual machine in the process"
    }

    fn limits(&self) -> &'static str {
        "instructions, time"
    }

    fn fresh(&mut self, person: Person) -> Result<u8> {
        decide(&mut machine(&self.program, Limit::DECISION), self.input(person)?)
    }

    fn warm(&mut self, person: Person) -> Result<Option<u8>> {
        let input = self.input(person)?;
        decide(&mut self.warm, input).map(Some)
    }

    fn sweep(&mut self, everyone: &Everyone) -> Result<Vec<u8>> {
        let mut machine = machine(&self.program, Limit::DECISION);
        Person::all(&everyone.persons).map(|person| decide(&mut machine, self.input(person)?)).collect()
    }
}
