//! Certificates 证明事项 of Chaoyang: the provincial list, and one item more. Where lifts are being added to old walk-ups, the
//! community posts the plan and keeps the objections, so it alone can say that this was done.

use lifang_sdk::{Certificate, CertificateList, Date, clause, text};

/// 1 January 2024, the plugin's own first day.
const IN_FORCE: Date = Date(19_723);

pub(crate) fn list() -> CertificateList {
    let basis = clause("朝阳区老旧小区治理办法（示例）", "第九条");
    let lift_notice = Certificate::may_issue(
        "lift-notice",
        text!("certificate-lift-notice"),
        text!("bring-lift-notice"),
        basis,
        IN_FORCE,
    );
    CertificateList::new().item(lift_notice.keywords(["加装电梯", "装电梯", "电梯公示", "无异议证明"]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::DIR;
    use lifang_sdk::Standing;
    use lifang_sdk::testing::Catalogs;

    #[test]
    fn the_posting_of_a_lift_may_be_certified_here() {
        let list = list();
        Catalogs::of_plugin(DIR).assert_say(&list);
        assert_eq!(list.items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ["lift-notice"]);
        assert!(matches!(list.items[0].standing, Standing::MayIssue(_)) && list.withdrawn.is_empty());
        assert_eq!(list.items[0].in_force, Date::parse("2024-01-01").unwrap().0);
    }
}
