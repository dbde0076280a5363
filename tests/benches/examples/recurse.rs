//! Temporary.
use lifang_core::call::*;
use lifang_runtime::*;
use std::sync::Arc;
struct N;
#[async_trait::async_trait]
impl Components for N {
    async fn bytes(&self, _: &Digest) -> Result<Option<Vec<u8>>, String> {
        Ok(None)
    }
}
#[tokio::main]
async fn main() {
    let d = tempfile::tempdir().unwrap();
    for f in std::env::args().skip(1) {
        let bytes = std::fs::read(&f).unwrap();
        let i = inspect(&bytes).unwrap();
        let r = Runtime::start(d.path(), Arc::new(N), Tuning::default()).unwrap();
        r.prepare(bytes).await.unwrap();
        let call = Call {
            plugin: Arc::new(PluginRef {
                id: i.manifest.plugin.id,
                version: i.manifest.plugin.version,
                digest: i.digest,
            }),
            context: Arc::new(CallContext {
                path: vec![],
                now: lifang_core::clock::Instant(0),
                role: "r".into(),
                day_exceptions: Arc::from([]),
                settings: Default::default(),
            }),
            limits: lifang_core::limits::Limits::INTERACTIVE,
            data: Arc::new(NoData),
        };
        let e = lifang_core::decision::Event {
            id: "1".into(),
            kind: "recurse".into(),
            occurred: lifang_core::clock::Instant(0),
            fields: vec![],
        };
        println!("{f}: {:?}", r.decide(&call, &["recurse".to_string()], &e).await.map(|_| ()).map_err(|f| f.cause));
    }
}
