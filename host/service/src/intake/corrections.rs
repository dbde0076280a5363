//! The rows that were not taken, as a file to be mended and imported as it is.

use super::jobs::ImportView;
use crate::Service;
use crate::error::Result;
use lifang_core::actor::Actor;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_store::StoreError;
use lifang_store::intake::{ImportJob, Rejection};
use lifang_tables::{Corrections, FileFormat, Kept, Mapping, ReadOptions, Row, Table};
use std::fs::File;
use std::io::{BufWriter, Seek as _};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Rejections read at a time.
const PAGE: u32 = 4_096;
/// What a row is refused for that has more cells than the heading has columns.
const TOO_WIDE: &str = "row-too-wide";

impl Service {
    /// Writes the rows of `input` that an import did not take to `output`, an empty file.
    ///
    /// # Errors
    /// A file that cannot be read again or written.
    pub async fn write_corrections(&self, uid: Uuid, input: &Path, output: File, format: FileFormat) -> Result<()> {
        let job = self.store.import_job(uid).await?.ok_or(StoreError::NotFound("import"))?;
        self.correct(&job, input, output, format).await
    }

    /// The same of a file that was sent in, written to a file without a name. It begins at its beginning.
    ///
    /// # Errors
    /// `corrections-gone` when the file is no longer kept.
    pub async fn corrections(&self, actor: &Actor, uid: Uuid) -> Result<(ImportView, File)> {
        let job = self.allowed_import(actor, uid).await?;
        let input = self.upload_of(uid).filter(|path| path.is_file()).ok_or_else(gone)?;
        let unwritten = |error| super::upload::unwritable(&input, error);
        let mut file = tempfile::tempfile().map_err(unwritten)?;
        self.correct(&job, &input, file.try_clone().map_err(unwritten)?, FileFormat::Xlsx).await?;
        file.rewind().map_err(unwritten)?;
        Ok((self.import_view(&job).await?, file))
    }

    /// The rows behind line `after` that an import did not take, in the order of the file.
    ///
    /// # Errors
    /// `import-unknown`; not for this actor.
    pub async fn rejected(&self, actor: &Actor, uid: Uuid, after: u64, limit: u32) -> Result<Vec<Rejection>> {
        let job = self.allowed_import(actor, uid).await?;
        Ok(self.store.rejections(&job, after, limit).await?)
    }

    async fn correct(&self, job: &ImportJob, input: &Path, output: File, format: FileFormat) -> Result<()> {
        let too_wide = self.has_too_wide(job).await?;
        let (sender, mut wanted) = tokio::sync::mpsc::channel::<Vec<Rejection>>(1);
        let input = Input { path: input.to_owned(), name: job.file.clone(), mapping: job.mapping.clone(), too_wide };
        let writing = tokio::task::spawn_blocking(move || {
            let mut rejections = std::iter::from_fn(|| wanted.blocking_recv()).flatten();
            input.write(output, format, &mut rejections)
        });
        let mut after = 0;
        loop {
            let page = self.store.rejections(job, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.line;
            if sender.send(page).await.is_err() {
                break;
            }
        }
        drop(sender);
        writing.await.map_err(|error| StoreError::Unavailable(error.to_string()))??;
        Ok(())
    }

    /// Whether a row was refused for having more cells than the heading has columns.
    async fn has_too_wide(&self, job: &ImportJob) -> Result<bool> {
        let mut after = 0;
        loop {
            let page = self.store.rejections(job, after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(false) };
            after = last.line;
            if page.iter().flat_map(|rejection| &rejection.problems).any(|problem| problem.code == TOO_WIDE) {
                return Ok(true);
            }
        }
    }
}

/// The file that was imported, to be read once more.
struct Input {
    path: PathBuf,
    name: String,
    mapping: String,
    /// Whether rows have cells behind its last column: they are to be kept.
    too_wide: bool,
}

impl Input {
    /// Goes through the file and the rejections side by side: both are in the order of lines.
    fn write(&self, output: File, format: FileFormat, rejections: &mut dyn Iterator<Item = Rejection>) -> Result<()> {
        let mut table = self.open()?;
        let surplus = if self.too_wide { self.surplus()? } else { 0 };
        let mut corrections =
            Corrections::begin(format, table.header(), surplus, Kept::Rejected, BufWriter::new(output))?;
        let mut row = Row::default();
        for rejection in rejections {
            while row.number < rejection.line {
                if !table.next_into(&mut row)? {
                    return Err(changed(&self.name).into());
                }
            }
            corrections.row(&row, &rejection.problems)?;
        }
        corrections.finish()?;
        Ok(())
    }

    /// The most cells that a row has behind the last column. A workbook is begun with its columns, so they are counted before.
    fn surplus(&self) -> Result<usize> {
        let mut table = self.open()?;
        let (width, mut most, mut row) = (table.header().len(), 0, Row::default());
        while table.next_into(&mut row)? {
            let end = row.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
            most = most.max(end.saturating_sub(width));
        }
        Ok(most)
    }

    fn open(&self) -> Result<Table> {
        let mapping = Mapping::parse(&self.mapping, "mapping")?;
        Ok(lifang_tables::open(&self.path, &self.name, &ReadOptions::from(&mapping))?)
    }
}

fn gone() -> Problem {
    let what = Bilingual::new("原文件已不再保留，无法生成错误清单", "the file is not kept any more");
    let remedy = Bilingual::new(
        "上传的文件保留 7 天；请重新提交原文件，未通过的行会再次列出。",
        "What is sent in is kept for 7 days. Send it again: the rows that were refused are told again.",
    );
    Problem::new(Kind::NotFound, "corrections-gone", what, remedy)
}

fn changed(name: &str) -> Problem {
    let what = Bilingual::new("文件在导入后被改动", "the file was changed after it was imported");
    let remedy = Bilingual::new("请重新导入改动后的文件。", "Import the file as it is now.");
    Problem::new(Kind::Conflict, "file-changed", what, remedy).at(name)
}
