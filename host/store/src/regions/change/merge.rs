//! Several regions become one: what lay below them lies below it, what lay on them lies on it.

use super::super::path::below;
use super::follow::Step;
use super::plan::{After, New, Plan};
use super::refusal;
use super::tree::{changeable, may_lie_below};
use super::versions::{Ground, Version};
use crate::counters::Block;
use crate::error::Result;
use crate::store::Tx;
use lifang_core::region::{Level, RegionCode, RegionId};
use lifang_core::region_change::{Codes, Part, follows};
use std::collections::HashSet;

pub(super) async fn merge(
    tx: &mut Tx,
    ground: &Ground,
    codes_merged: &[RegionCode],
    into: &Part,
    codes: &Codes,
) -> Result<Plan> {
    let mut sources: Vec<Version> = Vec::new();
    for code in codes_merged {
        let region = changeable(tx, ground, code).await?;
        if !sources.iter().any(|known| known.id == region.id) {
            sources.push(region);
        }
    }
    let stays = ground.find_if_any(tx, &into.code).await?;
    if let Some(stays) = stays.as_ref().filter(|stays| !sources.iter().any(|known| known.id == stays.id)) {
        sources.push(stays.clone());
    }
    let Some(first) = sources.first().cloned().filter(|_| sources.len() > 1) else {
        return Err(refusal::too_few(&into.code));
    };
    if let Some(other) = sources.iter().find(|source| source.level != first.level) {
        return Err(refusal::levels_differ(&first, other));
    }
    // Grids of two communities would carry records from one to the other: that is for `move` to say.
    if let Some(other) = sources.iter().find(|source| first.level == Level::Grid && source.parent != first.parent) {
        return Err(refusal::grids_of_two_communities(&first, other));
    }
    for source in &sources {
        ground.steady_below(tx, source).await?;
    }
    let mut plan = Plan::default();
    let target = target(tx, ground, &mut plan, &first, stays, into).await?;
    let mut taken = children_codes(tx, ground, &sources, target.id).await?;
    let mut used = HashSet::new();
    for source in sources.iter().filter(|source| source.id != target.id) {
        let all = ground.subtree(tx, source).await?;
        for child in all.iter().filter(|version| version.is_child_of(source)) {
            let code = match codes.get(&child.code) {
                Some(code) => code.clone(),
                None => free(follows(&child.code, &source.code, &target.code), &taken)
                    .ok_or_else(|| refusal::no_code_left(&target.code))?,
            };
            taken.insert(code.clone());
            let after =
                After { code, name: child.name.clone(), parent: Some(target.id), path: below(&target.path, child.id) };
            let within = all.iter().filter(|version| version.is_within(child)).cloned().collect();
            plan.shift_all(child, within, &after, codes);
        }
        used.extend(all.iter().map(|version| version.code.clone()));
        plan.link(source.id, target.id, true);
        plan.steps.push(Step::RegionBecomes { from: source.id, to: target.id, level: source.level });
        plan.ended.push(source.clone());
    }
    if let Some(code) = codes.keys().find(|code| !used.contains(code)) {
        return Err(refusal::not_below(code, &first));
    }
    if let (Level::Grid, Some(community)) = (first.level, first.parent) {
        plan.touched.push(community);
        plan.link(community, community, true);
        plan.steps.push(Step::GridDrawnFor { grid: target.id, of: sources.iter().map(|source| source.id).collect() });
    } else if !target.new {
        // Records come to lie on it that lay elsewhere before.
        plan.link(target.id, target.id, true);
        plan.touched.extend((first.level == Level::Community).then_some(target.id));
    }
    Ok(plan)
}

/// What the regions become.
struct Target {
    id: RegionId,
    code: RegionCode,
    path: String,
    new: bool,
}

async fn target(
    tx: &mut Tx,
    ground: &Ground,
    plan: &mut Plan,
    first: &Version,
    stays: Option<Version>,
    into: &Part,
) -> Result<Target> {
    let name = into.name.as_deref().map(str::trim);
    if let Some(stays) = stays {
        let target = Target { id: stays.id, code: stays.code.clone(), path: stays.path.clone(), new: false };
        if let Some(name) = name.filter(|name| *name != stays.name) {
            let after = After { name: name.to_owned(), ..stays.as_is() };
            plan.changed.push((stays, after));
        }
        return Ok(target);
    }
    let name = name.ok_or_else(|| refusal::name_wanted(&into.code))?;
    let parent = ground.region(tx, first.parent.unwrap_or(super::super::NATION)).await?;
    ground.steady_alone(tx, &parent).await?;
    may_lie_below(&into.code, first.level, &parent)?;
    let id = RegionId(Block::take(tx, "region", 1).await?.next());
    let new = New::below(&parent, id, first.level, into.code.clone(), name.to_owned());
    let target = Target { id, code: into.code.clone(), path: new.after.path.clone(), new: true };
    plan.created.push(new);
    Ok(target)
}

/// The codes that the children of the one that stays have, and that no other may get.
async fn children_codes(
    tx: &mut Tx,
    ground: &Ground,
    sources: &[Version],
    target: RegionId,
) -> Result<HashSet<RegionCode>> {
    let Some(stays) = sources.iter().find(|source| source.id == target) else { return Ok(HashSet::new()) };
    Ok(ground.subtree(tx, stays).await?.into_iter().map(|version| version.code).collect())
}

/// The code itself, or the next free number of its group: in the same hundred first, since the hundreds say what kind of
/// street or village it is.
fn free(code: RegionCode, taken: &HashSet<RegionCode>) -> Option<RegionCode> {
    if !taken.contains(&code) {
        return Some(code);
    }
    let digits = code.significant();
    let (width, most) = if code.level() >= Level::Street { (3, 999) } else { (2, 99) };
    let (prefix, number) = digits.split_at_checked(digits.len().checked_sub(width)?)?;
    let number: u32 = number.parse().ok()?;
    let hundred = number / 100 * 100;
    let near = (number + 1..hundred + 100).chain(hundred.max(1)..number);
    let candidates = near.chain(1..=most).filter(|candidate| *candidate <= most);
    candidates
        .filter_map(|candidate| RegionCode::parse(&format!("{prefix}{candidate:0width$}")).ok())
        .find(|candidate| candidate.level() == code.level() && !taken.contains(candidate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_number_gives_way_to_the_next_in_its_hundred() {
        let code = |text: &str| RegionCode::parse(text).unwrap();
        let taken: HashSet<RegionCode> =
            ["220103008003001", "220103008003002", "220103199", "220104"].map(code).into_iter().collect();
        assert_eq!(free(code("220103008003007"), &taken), Some(code("220103008003007")));
        assert_eq!(free(code("220103008003001"), &taken), Some(code("220103008003003")));
        assert_eq!(free(code("220103199"), &taken), Some(code("220103100")));
        assert_eq!(free(code("220104"), &taken), Some(code("220105")));
        let all: HashSet<RegionCode> = (1..=99).map(|n| code(&format!("2201{n:02}"))).collect();
        assert_eq!(free(code("220104"), &all), None);
    }
}
