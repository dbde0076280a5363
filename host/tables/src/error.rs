//! Why a file cannot be read as a table or written as one. Faults of single cells are no errors: see [`crate::Fault`].

use crate::csv_in::Encoding;
use crate::place::Place;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;

/// An error with its place.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The system refused.
    #[error("{place}: {source}")]
    Io {
        /// Where.
        place: Place,
        /// What it said.
        source: std::io::Error,
    },
    /// Neither text nor a workbook.
    #[error("{place}: {what}")]
    NotATable {
        /// Where.
        place: Place,
        /// What it is.
        what: Foreign,
    },
    /// A workbook that breaks off or contradicts itself.
    #[error("{place}: damaged: {detail}")]
    Damaged {
        /// Where.
        place: Place,
        /// What the reader said.
        detail: String,
    },
    /// More than may be.
    #[error("{place}: {found} {what}, at most {most}")]
    TooLarge {
        /// Where.
        place: Place,
        /// What there is too much of.
        what: Amount,
        /// How much there is.
        found: u64,
        /// How much there may be.
        most: u64,
    },
    /// Nothing in it.
    #[error("{place}: empty")]
    Empty {
        /// Where.
        place: Place,
    },
    /// A heading, and no row below it.
    #[error("{place}: a heading and nothing below it")]
    NoRows {
        /// Where.
        place: Place,
    },
    /// No sheet of that name.
    #[error("{place}: no sheet {wanted}")]
    NoSheet {
        /// Where.
        place: Place,
        /// What was asked for.
        wanted: String,
        /// What there is.
        known: Vec<String>,
    },
    /// No row that could be the heading.
    #[error("{place}: no heading")]
    NoHeading {
        /// Where.
        place: Place,
    },
    /// One heading over several columns.
    #[error("{place}: a heading over several columns")]
    MergedHeading {
        /// Where.
        place: Place,
        /// The range, such as `C1:D1`.
        range: String,
    },
    /// Bytes that are no text in the file's encoding.
    #[error("{place}: byte {byte} is not {encoding}")]
    Encoding {
        /// Where.
        place: Place,
        /// The byte of the line, counted from 1.
        byte: usize,
        /// What the file is in until here.
        encoding: Encoding,
        /// What the line seems to be in.
        looks: Option<Encoding>,
    },
    /// A required column that is not there.
    #[error("{place}: no column for {}", title.en)]
    ColumnMissing {
        /// Where.
        place: Place,
        /// The field's key.
        field: String,
        /// The field.
        title: Bilingual,
        /// The headings there are.
        headings: Vec<String>,
    },
    /// A column of a local field that nobody has declared, or that was withdrawn.
    #[error("{place}: no local field {key}")]
    LocalFieldUnknown {
        /// Where, with the column.
        place: Place,
        /// What it is headed.
        key: String,
        /// The local fields there are.
        known: Vec<String>,
    },
    /// A mapping that says what cannot be.
    #[error("{place}: {}", what.en)]
    Mapping {
        /// Where in the mapping file.
        place: String,
        /// What is wrong.
        what: Bilingual,
        /// What to do.
        remedy: Bilingual,
    },
    /// A file that could not be written.
    #[error("a table could not be written: {0}")]
    Writing(String),
}

/// What a file is, when it is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// A workbook of Excel 97–2003, or one under a password.
    OldOrLocked,
    /// A page that calls itself a workbook.
    Html,
    /// UTF-16 without the mark that says so.
    Utf16,
    /// Lines that end with a carriage return only, as on old Macintoshes.
    CarriageReturns,
    /// A zip archive that is no workbook.
    Archive,
    /// Anything else.
    Binary,
}

impl std::fmt::Display for Foreign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::OldOrLocked => "an old or locked workbook",
            Self::Html => "a page in HTML",
            Self::Utf16 => "text in UTF-16 without its mark",
            Self::CarriageReturns => "text without line feeds",
            Self::Archive => "an archive",
            Self::Binary => "not text",
        })
    }
}

/// What there can be too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Bytes of the file.
    PackageBytes,
    /// Parts of the package.
    Parts,
    /// Bytes unpacked.
    UnpackedBytes,
    /// Bytes of texts.
    TextBytes,
    /// Bytes of one row.
    RowBytes,
    /// Columns.
    Columns,
    /// Rows.
    Rows,
}

