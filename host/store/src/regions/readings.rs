//! How names are read in pinyin: without tones, in full and by initials, in every plausible reading.

use crate::bulk::{Rows, Values};
use crate::error::Result;
use crate::sql::{Read, query};
use crate::store::{Store, Tx};
use lifang_core::clock::Instant;
use lifang_core::region::Level;
use pinyin::ToPinyin;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// How a name may be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// All syllables in one word.
    pub(super) full: String,
    /// The first letter of each syllable.
    pub(super) initials: String,
    /// The letters of `full` that belong to the name proper, before it says what kind of region it is.
    pub(super) stem: usize,
    /// The same of `initials`.
    pub(super) stem_initials: usize,
    /// Where in `full` the syllables of the name proper begin, but for the first.
    pub(super) starts: Vec<usize>,
}

/// What regions are, as their names say it at the end; longer before shorter.
const KINDS: [&str; 29] = [
    "社区居民委员会",
    "社区居委会",
    "社区村委会",
    "村民委员会",
    "居民委员会",
    "社区服务中心",
    "街道办事处",
    "特别行政区",
    "居委会",
    "村委会",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "管理区",
    "街道",
    "社区",
    "地区",
    "林区",
    "村",
    "乡",
    "镇",
    "区",
    "县",
    "市",
    "省",
    "州",
    "盟",
    "旗",
];

/// Characters that place names read in more than one way, the most usual first. The dictionary knows many more readings of these
/// and of others (家 gu, 大 tai); nobody types those for a place.
const SEVERAL: [(char, &[&str]); 59] = [
    ('长', &["chang", "zhang"]),
    ('重', &["chong", "zhong"]),
    ('乐', &["le", "yue"]),
    ('藏', &["zang", "cang"]),
    ('单', &["dan", "shan"]),
    ('曾', &["zeng", "ceng"]),
    ('朝', &["chao", "zhao"]),
    ('都', &["du", "dou"]),
    ('行', &["xing", "hang"]),
    ('会', &["hui", "kuai"]),
    ('厦', &["xia", "sha"]),
    ('六', &["liu", "lu"]),
    ('蚌', &["beng", "bang"]),
    ('阿', &["a", "e"]),
    ('柏', &["bai", "bo"]),
    ('堡', &["bao", "pu", "bu"]),
    ('埔', &["pu", "bu"]),
    ('泊', &["bo", "po"]),
    ('番', &["fan", "pan"]),
    ('尉', &["wei", "yu"]),
    ('解', &["jie", "xie"]),
    ('盖', &["gai", "ge"]),
    ('翟', &["zhai", "di"]),
    ('员', &["yuan", "yun"]),
    ('牟', &["mou", "mu"]),
    ('莘', &["xin", "shen"]),
    ('贾', &["jia", "gu"]),
    ('查', &["cha", "zha"]),
    ('洞', &["dong", "tong"]),
    ('圩', &["wei", "xu"]),
    ('巷', &["xiang", "hang"]),
    ('什', &["shi", "shen"]),
    ('卡', &["ka", "qia"]),
    ('陂', &["bei", "pi", "po"]),
    ('种', &["zhong", "chong"]),
    ('虹', &["hong", "jiang"]),
    ('落', &["luo", "lao"]),
    ('宿', &["su", "xiu"]),
    ('繁', &["fan", "po"]),
    ('枞', &["cong", "zong"]),
    ('栅', &["zha", "shan"]),
    ('莞', &["guan", "wan"]),
    ('涌', &["yong", "chong"]),
    ('浒', &["hu", "xu"]),
    ('乾', &["qian", "gan"]),
    ('泌', &["mi", "bi"]),
    ('涡', &["wo", "guo"]),
    ('浚', &["jun", "xun"]),
    ('铅', &["qian", "yan"]),
    ('荥', &["xing", "ying"]),
    ('蔚', &["wei", "yu"]),
    ('峙', &["zhi", "shi"]),
    ('筠', &["yun", "jun"]),
    ('句', &["ju", "gou"]),
    ('弄', &["nong", "long"]),
    ('覃', &["tan", "qin"]),
    ('栎', &["li", "yue"]),
    ('垌', &["dong", "tong"]),
    ('校', &["xiao", "jiao"]),
];

