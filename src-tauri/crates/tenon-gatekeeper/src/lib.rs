//! Finds secrets in text and masks them, before a fact is written anywhere.
//!
//! The types that matter: [`Gatekeeper`] holds the rules and the key of the marks, [`Finding`] says
//! where a secret stands, [`Stream`] masks a text that comes in parts, [`OwnRules`] are a person's
//! own rules and what they let through, and [`Masked`] wraps what has passed. The store takes events
//! only as `Masked<EventDraft>`, so a fact that was not looked at cannot be written.
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

mod anchored;
mod check;
mod ends;
mod json;
mod keyword;
mod mark;
mod masked;
mod own;
mod placeholder;
mod re2;
mod rule;
mod rule_set;
mod scan;
mod span;
mod stream;
mod view;
mod words;

use std::sync::{Arc, PoisonError, RwLock};

use mark::Marker;
use own::Rules;
use scan::Scanner;
use span::{Span, settle};

pub use mark::marks;
pub use masked::Masked;
pub use own::{Allowed, OwnFault, OwnRule, OwnRules};
pub use span::Finding;
pub use stream::{Placed, Stream};

/// The rules for finding secrets, and the key that tags what was found.
///
/// The built-in rules are read when a text is first looked at, once a process, and each is compiled
/// when it is first needed.
#[derive(Debug)]
pub struct Gatekeeper {
    marker: Marker,
    own: RwLock<Option<Arc<Rules>>>,
}

impl Gatekeeper {
    /// Starts with the built-in rules. The same `key` gives the same secret the same tag.
    pub fn new(key: [u8; 32]) -> Self {
        Self {
            marker: Marker::new(key),
            own: RwLock::default(),
        }
    }

    /// Takes a person's own rules, and what they let through, in place of those before.
    pub fn set_own(&self, own: OwnRules) {
        let rules = (!own.is_empty()).then(|| Arc::new(Rules::new(own)));
        *self.own.write().unwrap_or_else(PoisonError::into_inner) = rules;
    }

    /// Finds the secrets in `text`: sorted, not overlapping, byte offsets, end exclusive.
    pub fn find(&self, text: &str) -> Vec<Finding> {
        self.find_in(text, None)
    }

    /// Finds the secrets in a text of the file `path`, relative to its workspace: what is let
    /// through in that file is left out.
    pub fn find_in(&self, text: &str, path: Option<&str>) -> Vec<Finding> {
        let rules = self.rules();
        let spans = rules.scan(text.as_bytes(), path);
        spans.iter().map(|span| rules.set.finding(span)).collect()
    }

    /// Replaces each secret in `text` by `<REDACTED:KIND:tag>`; the findings speak of `text` as
    /// it was given.
    pub fn mask_text(&self, text: &str) -> (String, Vec<Finding>) {
        let rules = self.rules();
        let spans = rules.scan(text.as_bytes(), None);
        if spans.is_empty() {
            return (text.to_owned(), Vec::new());
        }
        let findings = spans.iter().map(|span| rules.set.finding(span)).collect();
        (self.replace(&rules, text, &spans), findings)
    }

    /// `text` with each span replaced by its mark.
    fn replace(&self, rules: &Rules, text: &str, spans: &[Span]) -> String {
        let bytes = text.as_bytes();
        let mut masked = Vec::with_capacity(bytes.len());
        let mut done = 0;
        for span in spans {
            masked.extend_from_slice(&bytes[done..span.start]);
            let secret = span.secret.as_deref();
            let secret = secret.unwrap_or(&bytes[span.start..span.end]);
            let kind = &rules.set.rules[span.rule].entry.kind;
            masked.extend_from_slice(self.marker.mark(kind, secret).as_bytes());
            done = span.end;
        }
        masked.extend_from_slice(&bytes[done..]);
        // Spans end between characters, so this is the same text again.
        String::from_utf8(masked)
            .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())
    }

    pub(crate) fn rules(&self) -> Arc<Rules> {
        let own = self.own.read().unwrap_or_else(PoisonError::into_inner);
        own.clone().unwrap_or_else(Rules::built_in)
    }
}

/// The built-in rules as the data file has them, for programs that run them by themselves.
pub fn rule_file() -> &'static str {
    rule_set::BUILT_IN
}

impl Rules {
    fn scan(&self, text: &[u8], path: Option<&str>) -> Vec<Span> {
        let mut spans = settle(Scanner::whole(&self.set, text));
        self.drop_allowed(&mut spans, path);
        spans
    }
}
