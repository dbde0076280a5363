//! Runs a build tool to its end, passing on its progress.

use crate::Options;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::{io, thread};

/// How many lines of a tool's words an error carries.
const TAIL: usize = 60;

/// What a tool left.
pub(crate) struct Ended {
    /// Whether it did what it was asked.
    pub(crate) success: bool,
    /// What it wrote to stdout.
    pub(crate) stdout: String,
    /// The end of what it wrote to stderr.
    pub(crate) said: String,
}

/// Runs the tool.
pub(crate) fn run(mut command: Command, options: &Options) -> io::Result<Ended> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (mut stdout, mut said) = (Vec::new(), Vec::new());
    let pipes = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        // Both pipes are read at once: a full one would stop the tool.
        scope.spawn(|| {
            // Tools may quote a source that is no text: what they say goes on after it.
            let lines =
                pipes.1.into_iter().flat_map(|stderr| BufReader::new(stderr).split(b'\n')).map_while(Result::ok);
            lines.for_each(|line| {
                let line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(&line)).into_owned();
                (options.progress)(&line);
                said.push(line);
            });
        });
        pipes.0.map_or(Ok(0), |mut out| out.read_to_end(&mut stdout))
    })?;
    let success = child.wait()?.success();
    let stdout = String::from_utf8_lossy(&stdout).into_owned();
    Ok(Ended { success, stdout, said: said[said.len().saturating_sub(TAIL)..].join("\n") })
}
