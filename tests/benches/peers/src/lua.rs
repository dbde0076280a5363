//! Lua 5.4: columns as tables of numbers, the loop in Lua, the rule written out in it: a call for each
//! row takes a fifth longer.

use crate::Result;
use crate::rule::{Everyone, Limit, Peer, Person, Rule};
use mlua::chunk::ChunkMode;
use mlua::{Function, HookTriggers, LuaOptions, StdLib, VmState};
use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// The three days stand before it.
const SOURCE: &str = r"
local function mark(age, living, care, last_visit)
  if care & 37 ~= 0 or (age >= 80 and living == 3) then
    return last_visit < first and 1 or 0
  elseif care & 458 ~= 0 or living == 6 then
    return last_visit < second and 2 or 0
  end
  return last_visit < third and 3 or 0
end
local function sweep(ages, livings, cares, last_visits)
  local marks = {}
  for i = 1, #ages do
    local age, living, care, last_visit = ages[i], livings[i], cares[i], last_visits[i]
    if care & 37 ~= 0 or (age >= 80 and living == 3) then
      marks[i] = last_visit < first and 1 or 0
    elseif care & 458 ~= 0 or living == 6 then
      marks[i] = last_visit < second and 2 or 0
    else
      marks[i] = last_visit < third and 3 or 0
    end
  end
  return marks
end
return mark, sweep
";

pub(crate) struct Lua {
    bytecode: Vec<u8>,
    warm: State,
}

struct State {
    lua: mlua::Lua,
    mark: Function,
    sweep: Function,
    until: Rc<Cell<Instant>>,
}

impl Lua {
    pub(crate) fn compile(Rule { latest: [first, second, third] }: Rule) -> Result<Self> {
        let source = format!("local first <const>, second <const>, third <const> = {first}, {second}, {third}{SOURCE}");
        let bytecode = mlua::Lua::new().load(source).into_function()?.dump(true);
        let warm = State::new(&bytecode)?;
        Ok(Self { bytecode, warm })
    }
}

impl State {
    fn new(bytecode: &[u8]) -> Result<Self> {
        // The rule needs no library.
        let lua = mlua::Lua::new_with(StdLib::NONE, LuaOptions::new())?;
        lua.set_memory_limit(Limit::MEMORY)?;
        let until = Rc::new(Cell::new(Instant::now() + Limit::DECISION));
        let end = Rc::clone(&until);
        lua.set_hook(HookTriggers::new().every_nth_instruction(10_000), move |_, _| {
            if Instant::now() > end.get() { Err(mlua::Error::runtime("too long")) } else { Ok(VmState::Continue) }
        })?;
        // Bytecode of our own making, never a stranger's.
        let (mark, sweep) = lua.load(bytecode).set_mode(ChunkMode::Binary).call(())?;
        Ok(Self { lua, mark, sweep, until })
    }

    fn may_take(&self, time: Duration) {
        self.until.set(Instant::now() + time);
    }

    fn decide(&self, person: Person) -> Result<u8> {
        Ok(self.mark.call((person.age, person.living, person.care, person.last_visit))?)
    }
}

impl Peer for Lua {
    fn name(&self) -> &'static str {
        "lua 5.4"
    }

    fn isolation(&self) -> &'static str {
        "new interpreter in the process"
    }

    fn limits(&self) -> &'static str {
        "memory, time"
    }

    fn fresh(&mut self, person: Person) -> Result<u8> {
        State::new(&self.bytecode)?.decide(person)
    }

    fn warm(&mut self, person: Person) -> Result<Option<u8>> {
        self.warm.may_take(Limit::DECISION);
        self.warm.decide(person).map(Some)
    }

    fn sweep(&mut self, Everyone { persons, .. }: &Everyone) -> Result<Vec<u8>> {
        let state = State::new(&self.bytecode)?;
        state.may_take(Limit::SWEEP);
        let columns = (
            state.lua.create_sequence_from(persons.ages.iter().copied())?,
            state.lua.create_sequence_from(persons.livings.iter().copied())?,
            state.lua.create_sequence_from(persons.cares.iter().copied())?,
            state.lua.create_sequence_from(persons.last_visits.iter().copied())?,
        );
        Ok(state.sweep.call::<Vec<u8>>(columns)?)
    }
}
