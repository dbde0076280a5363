//! A file's digest: by it two imports of the same file know each other.

use sha2::{Digest, Sha256};
use std::io::{self, Read};

/// SHA-256 of a file as it comes.
#[derive(Clone, Debug, Default)]
pub struct FileDigest {
    hash: Sha256,
    size: u64,
}

impl FileDigest {
    /// Some more of it.
    pub fn update(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.size += bytes.len() as u64;
    }

    /// Bytes so far.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The digest in hexadecimal, and the file's size in bytes.
    #[must_use]
    pub fn finish(self) -> (String, u64) {
        (crate::secrets::hex(&self.hash.finalize()), self.size)
    }

    /// The same of all there is to read.
    ///
    /// # Errors
    /// The reader's own.
    pub fn of(mut file: impl Read) -> io::Result<(String, u64)> {
        let mut digest = Self::default();
        let mut buffer = vec![0; 1 << 16];
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(digest.finish()),
                read => digest.update(&buffer[..read]),
            }
        }
    }
}