impl Amount {
    fn said(self) -> Bilingual {
        match self {
            Self::PackageBytes => Bilingual::new("文件字节数", "bytes of the file"),
            Self::Parts => Bilingual::new("压缩包内的部件数", "parts in the package"),
            Self::UnpackedBytes => Bilingual::new("解压后的字节数", "bytes when unpacked"),
            Self::TextBytes => Bilingual::new("文字内容的字节数", "bytes of text"),
            Self::RowBytes => Bilingual::new("一行的字节数", "bytes of one row"),
            Self::Columns => Bilingual::new("列数", "columns"),
            Self::Rows => Bilingual::new("行数", "rows"),
        }
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.said().en)
    }
}

impl TableError {
    /// The error as a problem to be shown.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let (kind, code, what, remedy) = self.said();
        let problem = Problem::new(kind, code, what, remedy);
        match self {
            Self::Io { place, .. }
            | Self::NotATable { place, .. }
            | Self::Damaged { place, .. }
            | Self::TooLarge { place, .. }
            | Self::Empty { place }
            | Self::NoRows { place }
            | Self::NoSheet { place, .. }
            | Self::NoHeading { place }
            | Self::MergedHeading { place, .. }
            | Self::Encoding { place, .. }
            | Self::LocalFieldUnknown { place, .. }
            | Self::ColumnMissing { place, .. } => problem.at(place.to_string()),
            Self::Mapping { place, .. } => problem.at(place.clone()),
            Self::Writing(_) => problem,
        }
    }

    fn said(&self) -> (Kind, &'static str, Bilingual, Bilingual) {
        let both = |zh: String, en: String| Bilingual::new(zh, en);
        let wrong = Kind::Invalid;
        match self {
            Self::Io { source, .. } => (
                wrong,
                "file",
                both(format!("文件无法读取：{source}"), format!("the file cannot be read: {source}")),
                both("请检查路径、权限与磁盘空间。".into(), "Check path, permissions and disk space.".into()),
            ),
            Self::NotATable { what, .. } => foreign(*what),
            Self::Damaged { detail, .. } => (
                wrong,
                "workbook-damaged",
                both(
                    format!("工作簿不完整或已损坏（{detail}）"),
                    format!("the workbook is cut short or damaged ({detail})"),
                ),
                both(
                    "请重新上传或下载；用 Excel 打开后另存为 .xlsx 再试。".into(),
                    "Send or fetch it again; or open it in a spreadsheet and save it as .xlsx.".into(),
                ),
            ),
            Self::TooLarge { what: Amount::RowBytes, most, .. } => (
                Kind::TooLarge,
                "row-too-long",
                both(format!("有一行超过 {most} 字节"), format!("a row has more than {most} bytes")),
                both(
                    "多半是引号没有配对：请检查这一行的双引号。".into(),
                    "Most likely a quotation mark is never closed: look at the quotes of this row.".into(),
                ),
            ),
            Self::TooLarge { what, found, most, .. } => {
                let said = what.said();
                (
                    Kind::TooLarge,
                    "table-too-large",
                    both(
                        format!("{}为 {found}，最多 {most}", said.zh),
                        format!("{found} {}, at most {most} are taken", said.en),
                    ),
                    both(
                        "请拆成几个文件，或另存为 CSV（大小不限）；正常工作簿不会解压得如此之大。".into(),
                        "Split the file, or save it as CSV, which may be of any size; an honest workbook does not unpack to so much."
                            .into(),
                    ),
                )
            }
            Self::Empty { .. } => (
                wrong,
                "table-empty",
                both("文件中没有内容".into(), "there is nothing in the file".into()),
                both("请检查是否选错了文件或工作表。".into(), "Check whether it is the right file and sheet.".into()),
            ),
            Self::NoRows { .. } => (
                wrong,
                "table-empty",
                both("文件只有表头，没有数据行".into(), "there is a heading, and no row below it".into()),
                both("请检查是否选错了文件或工作表。".into(), "Check whether it is the right file and sheet.".into()),
            ),
            Self::NoSheet { wanted, known, .. } => (
                wrong,
                "sheet-unknown",
                both(format!("没有名为“{wanted}”的工作表"), format!("there is no sheet {wanted}")),
                both(format!("可用：{}。", known.join("、")), format!("There are: {}.", known.join(", "))),
            ),
            Self::NoHeading { .. } => (
                wrong,
                "heading-missing",
                both("找不到表头行".into(), "no row of headings was found".into()),
                both(
                    "请让列名所在的行成为第一行：删去它上面的内容，或补上列名。".into(),
                    "Let the row that names the columns be the first: remove what stands above it, or add it.".into(),
                ),
            ),
            Self::MergedHeading { range, .. } => (
                wrong,
                "heading-merged",
                both(
                    format!("表头 {range} 是合并单元格，一个列名盖住了几列"),
                    format!("the heading {range} is merged: one name stands over several columns"),
                ),
                both("请取消合并，并给每一列写上列名。".into(), "Unmerge it and give each column a name.".into()),
            ),
            Self::Encoding { byte, encoding, looks, .. } => encoding_said(*byte, *encoding, *looks),
            Self::ColumnMissing { field, title, headings, .. } => (
                wrong,
                "column-missing",
                both(format!("缺少“{}”列", title.zh), format!("there is no column for {} ({field})", title.en)),
                both(
                    format!(
                        "现有列：{}。请加上该列，或指定哪一列是它，或给定一个用于所有行的值。",
                        headings.join("、")
                    ),
                    format!(
                        "The columns are: {}. Add it, say which of them it is, or give one value for all rows.",
                        headings.join(", ")
                    ),
                ),
            ),
            Self::LocalFieldUnknown { key, known, .. } => local_field_unknown(key, known),
            Self::Mapping { what, remedy, .. } => (wrong, "mapping-wrong", what.clone(), remedy.clone()),
            Self::Writing(detail) => (
                Kind::Internal,
                "table-unwritten",
                both(format!("文件无法写出：{detail}"), format!("the file could not be written: {detail}")),
                both("请检查磁盘空间与权限。".into(), "Check disk space and permissions.".into()),
            ),
        }
    }
}

