//! Certificates 证明事项: what a community in Jilin must not issue, and the little that the law leaves to it.

mod issued;
mod national;

use lifang_sdk::{CertificateList, Date, Text};

pub(crate) fn list() -> CertificateList {
    CertificateList::new().items(national::items()).items(issued::items()).item(national::residence())
}

/// 1 January 2024, the plugin's own first day.
const IN_FORCE: Date = Date(19_723);

fn title(id: &str) -> Text {
    Text::new(format!("certificate-{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_sdk::Standing;
    use lifang_sdk::testing::Catalogs;
    use std::collections::BTreeSet;

    #[test]
    fn every_id_is_unique_and_every_text_can_be_said() {
        let list = list();
        let ids: BTreeSet<_> = list.items.iter().map(|item| &item.id).collect();
        assert_eq!(ids.len(), list.items.len());
        Catalogs::of_plugin(env!("CARGO_MANIFEST_DIR")).assert_say(&list);
    }

    #[test]
    fn the_list_of_the_six_ministries_is_complete_and_mandatory() {
        let list = list();
        let national: Vec<_> = list.items.iter().filter(|item| item.basis.document == "民发〔2020〕20号").collect();
        assert_eq!(national.len(), 20);
        assert!(national.iter().all(|item| item.mandatory && matches!(item.standing, Standing::MayNotIssue(_))));
        let catalogs = Catalogs::of_plugin(env!("CARGO_MANIFEST_DIR"));
        let names = national.iter().map(|item| catalogs.say("zh", &item.title)).collect::<Vec<_>>().join("、");
        // As the press printed it in April 2020.
        assert_eq!(
            names,
            "亲属关系证明、居民身份信息证明、户口登记项目内容变更申请证明、居民养犬证明、无犯罪记录证明、\
             社区戒毒社区康复人员情况证明、人员失踪证明、婚姻状况证明、出生证明、健在证明、死亡证明、疾病状况证明、\
             残疾状况证明、婚育状况证明、居民就业状况证明、居民个人档案证明、居民财产证明、遗产继承权证明、\
             市场主体住所证明、证件遗失证明"
        );
    }

    #[test]
    fn the_list_holds_from_the_first_of_january_2024() {
        assert_eq!(IN_FORCE, Date::parse("2024-01-01").unwrap());
        assert!(list().items.iter().all(|item| item.in_force == IN_FORCE.0));
    }
}
