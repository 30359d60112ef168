//! Which lines of a file are hits: a line is one when it holds a term, and every other term stands
//! in it or at most three lines away.

use std::collections::VecDeque;

use super::hit::Hit;

/// How far apart the terms of a question may stand, in lines.
pub(crate) const REACH: u64 = 3;

/// Takes the lines of one file in order and gives the hits in order.
pub(crate) struct Window {
    all: u64,
    context: u64,
    waiting: VecDeque<Waiting>,
    /// Terms of the last lines.
    seen: VecDeque<(u64, u64)>,
    /// The last lines, for what comes before a hit.
    lines: VecDeque<(u64, String)>,
}

struct Waiting {
    hit: Hit,
    /// The nearest line of each term; the distance makes the score.
    near: u64,
    farthest: u64,
}

impl Window {
    /// A window for so many terms, with so many lines around each hit.
    pub fn new(terms: usize, context: usize) -> Self {
        Self {
            all: mask(terms),
            context: context as u64,
            waiting: VecDeque::new(),
            seen: VecDeque::new(),
            lines: VecDeque::new(),
        }
    }

    /// Takes a line that holds the terms in `holds`, and is itself a hit with `hit`.
    pub fn matched(&mut self, line: u64, holds: u64, hit: Option<Hit>, text: &dyn Fn() -> String) {
        self.seen.retain(|(at, _)| at + REACH >= line);
        for waiting in &mut self.waiting {
            let distance = line - waiting.hit.line;
            if distance <= REACH && holds & !waiting.near != 0 {
                waiting.near |= holds;
                waiting.farthest = waiting.farthest.max(distance);
            }
        }
        let mut next = hit.map(|mut hit| {
            let context = self.context;
            let before = self.lines.iter().filter(|(at, _)| at + context >= line);
            hit.before = before.map(|(_, text)| text.clone()).collect();
            Waiting {
                hit,
                near: holds,
                farthest: 0,
            }
        });
        if let Some(next) = &mut next {
            for (at, holds) in self.seen.iter().rev() {
                if holds & !next.near != 0 {
                    next.near |= holds;
                    next.farthest = next.farthest.max(line - at);
                }
            }
        }
        if self.all != 1 {
            self.seen.push_back((line, holds));
        }
        self.line(line, text);
        self.waiting.extend(next);
    }

    /// Takes a line around others.
    pub fn line(&mut self, line: u64, text: &dyn Fn() -> String) {
        if self.context == 0 {
            return;
        }
        let text = text();
        for waiting in &mut self.waiting {
            if line - waiting.hit.line <= self.context {
                waiting.hit.after.push(text.clone());
            }
        }
        self.lines.push_back((line, text));
        if self.lines.len() as u64 > self.context {
            self.lines.pop_front();
        }
    }

    /// The next hit that nothing after `line` can change; everything is settled at the end, which
    /// is `None`.
    pub fn settled(&mut self, line: Option<u64>) -> Option<Hit> {
        loop {
            let first = self.waiting.front()?;
            let complete = first.near == self.all;
            let passed = |reach: u64| line.is_none_or(|line| line >= first.hit.line + reach);
            let ready = match complete {
                true => passed(self.context),
                false => passed(REACH + 1),
            };
            if !ready {
                return None;
            }
            let Waiting {
                mut hit, farthest, ..
            } = self.waiting.pop_front()?;
            if complete {
                hit.score = 1.0 / (1 + farthest) as f64;
                if farthest > 0 {
                    hit.why = format!("{}, all within {farthest} lines", hit.why);
                }
                return Some(hit);
            }
        }
    }
}

/// The bits of so many terms, which are at most 64.
pub(crate) fn mask(terms: usize) -> u64 {
    match terms {
        64.. => u64::MAX,
        terms => (1 << terms) - 1,
    }
}
