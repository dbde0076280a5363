//! The rows that were not taken, as a file to be mended and imported as it is.

use super::jobs::ImportView;
use crate::Service;
use crate::error::Result;
use lifang_core::actor::Actor;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_store::StoreError;
use lifang_store::intake::{ImportJob, Rejection};
use lifang_tables::{Corrections, FileFormat, Kept, Mapping, ReadOptions, Row};
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use uuid::Uuid;

/// Rejections read at a time.
const PAGE: u32 = 4_096;

impl Service {
    /// Writes the rows of `input` that an import did not take to `output`: a workbook, or a CSV when the name ends so.
    ///
    /// # Errors
    /// A file that cannot be read again or written.
    pub async fn write_corrections(&self, uid: Uuid, input: &Path, output: &Path) -> Result<()> {
        let job = self.store.import_job(uid).await?.ok_or(StoreError::NotFound("import"))?;
        self.correct(&job, input, output).await
    }

    /// The same of a file that was sent in, written to a file without a name. It begins at its beginning.
    ///
    /// # Errors
    /// `corrections-gone` when the file is no longer kept.
    pub async fn corrections(&self, actor: &Actor, uid: Uuid) -> Result<(ImportView, File)> {
        let job = self.allowed_import(actor, uid).await?;
        let input = self.upload_of(uid).filter(|path| path.is_file()).ok_or_else(gone)?;
        let output = tempfile::NamedTempFile::with_suffix(".xlsx").map_err(|error| unreadable(&input, error))?;
        self.correct(&job, &input, output.path()).await?;
        // Opened anew: whoever wrote it stands at its end.
        let file = File::open(output.path()).map_err(|error| unreadable(output.path(), error))?;
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

    async fn correct(&self, job: &ImportJob, input: &Path, output: &Path) -> Result<()> {
        let (sender, mut wanted) = tokio::sync::mpsc::channel::<Vec<Rejection>>(1);
        let (input, output, name, mapping) =
            (input.to_owned(), output.to_owned(), job.file.clone(), job.mapping.clone());
        let writing = tokio::task::spawn_blocking(move || {
            let mut rejections = std::iter::from_fn(|| wanted.blocking_recv()).flatten();
            write(&input, &output, &name, &mapping, &mut rejections)
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
}

/// Goes through the file and the rejections side by side: both are in the order of lines.
fn write(
    input: &Path,
    output: &Path,
    name: &str,
    mapping: &str,
    rejections: &mut dyn Iterator<Item = Rejection>,
) -> Result<()> {
    let told = |error: lifang_tables::TableError| error.problem();
    let mapping = Mapping::parse(mapping, "mapping").map_err(told)?;
    let mut table = lifang_tables::open(input, name, &ReadOptions::from(&mapping)).map_err(told)?;
    let csv = output.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let format = if csv { FileFormat::Csv(lifang_tables::Encoding::Utf8) } else { FileFormat::Xlsx };
    let file = BufWriter::new(File::create(output).map_err(|error| unreadable(output, error))?);
    let mut corrections = Corrections::begin(format, table.header(), Kept::Rejected, file).map_err(told)?;
    let mut row = Row::default();
    for rejection in rejections {
        while row.number < rejection.line {
            if !table.next_into(&mut row).map_err(told)? {
                return Err(changed(name).into());
            }
        }
        corrections.row(&row, &rejection.problems).map_err(told)?;
    }
    corrections.finish().map_err(told)?;
    Ok(())
}

fn unreadable(path: &Path, source: std::io::Error) -> crate::ServiceError {
    super::upload::unwritable(path, source)
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
