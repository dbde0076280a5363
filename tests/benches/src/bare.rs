//! The bare engine: wasmtime as its documentation has it, with a pool, epochs and a ceiling on memory, and nothing tuned.

use crate::Result;
use wasmtime::component::Component;
use wasmtime::{
    Config, Engine, InstanceAllocationStrategy, PoolingAllocationConfig, Store, StoreLimits, StoreLimitsBuilder,
};

/// What a store of the bare engine holds.
pub(crate) struct Bare<T> {
    pub(crate) host: T,
    ceiling: StoreLimits,
}

pub(crate) fn engine() -> Result<Engine> {
    let mut config = Config::new();
    config
        .allocation_strategy(InstanceAllocationStrategy::Pooling(PoolingAllocationConfig::default()))
        .epoch_interruption(true);
    Ok(Engine::new(&config)?)
}

pub(crate) fn compile(engine: &Engine, bytes: &[u8]) -> Result<Component> {
    Ok(Component::new(engine, bytes)?)
}

/// A fresh store; nobody ticks, so its deadline never comes.
pub(crate) fn store<T: 'static>(engine: &Engine, host: T, memory: usize) -> Store<Bare<T>> {
    let mut store = Store::new(engine, Bare { host, ceiling: StoreLimitsBuilder::new().memory_size(memory).build() });
    store.limiter(|bare| &mut bare.ceiling);
    store.set_epoch_deadline(1);
    store
}
