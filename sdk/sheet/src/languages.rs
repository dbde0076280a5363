//! Headings with languages: `label::中文 (zh)`, `label::English (en)`, `label::ko`.

/// Languages by the names that workbooks give them.
const NAMES: [(&str, &str); 12] = [
    ("中文", "zh"),
    ("汉语", "zh"),
    ("简体中文", "zh"),
    ("chinese", "zh"),
    ("zh-cn", "zh"),
    ("zh-hans", "zh"),
    ("英文", "en"),
    ("英语", "en"),
    ("english", "en"),
    ("朝鲜语", "ko"),
    ("朝鲜文", "ko"),
    ("korean", "ko"),
];

/// A heading's name and what stands behind `::` (or, as older workbooks have it, a single colon behind a text's heading).
pub(crate) fn split(heading: &str) -> (String, Option<String>) {
    let plain = |name: &str| name.trim().to_lowercase().replace([' ', '-'], "_");
    if let Some((name, language)) = heading.split_once("::") {
        return (plain(name), Some(language.trim().to_owned()));
    }
    match heading.split_once(':') {
        Some((name, language))
            if matches!(plain(name).as_str(), "label" | "hint" | "constraint_message" | "required_message") =>
        {
            (plain(name), Some(language.trim().to_owned()))
        }
        _ => (plain(heading), None),
    }
}

/// The tag of a language: what stands in brackets, a name we know, or a tag as it is.
pub(crate) fn tag(language: &str) -> Option<String> {
    let language = language.trim();
    let inner = language.strip_suffix(')').and_then(|rest| Some(rest.rsplit_once('(')?.1.trim()));
    let wanted = inner.unwrap_or(language).to_lowercase();
    if let Some((_, tag)) = NAMES.iter().find(|(name, _)| *name == wanted) {
        return Some((*tag).to_owned());
    }
    let is_tag = (2..=3).contains(&wanted.len()) && wanted.bytes().all(|byte| byte.is_ascii_lowercase());
    is_tag.then_some(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_tag_or_name() {
        for (heading, name, language) in [
            ("label::中文 (zh)", "label", Some("zh")),
            ("label::English (en)", "label", Some("en")),
            ("Hint :: Chinese", "hint", Some("zh")),
            ("constraint message:ko", "constraint_message", Some("ko")),
            ("label", "label", None),
        ] {
            let (found, spelled) = split(heading);
            assert_eq!(
                (found.as_str(), spelled.and_then(|spelled| tag(&spelled)).as_deref()),
                (name, language),
                "{heading}"
            );
        }
        assert_eq!(tag("Klingon"), None);
    }
}
