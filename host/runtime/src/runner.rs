//! Runs plugins: a fresh store and instance per call, under limits that cannot be switched off.

use crate::cache::Cache;
use crate::contract::v1::bindings::forms::exports::lifang::plugin::{certificates, checklists};
use crate::contract::v1::bindings::rules::exports::lifang::plugin::{grid_rules, reports};
use crate::contract::v1::bindings::rules::lifang::plugin::types::PluginError;
use crate::contract::v1::from_guest::{self, Crooked};
use crate::contract::v1::function::{Function, Told};
use crate::contract::v1::to_guest;
use crate::engine::{self, Tuning};
use crate::error::RuntimeError;
use crate::guest::{ContextHandle, Guest, ScanHandle, Stop};
use crate::inspect::{Inspected, inspect};
use crate::loaded::{Linkers, Loaded};
use crate::module::Shelf;
use crate::modules::Modules;
use async_trait::async_trait;
use lifang_core::call::{Answered, Call, CallResult, Digest, Plugins, Scanned};
use lifang_core::certificate::CertificateList;
use lifang_core::decision::{Decision, Event, SweepAnswer};
use lifang_core::failure::{Cause, Failure, Said};
use lifang_core::form::{Answer, Form, Judgement, NodeState};
use lifang_core::manifest::World;
use lifang_core::report::{Document, Period};
use lifang_core::value::Field;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use wasmtime::component::{ComponentNamedList, Lift, Lower, Resource, TypedFunc};
use wasmtime::{Engine, Store, Trap};

/// How long a call waits for a place before it is told that all are taken.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many components stay loaded; the least used make room.
const LOADED: u64 = 4_096;

/// Where the bytes of components lie.
#[async_trait]
pub trait Components: Send + Sync {
    /// The bytes of that digest; none where nobody put them.
    async fn bytes(&self, digest: &Digest) -> Result<Option<Vec<u8>>, String>;
}

/// Runs plugins.
pub struct Runtime {
    engine: Engine,
    linkers: Arc<Linkers>,
    cache: Cache,
    pub(crate) components: Arc<dyn Components>,
    pub(crate) modules: Modules,
    loaded: moka::future::Cache<Digest, Loaded>,
    places: Semaphore,
}

impl std::fmt::Debug for Runtime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runtime").field("loaded", &self.loaded.entry_count()).finish_non_exhaustive()
    }
}

impl Runtime {
    /// Starts the engine. Native code is kept below `cache`.
    ///
    /// # Errors
    /// When the pool cannot be reserved or the cache cannot be written.
    pub fn start(cache: &Path, components: Arc<dyn Components>, tuning: Tuning) -> Result<Self, RuntimeError> {
        let engine = engine::start(tuning)?;
        Ok(Self {
            linkers: Arc::new(Linkers::new(&engine)?),
            cache: Cache::open(cache, &engine)?,
            components,
            modules: Modules::on(Shelf::below(cache)),
            loaded: moka::future::Cache::new(LOADED),
            places: Semaphore::new(tuning.instances as usize),
            engine,
        })
    }

    /// Inspects, compiles and links bytes, off the threads that answer requests, and makes the module that browsers run. After
    /// this the first call is as fast as any. Where no module can be made, the reason is kept and browsers ask the server.
    ///
    /// # Errors
    /// What keeps them from being a plugin.
    pub async fn prepare(&self, bytes: Vec<u8>) -> Result<Inspected, RuntimeError> {
        let inspected = self.compile(bytes.clone()).await?;
        if inspected.manifest.plugin.world == World::Forms {
            let _known_later = self.modules.of(&inspected.digest, async { Ok(Some(bytes)) }).await;
        }
        Ok(inspected)
    }

    async fn compile(&self, bytes: Vec<u8>) -> Result<Inspected, RuntimeError> {
        let (engine, linkers, cache) = (self.engine.clone(), Arc::clone(&self.linkers), self.cache.clone());
        let work = move || {
            let inspected = inspect(&bytes)?;
            let component = match cache.load(&engine, &inspected.digest) {
                Some(component) => component,
                None => cache.compile(&engine, &inspected.digest, &bytes)?,
            };
            let loaded = linkers.link(&component, inspected.manifest.plugin.world)?;
            Ok::<_, RuntimeError>((inspected, loaded))
        };
        let done = tokio::task::spawn_blocking(work).await;
        let (inspected, loaded) = done.map_err(|error| RuntimeError::Engine(error.to_string()))??;
        self.loaded.insert(inspected.digest.clone(), loaded).await;
        Ok(inspected)
    }

