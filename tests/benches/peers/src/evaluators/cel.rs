//! CEL, by `cel`: one compiled expression, whose variables are resolved from the person without a map.

use super::ISOLATION;
use crate::Result;
use crate::rule::{Everyone, Peer, Person, Rule};
use cel::common::types::{CelBool, CelInt};
use cel::common::value::CowVal;
use cel::context::VariableResolver;
use cel::{Context, Env, Program, Value};
use std::sync::Arc;

pub(crate) struct Cel {
    env: Arc<Env>,
    program: Program,
}

struct Variables {
    age: CelInt,
    living: CelInt,
    high_care: CelBool,
    key_care: CelBool,
    last_visit: CelInt,
}

impl VariableResolver for Variables {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        Some(CowVal::Borrowed(match variable {
            "age" => &self.age,
            "living" => &self.living,
            "high_care" => &self.high_care,
            "key_care" => &self.key_care,
            "last_visit" => &self.last_visit,
            _ => return None,
        }))
    }
}

impl Cel {
    pub(crate) fn compile(rule: Rule) -> Result<Self> {
        let [first, second, third] = rule.latest;
        let source = format!(
            "high_care || (age >= 80 && living == 3) ? (last_visit < {first} ? 1 : 0) \
             : key_care || living == 6 ? (last_visit < {second} ? 2 : 0) \
             : (last_visit < {third} ? 3 : 0)"
        );
        let env = Arc::new(Env::stdlib());
        let program = env.compile(&source).map_err(|error| error.to_string())?;
        Ok(Self { env, program })
    }

    fn decide(&self, person: Person) -> Result<u8> {
        let (high_care, key_care) = person.care_flags();
        let variables = Variables {
            age: i64::from(person.age).into(),
            living: i64::from(person.living).into(),
            high_care: high_care.into(),
            key_care: key_care.into(),
            last_visit: i64::from(person.last_visit).into(),
        };
        let mut context = Context::with_env(Arc::clone(&self.env));
        context.set_variable_resolver(&variables);
        match self.program.execute(&context) {
            Ok(Value::Int(mark)) => Ok(u8::try_from(mark)?),
            other => Err(format!("{other:?}").into()),
        }
    }
}

impl Peer for Cel {
    fn name(&self) -> &'static str {
        "cel"
    }

    fn isolation(&self) -> &'static str {
        ISOLATION
    }

    fn limits(&self) -> &'static str {
        "none; no loops but over what is given"
    }

    fn fresh(&mut self, person: Person) -> Result<u8> {
        self.decide(person)
    }

    fn warm(&mut self, person: Person) -> Result<Option<u8>> {
        self.decide(person).map(Some)
    }

    fn sweep(&mut self, everyone: &Everyone) -> Result<Vec<u8>> {
        Person::all(&everyone.persons).map(|person| self.decide(person)).collect()
    }
}
