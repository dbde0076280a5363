//! Why a task stopped, told so that the reader knows what to do next.

use std::fmt;
use std::io;
use std::process::ExitCode;

/// The result of anything here.
pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// Why a task stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line cannot be understood.
    Usage(String),
    /// A program we called failed; it has said why itself, on the screen.
    Command { line: String, outcome: String },
    /// Something only the administrator may install is missing: the commands that install it.
    NeedsRoot { missing: String, commands: Vec<String> },
    /// Something is not as it must be, and how to mend it.
    Broken(String),
    /// Checks ran to their end and these failed.
    Checks(Vec<String>),
    /// Ctrl-C or a termination signal.
    Interrupted,
}

impl Failure {
    /// 1 for anything wrong, 2 for a wrong command line, 130 after Ctrl-C, as shells have it.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Usage(_) => 2,
            Self::Interrupted => 130,
            _ => 1,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(what) => write!(f, "{what}; `cargo xtask help` shows what there is"),
            Self::Command { line, outcome } => write!(f, "{outcome}: {line}"),
            Self::NeedsRoot { missing, commands } => {
                writeln!(
                    f,
                    "{missing} is missing, and only the administrator can install it. Run this, then try again:"
                )?;
                commands.iter().try_for_each(|command| write!(f, "\n    {command}"))
            }
            Self::Broken(what) => f.write_str(what),
            Self::Checks(failed) => write!(f, "failed: {}", failed.join(", ")),
            Self::Interrupted => f.write_str("stopped"),
        }
    }
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Self::Usage(error.to_string())
    }
}

/// Says which file or folder an I/O error is about.
pub(crate) trait About<T> {
    fn about(self, what: impl fmt::Display) -> Result<T>;
}

impl<T> About<T> for io::Result<T> {
    fn about(self, what: impl fmt::Display) -> Result<T> {
        self.map_err(|error| Failure::Broken(format!("{what}: {error}")))
    }
}