    async fn load(&self, digest: &Digest) -> Result<Loaded, String> {
        if let Some(loaded) = self.loaded.get(digest).await {
            return Ok(loaded);
        }
        // Several calls that find a plugin asleep wake it once.
        let wake = async {
            let bytes = self.components.bytes(digest).await?.ok_or_else(|| format!("{digest} is not in the store"))?;
            self.compile(bytes).await.map_err(|error| error.to_string())?;
            self.loaded.get(digest).await.ok_or_else(|| format!("{digest} holds other bytes than its name says"))
        };
        self.loaded.try_get_with_by_ref(digest, wake).await.map_err(|error| (*error).clone())
    }

    async fn seat(&self) -> Result<SemaphorePermit<'_>, Cause> {
        if let Ok(permit) = self.places.try_acquire() {
            return Ok(permit);
        }
        match tokio::time::timeout(PATIENCE, self.places.acquire()).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) | Err(_) => Err(Cause::Busy),
        }
    }

    fn store(&self, call: &Call) -> Store<Guest> {
        let mut store = Store::new(&self.engine, Guest::new(call));
        store.limiter(|guest| guest);
        store.epoch_deadline_callback(Guest::tick);
        store.set_epoch_deadline(1);
        store.set_hostcall_fuel(call.limits.answer_bytes as usize);
        store
    }

    /// A fresh instance's function.
    async fn function<P, R>(
        &self,
        call: &Call,
        store: &mut Store<Guest>,
        function: Function,
    ) -> Result<TypedFunc<P, R>, Ended>
    where
        P: ComponentNamedList + Lower,
        R: ComponentNamedList + Lift,
    {
        let unloadable = |what| Ended::Cause(Cause::Unloadable(what));
        let loaded = self.load(&call.plugin.digest).await.map_err(unloadable)?;
        let position = loaded.function(function);
        let position = position.ok_or_else(|| unloadable(format!("its world has no {}", function.name())))?;
        let instance = loaded.component.instantiate_async(&mut *store).await?;
        Ok(instance.get_typed_func(store, position)?)
    }
}

/// Why a call ended without an answer.
enum Ended {
    /// The host knows why.
    Cause(Cause),
    /// The engine stopped it.
    Engine(wasmtime::Error),
}

impl From<wasmtime::Error> for Ended {
    fn from(error: wasmtime::Error) -> Self {
        Self::Engine(error)
    }
}

impl From<Crooked> for Ended {
    fn from(crooked: Crooked) -> Self {
        Self::Cause(Cause::Crooked(crooked.0))
    }
}

impl From<Said> for Ended {
    fn from(said: Said) -> Self {
        Self::Cause(Cause::Said(said))
    }
}

impl From<PluginError> for Ended {
    fn from(error: PluginError) -> Self {
        Self::Cause(Cause::Said(error.into()))
    }
}

/// Joins an answer with what it cost, or an end with everything its author needs to mend it.
fn close<T>(
    call: &Call,
    function: Function,
    store: Store<Guest>,
    started: std::time::Instant,
    end: Result<T, Ended>,
) -> CallResult<T> {
    let limits = call.limits;
    let (mut usage, mut log) = store.into_data().finish_log();
    usage.micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    let cause = match end {
        Ok(value) => return Ok(Answered { value, usage, log }),
        Err(Ended::Cause(cause)) => cause,
        Err(Ended::Engine(error)) => match error.downcast_ref::<Stop>() {
            Some(Stop::Deadline) => Cause::Deadline(limits.budget_ms),
            Some(Stop::Memory) => Cause::Memory(limits.memory),
            Some(Stop::Limit(name)) => Cause::Limit((*name).into()),
            None => {
                let panic = log.iter().rposition(|line| line.level == "panic").map(|at| log.remove(at).message);
                cause_of_trap(&error, panic)
            }
        },
    };
    Err(Box::new(Failure { plugin: (*call.plugin).clone(), function: function.name().into(), cause, log }))
}

fn cause_of_trap(error: &wasmtime::Error, panic: Option<String>) -> Cause {
    match error.downcast_ref::<Trap>() {
        Some(Trap::StackOverflow) => Cause::Trap { trap: "stack overflow".into(), panic },
        Some(trap) => Cause::Trap { trap: trap.to_string(), panic },
        // The one other error while a guest runs: it handed over more than the host lifts.
        None if format!("{error:#}").contains("fuel") => Cause::Limit("answer-bytes".into()),
        None => Cause::Trap { trap: error.root_cause().to_string(), panic },
    }
}