/// Changes with what is below: a database whose names were read by other rules has them read again.
pub(crate) const READINGS_VERSION: &str = "2";

/// A name has so many readings at most; of further characters only the usual one counts.
const MOST: usize = 8;

/// How the name may be read, the most usual first. None when nothing in it can be typed.
pub(super) fn readings(name: &str) -> Vec<Reading> {
    let (stem, kind) = stem_and_kind(name);
    let nothing =
        Reading { full: String::new(), initials: String::new(), stem: 0, stem_initials: 0, starts: Vec::new() };
    let mut all = vec![nothing];
    for character in stem.chars() {
        let several = SEVERAL.iter().find(|(known, _)| *known == character).map(|(_, readings)| *readings);
        let before = std::mem::take(&mut all);
        match several {
            Some(syllables) if before.len() * syllables.len() <= MOST => {
                // The usual reading of this character first, with all readings of those before it.
                all = syllables.iter().flat_map(|syllable| before.iter().map(|one| one.with(syllable))).collect();
            }
            Some(syllables) => all = before.iter().map(|one| one.with(syllables[0])).collect(),
            None => all = before.iter().map(|one| one.with(&typed(character))).collect(),
        }
    }
    for reading in &mut all {
        // Where a character is not typed, two begin at one place.
        reading.starts.dedup();
        reading.starts.retain(|start| (1..reading.full.len()).contains(start));
        (reading.stem, reading.stem_initials) = (reading.full.len(), reading.initials.len());
        let starts = std::mem::take(&mut reading.starts);
        for character in kind.chars() {
            *reading = reading.with(&typed(character));
        }
        reading.starts = starts;
    }
    all.retain(|reading| !reading.full.is_empty());
    all
}

/// The name proper, and what kind of region it says it is.
fn stem_and_kind(name: &str) -> (&str, &str) {
    // A name that is nothing but a kind (社区, in which 区 is another) is a name.
    let kind = KINDS.iter().find(|kind| !KINDS.contains(&name) && name.ends_with(**kind)).map_or("", |kind| kind);
    (name.strip_suffix(kind).unwrap_or(name), kind)
}

/// Whether a text is a part of what regions are called by their kind, and so of most names.
pub(super) fn is_part_of_kind(text: &str) -> bool {
    KINDS.iter().any(|kind| kind.contains(text))
}

/// What a name contains, from each of its characters on: in writing and, syllable by syllable, in its readings. It begins with
/// neither, and nothing begins in the kind of region, which most names have in common.
fn pieces(name: &str, readings: &[Reading]) -> Vec<String> {
    let (stem, _) = stem_and_kind(name);
    let written = stem.char_indices().skip(1).map(|(start, _)| name[start..].to_owned());
    let read = readings.iter().flat_map(|reading| reading.starts.iter().map(|start| reading.full[*start..].to_owned()));
    written.chain(read).collect()
}

impl Reading {
    fn with(&self, syllable: &str) -> Self {
        let mut longer = self.clone();
        longer.starts.push(longer.full.len());
        longer.full.push_str(syllable);
        longer.initials.extend(syllable.chars().next());
        longer
    }
}

/// What one types for a character: its syllable, a letter or digit itself, nothing for all else.
fn typed(character: char) -> String {
    if character.is_ascii_alphanumeric() {
        return letter(character).into();
    }
    character.to_pinyin().map_or_else(String::new, |syllable| syllable.plain().chars().map(letter).collect())
}

/// Letters as they are kept: small, and one for `u`, `ü` and the `v` that stands for it, so that lü is found by all three.
fn letter(character: char) -> char {
    match character.to_ascii_lowercase() {
        'v' | 'ü' | 'Ü' => 'u',
        other => other,
    }
}

