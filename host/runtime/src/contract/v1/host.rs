//! What the host offers to a guest. Each call is counted; each read goes through the data port, which checks and audits it.

use super::bindings::rules::lifang::data::{aggregates, log, scans, subjects, types as data_types};
use super::bindings::rules::lifang::plugin::types as plugin_types;
use super::from_guest::{aggregate_query, scan_query};
use crate::guest::{BatchHandle, ContextHandle, Guest, ScanHandle, Stop};
use lifang_core::columns::{ColumnData, Rows, batch_rows};
use lifang_core::manifest::World;
use lifang_core::query::DataError;
use std::sync::Arc;
use std::time::Duration;
use wasmtime::component::{HasSelf, Linker, Resource};

/// The most rows a batch has: columns of this length stay in the processor's cache on their way.
const MOST_ROWS: u32 = 16_384;

/// Offers to a world what it may import, and nothing else.
pub(crate) fn link(linker: &mut Linker<Guest>, world: World) -> wasmtime::Result<()> {
    data_types::add_to_linker::<_, HasSelf<Guest>>(linker, |guest| guest)?;
    log::add_to_linker::<_, HasSelf<Guest>>(linker, |guest| guest)?;
    plugin_types::add_to_linker::<_, HasSelf<Guest>>(linker, |guest| guest)?;
    if world == World::Rules {
        subjects::add_to_linker::<_, HasSelf<Guest>>(linker, |guest| guest)?;
        scans::add_to_linker::<_, HasSelf<Guest>>(linker, |guest| guest)?;
        aggregates::add_to_linker::<_, HasSelf<Guest>>(linker, |guest| guest)?;
    }
    Ok(())
}

/// Waits for a read, but not for ever: epochs do not tick while a guest waits in the host.
async fn in_time<T>(
    budget_ms: u32,
    read: impl Future<Output = Result<T, DataError>>,
) -> wasmtime::Result<Result<T, DataError>> {
    let patience = Duration::from_millis(u64::from(budget_ms).saturating_mul(10).max(2_000));
    match tokio::time::timeout(patience, read).await {
        // The store's own trouble is nothing a rule should decide upon: the call ends, and is tried again later.
        Ok(Err(DataError::Unavailable)) => Err(Stop::Limit("store-unavailable").into()),
        Ok(answer) => Ok(answer),
        Err(_) => Err(Stop::Deadline.into()),
    }
}

impl data_types::Host for Guest {}

impl log::Host for Guest {
    fn write(&mut self, level: log::Level, message: String) -> wasmtime::Result<()> {
        self.host_call()?;
        let level = match level {
            log::Level::Debug => "debug",
            log::Level::Info => "info",
            log::Level::Warn => "warn",
            log::Level::Error => "error",
            log::Level::Panic => "panic",
        };
        self.write_log(level, &message);
        Ok(())
    }
}

impl plugin_types::Host for Guest {}

impl plugin_types::HostContext for Guest {
    fn region(&mut self, _: Resource<ContextHandle>) -> wasmtime::Result<plugin_types::Region> {
        self.host_call()?;
        self.context.path.last().map(plugin_types::Region::from).ok_or_else(|| Stop::Limit("empty-path").into())
    }

    fn path(&mut self, _: Resource<ContextHandle>) -> wasmtime::Result<Vec<plugin_types::Region>> {
        self.host_call()?;
        Ok(self.context.path.iter().map(plugin_types::Region::from).collect())
    }

    fn now(&mut self, _: Resource<ContextHandle>) -> wasmtime::Result<i64> {
        self.host_call()?;
        Ok(self.context.now.0)
    }

    fn today(&mut self, _: Resource<ContextHandle>) -> wasmtime::Result<i32> {
        self.host_call()?;
        Ok(self.context.now.day().0)
    }

    fn role(&mut self, _: Resource<ContextHandle>) -> wasmtime::Result<String> {
        self.host_call()?;
        Ok(self.context.role.clone())
    }

    fn day_exceptions(&mut self, _: Resource<ContextHandle>) -> wasmtime::Result<Vec<i32>> {
        self.host_call()?;
        Ok(self.context.day_exceptions.iter().map(|date| date.0).collect())
    }

    fn setting(&mut self, _: Resource<ContextHandle>, key: String) -> wasmtime::Result<Option<data_types::Value>> {
        self.host_call()?;
        Ok(self.context.settings.get(&key).map(data_types::Value::from))
    }

    fn drop(&mut self, _: Resource<ContextHandle>) -> wasmtime::Result<()> {
        Ok(())
    }
}

impl subjects::Host for Guest {
    async fn get(
        &mut self,
        dataset: String,
        id: String,
        fields: Vec<String>,
    ) -> wasmtime::Result<Result<Vec<data_types::Cell>, data_types::DataError>> {
        self.host_call()?;
        let cells = in_time(self.limits.budget_ms, self.data.subject(&dataset, &id, &fields)).await?;
        Ok(cells.map(|cells| cells.iter().map(data_types::Cell::from).collect()).map_err(Into::into))
    }
}

