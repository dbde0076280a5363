//! Where segments lie: a folder, or a bucket of whatever speaks S3.

use crate::error::{ColumnsError, Result};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, RetryConfig};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Everything lies below this folder of a place; it is this program's own.
pub(crate) const OWN: &str = "snapshots";

/// How long a bucket is waited for. Whoever waits could have the row store's answer, so it is not long.
const CONNECT: Duration = Duration::from_secs(2);
const READ: Duration = Duration::from_secs(4);
const WHOLE: Duration = Duration::from_secs(20);

/// Where segments lie.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// A folder of this machine, made when there is none. What is in it is readable by its owner only.
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
                let told = |error| ColumnsError::Place(format!("{}: {error}", folder.display()));
                make_private(folder).and_then(|()| tighten(folder)).map_err(told)?;
                let store = LocalFileSystem::new_with_prefix(folder).map_err(wrong)?.with_automatic_cleanup(true);
                Ok((Arc::new(store), Path::default()))
            }
            Self::Bucket { url, options } => {
                // The client is built without a provider of cryptography of its own; a second call changes nothing.
                let _ = rustls::crypto::ring::default_provider().install_default();
                let prefix =
                    url.strip_prefix("s3://").and_then(|rest| rest.split_once('/')).map_or("", |(_, path)| path);
                let mut builder =
                    AmazonS3Builder::new().with_url(url).with_client_options(patience()).with_retry(retries());
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

fn patience() -> ClientOptions {
    ClientOptions::new().with_connect_timeout(CONNECT).with_read_timeout(READ).with_timeout(WHOLE)
}

fn retries() -> RetryConfig {
    RetryConfig { max_retries: 1, retry_timeout: READ, backoff: BackoffConfig::default() }
}

/// Days of birth and care situations lie in segments in clear, as in the database: they are their owner's alone, from the moment
/// the folder is there. It is made again if it was deleted.
pub(crate) fn make_private(folder: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder.join(OWN))
}

/// A folder that was there before may be readable by others.
fn tighten(folder: &std::path::Path) -> std::io::Result<()> {
    #[cfg(unix)]
    std::fs::set_permissions(folder.join(OWN), std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn what_lies_in_a_folder_is_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let mode = |folder: &std::path::Path| std::fs::metadata(folder).unwrap().permissions().mode() & 0o777;
        let place = folder.path().join("for/snapshots of Jilin");
        let own = place.join(OWN);
        Place::Folder(place.clone()).open().unwrap();
        assert_eq!(mode(&own), 0o700);
        // Made by hand, or by an older version.
        std::fs::set_permissions(&own, std::fs::Permissions::from_mode(0o755)).unwrap();
        Place::Folder(place.clone()).open().unwrap();
        assert_eq!(mode(&own), 0o700);
        std::fs::remove_dir_all(folder.path().join("for")).unwrap();
        make_private(&place).unwrap();
        assert_eq!((mode(&own), mode(&place)), (0o700, 0o700));
        make_private(&place).unwrap();
    }
}