#[expect(clippy::disallowed_methods, reason = "how long a call took is measured, not decided upon")]
fn start() -> std::time::Instant {
    std::time::Instant::now()
}

/// The one shape of all calls: take a place, make a store, instantiate, call, close. The place is given back last: it stands for
/// the store's slots in the pool.
macro_rules! call {
    ($self:ident, $call:ident, $function:expr, |$typed:ident, $store:ident| $body:expr) => {{
        let started = start();
        let mut $store = $self.store($call);
        let place = $self.seat().await;
        let end: Result<_, Ended> = async {
            place.as_ref().map_err(|cause| Ended::Cause(cause.clone()))?;
            let $typed = $self.function($call, &mut $store, $function).await?;
            $body
        }
        .await;
        close($call, $function, $store, started, end)
    }};
}

/// The context handle that every call passes; see `ContextHandle`.
fn context() -> Resource<ContextHandle> {
    Resource::new_borrow(0)
}

#[async_trait]
impl Plugins for Runtime {
    async fn decide(&self, call: &Call, rules: &[String], event: &Event) -> CallResult<Decision> {
        call!(self, call, Function::Decide, |decide, store| {
            let event = to_guest::event(event);
            let (answer,): (Told<grid_rules::Decision>,) =
                decide.call_async(&mut store, (context(), rules, &event)).await?;
            Ok(from_guest::decision(answer?, call.limits.nodes)?)
        })
    }

    async fn sweep(&self, call: &Call, rule: &str, rows: Scanned) -> CallResult<SweepAnswer> {
        call!(self, call, Function::Sweep, |sweep, store| {
            let scanned = rows.rows.rows;
            if scanned > call.limits.rows {
                return Err(Ended::Cause(Cause::Limit("rows".into())));
            }
            store.data_mut().usage.rows = scanned;
            let scan = store.data_mut().table.push(ScanHandle::new(rows)).map_err(wasmtime::Error::from)?;
            let (answer,): (Told<grid_rules::SweepAnswer>,) =
                sweep.call_async(&mut store, (context(), rule, scan)).await?;
            Ok(from_guest::sweep_answer(answer?, call.limits.nodes, scanned)?)
        })
    }

    async fn report(&self, call: &Call, id: &str, period: Period) -> CallResult<Document> {
        call!(self, call, Function::Run, |run, store| {
            let period = to_guest::period(period);
            let (answer,): (Told<reports::Document>,) = run.call_async(&mut store, (context(), id, period)).await?;
            Ok(from_guest::document(answer?, call.limits.nodes, call.limits.depth)?)
        })
    }

    async fn form(&self, call: &Call, id: &str, known: &[Field]) -> CallResult<Form> {
        call!(self, call, Function::Ask, |ask, store| {
            let known = to_guest::fields(known);
            let (answer,): (Told<checklists::Form>,) = ask.call_async(&mut store, (context(), id, &known[..])).await?;
            Ok(from_guest::form(answer?, id, call.limits.nodes, call.limits.depth)?)
        })
    }

    async fn state(&self, call: &Call, id: &str, answers: &[Answer], known: &[Field]) -> CallResult<Vec<NodeState>> {
        call!(self, call, Function::State, |state, store| {
            let (answers, known) = (to_guest::answers(answers), to_guest::fields(known));
            let (answer,): (Told<checklists::FormState>,) =
                state.call_async(&mut store, (context(), id, &answers[..], &known[..])).await?;
            Ok(from_guest::states(answer?, call.limits.nodes)?)
        })
    }

    async fn judge(&self, call: &Call, id: &str, answers: &[Answer], known: &[Field]) -> CallResult<Judgement> {
        call!(self, call, Function::Judge, |judge, store| {
            let (answers, known) = (to_guest::answers(answers), to_guest::fields(known));
            let (answer,): (Told<checklists::Judgement>,) =
                judge.call_async(&mut store, (context(), id, &answers[..], &known[..])).await?;
            Ok(from_guest::judgement(answer?, call.limits.nodes)?)
        })
    }

    async fn certificates(&self, call: &Call) -> CallResult<CertificateList> {
        call!(self, call, Function::List, |list, store| {
            let (answer,): (Told<certificates::CertificateList>,) = list.call_async(&mut store, (context(),)).await?;
            Ok(from_guest::certificates(answer?, call.limits.nodes)?)
        })
    }
}
