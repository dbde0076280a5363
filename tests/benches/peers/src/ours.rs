//! Our plugin `jilin-rules`, by the call that the service makes: limits on, a fresh instance each time.

use crate::Result;
use crate::persons::Persons;
use crate::rule::{Everyone, Peer, Person, Rule};
use async_trait::async_trait;
use lifang_core::call::{Call, CallContext, Digest, NoData, PluginRef, Plugins as _, RegionView, Scanned};
use lifang_core::clock::Instant;
use lifang_core::limits::Limits;
use lifang_core::value::Value;
use lifang_runtime::{Components, Inspected, Runtime, Tuning, inspect};
use std::sync::Arc;
use tokio::runtime::Runtime as Tokio;

/// 2024-03-01 12:00 in China.
const NOON: Instant = Instant(1_709_265_600_000);

pub(crate) struct Ours {
    tokio: Tokio,
    runtime: Runtime,
    decision: Call,
    batch: Call,
    _cache: tempfile::TempDir,
}

impl Ours {
    pub(crate) fn start(rule: Rule) -> Result<Self> {
        let folder =
            std::env::var_os("LIFANG_PLUGINS_DIR").ok_or("LIFANG_PLUGINS_DIR names no folder of built plugins")?;
        let bytes = std::fs::read(std::path::Path::new(&folder).join("jilin-rules.wasm"))?;
        let Inspected { digest, manifest, .. } = inspect(&bytes)?;
        let plugin = PluginRef { id: manifest.plugin.id.clone(), version: manifest.plugin.version.clone(), digest };
        let mut settings: std::collections::BTreeMap<String, Value> = manifest
            .settings
            .iter()
            .map(|setting| Ok((setting.key.clone(), setting.read(&setting.default)?)))
            .collect::<Result<_>>()?;
        let today = NOON.day().0;
        for (key, latest) in ["high_days", "key_days", "ordinary_days"].into_iter().zip(rule.latest) {
            settings.insert(key.to_owned(), Value::Integer(i64::from(today - latest)));
        }
        let view = |code: &str, level: &str| RegionView { code: code.into(), name: code.into(), level: level.into() };
        let context = CallContext {
            path: vec![view("220000000000", "province"), view("220103008003", "community")],
            now: NOON,
            role: "system".into(),
            day_exceptions: Arc::from([]),
            settings,
        };
        let tokio = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let cache = tempfile::tempdir()?;
        let inside = tokio.enter();
        let runtime = Runtime::start(cache.path(), Arc::new(Nowhere), Tuning::default())?;
        tokio.block_on(runtime.prepare(bytes))?;
        drop(inside);
        let (plugin, context) = (Arc::new(plugin), Arc::new(context));
        let call = |limits| Call {
            plugin: Arc::clone(&plugin),
            context: Arc::clone(&context),
            limits,
            data: Arc::new(NoData),
        };
        let (decision, batch) = (call(Limits::INTERACTIVE), call(Limits::BATCH));
        Ok(Self { tokio, runtime, decision, batch, _cache: cache })
    }
}

impl Ours {
    fn marks(&self, call: &Call, scanned: Scanned) -> Result<Vec<u8>> {
        let mut marks = vec![0; scanned.rows.rows as usize];
        let answered = self.tokio.block_on(self.runtime.sweep(call, "visit-due", scanned));
        let answer = answered.map_err(|failure| failure.to_string())?.value;
        for (&row, &mark) in answer.rows.iter().zip(&answer.marks) {
            marks[row as usize] = u8::try_from(mark)? + 1;
        }
        Ok(marks)
    }
}

/// The plugin is prepared before it is called; nothing is ever looked up.
struct Nowhere;

#[async_trait]
impl Components for Nowhere {
    async fn bytes(&self, _: &Digest) -> std::result::Result<Option<Vec<u8>>, String> {
        Ok(None)
    }
}

impl Peer for Ours {
    fn name(&self) -> &'static str {
        "lifang"
    }

    fn isolation(&self) -> &'static str {
        "new Wasm instance"
    }

    fn limits(&self) -> &'static str {
        "memory, time, host calls, rows, bytes out"
    }

    fn fresh(&mut self, Person { age, living, care, last_visit }: Person) -> Result<u8> {
        let one = Persons { ages: vec![age], livings: vec![living], cares: vec![care], last_visits: vec![last_visit] };
        Ok(self.marks(&self.decision, one.scanned()?)?[0])
    }

    fn warm(&mut self, _: Person) -> Result<Option<u8>> {
        Ok(None)
    }

    fn sweep(&mut self, everyone: &Everyone) -> Result<Vec<u8>> {
        self.marks(&self.batch, everyone.scanned.clone())
    }
}
