//! The list of 鄂民政发〔2020〕32号: the national twenty without 健在, two in Hubei's own wording, and two more.

use lifang_sdk::{Certificate, CertificateList, Date, Text, clause};

/// 1 January 2024, the plugin's own first day.
const IN_FORCE: Date = Date(19_723);

const LIST: &str = "鄂民政发〔2020〕32号";

/// Id, competent office, and what residents call it; in the order of the list.
const ITEMS: [(&str, &str, &[&str]); 21] = [
    ("kinship", "police", &["亲属证明", "关系证明", "父母子女"]),
    ("identity", "police", &["身份证明", "同一人证明", "曾用名"]),
    ("household-registration-change", "police", &["改户口", "户口更正", "改名", "户口簿"]),
    ("dog", "police-dogs", &["养狗", "犬证", "狗证"]),
    ("no-criminal-record", "police", &["无犯罪", "政审", "良民证"]),
    ("drug-rehabilitation", "street-drugs", &["社区戒毒", "社区康复", "表现证明"]),
    ("missing-person", "court", &["失踪", "下落不明"]),
    ("marital-status", "marriage-registry", &["未婚", "单身", "结婚", "离婚"]),
    ("birth", "hospital", &["出生", "出生医学证明"]),
    ("death", "hospital-police", &["死亡", "去世", "销户"]),
    ("illness", "hospital", &["疾病", "患病", "诊断"]),
    ("disability", "disabled-federation", &["残疾", "残疾证"]),
    ("childbearing", "health", &["生育", "计划生育", "准生"]),
    ("employment", "human-resources", &["就业", "失业", "无业"]),
    ("personal-file", "file-keeper", &["档案", "人事档案"]),
    ("property", "property-registry", &["房产", "财产", "存款"]),
    ("inheritance", "notary", &["继承", "遗产", "公证"]),
    ("business-premises", "market-regulator", &["住所", "经营场所", "营业执照"]),
    ("lost-document", "issuing-office", &["丢失", "遗失", "补办"]),
    ("lost-receipt", "payee", &["票据", "收据", "发票", "缴费", "发票丢了"]),
    ("school-transfer", "school", &["转学", "学籍", "借读"]),
];

pub(crate) fn list() -> CertificateList {
    CertificateList::new().items(ITEMS.into_iter().zip(1..).map(|((id, office, keywords), number)| {
        let (title, office) = (Text::new(format!("certificate-{id}")), Text::new(format!("office-{office}")));
        let (advice, basis) = (Text::new(format!("advice-{id}")), clause(LIST, format!("附件第{number}项")));
        Certificate::may_not_issue(id, title, office, advice, basis, IN_FORCE)
            .keywords(keywords.iter().copied())
            .mandatory()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_sdk::Standing;
    use lifang_sdk::testing::Catalogs;
    use std::collections::BTreeSet;

    #[test]
    fn the_list_is_hubeis_own() {
        let list = list();
        let catalogs = Catalogs::of_plugin(env!("CARGO_MANIFEST_DIR"));
        let names = list.items.iter().map(|item| catalogs.say("zh", &item.title)).collect::<Vec<_>>().join("、");
        // As the press printed it in December 2020.
        assert_eq!(
            names,
            "亲属关系证明、居民身份信息证明、户口登记项目内容变更更正证明、居民养犬证明、无犯罪记录证明、\
             社区戒毒社区康复人员情况证明、人员失踪证明、婚姻状况证明、出生证明、死亡证明、疾病状况证明、残疾状况证明、\
             生育状况证明、居民就业状况证明、居民个人档案证明、居民财产证明、遗产继承权证明、市场主体住所证明、\
             证件遗失证明、缴费票据遗失证明、转学证明"
        );
    }

    #[test]
    fn every_id_is_unique_and_every_text_can_be_said() {
        let list = list();
        let ids: BTreeSet<_> = list.items.iter().map(|item| item.id.as_str()).collect();
        assert_eq!(ids.len(), 21);
        assert!(!ids.contains("alive"), "健在 is on the national list and not on Hubei's");
        assert!(list.items.iter().all(|item| matches!(item.standing, Standing::MayNotIssue(_))));
        assert_eq!(IN_FORCE, Date::parse("2024-01-01").unwrap());
        Catalogs::of_plugin(env!("CARGO_MANIFEST_DIR")).assert_say(&list);
    }
}
