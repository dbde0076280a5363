//! What a guest reads through: capability and region are checked here, every read is audited here, and nowhere else.

use crate::Service;
use crate::error::ServiceError;
use crate::place::Place;
use crate::publication::Publication;
use crate::snapshots::{Freshness, Snapshots, Wanted, in_grid};
use async_trait::async_trait;
use lifang_columns::projection;
use lifang_core::call::{DataPort, PluginRef, Scanned};
use lifang_core::capability::{Capability, Readable};
use lifang_core::clock::{Clock, Date, Instant};
use lifang_core::path::RegionPath;
use lifang_core::query::{AggregateQuery, DataError, Filter, Group, ScanQuery};
use lifang_core::region::{Level, RegionCode, RegionId};
use lifang_core::resolve::Installation;
use lifang_core::value::Cell;
use lifang_store::audit::AuditEntry;
use lifang_store::datasets::{Aggregate, Scan};
use lifang_store::snapshots::Listed;
use lifang_store::{AsOf, Store, StoreError};
use std::sync::Arc;

/// The most groups an aggregate gives: every grid of a city, by a handful of kinds.
const MOST_GROUPS: u32 = 50_000;

/// Reads for one call.
pub(crate) struct Reader {
    store: Store,
    snapshots: Arc<Snapshots>,
    clock: Arc<dyn Clock>,
    plugin: Arc<PluginRef>,
    capability: Capability,
    path: RegionPath,
    as_of: AsOf,
    /// The day of the boundaries.
    drawn: Date,
}

impl Reader {
    pub(crate) fn new(
        service: &Service,
        installation: &Installation,
        capability: Capability,
        place: &Place,
        as_of: AsOf,
    ) -> Self {
        Self {
            store: service.store.clone(),
            snapshots: Arc::clone(&service.snapshots),
            clock: Arc::clone(&service.clock),
            plugin: Arc::clone(&installation.plugin),
            capability,
            path: place.path.clone(),
            as_of,
            drawn: place.boundaries.unwrap_or(as_of.valid),
        }
    }

    /// Whether records are asked for on the boundaries of another day than theirs.
    fn is_restated(&self) -> bool {
        self.drawn != self.as_of.valid
    }

    /// Region scope: what a guest names must lie within the region of the call; naming nothing means that region.
    async fn region(&self, asked: Option<&str>) -> Result<RegionId, DataError> {
        let own = self.path.region().id;
        let Some(code) = asked else { return Ok(own) };
        let outside = || DataError::OutsideRegion(code.chars().take(40).collect());
        let parsed = RegionCode::parse(code).map_err(|_| outside())?;
        let drawn = AsOf { valid: self.drawn, ..self.as_of };
        let found = self.store.region_by_code(&parsed, drawn).await.map_err(|error| refused(&error))?;
        let region = found.ok_or_else(outside)?;
        let path = self.store.path(region.id, drawn).await.map_err(|error| refused(&error))?;
        if path.is_within(own) { Ok(region.id) } else { Err(outside()) }
    }

    /// Records a read, or its refusal, before the guest hears of it.
    async fn audited<T>(
        &self,
        act: &str,
        dataset: &str,
        columns: &[String],
        rows: impl Fn(&T) -> u32,
        answer: Result<T, DataError>,
    ) -> Result<T, DataError> {
        let rows = answer.as_ref().map(|value| u64::from(rows(value)));
        let entry = self.entry(act, dataset, columns, rows);
        self.store.audit(&[entry]).await.map_err(|error| refused(&error))?;
        answer
    }

    /// What the audit says of a read.
    fn entry(&self, act: &str, dataset: &str, columns: &[String], rows: Result<u64, &DataError>) -> AuditEntry {
        AuditEntry {
            at: self.clock.now(),
            actor: "system".into(),
            role: "plugin".into(),
            act: act.into(),
            region: Some(self.path.region().id),
            plugin: Some(self.plugin.to_string()),
            dataset: Some(dataset.chars().take(60).collect()),
            columns: columns.iter().take(100).map(|key| key.chars().take(60).collect()).collect(),
            rows: rows.ok(),
            outcome: rows.err().map_or_else(|| "done".into(), ToString::to_string),
            detail: None,
        }
    }

