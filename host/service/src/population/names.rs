//! Names as they sound in the north-east: surnames by frequency, given names by the decade of birth.

use super::codes::sex::MALE;
use super::dice::Dice;

/// How a family's names are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum People {
    Han,
    Manchu,
    Korean,
}

/// Of a thousand: surnames of the Han of the north-east, in the order of public name reports.
#[rustfmt::skip] // a table reads better in rows
const HAN: [(&str, u32); 60] = [
    ("王", 104), ("李", 98), ("张", 97), ("刘", 76), ("赵", 37), ("孙", 35), ("杨", 29), ("陈", 27), ("于", 24), ("高", 19),
    ("徐", 17), ("马", 16), ("周", 14), ("吴", 14), ("姜", 14), ("宋", 14), ("郭", 13), ("朱", 12), ("韩", 12), ("林", 11),
    ("董", 10), ("崔", 10), ("丁", 8), ("田", 8), ("吕", 8), ("苏", 7), ("许", 7), ("曹", 7), ("冯", 7), ("郑", 7),
    ("范", 6), ("谭", 5), ("曲", 5), ("梁", 5), ("杜", 5), ("隋", 5), ("潘", 5), ("孟", 5), ("邢", 4), ("付", 4),
    ("石", 4), ("尹", 4), ("邹", 4), ("迟", 3), ("常", 3), ("贾", 3), ("夏", 3), ("何", 6), ("胡", 6), ("罗", 3),
    ("谢", 3), ("唐", 3), ("袁", 3), ("邓", 2), ("沈", 2), ("魏", 4), ("任", 3), ("卢", 3), ("姚", 3), ("纪", 2),
];
/// Sinicised surnames of the Manchu.
#[rustfmt::skip] // a table reads better in rows
const MANCHU: [(&str, u32); 12] = [
    ("关", 30), ("佟", 10), ("那", 6), ("富", 6), ("赵", 18), ("白", 8), ("金", 8), ("郎", 6), ("唐", 6), ("傅", 5), ("何", 8),
    ("马", 6),
];
/// Korean surnames.
#[rustfmt::skip] // a table reads better in rows
const KOREAN: [(&str, u32); 12] = [
    ("金", 220), ("朴", 110), ("李", 150), ("崔", 75), ("郑", 50), ("姜", 25), ("赵", 25), ("尹", 20), ("张", 20), ("林", 15),
    ("韩", 15), ("全", 12),
];

/// Given names of a time: first characters, second characters, and names of one character.
struct Era {
    /// Last year of birth.
    until: i16,
    /// How many of a thousand have one character.
    single: u32,
    women: [&'static str; 3],
    men: [&'static str; 3],
}

const ERAS: [Era; 6] = [
    Era {
        until: 1949,
        single: 30,
        women: ["桂淑秀玉凤素翠春金兰", "兰珍英芝琴荣芬云香贤", "霞英兰珍"],
        men: ["德振万永玉洪长福景国", "山才林财海富贵忠臣发", "义林山仁"],
    },
    Era {
        until: 1962,
        single: 80,
        women: ["淑桂秀丽玉凤亚艳春敏", "华兰芹英杰梅琴清媛芳", "华敏杰琴霞"],
        men: ["国建振洪志长玉福庆文", "军民华国平林忠臣山海", "军忠刚义"],
    },
    Era {
        until: 1975,
        single: 300,
        women: ["丽春艳晓秀玉红桂亚淑", "华梅艳红杰萍娟玲霞辉", "艳丽红梅霞敏萍静杰玲"],
        men: ["志国建晓春文永海立洪", "军伟东辉波民林涛峰武", "伟军波辉涛刚强勇峰东"],
    },
    Era {
        until: 1989,
        single: 480,
        women: ["丽晓婷海雪春艳金美佳", "娜丹莹婷楠杰颖萍妍静", "丹娜静莹雪婷洋楠颖晶"],
        men: ["晓海志明洪宏立春天大", "鹏亮超宇伟龙峰明磊健", "鹏超亮磊宇岩健龙洋帅"],
    },
    Era {
        until: 2004,
        single: 300,
        women: ["雨思佳欣嘉梦晓美雅诗", "涵彤琪怡莹雪瑶妍璐萱", "琪悦雪瑶璐爽"],
        men: ["浩俊天泽宇嘉博文子佳", "然宇轩博泽鑫航阳楠旭", "博旭鑫航阳浩宇"],
    },
    Era {
        until: i16::MAX,
        single: 60,
        women: ["梓语沐若一依诺子欣艺", "涵萱诺汐晨彤桐琪宸菲", "诺玥苒"],
        men: ["梓浩宇沐子奕一俊泽铭", "轩宸睿泽豪辰涵洋铭航", "睿宸铄"],
    },
];

/// Korean given names, whose syllables change less with the decade.
const KOREAN_WOMEN: [&str; 2] = ["英美顺贞明善香春花银", "子淑姬玉兰花善爱实女"];
const KOREAN_MEN: [&str; 2] = ["哲昌龙成光日明英东永", "洙浩虎男哲日国春学权"];

/// Who a family are. About 4 % of Changchun belong to minorities; in Yanbian (2224) a third are Korean (2020 census).
pub(super) fn people(dice: &mut Dice, district: &str) -> People {
    let (korean, manchu) = if district.starts_with("2224") { (330, 25) } else { (9, 22) };
    match dice.below(1000) {
        roll if roll < korean => People::Korean,
        roll if roll < korean + manchu => People::Manchu,
        _ => People::Han,
    }
}

/// A surname.
pub(super) fn surname(dice: &mut Dice, people: People) -> &'static str {
    match people {
        People::Han => dice.weighted(&HAN),
        People::Manchu => dice.weighted(&MANCHU),
        People::Korean => dice.weighted(&KOREAN),
    }
}

/// A given name for someone of that sex born in that year.
pub(super) fn given(dice: &mut Dice, people: People, sex: u8, year: i16) -> String {
    let [first, second] = match people {
        People::Korean if sex == MALE => KOREAN_MEN,
        People::Korean => KOREAN_WOMEN,
        People::Han | People::Manchu => {
            let era = ERAS.iter().find(|era| year <= era.until).unwrap_or(&ERAS[ERAS.len() - 1]);
            let [first, second, single] = if sex == MALE { era.men } else { era.women };
            if dice.chance(era.single) {
                return String::from(character(dice, single));
            }
            [first, second]
        }
    };
    let first = character(dice, first);
    let second = std::iter::repeat_with(|| character(dice, second)).take(8).find(|&second| second != first);
    [Some(first), second].into_iter().flatten().collect()
}

fn character(dice: &mut Dice, of: &str) -> char {
    let count = u32::try_from(of.chars().count()).unwrap_or(1);
    of.chars().nth(dice.below(count) as usize).unwrap_or('文')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::codes::sex::FEMALE;
    use crate::population::dice::Stream;
    use lifang_core::region::RegionCode;

    #[test]
    fn given_names_follow_the_decade() {
        let mut dice = Dice::new(1, &RegionCode::nation(), Stream::Residents);
        let mut names = |year| (0..2_000).map(|_| given(&mut dice, People::Han, FEMALE, year)).collect::<Vec<_>>();
        let (old, young) = (names(1940), names(2018));
        assert!(old.iter().any(|name| name == "桂兰") && !young.iter().any(|name| name == "桂兰"));
        assert!(young.iter().any(|name| name == "梓涵") && !old.iter().any(|name| name == "梓涵"));
        assert!(old.iter().chain(&young).all(|name| (1..=2).contains(&name.chars().count())));
    }
}
