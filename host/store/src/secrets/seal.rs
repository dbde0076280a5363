//! Sealing personal text under a key of its own subject, which is wrapped by the host's.

use super::{Key, Keys, random};
use crate::error::{Result, StoreError};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

const NONCE: usize = 24;

/// A subject's data key as it is stored.
pub(crate) type Wrapped = Vec<u8>;

/// The data key of one subject: a person, or who sent an event.
pub(crate) struct SubjectKey {
    cipher: XChaCha20Poly1305,
    kind: &'static str,
    id: i64,
}

impl SubjectKey {
    /// A new key for the subject, and how it is stored.
    pub(crate) fn create(keys: &Keys, kind: &'static str, id: i64) -> Result<(Self, Wrapped)> {
        let key: Key = random().map_err(StoreError::corrupt)?;
        let wrapped = seal(&cipher(&keys.wrapping), &key, &binding(kind, id, "key"))?;
        Ok((Self { cipher: cipher(&key), kind, id }, wrapped))
    }

    /// The stored key of the subject.
    pub(crate) fn unwrap(keys: &Keys, kind: &'static str, id: i64, wrapped: &[u8]) -> Result<Self> {
        let key = open(&cipher(&keys.wrapping), wrapped, &binding(kind, id, "key"))?;
        let key = Key::try_from(key).map_err(|_| StoreError::corrupt("a subject key of the wrong length"))?;
        Ok(Self { cipher: cipher(&key), kind, id })
    }

    /// The text, sealed for the subject's field: moved to another row or field it does not open.
    pub(crate) fn seal(&self, field: &str, text: &str) -> Result<Vec<u8>> {
        seal(&self.cipher, text.as_bytes(), &binding(self.kind, self.id, field))
    }

    /// The text that was sealed.
    pub(crate) fn open(&self, field: &str, sealed: &[u8]) -> Result<String> {
        String::from_utf8(open(&self.cipher, sealed, &binding(self.kind, self.id, field))?).map_err(StoreError::corrupt)
    }
}

fn binding(kind: &str, id: i64, field: &str) -> Vec<u8> {
    format!("{kind}/{id}/{field}").into_bytes()
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.into())
}

fn seal(cipher: &XChaCha20Poly1305, message: &[u8], binding: &[u8]) -> Result<Vec<u8>> {
    let nonce: [u8; NONCE] = random().map_err(StoreError::corrupt)?;
    let payload = Payload { msg: message, aad: binding };
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| StoreError::corrupt("cannot be sealed"))?;
    Ok([&nonce[..], &sealed].concat())
}

fn open(cipher: &XChaCha20Poly1305, sealed: &[u8], binding: &[u8]) -> Result<Vec<u8>> {
    let wrong = || StoreError::corrupt("sealed text that does not open: another master key, or altered bytes");
    let (nonce, message) = sealed.split_first_chunk::<NONCE>().ok_or_else(wrong)?;
    cipher.decrypt(&XNonce::from(*nonce), Payload { msg: message, aad: binding }).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::MasterKey;

    #[test]
    fn what_is_sealed_opens_only_where_it_belongs() {
        let keys = Keys::derive(&MasterKey::from_bytes([7; 32]));
        let (key, wrapped) = SubjectKey::create(&keys, "person", 1).unwrap();
        let sealed = key.seal("name", "王秀英").unwrap();
        assert_ne!(sealed, key.seal("name", "王秀英").unwrap(), "equal names do not look equal");
        let again = SubjectKey::unwrap(&keys, "person", 1, &wrapped).unwrap();
        assert_eq!(again.open("name", &sealed).unwrap(), "王秀英");
        assert!(again.open("phone", &sealed).is_err());
        assert!(SubjectKey::unwrap(&keys, "person", 2, &wrapped).is_err());
        let others = Keys::derive(&MasterKey::from_bytes([8; 32]));
        assert!(SubjectKey::unwrap(&others, "person", 1, &wrapped).is_err());
    }
}
