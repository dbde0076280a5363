//! Rows of one chunk that speak of the same thing, one after the other.

use std::collections::HashMap;
use std::hash::Hash;

/// The rows' positions, in waves: in each no key comes twice, and each key's rows keep their order.
pub(super) fn waves<K: Hash + Eq>(keys: impl Iterator<Item = K>) -> Vec<Vec<usize>> {
    let mut times: HashMap<K, usize> = HashMap::new();
    let mut waves: Vec<Vec<usize>> = Vec::new();
    for (position, key) in keys.enumerate() {
        let times = times.entry(key).or_insert(0);
        if *times == waves.len() {
            waves.push(Vec::new());
        }
        waves[*times].push(position);
        *times += 1;
    }
    waves
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_key_comes_once_in_a_wave() {
        let waves = super::waves("abacab".chars());
        assert_eq!(waves, [vec![0, 1, 3], vec![2, 5], vec![4]]);
    }
}
