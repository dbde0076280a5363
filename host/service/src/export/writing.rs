//! An export at work: a community is read, written, handed on, forgotten; then the next.

use super::plan::{Export, TOGETHER};
use super::rows::Shown;
use super::sink::Sink;
use super::{ExportFormat, Exported};
use crate::error::{Result, ServiceError};
use lifang_core::region::Region;
use lifang_store::StoreError;
use lifang_store::audit::AuditEntry;
use lifang_store::datasets::{Scan, ScannedRows};
use lifang_tables::{Encoding, FileFormat};
use serde_json::json;
use std::fs::File;
use std::io::{Read, Seek, Write};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc::Sender;
use uuid::Uuid;

/// Rows of a community that are in memory at once.
const ROWS_AT_ONCE: u32 = 5_000;
/// A workbook is handed on in pieces of so many bytes.
const PIECE: usize = 256 << 10;

/// Whoever takes the bytes; it has gone when sending fails.
type Taker = Sender<std::io::Result<Vec<u8>>>;

/// Why an export ended early.
enum Broken {
    /// Nobody takes the bytes any more.
    Gone,
    Failed(ServiceError),
}

impl<E: Into<ServiceError>> From<E> for Broken {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Export {
    /// Makes the export: its bytes go to `taker`, piece by piece, `progress` hears of each community. It is audited before the
    /// first byte and after the last; a taker that goes away ends it, and the audit says so.
    ///
    /// # Errors
    /// What the store or the disk refuses; the taker hears of it as an error of its own.
    pub async fn run(self, taker: Taker, mut progress: impl FnMut(usize) + Send) -> Result<Exported> {
        let uid = self.service.clock.new_id();
        self.audit(uid, "export", None, "begun").await?;
        let mut done = Exported::default();
        let outcome = self.write(&taker, &mut done, &mut progress).await;
        let said = match &outcome {
            Ok(()) => "done",
            Err(Broken::Gone) => "broken off by who took it",
            Err(Broken::Failed(_)) => "failed",
        };
        self.audit(uid, "exported", Some(done), said).await?;
        match outcome {
            Ok(()) | Err(Broken::Gone) => Ok(done),
            Err(Broken::Failed(error)) => {
                // What was sent so far must not pass for the whole.
                let _ = taker.send(Err(std::io::Error::other("the export failed"))).await;
                Err(error)
            }
        }
    }

    /// The audit is only ever added to, so an export has two entries: what is to leave, before the first byte; what has left, after
    /// the last. `export` in both joins them; one without the other is of a host that went down meanwhile.
    async fn audit(&self, uid: Uuid, act: &str, done: Option<Exported>, outcome: &str) -> Result<()> {
        let filtered = self.filters.iter().map(|filter| filter.column.clone());
        let columns = self.columns.iter().map(|shown| shown.column.key.clone()).chain(filtered).take(600).collect();
        let purpose = self.request.sight.purpose();
        let entry = AuditEntry {
            region: Some(self.place.path.region().id),
            dataset: Some(self.request.dataset.clone()),
            columns,
            rows: done.map(|done| done.rows),
            outcome: outcome.into(),
            detail: Some(json!({
                "export": uid, "communities": done.map_or(self.communities.len() as u64, |done| done.communities),
                "bytes": done.map(|done| done.bytes), "format": self.request.format.ending(), "masked": purpose.is_none(), "purpose": purpose,
                "as_of": self.place.as_of.valid.to_string(), "known_at": self.place.as_of.recorded.to_string(),
            })),
            ..AuditEntry::done(self.service.clock.now(), &self.actor, act)
        };
        Ok(self.service.store.audit(&[entry]).await?)
    }

    async fn write(
        &self,
        taker: &Taker,
        done: &mut Exported,
        progress: &mut (impl FnMut(usize) + Send),
    ) -> Result<(), Broken> {
        let waiting = Waiting::new(self.request.format)?;
        let mut sink = self.sink(waiting.clone())?;
        for (number, community) in self.communities.iter().enumerate() {
            let mut after = None;
            loop {
                let (parts, next) = self.scan(community, after).await?;
                let rows = parts.first().map_or(0, |part| part.rows.rows);
                let values: Vec<_> = parts.iter().flat_map(|part| &part.rows.columns).collect();
                sink.rows(&self.columns, &values, rows as usize)?;
                drop(values);
                drop(parts);
                done.rows += u64::from(rows);
                sink.flush()?;
                done.bytes += hand_on(waiting.written(), taker).await?;
                after = next;
                if after.is_none() {
                    break;
                }
            }
            done.communities += 1;
            progress(number + 1);
        }
        // Packing a workbook takes a while, and no other task should wait for it.
        let finished = tokio::task::spawn_blocking(move || sink.finish()).await;
        finished.map_err(|_| lifang_tables::TableError::Writing("the writer fell over".into()))??;
        done.bytes += hand_on(waiting.written(), taker).await?;
        if let Some(file) = waiting.file() {
            done.bytes += hand_on_file(file, taker).await?;
        }
        Ok(())
    }

