//! One engine for the process: what is compiled how, what a pool slot holds, and the ticks that keep guests polite.

use crate::error::RuntimeError;
use lifang_core::call::Digest;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::time::Duration;
use wasmtime::{Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

/// How often guests look up. A busy one yields here, so that it never blocks a request of another district.
pub(crate) const TICK: Duration = Duration::from_millis(5);

/// Core instances of one component. A Rust plugin has three or four: the module, its shim, its fix-up. QuickJS comes as 13, CPython
/// with its libraries as 38; each further one costs a counter, no memory.
const CORES: u32 = 48;
/// Memories of one component: QuickJS has one of its own, and two small ones of what it was put together with. A call's limit is on
/// their sum.
const MEMORIES: u32 = 3;
/// Tables of one component; what is not used of them is address space, no memory.
const TABLES: u32 = 8;

/// The figures of the pool. `Default` is what measurement chose (see `docs/decisions/0003-engine-tuning.md`).
#[derive(Clone, Copy, Debug)]
pub struct Tuning {
    /// How many calls may run at once; the next one waits, then is told that all places are taken.
    pub instances: u32,
    /// The most linear memory any call may have, bytes.
    pub max_memory: usize,
    /// Bytes of a slot's memory that are cleared by writing rather than given back to the system: saves page faults.
    pub keep_resident: usize,
    /// Whether memory images are mapped copy-on-write instead of copied.
    pub copy_on_write: bool,
}

impl Default for Tuning {
    fn default() -> Self {
        Self { instances: 64, max_memory: 256 << 20, keep_resident: 2 << 20, copy_on_write: true }
    }
}

/// The digest of a component's bytes.
#[must_use]
pub fn digest(bytes: &[u8]) -> Digest {
    let mut text = String::from("sha256:");
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    Digest(text)
}

/// Starts the engine and the thread that ticks for it; the thread ends when the engine is dropped.
pub(crate) fn start(tuning: Tuning) -> Result<Engine, RuntimeError> {
    let engine = Engine::new(&config(tuning)).map_err(|error| RuntimeError::Engine(format!("{error:#}")))?;
    let ticking = engine.weak();
    std::thread::Builder::new()
        .name("lifang-ticks".into())
        .spawn(move || {
            while let Some(engine) = ticking.upgrade() {
                engine.increment_epoch();
                drop(engine);
                #[expect(clippy::disallowed_methods, reason = "a thread of its own that does nothing but tick")]
                std::thread::sleep(TICK);
            }
        })
        .map_err(|error| RuntimeError::Engine(error.to_string()))?;
    Ok(engine)
}

fn config(tuning: Tuning) -> Config {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(tuning.instances)
        .total_core_instances(tuning.instances * CORES)
        .total_memories(tuning.instances * MEMORIES)
        .total_tables(tuning.instances * TABLES)
        .total_stacks(tuning.instances)
        // What one component may take of the pool: no more than its share.
        .max_core_instances_per_component(CORES)
        .max_tables_per_component(TABLES)
        .max_memories_per_component(MEMORIES)
        .max_memory_size(tuning.max_memory)
        // JavaScript and Python guests carry large function tables and metadata.
        .table_elements(40_000)
        .max_core_instance_size(4 << 20)
        .max_component_instance_size(4 << 20)
        .linear_memory_keep_resident(tuning.keep_resident)
        .table_keep_resident(64 << 10)
        .async_stack_keep_resident(64 << 10)
        .max_unused_warm_slots(tuning.instances)
        .pagemap_scan(Enabled::No);
    let mut config = Config::new();
    config
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool))
        .epoch_interruption(true)
        .memory_init_cow(tuning.copy_on_write)
        .max_wasm_stack(512 << 10)
        .async_stack_size(1 << 20)
        // The same input gives the same bytes, on every machine.
        .cranelift_nan_canonicalization(true)
        .relaxed_simd_deterministic(true)
        .wasm_memory64(false)
        .wasm_backtrace_max_frames(std::num::NonZeroUsize::new(12));
    config
}
