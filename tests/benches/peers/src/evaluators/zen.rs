//! ZEN of GoRules: one expression compiled by `zen-expression`, which is as fast as ZEN gets. Its decision tables are made of such
//! expressions, and the crate that carries them out would double what there is to build here.

use super::ISOLATION;
use crate::Result;
use crate::rule::{Everyone, Peer, Person, Rule};
use zen_expression::expression::{Expression, Standard};
use zen_expression::variable::{Symbol, ToVariable as _, Variable, VariableMap};
use zen_expression::vm::VM;

const HIGH: &str = "high_care or (age >= 80 and living == 3)";
const KEY: &str = "key_care or living == 6";

/// The names of what is asked.
struct Names {
    age: Symbol,
    living: Symbol,
    high_care: Symbol,
    key_care: Symbol,
    last_visit: Symbol,
}

impl Names {
    fn new() -> Self {
        Self {
            age: "age".into(),
            living: "living".into(),
            high_care: "high_care".into(),
            key_care: "key_care".into(),
            last_visit: "last_visit".into(),
        }
    }

    /// A person as ZEN's own values: no JSON between.
    fn variables(&self, person: Person) -> Variable {
        let (high_care, key_care) = person.care_flags();
        let mut map = VariableMap::with_capacity(5);
        map.insert(self.age.clone(), person.age.to_variable());
        map.insert(self.living.clone(), person.living.to_variable());
        map.insert(self.high_care.clone(), high_care.to_variable());
        map.insert(self.key_care.clone(), key_care.to_variable());
        map.insert(self.last_visit.clone(), person.last_visit.to_variable());
        Variable::from_object(map)
    }
}

fn number(variable: Option<Variable>) -> Result<u8> {
    let number = variable.as_ref().and_then(Variable::as_number).ok_or_else(|| format!("ZEN answers {variable:?}"))?;
    Ok(u8::try_from(number)?)
}

pub(crate) struct Zen {
    expression: Expression<Standard>,
    names: Names,
    warm: VM,
}

impl Zen {
    pub(crate) fn compile(rule: Rule) -> Result<Self> {
        let [first, second, third] = rule.latest;
        let source = format!(
            "({HIGH}) ? (last_visit < {first} ? 1 : 0) : (({KEY}) ? (last_visit < {second} ? 2 : 0) : (last_visit < {third} ? 3 : 0))"
        );
        let expression = zen_expression::compile_expression(&source).map_err(|error| error.to_string())?;
        Ok(Self { expression, names: Names::new(), warm: VM::new() })
    }
}

fn decide(expression: &Expression<Standard>, names: &Names, vm: &mut VM, person: Person) -> Result<u8> {
    number(Some(expression.evaluate_with(names.variables(person), vm).map_err(|error| error.to_string())?))
}

impl Peer for Zen {
    fn name(&self) -> &'static str {
        "zen"
    }

    fn isolation(&self) -> &'static str {
        ISOLATION
    }

    fn limits(&self) -> &'static str {
        "none; no loops but over what is given"
    }

    fn fresh(&mut self, person: Person) -> Result<u8> {
        decide(&self.expression, &self.names, &mut VM::new(), person)
    }

    fn warm(&mut self, person: Person) -> Result<Option<u8>> {
        decide(&self.expression, &self.names, &mut self.warm, person).map(Some)
    }

    fn sweep(&mut self, everyone: &Everyone) -> Result<Vec<u8>> {
        let mut vm = VM::new();
        let people = Person::all(&everyone.persons);
        people.map(|person| decide(&self.expression, &self.names, &mut vm, person)).collect()
    }
}
