//! The records behind a number of data quality as a table to keep, page by page: whatever their number, a page is in memory.

use crate::Service;
use crate::error::Result;
use crate::press::Written;
use lifang_core::actor::Actor;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_store::quality::Finding;
use lifang_tables::{FileFormat, Out, TableWriter};
use std::fs::File;
use std::io::{BufWriter, Seek};

/// The most records of a table: as many rows as a sheet has. Whoever has more mends them part by part.
const MOST: usize = 1_000_000;
/// Records read at once: each page looks for them anew.
const PAGE: u32 = 20_000;

impl Service {
    /// All records of a region that break a rule, as a table.
    ///
    /// # Errors
    /// As [`Service::quality_records`]; `too-many-records`.
    pub async fn quality_table(&self, actor: &Actor, code: &str, rule: &str, format: FileFormat) -> Result<Written> {
        let (place, rule) = self.may_list(actor, code, rule).await?;
        let mut page = self.found(&place, rule, None, PAGE).await?;
        let heading = [
            "编号 id",
            "社区代码 community",
            "社区 community name",
            "网格 grid",
            "标识 label",
            "来源 source",
            "采集人 collector",
            "记录时间 recorded",
        ];
        let told = |error: lifang_tables::TableError| error.problem();
        let file = BufWriter::new(tempfile::tempfile().map_err(|error| unwritten(&error))?);
        let heading: Vec<String> = heading.iter().map(|&head| head.to_owned()).collect();
        let mut table = TableWriter::begin(format, page.rule.zh, &heading, file).map_err(told)?;
        let mut rows = 0;
        loop {
            for finding in &page.findings {
                table.row(&cells(finding)).map_err(told)?;
            }
            rows += page.findings.len();
            let Some(next) = page.next else { break };
            if rows >= MOST {
                return Err(too_many().into());
            }
            page = self.found(&place, rule, Some(&next), PAGE).await?;
        }
        // Before the table is handed out.
        self.audit_findings(actor, &place, rule, rows as u64).await?;
        let mut file: File = table.finish().map_err(told)?.into_inner().map_err(|error| unwritten(error.error()))?;
        let length =
            file.stream_position().and_then(|end| file.rewind().map(|()| end)).map_err(|error| unwritten(&error))?;
        Ok(Written::File(file, length))
    }
}

fn cells(finding: &Finding) -> [Out<'_>; 8] {
    [
        finding.uid.map_or(Out::Empty, |uid| Out::text(uid.to_string())),
        Out::text(finding.community.as_str()),
        Out::text(finding.community_name.as_str()),
        finding.grid.as_deref().map_or(Out::Empty, Out::text),
        Out::text(finding.label.as_str()),
        Out::text(finding.source.as_str()),
        Out::text(finding.collector.as_str()),
        Out::Moment(finding.recorded),
    ]
}

fn unwritten(error: &std::io::Error) -> Problem {
    Problem::new(
        Kind::Busy,
        "table-unwritten",
        Bilingual::new(format!("文件写不下：{error}"), format!("the table cannot be written: {error}")),
        Bilingual::new(
            "请运维人员检查临时目录的空间后重试。",
            "Let the operator check the space for temporary files, then try again.",
        ),
    )
}

fn too_many() -> Problem {
    Problem::new(
        Kind::TooLarge,
        "too-many-records",
        Bilingual::new(
            format!("超过 {MOST} 条，一张表放不下"),
            format!("more than {MOST} records do not fit into a table"),
        ),
        Bilingual::new("请按区县或街道分别导出。", "Take them out district by district, or street by street."),
    )
}
