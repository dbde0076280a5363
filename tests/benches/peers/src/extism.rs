//! Extism: a Wasm module with bytes in and bytes out. Columns go over end to end, marks come back as bytes. Instances come from
//! wasmtime's pool, as ours do: Extism's default, memory mapped anew for each, takes longer.

use crate::Result;
use crate::persons::Persons;
use crate::rule::{Everyone, Limit, Peer, Person, Rule};
use extism::{CompiledPlugin, Manifest, Plugin, PluginBuilder, Wasm};
use extism_wasmtime::{Config, InstanceAllocationStrategy, PoolingAllocationConfig};
use std::time::Duration;

/// Bytes of a page of Wasm.
const PAGE: usize = 65_536;

pub(crate) struct Extism {
    rule: Rule,
    decisions: CompiledPlugin,
    sweeps: CompiledPlugin,
    warm: Plugin,
}

impl Extism {
    /// The guest is built by `cargo xtask bench peers`, which says where it lies.
    pub(crate) fn compile(rule: Rule) -> Result<Self> {
        let guest = std::env::var_os("LIFANG_PEERS_EXTISM_GUEST").ok_or("LIFANG_PEERS_EXTISM_GUEST names no module")?;
        let compile = |timeout: Duration| -> Result<CompiledPlugin> {
            // By its path: of bytes in the manifest every new plugin would make a copy.
            let manifest = Manifest::new([Wasm::file(&guest)])
                .with_memory_max(u32::try_from(Limit::MEMORY / PAGE)?)
                .with_timeout(timeout);
            let builder = PluginBuilder::new(manifest).with_wasi(false).with_cache_disabled();
            Ok(CompiledPlugin::new(builder.with_wasmtime_config(pooled()))?)
        };
        let (decisions, sweeps) = (compile(Limit::DECISION)?, compile(Limit::SWEEP)?);
        let warm = Plugin::new_from_compiled(&decisions)?;
        Ok(Self { rule, decisions, sweeps, warm })
    }

    fn one(&self, person: Person) -> Vec<u8> {
        let mut input = Vec::with_capacity(20);
        self.rule.latest.iter().for_each(|day| input.extend(day.to_le_bytes()));
        input.extend([person.age, person.living]);
        input.extend(person.care.to_le_bytes());
        input.extend(person.last_visit.to_le_bytes());
        input
    }

    fn all(&self, Persons { ages, livings, cares, last_visits }: &Persons) -> Vec<u8> {
        let mut input = Vec::with_capacity(12 + 8 * ages.len());
        self.rule.latest.iter().for_each(|day| input.extend(day.to_le_bytes()));
        input.extend(last_visits.iter().copied().map(i32::to_le_bytes).collect::<Vec<_>>().as_flattened());
        input.extend(cares.iter().copied().map(u16::to_le_bytes).collect::<Vec<_>>().as_flattened());
        input.extend(ages);
        input.extend(livings);
        input
    }
}

/// The pool of our own runtime (`host/runtime/src/engine.rs`), for what a plugin of Extism is made of: two modules.
fn pooled() -> Config {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_core_instances(64)
        .total_memories(64)
        .total_tables(64)
        .max_memory_size(256 << 20)
        .max_core_instance_size(4 << 20)
        .linear_memory_keep_resident(2 << 20)
        .table_keep_resident(64 << 10)
        .max_unused_warm_slots(64);
    let mut config = Config::new();
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
    config
}

impl Peer for Extism {
    fn name(&self) -> &'static str {
        "extism"
    }

    fn isolation(&self) -> &'static str {
        "new Wasm instance"
    }

    fn limits(&self) -> &'static str {
        "memory, time"
    }

    fn fresh(&mut self, person: Person) -> Result<u8> {
        let mut plugin = Plugin::new_from_compiled(&self.decisions)?;
        let marks: &[u8] = plugin.call("decide", self.one(person))?;
        Ok(marks[0])
    }

    fn warm(&mut self, person: Person) -> Result<Option<u8>> {
        let input = self.one(person);
        let marks: &[u8] = self.warm.call("decide", input)?;
        Ok(Some(marks[0]))
    }

    fn sweep(&mut self, everyone: &Everyone) -> Result<Vec<u8>> {
        let mut plugin = Plugin::new_from_compiled(&self.sweeps)?;
        Ok(plugin.call("sweep", self.all(&everyone.persons))?)
    }
}
