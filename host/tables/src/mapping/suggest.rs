//! What headings suggest.

use crate::corrections::{is_own_heading, is_surplus_heading};
use lifang_core::intake::{Field, FieldType, heading};
use std::collections::HashSet;

/// What one column seems to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The column, counted from 0.
    pub column: usize,
    /// Its heading.
    pub heading: String,
    /// The field; none where nothing comes to mind.
    pub field: Option<String>,
    /// Whether the heading is the field's name or one of its known others. An unsure guess is shown, never taken.
    pub sure: bool,
}

/// What each column seems to be. A field goes to one column only: to the one headed with its own name, else the first.
#[must_use]
pub fn guesses(fields: &[Field], header: &[String]) -> Vec<Guess> {
    let mut guesses: Vec<Guess> = header
        .iter()
        .enumerate()
        .map(|(column, title)| Guess { column, heading: title.clone(), field: None, sure: false })
        .collect();
    let mut taken = HashSet::new();
    for how in [named, known_as, resembles] {
        for guess in &mut guesses {
            let title = heading(&guess.heading);
            let own = is_own_heading(&guess.heading) || is_surplus_heading(&guess.heading);
            if guess.field.is_some() || title.is_empty() || own {
                continue;
            }
            let mut found = fields.iter().filter(|field| !taken.contains(&field.key) && how(field, &title));
            if let Some(field) = found.next() {
                // Two local fields may have one name: which of them is meant only their keys tell.
                let alone = field.field_type != FieldType::Local || found.next().is_none();
                taken.insert(field.key.clone());
                guess.field = Some(field.key.clone());
                guess.sure = alone && (named(field, &title) || known_as(field, &title));
            }
        }
    }
    guesses
}

/// The heading is the field's own name.
fn named(field: &Field, title: &str) -> bool {
    [&field.title.zh, &field.title.en, &field.key].into_iter().any(|name| heading(name) == title)
}

/// The heading is one of its other names.
fn known_as(field: &Field, title: &str) -> bool {
    field.aliases.iter().any(|name| heading(name) == title)
}

/// The heading holds one of its names: `本人身份证号码信息`.
fn resembles(field: &Field, title: &str) -> bool {
    let names = std::iter::once(&field.title.zh).chain(&field.aliases);
    names.map(|name| heading(name)).any(|name| name.chars().count() > 1 && title.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_core::intake::Kind;

    fn fields_of(kind: Kind, titles: &[&str]) -> Vec<Option<String>> {
        let header: Vec<String> = titles.iter().map(|&title| title.to_owned()).collect();
        guesses(kind.fields(), &header).into_iter().map(|guess| guess.field.filter(|_| guess.sure)).collect()
    }

    #[test]
    fn the_common_headings_are_known_for_every_kind() {
        for (kind, pairs) in [
            (
                Kind::Persons,
                &[
                    ("姓名", "name"),
                    ("身份证号", "resident_id"),
                    ("性别", "sex"),
                    ("出生日期", "birth"),
                    ("手机号", "phone"),
                    ("小区", "estate"),
                    ("楼栋", "building"),
                    ("单元", "entrance"),
                    ("门牌号", "door"),
                    ("户籍类型", "residence"),
                    ("入住日期", "since"),
                    ("社区", "region"),
                    ("网格", "grid"),
                ][..],
            ),
            (
                Kind::Persons,
                &[
                    ("公民身份号码", "resident_id"),
                    ("联系电话", "phone"),
                    ("楼号", "building"),
                    ("室", "door"),
                    ("居住类型", "residence"),
                ],
            ),
            (
                Kind::Houses,
                &[("建筑面积（㎡）", "area"), ("房屋用途", "use"), ("建成年份", "built"), ("电梯", "elevator")],
            ),
            (
                Kind::Units,
                &[("单位名称", "name"), ("统一社会信用代码", "code"), ("法人", "legal_person"), ("从业人数", "staff")],
            ),
            (Kind::Residences, &[("身份证号码", "resident_id"), ("入住日期", "since"), ("迁出日期", "until")]),
            (Kind::Staff, &[("岗位", "post"), ("任职日期", "since"), ("* 姓 名", "name")]),
        ] {
            let titles: Vec<&str> = pairs.iter().map(|pair| pair.0).collect();
            let wanted: Vec<Option<String>> = pairs.iter().map(|pair| Some(pair.1.to_owned())).collect();
            assert_eq!(fields_of(kind, &titles), wanted, "{kind}");
        }
    }

    #[test]
    fn local_fields_are_known_by_key_and_by_title_in_both_languages() {
        let field = |key: &str, zh: &str, en: &str| Field {
            key: key.into(),
            field_type: FieldType::Local,
            required: false,
            title: lifang_core::text::Bilingual::new(zh, en),
            aliases: vec![key[2..].into()],
        };
        let mut fields = Kind::Houses.fields().to_vec();
        fields.extend([
            field("x.gas", "燃气", "Gas"),
            field("x.stove", "灶具", "Stove"),
            field("x.fuel", "燃料", "Gas"),
        ]);
        let sure = |title: &str| {
            let found = guesses(&fields, &[title.to_owned()]).remove(0);
            found.field.filter(|_| found.sure)
        };
        for (title, wanted) in [
            ("x.gas", Some("x.gas")),
            ("X.Gas", Some("x.gas")),
            ("燃气", Some("x.gas")),
            ("* 灶 具", Some("x.stove")),
            ("Stove", Some("x.stove")),
            ("Gas", None),
            ("面积", Some("area")),
        ] {
            assert_eq!(sure(title).as_deref(), wanted, "{title}");
        }
    }

    #[test]
    fn a_field_goes_to_one_column_and_what_only_resembles_is_not_taken() {
        assert_eq!(fields_of(Kind::Persons, &["电话", "联系电话"]), [None, Some("phone".into())]);
        let header = ["本人身份证号码信息".to_owned(), "错误 Problem".to_owned(), "星座".to_owned()];
        let found = guesses(Kind::Persons.fields(), &header);
        assert_eq!((found[0].field.as_deref(), found[0].sure), (Some("resident_id"), false));
        assert_eq!((found[1].field.clone(), found[2].field.clone()), (None, None));
    }
}
