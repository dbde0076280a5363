//! The rule `visit-due` in our plugin, in native Rust and in other engines, side by side in one run: `cargo xtask bench peers`.

mod evaluators;
mod extism;
mod kernel;
mod lua;
mod luau;
mod measure;
mod native;
mod ours;
mod quickjs;
mod rhai;
mod rule;
mod table;

#[path = "../../src/sweep/persons.rs"]
mod persons;

use measure::{ROWS, repeated};
use rule::{Everyone, Peer, Person, Rule};
use std::hint::black_box;
use std::process::ExitCode;
use table::{Table, Times};

/// What goes wrong in a bench is told and ends it; nobody tells one failure from another.
type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Turns that each peer gets; the median of them counts.
const TURNS: usize = 9;
/// Of single decisions every so many rows are compared before, of sweeps all.
const SAMPLE: usize = 97;

fn main() -> ExitCode {
    match run() {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<String> {
    let everyone = Everyone::generate(ROWS)?;
    let rule = Rule::default();
    let expected = native::sweep(rule, &everyone.persons);
    let mut peers: Vec<Box<dyn Peer>> = vec![
        Box::new(native::Native(rule)),
        Box::new(ours::Ours::start(rule)?),
        Box::new(extism::Extism::compile(rule)?),
        Box::new(luau::Luau::bytecode()?),
        Box::new(luau::Luau::native()?),
        Box::new(lua::Lua::compile(rule)?),
        Box::new(quickjs::QuickJs::compile(rule)?),
        Box::new(evaluators::jsonlogic::JsonLogic::compile(rule)?),
        Box::new(evaluators::cel::Cel::compile(rule)?),
        Box::new(rhai::Rhai::compile(rule)?),
        Box::new(evaluators::rego::Rego::compile(rule)?),
        Box::new(evaluators::zen::Zen::compile(rule)?),
    ];
    let mut a_day_late = native::Native(Rule { latest: rule.latest.map(|day| day - 1) });
    if agree(&mut a_day_late, &everyone, &expected).is_ok() {
        return Err("a peer that calls a day late is not found out".into());
    }
    for peer in &mut peers {
        agree(&mut **peer, &everyone, &expected)?;
    }
    let mut measured: Vec<Vec<Times>> = peers.iter().map(|_| Vec::new()).collect();
    // In turns, so that whatever else the machine does falls on all alike; the first turn does not count.
    for turn in 0..=TURNS {
        for (peer, measured) in peers.iter_mut().zip(&mut measured) {
            let times = once(&mut **peer, &everyone)?;
            if turn > 0 {
                measured.push(times);
            }
        }
    }
    let mut table = Table::new(ROWS);
    for (peer, measured) in peers.iter().zip(measured) {
        table.row(&**peer, Times::median(&measured));
    }
    Ok(table.text())
}

/// A peer that does not mark every person as the native rule does ends the bench: it is not measured, nor is any other.
fn agree(peer: &mut dyn Peer, everyone: &Everyone, expected: &[u8]) -> Result {
    let marks = peer.sweep(everyone)?;
    if marks.len() != expected.len() {
        return Err(format!("{} marks {} persons of {}", peer.name(), marks.len(), expected.len()).into());
    }
    if let Some(row) = (0..expected.len()).find(|&row| marks[row] != expected[row]) {
        return Err(format!("{} marks row {row} with {}, not {}", peer.name(), marks[row], expected[row]).into());
    }
    for row in (0..expected.len()).step_by(SAMPLE) {
        let person = Person::of(&everyone.persons, row);
        let (fresh, warm) = (peer.fresh(person)?, peer.warm(person)?);
        if fresh != expected[row] || warm.is_some_and(|warm| warm != expected[row]) {
            return Err(
                format!("{} decides {fresh} and {warm:?} on row {row}, not {}", peer.name(), expected[row]).into()
            );
        }
    }
    Ok(())
}

fn once(peer: &mut dyn Peer, everyone: &Everyone) -> Result<Times> {
    if let Some(times) = peer.timed()? {
        return Ok(times);
    }
    let mut row = 0;
    let mut next = || {
        row = (row + 7_919) % ROWS as usize;
        Person::of(&everyone.persons, row)
    };
    let fresh = repeated(|| peer.fresh(next()).map(black_box))?;
    let warm = match peer.warm(next())? {
        Some(_) => Some(repeated(|| peer.warm(next()).map(black_box))?),
        None => None,
    };
    let sweep = repeated(|| peer.sweep(everyone).map(black_box))?;
    Ok(Times { fresh, warm, sweep })
}
