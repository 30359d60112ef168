//! Finds secrets in text and masks them, before a fact is written anywhere.
//!
//! The types that matter: [`Gatekeeper`] holds the rules and the key of the marks, [`Finding`] says
//! where a secret stands, and [`Masked`] wraps what has passed. The store takes events only as
//! `Masked<EventDraft>`, so a fact that was not looked at cannot be written.
//!
//! This crate will never read a file, log a text, or keep what it has seen.
//!
//! ```
//! use tenon_gatekeeper::Gatekeeper;
//!
//! let gatekeeper = Gatekeeper::new([7; 32]);
//! let (text, findings) = gatekeeper.mask_text("key is sk-proj-1234567890abcdef");
//! assert!(text.starts_with("key is <REDACTED:OPENAI_KEY:"));
//! assert_eq!(findings[0].start..findings[0].end, 7..31);
//! assert_eq!(gatekeeper.mask_text("print(\"hello\")").0, "print(\"hello\")");
//! ```
#![deny(missing_docs)]

mod json;
mod mark;
mod masked;
mod rule;
mod scan;

use mark::Marker;
use rule::RuleSet;

pub use masked::Masked;
pub use scan::Finding;

/// The rules for finding secrets, and the key that tags what was found.
///
/// Building one compiles all rules; build it once and share it.
#[derive(Debug)]
pub struct Gatekeeper {
    rules: RuleSet,
    marker: Marker,
}

impl Gatekeeper {
    /// Builds the built-in rules. The same `key` gives the same secret the same tag.
    pub fn new(key: [u8; 32]) -> Self {
        Self {
            rules: RuleSet::built_in(),
            marker: Marker::new(key),
        }
    }

    /// Finds the secrets in `text`: sorted, not overlapping, byte offsets, end exclusive.
    pub fn find(&self, text: &str) -> Vec<Finding> {
        self.rules.findings(self.rules.scan(text))
    }

    /// Replaces each secret in `text` by `<REDACTED:KIND:tag>`; the findings speak of `text` as
    /// it was given.
    pub fn mask_text(&self, text: &str) -> (String, Vec<Finding>) {
        let findings = self.find(text);
        (self.marker.replace(text, &findings), findings)
    }
}
