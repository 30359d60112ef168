//! The mark that stands where a secret was.

use std::ops::Range;

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Makes marks: the same secret has the same tag, and without the key nothing follows from it.
pub(crate) struct Marker {
    key: [u8; 32],
}

impl Marker {
    pub(crate) fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// The mark of `secret`: `<REDACTED:KIND:tag>`, the tag being 8 hex digits.
    pub(crate) fn mark(&self, kind: &str, secret: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes any key length");
        mac.update(secret);
        let tag = mac.finalize().into_bytes();
        format!("<REDACTED:{kind}:{}>", hex::encode(&tag[..4]))
    }
}

impl std::fmt::Debug for Marker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Marker(key not shown)")
    }
}

/// How a mark begins.
const BEGINS: &[u8] = b"<REDACTED:";

/// Where marks stand in `text`, in bytes. Nobody typed what is in them.
pub fn marks(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, BEGINS).filter_map(move |start| {
        let length = memchr::memchr(b'>', &bytes[start..])? + 1;
        let mark = start..start + length;
        is_mark(&bytes[mark.clone()]).then_some(mark)
    })
}

/// Whether `text` is nothing but a mark, so that masking twice changes nothing.
pub(crate) fn is_mark(text: &[u8]) -> bool {
    let Some((kind, tag)) = text
        .strip_prefix(BEGINS)
        .and_then(|rest| rest.strip_suffix(b">"))
        .and_then(|rest| {
            Some((
                rest.get(..rest.len().checked_sub(9)?)?,
                &rest[rest.len() - 9..],
            ))
        })
    else {
        return false;
    };
    is_kind(kind) && tag[0] == b':' && tag[1..].iter().all(u8::is_ascii_hexdigit)
}

/// Whether a kind fits into a mark: capital letters, digits and `_`.
pub(crate) fn is_kind(kind: &[u8]) -> bool {
    !kind.is_empty()
        && kind
            .iter()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_wherever_they_stand() {
        let mark = Marker::new([1; 32]).mark("GITHUB_TOKEN", b"x");
        let text = format!("a {mark}{mark} <REDACTED:{mark} <REDACTED:no:1> <REDACTED:A:0123456");
        let found: Vec<&str> = marks(&text).map(|at| &text[at]).collect();
        assert_eq!(found, [mark.as_str(); 3]);
        assert_eq!(marks("").count(), 0);
    }
}