/// What was typed, as readings are kept; none when it is no pinyin (it has other characters, or no letter).
pub(super) fn as_typed(text: &str) -> Option<String> {
    let parts = |c: &char| !matches!(c, ' ' | '\'' | '’' | '-');
    let letters: String = text.chars().filter(parts).map(letter).collect();
    let pinyin = letters.chars().all(|c| c.is_ascii_alphanumeric()) && letters.chars().any(|c| c.is_ascii_alphabetic());
    pinyin.then_some(letters)
}

/// Writes the readings of names, each name of a level once.
#[derive(Debug, Default)]
pub(super) struct Readings {
    /// Hashes of what was noted: eight bytes a name, where the names themselves would be fifty.
    noted: HashSet<u64>,
    waiting: Vec<(String, Level)>,
}

/// Names that wait to be written together. In the order of their readings they fill the indexes page by page; in the order of
/// the regions, ten times slower.
const MOST_WAITING: usize = 65_536;

impl Readings {
    /// Notes a name that is to be found; a repeated one is noted once.
    pub(super) fn note(&mut self, name: &str, level: Level) {
        let mut hasher = DefaultHasher::new();
        (name, level).hash(&mut hasher);
        if self.noted.insert(hasher.finish()) {
            self.waiting.push((name.to_owned(), level));
        }
    }

    /// Whether so many names wait that they should be written.
    pub(super) fn are_many(&self) -> bool {
        self.waiting.len() >= MOST_WAITING
    }

    /// Writes the names that wait; what others have written stays.
    pub(super) async fn write(&mut self, tx: &mut Tx) -> Result<()> {
        let (mut all, mut inside) = (Vec::new(), Vec::new());
        for (name, level) in self.waiting.drain(..) {
            let level = super::level_number(level);
            let readings = readings(&name);
            inside.extend(pieces(&name, &readings).into_iter().map(|piece| (piece, level, name.clone())));
            all.extend(readings.into_iter().map(|reading| (reading, name.clone(), level)));
        }
        inside.sort_unstable();
        all.sort_unstable_by(|one, other| one.0.full.cmp(&other.0.full));
        let columns = &["name", "level", "reading", "initials", "stem", "stem_initials"];
        let mut rows = Rows::new("region_reading", columns).unless_there();
        let number = |length: usize| i64::try_from(length).unwrap_or(0);
        for (Reading { full, initials, stem, stem_initials, .. }, name, level) in all {
            let row = Values::default().and(name).and(level).and(full).and(initials);
            rows.push(tx, row.and(number(stem)).and(number(stem_initials))).await?;
        }
        rows.finish(tx).await?;
        let mut rows = Rows::new("region_piece", &["piece", "level", "name"]).unless_there();
        for (piece, level, name) in inside {
            rows.push(tx, Values::default().and(piece).and(level).and(name)).await?;
        }
        rows.finish(tx).await
    }
}

/// Names read in one turn when all are read anew.
const AT_ONCE: i64 = 4_096;

