//! Use cases, one file each: a plain function between HTTP and Wasm. The service owns transactions, and is the one place where
//! region scope, grants and duty lists are held against what a plugin asks or proposes.

mod access;
mod apply;
mod calendar;
mod catalogs;
mod certificates;
mod check;
mod checklists;
mod collected;
mod data_port;
mod decide;
mod denied;
mod draw_grids;
mod duplicates;
mod error;
mod event_kinds;
mod events;
mod export;
mod figures;
mod generate;
mod import_regions;
mod install;
mod intake;
mod known;
mod local_fields;
mod modules;
mod open;
mod people;
mod place;
pub mod population;
mod press;
mod publication;
mod quality;
mod quality_table;
mod region_changes;
mod regions;
mod register;
mod replay;
mod report_names;
mod reports;
mod snapshots;
mod sources;
mod subjects;
mod submit;
mod sweep;

pub use access::Act;
pub use certificates::CertificateView;
pub use check::Refusal;
pub use checklists::{ChecklistView, StateView};
pub use collected::Recorded;
pub use decide::{DecisionRecord, DecisionView, PartRecord};
pub use draw_grids::Drawn;
pub use duplicates::{DuplicatePage, DuplicateView, ReasonView, Verdict};
pub use error::{Result, ServiceError};
pub use event_kinds::EventKindView;
pub use events::{EventView, NewEvent};
pub use export::{Export, ExportFormat, ExportRequest, Exported, parse_filter};
pub use figures::{Breakdown, Counted, FiguresView};
pub use install::{InstallRequest, InstalledView};
pub use intake::{ImportView, NewImport, StartedImport, SuggestedColumn, Suggestion, Upload};
pub use known::Prefilled;
pub use local_fields::{LocalFieldView, LocalHeld, LocalValueView};
pub use modules::ModuleView;
pub use open::Layout;
pub use people::{CountView, FactView, HouseView, Looking, MergedView, PersonView, Sought};
pub use place::Place;
pub use press::{Format, Written};
pub use quality::{FindingsView, QualityView};
pub use region_changes::{DatedCounts, MadeChange, read_assignments, read_changes};
pub use regions::{BoardView, Child, CountsView, RegionPage, RegionView, Wanted};
pub use register::{BurdenView, Collector, Feed, Register, RegisterField};
pub use reports::{ReportView, RunView};
pub use snapshots::{DatasetStatus, Fault, Freshness, Refreshed, RegionSnapshots, SnapshotsStatus};
pub use sources::{FeedOutcome, FeedRow, SourceRequest, SourceView};
pub use subjects::{Subject, SubjectKind};
pub use submit::{NewSubmission, SubmissionProblem, SubmissionView};
pub use sweep::{CommunitySwept, OutcomeCount, StartedSweep, SweepPage, SweepState, SweepView};

pub use lifang_columns::Place as SnapshotPlace;
pub use lifang_render::Paper;
pub use lifang_runtime::{Inspected, Module, ModuleBytes, ModuleFile, inspect};
pub use lifang_store::fields::{Asking, Stated};
pub use lifang_store::intake::{FileDigest, ImportState, Moved, Rejection};
pub use lifang_store::regions::change::{Became, Called, ChangeRow, ChangeState, Changed, HistoryRow};
pub use lifang_store::work::WorkKind;
pub use lifang_tables::{Encoding, FileFormat};

use catalogs::CatalogShelf;
use lifang_core::call::Plugins;
use lifang_core::clock::{Clock, Date};
use lifang_store::Store;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The use cases.
#[derive(Clone)]
pub struct Service {
    store: Store,
    plugins: Arc<dyn Plugins>,
    installer: Arc<dyn install::Installer>,
    clock: Arc<dyn Clock>,
    catalogs: Arc<CatalogShelf>,
    day_exceptions: Arc<[Date]>,
    press: Arc<press::Press>,
    /// Where files lie that were sent in to be imported.
    imports: Option<Arc<Path>>,
    snapshots: Arc<snapshots::Snapshots>,
    /// What was seen of sweeps that other hosts run.
    sweeps: Arc<sweep::Watch>,
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Service").field("clock", &self.clock).finish_non_exhaustive()
    }
}

impl Service {
    /// The service over a store, whatever runs plugins, and a place for snapshots. `day_exceptions` are the days on which the
    /// working week does not hold (holidays on weekdays, make-up work on weekends), ascending.
    ///
    /// # Errors
    /// The place of snapshots cannot be used.
    pub fn new(
        store: Store,
        plugins: Arc<dyn Plugins>,
        installer: Arc<dyn install::Installer>,
        clock: Arc<dyn Clock>,
        day_exceptions: Arc<[Date]>,
        snapshots: &SnapshotPlace,
    ) -> Result<Self> {
        let press = Arc::new(press::Press::with_fonts(None));
        let snapshots = Arc::new(snapshots::Snapshots::open(store.clone(), Arc::clone(&clock), snapshots)?);
        let (catalogs, sweeps) = (Arc::default(), Arc::default());
        Ok(Self { store, plugins, installer, clock, catalogs, day_exceptions, press, imports: None, snapshots, sweeps })
    }

    /// The same service with the fonts of a folder in place of the system's.
    #[must_use]
    pub fn with_fonts(self, folder: PathBuf) -> Self {
        Self { press: Arc::new(press::Press::with_fonts(Some(folder))), ..self }
    }

    /// The same service with a folder for files that are sent in to be imported.
    #[must_use]
    pub fn with_imports(self, folder: &Path) -> Self {
        Self { imports: Some(folder.into()), ..self }
    }

    /// Whether the store answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ready(&self) -> Result<()> {
        Ok(self.store.ping().await?)
    }

    /// The store, for what the command line does beside the use cases: migrations, generated data.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// A secret of 256 bits from the operating system, in hexadecimal.
    ///
    /// # Errors
    /// When the operating system has no randomness.
    pub fn new_token(&self) -> Result<String> {
        Ok(lifang_store::new_secret()?)
    }
}
