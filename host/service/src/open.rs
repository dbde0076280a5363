//! Puts a host together: store, runtime, clock, calendar.

use crate::calendar;
use crate::error::Result;
use crate::{Service, SnapshotPlace};
use async_trait::async_trait;
use lifang_core::call::Digest;
use lifang_core::clock::Clock;
use lifang_runtime::{Components, Runtime, Tuning};
use lifang_store::{MasterKey, Store, StoreError};
use std::path::PathBuf;
use std::sync::Arc;

/// Where a host keeps its things.
#[derive(Clone, Debug)]
pub struct Layout {
    /// `sqlite:FILE` or `postgres://…`.
    pub database: String,
    /// The file of the master key; made when there is none.
    pub master_key: PathBuf,
    /// The directory of compiled plugins.
    pub cache: PathBuf,
    /// The directory of files that were sent in to be imported.
    pub imports: PathBuf,
    /// The folder of fonts for PDFs; none for the system's.
    pub fonts: Option<PathBuf>,
    /// Where snapshots of base data are kept.
    pub snapshots: SnapshotPlace,
}

/// The runtime's way to the bytes of components.
struct FromStore(Store);

#[async_trait]
impl Components for FromStore {
    async fn bytes(&self, digest: &Digest) -> std::result::Result<Option<Vec<u8>>, String> {
        match self.0.component(digest).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(StoreError::NotFound(_)) => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }
}

impl Service {
    /// Opens a host: migrates the database, starts the engine, makes the changes of regions whose day has come.
    ///
    /// # Errors
    /// What of the database, the key or the engine is not as it must be.
    pub async fn open(layout: &Layout, clock: Arc<dyn Clock>) -> Result<Self> {
        let keys = MasterKey::load_or_create(&layout.master_key)?;
        let store = Store::open(&layout.database, &keys).await?;
        store.catch_up(clock.now()).await?;
        let runtime = Arc::new(Runtime::start(&layout.cache, Arc::new(FromStore(store.clone())), Tuning::default())?);
        let plugins: Arc<dyn lifang_core::call::Plugins> = Arc::<Runtime>::clone(&runtime);
        let service = Self::new(store, plugins, runtime, clock, calendar::exceptions(), &layout.snapshots)?;
        let service = service.with_imports(&layout.imports);
        service.make_due_changes().await?;
        Ok(match &layout.fonts {
            Some(folder) => service.with_fonts(folder.clone()),
            None => service,
        })
    }

    /// Compiles what is installed and not compiled yet, so that no request waits for a compiler; gives how many plugins are
    /// ready.
    ///
    /// # Errors
    /// A component that can no longer be compiled.
    pub async fn warm(&self) -> Result<usize> {
        let mut ready = std::collections::HashSet::new();
        for view in self.installed().await? {
            let digest = view.installation.plugin.digest.clone();
            if !ready.contains(&digest) {
                self.installer.prepare(self.store.component(&digest).await?).await?;
                ready.insert(digest);
            }
        }
        Ok(ready.len())
    }
}
