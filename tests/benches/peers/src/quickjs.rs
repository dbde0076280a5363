//! QuickJS: columns as typed arrays, the loop in JavaScript, a module of bytecode.

use crate::Result;
use crate::rule::{Everyone, Limit, Peer, Person, Rule};
use rquickjs::context::intrinsic;
use rquickjs::{Context, Ctx, Function, Module, Persistent, Runtime, TypedArray, WriteOptions};
use std::time::{Duration, Instant};
use std::{cell::Cell, rc::Rc};

/// The three days stand before it.
const SOURCE: &str = r"
export const mark = (age, living, care, lastVisit) => {
  if ((care & 37) !== 0 || (age >= 80 && living === 3)) return lastVisit < first ? 1 : 0;
  if ((care & 458) !== 0 || living === 6) return lastVisit < second ? 2 : 0;
  return lastVisit < third ? 3 : 0;
};
export const sweep = (ages, livings, cares, lastVisits) => {
  const rows = ages.length;
  const marks = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) marks[i] = mark(ages[i], livings[i], cares[i], lastVisits[i]);
  return marks;
};
";

/// What the rule needs of the language: promises, because a module is one.
type Needed = (intrinsic::Promise, intrinsic::TypedArrays);

/// In the order in which they may be dropped.
pub(crate) struct QuickJs {
    warm: Persistent<Function<'static>>,
    context: Context,
    until: Rc<Cell<Instant>>,
    bytecode: Vec<u8>,
}

impl QuickJs {
    pub(crate) fn compile(Rule { latest: [first, second, third] }: Rule) -> Result<Self> {
        let source = format!("const first = {first}, second = {second}, third = {third};{SOURCE}");
        let options = WriteOptions { strip_source: true, strip_debug: true, ..WriteOptions::default() };
        let bytecode = Context::full(&Runtime::new()?)?
            .with(|ctx| -> Result<_> { Ok(Module::declare(ctx, "rule", source)?.write(options)?) })?;
        let (context, until) = fresh(Limit::DECISION)?;
        let warm =
            context.with(|ctx| -> Result<_> { Ok(Persistent::save(&ctx, exported(&ctx, &bytecode, "mark")?)) })?;
        Ok(Self { warm, context, until, bytecode })
    }
}

fn fresh(time: Duration) -> Result<(Context, Rc<Cell<Instant>>)> {
    let runtime = Runtime::new()?;
    runtime.set_memory_limit(Limit::MEMORY);
    let until = Rc::new(Cell::new(Instant::now() + time));
    let end = Rc::clone(&until);
    runtime.set_interrupt_handler(Some(Box::new(move || Instant::now() > end.get())));
    Ok((Context::custom::<Needed>(&runtime)?, until))
}

#[expect(unsafe_code, reason = "bytecode is loaded that this program wrote itself")]
fn exported<'js>(ctx: &Ctx<'js>, bytecode: &[u8], name: &str) -> Result<Function<'js>> {
    let (module, promise) = unsafe { Module::load(ctx.clone(), bytecode)? }.eval()?;
    promise.finish::<()>()?;
    Ok(module.get(name)?)
}

#[expect(unsafe_code, reason = "they are copied before anything else may run in the interpreter")]
fn bytes(array: &TypedArray<'_, u8>) -> Option<Vec<u8>> {
    unsafe { array.as_bytes() }.map(<[u8]>::to_vec)
}

fn decide(mark: &Function<'_>, Person { age, living, care, last_visit }: Person) -> Result<u8> {
    Ok(mark.call((age, living, care, last_visit))?)
}

impl Peer for QuickJs {
    fn name(&self) -> &'static str {
        "quickjs"
    }

    fn isolation(&self) -> &'static str {
        "new interpreter in the process"
    }

    fn limits(&self) -> &'static str {
        "memory, time"
    }

    fn fresh(&mut self, person: Person) -> Result<u8> {
        let (context, _) = fresh(Limit::DECISION)?;
        context.with(|ctx| decide(&exported(&ctx, &self.bytecode, "mark")?, person))
    }

    fn warm(&mut self, person: Person) -> Result<Option<u8>> {
        self.until.set(Instant::now() + Limit::DECISION);
        self.context.with(|ctx| decide(&self.warm.clone().restore(&ctx)?, person).map(Some))
    }

    fn sweep(&mut self, Everyone { persons, .. }: &Everyone) -> Result<Vec<u8>> {
        let (context, _) = fresh(Limit::SWEEP)?;
        context.with(|ctx| {
            let columns = (
                TypedArray::<u8>::new_copy(ctx.clone(), &persons.ages)?,
                TypedArray::<u8>::new_copy(ctx.clone(), &persons.livings)?,
                TypedArray::<u16>::new_copy(ctx.clone(), &persons.cares)?,
                TypedArray::<i32>::new_copy(ctx.clone(), &persons.last_visits)?,
            );
            let marks: TypedArray<'_, u8> = exported(&ctx, &self.bytecode, "sweep")?.call(columns)?;
            Ok(bytes(&marks).ok_or("the marks are gone")?)
        })
    }
}
