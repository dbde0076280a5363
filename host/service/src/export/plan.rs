//! What an export will do: whether it may, which columns, which communities.

use super::rows::Shown;
use super::wanted::parse_filter;
use super::{ExportRequest, home, refusal};
use crate::Service;
use crate::access::{self, Act};
use crate::denied::Refused;
use crate::error::{Result, ServiceError};
use crate::place::Place;
use lifang_core::actor::Actor;
use lifang_core::capability::{Capability, Columns, Readable};
use lifang_core::clock::Instant;
use lifang_core::dataset::{Guard, Schema};
use lifang_core::mask::{Personal, Sight};
use lifang_core::query::{DataError, Filter, ScanQuery};
use lifang_core::region::{Level, Region};
use lifang_core::text::Bilingual;
use lifang_store::StoreError;
use serde_json::json;

/// The most columns one question to the store has: each local field is a table to join, and SQLite joins 64.
pub(super) const TOGETHER: usize = 40;

/// An export that may be made.
#[derive(Debug)]
pub struct Export {
    pub(super) service: Service,
    pub(super) actor: Actor,
    pub(super) request: ExportRequest,
    pub(super) place: Place,
    pub(super) communities: Vec<Region>,
    pub(super) columns: Vec<Shown>,
    pub(super) filters: Vec<Filter>,
    pub(super) title: Bilingual,
}

impl Service {
    /// Plans an export.
    ///
    /// # Errors
    /// `region-unknown`, `dataset-unknown`, what the role or region forbids, a column or condition that is none, a purpose that is
    /// missing, a condition on what is masked.
    pub async fn plan_export(&self, actor: &Actor, request: ExportRequest) -> Result<Export> {
        let now = self.clock.now();
        let known = request.known_at.unwrap_or(now);
        let place = self.place_on(&request.region, request.as_of.unwrap_or_else(|| now.day()), known).await?;
        // Rights are held in today's regions, whatever day is asked about.
        let scope = self.scope(&place).await?;
        let may = access::allow(actor, Act::ExportData, &scope).and_then(|()| match &request.sight {
            Sight::Full { .. } => access::allow(actor, Act::ExportInFull, &scope),
            Sight::Masked => Ok(()),
        });
        let refused = Refused::of("export", &request.dataset).at(place.path.region().id);
        let refused = refused.about(json!({ "masked": !request.sight.is_full() }));
        self.noting_refusal(actor, refused, may).await?;
        if request.sight.purpose().is_some_and(|purpose| !access::says_what_for(purpose)) {
            return Err(refusal::purpose());
        }
        let schema = Schema::v1();
        let Some(dataset) = schema.datasets.get(&request.dataset) else {
            let known: Vec<&str> = schema.datasets.keys().map(String::as_str).collect();
            return Err(refusal::dataset(&request.dataset, &known));
        };
        let mut all: Vec<(Readable, Bilingual)> =
            dataset.columns.iter().map(|column| (Readable::from(column), column.title.clone())).collect();
        all.extend(home::columns(&request.dataset));
        all.extend(self.local_columns(&place, &request.dataset).await?);
        let readable: Vec<Readable> = all.iter().map(|(column, _)| column.clone()).collect();
        let keys: Vec<String> = readable.iter().map(|column| column.key.clone()).collect();
        let filters =
            request.filters.iter().map(|text| parse_filter(text, &readable)).collect::<Result<Vec<Filter>>>()?;
        let mut wanted = if request.columns.is_empty() { keys.clone() } else { request.columns.clone() };
        // Asked for twice it is there once.
        let mut seen = std::collections::BTreeSet::new();
        wanted.retain(|key| seen.insert(key.clone()));
        check(&request.dataset, &wanted, &filters, &readable).map_err(|error| refusal::question(&error, &keys))?;
        let guarded =
            |key: &str| readable.iter().any(|column| column.key == key && personal(&request.dataset, column).is_some());
        if let Some(filter) = filters.iter().find(|filter| !request.sight.is_full() && guarded(&filter.column)) {
            return Err(refusal::guarded_condition(&filter.column));
        }
        let shown = |key: &String| {
            let (column, title) = all.iter().find(|(column, _)| column.key == *key)?;
            let personal = personal(&request.dataset, column).filter(|_| !request.sight.is_full());
            Some(Shown { column: column.clone(), title: title.clone(), personal })
        };
        let columns = wanted.iter().filter_map(shown).collect();
        let region = place.path.region();
        let communities = match region.level {
            Level::Community | Level::Grid => vec![region.clone()],
            _ => self.store.communities(region.id, place.as_of).await?,
        };
        if place.as_of.valid != now.day() {
            self.still_theirs(actor, &communities, place.as_of.recorded).await?;
        }
        let title = dataset.title.clone();
        let service = self.clone();
        Ok(Export { service, actor: actor.clone(), request, place, communities, columns, filters, title })
    }

