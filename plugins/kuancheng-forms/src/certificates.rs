//! Certificates 证明事项 of Kuancheng: where its answer differs from the province's, and from its neighbour's.
//!
//! New estates are delivered with lifts, so nothing is posted that the community could certify; newcomers are many, so the
//! advice on residence says where they go; and volunteers print their record from the national system themselves.

use lifang_sdk::{Certificate, CertificateList, Date, clause, text};

/// 1 January 2024, the plugin's own first day.
const IN_FORCE: Date = Date(19_723);

/// Stands for the district's own rules; an example, no real document.
const LOCAL: &str = "宽城区社区证明事项清单（示例）";

pub(crate) fn list() -> CertificateList {
    let lift_notice = Certificate::may_not_issue(
        "lift-notice",
        text!("certificate-lift-notice"),
        text!("office-lift-notice"),
        text!("advice-lift-notice"),
        clause(LOCAL, "第三条"),
        IN_FORCE,
    );
    let residence = Certificate::may_not_issue(
        "residence",
        text!("certificate-residence"),
        text!("office-residence"),
        text!("advice-residence"),
        clause("居住证暂行条例", "第九条"),
        IN_FORCE,
    );
    CertificateList::new()
        .item(lift_notice.keywords(["加装电梯", "装电梯", "电梯公示", "无异议证明"]))
        .item(residence.keywords(["居住证明", "居住证", "住址证明", "租房", "流动人口", "暂住"]))
        .withdraw("volunteer-record", clause(LOCAL, "第五条"), IN_FORCE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::DIR;
    use lifang_sdk::Standing;
    use lifang_sdk::testing::Catalogs;

    #[test]
    fn the_list_answers_otherwise_than_its_neighbours() {
        let list = list();
        Catalogs::of_plugin(DIR).assert_say(&list);
        assert_eq!(list.items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ["lift-notice", "residence"]);
        assert!(list.items.iter().all(|item| matches!(item.standing, Standing::MayNotIssue(_))));
        assert_eq!(list.withdrawn.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ["volunteer-record"]);
        assert_eq!(list.withdrawn[0].in_force, Date::parse("2024-01-01").unwrap().0);
    }
}
