//! The modules that browsers run, found or made once each; making is off the threads that answer requests, one at a time.

use crate::module::{Module, ModuleBytes, ServerOnly, Shelf};
use crate::runner::Runtime;
use lifang_core::call::Digest;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How many modules are known without looking at the disk. Their bytes stay there.
const KNOWN: u64 = 4_096;

/// The modules of a runtime.
pub(crate) struct Modules {
    shelf: Shelf,
    known: moka::future::Cache<Digest, Result<Arc<Module>, ServerOnly>>,
    /// Making one takes a processor; the other ones answer requests.
    making: Semaphore,
}

impl Modules {
    pub(crate) fn on(shelf: Shelf) -> Self {
        Self { shelf, known: moka::future::Cache::new(KNOWN), making: Semaphore::new(1) }
    }

    /// The module of a component; `bytes` is asked for where it must be made.
    pub(crate) async fn of(
        &self,
        digest: &Digest,
        bytes: impl Future<Output = Result<Option<Vec<u8>>, String>>,
    ) -> Result<Arc<Module>, ServerOnly> {
        let find = async {
            let found = self.find(digest, bytes).await.map(Arc::new);
            // What may pass is not remembered; the rest is said of these bytes for good.
            match found {
                Err(reason) if reason.may_pass() => Err(reason),
                lasting => Ok(lasting),
            }
        };
        self.known.try_get_with_by_ref(digest, find).await.unwrap_or_else(|passing| Err((*passing).clone()))
    }

    async fn find(
        &self,
        digest: &Digest,
        bytes: impl Future<Output = Result<Option<Vec<u8>>, String>>,
    ) -> Result<Module, ServerOnly> {
        if !digest.is_well_formed() {
            return Err(ServerOnly::Unknown);
        }
        let (shelf, wanted) = (self.shelf.clone(), digest.clone());
        if let Some(found) = off_thread(move || Ok(shelf.load(&wanted))).await? {
            return found;
        }
        let component = bytes.await.map_err(ServerOnly::Host)?;
        let component = component.ok_or(ServerOnly::Unknown)?;
        let _one_at_a_time = self.making.acquire().await.map_err(|error| ServerOnly::Host(error.to_string()))?;
        let (shelf, wanted) = (self.shelf.clone(), digest.clone());
        off_thread(move || shelf.make(&wanted, component)).await
    }
}

impl Runtime {
    /// What a browser needs to run a forms component, made where this host has not made it yet.
    ///
    /// # Errors
    /// Why browsers must leave the component to the server.
    pub async fn module(&self, digest: &Digest) -> Result<Arc<Module>, ServerOnly> {
        self.modules.of(digest, self.components.bytes(digest)).await
    }

    /// The bytes of a module's file; none where the module has no file of that name.
    ///
    /// # Errors
    /// Why browsers must leave the component to the server.
    pub async fn module_file(&self, digest: &Digest, name: &str) -> Result<Option<ModuleBytes>, ServerOnly> {
        let module = self.module(digest).await?;
        let Some(file) = module.file(name).cloned() else { return Ok(None) };
        let (shelf, wanted) = (self.modules.shelf.clone(), digest.clone());
        let read = off_thread(move || shelf.read(&wanted, &file).map_err(|error| ServerOnly::Host(error.to_string())));
        match read.await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) => {
                // Somebody cleared the cache under us; the next request makes the module again.
                self.modules.known.invalidate(digest).await;
                Err(error)
            }
        }
    }
}

async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ServerOnly> + Send + 'static,
) -> Result<T, ServerOnly> {
    tokio::task::spawn_blocking(work).await.map_err(|error| ServerOnly::Host(error.to_string()))?
}
