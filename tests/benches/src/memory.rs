//! What this process holds of the machine's memory, as the kernel counts it.

use crate::Result;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Makes the peak start anew; gives what is held now, in MB.
pub(crate) fn forget_peak() -> Result<u64> {
    std::fs::write("/proc/self/clear_refs", "5")?;
    status("VmRSS:")
}

/// The most that was held since, in MB.
pub(crate) fn peak() -> Result<u64> {
    status("VmHWM:")
}

/// The most that is held while somebody watches, without pages of files: a database that maps its file holds those, and the kernel
/// takes them back when it needs them.
pub(crate) struct Watch {
    /// Dropping it is the end.
    ended: Sender<()>,
    watching: JoinHandle<Result<u64>>,
}

/// How often is looked.
const EVERY: Duration = Duration::from_millis(10);

impl Watch {
    /// Begins; gives what is held now, in MB.
    pub(crate) fn begin() -> Result<(Self, u64)> {
        let (ended, end) = channel();
        let watching = std::thread::spawn(move || {
            let mut most = status("RssAnon:")?;
            while end.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                most = most.max(status("RssAnon:")?);
            }
            Ok(most)
        });
        Ok((Self { ended, watching }, status("RssAnon:")?))
    }

    /// Ends; gives the most that was seen, in MB.
    pub(crate) fn end(self) -> Result<u64> {
        drop(self.ended);
        self.watching.join().map_err(|_| "nobody watched")?
    }
}

fn status(field: &str) -> Result<u64> {
    let text = std::fs::read_to_string("/proc/self/status")?;
    let line = text.lines().find_map(|line| line.strip_prefix(field)).ok_or("the kernel tells no memory")?;
    let kb: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kb / 1024)
}
