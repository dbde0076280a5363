//! A host in this process: Jilin's real regions, two communities with people, the clock in the test's hand.

use crate::components::plugin;
use crate::database::{Database, Engine};
use crate::http::Reply;
use http_body_util::BodyExt;
use lifang_core::actor::Actor;
use lifang_core::clock::{Clock, FixedClock, Instant};
use lifang_core::intake::Kind;
use lifang_service::{
    FileDigest, InstallRequest, InstalledView, Layout, NewImport, Service, SnapshotPlace, StartedImport,
};
use lifang_web::{App, Patience};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt;

/// 长山花园社区, Kuancheng: the model community of the source letter.
pub const KUANCHENG: &str = "220103008003";
/// 东田社区, Chaoyang.
pub const CHAOYANG: &str = "220104001001";
/// 保成社区, Wuhan, Hubei.
pub const HUBEI: &str = "420102002003";

/// A Monday forenoon.
const NOW: &str = "2026-11-23T10:00:00+08:00";
const TOKEN: &str = "a-token-for-tests-and-nothing-else";
const PERSONS: usize = 300;

/// A host in this process.
#[derive(Debug)]
pub struct TestApp {
    /// The use cases, for what has no address.
    pub service: Service,
    /// The clock.
    pub clock: Arc<FixedClock>,
    /// The database.
    pub database: Arc<Database>,
    app: App,
    folder: Arc<TempDir>,
}

impl TestApp {
    /// The development token, for requests with headers of their own.
    pub const TOKEN: &str = TOKEN;

    /// A host with Jilin's regions and a corner of Hubei, and nothing else.
    pub async fn bare(engine: Engine) -> Self {
        let folder = Arc::new(TempDir::new().unwrap());
        let database = Arc::new(Database::create(engine, folder.path()));
        let clock = Arc::new(FixedClock::at(NOW.parse().unwrap()));
        let layout = layout(&database, folder.path());
        let shared: Arc<dyn Clock> = Arc::<FixedClock>::clone(&clock);
        let service = Service::open(&layout, shared).await.unwrap();
        service.load_jilin(|_| ()).await.unwrap();
        service.import_regions(&data("hubei"), |_| ()).await.unwrap();
        let app = App::new(service.clone(), Some(TOKEN.into()));
        Self { service, clock, database, app, folder }
    }

    /// A host with people in one community of Kuancheng and one of Chaoyang, and the shipped plugins.
    pub async fn start(engine: Engine) -> Self {
        let app = Self::bare(engine).await;
        for community in [KUANCHENG, CHAOYANG] {
            app.service.generate_population(community, PERSONS, 7, |_, _| ()).await.unwrap();
        }
        for name in [
            "jilin-forms",
            "jilin-rules",
            "chaoyang-forms",
            "chaoyang-rules",
            "kuancheng-forms",
            "kuancheng-rules",
            "hubei-forms",
        ] {
            let _ = app.install(plugin(name)).await;
        }
        app
    }

    /// Installs a component as its manifest asks.
    pub async fn install(&self, bytes: Vec<u8>) -> Vec<InstalledView> {
        self.install_with(InstallRequest::as_asked(bytes)).await
    }

    /// Installs a component.
    pub async fn install_with(&self, request: InstallRequest) -> Vec<InstalledView> {
        self.service.install(&Actor::system(), request).await.unwrap_or_else(|error| panic!("{}", error.problem()))
    }

    /// Ends installations.
    pub async fn withdraw(&self, installed: &[InstalledView]) {
        for view in installed {
            self.service.withdraw(&Actor::system(), view.installation.id, None).await.unwrap();
        }
    }

    /// The same host as a server that the demo did not start.
    #[must_use]
    pub fn without_token(mut self) -> Self {
        self.app = App::new(self.service.clone(), None);
        self
    }

