//! Where documents are written down: off the threads that answer requests, so many at a time, each with a place or a clear no.

use crate::error::Result;
use crate::report_names;
use crate::reports::RunView;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_render::{Fonts, Paper, RenderError};
use std::fs::File;
use std::io::{BufWriter, Seek, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long a document waits for its turn.
const PATIENCE: Duration = Duration::from_secs(20);

/// How a report is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One page that needs nothing else.
    Html,
    /// Its tables, for programs.
    Csv,
    /// A workbook.
    Xlsx,
    /// For printing.
    Pdf(Paper),
}

/// A report written down.
#[derive(Debug)]
pub enum Written {
    /// In memory.
    Bytes(Vec<u8>),
    /// In a file that is gone when it is closed, with its length.
    File(File, u64),
}

/// Fonts, and places to work.
#[derive(Debug)]
pub(crate) struct Press {
    fonts: Arc<Fonts>,
    places: Arc<Semaphore>,
}

impl Press {
    /// A press with the fonts of a folder, or of the system.
    pub(crate) fn with_fonts(folder: Option<PathBuf>) -> Self {
        // Writing down is work for a processor: more at a time would only take each other's.
        let places = std::thread::available_parallelism().map_or(2, usize::from);
        Self { fonts: Arc::new(Fonts::of(folder)), places: Arc::new(Semaphore::new(places)) }
    }

    /// Writes the report down.
    pub(crate) async fn write(&self, view: RunView, format: Format, language: String) -> Result<Written> {
        let waiting = tokio::time::timeout(PATIENCE, Arc::clone(&self.places).acquire_owned());
        let place = waiting.await.ok().and_then(std::result::Result::ok).ok_or_else(busy)?;
        let fonts = Arc::clone(&self.fonts);
        let writing = tokio::task::spawn_blocking(move || {
            // Whoever asked may be gone; the place is free when the work is done, not before.
            let _place = place;
            view.framed(&language, |frame| write(&view, frame, format, &fonts))
        });
        let written = writing.await.unwrap_or_else(|error| Err(RenderError::Writing(error.to_string())));
        Ok(written?)
    }
}

fn write(
    view: &RunView,
    frame: &lifang_render::Frame<'_>,
    format: Format,
    fonts: &Fonts,
) -> std::result::Result<Written, RenderError> {
    let document = &report_names::named(&view.document, &view.names);
    Ok(match format {
        Format::Html => Written::Bytes(lifang_render::html(document, frame)?.into_bytes()),
        Format::Csv => Written::Bytes(lifang_render::csv(document, frame)?.into_bytes()),
        Format::Pdf(paper) => Written::Bytes(lifang_render::pdf(document, frame, paper, fonts)?),
        Format::Xlsx => {
            let failed = |error: std::io::Error| RenderError::Writing(error.to_string());
            let mut file = tempfile::tempfile().map_err(failed)?;
            let mut buffered = BufWriter::new(&file);
            lifang_render::xlsx(document, frame, &mut buffered)?;
            buffered.flush().map_err(failed)?;
            drop(buffered);
            let length = file.stream_position().map_err(failed)?;
            file.rewind().map_err(failed)?;
            Written::File(file, length)
        }
    })
}

fn busy() -> Problem {
    Problem::new(
        Kind::Busy,
        "rendering-busy",
        Bilingual::new("正在生成的报表太多", "too many reports are being written down just now"),
        Bilingual::new(
            "请稍后重试；报表已保存，不必重新运行。",
            "Try again shortly; the report is kept, there is no need to run it again.",
        ),
    )
}
