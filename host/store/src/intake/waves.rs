//! Rows of one chunk that speak of the same thing, one after the other.

use std::collections::HashMap;
use std::hash::Hash;

/// The rows' positions, in waves: in each no key comes twice, and each key's rows keep their order. A row may have several keys.
pub(super) fn waves<K: Hash + Eq>(rows: impl Iterator<Item = impl IntoIterator<Item = K>>) -> Vec<Vec<usize>> {
    let mut next: HashMap<K, usize> = HashMap::new();
    let mut waves: Vec<Vec<usize>> = Vec::new();
    for (position, keys) in rows.enumerate() {
        let keys: Vec<K> = keys.into_iter().collect();
        let wave = keys.iter().filter_map(|key| next.get(key)).max().copied().unwrap_or(0);
        if wave == waves.len() {
            waves.push(Vec::new());
        }
        waves[wave].push(position);
        next.extend(keys.into_iter().map(|key| (key, wave + 1)));
    }
    waves
}

#[cfg(test)]
mod tests {
    use super::waves;

    #[test]
    fn a_key_comes_once_in_a_wave() {
        let found = waves("abacab".chars().map(|key| [key]));
        assert_eq!(found, [vec![0, 1, 3], vec![2, 5], vec![4]]);
        let found = waves(["ab", "a", "bc", "c", "d"].iter().map(|keys| keys.chars()));
        assert_eq!(found, [vec![0, 4], vec![1, 2], vec![3]], "a row waits for all that share a key with it");
    }
}
