//! What a community must not issue: the twenty items of 民发〔2020〕20号, each with the office that answers for the matter.

use super::{IN_FORCE, title};
use lifang_sdk::{Certificate, Text, clause};

const LIST: &str = "民发〔2020〕20号";

/// Id, competent office, and what residents call it; in the order of the annex.
const ITEMS: [(&str, &str, &[&str]); 20] = [
    ("kinship", "police", &["亲属证明", "关系证明", "父母子女", "我妈是我妈"]),
    ("identity", "police", &["身份证明", "同一人证明", "曾用名", "身份证号变更"]),
    ("household-registration-change", "police", &["改户口", "户口变更", "改名", "改民族", "户口簿"]),
    ("dog", "police-dogs", &["养狗", "犬证", "狗证"]),
    ("no-criminal-record", "police", &["无犯罪", "政审", "良民证", "无违法"]),
    ("drug-rehabilitation", "street-drugs", &["社区戒毒", "社区康复", "表现证明", "戒毒"]),
    ("missing-person", "court", &["失踪", "下落不明", "走失"]),
    ("marital-status", "marriage-registry", &["未婚", "单身", "结婚", "离婚", "婚姻"]),
    ("birth", "hospital", &["出生", "出生医学证明", "新生儿"]),
    ("alive", "social-insurance", &["健在", "生存证明", "活着", "领养老金", "生存认证"]),
    ("death", "hospital-police", &["死亡", "去世", "火化", "销户"]),
    ("illness", "hospital", &["疾病", "患病", "诊断", "病情"]),
    ("disability", "disabled-federation", &["残疾", "残疾证", "残疾等级"]),
    ("marital-childbearing", "marriage-registry", &["婚育", "计划生育", "生育", "准生"]),
    ("employment", "human-resources", &["就业", "失业", "无业", "灵活就业", "工作证明"]),
    ("personal-file", "file-keeper", &["档案", "人事档案", "存档"]),
    ("property", "property-registry", &["房产", "财产", "存款", "收入", "无房"]),
    ("inheritance", "notary", &["继承", "遗产", "继承人", "公证"]),
    ("business-premises", "market-regulator", &["住所", "经营场所", "开店", "营业执照", "注册地址"]),
    ("lost-document", "issuing-office", &["丢失", "遗失", "补办", "身份证丢了"]),
];

pub(super) fn items() -> impl Iterator<Item = Certificate> {
    ITEMS.into_iter().zip(1..).map(|((id, office, keywords), number)| {
        let article = format!("附件第{number}项");
        refused(id, office, keywords, LIST, &article).mandatory()
    })
}

/// Not among the twenty, but asked for daily: the regulation says what proves a residence, and no community is in it. A
/// district may say more about where to go.
pub(super) fn residence() -> Certificate {
    refused("residence", "police", &["居住证明", "居住证", "住址证明", "租房"], "居住证暂行条例", "第九条")
}

fn refused(id: &str, office: &str, keywords: &[&str], document: &str, article: &str) -> Certificate {
    let office = Text::new(format!("office-{office}"));
    let advice = Text::new(format!("advice-{id}"));
    Certificate::may_not_issue(id, title(id), office, advice, clause(document, article), IN_FORCE)
        .keywords(keywords.iter().copied())
}
