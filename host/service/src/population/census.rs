//! What the 2020 census (第七次全国人口普查) says, and how a community departs from the mean.
//!
//! Sources: Bulletin of the Seventh National Population Census of Jilin Province 吉林省第七次全国人口普查公报 (24 May 2021): 24,073,453
//! people; 9,426,822 family households of 2.34 persons; sex ratio 99.69; aged 0–14 11.71 %, 15–59 65.23 %, 60 and older 23.06 %, 65
//! and older 15.61 %. Changchun 9,066,906, sex ratio 100.22. Communiqué No. 7 of the nation: 26.6 % floating population, 8.3 %
//! living elsewhere in the city where they are registered. One-person households: 25.4 % in the nation, more in the north-east.
//! The population is shaped as in 2020, whatever day it is made for; what these tables leave open is an estimate.

use super::CommunityContext;
use super::dice::Dice;

/// Kinds of households.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One person of working age.
    Single,
    /// A person of 60 or older alone.
    ElderAlone,
    /// A couple of working age.
    Couple,
    /// A couple of 58 or older.
    ElderCouple,
    /// Parents and a child, grown up or not.
    OneChild,
    /// Parents and two children.
    TwoChildren,
    /// A parent and a child.
    SingleParent,
    /// Grandparents, parents, a child.
    ThreeGenerations,
    /// Old parents and an unmarried grown-up child.
    ElderAndChild,
    /// Tenants who share a dwelling.
    Shared,
    /// Grandparents and a child whose parents are away.
    SkipGeneration,
    /// An old person and a carer.
    WithCarer,
    /// A minor on their own.
    MinorAlone,
}

/// Households of each kind in ten thousand, fitted to the census figures above (the test in `tests.rs` holds them to it).
pub(super) const KINDS: [(Kind, u32); 13] = [
    (Kind::Single, 1_885),
    (Kind::ElderAlone, 784),
    (Kind::Couple, 968),
    (Kind::ElderCouple, 1_564),
    (Kind::OneChild, 2_118),
    (Kind::TwoChildren, 500),
    (Kind::SingleParent, 270),
    (Kind::ThreeGenerations, 860),
    (Kind::ElderAndChild, 450),
    (Kind::Shared, 478),
    (Kind::SkipGeneration, 57),
    (Kind::WithCarer, 52),
    (Kind::MinorAlone, 14),
];

/// Spans of ages (both ends included) with weights.
pub(super) type Ages = &'static [((u8, u8), u32)];

pub(super) const SINGLE: Ages =
    &[((20, 24), 10), ((25, 29), 14), ((30, 34), 16), ((35, 39), 13), ((40, 49), 24), ((50, 54), 15), ((55, 59), 14)];
pub(super) const ELDER_ALONE: Ages =
    &[((60, 64), 26), ((65, 69), 25), ((70, 74), 18), ((75, 79), 13), ((80, 84), 11), ((85, 89), 6), ((90, 96), 1)];
/// Of the wife, as in all tables of couples and parents; most couples without a child at home have a grown-up one elsewhere.
pub(super) const COUPLE: Ages =
    &[((23, 29), 16), ((30, 34), 15), ((35, 39), 9), ((40, 44), 9), ((45, 49), 19), ((50, 54), 28), ((55, 57), 14)];
pub(super) const ELDER_COUPLE: Ages =
    &[((58, 60), 18), ((61, 64), 30), ((65, 69), 28), ((70, 74), 14), ((75, 79), 7), ((80, 86), 3)];
pub(super) const PARENT: Ages =
    &[((25, 29), 10), ((30, 34), 24), ((35, 39), 23), ((40, 44), 19), ((45, 49), 17), ((50, 55), 13)];
pub(super) const TENANT: Ages = &[((18, 22), 22), ((23, 29), 45), ((30, 38), 23), ((39, 55), 10)];

/// What sets a community apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Character {
    /// Farmhouses instead of estates.
    pub(super) village: bool,
    /// Dwellings in buildings from before 2001, of a thousand.
    pub(super) old_buildings: u32,
    /// How much likelier old people's households are than in the mean, per cent; negative where there are fewer.
    pub(super) elder_tilt: i32,
}

impl Character {
    /// Old neighbourhoods have more old people. Chaoyang is an older core of Changchun, Kuancheng has grown northwards since 2000.
    pub(super) fn draw(dice: &mut Dice, community: &CommunityContext) -> Self {
        let mean = match community.district_code.as_str().get(..6) {
            Some("220104") => 700,
            Some("220103") => 370,
            _ => 520,
        };
        let old_buildings = (mean + dice.between(-250, 250)).clamp(0, 1000);
        let elder_tilt = (old_buildings - 470) / 12 + dice.between(-6, 6);
        Self { village: community.is_village(), old_buildings: old_buildings.unsigned_abs(), elder_tilt }
    }

    /// The kinds of households of this community.
    pub(super) fn kinds(self) -> [(Kind, u32); 13] {
        KINDS.map(|(kind, weight)| {
            let percent = match kind {
                Kind::ElderAlone | Kind::ElderCouple | Kind::WithCarer | Kind::ElderAndChild => 100 + self.elder_tilt,
                Kind::Shared if self.village => 0,
                _ => 100,
            };
            (kind, weight * percent.max(0).unsigned_abs())
        })
    }
}