pub(crate) fn local_field_unknown(key: &str, known: &[String]) -> (Kind, &'static str, Bilingual, Bilingual) {
    let what = Bilingual::new(
        format!("本地字段 {key} 没有申报，或已撤销"),
        format!("no local field {key} is declared here, or it was withdrawn"),
    );
    let (zh, en) = if known.is_empty() {
        ("此处没有本地字段".to_owned(), "there are none here".to_owned())
    } else {
        (format!("现有：{}", known.join("、")), format!("there are: {}", known.join(", ")))
    };
    let remedy = Bilingual::new(
        format!("请先申报这个本地字段，或更正列名，或不导入该列（{zh}）。"),
        format!("Declare the local field first, mend the heading, or leave the column out; {en}."),
    );
    (Kind::Invalid, "local-field-unknown", what, remedy)
}

fn foreign(what: Foreign) -> (Kind, &'static str, Bilingual, Bilingual) {
    let remedy = Bilingual::new(
        "请用 Excel 或 WPS 打开，另存为“Excel 工作簿 (.xlsx)”或 CSV，不要加密码。",
        "Open it in a spreadsheet and save it as an Excel workbook (.xlsx) or CSV, without a password.",
    );
    let said = match what {
        Foreign::OldOrLocked => Bilingual::new(
            "这是旧版 Excel（.xls）文件或加了密码的工作簿",
            "this is a workbook of Excel 97–2003 (.xls), or one under a password",
        ),
        Foreign::Html => {
            Bilingual::new("这是网页文件，只是扩展名像表格", "this is a page in HTML, whatever its name says")
        }
        Foreign::Utf16 => Bilingual::new(
            "文本是 UTF-16 编码，却没有开头的标记（BOM）",
            "the text is in UTF-16 without the mark that says so",
        ),
        Foreign::CarriageReturns => Bilingual::new(
            "换行只有回车符（CR），整个文件成了一行",
            "its lines end with carriage returns only, so that all of it is one line",
        ),
        Foreign::Archive => Bilingual::new("这是压缩包，不是工作簿", "this is an archive, not a workbook"),
        Foreign::Binary => Bilingual::new("这不是文本，也不是工作簿", "this is neither text nor a workbook"),
    };
    (Kind::Invalid, "not-a-table", said, remedy)
}

fn encoding_said(
    byte: usize,
    encoding: Encoding,
    looks: Option<Encoding>,
) -> (Kind, &'static str, Bilingual, Bilingual) {
    let (zh, en) = match looks {
        Some(other) => (
            format!("，看起来是 {other}：文件混用了两种编码"),
            format!("; it looks like {other}: the file mixes two encodings"),
        ),
        None => Default::default(),
    };
    let what = Bilingual::new(
        format!("该行第 {byte} 个字节起不是有效的 {encoding} 文字{zh}"),
        format!("from byte {byte} on, the line is not {encoding}{en}"),
    );
    let remedy = Bilingual::new(
        "请用文本编辑器或 Excel 把整个文件另存为“CSV UTF-8”。",
        "Save the whole file as CSV UTF-8 with a text editor or a spreadsheet.",
    );
    (Kind::Invalid, "encoding-wrong", what, remedy)
}
