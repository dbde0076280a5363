//! Masking: personal fields as somebody sees them who need not know them. Enough is left to tell two people apart at a desk,
//! too little to find one. The only place where it is done.

use crate::clock::Date;
use crate::value::Value;

/// How somebody sees personal fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Masked: what everybody sees who gives no purpose.
    Masked,
    /// In full, for a purpose that the audit keeps.
    Full {
        /// What for.
        purpose: String,
    },
}

/// A personal field, by how it is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Personal {
    /// 姓名: the surname stays.
    Name,
    /// 公民身份号码: the first four and the last four characters stay.
    ResidentId,
    /// 电话: the first three and the last four digits stay.
    Phone,
    /// 地址: down to the building.
    Address,
    /// 出生日期: the year stays.
    Birth,
    /// Anything else that is personal, such as a guarded local field: nothing stays.
    Other,
}

/// What stands for what is not shown.
const STAR: &str = "*";

/// Surnames of two characters: those of the Baijiaxing that are still borne (《百家姓》, and the ministry's name reports).
const COMPOUND: [&str; 36] = [
    "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "端木", "独孤",
    "南宫", "长孙", "宇文", "轩辕", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔", "申屠", "仲孙", "钟离", "鲜于",
    "闾丘", "司空", "百里", "呼延", "东郭", "西门", "赫连", "澹台",
];

impl Personal {
    /// How a column is masked; none where it is open. Local fields are not columns of the contract: whoever reads one knows its
    /// guard, and masks it as [`Personal::Other`].
    #[must_use]
    pub fn of(dataset: &str, column: &str) -> Option<Self> {
        match (dataset, column) {
            ("persons" | "residences", "name" | "person_name") => Some(Self::Name),
            ("persons" | "residences", "resident_id") => Some(Self::ResidentId),
            ("persons" | "residences", "phone") => Some(Self::Phone),
            ("persons", "birth") => Some(Self::Birth),
            ("persons" | "residences" | "houses" | "buildings", "address") => Some(Self::Address),
            _ => None,
        }
    }

    /// The text masked. Nothing stays nothing.
    #[must_use]
    pub fn mask(self, text: &str) -> String {
        match self {
            Self::Name => name(text),
            Self::ResidentId => resident_id(text),
            Self::Phone => phone(text),
            Self::Address => address(text),
            Self::Birth => text.parse().map_or_else(|_| stars(text), birth),
            // As many stars as a code has letters would be the code.
            Self::Other => STAR.to_owned(),
        }
    }
}

impl Sight {
    /// The text of a personal field as it may be seen.
    #[must_use]
    pub fn text(&self, field: Personal, text: &str) -> String {
        match self {
            Self::Masked => field.mask(text),
            Self::Full { .. } => text.to_owned(),
        }
    }

    /// The value of a personal field as it may be seen. A masked value is a text, whatever it was.
    #[must_use]
    pub fn value(&self, field: Personal, value: Value) -> Value {
        match self {
            Self::Full { .. } => value,
            Self::Masked => Value::Text(match value {
                Value::Text(text) => field.mask(&text),
                Value::Date(date) if field == Personal::Birth => birth(date),
                _ => STAR.to_owned(),
            }),
        }
    }

    /// Whether all is seen.
    #[must_use]
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Full { .. })
    }

    /// What for all is seen; none where it is masked.
    #[must_use]
    pub fn purpose(&self) -> Option<&str> {
        match self {
            Self::Full { purpose } => Some(purpose.trim()),
            Self::Masked => None,
        }
    }
}

/// `王秀英` → `王**`, `欧阳娜娜` → `欧阳**`, `王` → `*`; of a name in parts (`买买提·艾力`, `John Smith`) the first character
/// stays. Never more than two stars: the length of a long name may be enough to know whose it is.
#[must_use]
pub fn name(text: &str) -> String {
    let text = text.trim();
    let parted = |c: char| matches!(c, '·' | '•' | '‧' | '・' | '.' | ' ');
    let letters: Vec<char> = text.chars().filter(|c| !parted(*c)).collect();
    let foreign = text.chars().any(parted) || text.chars().any(|c| c.is_ascii_alphabetic());
    let compound = !foreign && letters.len() > 2 && COMPOUND.iter().any(|surname| text.starts_with(surname));
    let kept = match letters.len() {
        0 => return String::new(),
        1 => 0,
        _ if compound => 2,
        _ => 1,
    };
    let hidden = (letters.len() - kept).min(2);
    letters[..kept].iter().collect::<String>() + &STAR.repeat(hidden)
}

/// `220104199003074512` → `2201**********4512`. What has neither 15 nor 18 characters is starred throughout: one cannot know
/// which of it is harmless.
#[must_use]
pub fn resident_id(text: &str) -> String {
    let letters: Vec<char> = text.trim().chars().collect();
    if matches!(letters.len(), 15 | 18) { middle(&letters, 4, 4) } else { stars(text) }
}

