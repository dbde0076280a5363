//! Care situations: who needs to be looked after, at rates known from public statistics.
//!
//! Severe disability: 85 million disabled people in 2010, three in ten severely (China Disabled Persons' Federation). Dementia:
//! 6.0 % of those of 60 and older (Jia et al., Lancet Public Health 2020), rising with age; a community knows of about two thirds.
//! Severe mental disorders on the national register: about 4.6 per thousand. Minimum living allowance: below 1 % in towns, 7 % in
//! the country (Ministry of Civil Affairs, 2020). Extremely poor: 4.8 million, nearly all of them old and in the country (same).
//! Births: 4.8 per thousand in Jilin (2020). Entitled veterans and kin: 8 in a thousand (same ministry). Severe hypertension and
//! heart disease are estimates.

use super::codes::care as bits;
use super::codes::sex::{FEMALE, MALE};
use super::dice::Dice;

/// What care situations depend on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Situation {
    /// Full years.
    pub(super) age: u8,
    /// Table `sex`.
    pub(super) sex: u8,
    /// Nobody else lives there.
    pub(super) alone: bool,
    /// A minor whose parents live elsewhere.
    pub(super) parents_away: bool,
    /// The household draws the minimum living allowance.
    pub(super) low_income: bool,
    /// The household lost its only child.
    pub(super) bereaved: bool,
    /// A village.
    pub(super) village: bool,
}

/// The bits of table `care`. `ALONE_80` is no chance: it says what age and living situation say.
pub(super) fn of(dice: &mut Dice, who: &Situation) -> u16 {
    let Situation { age, sex, alone, .. } = *who;
    let old = age >= 60;
    let mut care = 0;
    let mut may_be = |bit: u16, permille: u32| {
        // Thrown every time, so that one rate does not shift the numbers of the next.
        if dice.chance(permille) {
            care |= bit;
        }
    };
    let disabled = match age {
        0..18 => 4,
        18..60 => 11,
        _ => 38,
    };
    may_be(bits::DISABLED, disabled);
    let dementia = match age {
        0..60 => 0,
        60..70 => 15,
        70..80 => 45,
        80..90 => 120,
        _ => 220,
    };
    may_be(bits::DEMENTIA, dementia);
    let severe = match age {
        0..45 => 2,
        45..60 => 28,
        60..75 => 95,
        _ => 150,
    };
    may_be(bits::CHRONIC_SEVERE, severe);
    may_be(bits::MENTAL, if age >= 18 { 5 } else { 0 });
    may_be(bits::PREGNANT, if sex == FEMALE && (22..40).contains(&age) { 40 } else { 0 });
    let veteran = match age {
        0..22 => 0,
        _ if sex == MALE && old => 30,
        _ if sex == MALE => 10,
        _ => 4,
    };
    may_be(bits::VETERAN, veteran);
    let poor = if old && alone { if who.village { 120 } else { 25 } } else { 0 };
    may_be(bits::EXTREMELY_POOR, poor);
    // Who is supported as extremely poor draws no allowance beside it.
    if who.low_income && care & bits::EXTREMELY_POOR == 0 {
        care |= bits::LOW_INCOME;
    }
    if who.bereaved && age >= 49 {
        care |= bits::BEREAVED_PARENT;
    }
    if who.parents_away && age < 16 {
        care |= bits::LEFT_BEHIND_CHILD;
    }
    if alone && age >= 80 {
        care |= bits::ALONE_80;
    }
    care
}
