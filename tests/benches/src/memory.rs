//! What this process holds of the machine's memory, as the kernel counts it.

use crate::Result;

/// Makes the peak start anew; gives what is held now, in MB.
pub(crate) fn forget_peak() -> Result<u64> {
    std::fs::write("/proc/self/clear_refs", "5")?;
    status("VmRSS:")
}

/// The most that was held since, in MB.
pub(crate) fn peak() -> Result<u64> {
    status("VmHWM:")
}

fn status(field: &str) -> Result<u64> {
    let text = std::fs::read_to_string("/proc/self/status")?;
    let line = text.lines().find_map(|line| line.strip_prefix(field)).ok_or("the kernel tells no memory")?;
    let kb: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kb / 1024)
}
