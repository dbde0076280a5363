//! Versions as programs print them.

/// Major, minor, patch; compared by number.
pub(crate) type Version = (u32, u32, u32);

/// The first `1.2.3` of `cargo-nextest 1.2.3 (…)` or `v1.2.3`.
pub(crate) fn read(said: &str) -> Option<Version> {
    let words = said.split_whitespace().map(|word| word.trim_start_matches('v'));
    let number = words.into_iter().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let mut parts = number.split(['.', '-', '+']).map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??, parts.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_and_compared_by_number() {
        assert_eq!(read("cargo-nextest 0.9.143 (60fa45f63 2026-08-04)\nrelease: 0.9.143"), Some((0, 9, 143)));
        assert_eq!(read("cargo-deny 0.20.0-rc.1"), Some((0, 20, 0)));
        assert_eq!(read("v20.19.2\n"), Some((20, 19, 2)));
        assert_eq!(read("no such command"), None);
        assert!(read("x 0.9.143") > read("x 0.9.99"));
    }
}
