//! Ctrl-C and termination, passed on to the child that runs, so that every task ends by cleaning up behind itself.
//!
//! Children are started in a process group of their own and so hear a signal only from here: once, whether it came from
//! the keyboard or from `kill`. The task then sees its child end, and its guards (a PostgreSQL, a folder) do their work.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use rustix::process::{Pid, Signal, kill_process_group};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::failure::{About as _, Failure, Result};

/// How many signals have come.
static RECEIVED: AtomicUsize = AtomicUsize::new(0);
/// The process group of the child that runs now.
static CHILD: Mutex<Option<Pid>> = Mutex::new(None);
/// From this signal on the user means it.
const PATIENCE: usize = 3;

/// Starts listening; called once.
pub(crate) fn watch() -> Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).about("listening for Ctrl-C")?;
    thread::spawn(move || {
        for signal in signals.forever() {
            let count = RECEIVED.fetch_add(1, Ordering::SeqCst) + 1;
            let signal = if count >= PATIENCE {
                Signal::KILL
            } else if signal == SIGTERM {
                Signal::TERM
            } else {
                Signal::INT
            };
            pass_on(signal);
        }
    });
    Ok(())
}

/// Fails when the user has asked to stop.
pub(crate) fn check() -> Result<()> {
    if RECEIVED.load(Ordering::SeqCst) > 0 { Err(Failure::Interrupted) } else { Ok(()) }
}

/// Remembers the running child until dropped.
#[derive(Debug)]
pub(crate) struct Running;

impl Running {
    /// `id` is the child's process id, which is also its group's.
    pub(crate) fn child(id: u32) -> Self {
        let group = i32::try_from(id).ok().and_then(Pid::from_raw);
        *CHILD.lock().unwrap_or_else(PoisonError::into_inner) = group;
        // A signal that came between the start and this line has not reached the child.
        if check().is_err() {
            pass_on(Signal::INT);
        }
        Self
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        *CHILD.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

fn pass_on(signal: Signal) {
    if let Some(group) = *CHILD.lock().unwrap_or_else(PoisonError::into_inner) {
        // The group may have ended by itself in the meantime: there is nobody left to tell.
        let _ = kill_process_group(group, signal);
    }
}