impl Store {
    /// Reads all names that are known today anew.
    pub(crate) async fn read_names_anew(&self, tx: &mut Tx) -> Result<()> {
        for table in ["region_reading", "region_piece"] {
            query(format!("DELETE FROM {table}")).execute(tx.connection()).await?;
        }
        let sql = format!(
            "SELECT DISTINCT v.name, v.level FROM region_version v \
             WHERE v.recorded_to = {} AND (v.name > $1 OR v.name = $1 AND v.level > $2) ORDER BY v.name, v.level LIMIT {AT_ONCE}",
            Instant::OPEN.0
        );
        let mut last = (String::new(), -1);
        let mut readings = Readings::default();
        loop {
            let asked = query(sql.clone()).bind(last.0.as_str()).bind(last.1);
            let rows = asked.fetch_all(tx.connection()).await?;
            let names = rows.iter().map(|row| Ok((row.text(0)?, row.int(1)?))).collect::<Result<Vec<_>>>()?;
            let Some(end) = names.last().cloned() else { return readings.write(tx).await };
            for (name, number) in &names {
                readings.note(name, super::level(*number)?);
            }
            if readings.are_many() {
                readings.write(tx).await?;
            }
            last = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pinyin::ToPinyinMulti;

    fn full(name: &str) -> Vec<String> {
        readings(name).into_iter().map(|reading| reading.full).collect()
    }

    #[test]
    fn a_name_is_read_in_full_and_by_initials_and_knows_its_stem() {
        let reading = Reading {
            full: "xingyejiedao".into(),
            initials: "xyjd".into(),
            stem: 6,
            stem_initials: 2,
            starts: vec![4],
        };
        assert_eq!(readings("兴业街道"), [Reading { stem: "xingye".len(), ..reading }]);
        let first = &readings("长山花园社区居委会")[0];
        assert_eq!(first.full, "changshanhuayuanshequjuweihui");
        assert_eq!((&first.full[..first.stem], &first.initials[..first.stem_initials]), ("changshanhuayuan", "cshy"));
        assert_eq!(readings("社区")[0].stem, "shequ".len(), "a name that is nothing but a kind is a name");
    }

    #[test]
    fn what_a_name_contains_begins_at_each_character_and_syllable_but_the_first() {
        let inside = |name: &str| pieces(name, &readings(name));
        assert_eq!(
            inside("花园社区"),
            ["园社区", "yuanshequ"],
            "the kind of region begins nothing: most names have it in common"
        );
        assert_eq!(inside("长A屯"), ["A屯", "屯", "atun", "tun", "atun", "tun"]);
        assert_eq!(inside("（北）"), ["北）", "）"]);
        assert_eq!(inside("村"), Vec::<String>::new());
        assert!(is_part_of_kind("居委会") && !is_part_of_kind("花园"));
    }

    #[test]
    fn characters_of_several_readings_are_found_by_each() {
        assert_eq!(full("重庆市"), ["chongqingshi", "zhongqingshi"]);
        assert_eq!(full("朝阳区"), ["chaoyangqu", "zhaoyangqu"]);
        assert_eq!(full("长乐"), ["changle", "zhangle", "changyue", "zhangyue"]);
        assert!(full("西藏自治区").contains(&"xizangzizhiqu".to_owned()));
        assert_eq!(full("长长长长长长").len(), MOST, "readings are capped");
        assert_eq!(full("绿园区"), ["luyuanqu"]);
        assert_eq!(full("A区1号"), ["aqu1hao"]);
        assert_eq!(full("（）"), Vec::<String>::new());
    }

    #[test]
    fn what_was_typed_is_read_as_names_are() {
        let typed = |text| as_typed(text);
        assert_eq!(typed("Chang Shan hua-yuan").as_deref(), Some("changshanhuayuan"));
        assert_eq!(typed("xi'an").as_deref(), Some("xian"));
        for text in ["lvyuan", "lüyuan", "luyuan", "LÜYUAN"] {
            assert_eq!(typed(text).as_deref(), Some("luyuan"), "{text}");
        }
        assert_eq!([typed("220104"), typed("长shan"), typed(""), typed("%_"), typed("a%")], [const { None }; 5]);
    }

    /// No reading is made up, and the list holds what the dictionary's first reading would miss.
    #[test]
    fn every_reading_of_the_list_is_in_the_dictionary() {
        for (character, listed) in SEVERAL {
            let known: Vec<&str> = character
                .to_pinyin_multi()
                .map(|readings| readings.into_iter().map(pinyin::Pinyin::plain).collect())
                .or_else(|| character.to_pinyin().map(|reading| vec![reading.plain()]))
                .unwrap_or_default();
            for reading in listed {
                assert!(known.contains(reading), "{character} {reading}: {known:?}");
            }
        }
    }
}
