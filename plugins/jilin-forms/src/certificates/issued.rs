//! What a community may issue, because a law or rule names it: there is no other source for such an item.

use super::{IN_FORCE, title};
use lifang_sdk::{Certificate, Text, clause};

/// Id, document, article, and what residents call it.
const ITEMS: [(&str, &str, &str, &[&str]); 4] = [
    ("guardian-designation", "中华人民共和国民法典", "第三十一条", &["监护", "指定监护人", "监护人证明"]),
    ("litigation-agent", "中华人民共和国民事诉讼法", "第六十一条", &["诉讼代理", "打官司", "推荐信", "公民代理"]),
    ("domestic-violence-record", "法释〔2022〕17号", "第六条", &["家暴", "家庭暴力", "人身安全保护令", "求助记录"]),
    ("volunteer-record", "志愿服务记录与证明出具办法（试行）", "第二条", &["志愿者", "志愿服务", "志愿时长", "义工"]),
];

pub(super) fn items() -> impl Iterator<Item = Certificate> {
    ITEMS.into_iter().map(|(id, document, article, keywords)| {
        let bring = Text::new(format!("bring-{id}"));
        Certificate::may_issue(id, title(id), bring, clause(document, article), IN_FORCE)
            .keywords(keywords.iter().copied())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_sdk::Standing;

    #[test]
    fn each_rests_on_a_clause_and_a_nearer_list_may_replace_it() {
        for item in items() {
            assert!(matches!(item.standing, Standing::MayIssue(_)) && !item.mandatory, "{}", item.id);
            assert!(!item.basis.article.is_empty() && !item.keywords.is_empty(), "{}", item.id);
        }
    }
}
