//! Why a household lives where it does, since when, and when someone last called on it.

use super::census::Kind;
use super::codes::residence::{FLOATING, HERE_UNREGISTERED, REGISTERED_AWAY, REGISTERED_HERE};
use super::dice::Dice;
use lifang_core::clock::Date;

/// Where someone was born, seen from where they live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Here,
    City,
    Province,
    Elsewhere,
}

/// The residence of a household, table `residence`.
///
/// In 2020 26.6 % of the nation were floating population and 8.3 % lived elsewhere in the city of their registration (census
/// communiqué No. 7). Old people move less, tenants who share are nearly all from elsewhere, villages lose people.
pub(super) fn of_household(dice: &mut Dice, kind: Kind, village: bool) -> u8 {
    let [here, away, unregistered, floating] = match kind {
        Kind::Shared => [0, 0, 120, 880],
        Kind::SkipGeneration | Kind::MinorAlone => [850, 0, 50, 100],
        Kind::WithCarer => [840, 0, 90, 70],
        _ if village => [740, 190, 20, 50],
        Kind::ElderAlone | Kind::ElderCouple | Kind::ElderAndChild => [760, 50, 90, 100],
        _ => [500, 50, 100, 350],
    };
    let kinds =
        [(REGISTERED_HERE, here), (REGISTERED_AWAY, away), (HERE_UNREGISTERED, unregistered), (FLOATING, floating)];
    dice.weighted(&kinds)
}

/// Where someone of that residence was born.
pub(super) fn origin(dice: &mut Dice, residence: u8) -> Origin {
    let [here, city, province, elsewhere] = match residence {
        FLOATING => [0, 150, 600, 250],
        HERE_UNREGISTERED => [50, 800, 120, 30],
        _ => [620, 200, 140, 40],
    };
    let origins =
        [(Origin::Here, here), (Origin::City, city), (Origin::Province, province), (Origin::Elsewhere, elsewhere)];
    dice.weighted(&origins)
}

/// The first day of the household's residence: not before the building was finished, nor before its oldest was grown up.
pub(super) fn since(dice: &mut Dice, today: Date, residence: u8, built: u16, oldest: u8) -> Date {
    let this_year = i32::from(today.ymd().0);
    let grown_up = this_year - i32::from(oldest.saturating_sub(20));
    let earliest = i32::from(built).max(grown_up).min(this_year);
    let year = match residence {
        FLOATING => dice.between(earliest.max(this_year - 9), this_year),
        HERE_UNREGISTERED => dice.between(earliest.max(this_year - 15), this_year),
        // Half came in the first years of the building, the others when it was sold on.
        _ if dice.chance(500) => dice.between(earliest, (earliest + 4).min(this_year)),
        _ => dice.between(earliest, this_year),
    };
    let first = i16::try_from(year).ok().and_then(|year| Date::from_ymd(year, 1, 1)).unwrap_or(today);
    Date(first.0 + dice.between(0, (today.0 - first.0).clamp(0, 364)))
}

/// The latest visit to a household: one with frail members is called on often, most others within a quarter, some are overdue, some
/// were never met.
pub(super) fn last_visit(dice: &mut Dice, today: Date, since: Date, residence: u8, frail: bool) -> Option<Date> {
    let [recent, overdue, long_overdue, never] = match residence {
        REGISTERED_AWAY => [40, 60, 100, 800],
        _ if frail => [900, 70, 20, 10],
        FLOATING => [620, 170, 80, 130],
        _ => [760, 140, 50, 50],
    };
    let longest = if frail { 35 } else { 90 };
    let spans = [
        (Some((0, longest)), recent),
        (Some((longest + 1, 180)), overdue),
        (Some((181, 420)), long_overdue),
        (None, never),
    ];
    let (first, last) = dice.weighted(&spans)?;
    Some(Date(today.0 - dice.between(first, last))).filter(|&visit| visit >= since)
}