    fn sink(&self, into: Waiting) -> Result<Sink<Waiting>> {
        let english = self.request.english;
        let format = match self.request.format {
            ExportFormat::Csv => FileFormat::Csv(Encoding::Utf8),
            ExportFormat::CsvGb18030 => FileFormat::Csv(Encoding::Gb18030),
            ExportFormat::Xlsx => FileFormat::Xlsx,
            ExportFormat::Parquet => {
                return Sink::parquet(self.columns.iter().map(Shown::readable).collect(), into);
            }
        };
        let heading: Vec<String> = self.columns.iter().map(|shown| shown.heading(english)).collect();
        let title = if english { &self.title.en } else { &self.title.zh };
        Sink::table(format, title, &heading, english, into)
    }

    /// Rows of a community after those handed on before, with all wanted columns, some at a time; and where to go on. As of one day and moment, rows cannot differ between
    /// two questions; where they do after all (someone was erased between), it is asked again.
    async fn scan(&self, community: &Region, after: Option<i64>) -> Result<(Vec<ScannedRows>, Option<i64>)> {
        for _ in 0..3 {
            let (parts, next) = self.scan_once(community, after).await?;
            if parts.windows(2).all(|pair| pair[0].ids == pair[1].ids) {
                return Ok((parts, next));
            }
        }
        Err(StoreError::Busy.into())
    }

    async fn scan_once(&self, community: &Region, after: Option<i64>) -> Result<(Vec<ScannedRows>, Option<i64>)> {
        let (mut parts, mut next) = (Vec::new(), None);
        for shown in self.columns.chunks(TOGETHER) {
            let columns: Vec<_> = shown.iter().map(|shown| shown.column.clone()).collect();
            let scan = Scan {
                dataset: &self.request.dataset,
                columns: &columns,
                filters: &self.filters,
                region: community.id,
                sort: &[],
                at: self.place.as_of,
                max_rows: ROWS_AT_ONCE,
            };
            let (page, more) = self.service.store.scan_page(&scan, after).await?;
            parts.push(page);
            next = more;
        }
        Ok((parts, next))
    }
}

/// What is written and waits to be handed on: in memory where a format flows, in a temporary file where it is whole only at its
/// end.
#[derive(Clone, Debug)]
enum Waiting {
    Memory(Arc<Mutex<Vec<u8>>>),
    File(Arc<Mutex<File>>),
}

impl Waiting {
    fn new(format: ExportFormat) -> Result<Self> {
        Ok(match format {
            ExportFormat::Csv | ExportFormat::CsvGb18030 | ExportFormat::Parquet => Self::Memory(Arc::default()),
            ExportFormat::Xlsx => {
                let file =
                    tempfile::tempfile().map_err(|error| lifang_tables::TableError::Writing(error.to_string()))?;
                Self::File(Arc::new(Mutex::new(file)))
            }
        })
    }

    /// What flows, and was written since the last time.
    fn written(&self) -> Vec<u8> {
        match self {
            Self::Memory(bytes) => std::mem::take(&mut *bytes.lock().unwrap_or_else(PoisonError::into_inner)),
            Self::File(_) => Vec::new(),
        }
    }

    fn file(&self) -> Option<Arc<Mutex<File>>> {
        match self {
            Self::Memory(_) => None,
            Self::File(file) => Some(Arc::clone(file)),
        }
    }
}

impl Write for Waiting {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Memory(waiting) => waiting.lock().unwrap_or_else(PoisonError::into_inner).write(bytes),
            Self::File(file) => file.lock().unwrap_or_else(PoisonError::into_inner).write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::Memory(_) => Ok(()),
            Self::File(file) => file.lock().unwrap_or_else(PoisonError::into_inner).flush(),
        }
    }
}

async fn hand_on(bytes: Vec<u8>, taker: &Taker) -> Result<u64, Broken> {
    let length = bytes.len() as u64;
    if length > 0 {
        taker.send(Ok(bytes)).await.map_err(|_| Broken::Gone)?;
    } else if taker.is_closed() {
        return Err(Broken::Gone);
    }
    Ok(length)
}

async fn hand_on_file(file: Arc<Mutex<File>>, taker: &Taker) -> Result<u64, Broken> {
    let failed = |error: std::io::Error| lifang_tables::TableError::Writing(error.to_string());
    file.lock().unwrap_or_else(PoisonError::into_inner).rewind().map_err(failed)?;
    let mut bytes = 0;
    loop {
        let file = Arc::clone(&file);
        let read = move || -> std::io::Result<Vec<u8>> {
            let mut piece = Vec::with_capacity(PIECE);
            let file = file.lock().unwrap_or_else(PoisonError::into_inner);
            (&*file).take(PIECE as u64).read_to_end(&mut piece)?;
            Ok(piece)
        };
        let piece = tokio::task::spawn_blocking(read).await;
        let piece =
            piece.map_err(|_| lifang_tables::TableError::Writing("the reader fell over".into()))?.map_err(failed)?;
        if piece.is_empty() {
            return Ok(bytes);
        }
        bytes += hand_on(piece, taker).await?;
    }
}
