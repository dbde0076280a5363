//! Regions 区域: permanent identities with dated codes, names and parents.

use crate::clock::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The permanent identity of a region; codes, names and parents change, this does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RegionId(pub i64);

/// The levels of the tree, outermost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The state itself, the root.
    Nation,
    /// 省
    Province,
    /// 市、州
    City,
    /// 县、市、区
    District,
    /// 街道、镇、乡
    Street,
    /// 社区、村
    Community,
    /// 网格
    Grid,
}

impl Level {
    /// All levels, outermost first.
    pub const ALL: [Self; 7] =
        [Self::Nation, Self::Province, Self::City, Self::District, Self::Street, Self::Community, Self::Grid];

    /// The name in code, API and contract.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Nation => "nation",
            Self::Province => "province",
            Self::City => "city",
            Self::District => "district",
            Self::Street => "street",
            Self::Community => "community",
            Self::Grid => "grid",
        }
    }

    /// The name for Chinese readers.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Self::Nation => "全国",
            Self::Province => "省级",
            Self::City => "地级",
            Self::District => "县级",
            Self::Street => "乡级",
            Self::Community => "村级（社区）",
            Self::Grid => "网格",
        }
    }

    /// The level of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// A region code: `0` for the nation, else 12 digits (2+2+2+3+3) or 15 for a grid.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RegionCode(String);

/// Why a text is not a region code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a region code: 2, 4, 6, 9, 12 or 15 digits are wanted, the trailing zeros may be left out")]
pub struct NotACode(pub String);

impl RegionCode {
    /// Reads a code; the short forms (2, 4, 6 or 9 digits) are filled with zeros.
    ///
    /// # Errors
    /// Anything but 2, 4, 6, 9, 12 or 15 ASCII digits, and codes with a gap (a district below no city).
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        let wrong = || NotACode(text.chars().take(40).collect());
        if text == "0" {
            return Ok(Self::nation());
        }
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(wrong());
        }
        let code = match text.len() {
            2 | 4 | 6 | 9 => Self(format!("{text:0<12}")),
            12 | 15 => Self(text.to_owned()),
            _ => return Err(wrong()),
        };
        let digits = &code.0;
        let deepest_first = [
            digits.len() == 15,
            &digits[9..12] != "000",
            &digits[6..9] != "000",
            &digits[4..6] != "00",
            &digits[2..4] != "00",
        ];
        let first = deepest_first.iter().position(|&set| set).unwrap_or(deepest_first.len());
        let whole = deepest_first[first..].iter().all(|&set| set);
        // Cities without districts (东莞, 中山, 儋州 …) carry their streets directly: the district group is then 00.
        let cityless = &digits[6..9] != "000" && &digits[4..6] == "00" && &digits[2..4] != "00";
        let empty = digits.starts_with("00") || digits.get(12..).is_some_and(|grid| grid == "000");
        if (whole || cityless) && !empty { Ok(code) } else { Err(wrong()) }
    }

    /// The root's code.
    #[must_use]
    pub fn nation() -> Self {
        Self("0".into())
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits that all codes below begin with, and none beside it: `220104` of `220104000000`.
    #[must_use]
    pub fn significant(&self) -> &str {
        let digits = match self.level() {
            Level::Nation => 0,
            Level::Province => 2,
            Level::City => 4,
            Level::District => 6,
            Level::Street => 9,
            Level::Community => 12,
            Level::Grid => 15,
        };
        self.0.get(..digits).unwrap_or_default()
    }

    /// The level that the digits say.
    #[must_use]
    pub fn level(&self) -> Level {
        let digits = &self.0;
        match digits.len() {
            1 => Level::Nation,
            15 => Level::Grid,
            _ if &digits[9..12] != "000" => Level::Community,
            _ if &digits[6..9] != "000" => Level::Street,
            _ if &digits[4..6] != "00" => Level::District,
            _ if &digits[2..4] != "00" => Level::City,
            _ => Level::Province,
        }
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for RegionCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// A region as it stood on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Region {
    /// Who it is, for ever.
    pub id: RegionId,
    /// Its code on that day.
    pub code: RegionCode,
    /// Its name on that day.
    pub name: String,
    /// Its level.
    pub level: Level,
    /// What it belonged to on that day; none for the root.
    pub parent: Option<RegionId>,
    /// First day of this code, name and parent.
    pub valid_from: Date,
    /// First day they no longer hold.
    pub valid_to: Date,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_say_the_level() {
        let level = |text: &str| RegionCode::parse(text).map(|code| code.level());
        assert_eq!(level("22"), Ok(Level::Province));
        assert_eq!(level("2201"), Ok(Level::City));
        assert_eq!(level("220104"), Ok(Level::District));
        assert_eq!(level("220103008"), Ok(Level::Street));
        assert_eq!(level("220103008003"), Ok(Level::Community));
        assert_eq!(level("220103008003001"), Ok(Level::Grid));
        assert_eq!(level("441900003000"), Ok(Level::Street), "Dongguan has no districts");
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in ["", "2", "220", "22010", "长山花园", "２２", "220003008003", "220103008003000", "000000000000"]
        {
            assert!(RegionCode::parse(text).is_err(), "{text}");
        }
    }
}
