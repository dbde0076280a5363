//! What the host keeps for one call: its limits, what was used of them, and the handles the guest holds.

use lifang_core::call::{Call, CallContext, DataPort, LogLine, Scanned, Usage};
use lifang_core::columns::{Batch, Rows};
use lifang_core::limits::Limits;
use std::sync::Arc;
use wasmtime::component::ResourceTable;
use wasmtime::{ResourceLimiter, StoreContextMut, UpdateDeadline};

/// Why the host itself stopped a guest. Travels through wasmtime as the trap's cause.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Stop {
    #[error("deadline")]
    Deadline,
    #[error("memory")]
    Memory,
    #[error("limit {0}")]
    Limit(&'static str),
}

/// The store data of one call.
pub(crate) struct Guest {
    pub(crate) context: Arc<CallContext>,
    pub(crate) data: Arc<dyn DataPort>,
    pub(crate) limits: Limits,
    pub(crate) table: ResourceTable,
    pub(crate) usage: Usage,
    pub(crate) log: Vec<LogLine>,
    log_bytes: usize,
    log_cut: u32,
    ticks: u32,
    /// Bytes of all its memories together.
    memory: u64,
    /// By how much it asked to grow last.
    growth: u64,
}

/// An open scan: rows that were read, and how far the guest has come.
#[expect(unreachable_pub, reason = "the generated bindings re-export it")]
pub struct ScanHandle {
    pub(crate) scanned: Scanned,
    pub(crate) next: u32,
    pub(crate) words_seen: Vec<usize>,
}

impl ScanHandle {
    pub(crate) fn new(scanned: Scanned) -> Self {
        let words_seen = vec![0; scanned.columns.len()];
        Self { scanned, next: 0, words_seen }
    }
}

/// A batch the guest holds: the scan's rows, and which of them.
#[expect(unreachable_pub, reason = "the generated bindings re-export it")]
pub struct BatchHandle {
    pub(crate) rows: Arc<Rows>,
    pub(crate) batch: Batch,
}

/// The context handle; there is one per call, so it carries nothing.
#[expect(unreachable_pub, reason = "the generated bindings re-export it")]
pub struct ContextHandle;

impl Guest {
    pub(crate) fn new(call: &Call) -> Self {
        Self {
            context: Arc::clone(&call.context),
            data: Arc::clone(&call.data),
            limits: call.limits,
            table: ResourceTable::new(),
            usage: Usage::default(),
            log: Vec::new(),
            log_bytes: 0,
            log_cut: 0,
            ticks: 0,
            memory: 0,
            growth: 0,
        }
    }

    /// Counts a host call.
    pub(crate) fn host_call(&mut self) -> Result<(), Stop> {
        self.usage.host_calls += 1;
        if self.usage.host_calls > self.limits.host_calls { Err(Stop::Limit("host-calls")) } else { Ok(()) }
    }

    /// Keeps a log line, or as much of it as the limit leaves room for. A panic's text is always kept: it comes last.
    pub(crate) fn write_log(&mut self, level: &str, message: &str) {
        let panic = level == "panic";
        if panic {
            // The last words count, and there is one last.
            self.log.retain(|line| line.level != "panic");
        }
        let room = if panic { 4096 } else { (self.limits.log_bytes as usize).saturating_sub(self.log_bytes) };
        if room == 0 {
            self.log_cut += 1;
            return;
        }
        let mut end = message.len().min(room);
        while !message.is_char_boundary(end) {
            end -= 1;
        }
        if end < message.len() {
            self.log_cut += 1;
        }
        self.log_bytes += end.max(1);
        self.log.push(LogLine { level: level.into(), message: message[..end].into() });
    }

    /// The log, with a last line that says how much was cut.
    pub(crate) fn finish_log(mut self) -> (Usage, Vec<LogLine>) {
        if self.log_cut > 0 {
            let message =
                format!("{} lines went over the limit of {} bytes and were cut", self.log_cut, self.limits.log_bytes);
            self.log.push(LogLine { level: "warn".into(), message });
        }
        (self.usage, self.log)
    }

    /// Called at each tick while the guest runs. Ticks that passed while it waited its turn are not held against it.
    pub(crate) fn tick(mut store: StoreContextMut<'_, Self>) -> wasmtime::Result<UpdateDeadline> {
        let guest = store.data_mut();
        guest.ticks += 1;
        let spent = u128::from(guest.ticks) * crate::engine::TICK.as_millis();
        if spent > u128::from(guest.limits.budget_ms) {
            return Err(Stop::Deadline.into());
        }
        Ok(UpdateDeadline::Yield(1))
    }
}

impl ResourceLimiter for Guest {
    /// A component may have several memories; a call has one limit.
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        self.growth = desired.saturating_sub(current) as u64;
        self.memory = self.memory.saturating_add(self.growth);
        if self.memory > self.limits.memory { Err(Stop::Memory.into()) } else { Ok(true) }
    }

    /// The engine refused what the limit allows; the guest is told, and may go on with what it has.
    fn memory_grow_failed(&mut self, _: wasmtime::Error) -> wasmtime::Result<()> {
        self.memory = self.memory.saturating_sub(self.growth);
        Ok(())
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        if desired > 40_000 { Err(Stop::Limit("table").into()) } else { Ok(true) }
    }
}
