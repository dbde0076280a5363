//! The rule `visit-due` in Luau: answers line by line what the bench beside it asks. Built twice: as bytecode, and where `mlua` is
//! built with `luau-jit`, which then compiles what is loaded to native code.

#[path = "../../src/measure.rs"]
mod measure;
#[expect(dead_code, reason = "no snapshot is handed over here")]
#[path = "../../../src/sweep/persons.rs"]
mod persons;

use measure::{ROWS, repeated};
use mlua::chunk::{ChunkMode, Compiler};
use mlua::{Buffer, Function, LuaOptions, StdLib, VmState};
use persons::Persons;
use std::cell::Cell;
use std::hint::black_box;
use std::io::{BufRead, Write};
use std::rc::Rc;
use std::time::{Duration, Instant};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

const LATEST: [i32; 3] = [19_783 - 7, 19_783 - 30, 19_783 - 90];
const MEMORY: usize = 64 << 20;
const DECISION: Duration = Duration::from_millis(200);
const SWEEP: Duration = Duration::from_secs(30);
/// How many of Luau's interrupts there are between two looks at the clock.
const LOOK: u32 = 256;

/// The three days stand before it.
const MARK: &str = r"
local function mark(age: number, living: number, care: number, last_visit: number): number
  if bit32.btest(care, 37) or (age >= 80 and living == 3) then
    return if last_visit < first then 1 else 0
  elseif bit32.btest(care, 458) or living == 6 then
    return if last_visit < second then 2 else 0
  end
  return if last_visit < third then 3 else 0
end
";

const SWEEP_ALL: &str = r"
return function(rows: number, ages: buffer, livings: buffer, cares: buffer, last_visits: buffer): buffer
  local marks = buffer.create(rows)
  for i = 0, rows - 1 do
    buffer.writeu8(marks, i, mark(buffer.readu8(ages, i), buffer.readu8(livings, i),
      buffer.readu16(cares, 2 * i), buffer.readi32(last_visits, 4 * i)))
  end
  return marks
end
";

struct Compiled {
    mark: Vec<u8>,
    sweep: Vec<u8>,
}

impl Compiled {
    fn new() -> Result<Self> {
        let [first, second, third] = LATEST;
        let compiler = Compiler::new().set_optimization_level(2).set_debug_level(0).set_type_info_level(1);
        let days = format!("local first, second, third = {first}, {second}, {third}");
        Ok(Self {
            mark: compiler.compile(format!("{days}{MARK}return mark"))?,
            sweep: compiler.compile(format!("{days}{MARK}{SWEEP_ALL}"))?,
        })
    }
}

struct State {
    lua: mlua::Lua,
    rule: Function,
    until: Rc<Cell<Instant>>,
}

impl State {
    fn decision(compiled: &Compiled) -> Result<Self> {
        Self::new(StdLib::BIT, &compiled.mark, DECISION)
    }

    fn new(libraries: StdLib, bytecode: &[u8], time: Duration) -> Result<Self> {
        let lua = mlua::Lua::new_with(libraries, LuaOptions::new())?;
        lua.sandbox(true)?;
        lua.set_memory_limit(MEMORY)?;
        let until = Rc::new(Cell::new(Instant::now() + time));
        let (end, passed) = (Rc::clone(&until), Cell::new(0_u32));
        lua.set_interrupt(move |_| {
            passed.set(passed.get().wrapping_add(1));
            if passed.get().is_multiple_of(LOOK) && Instant::now() > end.get() {
                return Err(mlua::Error::runtime("too long"));
            }
            Ok(VmState::Continue)
        });
        let rule = lua.load(bytecode).set_mode(ChunkMode::Binary).call(())?;
        Ok(Self { lua, rule, until })
    }

    fn decide(&self, (age, living, care, last_visit): (u8, u8, u16, i32)) -> Result<u8> {
        Ok(self.rule.call((age, living, care, last_visit))?)
    }

    fn decide_again(&self, person: (u8, u8, u16, i32)) -> Result<u8> {
        self.until.set(Instant::now() + DECISION);
        self.decide(person)
    }
}

fn sweep(compiled: &Compiled, persons: &Persons) -> Result<Vec<u8>> {
    let State { lua, rule, .. } = State::new(StdLib::BIT | StdLib::BUFFER, &compiled.sweep, SWEEP)?;
    let cares: Vec<_> = persons.cares.iter().copied().map(u16::to_le_bytes).collect();
    let days: Vec<_> = persons.last_visits.iter().copied().map(i32::to_le_bytes).collect();
    let marks: Buffer = rule.call((
        persons.ages.len(),
        lua.create_buffer(&persons.ages)?,
        lua.create_buffer(&persons.livings)?,
        lua.create_buffer(cares.as_flattened())?,
        lua.create_buffer(days.as_flattened())?,
    ))?;
    Ok(marks.to_vec())
}

fn main() -> Result {
    let compiled = Compiled::new()?;
    let persons = Persons::generate(ROWS);
    let warm = State::decision(&compiled)?;
    let mut row = 0;
    let mut next = || {
        row = (row + 7_919) % ROWS as usize;
        (persons.ages[row], persons.livings[row], persons.cares[row], persons.last_visits[row])
    };
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            [how @ ("fresh" | "warm"), age, living, care, day] => {
                let person = (age.parse()?, living.parse()?, care.parse()?, day.parse()?);
                let mark =
                    if how == "warm" { warm.decide_again(person) } else { State::decision(&compiled)?.decide(person) };
                writeln!(out, "{}", mark?)?;
            }
            ["sweep", rows] => {
                let marks = sweep(&compiled, &Persons::generate(rows.parse()?))?;
                writeln!(out, "{}", marks.iter().map(|mark| char::from(b'0' + mark)).collect::<String>())?;
            }
            _ => {
                let fresh = repeated(|| State::decision(&compiled)?.decide(next()).map(black_box))?;
                let again = repeated(|| warm.decide_again(next()).map(black_box))?;
                let all = repeated(|| sweep(&compiled, &persons).map(black_box))?;
                writeln!(out, "{} {} {}", fresh.as_nanos(), again.as_nanos(), all.as_nanos())?;
            }
        }
        out.flush()?;
    }
    Ok(())
}
