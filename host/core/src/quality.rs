//! The quality of base data: rules that records may break, as data, and the score that is made of them.

use serde::Serialize;

/// How much a broken rule weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// 提示: worth a look.
    Notice,
    /// 警告: probably wrong.
    Warning,
    /// 错误: wrong, or missing what everything else needs.
    Error,
}

impl Severity {
    /// How many notices it weighs as much as.
    #[must_use]
    pub fn weight(self) -> i64 {
        match self {
            Self::Notice => 1,
            Self::Warning => 2,
            Self::Error => 5,
        }
    }

    /// The name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The name for Chinese readers.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Self::Notice => "提示",
            Self::Warning => "警告",
            Self::Error => "错误",
        }
    }
}

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Its identifier, for ever.
    pub id: &'static str,
    /// What a record that breaks it is.
    pub zh: &'static str,
    /// The same in English.
    pub en: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What its records are: `persons`, `houses`, `units`, `grids` or `posts`.
    pub dataset: &'static str,
    /// What it rests on.
    pub source: &'static str,
}

/// Nobody is older: the oldest person whose age is proven became 122, and in a province of 24 million one above 110 is almost
/// always a typing error.
pub const MOST_AGE: i32 = 110;
/// Years of age below which nobody should live alone (Civil Code art. 17: of age at 18).
pub const OF_AGE: i32 = 18;
/// Persons who may share a phone: a large household.
pub const MOST_PER_PHONE: i64 = 5;
/// Square metres of floor for each occupant, at least (《商品房屋租赁管理办法》 art. 8 leaves it to the localities; 5 is the usual).
pub const LEAST_AREA: i64 = 5;
/// Days after which a record wants to be confirmed.
pub const STALE_DAYS: i32 = 365;
/// Years of a term (《城市居民委员会组织法》 art. 8, as amended in 2018).
pub const TERM_YEARS: i32 = 5;
/// Households of a grid (national norm for urban grids: 300 to 500).
pub const HOUSEHOLDS: std::ops::RangeInclusive<i64> = 300..=500;

const SELF: &str = "里坊数据规范 / Lifang's own";
const BASE_DATA: &str = "GB/T 31000 附录（基础数据“9+X”）";

macro_rules! rules {
    ($($id:literal $severity:ident $dataset:literal $zh:literal $en:literal $source:expr;)*) => {
        /// All rules, by dataset.
        pub const RULES: &[Rule] = &[$(Rule {
            id: $id, zh: $zh, en: $en, severity: Severity::$severity, dataset: $dataset, source: $source,
        },)*];
    };
}

rules! {
    "person-no-id" Error "persons" "缺公民身份号码" "no resident ID" BASE_DATA;
    "person-no-birth" Error "persons" "缺出生日期" "no day of birth" BASE_DATA;
    "person-id-shared" Error "persons" "公民身份号码与他人相同" "the resident ID of another person" "GB 11643";
    "person-too-old" Warning "persons" "年龄超过110岁" "older than 110 years" SELF;
    "minor-alone" Warning "persons" "未成年人独自居住" "a minor living alone" "《民法典》第十七条；《未成年人保护法》第二十一条";
    "phone-missing" Notice "persons" "成年人缺电话" "an adult without a phone" SELF;
    "phone-shared" Warning "persons" "超过5人共用一个电话" "a phone that more than 5 persons share" SELF;
    "registered-twice" Error "persons" "同时有两处户籍登记" "registered in two places at once" "《户口登记条例》第六条";
    "residence-no-grid" Error "persons" "居住地未落入网格" "a residence in no grid" BASE_DATA;
    "residence-no-house" Notice "persons" "实际居住但未关联房屋" "lives here, but in no house" BASE_DATA;
    "stale" Notice "persons" "一年内未核实" "not confirmed for a year" SELF;
    "house-nobody" Warning "houses" "无人居住但未标为空置" "nobody lives there, yet it is not marked empty" SELF;
    "vacant-lived-in" Error "houses" "标为空置但有人居住" "marked empty, yet somebody lives there" SELF;
    "house-crowded" Warning "houses" "人均面积不足5平方米" "less than 5 square metres for each occupant" "《商品房屋租赁管理办法》第八条";
    "unit-no-code" Warning "units" "单位缺统一社会信用代码" "a unit without a unit code" "GB 32100";
    "grid-size" Notice "grids" "网格户数不在300至500户之间" "a grid of fewer than 300 or more than 500 households" "国家网格划分标准（300—500户）";
    "grid-no-worker" Error "grids" "网格没有网格员" "a grid without a grid worker" "吉民函〔2023〕19号";
    "term-over" Notice "posts" "任职超过一届（5年）" "in post for longer than a term of 5 years" "《城市居民委员会组织法》第八条";
}

/// The rule of that identifier.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

/// How many records were looked at and how many broke the rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Looked at.
    pub checked: i64,
    /// Broke it.
    pub found: i64,
}

impl Tally {
    /// Adds another.
    pub fn add(&mut self, other: Self) {
        self.checked += other.checked;
        self.found += other.found;
    }
}

/// The score of tallies by rule: the share of all checks that were passed, each weighed by its rule's severity, in hundredths of
/// a point from 0 to 10 000. None where nothing was looked at.
pub fn score<'a>(tallies: impl IntoIterator<Item = (&'a str, Tally)>) -> Option<i64> {
    let (mut all, mut passed) = (0, 0);
    for (id, tally) in tallies {
        let weight = rule(id).map_or(0, |rule| rule.severity.weight());
        all += weight * tally.checked;
        passed += weight * (tally.checked - tally.found);
    }
    (all > 0).then(|| passed * 10_000 / all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn rules_have_identifiers_of_their_own_and_speak_both_languages() {
        let ids: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), RULES.len());
        for rule in RULES {
            assert!(rule.zh.chars().any(|c| c > '\u{4e00}') && rule.en.is_ascii(), "{}", rule.id);
            assert!(!rule.source.is_empty(), "{}", rule.id);
        }
    }

    #[test]
    fn a_score_is_the_weighed_share_of_checks_passed() {
        let tally = |checked, found| Tally { checked, found };
        assert_eq!(score([]), None);
        assert_eq!(score([("person-no-id", tally(0, 0))]), None);
        assert_eq!(score([("person-no-id", tally(10, 0)), ("stale", tally(10, 0))]), Some(10_000));
        // 10 errors at 5 and 10 notices at 1 are 60; 2 errors and 5 notices lost are 15.
        assert_eq!(score([("person-no-id", tally(10, 2)), ("stale", tally(10, 5))]), Some(7_500));
        assert_eq!(score([("person-no-id", tally(4, 4))]), Some(0));
    }
}
