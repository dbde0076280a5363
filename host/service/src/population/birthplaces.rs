//! Where people were registered at birth: the first six digits of a resident ID.
//!
//! GB/T 2260 with the years in which each code was in force, so that a checker that knows them finds no fault. Before the reform of
//! 1983 the city of Changchun was one code; of its counties only those codes are listed whose years are known.

use super::dice::Dice;
use super::residence::Origin;
use lifang_core::clock::Date;

/// Code, first and last year of birth.
type Place = (&'static str, i16, i16);

const OPEN: i16 = 9_999;

/// Codes of Jilin.
#[rustfmt::skip] // a table reads better in rows
const JILIN: [Place; 95] = [
    ("220120", 0, 1982), ("220102", 1983, OPEN), ("220103", 1983, OPEN), ("220104", 1983, OPEN), ("220105", 1983, OPEN),
    ("220106", 1995, OPEN), ("220111", 1983, 1994), ("220112", 1995, OPEN), ("220113", 2015, OPEN), ("220121", 1983, 1989),
    ("220122", 1983, OPEN), ("220123", 1983, 1988), ("220124", 1983, 1993), ("220125", 1983, 1994), ("220181", 1989, 2014),
    ("220182", 1990, OPEN), ("220183", 1994, OPEN), ("220184", 2020, OPEN), ("220220", 0, 1982), ("220202", 1983, OPEN),
    ("220203", 1983, OPEN), ("220204", 1983, OPEN), ("220211", 1983, OPEN), ("220221", 1983, OPEN), ("220222", 1983, 1991),
    ("220223", 1983, 1994), ("220224", 1983, 1988), ("220225", 1983, 1988), ("220281", 1989, OPEN), ("220282", 1989, OPEN),
    ("220283", 1992, OPEN), ("220284", 1995, OPEN), ("220302", 1983, OPEN), ("220303", 1983, OPEN), ("220322", 1983, OPEN),
    ("220323", 1983, OPEN), ("220324", 1983, 1995), ("220381", 1989, 2019), ("220382", 1996, OPEN), ("222101", 0, 1982),
    ("222121", 0, 1982), ("222122", 0, 1982), ("222123", 0, 1982), ("222124", 0, 1982), ("220402", 1983, OPEN),
    ("220403", 1983, OPEN), ("220421", 1983, OPEN), ("220422", 1983, OPEN), ("222102", 0, 1982), ("222125", 0, 1982),
    ("220502", 1986, OPEN), ("220503", 1986, OPEN), ("220521", 1985, OPEN), ("220523", 1985, OPEN), ("220524", 1985, OPEN),
    ("220581", 1989, OPEN), ("220582", 1989, OPEN), ("222201", 0, 1984), ("222221", 0, 1984), ("222222", 0, 1984),
    ("222223", 0, 1984), ("222224", 0, 1984), ("222225", 0, 1984), ("220602", 1986, OPEN), ("220605", 2006, OPEN),
    ("220621", 1985, OPEN), ("220622", 1985, OPEN), ("220623", 1985, OPEN), ("220681", 1993, OPEN), ("222202", 0, 1984),
    ("222226", 0, 1984), ("220702", 1992, OPEN), ("220721", 1992, OPEN), ("220722", 1992, OPEN), ("220723", 1992, OPEN),
    ("220781", 2013, OPEN), ("222321", 0, 1986), ("222323", 0, 1991), ("222324", 0, 1991), ("222328", 0, 1991),
    ("220802", 1993, OPEN), ("220821", 1993, OPEN), ("220822", 1993, OPEN), ("220881", 1993, OPEN), ("220882", 1993, OPEN),
    ("222301", 0, 1992), ("222325", 0, 1987), ("222326", 0, 1992), ("222327", 0, 1992), ("222401", 0, OPEN),
    ("222402", 0, OPEN), ("222403", 1985, OPEN), ("222404", 1988, OPEN), ("222424", 0, OPEN), ("222426", 0, OPEN),
];
/// Codes from which people come to Jilin: Heilongjiang, Liaoning, Inner Mongolia, Shandong, Hebei, Henan and the large cities.
#[rustfmt::skip] // a table reads better in rows
const ELSEWHERE: [Place; 22] = [
    ("230102", 1983, OPEN), ("230103", 1983, OPEN), ("230184", 1996, OPEN), ("230202", 1983, OPEN), ("231002", 1983, OPEN),
    ("210102", 1983, OPEN), ("210103", 1983, OPEN), ("210202", 1983, OPEN), ("210402", 1983, OPEN), ("211282", 1989, OPEN),
    ("150402", 1983, OPEN), ("150502", 1999, OPEN), ("152201", 0, OPEN), ("370102", 1983, OPEN), ("370202", 1983, OPEN),
    ("370683", 1989, OPEN), ("371302", 1994, OPEN), ("130102", 1983, OPEN), ("410105", 1983, OPEN), ("110105", 0, OPEN),
    ("120101", 0, OPEN), ("310104", 0, OPEN),
];

/// Six digits of a place of birth for someone of that origin who now lives in `district` (six digits).
pub(super) fn draw<'a>(dice: &mut Dice, district: &'a str, origin: Origin, birth: Date) -> &'a str {
    let year = birth.ymd().0;
    let in_force = |&&(_, from, until): &&Place| (from..=until).contains(&year);
    let among = |dice: &mut Dice, places: &[Place], within: &str| {
        let fitting = || places.iter().filter(|(code, ..)| code.starts_with(within)).filter(in_force);
        let count = u32::try_from(fitting().count()).unwrap_or(0);
        fitting().nth(dice.below(count) as usize).map(|&(code, ..)| code)
    };
    let city = district.get(..4).unwrap_or(district);
    let found = match origin {
        _ if !district.starts_with("22") => Some(district),
        Origin::Here => among(dice, &JILIN, district).or_else(|| among(dice, &JILIN, city)),
        Origin::City => among(dice, &JILIN, city),
        Origin::Province => None,
        Origin::Elsewhere => among(dice, &ELSEWHERE, ""),
    };
    found.or_else(|| among(dice, &JILIN, "22")).unwrap_or(district)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::dice::Stream;
    use lifang_core::region::RegionCode;

    #[test]
    fn a_code_is_in_force_in_the_year_of_birth() {
        let mut dice = Dice::new(1, &RegionCode::nation(), Stream::Residents);
        let born = |year| Date::from_ymd(year, 6, 1).unwrap();
        assert_eq!(draw(&mut dice, "220104", Origin::Here, born(1990)), "220104");
        assert_eq!(draw(&mut dice, "220104", Origin::Here, born(1950)), "220120");
        for year in 1920..2026 {
            for origin in [Origin::Here, Origin::City, Origin::Province, Origin::Elsewhere] {
                let code = draw(&mut dice, "220171", origin, born(year));
                let known = JILIN.iter().chain(&ELSEWHERE).filter(|place| place.0 == code);
                assert!(known.clone().any(|place| (place.1..=place.2).contains(&year)), "{code} {year}");
            }
        }
    }
}
