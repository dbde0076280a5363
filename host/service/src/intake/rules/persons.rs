//! Persons and residences: the resident ID against birth and sex, what is wanted of who has none, days in order.

use super::dwelling;
use crate::intake::regions::Spot;
use crate::intake::said::Said;
use lifang_core::clock::Date;
use lifang_core::resident_id::ResidentId;
use lifang_store::intake::{LocalsSaid, PersonRow, PersonSaid};

/// Nobody is on record as having lived longer.
const OLDEST: u8 = 125;

/// A row of persons; `None` when something is wrong with it.
pub(in crate::intake) fn person(
    said: &mut Said,
    spot: Option<Spot>,
    today: Date,
    locals: LocalsSaid,
) -> Option<PersonRow> {
    let id = said.text("resident_id").and_then(|id| ResidentId::parse(id).ok());
    match &id {
        Some(id) => against_id(said, id, today),
        None if said.is_blamed("resident_id") => {}
        None => without_id(said, today),
    }
    since_birth(said, id.as_ref().and_then(ResidentId::birth).or_else(|| said.date("birth")));
    let residence = spot.map(|spot| dwelling::residence(said, spot, today));
    if !said.is_right() {
        return None;
    }
    Some(PersonRow {
        person: Some(PersonSaid {
            name: said.owned("name"),
            sex: id.as_ref().map(ResidentId::sex).or_else(|| said.code("sex", "sex")),
            birth: id.as_ref().and_then(ResidentId::birth).or_else(|| said.date("birth")),
            phone: said.owned("phone"),
            living: said.code("living", "living"),
            care: said.bits("care", "care"),
        }),
        resident_id: id.map(|id| id.as_str().to_owned()),
        residence,
        locals,
    })
}

/// A row of residences; `None` when something is wrong with it.
pub(in crate::intake) fn residence(said: &mut Said, spot: Option<Spot>, today: Date) -> Option<PersonRow> {
    let id = said.text("resident_id").and_then(|id| ResidentId::parse(id).ok());
    since_birth(said, id.as_ref().and_then(ResidentId::birth));
    let residence = dwelling::residence(said, spot?, today);
    let id = id.filter(|_| said.is_right())?;
    let resident_id = Some(id.as_str().to_owned());
    Some(PersonRow { resident_id, person: None, residence: Some(residence), locals: LocalsSaid::default() })
}

/// Nobody lives anywhere before they are born.
fn since_birth(said: &mut Said, birth: Option<Date>) {
    if let (Some(birth), Some(since)) = (birth, said.date("since"))
        && since < birth
    {
        said.blame(
            "since",
            "dates-in-disorder",
            ("入住日期早于出生日期", "the first day lies before the birth"),
            ("请核对入住日期、出生日期与公民身份号码。", "Check the day, the birth and the ID."),
        );
    }
}

/// What the ID says of its holder, against what else the row says; of a birth, some lists have the month only.
fn against_id(said: &mut Said, id: &ResidentId, today: Date) {
    let other_month =
        said.text("birth").is_some_and(|month| id.birth().is_none_or(|birth| birth.to_string()[..7] != *month));
    if other_month || said.date("birth").is_some_and(|birth| Some(birth) != id.birth()) {
        said.blame(
            "birth",
            "birth-against-id",
            ("出生日期与公民身份号码第 7 至 14 位不一致", "the day of birth is not the one that the ID says"),
            ("请对照证件更正出生日期或公民身份号码。", "Compare both with the card and mend the wrong one."),
        );
    }
    if said.code("sex", "sex").is_some_and(|sex| sex != id.sex()) {
        said.blame(
            "sex",
            "sex-against-id",
            (
                "性别与公民身份号码第 17 位不一致（单数为男，双数为女）",
                "the sex is not the one that the ID says (digit 17: odd for men)",
            ),
            ("请对照证件更正性别或公民身份号码。", "Compare both with the card and mend the wrong one."),
        );
    }
    if let Some(birth) = id.birth() {
        plausible(said, "resident_id", birth, today);
    }
}

/// Newborns, foreigners, old people without papers: they are known by name, birth and sex where they live, so all of that is wanted.
fn without_id(said: &mut Said, today: Date) {
    let wanted = [("sex", "性别", "sex"), ("birth", "出生日期", "day of birth")];
    let missing: Vec<_> = wanted.into_iter().filter(|(key, ..)| !says(said, key) && !said.is_blamed(key)).collect();
    if !missing.is_empty() {
        let zh: Vec<&str> = missing.iter().map(|(_, zh, _)| *zh).collect();
        let en: Vec<&str> = missing.iter().map(|(.., en)| *en).collect();
        said.blame(
            "resident_id",
            "resident-id-wanted",
            ("缺少公民身份号码，无法确认是谁", "without a resident ID nobody can say who this is"),
            (
                &format!("请补填 18 位公民身份号码；确无号码的（如新生儿、外籍人员），还须填写{}。", zh.join("、")),
                &format!(
                    "Fill in the 18 characters; of who has none, such as a newborn child or a foreigner, say {} too.",
                    en.join(" and ")
                ),
            ),
        );
    }
    if let Some(birth) = said.date("birth") {
        plausible(said, "birth", birth, today);
    }
}

/// Whether the row says it in full: of a birth, the month is not enough.
fn says(said: &Said, key: &str) -> bool {
    if key == "birth" { said.date(key).is_some() } else { said.value(key).is_some() }
}

/// A birth that has been, of somebody who may be alive.
fn plausible(said: &mut Said, field: &str, birth: Date, today: Date) {
    match today.years_since(birth) {
        None => said.blame(
            field,
            "birth-ahead",
            ("出生日期晚于今天", "the birth lies ahead"),
            ("请核对公民身份号码与出生日期。", "Check the resident ID and the day of birth."),
        ),
        Some(age) if age > OLDEST => said.blame(
            field,
            "birth-too-early",
            ("出生日期早于 125 年前", "the birth is more than 125 years ago"),
            ("请核对公民身份号码与出生日期。", "Check the resident ID and the day of birth."),
        ),
        Some(_) => {}
    }
}
