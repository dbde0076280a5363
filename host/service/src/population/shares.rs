//! How many persons each community gets.

use super::dice::{Dice, Stream};
use super::{CommunityContext, Plan};

/// Splits the plan's persons over the communities: sizes differ as they do in life, villages are smaller, everyone gets some as
/// long as there are enough, and the sum is exact.
///
/// A community's weight depends on the seed and its code alone; its share depends on all weights.
#[must_use]
pub fn shares(plan: &Plan, communities: &[CommunityContext]) -> Vec<usize> {
    let weights: Vec<u64> = communities.iter().map(|community| weight(plan.seed, community)).collect();
    let total: u64 = weights.iter().sum();
    let least = usize::from(plan.persons >= communities.len());
    let rest = plan.persons - least * communities.len();
    let wide = |weight: u64| u128::from(weight) * rest as u128;
    let whole = |weight: u64| usize::try_from(wide(weight) / u128::from(total.max(1))).unwrap_or(0);
    let mut shares: Vec<usize> = weights.iter().map(|&weight| least + whole(weight)).collect();
    // What rounding left over goes to those who lost most by it; equal losses in the order of the communities.
    let mut losers: Vec<usize> = (0..communities.len()).collect();
    losers.sort_by_key(|&position| std::cmp::Reverse(wide(weights[position]) % u128::from(total.max(1))));
    let left = plan.persons.saturating_sub(shares.iter().sum());
    for &position in losers.iter().take(left) {
        shares[position] += 1;
    }
    shares
}

/// Two throws make the middle likelier than the ends. A village is about half as big as a community of the city.
fn weight(seed: u64, community: &CommunityContext) -> u64 {
    let mut dice = Dice::new(seed, &community.code, Stream::Share);
    let mut throw = |last| u64::from(dice.below(last));
    if community.is_village() { 30 + throw(40) + throw(40) } else { 50 + throw(90) + throw(90) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::tests::{demo_communities, plan};

    #[test]
    fn the_sum_is_exact_and_everyone_gets_some() {
        let communities = demo_communities();
        for persons in [0, 1, 250, 251, 252, 1_000, 60_000, 1_300_001] {
            let shares = shares(&plan(persons), &communities);
            assert_eq!(shares.iter().sum::<usize>(), persons);
            assert_eq!(shares.iter().all(|&share| share > 0), persons >= communities.len(), "{persons}");
        }
        assert!(shares(&plan(0), &[]).is_empty());
    }

    #[test]
    fn sizes_differ_but_not_wildly() {
        let shares = shares(&plan(60_000), &demo_communities());
        let (least, most) = (shares.iter().min().unwrap(), shares.iter().max().unwrap());
        assert!(*most > 2 * least && *most < 12 * least, "{least} to {most}");
    }
}
