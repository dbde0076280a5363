//! What lies at the place, whether the index knows of it or not.

use crate::error::{ColumnsError, Result};
use crate::place::{OWN, Place};
use crate::segments::Segments;
use futures_util::TryStreamExt as _;
use lifang_core::clock::Instant;
use object_store::ObjectStoreExt as _;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// A file at the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lying {
    /// Its path below the place.
    pub file: String,
    /// When it was written, by the place's clock.
    pub written: Instant,
}

impl Segments {
    /// Whether a file is there, whatever is in it and in memory.
    ///
    /// # Errors
    /// [`ColumnsError::Store`] when the place does not say.
    pub async fn is_there(&self, file: &str) -> Result<bool> {
        let opened = self.opened()?;
        match opened.store.head(&opened.path(file)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(source) => Err(ColumnsError::Store { file: file.to_owned(), source }),
        }
    }

    /// Every file at the place, also those begun and never ended.
    ///
    /// # Errors
    /// [`ColumnsError::Store`] and [`ColumnsError::Place`] when the place does not say.
    pub async fn lying(&self) -> Result<Vec<Lying>> {
        let opened = self.opened()?;
        if let Place::Folder(folder) = self.place() {
            let (from, told) = (folder.clone(), folder.display().to_string());
            let found = tokio::task::spawn_blocking(move || {
                let mut found = Vec::new();
                below(&from, OWN, &mut found).map(|()| found)
            });
            let found = found.await.map_err(|error| ColumnsError::Place(format!("{told}: {error}")))?;
            return found.map_err(|error| ColumnsError::Place(format!("{told}: {error}")));
        }
        let told = |source| ColumnsError::Store { file: OWN.to_owned(), source };
        let own = opened.path(OWN);
        let listed: Vec<_> = opened.store.list(Some(&own)).try_collect().await.map_err(told)?;
        let inside = |one: &object_store::ObjectMeta| -> Option<Lying> {
            let parts: Vec<String> =
                one.location.prefix_match(&opened.below)?.map(|part| part.as_ref().to_owned()).collect();
            Some(Lying { file: parts.join("/"), written: Instant(one.last_modified.timestamp_millis()) })
        };
        Ok(listed.iter().filter_map(inside).collect())
    }

    /// Removes a file that no index knows. One that is gone already is no error.
    ///
    /// # Errors
    /// As [`Segments::remove`].
    pub async fn sweep_up(&self, one: &Lying) -> Result<()> {
        // The store of objects refuses the names it gives to files it has begun.
        if let Place::Folder(folder) = self.place()
            && one.file.contains('#')
        {
            return match std::fs::remove_file(folder.join(&one.file)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    Err(ColumnsError::Place(format!("{}: {error}", one.file)))
                }
                _ => Ok(()),
            };
        }
        self.remove(&one.file).await
    }
}

fn below(folder: &Path, name: &str, found: &mut Vec<Lying>) -> std::io::Result<()> {
    let entries = match std::fs::read_dir(folder.join(name)) {
        // Deleted under the host, or while this looks.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let Some(inner) = entry.file_name().to_str().map(|inner| format!("{name}/{inner}")) else { continue };
        if entry.file_type()?.is_dir() {
            below(folder, &inner, found)?;
            continue;
        }
        let Ok(written) = entry.metadata().and_then(|metadata| metadata.modified()) else { continue };
        let since = written.duration_since(UNIX_EPOCH).unwrap_or_default();
        found.push(Lying { file: inner, written: Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX)) });
    }
    Ok(())
}
