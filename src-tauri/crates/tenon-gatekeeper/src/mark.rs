//! The mark that stands where a secret was.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::scan::Finding;

/// Makes marks: the same secret has the same tag, and without the key nothing follows from it.
pub(crate) struct Marker {
    key: [u8; 32],
}

impl Marker {
    pub(crate) fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// `text` with each finding replaced by its mark.
    pub(crate) fn replace(&self, text: &str, findings: &[Finding]) -> String {
        let mut masked = String::with_capacity(text.len());
        let mut done = 0;
        for finding in findings {
            masked.push_str(&text[done..finding.start]);
            masked.push_str(&self.mark(&finding.kind, &text[finding.start..finding.end]));
            done = finding.end;
        }
        masked.push_str(&text[done..]);
        masked
    }

    /// The mark of `secret`: `<REDACTED:KIND:tag>`, the tag being 8 hex digits.
    pub(crate) fn mark(&self, kind: &str, secret: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes any key length");
        mac.update(secret.as_bytes());
        let tag = mac.finalize().into_bytes();
        format!("<REDACTED:{kind}:{}>", hex::encode(&tag[..4]))
    }
}

impl std::fmt::Debug for Marker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Marker(key not shown)")
    }
}

/// Whether `text` is nothing but a mark, so that masking twice changes nothing.
pub(crate) fn is_mark(text: &str) -> bool {
    let Some((kind, tag)) = text
        .strip_prefix("<REDACTED:")
        .and_then(|rest| rest.strip_suffix('>'))
        .and_then(|rest| rest.split_once(':'))
    else {
        return false;
    };
    !kind.is_empty()
        && kind
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        && tag.len() == 8
        && tag.bytes().all(|b| b.is_ascii_hexdigit())
}
