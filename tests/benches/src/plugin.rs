//! The plugin that everything is measured with, `jilin-rules`, and calls of it.

use crate::Result;
use async_trait::async_trait;
use lifang_core::call::{Call, CallContext, Digest, NoData, PluginRef, RegionView};
use lifang_core::clock::{Date, Instant};
use lifang_core::limits::Limits;
use lifang_core::value::{Cell, Field, Value};
use lifang_runtime::{Components, Inspected, Runtime, Tuning, inspect};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

const NAME: &str = "jilin-rules";
/// Where this package lies.
pub(crate) const HERE: &str = env!("CARGO_MANIFEST_DIR");
/// 2024-03-01 12:00 in China.
const NOON: Instant = Instant(1_709_265_600_000);
const PATH: [(&str, &str, &str); 5] = [
    ("220000000000", "吉林省", "province"),
    ("220100000000", "长春市", "city"),
    ("220103000000", "宽城区", "district"),
    ("220103008000", "兴业街道", "street"),
    (COMMUNITY, "长山花园社区", "community"),
];
/// The model community of the seed.
pub(crate) const COMMUNITY: &str = "220103008003";

/// A built plugin.
#[derive(Debug)]
pub(crate) struct Plugin {
    pub(crate) bytes: Vec<u8>,
    pub(crate) reference: Arc<PluginRef>,
    pub(crate) settings: BTreeMap<String, Value>,
}

impl Plugin {
    /// From the folder that `cargo xtask` names; built here where it names none.
    pub(crate) fn built() -> Result<Self> {
        let bytes = match std::env::var_os("LIFANG_PLUGINS_DIR") {
            Some(folder) => std::fs::read(Path::new(&folder).join(NAME).with_extension("wasm"))?,
            None => {
                let options = lifang_sdk_build::Options::from_vars(|name| std::env::var_os(name));
                lifang_sdk_build::build(&Path::new(HERE).join("../../plugins").join(NAME), &options)?.component
            }
        };
        let Inspected { digest, manifest, .. } = inspect(&bytes)?;
        let settings =
            manifest.settings.iter().map(|setting| Ok((setting.key.clone(), setting.read(&setting.default)?)));
        let settings = settings.collect::<Result<_>>()?;
        let (id, version) = (manifest.plugin.id, manifest.plugin.version);
        Ok(Self { bytes, reference: Arc::new(PluginRef { id, version, digest }), settings })
    }

    /// A call in the model community, at noon.
    pub(crate) fn call(&self, limits: Limits) -> Call {
        let view = |(code, name, level): (&str, &str, &str)| RegionView {
            code: code.into(),
            name: name.into(),
            level: level.into(),
        };
        let context = CallContext {
            path: PATH.into_iter().map(view).collect(),
            now: NOON,
            role: "resident".into(),
            day_exceptions: day_exceptions(),
            settings: self.settings.clone(),
        };
        Call { plugin: Arc::clone(&self.reference), context: Arc::new(context), limits, data: Arc::new(NoData) }
    }

    /// A runtime that has the plugin ready. Native code is kept below `cache`.
    pub(crate) async fn runtime(&self, cache: &Path, tuning: Tuning) -> Result<Runtime> {
        let runtime = Runtime::start(cache, Arc::new(Nowhere), tuning)?;
        runtime.prepare(self.bytes.clone()).await?;
        Ok(runtime)
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

/// The host's own calendar.
pub(crate) fn day_exceptions() -> Arc<[Date]> {
    let days = include_str!("../../../host/service/data/day-exceptions.txt");
    days.lines().filter_map(|line| line.parse().ok()).collect()
}

/// The rules that speak on the event below.
pub(crate) fn rules() -> Vec<String> {
    vec!["fire-lane".to_owned()]
}

/// What is known of a blocked fire lane, as a resident reports it.
pub(crate) const EVENT: &str = r#"{"kind":"fire-lane-blocked","fields":{"blocker":"shop","repeated":true}}"#;

/// The same event as a plugin sees it.
pub(crate) fn event() -> lifang_core::decision::Event {
    let field = |key: &str, value| Field { key: key.into(), cell: Cell::Present(value) };
    lifang_core::decision::Event {
        id: "x5f2a".into(),
        kind: "fire-lane-blocked".into(),
        occurred: NOON,
        fields: vec![field("blocker", Value::Text("shop".into())), field("repeated", Value::Flag(true))],
    }
}
