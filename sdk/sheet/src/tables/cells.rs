//! A cell under a question, as an expression: `>= 80`, `60..79`, `alone, spouse`, `yes`, `-`.

use crate::expression::Kind;
use crate::problem::Said;
use crate::settings::list;

const SIGNS: [&str; 6] = [">=", "<=", "!=", ">", "<", "="];

/// The condition that a cell puts on the question of its column; none where anything will do.
pub(super) fn condition(name: &str, kind: &Kind, text: &str) -> Result<Option<String>, (Said, Said)> {
    let text = text
        .replace('≥', ">=")
        .replace('≤', "<=")
        .replace('≠', "!=")
        .replace('＞', ">")
        .replace('＜', "<")
        .replace('＝', "=");
    let text = text.trim();
    if matches!(text, "-" | "*" | "—" | "任意" | "any") {
        return Ok(None);
    }
    if let Some(sign) = SIGNS.iter().find(|sign| text.starts_with(**sign)) {
        let value = text[sign.len()..].trim();
        if value.is_empty() {
            let what = Said::new(format!("{sign} 后面没有值。"), format!("There is no value behind {sign}."));
            return Err((what, Said::new("例如 >= 80。", "For example >= 80.")));
        }
        let spelled = literal(name, value)?;
        if let (Kind::Many(_), "=" | "!=") = (kind, *sign) {
            let selected = format!("selected(${{{name}}}, {spelled})");
            return Ok(Some(if *sign == "=" { selected } else { format!("not({selected})") }));
        }
        return Ok(Some(format!("${{{name}}} {sign} {spelled}")));
    }
    if let Some((least, most)) = text.split_once("..") {
        let (least, most) = (literal(name, least.trim())?, literal(name, most.trim())?);
        return Ok(Some(format!("${{{name}}} >= {least} and ${{{name}}} <= {most}")));
    }
    let any = list(text, &[',', '，', '、', ';', '；']);
    let each = any.iter().map(|value| {
        let value = flag(kind, value).unwrap_or(value);
        let spelled = literal(name, value)?;
        Ok(if matches!(kind, Kind::Many(_)) {
            format!("selected(${{{name}}}, {spelled})")
        } else {
            format!("${{{name}}} = {spelled}")
        })
    });
    Ok(Some(each.collect::<Result<Vec<_>, (Said, Said)>>()?.join(" or ")))
}

/// What `acknowledge` keeps where it is set.
fn flag<'v>(kind: &Kind, value: &'v str) -> Option<&'v str> {
    let Kind::One(codes) = kind else { return None };
    if **codes != ["OK".to_owned()] {
        return None;
    }
    match crate::reader::flag(value)? {
        true => Some("OK"),
        false => Some("''"),
    }
}

fn literal(name: &str, value: &str) -> Result<String, (Said, Said)> {
    if value == "''" || value.parse::<f64>().is_ok() {
        return Ok(value.to_owned());
    }
    if let Some(reference) = value.strip_prefix("${").filter(|rest| rest.ends_with('}')) {
        return Ok(format!("${{{reference}"));
    }
    let bare = value.trim_matches(['\'', '"', '“', '”', '‘', '’']);
    if bare.contains('\'') {
        let what = Said::new(format!("“{name}”下的值含有引号。"), format!("The value under {name} has a quote in it."));
        return Err((what, Said::new("请改用 when 列写条件。", "Write the condition in the column when.")));
    }
    Ok(format!("'{bare}'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_says_its_condition() {
        let many = Kind::Many(["fall".to_owned(), "fire".to_owned()].into());
        let flag = Kind::One(["OK".to_owned()].into());
        for (kind, text, condition_of) in [
            (&Kind::Number, ">= 80", Some("${q} >= 80")),
            (&Kind::Number, "≥80", Some("${q} >= 80")),
            (&Kind::Number, "60..79", Some("${q} >= 60 and ${q} <= 79")),
            (&Kind::Text, "alone, spouse", Some("${q} = 'alone' or ${q} = 'spouse'")),
            (&many, "fall、fire", Some("selected(${q}, 'fall') or selected(${q}, 'fire')")),
            (&many, "!= fall", Some("not(selected(${q}, 'fall'))")),
            (&flag, "yes", Some("${q} = 'OK'")),
            (&flag, "否", Some("${q} = ''")),
            (&Kind::Day, "< 2024-03-01", Some("${q} < '2024-03-01'")),
            (&Kind::Number, "> ${other}", Some("${q} > ${other}")),
            (&Kind::Any, "-", None),
        ] {
            assert_eq!(condition("q", kind, text), Ok(condition_of.map(str::to_owned)), "{text}");
        }
        assert!(condition("q", &Kind::Number, ">=").is_err());
        assert!(condition("q", &Kind::Text, "it's").is_err());
    }
}