    /// Scans for a sweep. What the audit must say comes with it: whoever hands the rows to a guest writes it down before, for
    /// many communities at once. `listed` is the community's segment, where it was looked up with others.
    pub(crate) async fn scan_to_audit(
        &self,
        query: &ScanQuery,
        max_rows: u32,
        listed: Option<&Listed>,
    ) -> (Result<Swept, DataError>, AuditEntry) {
        let answer = self.rows(query, max_rows, listed).await;
        let rows = answer.as_ref().map(|swept| u64::from(swept.scanned.rows.rows));
        let entry = self.entry("scan", &query.dataset, &touched(query), rows);
        (answer, entry)
    }

    /// The rows of a scan, from a segment where that says the same, else from the row store.
    async fn rows(&self, query: &ScanQuery, max_rows: u32, listed: Option<&Listed>) -> Result<Swept, DataError> {
        let columns = self.capability.scan(query)?;
        let region = self.region(query.region.as_deref()).await?;
        if let Some(found) = self.rows_of_segment(query, &columns, region, listed).await {
            if found.scanned.rows.rows > max_rows {
                return Err(DataError::Limit("rows".into()));
            }
            return Ok(found);
        }
        let scan = Scan {
            dataset: &query.dataset,
            columns: &columns,
            filters: &query.filters,
            region,
            sort: &query.sort,
            at: self.as_of,
            max_rows,
        };
        let scanned = self.store.scan_on(&scan, self.drawn).await.map_err(|error| refused(&error))?;
        Ok(Swept { scanned: Scanned { columns, rows: Arc::new(scanned.rows) }, as_of: self.as_of.recorded })
    }

    /// None where the row store is to answer: for more than a community, in an order of its own, for what is sealed, for the past.
    async fn rows_of_segment(
        &self,
        query: &ScanQuery,
        columns: &[Readable],
        region: RegionId,
        listed: Option<&Listed>,
    ) -> Option<Swept> {
        let own = self.path.region();
        if self.is_restated()
            || !query.sort.is_empty()
            || region != own.id
            || !projection::DATASETS.contains(&query.dataset.as_str())
        {
            return None;
        }
        let (community, in_grid) = match own.level {
            Level::Community => (self.path.clone(), None),
            Level::Grid => (RegionPath::new(self.path.regions().split_last()?.1.to_vec())?, in_grid(own)),
            _ => return None,
        };
        let filters: Vec<Filter> = query.filters.iter().cloned().chain(in_grid).collect();
        let mut wanted = columns.to_vec();
        for filter in &filters {
            if !wanted.iter().any(|column| column.key == filter.column) {
                wanted.push(self.capability.known(&query.dataset, &filter.column).ok()?);
            }
        }
        let looked_up;
        let listed = match listed {
            Some(listed) => listed,
            None => {
                looked_up = self.snapshots.listed_one(&query.dataset, &community).await.ok()?;
                &looked_up
            }
        };
        let (at, freshness) = (self.as_of, Freshness::Exactly);
        let asked = Wanted { dataset: &query.dataset, columns: &wanted, at, freshness, makes: None };
        // Whatever goes wrong with segments is no reason not to answer: the row store does.
        let found = self.snapshots.columns_of(listed, &asked).await.ok()??;
        let rows = found.rows(&wanted, columns.len(), &filters)?;
        Some(Swept { scanned: Scanned { columns: columns.to_vec(), rows: Arc::new(rows) }, as_of: found.as_of })
    }
}

/// Rows for a sweep.
pub(crate) struct Swept {
    /// The rows.
    pub(crate) scanned: Scanned,
    /// What was recorded until then is in them.
    pub(crate) as_of: Instant,
}

/// The columns that a scan looks at, handed out or not.
fn touched(query: &ScanQuery) -> Vec<String> {
    let filters = query.filters.iter().map(|filter| &filter.column);
    query.columns.iter().chain(filters).chain(&query.sort).cloned().collect()
}

