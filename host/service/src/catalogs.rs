//! The catalogs of plugins that have spoken, by digest: decisions name the version that made them, so old texts stay readable.

use crate::Service;
use crate::error::Result;
use lifang_core::call::Digest;
use lifang_core::text::Catalogs;
use std::collections::HashMap;
use std::sync::{Arc, RwLock};

/// Catalogs that were read before.
#[derive(Debug, Default)]
pub(crate) struct CatalogShelf(RwLock<HashMap<Digest, Arc<Catalogs>>>);

impl Service {
    /// The catalogs of a component.
    ///
    /// # Errors
    /// When the store no longer has the component.
    pub async fn catalogs(&self, digest: &Digest) -> Result<Arc<Catalogs>> {
        if let Ok(shelf) = self.catalogs.0.read()
            && let Some(catalogs) = shelf.get(digest)
        {
            return Ok(Arc::clone(catalogs));
        }
        let bytes = self.store.component(digest).await?;
        let catalogs = Arc::new(lifang_runtime::inspect(&bytes)?.catalogs);
        if let Ok(mut shelf) = self.catalogs.0.write() {
            shelf.insert(digest.clone(), Arc::clone(&catalogs));
        }
        Ok(catalogs)
    }
}
