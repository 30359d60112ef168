//! From places in what was decoded back to places in the text.

use std::ops::Range;

/// For each decoded byte the bytes of the text that it came from.
#[derive(Debug)]
pub(crate) enum Map {
    /// Every byte came from all of them, as in what was packed.
    All(Range<usize>),
    /// Where the bytes that one came from begin and end.
    Each {
        /// First bytes.
        starts: Vec<u32>,
        /// The bytes behind the last ones.
        ends: Vec<u32>,
    },
}

impl Map {
    /// The place in the text of a place in what was decoded, which is not empty.
    pub(crate) fn range(&self, inner: Range<usize>) -> Range<usize> {
        match self {
            Self::All(range) => range.clone(),
            Self::Each { starts, ends } => {
                let last = inner.end.max(inner.start + 1) - 1;
                starts[inner.start] as usize..ends[last] as usize
            }
        }
    }
}

/// Decoded bytes with the places they came from.
#[derive(Debug, Default)]
pub(crate) struct Decoded {
    pub bytes: Vec<u8>,
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Decoded {
    pub(crate) fn with_capacity(size: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(size),
            starts: Vec::with_capacity(size),
            ends: Vec::with_capacity(size),
        }
    }

    /// Adds a byte that came from `range`; places are below 2^32 because blocks are small.
    pub(crate) fn push(&mut self, byte: u8, range: Range<usize>) {
        self.bytes.push(byte);
        self.starts.push(range.start as u32);
        self.ends.push(range.end as u32);
    }

    pub(crate) fn finish(self) -> (Vec<u8>, Map) {
        let map = Map::Each {
            starts: self.starts,
            ends: self.ends,
        };
        (self.bytes, map)
    }
}
