//! Looking into encodings: base64, percent, escapes of JSON, gzip, two deep.

mod base64;
mod escape;
mod gzip;
mod map;

use map::Map;

use crate::ends::Ends;
use crate::rule_set::RuleSet;
use crate::scan::{Part, attempt, hits};
use crate::span::Span;

/// How many encodings may lie in each other.
const DEPTH: usize = 2;
/// So much is unpacked at most for one block, in bytes, whatever it claims to hold.
const UNPACKED: usize = 32 << 20;

/// What is remembered of encodings from block to block.
#[derive(Debug, Default)]
pub(crate) struct Viewer {
    /// Where the next block takes up a run of base64 that goes on in it.
    run: Option<usize>,
}

impl Viewer {
    /// Looks into everything encoded that begins in the part, or goes on from the block before.
    pub(crate) fn look(
        &mut self,
        rules: &RuleSet,
        part: &Part<'_>,
        ends: &mut Ends,
        spans: &mut Vec<Span>,
    ) {
        let mut look = Look {
            rules,
            spans,
            budget: UNPACKED,
        };
        let runs = base64::runs(part, self.run);
        look.on_runs(part, &runs, ends);
        self.run = look.encoded(part, runs, 0);
    }
}

/// One look at a block: the spans that were found, and what may still be unpacked.
struct Look<'a> {
    rules: &'a RuleSet,
    spans: &'a mut Vec<Span>,
    budget: usize,
}

impl Look<'_> {
    /// Tries the rules that have no keyword but a long run of letters.
    fn on_runs(&mut self, part: &Part<'_>, runs: &[base64::Run], ends: &mut Ends) {
        for run in runs {
            for start in base64::words(part.seen, run.clone()) {
                if !part.core.contains(&start) {
                    continue;
                }
                for &rule in &self.rules.on_run {
                    let at = self.rules.rules[rule].entry.keyword_at;
                    let start = if self.rules.rules[rule].entry.keywords.is_empty() {
                        start.checked_sub(at)
                    } else {
                        Some(start)
                    };
                    if let Some(start) = start {
                        attempt(self.rules, rule, part, start, ends, self.spans);
                    }
                }
            }
        }
    }

    /// Looks into what is encoded in a part, `depth` encodings deep. The answer is where the next
    /// block takes up a run of base64 that goes on in it, counted from the start of the text.
    fn encoded(&mut self, part: &Part<'_>, runs: Vec<base64::Run>, depth: usize) -> Option<usize> {
        let mut open = None;
        for run in runs {
            open = base64::resume(part, &run).or(open);
            if let Some((bytes, map)) = base64::decode(part.seen, &run) {
                self.inner(part, bytes, &map, depth + 1);
            }
        }
        escape::lines(part, |bytes, map| {
            self.inner(part, bytes, &map, depth + 1);
        });
        for (bytes, range) in gzip::members(part, &mut self.budget) {
            self.inner(part, bytes, &Map::All(range), depth + 1);
        }
        open
    }

    /// Looks at what came out of an encoding.
    fn inner(&mut self, outer: &Part<'_>, bytes: Vec<u8>, map: &Map, depth: usize) {
        let part = Part {
            seen: &bytes,
            base: 0,
            core: 0..bytes.len(),
        };
        let mut found = Vec::new();
        let mut ends = Ends::default();
        hits(self.rules, &part, &mut ends, &mut found);
        let mut look = Look {
            rules: self.rules,
            spans: &mut found,
            budget: self.budget,
        };
        let runs = base64::runs(&part, None);
        look.on_runs(&part, &runs, &mut ends);
        if depth < DEPTH {
            look.encoded(&part, runs, depth);
        }
        self.budget = look.budget;
        for mut span in found {
            let secret = &bytes[span.start..span.end];
            span.secret.get_or_insert_with(|| secret.into());
            let outside = map.range(span.start..span.end);
            (span.start, span.end) = (outside.start, outside.end);
            // What begins outside of the core is found from the block that it begins in.
            if outer.core.contains(&span.start) {
                self.spans.push(span);
            }
        }
    }
}
