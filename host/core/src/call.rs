//! The port between the service and whatever runs plugins: a call, and what it may use.

use crate::capability::Readable;
use crate::certificate::CertificateList;
use crate::clock::{Date, Instant};
use crate::columns::Rows;
use crate::decision::{Decision, Event, SweepAnswer};
use crate::failure::Failure;
use crate::form::{Answer, Form, Judgement, NodeState};
use crate::limits::Limits;
use crate::query::{AggregateQuery, DataError, Group, ScanQuery};
use crate::report::{Document, Period};
use crate::value::{Cell, Field, Value};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A plugin's exact bytes: `sha256:` and 64 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(pub String);

impl Digest {
    /// Whether it is written as a digest is. One that came from outside may be anything, also a path.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        let hex = self.0.strip_prefix("sha256:").unwrap_or_default();
        hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// One version of a plugin.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PluginRef {
    /// `cn.jilin.forms`.
    pub id: String,
    /// `1.0.0`.
    pub version: String,
    /// Its bytes.
    pub digest: Digest,
}

impl std::fmt::Display for PluginRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}", self.id, self.version)
    }
}

/// A region as a plugin sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionView {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its level's name.
    pub level: String,
}

/// Where, when, for whom, and how configured. With the arguments it is all that an answer may depend on; it is stored with
/// every decision so that the call can be made again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallContext {
    /// From the province to the region itself.
    pub path: Vec<RegionView>,
    /// The call's clock.
    pub now: Instant,
    /// The role of who acts.
    pub role: String,
    /// Exceptions to the working week, ascending.
    #[serde(default)]
    pub day_exceptions: Arc<[Date]>,
    /// The installation's settings, defaults filled in.
    pub settings: BTreeMap<String, Value>,
}

/// What guests read through. The service implements it over the store and checks capability and region there.
#[async_trait]
pub trait DataPort: Send + Sync {
    /// The cells of one subject, in the order of `fields`.
    async fn subject(&self, dataset: &str, id: &str, fields: &[String]) -> Result<Vec<Cell>, DataError>;

    /// All rows of a scan with their columns, at most `max_rows`; more is `DataError::Limit("rows")`.
    async fn scan(&self, query: &ScanQuery, max_rows: u32) -> Result<Scanned, DataError>;

    /// The groups of an aggregate.
    async fn aggregate(&self, query: &AggregateQuery) -> Result<Vec<Group>, DataError>;
}

/// The rows of a scan and what its columns are.
#[derive(Clone, Debug)]
pub struct Scanned {
    /// In the order of the query.
    pub columns: Vec<Readable>,
    /// The rows, shared: a sweep may run over rows that someone else keeps.
    pub rows: Arc<Rows>,
}

/// No data at all: what pure plugins get.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoData;

#[async_trait]
impl DataPort for NoData {
    async fn subject(&self, dataset: &str, _: &str, _: &[String]) -> Result<Vec<Cell>, DataError> {
        Err(DataError::NotGranted(dataset.into()))
    }

    async fn scan(&self, query: &ScanQuery, _: u32) -> Result<Scanned, DataError> {
        Err(DataError::NotGranted(query.dataset.clone()))
    }

    async fn aggregate(&self, query: &AggregateQuery) -> Result<Vec<Group>, DataError> {
        Err(DataError::NotGranted(query.dataset.clone()))
    }
}

/// A call of a plugin.
#[derive(Clone)]
pub struct Call {
    /// Which version.
    pub plugin: Arc<PluginRef>,
    /// Where and when.
    pub context: Arc<CallContext>,
    /// What it may use.
    pub limits: Limits,
    /// What it reads through.
    pub data: Arc<dyn DataPort>,
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call").field("plugin", &self.plugin).field("context", &self.context).finish_non_exhaustive()
    }
}

/// What a call used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Wall time, microseconds.
    pub micros: u64,
    /// Host calls.
    pub host_calls: u32,
    /// Rows read.
    pub rows: u32,
}

/// A line a plugin wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// `debug`, `info`, `warn`, `error` or `panic`.
    pub level: String,
    /// What it wrote.
    pub message: String,
}

/// A call that was answered.
#[derive(Clone, Debug)]
pub struct Answered<T> {
    /// The answer.
    pub value: T,
    /// What it cost.
    pub usage: Usage,
    /// What the plugin wrote.
    pub log: Vec<LogLine>,
}

/// The answer of a call, or how it failed.
pub type CallResult<T> = Result<Answered<T>, Box<Failure>>;

/// Whatever runs plugins: the Wasm runtime, or native code that benchmarks compare it with.
#[async_trait]
pub trait Plugins: Send + Sync {
    /// `grid-rules.decide`
    async fn decide(&self, call: &Call, rules: &[String], event: &Event) -> CallResult<Decision>;
    /// `grid-rules.sweep`
    async fn sweep(&self, call: &Call, rule: &str, rows: Scanned) -> CallResult<SweepAnswer>;
    /// `reports.run`
    async fn report(&self, call: &Call, id: &str, period: Period) -> CallResult<Document>;
    /// `checklists.ask`
    async fn form(&self, call: &Call, id: &str, known: &[Field]) -> CallResult<Form>;
    /// `checklists.state`
    async fn state(&self, call: &Call, id: &str, answers: &[Answer], known: &[Field]) -> CallResult<Vec<NodeState>>;
    /// `checklists.judge`
    async fn judge(&self, call: &Call, id: &str, answers: &[Answer], known: &[Field]) -> CallResult<Judgement>;
    /// `certificates.list`
    async fn certificates(&self, call: &Call) -> CallResult<CertificateList>;
}
