//! Files that were sent in: kept in a folder of the host's until their import is over and its corrections are of no use any more.

use super::jobs::StartedImport;
use crate::Service;
use crate::error::{Result, ServiceError};
use lifang_core::path::RegionPath;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_store::StoreError;
use lifang_store::intake::FileDigest;
use std::path::{Path, PathBuf};
use tokio::io::AsyncWriteExt as _;
use uuid::Uuid;

/// The largest file that is taken over the network: a CSV of some fifteen million people.
const LARGEST: u64 = 2 << 30;
/// How long what was sent in is kept.
const KEPT_DAYS: i64 = 7;

/// A file on its way in. Dropped before [`Service::keep_upload`], it is removed.
#[derive(Debug)]
pub struct Upload {
    uid: Uuid,
    path: PathBuf,
    file: tokio::fs::File,
    digest: FileDigest,
    kept: bool,
}

impl Service {
    /// Begins to take in a file of so many bytes, as far as its sender says.
    ///
    /// # Errors
    /// `import-too-large`; a host without a folder for them, or one that cannot be written.
    pub async fn begin_upload(&self, size: u64) -> Result<Upload> {
        within_bounds(size)?;
        let uid = self.clock.new_id();
        let path = self.upload_of(uid).ok_or_else(no_folder)?;
        if let Some(folder) = path.parent() {
            make_private(folder).await.map_err(|error| unwritable(folder, error))?;
        }
        let mut options = tokio::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        options.mode(0o600);
        let file = options.open(&path).await.map_err(|error| unwritable(&path, error))?;
        Ok(Upload { uid, path, file, digest: FileDigest::default(), kept: false })
    }

    /// Keeps a file for the import that was begun with it. One that goes on with an earlier import takes that one's place.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub async fn keep_upload(&self, mut started: StartedImport, mut upload: Upload) -> Result<StartedImport> {
        let Some((job, file)) = &mut started.to_run else { return Ok(started) };
        if let Some(place) = self.upload_of(job.uid).filter(|place| *place != upload.path) {
            tokio::fs::rename(&upload.path, &place).await.map_err(|error| unwritable(&place, error))?;
            *file = place;
        }
        upload.kept = true;
        Ok(started)
    }

    /// Where the file of an import lies that was sent in.
    pub(super) fn upload_of(&self, uid: Uuid) -> Option<PathBuf> {
        Some(self.imports.as_ref()?.join(uid.to_string()))
    }

    /// Removes files that were sent in with persons of any of the places, once their import is over: whoever is in one of them is
    /// erased. Their rejected rows cannot be fetched any more.
    ///
    /// # Errors
    /// The store's own; a folder that cannot be read.
    pub(crate) async fn forget_uploads_about(&self, places: &[RegionPath]) -> Result<()> {
        let Some(folder) = self.imports.clone().filter(|folder| folder.is_dir()) else { return Ok(()) };
        let entries = std::fs::read_dir(&*folder).map_err(|error| unwritable(&folder, error))?;
        for entry in entries.flatten() {
            let name = entry.file_name();
            let Some(uid) = name.to_str().and_then(|name| Uuid::parse_str(name.get(..36)?).ok()) else { continue };
            let Some(job) = self.store.import_job(uid).await? else { continue };
            let about_people = matches!(job.kind.as_str(), "persons" | "residences");
            if about_people && job.finished_at.is_some() && places.iter().any(|path| path.is_within(job.region)) {
                let path = entry.path();
                std::fs::remove_file(&path).map_err(|error| unwritable(&path, error))?;
            }
        }
        Ok(())
    }

    /// Removes files that were sent in so long ago that nobody comes for their corrections.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn forget_uploads(&self) -> Result<()> {
        let Some(folder) = self.imports.as_deref().filter(|folder| folder.is_dir()) else { return Ok(()) };
        let oldest = self.clock.now().plus_ms(-KEPT_DAYS * 86_400_000).0;
        let entries = std::fs::read_dir(folder).map_err(|error| unwritable(folder, error))?;
        for entry in entries.flatten() {
            // The name is the moment it came: identifiers begin with their time.
            let name = entry.file_name();
            let uid = name.to_str().and_then(|name| Uuid::parse_str(name.get(..36)?).ok());
            let came = uid.and_then(|uid| uid.get_timestamp()).map(|stamp| stamp.to_unix().0);
            if came.is_some_and(|seconds| i64::try_from(seconds).is_ok_and(|seconds| seconds * 1_000 < oldest)) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
        Ok(())
    }
}

impl Upload {
    /// Takes in some more.
    ///
    /// # Errors
    /// `import-too-large`; a disk that is full.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.digest.update(bytes);
        within_bounds(self.digest.size())?;
        self.file.write_all(bytes).await.map_err(|error| unwritable(&self.path, error))
    }

    /// All of it is here: its digest and size.
    ///
    /// # Errors
    /// A disk that is full.
    pub async fn finish(&mut self) -> Result<(String, u64)> {
        self.file.flush().await.map_err(|error| unwritable(&self.path, error))?;
        self.file.sync_all().await.map_err(|error| unwritable(&self.path, error))?;
        Ok(std::mem::take(&mut self.digest).finish())
    }

    /// What its import is to be called.
    #[must_use]
    pub fn uid(&self) -> Uuid {
        self.uid
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if !self.kept {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

fn within_bounds(size: u64) -> Result<()> {
    if size <= LARGEST {
        return Ok(());
    }
    let what = Bilingual::new("文件超过 2 GB", "the file is larger than 2 GB");
    let remedy = Bilingual::new(
        "请按社区或街道拆分文件，或请运维人员在服务器上导入。",
        "Split it by community or street, or have who runs the host import it there.",
    );
    Err(Problem::new(Kind::TooLarge, "import-too-large", what, remedy).into())
}

async fn make_private(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    tokio::fs::create_dir_all(folder).await?;
    #[cfg(unix)]
    tokio::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700)).await?;
    Ok(())
}

pub(super) fn unwritable(path: &Path, source: std::io::Error) -> ServiceError {
    StoreError::File { path: path.display().to_string(), source }.into()
}

fn no_folder() -> ServiceError {
    let what = Bilingual::new("本服务器没有接收文件的目录", "this host has no folder for files that are sent in");
    let remedy = Bilingual::new("请联系运维人员在服务器上导入。", "Have who runs the host import it there.");
    Problem::new(Kind::Invalid, "imports-off", what, remedy).into()
}
