//! The text of a file in pieces that belong together, each with the symbol it is about.
//!
//! A function is a chunk of its own, however short. Everything else is gathered in the order of the
//! file until there is enough of it, so a chunk of it may have several ranges, with functions
//! between them.

use std::ops::Range;

use super::Symbol;
use super::extract::len;

/// What is longer than this many bytes is split.
pub const LONGEST: u32 = 1_500;
/// Text outside of functions is gathered to this many bytes and more.
pub const SHORTEST: u32 = 256;

/// A piece of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// Its bytes, in order and apart from each other.
    pub ranges: Vec<Range<u32>>,
    /// What it is about, by its place in the list of the file's symbols.
    pub symbol: Option<u32>,
    /// Which part of a split one it is, from 0.
    pub part: u32,
    /// The line that stands for it, from 1: that of the symbol's name, or its own first one where
    /// there is no symbol or it is a later part.
    pub line: u32,
}

impl Chunk {
    /// How many bytes it has.
    pub fn size(&self) -> u32 {
        self.ranges
            .iter()
            .map(|range| range.end - range.start)
            .sum()
    }
}

/// Cuts a file into chunks. Every byte that is no white space is in exactly one.
pub(super) fn chunks(bytes: &[u8], symbols: &[Symbol]) -> Vec<Chunk> {
    let mut cutter = Cutter {
        bytes,
        symbols,
        breaks: memchr::memchr_iter(b'\n', bytes)
            .map(|at| len(at) + 1)
            .collect(),
        chunks: Vec::new(),
        gathered: Vec::new(),
        size: 0,
    };
    let end = len(bytes.len());
    let mut at = 0;
    for piece in pieces(symbols, end) {
        match piece.function {
            true => {
                cutter.function(piece.symbol, piece.range.start.max(at)..piece.range.end);
            }
            false => cutter.gather(piece.symbol, piece.range.start.max(at)..piece.range.end),
        }
        at = at.max(piece.range.end);
    }
    cutter.flush(true);
    let mut chunks = cutter.chunks;
    chunks.sort_by_key(|chunk| chunk.ranges.first().map(|range| range.start));
    chunks
}

/// A stretch of the file that is about one thing.
struct Piece {
    range: Range<u32>,
    symbol: Option<u32>,
    function: bool,
}

/// The file from its start to its end, cut where a function or another definition begins or ends.
fn pieces(symbols: &[Symbol], end: u32) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut open: Vec<u32> = Vec::new();
    let mut at = 0;
    let mut until = |to: u32, about: Option<u32>, function: bool, at: &mut u32| {
        if to > *at {
            pieces.push(Piece {
                range: *at..to,
                symbol: about,
                function,
            });
            *at = to;
        }
    };
    for (number, symbol) in (0_u32..).zip(symbols) {
        if symbol.kind.is_part() || symbol.range.start < at {
            // What is inside of a function, and all but the first of several names, add nothing.
            continue;
        }
        while let Some(last) = open.last().copied() {
            let range = &symbols[last as usize].range;
            if range.end > symbol.range.start {
                break;
            }
            until(range.end, Some(last), false, &mut at);
            open.pop();
        }
        until(symbol.range.start, open.last().copied(), false, &mut at);
        if symbol.kind.is_function() {
            until(symbol.range.end, Some(number), true, &mut at);
        } else {
            open.push(number);
        }
    }
    while let Some(last) = open.pop() {
        until(symbols[last as usize].range.end, Some(last), false, &mut at);
    }
    until(end, None, false, &mut at);
    pieces
}

struct Cutter<'a> {
    bytes: &'a [u8],
    symbols: &'a [Symbol],
    /// Where lines begin, the first left out.
    breaks: Vec<u32>,
    chunks: Vec<Chunk>,
    gathered: Vec<(Option<u32>, Range<u32>)>,
    size: u32,
}

