//! Luau, in a process of its own: a crate that binds Lua can hold only one of them. It measures itself, turn by turn.

use crate::Result;
use crate::rule::{Everyone, Peer, Person};
use crate::table::Times;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

pub(crate) struct Luau {
    name: &'static str,
    child: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Luau {
    pub(crate) fn bytecode() -> Result<Self> {
        Self::start("luau", "lifang-peers-luau")
    }

    pub(crate) fn native() -> Result<Self> {
        Self::start("luau native", "lifang-peers-luau-native")
    }

    /// The program lies beside this one.
    fn start(name: &'static str, program: &str) -> Result<Self> {
        let program = std::env::current_exe()?.with_file_name(program);
        let mut child = Command::new(&program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (ask, answers) = (child.stdin.take(), child.stdout.take());
        let (ask, answers) = ask.zip(answers).ok_or("the program of Luau has no pipes")?;
        Ok(Self { name, child, ask, answers: BufReader::new(answers) })
    }

    fn say(&mut self, question: &str) -> Result<String> {
        writeln!(self.ask, "{question}")?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        Ok(answer.trim().to_owned())
    }
}

impl Drop for Luau {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Peer for Luau {
    fn name(&self) -> &'static str {
        self.name
    }

    fn isolation(&self) -> &'static str {
        "new sandboxed interpreter in the process"
    }

    fn limits(&self) -> &'static str {
        "memory, time"
    }

    fn fresh(&mut self, person: Person) -> Result<u8> {
        let Person { age, living, care, last_visit } = person;
        Ok(self.say(&format!("fresh {age} {living} {care} {last_visit}"))?.parse()?)
    }

    fn warm(&mut self, person: Person) -> Result<Option<u8>> {
        let Person { age, living, care, last_visit } = person;
        Ok(Some(self.say(&format!("warm {age} {living} {care} {last_visit}"))?.parse()?))
    }

    fn sweep(&mut self, everyone: &Everyone) -> Result<Vec<u8>> {
        // The same persons are generated there; the marks come back as digits.
        let marks = self.say(&format!("sweep {}", everyone.persons.ages.len()))?;
        Ok(marks.bytes().map(|digit| digit.wrapping_sub(b'0')).collect())
    }

    fn timed(&mut self) -> Result<Option<Times>> {
        let answer = self.say("turn")?;
        let nanos: Vec<u64> = answer.split(' ').map(str::parse).collect::<std::result::Result<_, _>>()?;
        let &[fresh, warm, sweep] = &nanos[..] else { return Err(format!("Luau measured {answer:?}").into()) };
        let [fresh, warm, sweep] = [fresh, warm, sweep].map(Duration::from_nanos);
        Ok(Some(Times { fresh, warm: Some(warm), sweep }))
    }
}