/// `13812345678` → `138****5678`, `0431-85671234` → `0431-******34`; short numbers are starred throughout.
#[must_use]
pub fn phone(text: &str) -> String {
    let text = text.trim();
    let plain: Vec<char> = text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let national: &[char] = plain.strip_prefix(&['+', '8', '6']).unwrap_or(&plain);
    match national {
        ['1', ..] if national.len() == 11 => middle(national, 3, 4),
        ['0', ..] if (10..=12).contains(&national.len()) => {
            // Beijing, Shanghai and the like have three digits, all others four (the national numbering plan).
            let area = if matches!(national[1], '1' | '2') { 3 } else { 4 };
            let (area, own) = national.split_at(area);
            format!("{}-{}", area.iter().collect::<String>(), middle(own, 0, 2))
        }
        _ if national.len() >= 7 => middle(national, 0, 2),
        _ => stars(text),
    }
}

/// `长春市朝阳区永昌街12号楼3单元502` → `长春市朝阳区永昌街12号楼**`: down to the building; without one, down to the number in the
/// street; without either nothing stays.
#[must_use]
pub fn address(text: &str) -> String {
    let text = text.trim();
    let after = |marks: &[&str]| marks.iter().filter_map(|mark| Some(text.find(mark)? + mark.len())).min();
    let Some(end) = after(&["号楼", "栋", "幢", "座"]).or_else(|| after(&["号"])) else { return stars(text) };
    let (open, hidden) = text.split_at(end);
    if hidden.is_empty() { open.to_owned() } else { format!("{open}**") }
}

/// `1990-03-07` → `1990-**-**`.
#[must_use]
pub fn birth(date: Date) -> String {
    format!("{:04}-**-**", date.ymd().0)
}

/// As many stars as characters, eight at most.
fn stars(text: &str) -> String {
    STAR.repeat(text.trim().chars().count().min(8))
}

fn middle(letters: &[char], first: usize, last: usize) -> String {
    let hidden = letters.len().saturating_sub(first + last);
    let text = |letters: &[char]| letters.iter().collect::<String>();
    format!("{}{}{}", text(&letters[..first]), STAR.repeat(hidden), text(&letters[letters.len() - last..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mask: fn(&str) -> String, cases: &[(&str, &str)]) {
        for (open, masked) in cases {
            assert_eq!(mask(open), *masked, "{open}");
        }
    }

    #[test]
    fn of_a_name_the_surname_stays() {
        check(
            name,
            &[
                ("王秀", "王*"),
                ("王秀英", "王**"),
                ("欧阳娜娜", "欧阳**"),
                ("司马光", "司马*"),
                ("欧阳", "欧*"),
                ("王", "*"),
                ("", ""),
                (" 李 ", "*"),
                ("买买提·艾力", "买**"),
                ("John Smith", "J**"),
                ("阿卜杜热合曼江玉山", "阿**"),
            ],
        );
        assert_eq!(name(&"长".repeat(50)), "长**", "the length of a long name says nothing");
    }

    #[test]
    fn of_an_id_both_ends_stay() {
        check(
            resident_id,
            &[
                ("220104199003074512", "2201**********4512"),
                ("22010419900307451X", "2201**********451X"),
                ("220104900307451", "2201*******7451"),
                ("2201", "****"),
                ("2201041990030745121234", "********"),
            ],
        );
    }

    #[test]
    fn of_a_phone_enough_stays_to_recognise_it() {
        check(
            phone,
            &[
                ("13812345678", "138****5678"),
                ("138 1234-5678", "138****5678"),
                ("+86 13812345678", "138****5678"),
                ("0431-85671234", "0431-******34"),
                ("010-85671234", "010-******34"),
                ("85671234", "******34"),
                ("12345", "*****"),
                ("无", "*"),
                ("", ""),
            ],
        );
    }

    #[test]
    fn an_address_goes_down_to_the_building() {
        check(
            address,
            &[
                ("长春市朝阳区永昌街12号楼3单元502", "长春市朝阳区永昌街12号楼**"),
                ("团山街88号5栋1门", "团山街88号5栋**"),
                ("永昌街12号3门", "永昌街12号**"),
                ("兴业街1号楼", "兴业街1号楼"),
                ("老李家东边", "*****"),
            ],
        );
    }

    #[test]
    fn who_gives_a_purpose_sees_all_and_others_a_text() {
        let full = Sight::Full { purpose: "核对低保".into() };
        let day = Value::Date("1990-03-07".parse().unwrap());
        assert_eq!(full.text(Personal::Name, "王秀英"), "王秀英");
        assert_eq!(full.value(Personal::Birth, day.clone()), day);
        assert_eq!(Sight::Masked.value(Personal::Birth, day), Value::Text("1990-**-**".into()));
        assert_eq!(Sight::Masked.value(Personal::Other, Value::Integer(7)), Value::Text("*".into()));
    }

    /// Every column of the contract that is personal or closer kept and can be read is masked; an open one is not.
    #[test]
    fn the_contract_and_the_masks_agree() {
        for (dataset, schema) in &crate::dataset::Schema::v1().datasets {
            for column in &schema.columns {
                let open = column.guard == crate::dataset::Guard::Open;
                // Care is a set of codes, not a text: who may not see it does not get the column.
                if column.key != "care" {
                    assert_eq!(Personal::of(dataset, &column.key).is_none(), open, "{dataset}.{}", column.key);
                }
            }
        }
    }
}
