//! Whether two records are one person: points for what speaks for it and against it, added up, each with its reason.
//!
//! The host never decides: from [`THRESHOLD`] points on a pair is shown to a reviewer, who sees the reasons. The points are chosen
//! so that one strong sign needs a second one: a name alone is never enough, a name with birth, phone or house is.

use crate::base_data::PersonFacts;
use crate::clock::Date;
use crate::text::Bilingual;
use serde::{Deserialize, Serialize};

/// Points from which on a pair is worth a look.
pub const THRESHOLD: i32 = 60;

/// The most points a pair is shown with.
const MOST: i32 = 100;

/// Days that the calendars lie apart at most: birthdays are often told by the old calendar 农历, and entered as they were told.
const OLD_CALENDAR: i32 = 60;

/// What speaks for or against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// The same resident ID.
    SameId,
    /// IDs of one name that differ in one digit or in two that changed places (the check character aside).
    CloseId,
    /// Two different IDs.
    OtherId,
    /// The same name.
    SameName,
    /// Names that differ in one character, or in the order of two.
    CloseName,
    /// Two different names.
    OtherName,
    /// Born on the same day.
    SameBirth,
    /// Days that differ in one digit, with month and day exchanged, or no further apart than the two calendars.
    CloseBirth,
    /// Born on different days.
    OtherBirth,
    /// The same phone.
    SamePhone,
    /// They live in the same house.
    SameHouse,
    /// The same sex.
    SameSex,
    /// Different sexes.
    OtherSex,
}

/// A sign with what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// What was seen.
    pub sign: Sign,
    /// What it counts; below zero where it speaks against.
    pub points: i32,
}

/// How likely two records are one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness {
    /// The sum of the points, 100 at most.
    pub score: i32,
    /// Where they come from.
    pub reasons: Vec<Reason>,
}

impl Sign {
    /// What it counts.
    #[must_use]
    pub fn points(self) -> i32 {
        match self {
            Self::SameId => 100,
            Self::CloseId | Self::SameName | Self::SameBirth | Self::SamePhone => 30,
            Self::SameHouse => 25,
            Self::CloseName | Self::CloseBirth => 10,
            Self::SameSex => 5,
            Self::OtherSex => -20,
            Self::OtherBirth => -25,
            Self::OtherName => -40,
            Self::OtherId => -60,
        }
    }

    /// What a reviewer reads.
    #[must_use]
    pub fn said(self) -> Bilingual {
        match self {
            Self::SameId => Bilingual::new("公民身份号码相同", "the same resident ID"),
            Self::CloseId => Bilingual::new("身份号码仅一位不同或两位颠倒", "IDs differ in one digit or two exchanged"),
            Self::OtherId => Bilingual::new("身份号码不同", "different resident IDs"),
            Self::SameName => Bilingual::new("姓名相同", "the same name"),
            Self::CloseName => Bilingual::new("姓名仅一字不同", "names differ in one character"),
            Self::OtherName => Bilingual::new("姓名不同", "different names"),
            Self::SameBirth => Bilingual::new("出生日期相同", "born on the same day"),
            Self::CloseBirth => {
                Bilingual::new("出生日期相近（笔误或农历）", "days of birth close (a slip, or the old calendar)")
            }
            Self::OtherBirth => Bilingual::new("出生日期不同", "different days of birth"),
            Self::SamePhone => Bilingual::new("电话相同", "the same phone"),
            Self::SameHouse => Bilingual::new("同住一房", "the same house"),
            Self::SameSex => Bilingual::new("性别相同", "the same sex"),
            Self::OtherSex => Bilingual::new("性别不同", "different sexes"),
        }
    }
}

impl Likeness {
    /// Compares two persons; `same_house` where they live in one today. What is unknown on either side says nothing.
    #[must_use]
    pub fn of(one: &PersonFacts, other: &PersonFacts, same_house: bool) -> Self {
        let name = both(&one.name, &other.name).map(|(one, other)| names(&normal_name(one), &normal_name(other)));
        let signs = [
            both(&one.resident_id, &other.resident_id).map(|(one, other)| ids(one, other, name)),
            name,
            both(&one.birth, &other.birth).map(|(one, other)| births(*one, *other)),
            both(&one.phone, &other.phone)
                .and_then(|(one, other)| (digits(one) == digits(other)).then_some(Sign::SamePhone)),
            same_house.then_some(Sign::SameHouse),
            both(&one.sex, &other.sex).map(|(one, other)| if one == other { Sign::SameSex } else { Sign::OtherSex }),
        ];
        let reasons: Vec<Reason> =
            signs.into_iter().flatten().map(|sign| Reason { sign, points: sign.points() }).collect();
        Self { score: reasons.iter().map(|reason| reason.points).sum::<i32>().min(MOST), reasons }
    }

    /// Whether it is worth a look.
    #[must_use]
    pub fn is_probable(&self) -> bool {
        self.score >= THRESHOLD
    }
}

fn both<'a, T>(one: &'a Option<T>, other: &'a Option<T>) -> Option<(&'a T, &'a T)> {
    one.as_ref().zip(other.as_ref())
}

/// A name as it is compared: without spaces and the dots between the parts of a name, full-width letters as plain ones, capital.
/// The blind index of names is made from this, so it must never change.
#[must_use]
pub fn normal_name(name: &str) -> String {
    let plain = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    };
    let dot = |c: &char| matches!(c, '·' | '•' | '・' | '･' | '‧' | '∙' | '．' | '.');
    name.chars().filter(|c| !c.is_whitespace() && !dot(c)).map(plain).flat_map(char::to_uppercase).collect()
}

