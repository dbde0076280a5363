//! What a guest reads through: capability and region are checked here, every read is audited here, and nowhere else.

use crate::Service;
use crate::place::Place;
use crate::suppression::suppress;
use async_trait::async_trait;
use lifang_core::call::{DataPort, PluginRef, Scanned};
use lifang_core::capability::Capability;
use lifang_core::clock::Clock;
use lifang_core::path::RegionPath;
use lifang_core::query::{AggregateQuery, DataError, Group, Measure, ScanQuery};
use lifang_core::region::{RegionCode, RegionId};
use lifang_core::resolve::Installation;
use lifang_core::value::Cell;
use lifang_store::audit::AuditEntry;
use lifang_store::datasets::{Aggregate, Scan};
use lifang_store::{AsOf, Store, StoreError};
use std::sync::Arc;

/// The most groups an aggregate gives: every grid of a city, by a handful of kinds.
const MOST_GROUPS: u32 = 50_000;

/// Reads for one call.
pub(crate) struct Reader {
    store: Store,
    clock: Arc<dyn Clock>,
    plugin: Arc<PluginRef>,
    capability: Capability,
    path: RegionPath,
    as_of: AsOf,
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
            clock: Arc::clone(&service.clock),
            plugin: Arc::clone(&installation.plugin),
            capability,
            path: place.path.clone(),
            as_of,
        }
    }

    /// Region scope: what a guest names must lie within the region of the call; naming nothing means that region.
    async fn region(&self, asked: Option<&str>) -> Result<RegionId, DataError> {
        let own = self.path.region().id;
        let Some(code) = asked else { return Ok(own) };
        let outside = || DataError::OutsideRegion(code.chars().take(40).collect());
        let parsed = RegionCode::parse(code).map_err(|_| outside())?;
        let found = self.store.region_by_code(&parsed, self.as_of).await.map_err(|error| refused(&error))?;
        let region = found.ok_or_else(outside)?;
        let path = self.store.path(region.id, self.as_of).await.map_err(|error| refused(&error))?;
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
        let entry = AuditEntry {
            at: self.clock.now(),
            actor: "system".into(),
            role: "plugin".into(),
            act: act.into(),
            region: Some(self.path.region().id),
            plugin: Some(self.plugin.to_string()),
            dataset: Some(dataset.chars().take(60).collect()),
            columns: columns.iter().take(100).map(|key| key.chars().take(60).collect()).collect(),
            rows: answer.as_ref().ok().map(|value| u64::from(rows(value))),
            outcome: answer.as_ref().err().map_or_else(|| "done".into(), ToString::to_string),
            detail: None,
        };
        self.store.audit(&[entry]).await.map_err(|error| refused(&error))?;
        answer
    }
}

fn refused(error: &StoreError) -> DataError {
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
        let answer = async {
            let columns = self.capability.scan(query)?;
            let region = self.region(query.region.as_deref()).await?;
            let scan = Scan {
                dataset: &query.dataset,
                columns: &columns,
                filters: &query.filters,
                region,
                sort: &query.sort,
                at: self.as_of,
                max_rows,
            };
            let scanned = self.store.scan(&scan).await.map_err(|error| refused(&error))?;
            Ok(Scanned { columns, rows: Arc::new(scanned.rows) })
        };
        let answer = answer.await;
        let filters = query.filters.iter().map(|filter| &filter.column);
        let touched: Vec<String> = query.columns.iter().chain(filters).chain(&query.sort).cloned().collect();
        self.audited("scan", &query.dataset, &touched, |scanned: &Scanned| scanned.rows.rows, answer).await
    }

    async fn aggregate(&self, query: &AggregateQuery) -> Result<Vec<Group>, DataError> {
        let answer = async {
            let by = self.capability.aggregate(query)?;
            let region = self.region(query.region.as_deref()).await?;
            let by: Vec<_> = query.by.iter().map(String::as_str).zip(by).collect();
            let published = self.capability.published;
            // How many stand behind a group decides what may be published of it, whatever is asked.
            let mut measures = query.measures.clone();
            if published {
                measures.push(Measure::Count);
            }
            let aggregate = Aggregate {
                dataset: &query.dataset,
                by: &by,
                measures: &measures,
                filters: &query.filters,
                region,
                at: self.as_of,
                max_groups: MOST_GROUPS,
            };
            let mut groups = self.store.aggregate(&aggregate).await.map_err(|error| refused(&error))?;
            if published {
                suppress(&mut groups, &query.measures);
            }
            Ok(groups)
        };
        let answer = answer.await;
        let rows = |groups: &Vec<Group>| u32::try_from(groups.len()).unwrap_or(u32::MAX);
        let measured = query.measures.iter().filter_map(|measure| measure.column().map(str::to_owned));
        let filters = query.filters.iter().map(|filter| filter.column.clone());
        let touched: Vec<String> = query.by.iter().cloned().chain(measured).chain(filters).collect();
        self.audited("aggregate", &query.dataset, &touched, rows, answer).await
    }
}
