//! Where secrets stand, and how overlaps are settled.

use serde::{Deserialize, Serialize};

use crate::rule_set::RuleSet;

/// A finding is never longer than this, in bytes, however many secrets overlap.
const LONGEST: usize = 64 << 10;

/// A secret in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule that found it.
    pub rule: String,
    /// What it is, as in the mark.
    pub kind: String,
    /// The first byte.
    pub start: usize,
    /// The byte behind the last one.
    pub end: usize,
}

/// A finding before overlaps are settled; `rule` is an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    pub rule: usize,
    pub start: usize,
    pub end: usize,
    /// The secret itself where the text holds it in another encoding, so that it has the tag that
    /// it has in plain text.
    pub secret: Option<Box<[u8]>>,
}

/// Settles overlaps: what overlaps is one finding over all of it, named by the most exact rule.
pub(crate) fn settle(mut spans: Vec<Span>) -> Vec<Span> {
    // Of two that begin together the longer comes first, so that what is inside of another is seen
    // to be.
    spans.sort_by(|a, b| (a.start, b.end, a.rule).cmp(&(b.start, a.end, b.rule)));
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for mut span in spans {
        match merged.last_mut() {
            Some(last) if span.start < last.end => {
                if span.end.saturating_sub(last.start) > LONGEST && span.end > last.end {
                    span.start = last.end;
                    merged.push(span);
                    continue;
                }
                join(last, span);
            }
            _ => merged.push(span),
        }
    }
    merged
}

fn join(last: &mut Span, span: Span) {
    let plain = last.secret.is_none() && span.secret.is_none();
    let wins = span.rule < last.rule;
    let same = (last.start, last.end) == (span.start, span.end);
    // A mark over two plain secrets is tagged by all that it covers; otherwise by the secret that
    // names it.
    if !plain && (wins || (same && span.rule == last.rule && last.secret.is_some())) {
        last.secret = span.secret;
    }
    last.end = last.end.max(span.end);
    last.rule = last.rule.min(span.rule);
}

impl RuleSet {
    pub(crate) fn finding(&self, span: &Span) -> Finding {
        let entry = &self.rules[span.rule].entry;
        Finding {
            rule: entry.id.clone(),
            kind: entry.kind.clone(),
            start: span.start,
            end: span.end,
        }
    }
}
