//! Why a document cannot be written down in a format, said so that its reader can mend it.

use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;

/// Why a document cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// Its nodes do not make a tree, or a row is not as long as its heads.
    #[error("the document is malformed: {0}")]
    Shape(String),
    /// No font on this machine has Chinese.
    #[error("no font with Chinese was found")]
    FontMissing,
    /// More than a PDF is fit for.
    #[error("{what} {found}, and a PDF takes {most}")]
    TooLong {
        /// Of what: `rows`, `cells`, `characters`.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// A table with so many columns that they cannot be read on the paper.
    #[error("a table of {columns} columns does not fit the paper")]
    TooWide {
        /// Its caption.
        caption: String,
        /// How many columns it has.
        columns: usize,
    },
    /// More sheets, or columns, than a workbook takes.
    #[error("{found} {what}, and a workbook takes {most}")]
    Workbook {
        /// Of what: `tables`, `columns`.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// The typesetter refused its own template.
    #[error("the typesetter failed: {0}")]
    Typesetting(String),
    /// The workbook could not be written, for want of disk perhaps.
    #[error("the workbook could not be written: {0}")]
    Writing(String),
}

impl RenderError {
    /// The error as a problem to be shown.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::Shape(what) => Problem::new(
                Kind::PluginFailed,
                "document-malformed",
                Bilingual::new(format!("报表文档结构有误：{what}"), format!("the document is malformed: {what}")),
                Bilingual::new(
                    "请把此信息告知插件作者；其他插件的报表不受影响。",
                    "Tell the plugin's author; reports of other plugins are not affected.",
                ),
            ),
            Self::FontMissing => Problem::new(
                Kind::Internal,
                "font-missing",
                Bilingual::new(
                    "服务器上没有中文字体，无法生成 PDF",
                    "the server has no Chinese font, so no PDF can be made",
                ),
                Bilingual::new(
                    "请运维人员安装 Debian 软件包 fonts-noto-cjk，或用 LIFANG_FONTS 指定字体目录，然后重启；此前可用 format=xlsx 或 format=html。",
                    "The operator installs Debian's fonts-noto-cjk, or names a folder of fonts in LIFANG_FONTS, and restarts; until then there are format=xlsx and format=html.",
                ),
            ),
            Self::TooLong { what, found, most } => Problem::new(
                Kind::Invalid,
                "pdf-too-long",
                Bilingual::new(
                    format!("报表有 {found} {}，PDF 最多 {most} {}", zh(what), zh(what)),
                    format!("the report has {found} {what}; a PDF takes {most}"),
                ),
                Bilingual::new(
                    "请改用 format=xlsx 或 format=csv，或缩短期间、缩小区域。",
                    "Ask for format=xlsx or format=csv, or for a shorter period or a smaller region.",
                ),
            ),
            Self::TooWide { caption, columns } => Problem::new(
                Kind::Invalid,
                "pdf-too-wide",
                Bilingual::new(
                    format!("表“{caption}”有 {columns} 列，这种纸张排不下"),
                    format!("the table \"{caption}\" has {columns} columns, too many for this paper"),
                ),
                Bilingual::new(
                    "请加 paper=a3，或改用 format=xlsx、format=csv。",
                    "Ask for paper=a3, or for format=xlsx or format=csv.",
                ),
            ),
            Self::Workbook { what, found, most } => Problem::new(
                Kind::Invalid,
                "xlsx-too-large",
                Bilingual::new(
                    format!("报表有 {found} {}，一个工作簿最多 {most} {}", zh(what), zh(what)),
                    format!("the report has {found} {what}; a workbook takes {most}"),
                ),
                Bilingual::new("请改用 format=csv。", "Ask for format=csv."),
            ),
            Self::Typesetting(_) | Self::Writing(_) => Problem::new(
                Kind::Internal,
                "rendering-failed",
                Bilingual::new("报表未能生成", "the report could not be written down"),
                Bilingual::new(
                    "请改用 format=html，并请运维人员查看日志与磁盘空间。",
                    "Ask for format=html, and have the operator look at the log and the disk.",
                ),
            ),
        }
    }
}

fn zh(what: &str) -> &'static str {
    match what {
        "rows" => "行",
        "cells" => "个单元格",
        "characters" => "个字",
        "columns" => "列",
        _ => "张表",
    }
}