impl Cutter<'_> {
    fn text(&self, range: &Range<u32>) -> &[u8] {
        let range = range.start as usize..range.end as usize;
        self.bytes.get(range).unwrap_or_default()
    }

    fn line(&self, at: u32) -> u32 {
        len(self.breaks.partition_point(|start| *start <= at)) + 1
    }

    /// Without white space around it.
    fn trimmed(&self, range: Range<u32>) -> Range<u32> {
        let text = self.text(&range);
        let lead = text.len() - text.trim_ascii_start().len();
        let kept = text.trim_ascii().len();
        let start = range.start + len(lead);
        start..start + len(kept)
    }

    fn function(&mut self, symbol: Option<u32>, range: Range<u32>) {
        let range = self.trimmed(range);
        let line = symbol.map_or(1, |number| self.symbols[number as usize].line);
        for (part, range) in (0_u32..).zip(self.split(range)) {
            self.chunks.push(Chunk {
                symbol,
                part,
                line: if part == 0 {
                    line
                } else {
                    self.line(range.start)
                },
                ranges: vec![range],
            });
        }
    }

    fn gather(&mut self, symbol: Option<u32>, range: Range<u32>) {
        let range = self.trimmed(range);
        if range.is_empty() {
            return;
        }
        let size = range.end - range.start;
        if self.size >= SHORTEST || self.size + size > LONGEST {
            self.flush(false);
        }
        self.gathered.push((symbol, range));
        self.size += size;
    }

    /// Makes a chunk of what was gathered. At the end what is too short joins the one before it.
    fn flush(&mut self, last: bool) {
        let pieces = std::mem::take(&mut self.gathered);
        let size = std::mem::take(&mut self.size);
        let Some((_, first)) = pieces.first() else {
            return;
        };
        let first = first.start;
        if last && size < SHORTEST {
            let is_other = |chunk: &&mut Chunk| {
                let function = chunk
                    .symbol
                    .map(|n| self.symbols[n as usize].kind.is_function());
                function != Some(true)
            };
            let before = self.chunks.iter_mut().rev().find(is_other);
            if let Some(chunk) = before.filter(|chunk| chunk.size() + size <= LONGEST) {
                chunk
                    .ranges
                    .extend(pieces.into_iter().map(|(_, range)| range));
                return;
            }
        }
        if let [(symbol, range)] = &pieces[..]
            && range.end - range.start > LONGEST
        {
            let line = symbol.map_or_else(|| self.line(first), |n| self.symbols[n as usize].line);
            for (part, range) in (0_u32..).zip(self.split(range.clone())) {
                self.chunks.push(Chunk {
                    symbol: *symbol,
                    part,
                    line: if part == 0 {
                        line
                    } else {
                        self.line(range.start)
                    },
                    ranges: vec![range],
                });
            }
            return;
        }
        // What most of it is about; the first one among equals.
        let longest = pieces.iter().rev().filter(|(symbol, _)| symbol.is_some());
        let symbol = longest
            .max_by_key(|(_, range)| range.end - range.start)
            .and_then(|(symbol, _)| *symbol);
        let line = symbol.map_or_else(|| self.line(first), |n| self.symbols[n as usize].line);
        self.chunks.push(Chunk {
            symbol,
            part: 0,
            line,
            ranges: pieces.into_iter().map(|(_, range)| range).collect(),
        });
    }

    /// Parts of at most [`LONGEST`] bytes, cut between lines where that can be.
    fn split(&self, range: Range<u32>) -> Vec<Range<u32>> {
        let mut parts = Vec::new();
        let mut rest = range;
        while rest.end - rest.start > LONGEST {
            let size = rest.end - rest.start;
            // Even parts, so that no crumb is left at the end.
            let wanted = rest.start + size.div_ceil(size.div_ceil(LONGEST));
            let latest = rest.start + LONGEST;
            let next = self.breaks.partition_point(|start| *start <= latest);
            let near = self.breaks[..next]
                .iter()
                .rev()
                .take_while(|start| **start > rest.start)
                .min_by_key(|start| start.abs_diff(wanted));
            let cut = near.copied().unwrap_or_else(|| self.between(latest));
            let part = self.trimmed(rest.start..cut);
            if !part.is_empty() {
                parts.push(part);
            }
            rest = self.trimmed(cut..rest.end);
        }
        if !rest.is_empty() {
            parts.push(rest);
        }
        parts
    }

    /// The start of the character at `at`.
    fn between(&self, at: u32) -> u32 {
        let back = (0..4).find(|back| {
            let byte = self.bytes.get((at - back) as usize);
            byte.is_none_or(|b| b & 0xc0 != 0x80)
        });
        at - back.unwrap_or(0)
    }
}