fn digits(phone: &str) -> String {
    phone.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

fn names(one: &str, other: &str) -> Sign {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    match slips(&one, &other) {
        Some(0) => Sign::SameName,
        Some(1) if one.len() > 1 => Sign::CloseName,
        _ => Sign::OtherName,
    }
}

/// Close IDs count for one name only: twins have them, and neighbours who were registered on the same day.
fn ids(one: &str, other: &str, name: Option<Sign>) -> Sign {
    let body = |id: &str| id.as_bytes().get(..17).unwrap_or(id.as_bytes()).to_vec();
    if one == other {
        return Sign::SameId;
    }
    let close = matches!(slips(&body(one), &body(other)), Some(0 | 1));
    if close && name == Some(Sign::SameName) { Sign::CloseId } else { Sign::OtherId }
}

fn births(one: Date, other: Date) -> Sign {
    if one == other {
        return Sign::SameBirth;
    }
    let written = |day: Date| {
        let (year, month, day) = day.ymd();
        format!("{year:04}{month:02}{day:02}").into_bytes()
    };
    let ((year, month, day), (other_year, other_month, other_day)) = (one.ymd(), other.ymd());
    let exchanged = year == other_year && month == other_day && day == other_month;
    let near = one.0.abs_diff(other.0) <= OLD_CALENDAR.unsigned_abs();
    let slip = slips(&written(one), &written(other)) == Some(1);
    if exchanged || near || slip { Sign::CloseBirth } else { Sign::OtherBirth }
}

/// Slips of the pen between two texts of one length: places that differ, two neighbours that changed places being one slip.
/// None for texts of different lengths.
fn slips<T: PartialEq>(one: &[T], other: &[T]) -> Option<usize> {
    if one.len() != other.len() {
        return None;
    }
    let differ: Vec<usize> = (0..one.len()).filter(|&at| one[at] != other[at]).collect();
    match differ[..] {
        [a, b] if b == a + 1 && one[a] == other[b] && one[b] == other[a] => Some(1),
        _ => Some(differ.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, birth: &str, id: &str, phone: &str) -> PersonFacts {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        PersonFacts {
            name: some(name),
            sex: Some(2),
            birth: some(birth).map(|day| day.parse().unwrap()),
            resident_id: some(id),
            phone: some(phone),
            living: None,
            care: 0,
        }
    }

    fn signs(likeness: &Likeness) -> Vec<Sign> {
        likeness.reasons.iter().map(|reason| reason.sign).collect()
    }

    #[test]
    fn names_are_compared_as_they_are_meant() {
        assert_eq!(normal_name(" 买买提·艾力 "), normal_name("买买提艾力"));
        assert_eq!(normal_name("ｌｉ ｗｅｉ"), "LIWEI");
        assert_ne!(normal_name("王秀英"), normal_name("王秀瑛"));
    }

    #[test]
    fn one_sign_is_not_enough_and_two_are() {
        let known = person("王秀英", "1950-03-12", "", "13800000001");
        let cases = [
            ("the name alone", person("王秀英", "", "", ""), false, false),
            ("name and birth", person("王秀英", "1950-03-12", "", ""), false, true),
            ("name and phone", person("王秀英", "", "", "138-0000 0001"), false, true),
            ("name and house", person("王秀英", "", "", ""), true, true),
            ("name and house, born on another day", person("王秀英", "1978-10-30", "", ""), true, false),
            ("name, house, the old calendar's birthday", person("王秀英", "1950-01-25", "", ""), true, true),
            ("twins who share house and phone", person("王桂兰", "1950-03-12", "", "13800000001"), true, false),
            ("a name with one wrong character", person("王秀瑛", "1950-03-12", "", "13800000001"), true, true),
        ];
        for (what, other, house, wanted) in cases {
            let likeness = Likeness::of(&known, &other, house);
            assert_eq!(likeness.is_probable(), wanted, "{what}: {likeness:?}");
            assert_eq!(Likeness::of(&other, &known, house), likeness, "{what}: from the other side");
        }
    }

    #[test]
    fn identifiers_decide_where_both_are_known() {
        let known = person("王秀英", "1949-12-31", "11010519491231002X", "");
        let same = Likeness::of(&known, &person("王翠花", "", "11010519491231002X", ""), false);
        assert!(same.is_probable() && signs(&same).contains(&Sign::SameId), "{same:?}");
        let another = Likeness::of(&known, &person("王秀英", "1949-12-31", "220103194912310065", ""), true);
        assert!(!another.is_probable(), "two people of one name and birthday: {another:?}");
        // A wrong digit changes the check character with it.
        let slip = Likeness::of(&known, &person("王秀英", "1949-12-31", "110105194912310046", ""), false);
        assert!(slip.is_probable() && signs(&slip).contains(&Sign::CloseId), "{slip:?}");
        let twin = Likeness::of(&known, &person("王秀兰", "1949-12-31", "110105194912310046", ""), true);
        assert!(!twin.is_probable(), "twins: {twin:?}");
    }

    #[test]
    fn slips_of_the_pen_are_one_place_or_two_exchanged() {
        let close = ["1950-03-21", "1951-03-12", "1950-12-03", "1950-04-30"];
        for other in close {
            assert_eq!(births("1950-03-12".parse().unwrap(), other.parse().unwrap()), Sign::CloseBirth, "{other}");
        }
        assert_eq!(births("1950-03-12".parse().unwrap(), "1962-03-21".parse().unwrap()), Sign::OtherBirth);
        assert_eq!(slips(b"abcd", b"acbd"), Some(1));
        assert_eq!(slips(b"abcd", b"adcb"), Some(2));
        assert_eq!(slips(b"abc", b"abcd"), None);
    }
}