impl aggregates::Host for Guest {
    async fn run(
        &mut self,
        query: aggregates::Query,
    ) -> wasmtime::Result<Result<Vec<aggregates::Group>, data_types::DataError>> {
        self.host_call()?;
        let groups = in_time(self.limits.budget_ms, self.data.aggregate(&aggregate_query(query))).await?;
        Ok(groups.map(|groups| groups.into_iter().map(aggregates::Group::from).collect()).map_err(Into::into))
    }
}

impl scans::Host for Guest {}

impl scans::HostScan for Guest {
    async fn open(
        &mut self,
        query: scans::Query,
    ) -> wasmtime::Result<Result<Resource<ScanHandle>, data_types::DataError>> {
        self.host_call()?;
        let rows_left = self.limits.rows.saturating_sub(self.usage.rows);
        let scanned = in_time(self.limits.budget_ms, self.data.scan(&scan_query(query), rows_left)).await?;
        let scanned = match scanned {
            Ok(scanned) => scanned,
            Err(error) => return Ok(Err(error.into())),
        };
        self.usage.rows += scanned.rows.rows;
        Ok(Ok(self.table.push(ScanHandle::new(scanned))?))
    }

    fn next(
        &mut self,
        scan: Resource<ScanHandle>,
        max_rows: u32,
    ) -> wasmtime::Result<Result<Option<Resource<BatchHandle>>, data_types::DataError>> {
        self.host_call()?;
        let scan = self.table.get_mut(&scan)?;
        let batch = scan.scanned.rows.batch(scan.next, batch_rows(max_rows, MOST_ROWS), &mut scan.words_seen);
        let Some(batch) = batch else { return Ok(Ok(None)) };
        scan.next += batch.rows;
        let rows = Arc::clone(&scan.scanned.rows);
        Ok(Ok(Some(self.table.push(BatchHandle { rows, batch })?)))
    }

    fn drop(&mut self, scan: Resource<ScanHandle>) -> wasmtime::Result<()> {
        self.table.delete(scan)?;
        Ok(())
    }
}

impl Guest {
    fn column(
        &mut self,
        batch: &Resource<BatchHandle>,
        column: u32,
    ) -> wasmtime::Result<Result<ColumnData, data_types::DataError>> {
        self.host_call()?;
        let BatchHandle { rows, batch } = self.table.get(batch)?;
        Ok(rows.column(batch, column as usize).ok_or_else(|| missing(column, rows)))
    }
}

fn missing(column: u32, rows: &Rows) -> data_types::DataError {
    data_types::DataError::UnknownColumn(format!("column {column} of {}", rows.columns.len()))
}

/// One accessor per layout: the column's values, or `wrong-type` with its own type.
macro_rules! layout {
    ($name:ident, $variant:ident, $type:ty) => {
        fn $name(
            &mut self,
            batch: Resource<BatchHandle>,
            column: u32,
        ) -> wasmtime::Result<Result<Vec<$type>, data_types::DataError>> {
            Ok(self.column(&batch, column)?.and_then(|data| match data {
                ColumnData::$variant(values) => Ok(values),
                other => Err(wrong_type(column, &other)),
            }))
        }
    };
}

fn wrong_type(column: u32, data: &ColumnData) -> data_types::DataError {
    data_types::DataError::WrongType(format!("column {column}: {}", data.layout_name()))
}

impl scans::HostBatch for Guest {
    layout!(u8s, U8, u8);
    layout!(u16s, U16, u16);
    layout!(s32s, S32, i32);
    layout!(s64s, S64, i64);
    layout!(f64s, F64, f64);

    fn rows(&mut self, batch: Resource<BatchHandle>) -> wasmtime::Result<u32> {
        self.host_call()?;
        Ok(self.table.get(&batch)?.batch.rows)
    }

    fn first(&mut self, batch: Resource<BatchHandle>) -> wasmtime::Result<u32> {
        self.host_call()?;
        Ok(self.table.get(&batch)?.batch.first)
    }

    fn texts(
        &mut self,
        batch: Resource<BatchHandle>,
        column: u32,
    ) -> wasmtime::Result<Result<scans::TextColumn, data_types::DataError>> {
        Ok(self.column(&batch, column)?.and_then(|data| match data {
            ColumnData::Text { offsets, bytes } => Ok(scans::TextColumn { offsets, bytes }),
            other => Err(wrong_type(column, &other)),
        }))
    }

    fn words(
        &mut self,
        batch: Resource<BatchHandle>,
        column: u32,
    ) -> wasmtime::Result<Result<scans::DictionaryColumn, data_types::DataError>> {
        Ok(self.column(&batch, column)?.and_then(|data| match data {
            ColumnData::Dictionary { codes, words } => Ok(scans::DictionaryColumn { codes, words }),
            other => Err(wrong_type(column, &other)),
        }))
    }

    fn validity(
        &mut self,
        batch: Resource<BatchHandle>,
        column: u32,
    ) -> wasmtime::Result<Result<Option<Vec<u8>>, data_types::DataError>> {
        self.host_call()?;
        let BatchHandle { rows, batch } = self.table.get(&batch)?;
        Ok(rows.validity(batch, column as usize).ok_or_else(|| missing(column, rows)))
    }

    fn drop(&mut self, batch: Resource<BatchHandle>) -> wasmtime::Result<()> {
        self.table.delete(batch)?;
        Ok(())
    }
}
