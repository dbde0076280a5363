//! Identifiers as plugins see them: each plugin and dataset its own, so that two plugins cannot put their notes together.
//!
//! An identifier is a tag over plugin, dataset and row, and the row hidden under a pad made from the tag (the construction of
//! SIV, RFC 5297, with HMAC): the same row always gives the same identifier, and a made-up one does not open.

use super::{Keys, hex, hmac};
use crate::store::Store;

impl Store {
    /// The row as the plugin sees it: 32 hexadecimal digits.
    #[must_use]
    pub fn opaque(&self, plugin: &str, dataset: &str, id: i64) -> String {
        self.keys().opaque(plugin, dataset, id)
    }

    /// The row that the plugin sees as `text`; none when it never saw it.
    #[must_use]
    pub fn open_opaque(&self, plugin: &str, dataset: &str, text: &str) -> Option<i64> {
        self.keys().open_opaque(plugin, dataset, text)
    }
}

impl Keys {
    fn opaque(&self, plugin: &str, dataset: &str, id: i64) -> String {
        let tag = self.tag(plugin, dataset, id);
        let hidden = (id ^ self.pad(&tag)).to_be_bytes();
        hex(&tag) + &hex(&hidden)
    }

    fn open_opaque(&self, plugin: &str, dataset: &str, text: &str) -> Option<i64> {
        let lower_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 32 || !text.bytes().all(lower_hex) {
            return None;
        }
        let tag = u64::from_str_radix(&text[..16], 16).ok()?.to_be_bytes();
        let hidden = u64::from_str_radix(&text[16..], 16).ok()?.cast_signed();
        let id = hidden ^ self.pad(&tag);
        (self.tag(plugin, dataset, id) == tag).then_some(id)
    }

    fn tag(&self, plugin: &str, dataset: &str, id: i64) -> [u8; 8] {
        // Neither a plugin's id nor a dataset's name has a zero byte: the parts cannot run into each other.
        let parts: [&[u8]; 5] = [plugin.as_bytes(), b"\0", dataset.as_bytes(), b"\0", &id.to_be_bytes()];
        first_eight(hmac(&self.opaque_tag, &parts))
    }

    fn pad(&self, tag: &[u8; 8]) -> i64 {
        i64::from_be_bytes(first_eight(hmac(&self.opaque_pad, &[tag])))
    }
}

fn first_eight(bytes: [u8; 32]) -> [u8; 8] {
    let [a, b, c, d, e, f, g, h, ..] = bytes;
    [a, b, c, d, e, f, g, h]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::MasterKey;

    #[test]
    fn an_identifier_is_stable_and_opens_for_its_plugin_only() {
        let keys = Keys::derive(&MasterKey::from_bytes([7; 32]));
        let text = keys.opaque("cn.jilin.rules", "persons", 42);
        assert_eq!(text, keys.opaque("cn.jilin.rules", "persons", 42));
        assert_eq!(keys.open_opaque("cn.jilin.rules", "persons", &text), Some(42));
        assert_eq!(keys.open_opaque("cn.chaoyang.rules", "persons", &text), None);
        assert_eq!(keys.open_opaque("cn.jilin.rules", "houses", &text), None);
        let mut forged = text.clone();
        forged.replace_range(31.., if text.ends_with('0') { "1" } else { "0" });
        for wrong in ["", "42", &forged, &text.to_uppercase(), &"é".repeat(16)] {
            assert_eq!(keys.open_opaque("cn.jilin.rules", "persons", wrong), None, "{wrong}");
        }
    }

    #[test]
    fn neighbouring_rows_do_not_look_alike() {
        let keys = Keys::derive(&MasterKey::from_bytes([7; 32]));
        let all: std::collections::HashSet<String> =
            (0..1_000).map(|id| keys.opaque("p.q", "persons", id)[16..].to_owned()).collect();
        assert_eq!(all.len(), 1_000);
    }
}
