//! Masking a text that comes in parts.

use std::sync::Arc;

use serde::Serialize;

use crate::Gatekeeper;
use crate::mark::Marker;
use crate::own::Rules;
use crate::scan::{AHEAD, BEHIND, BLOCK, Part, Scanner};
use crate::span::{Finding, Span, settle};

/// A finding, and where it stands for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Placed {
    /// What was found; its places count bytes from the start of the whole text.
    #[serde(flatten)]
    pub finding: Finding,
    /// The line it begins in, from 1.
    pub line: usize,
    /// The column it begins in, from 1, in bytes.
    pub column: usize,
}

/// Masks a text that comes in parts, of any bytes, with the same result as for the whole text.
///
/// It holds back about a megabyte, whatever the size of the text.
#[derive(Debug)]
pub struct Stream<'a> {
    gatekeeper: &'a Gatekeeper,
    rules: Arc<Rules>,
    path: Option<String>,
    scanner: Scanner,
    /// What is still needed of the text; it begins at `base`.
    kept: Vec<u8>,
    base: usize,
    /// Where the block begins that comes next.
    next: usize,
    /// Up to where the text was given out.
    given: usize,
    /// What was found behind that.
    waiting: Vec<Span>,
    /// The line that `given` lies in, from 1, and where it begins.
    line: usize,
    line_start: usize,
}

impl Gatekeeper {
    /// Starts to mask a text that comes in parts. `path` names the file that it comes from, for
    /// what is let through in some files only.
    pub fn stream(&self, path: Option<&str>) -> Stream<'_> {
        Stream {
            gatekeeper: self,
            rules: self.rules(),
            path: path.map(str::to_owned),
            scanner: Scanner::default(),
            kept: Vec::new(),
            base: 0,
            next: 0,
            given: 0,
            waiting: Vec::new(),
            line: 1,
            line_start: 0,
        }
    }
}

impl Stream<'_> {
    /// Takes the next part. What is certain is written to the end of `masked`, and the findings in
    /// it are the answer.
    pub fn push(&mut self, part: &[u8], masked: &mut Vec<u8>) -> Vec<Placed> {
        self.kept.extend_from_slice(part);
        let mut findings = Vec::new();
        while self.base + self.kept.len() >= self.next + BLOCK + AHEAD {
            self.block(self.next + BLOCK);
            let certain = self.next;
            self.give(certain, masked, &mut findings);
        }
        findings
    }

    /// Ends the text.
    pub fn finish(mut self, masked: &mut Vec<u8>) -> Vec<Placed> {
        let end = self.base + self.kept.len();
        while self.next < end {
            self.block(end.min(self.next + BLOCK));
        }
        let mut findings = Vec::new();
        self.give(end, masked, &mut findings);
        findings
    }

    fn block(&mut self, end: usize) {
        let from = self.next.saturating_sub(BEHIND);
        let to = (end + AHEAD).min(self.base + self.kept.len());
        let part = Part {
            seen: &self.kept[from - self.base..to - self.base],
            base: from,
            core: self.next - from..end - from,
        };
        self.scanner
            .block(&self.rules.set, &part, &mut self.waiting);
        self.next = end;
    }

    /// Gives out the text up to `certain`, or up to a secret that may still grow.
    fn give(&mut self, certain: usize, masked: &mut Vec<u8>, findings: &mut Vec<Placed>) {
        let last = certain == self.base + self.kept.len();
        let mut spans = settle(std::mem::take(&mut self.waiting));
        let mut upto = certain;
        if !last && let Some(at) = spans.iter().position(|span| span.end >= certain) {
            upto = upto.min(spans[at].start);
            self.waiting = spans.split_off(at);
        }
        self.rules.drop_allowed(&mut spans, self.path.as_deref());
        for span in &spans {
            masked.extend_from_slice(self.slice(self.given, span.start));
            self.step(span.start);
            let secret = span
                .secret
                .as_deref()
                .unwrap_or_else(|| self.slice(span.start, span.end));
            let finding = self.rules.set.finding(span);
            let marker: &Marker = &self.gatekeeper.marker;
            masked.extend_from_slice(marker.mark(&finding.kind, secret).as_bytes());
            findings.push(Placed {
                finding,
                line: self.line,
                column: span.start - self.line_start + 1,
            });
            self.step(span.end);
        }
        masked.extend_from_slice(self.slice(self.given, upto.max(self.given)));
        self.step(upto.max(self.given));
        // A run of base64 is decoded from a whole group on, which `BEHIND` leaves room for.
        let needed = self.given.min(self.next.saturating_sub(BEHIND));
        self.kept.drain(..needed - self.base);
        self.base = needed;
    }

    /// Has given out the text up to `upto`.
    fn step(&mut self, upto: usize) {
        let text = &self.kept[self.given - self.base..upto - self.base];
        for end in memchr::memchr_iter(b'\n', text) {
            self.line += 1;
            self.line_start = self.given + end + 1;
        }
        self.given = upto;
    }

    fn slice(&self, from: usize, to: usize) -> &[u8] {
        &self.kept[from - self.base..to - self.base]
    }
}