/// As a guest hears of what the store says; the log has the rest.
pub(crate) fn refused(error: &StoreError) -> DataError {
    let told = error.for_guest();
    if told == DataError::Unavailable {
        tracing::error!(%error, "a plugin's read failed in the store");
    }
    told
}

#[async_trait]
impl DataPort for Reader {
    async fn subject(&self, dataset: &str, id: &str, fields: &[String]) -> Result<Vec<Cell>, DataError> {
        let answer = async {
            let mut granted = Vec::new();
            for key in fields {
                let column = self.capability.known(dataset, key)?;
                granted.push(self.capability.columns.has(dataset, key).then_some(column));
            }
            let not_found = || DataError::NotFound(id.chars().take(60).collect());
            let internal = self.store.open_opaque(&self.plugin.id, dataset, id).ok_or_else(not_found)?;
            let columns: Vec<_> = granted.iter().flatten().cloned().collect();
            let own = self.path.region().id;
            let cells = self.store.subject(dataset, internal, &columns, own, self.as_of).await;
            let mut cells = cells.map_err(|error| refused(&error))?.ok_or_else(not_found)?.into_iter();
            let cell = |granted: &Option<_>| match granted {
                Some(_) => cells.next().unwrap_or(Cell::Unknown),
                None => Cell::Withheld,
            };
            Ok(granted.iter().map(cell).collect())
        };
        let answer = answer.await;
        self.audited("read-subject", dataset, fields, |_| 1, answer).await
    }

    async fn scan(&self, query: &ScanQuery, max_rows: u32) -> Result<Scanned, DataError> {
        let (answer, entry) = self.scan_to_audit(query, max_rows, None).await;
        self.store.audit(&[entry]).await.map_err(|error| refused(&error))?;
        answer.map(|swept| swept.scanned)
    }

    async fn aggregate(&self, query: &AggregateQuery) -> Result<Vec<Group>, DataError> {
        let answer = async {
            let by = self.capability.aggregate(query)?;
            let region = self.region(query.region.as_deref()).await?;
            let by: Vec<_> = query.by.iter().map(String::as_str).zip(by).collect();
            if self.capability.published {
                // The same people told on two sets of boundaries are told by what lies between them.
                if self.is_restated() {
                    return Err(DataError::NotGranted("publication on the boundaries of another day".into()));
                }
                let path = self.store.path(region, self.as_of).await.map_err(|error| refused(&error))?;
                let (store, clock, at) = (&self.store, &*self.clock, self.as_of);
                return Publication { store, clock, query, by: &by, path: &path, at }.groups().await;
            }
            let aggregate = Aggregate {
                dataset: &query.dataset,
                by: &by,
                measures: &query.measures,
                filters: &query.filters,
                region,
                at: self.as_of,
                max_groups: MOST_GROUPS,
            };
            let known = |key: &str| self.capability.known(&query.dataset, key).ok();
            // Segments lie on the boundaries of their own day.
            let counted = if self.is_restated() {
                Ok(None)
            } else {
                self.snapshots.aggregate(&aggregate, known, Freshness::Exactly).await
            };
            match counted {
                Ok(Some((groups, _))) => Ok(groups),
                Err(ServiceError::Store(error @ StoreError::TooManyRows(_))) => Err(refused(&error)),
                // Whatever else goes wrong with segments is no reason not to answer.
                Ok(None) | Err(_) => {
                    self.store.aggregate_on(&aggregate, self.drawn).await.map_err(|error| refused(&error))
                }
            }
        };
        let answer = answer.await;
        let rows = |groups: &Vec<Group>| u32::try_from(groups.len()).unwrap_or(u32::MAX);
        let measured = query.measures.iter().filter_map(|measure| measure.column().map(str::to_owned));
        let filters = query.filters.iter().map(|filter| filter.column.clone());
        let touched: Vec<String> = query.by.iter().cloned().chain(measured).chain(filters).collect();
        self.audited("aggregate", &query.dataset, &touched, rows, answer).await
    }
}
