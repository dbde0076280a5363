//! Rhai: one call of the script per person, by its bytecode machine.

use crate::Result;
use crate::rule::{Everyone, Peer, Person, Rule};
use rhai::grain::{Compiler, Program, Vm};
use rhai::{CallFnOptions, Engine, Scope};

/// What a machine may do in its life: it counts on from call to call, so none is kept to decide again and again.
const DECISION: u64 = 1_000_000;
const SWEEP: u64 = 100_000_000;

pub(crate) struct Rhai {
    decisions: Engine,
    sweeps: Engine,
    program: Program<'static>,
}

impl Rhai {
    pub(crate) fn compile(rule: Rule) -> Result<Self> {
        let [first, second, third] = rule.latest;
        let source = format!(
            "fn mark(age, living, care, last_visit) {{
                if (care & 37) != 0 || (age >= 80 && living == 3) {{
                    if last_visit < {first} {{ 1 }} else {{ 0 }}
                }} else if (care & 458) != 0 || living == 6 {{
                    if last_visit < {second} {{ 2 }} else {{ 0 }}
                }} else if last_visit < {third} {{ 3 }} else {{ 0 }}
            }}"
        );
        let (decisions, sweeps) = (engine(DECISION), engine(SWEEP));
        let program = Compiler::new().compile(&decisions.compile(source)?);
        Ok(Self { decisions, sweeps, program })
    }
}

fn engine(operations: u64) -> Engine {
    let mut engine = Engine::new();
    engine.set_max_operations(operations).set_max_call_levels(32);
    engine.set_max_string_size(65_536).set_max_array_size(65_536).set_max_map_size(65_536);
    engine
}

fn decide(vm: &mut Vm<'_>, program: &Program<'_>, person: Person) -> Result<u8> {
    let Person { age, living, care, last_visit } = person;
    let given = (i64::from(age), i64::from(living), i64::from(care), i64::from(last_visit));
    let options = CallFnOptions::new().eval_ast(false);
    let mark = vm.call_fn_with_options::<i64>(options, &mut Scope::new(), program, "mark", given);
    Ok(u8::try_from(mark.map_err(|error| error.to_string())?)?)
}

impl Peer for Rhai {
    fn name(&self) -> &'static str {
        "rhai"
    }

    fn isolation(&self) -> &'static str {
        "new virtual machine in the process"
    }

    fn limits(&self) -> &'static str {
        "operations, depth, sizes"
    }

    fn fresh(&mut self, person: Person) -> Result<u8> {
        decide(&mut Vm::new(&self.decisions), &self.program, person)
    }

    fn warm(&mut self, _: Person) -> Result<Option<u8>> {
        Ok(None)
    }

    fn sweep(&mut self, everyone: &Everyone) -> Result<Vec<u8>> {
        let mut vm = Vm::new(&self.sweeps);
        Person::all(&everyone.persons).map(|person| decide(&mut vm, &self.program, person)).collect()
    }
}
