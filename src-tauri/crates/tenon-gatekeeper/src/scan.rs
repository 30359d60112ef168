//! Running the rules block by block: a rule is tried only where one of its keywords stands.
//!
//! Blocks lie at fixed places of a text, and each is looked at with the same surroundings whether
//! the text came whole or in parts. So a secret is found in the same way wherever a part ends.

use std::ops::Range;

use crate::ends::Ends;
use crate::rule_set::RuleSet;
use crate::span::Span;
use crate::view::Viewer;

/// The size of a block, in bytes.
pub(crate) const BLOCK: usize = 1 << 20;
/// So much is seen before a block, in bytes.
pub(crate) const BEHIND: usize = 512;
/// So much is seen after a block, in bytes.
pub(crate) const AHEAD: usize = 128 << 10;

/// What is remembered from block to block.
#[derive(Debug, Default)]
pub(crate) struct Scanner {
    /// Where the rules stand that found something, or looked for it long.
    ends: Ends,
    pub(crate) viewer: Viewer,
}

/// A part of a text that is looked at: `seen` begins `base` bytes into the text, and what begins
/// inside of `core` (counted in `seen`) is reported.
#[derive(Debug, Clone)]
pub(crate) struct Part<'a> {
    pub seen: &'a [u8],
    pub base: usize,
    pub core: Range<usize>,
}

impl Scanner {
    /// All that the rules find in a whole text, overlaps included.
    pub(crate) fn whole(rules: &RuleSet, text: &[u8]) -> Vec<Span> {
        let mut scanner = Self::default();
        let mut spans = Vec::new();
        let mut start = 0;
        while start < text.len() {
            let end = text.len().min(start + BLOCK);
            let base = start.saturating_sub(BEHIND);
            let part = Part {
                seen: &text[base..text.len().min(end + AHEAD)],
                base,
                core: start - base..end - base,
            };
            scanner.block(rules, &part, &mut spans);
            start = end;
        }
        spans
    }

    /// Looks at one block; the spans count from the start of the text.
    pub(crate) fn block(&mut self, rules: &RuleSet, part: &Part<'_>, spans: &mut Vec<Span>) {
        let before = spans.len();
        hits(rules, part, &mut self.ends, spans);
        self.viewer.look(rules, part, &mut self.ends, spans);
        for span in &mut spans[before..] {
            span.start += part.base;
            span.end += part.base;
        }
    }
}

/// Tries the rules where their keywords stand, and the free ones everywhere.
pub(crate) fn hits(rules: &RuleSet, part: &Part<'_>, ends: &mut Ends, spans: &mut Vec<Span>) {
    let (text, core) = (part.seen, &part.core);
    go_on(rules, part, ends, spans);
    rules
        .keywords
        .find(text, core.start, core.end, |place, wakes| {
            for &rule in wakes {
                if let Some(start) = place.checked_sub(rules.rules[rule].entry.keyword_at) {
                    attempt(rules, rule, part, start, ends, spans);
                }
            }
        });
    for &rule in &rules.free {
        let mut at = core.start.max(ends.of(rule).saturating_sub(part.base));
        while at < core.end
            && let Some((secret, end)) = rules.rules[rule].search(text, at, core.end)
        {
            if let Some(secret) = secret {
                spans.push(plain(rule, secret));
            }
            ends.set(rule, part.base + end);
            at = end;
        }
    }
}

/// Tries one rule at one place.
pub(crate) fn attempt(
    rules: &RuleSet,
    rule: usize,
    part: &Part<'_>,
    start: usize,
    ends: &mut Ends,
    spans: &mut Vec<Span>,
) {
    if part.base + start < ends.of(rule) {
        return;
    }
    let tried = rules.rules[rule].try_at(part.seen, start);
    let Some((secret, end)) = tried.found else {
        ends.vain(rule, part.base + start, part.base + tried.reach, tried.work);
        return;
    };
    ends.work += tried.work;
    // Behind the secret, not behind the match: what closes one may open the next.
    ends.set(rule, part.base + secret.end.min(end));
    if tried.goes_on {
        ends.open = Some((rule, part.base + secret.end));
    }
    spans.push(plain(rule, secret));
    go_on(rules, part, ends, spans);
}

/// Follows a secret that is longer than its rule looks at a time, piece by piece, as far as pieces
/// begin in the part.
fn go_on(rules: &RuleSet, part: &Part<'_>, ends: &mut Ends, spans: &mut Vec<Span>) {
    while let Some((rule, place)) = ends.open {
        let start = place - part.base;
        if start >= part.core.end {
            return;
        }
        ends.open = None;
        if let Some((end, cut)) = rules.rules[rule].go_on(part.seen, start) {
            ends.work += end - start;
            ends.set(rule, part.base + end);
            ends.open = cut.then_some((rule, part.base + end));
            spans.push(plain(rule, start..end));
        }
    }
}

fn plain(rule: usize, secret: Range<usize>) -> Span {
    Span {
        rule,
        start: secret.start,
        end: secret.end,
        secret: None,
    }
}

#[cfg(test)]
mod tests;
