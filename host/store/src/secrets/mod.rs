//! The host's master key, and the keys derived from it. Nothing here touches the database.

mod opaque;
mod seal;

pub(crate) use seal::{SubjectKey, Wrapped};

use crate::error::{Result, StoreError};
use hmac::{Hmac, KeyInit, Mac};
use lifang_core::duplicates::normal_name;
use rand::TryRng;
use rand::rngs::SysRng;
use sha2::Sha256;
use std::fmt;
use std::io::{Read, Write as _};
use std::path::Path;

/// A key of 256 bits.
pub(crate) type Key = [u8; 32];

/// The host's master key. Whoever loses it loses every name, resident ID and phone in the store; it is kept apart from the
/// database and its backups.
#[derive(Clone)]
pub struct MasterKey(Key);

impl MasterKey {
    /// A key from its bytes, for tests and for keys that come from elsewhere.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads the key from a file of 32 bytes that only its owner may read, or makes key and file when there is none.
    ///
    /// # Errors
    /// A file that cannot be read or made, or that is not 32 bytes long.
    pub fn load_or_create(path: &Path) -> Result<Self> {
        let wrong = |source| StoreError::File { path: path.display().to_string(), source };
        let mut file = match std::fs::File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Self::create(path).map_err(wrong),
            Err(error) => return Err(wrong(error)),
        };
        let mut key = Vec::new();
        file.read_to_end(&mut key).map_err(wrong)?;
        let key = Key::try_from(key)
            .map_err(|found| wrong(std::io::Error::other(format!("32 bytes are wanted, not {}", found.len()))))?;
        Ok(Self(key))
    }

    fn create(path: &Path) -> std::io::Result<Self> {
        let key = random()?;
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(&key)?;
        file.sync_all()?;
        Ok(Self(key))
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

/// The keys derived from the master key, one per use: none of them tells anything about another.
pub(crate) struct Keys {
    wrapping: Key,
    resident_id: Key,
    phone: Key,
    name: Key,
    opaque_tag: Key,
    opaque_pad: Key,
}

impl Keys {
    /// Derives all of them. The labels are part of the stored format and must never change.
    pub(crate) fn derive(master: &MasterKey) -> Self {
        let derive = |label: &str| hmac(&master.0, &[b"lifang/v1/", label.as_bytes()]);
        Self {
            wrapping: derive("subject-key"),
            resident_id: derive("index/resident-id"),
            phone: derive("index/phone"),
            name: derive("index/name"),
            opaque_tag: derive("opaque/tag"),
            opaque_pad: derive("opaque/pad"),
        }
    }

    /// Tells whether data was sealed under this master key, and nothing else of it.
    pub(crate) fn check_value(master: &MasterKey) -> String {
        hex(&hmac(&master.0, &[b"lifang/v1/check"])[..8])
    }

    /// The blind index of a resident ID.
    pub(crate) fn resident_id_index(&self, id: &str) -> Vec<u8> {
        hmac(&self.resident_id, &[id.as_bytes()]).to_vec()
    }

    /// The blind index of a phone: spaces and hyphens do not count.
    pub(crate) fn phone_index(&self, phone: &str) -> Vec<u8> {
        let plain: String = phone.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        hmac(&self.phone, &[plain.as_bytes()]).to_vec()
    }

    /// The blind index of a name, as names are compared.
    pub(crate) fn name_index(&self, name: &str) -> Vec<u8> {
        hmac(&self.name, &[normal_name(name).as_bytes()]).to_vec()
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// HMAC-SHA256 over the parts, end to end.
pub(crate) fn hmac(key: &Key, parts: &[&[u8]]) -> [u8; 32] {
    mac(key, parts).finalize().into_bytes().into()
}

fn mac(key: &Key, parts: &[&[u8]]) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key");
    for part in parts {
        mac.update(part);
    }
    mac
}

/// A secret of 256 bits from the operating system, in hexadecimal.
///
/// # Errors
/// When the operating system has no randomness.
pub fn new_secret() -> Result<String> {
    let bytes: Key = random().map_err(|source| StoreError::File { path: "random".into(), source })?;
    Ok(hex(&bytes))
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const_hex::encode(bytes)
}

/// Bytes from the operating system. Keys and nonces are the one kind of randomness that must not come from a clock that a test
/// can set; nothing that is ever compared or replayed depends on them.
pub(crate) fn random<const N: usize>() -> std::io::Result<[u8; N]> {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).map_err(std::io::Error::other)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_file_is_made_once_and_only_its_owner_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master-key");
        let made = MasterKey::load_or_create(&path).unwrap();
        assert_eq!(MasterKey::load_or_create(&path).unwrap().0, made.0);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        std::fs::write(&path, b"short").unwrap();
        assert!(MasterKey::load_or_create(&path).unwrap_err().to_string().contains("32 bytes are wanted, not 5"));
    }

    #[test]
    fn hmac_agrees_with_rfc_4231() {
        // Test case 2: key "Jefe", zero-padded as HMAC itself pads it.
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let code = hmac(&key, &[b"what do ya want ", b"for nothing?"]);
        assert_eq!(hex(&code), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