    /// Another host over the same database and folder, as after a restart.
    pub async fn reopened(&self) -> Self {
        let shared: Arc<dyn Clock> = Arc::<FixedClock>::clone(&self.clock);
        let service = Service::open(&layout(&self.database, self.folder.path()), shared).await.unwrap();
        let app = App::new(service.clone(), Some(TOKEN.into()));
        let (clock, database, folder) = (Arc::clone(&self.clock), Arc::clone(&self.database), Arc::clone(&self.folder));
        Self { service, clock, database, app, folder }
    }

    /// The same host with the fonts of a folder, and no others.
    #[must_use]
    pub fn with_fonts(mut self, folder: PathBuf) -> Self {
        self.service = self.service.with_fonts(folder);
        self.app = App::new(self.service.clone(), Some(TOKEN.into()));
        self
    }

    /// The same host with another patience.
    #[must_use]
    pub fn with_patience(mut self, patience: Patience) -> Self {
        self.app = self.app.with_patience(patience);
        self
    }

    /// Listens on a port of its own until the test ends, for clients that send and read as slowly as they like.
    pub async fn listen(&self) -> std::net::SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(lifang_web::serve(listener, self.app.clone(), std::future::pending()));
        address
    }

    /// Begins an import of persons from a file of that text; whoever asked for it runs it.
    pub async fn start_import(&self, text: &str) -> StartedImport {
        let file = self.folder().join("persons.csv");
        std::fs::write(&file, text).unwrap();
        let new = NewImport {
            kind: Kind::Persons,
            file: &file,
            name: "persons.csv",
            digest: &FileDigest::of(text.as_bytes()).unwrap(),
            mapping: None,
            region: None,
            dry_run: false,
            idempotency_key: None,
            uid: self.service.clock().new_id(),
        };
        self.service.start_import(&Actor::system(), new).await.unwrap()
    }

    /// The folder of this host.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Moves the clock.
    pub fn at(&self, moment: &str) {
        self.clock.set(moment.parse::<Instant>().unwrap());
    }

    /// `GET` as anyone.
    pub async fn get(&self, path: &str) -> Reply {
        self.request("GET", path, &[], None).await
    }

    /// `GET` with the development token.
    pub async fn get_as_staff(&self, path: &str) -> Reply {
        self.request("GET", path, &[("authorization", &format!("Bearer {TOKEN}"))], None).await
    }

    /// `POST` as anyone.
    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.request("POST", path, &[], Some(body.to_string())).await
    }

    /// `POST` with the development token.
    pub async fn post_as_staff(&self, path: &str, body: &Value) -> Reply {
        self.request("POST", path, &[("authorization", &format!("Bearer {TOKEN}"))], Some(body.to_string())).await
    }

    /// Any request. Paths may hold Chinese; it is percent-encoded.
    pub async fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<String>) -> Reply {
        let encoded: String =
            path.bytes()
                .map(|byte| {
                    if byte.is_ascii() && byte != b' ' { char::from(byte).to_string() } else { format!("%{byte:02X}") }
                })
                .collect();
        let mut request = http::Request::builder().method(method).uri(encoded);
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.unwrap_or_default()).unwrap();
        let response = lifang_web::router(self.app.clone()).oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let header = response.headers().get("content-type").and_then(|value| value.to_str().ok());
        let content_type = header.unwrap_or_default().to_owned();
        let headers = response
            .headers()
            .iter()
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
            .collect();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Reply { status, content_type, headers, body, bytes: bytes.to_vec() }
    }
}

fn layout(database: &Database, folder: &Path) -> Layout {
    Layout {
        database: database.url.clone(),
        master_key: folder.join("master.key"),
        cache: compiled(),
        imports: folder.join("imports"),
        fonts: None,
        snapshots: SnapshotPlace::Folder(folder.into()),
    }
}

/// A folder of `tests/data`.
fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data").join(name)
}

/// Compiled components are shared by all tests of a build: each is compiled once.
fn compiled() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/tests-compiled")
}