    /// What lay in a region on another day may belong to others today: their people are theirs to give.
    async fn still_theirs(&self, actor: &Actor, communities: &[Region], known: Instant) -> Result<()> {
        for community in communities {
            let place = self.place_of(community.id, self.clock.now().day(), known).await;
            match place {
                Ok(place) => access::allow(actor, Act::ExportData, &place.path)?,
                // It has ended: it was in the region when it was.
                Err(ServiceError::Store(StoreError::NotFound(_))) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The local fields of a dataset that hold at the place.
    async fn local_columns(&self, place: &Place, dataset: &str) -> Result<Vec<(Readable, Bilingual)>> {
        let mut declared = self.declarations(place).await?;
        declared.retain(|declaration| declaration.field.dataset == dataset);
        Ok(declared.into_iter().map(|declared| (declared.readable(), declared.field.title)).collect())
    }
}

/// How a column is masked; none where it is open.
fn personal(dataset: &str, column: &Readable) -> Option<Personal> {
    Personal::of(dataset, &column.key).or_else(|| (column.guard != Guard::Open).then_some(Personal::Other))
}

/// Holds the question against the schema, as every other reader's; what stands beside the schema is known and has a plain test.
fn check(dataset: &str, wanted: &[String], filters: &[Filter], readable: &[Readable]) -> Result<(), DataError> {
    let beside = home::columns(dataset);
    let of_contract = |key: &str| !beside.iter().any(|(column, _)| column.key == key);
    let known = |key: &String| readable.iter().any(|column| column.key == *key);
    if let Some(unknown) = wanted.iter().find(|key| !known(key)) {
        return Err(DataError::UnknownColumn(format!("{dataset}.{unknown}")));
    }
    let wanted: Vec<String> = wanted.iter().filter(|key| of_contract(key)).cloned().collect();
    let filters: Vec<Filter> = filters.iter().filter(|filter| of_contract(&filter.column)).cloned().collect();
    let all = readable.iter().map(|column| column.key.clone()).collect();
    let local = readable.iter().filter(|column| column.key.starts_with("x.")).cloned().collect();
    let capability = Capability {
        columns: Columns([(dataset.to_owned(), all)].into()),
        local: [(dataset.to_owned(), local)].into(),
        ..Capability::default()
    };
    for columns in wanted.chunks(TOGETHER) {
        let query = ScanQuery {
            dataset: dataset.to_owned(),
            columns: columns.to_vec(),
            filters: filters.clone(),
            ..ScanQuery::default()
        };
        capability.scan(&query)?;
    }
    Ok(())
}

impl Export {
    /// What it is called: `长山花园社区-人-2026-11-01.csv`.
    #[must_use]
    pub fn file_name(&self) -> String {
        let region = self.place.path.region();
        let title = if self.request.english { &self.title.en } else { &self.title.zh };
        format!("{}-{title}-{}.{}", region.name, self.place.as_of.valid, self.request.format.ending())
    }

    /// How many communities it goes through.
    #[must_use]
    pub fn communities(&self) -> usize {
        self.communities.len()
    }

    /// The format.
    #[must_use]
    pub fn format(&self) -> super::ExportFormat {
        self.request.format
    }
}
