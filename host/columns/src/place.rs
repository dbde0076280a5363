//! Where segments lie: a folder, or a bucket of whatever speaks S3.

use crate::error::{ColumnsError, Result};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ClientOptions, ObjectStore};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Where segments lie.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// A folder of this machine, made when there is none, readable by its owner only.
    Folder(PathBuf),
    /// A bucket.
    Bucket {
        /// `s3://bucket/prefix`.
        url: String,
        /// `endpoint`, `region`, `access_key_id`, `secret_access_key`, `allow_http` and what else such a bucket is reached by.
        options: BTreeMap<String, String>,
    },
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(folder) => f.debug_tuple("Folder").field(folder).finish(),
            // Options hold secrets.
            Self::Bucket { url, .. } => f.debug_struct("Bucket").field("url", url).finish_non_exhaustive(),
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::Bucket { url, .. } => f.write_str(url),
        }
    }
}

impl Place {
    /// The store of objects at this place, and the path below which everything is put.
    pub(crate) fn open(&self) -> Result<(Arc<dyn ObjectStore>, Path)> {
        match self {
            Self::Folder(folder) => {
                make_private(folder).map_err(|error| ColumnsError::Place(format!("{}: {error}", folder.display())))?;
                let store = LocalFileSystem::new_with_prefix(folder).map_err(wrong)?.with_automatic_cleanup(true);
                Ok((Arc::new(store), Path::default()))
            }
            Self::Bucket { url, options } => {
                // The client is built without a provider of cryptography of its own; a second call changes nothing.
                let _ = rustls::crypto::ring::default_provider().install_default();
                let prefix =
                    url.strip_prefix("s3://").and_then(|rest| rest.split_once('/')).map_or("", |(_, path)| path);
                let mut builder = AmazonS3Builder::new().with_url(url).with_client_options(ClientOptions::new());
                for (key, value) in options {
                    let known: AmazonS3ConfigKey =
                        key.parse().map_err(|_| ColumnsError::Place(format!("{url}: there is no option {key}")))?;
                    builder = builder.with_config(known, value);
                }
                let prefix = Path::parse(prefix).map_err(|error| ColumnsError::Place(format!("{url}: {error}")))?;
                Ok((Arc::new(builder.build().map_err(wrong)?), prefix))
            }
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
fn wrong(error: object_store::Error) -> ColumnsError {
    ColumnsError::Place(error.to_string())
}

/// Days of birth and care situations lie in segments in clear, as in the database: the folder is its owner's alone.
fn make_private(folder: &std::path::Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(folder)?;
    #[cfg(unix)]
    std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}
