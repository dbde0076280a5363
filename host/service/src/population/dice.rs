//! Seeded chance: each community, and each part of its making, has a stream of its own.

use lifang_core::region::RegionCode;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What the numbers are for. A stream of its own for each, so that a change to one part leaves the others as they were.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stream {
    /// How big the community is.
    Share = 1,
    /// What kind of place it is.
    Character,
    /// Who lives with whom.
    Households,
    /// How it is split into grids.
    Grids,
    /// Who holds the posts.
    Posts,
    /// Names, identifiers, care situations, dates.
    Residents,
    /// Buildings and houses.
    Houses,
    /// Organisations.
    Units,
}

/// Numbers by chance. `ChaCha8` is a fixed algorithm, and everything here is whole numbers: the same on every machine.
#[derive(Debug)]
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    pub(super) fn new(seed: u64, community: &RegionCode, stream: Stream) -> Self {
        let code: u64 = community.as_str().parse().unwrap_or(0);
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&code.to_le_bytes());
        key[16] = stream as u8;
        Self(ChaCha8Rng::from_seed(key))
    }

    /// 0 to `count` − 1; 0 when `count` is 0.
    pub(super) fn below(&mut self, count: u32) -> u32 {
        let wide = u64::from(self.0.next_u32()) * u64::from(count);
        u32::try_from(wide >> 32).unwrap_or(0)
    }

    /// A number of the range, both ends included; `first` when the range is empty.
    pub(super) fn between(&mut self, first: i32, last: i32) -> i32 {
        let count = u32::try_from(last.saturating_sub(first).saturating_add(1)).unwrap_or(1);
        first.saturating_add_unsigned(self.below(count))
    }

    /// The same for small numbers.
    pub(super) fn small(&mut self, first: u8, last: u8) -> u8 {
        u8::try_from(self.between(first.into(), last.into())).unwrap_or(first)
    }

    /// True in so many of a thousand cases.
    pub(super) fn chance(&mut self, permille: u32) -> bool {
        self.below(1000) < permille
    }

    /// One of them, each as likely. The slice must not be empty.
    pub(super) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(u32::try_from(of.len()).unwrap_or(1)) as usize]
    }

    /// One of them by weight. The slice must not be empty.
    pub(super) fn weighted<T: Copy>(&mut self, of: &[(T, u32)]) -> T {
        let mut left = self.below(of.iter().map(|(_, weight)| weight).sum());
        for &(item, weight) in of {
            match left.checked_sub(weight) {
                Some(rest) => left = rest,
                None => return item,
            }
        }
        of[of.len() - 1].0
    }

    /// A number of one of the spans (both ends included), which are weighted.
    pub(super) fn span(&mut self, spans: &[((u8, u8), u32)]) -> u8 {
        let (first, last) = self.weighted(spans);
        self.small(first, last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dice(seed: u64, code: &str, stream: Stream) -> Vec<u32> {
        let mut dice = Dice::new(seed, &RegionCode::parse(code).unwrap(), stream);
        (0..8).map(|_| dice.below(u32::MAX)).collect()
    }

    #[test]
    fn seed_community_and_part_each_have_their_own_numbers() {
        let first = dice(1, "220104001001", Stream::Units);
        assert_eq!(first, dice(1, "220104001001", Stream::Units));
        assert_ne!(first, dice(2, "220104001001", Stream::Units));
        assert_ne!(first, dice(1, "220104001002", Stream::Units));
        assert_ne!(first, dice(1, "220104001001", Stream::Houses));
    }

    #[test]
    fn draws_keep_to_their_bounds_and_weights() {
        let mut dice = Dice::new(7, &RegionCode::nation(), Stream::Units);
        let mut heavy = 0;
        for _ in 0..10_000 {
            assert!((3..=5).contains(&dice.between(3, 5)));
            heavy += u32::from(dice.weighted(&[(true, 9), (false, 1)]));
        }
        assert!((8_800..9_200).contains(&heavy), "{heavy}");
        assert_eq!((dice.below(0), dice.between(4, 3)), (0, 4));
    }
}
