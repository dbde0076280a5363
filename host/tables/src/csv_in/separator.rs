//! What stands between the fields of a CSV.

const KNOWN: [u8; 4] = [b',', b';', b'\t', b'|'];
/// So many lines are looked at.
const LINES: usize = 20;

/// What a first line `sep=;`, a habit of spreadsheets, says.
pub(super) fn told(text: &str) -> Option<u8> {
    let line = text.lines().next()?.trim().to_ascii_lowercase();
    let &[separator] = line.strip_prefix("sep=")?.as_bytes() else { return None };
    KNOWN.contains(&separator).then_some(separator)
}

/// The one that is found most outside quotes in the first lines; a comma where there is none.
pub(super) fn found(text: &str) -> u8 {
    let mut counts = [0_usize; KNOWN.len()];
    let mut quoted = false;
    for byte in text.lines().filter(|line| !line.trim().is_empty()).take(LINES).flat_map(str::bytes) {
        if byte == b'"' {
            quoted = !quoted;
        } else if !quoted && let Some(known) = KNOWN.iter().position(|&known| known == byte) {
            counts[known] += 1;
        }
    }
    // The first of equals.
    let best = (0..KNOWN.len()).rev().max_by_key(|&known| counts[known]).unwrap_or_default();
    KNOWN[best]
}
