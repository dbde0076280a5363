//! Limits of a plugin's call. There is no way to say «none»: they are always on.

use serde::{Deserialize, Serialize};

/// What one call may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Hard budget of time on the processor and in host calls, milliseconds.
    pub budget_ms: u32,
    /// Linear memory, bytes.
    pub memory: u64,
    /// Calls of host functions.
    pub host_calls: u32,
    /// Rows read by scans.
    pub rows: u32,
    /// Bytes of the answer.
    pub answer_bytes: u32,
    /// Bytes of log lines; what is over is cut and counted.
    pub log_bytes: u32,
    /// Nodes of a form or document; actions, reasons and findings of a decision.
    pub nodes: u32,
    /// Depth of a form or document.
    pub depth: u32,
}

impl Limits {
    /// For a person who waits: a decision, a form, a certificate.
    pub const INTERACTIVE: Self = Self {
        budget_ms: 200,
        memory: 64 << 20,
        host_calls: 1_000,
        rows: 20_000,
        answer_bytes: 1 << 20,
        log_bytes: 16 << 10,
        nodes: 2_000,
        depth: 16,
    };

    /// For sweeps and reports.
    pub const BATCH: Self = Self {
        budget_ms: 30_000,
        memory: 256 << 20,
        host_calls: 100_000,
        rows: 2_000_000,
        answer_bytes: 16 << 20,
        log_bytes: 64 << 10,
        nodes: 100_000,
        depth: 32,
    };

    /// What a manifest asks, never more than `self` allows.
    #[must_use]
    pub fn lowered_to(self, asked: &AskedLimits) -> Self {
        let at_most = |mine: u32, asked: Option<u32>| asked.map_or(mine, |asked| asked.min(mine));
        Self {
            budget_ms: at_most(self.budget_ms, asked.budget_ms),
            memory: asked.memory_mib.map_or(self.memory, |mib| (u64::from(mib) << 20).min(self.memory)),
            rows: at_most(self.rows, asked.rows),
            ..self
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::INTERACTIVE
    }
}

/// What a manifest says its calls need; a plugin that asks little is trusted sooner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AskedLimits {
    /// Milliseconds.
    pub budget_ms: Option<u32>,
    /// Linear memory, MiB.
    pub memory_mib: Option<u32>,
    /// Rows read by scans.
    pub rows: Option<u32>,
}
