//! Where the rows go that an import refuses: a file of this run's own. One that is there already may be half mended, and is left
//! alone.

use crate::failed::Failed;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_service::{Encoding, FileFormat, Service};
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// So many names are tried.
const NAMES: u32 = 10_000;

/// A place for refused rows that can be written.
#[derive(Debug)]
pub(super) struct RefusedRows {
    path: PathBuf,
    format: FileFormat,
}

impl RefusedRows {
    /// The file that was named, else `NAME-errors.xlsx` beside the input. That it can be made is tried at once: not only when all
    /// good rows are taken.
    pub(super) fn new(input: &Path, named: Option<PathBuf>) -> Result<Self, Failed> {
        let (path, format) = match named {
            Some(path) => {
                let format = format_of(&path)?;
                let exists = path.symlink_metadata().is_ok();
                if exists {
                    let own = path.canonicalize().ok().is_some_and(|path| input.canonicalize().ok() == Some(path));
                    return Err(there_already(&path, own));
                }
                (path, format)
            }
            None => {
                let stem = input.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
                (input.with_file_name(format!("{stem}-errors.xlsx")), FileFormat::Xlsx)
            }
        };
        let refused = Self { path, format };
        let (probe, file) = refused.create()?;
        drop(file);
        std::fs::remove_file(&probe).map_err(|error| unmakeable(&probe, &error))?;
        Ok(refused)
    }

    /// Writes the rows that the import refused; gives the file's name.
    pub(super) async fn write(self, service: &Service, import: Uuid, input: &Path) -> Result<PathBuf, Failed> {
        let (path, file) = self.create()?;
        let written = service.write_corrections(import, input, file, self.format).await;
        if written.is_err() {
            // Half a file would pass for all that was refused. What cannot be removed is told by the error.
            let _ = std::fs::remove_file(&path);
        }
        written?;
        Ok(path)
    }

    /// Makes a file that was not there: `人员-errors.xlsx`, else `人员-errors-2.xlsx` and so on.
    fn create(&self) -> Result<(PathBuf, File), Failed> {
        let stem = self.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let ending = self.path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
        let numbered = |number| match number {
            1 => self.path.clone(),
            _ => self.path.with_file_name(format!("{stem}-{number}.{ending}")),
        };
        for path in (1..=NAMES).map(numbered) {
            match File::create_new(&path) {
                Ok(file) => return Ok((path, file)),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(unmakeable(&path, &error)),
            }
        }
        Err(there_already(&self.path, false))
    }
}

/// What is written, by the ending of its name.
fn format_of(path: &Path) -> Result<FileFormat, Failed> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "xlsx" => Ok(FileFormat::Xlsx),
        "csv" => Ok(FileFormat::Csv(Encoding::Utf8)),
        _ => {
            let what = Bilingual::new(
                format!("不能写成 .{ending} 文件"),
                format!("rows that are refused cannot be written as .{ending}"),
            );
            let remedy = Bilingual::new(
                "请给 --errors 一个以 .xlsx 或 .csv 结尾的文件名。",
                "Give --errors a name that ends in .xlsx or .csv.",
            );
            Err(Problem::new(Kind::Malformed, "format-unknown", what, remedy).at(path.display().to_string()).into())
        }
    }
}

fn there_already(path: &Path, own: bool) -> Failed {
    let what = if own {
        Bilingual::new("--errors 指的就是要导入的文件", "--errors names the very file that is to be imported")
    } else {
        Bilingual::new(
            "--errors 指定的文件已经存在，其中可能有尚未改完的行",
            "the file that --errors names is there already, and may hold rows that are being mended",
        )
    };
    let remedy = Bilingual::new(
        "请换一个文件名，或先移走原来的文件；尚未导入任何行。",
        "Name another file, or move that one away first. No row has been imported.",
    );
    Problem::new(Kind::Invalid, "errors-exist", what, remedy).at(path.display().to_string()).into()
}

fn unmakeable(path: &Path, error: &std::io::Error) -> Failed {
    let what = Bilingual::new(
        format!("存放退回行的文件无法建立：{error}"),
        format!("the file for refused rows cannot be made: {error}"),
    );
    let remedy =
        Bilingual::new("请用 --errors 指定一个可以写入的位置。", "Say a place that can be written with --errors.");
    Problem::new(Kind::Invalid, "errors-unwritable", what, remedy).at(path.display().to_string()).into()
}
