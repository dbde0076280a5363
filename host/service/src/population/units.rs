//! Organisations of a community: shops and restaurants most of all, a clinic, a property firm, sometimes a school or a home.

use super::CommunityContext;
use super::codes::unit_kind;
use super::dice::Dice;
use lifang_core::base_data::{UnitDraft, UnitFacts};
use lifang_core::clock::Date;
use lifang_core::unit_code::check_character;

/// How a kind of organisation is named, registered and staffed.
struct Sort {
    kind: u8,
    /// Of a thousand.
    weight: u32,
    /// The first two characters of its code (GB 32100): registering authority and form.
    register: &'static str,
    names: &'static [&'static str],
    staff: (i32, i32),
}

const SORTS: [Sort; 8] = [
    Sort {
        kind: unit_kind::SHOP,
        weight: 400,
        register: "92",
        names: &["便利店", "超市", "药房", "五金商店", "水果店", "理发店", "文具店", "服装店"],
        staff: (1, 8),
    },
    Sort {
        kind: unit_kind::RESTAURANT,
        weight: 250,
        register: "92",
        names: &["饺子馆", "烧烤店", "冷面馆", "面馆", "早餐店", "铁锅炖", "麻辣烫店"],
        staff: (2, 20),
    },
    Sort {
        kind: unit_kind::ENTERPRISE,
        weight: 190,
        register: "91",
        names: &["商贸有限公司", "装饰工程有限公司", "科技有限公司", "汽车配件有限公司", "家政服务有限公司"],
        staff: (3, 120),
    },
    Sort {
        kind: unit_kind::SCHOOL,
        weight: 60,
        register: "52",
        names: &["幼儿园", "艺术培训学校", "外语培训学校", "课后托管中心"],
        staff: (6, 60),
    },
    Sort {
        kind: unit_kind::MEDICAL,
        weight: 40,
        register: "92",
        names: &["口腔诊所", "中医诊所", "内科诊所"],
        staff: (2, 15),
    },
    Sort {
        kind: unit_kind::SOCIAL,
        weight: 30,
        register: "51",
        names: &["志愿者协会", "老年人协会", "书画协会"],
        staff: (1, 6),
    },
    Sort {
        kind: unit_kind::ELDERLY_CARE,
        weight: 15,
        register: "52",
        names: &["养老服务中心", "老年公寓", "日间照料中心"],
        staff: (5, 40),
    },
    Sort {
        kind: unit_kind::PUBLIC, weight: 15, register: "12", names: &["事务服务中心", "环卫所"], staff: (8, 80)
    },
];
const WORDS: [&str; 28] = [
    "鑫源",
    "万家",
    "福临",
    "吉顺",
    "宏达",
    "北国",
    "长白",
    "松江",
    "金达",
    "永盛",
    "佳美",
    "同心",
    "天合",
    "瑞丰",
    "春城",
    "百姓",
    "惠民",
    "德福",
    "兴隆",
    "康宁",
    "晨曦",
    "仁和",
    "家和",
    "顺达",
    "益民",
    "雪乡",
    "老味道",
    "小时候",
];

/// The community's units: what every community has, and one more for each twenty-five or so persons (half as many in a village).
pub(super) fn found(
    dice: &mut Dice,
    today: Date,
    community: &CommunityContext,
    persons: usize,
    grids: usize,
) -> Vec<UnitDraft> {
    let mut founder = Founder { dice, today, community, grids, founded: 0 };
    let stem = community.stem();
    let mut units = Vec::new();
    if community.is_village() {
        units.push(founder.unit(format!("{stem}村卫生室"), unit_kind::MEDICAL, "12", (1, 4)));
        units.push(founder.unit(format!("{stem}村种植专业合作社"), unit_kind::ENTERPRISE, "93", (5, 60)));
    } else {
        units.push(founder.unit(format!("{stem}社区卫生服务站"), unit_kind::MEDICAL, "12", (4, 30)));
        let word = *founder.dice.pick(&WORDS);
        let name = format!("{word}物业服务有限公司{stem}项目部");
        units.push(founder.unit(name, unit_kind::PROPERTY_FIRM, "91", (6, 45)));
    }
    let weights: Vec<(usize, u32)> = SORTS.iter().enumerate().map(|(position, sort)| (position, sort.weight)).collect();
    let per_unit = if community.is_village() { 50 } else { 25 };
    for _ in 0..persons.div_ceil(per_unit) {
        let sort = &SORTS[founder.dice.weighted(&weights)];
        let (word, name) = (*founder.dice.pick(&WORDS), *founder.dice.pick(sort.names));
        units.push(founder.unit(
            format!("{}{word}{name}", community.district_name),
            sort.kind,
            sort.register,
            sort.staff,
        ));
    }
    units
}

struct Founder<'a> {
    dice: &'a mut Dice,
    today: Date,
    community: &'a CommunityContext,
    grids: usize,
    founded: usize,
}

impl Founder<'_> {
    fn unit(&mut self, name: String, kind: u8, register: &str, staff: (i32, i32)) -> UnitDraft {
        let grid = self.dice.below(u32::try_from(self.grids).unwrap_or(1)) as usize;
        let code = self.code(register);
        // Small businesses are young, the others may be as old as the reforms.
        let years = if matches!(kind, unit_kind::SHOP | unit_kind::RESTAURANT) { 12 } else { 28 };
        let since = Date(self.today.0 - self.dice.between(20, years * 365));
        // Most are small: the smaller of two throws.
        let (first, last) = staff;
        let staff = self.dice.between(first, last).min(self.dice.between(first, last));
        UnitDraft { grid, facts: UnitFacts { name, code, kind, staff: u16::try_from(staff).ok(), since } }
    }

    /// A unit code: authority and form, district, organisation code (GB 11714, eight characters and a check), check character.
    /// The organisation codes begin with `XY`, which marks them as made up, and are counted through the register.
    fn code(&mut self, register: &str) -> Option<String> {
        let CommunityContext { district_code, index, of, .. } = self.community;
        let organisation = organisation(self.founded * of + index);
        self.founded += 1;
        let district = district_code.as_str().get(..6)?;
        let body = format!("{register}{district}{organisation}{}", organisation_check(&organisation));
        check_character(&body).map(|check| format!("{body}{check}"))
    }
}

/// An organisation code for each number below 31⁶. The factor is prime to 31, so that all are different and none looks counted.
fn organisation(number: usize) -> String {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let mut rest = (number as u64 + 1) * 271_828_183 % 31_u64.pow(6);
    let mut code = String::from("XY");
    for _ in 0..6 {
        code.push(char::from(ALPHABET[(rest % 31) as usize]));
        rest /= 31;
    }
    code
}

/// The check character of GB 11714: weights 3, 7, 9, 10, 5, 8, 4, 2; letters count from A = 10; modulo 11.
fn organisation_check(organisation: &str) -> char {
    let weights = [3, 7, 9, 10, 5, 8, 4, 2];
    let values = organisation.chars().map(|character| character.to_digit(36).unwrap_or(0));
    let sum: u32 = values.zip(weights).map(|(value, weight)| value * weight).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_organisation_code_of_a_known_unit_is_right() {
        // Digits 9 to 17 of 91110000600037341L, python-stdnum's example for GB 32100.
        assert_eq!(organisation_check("60003734"), '1');
    }
}
