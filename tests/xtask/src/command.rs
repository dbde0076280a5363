//! Other programs: run, asked, or probed, with failures that print the command.

use std::ffi::OsStr;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, ExitStatus, Output, Stdio};

use crate::failure::{Failure, Result};
use crate::interrupt::{self, Running};

/// Runs a program to its end, its output on our screen.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    interrupt::check()?;
    // Its own group, so that a signal comes once (see `interrupt`); such a group may not read from the terminal.
    let mut child = command.process_group(0).stdin(Stdio::null()).spawn().map_err(|error| failed(command, error))?;
    let running = Running::child(child.id());
    let status = child.wait().map_err(|error| failed(command, error))?;
    drop(running);
    interrupt::check()?;
    if status.success() { Ok(()) } else { Err(ended(command, status)) }
}

/// What a program prints, without the line end; its errors go to the screen.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let Output { status, stdout, .. } = output.map_err(|error| failed(command, error))?;
    if !status.success() {
        return Err(ended(command, status));
    }
    let text = String::from_utf8(stdout).map_err(|error| failed(command, error))?;
    Ok(text.trim_end().to_owned())
}

/// Runs a program quietly; what it printed is shown only if it fails. Also works while a task is being stopped.
pub(crate) fn quietly(command: &mut Command) -> Result<()> {
    let output = command.process_group(0).stdin(Stdio::null()).output().map_err(|error| failed(command, error))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    let Failure::Command { line, outcome } = ended(command, output.status) else { return Err(Failure::Interrupted) };
    Err(Failure::Command { line, outcome: format!("{}\n{outcome}", String::from_utf8_lossy(&said).trim_end()) })
}

/// Whether a program exists and succeeds.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The command as it could be typed.
pub(crate) fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

fn failed(command: &Command, error: impl std::fmt::Display) -> Failure {
    Failure::Command { line: line(command), outcome: format!("could not be run ({error})") }
}

fn ended(command: &Command, status: ExitStatus) -> Failure {
    Failure::Command { line: line(command), outcome: format!("ended with {status}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_failure_names_the_command_and_what_it_said() {
        let failure = quietly(&mut shell("echo 原因 >&2; exit 3")).unwrap_err().to_string();
        assert!(failure.contains("原因"), "{failure}");
        assert!(failure.contains("exit status: 3"), "{failure}");
        assert!(failure.contains("sh -c echo"), "{failure}");
    }

    #[test]
    fn a_missing_program_is_a_failure_and_not_a_panic() {
        let failure = run(&mut Command::new("no-such-program-here")).unwrap_err().to_string();
        assert!(failure.contains("could not be run"), "{failure}");
        assert!(!succeeds(&mut Command::new("no-such-program-here")));
    }

    #[test]
    fn output_is_read_without_its_line_end() {
        assert_eq!(read(&mut shell("echo 长春")).unwrap(), "长春");
    }
}
