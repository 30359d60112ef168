//! The blocks of code in a text of Markdown.

use std::ops::Range;

use super::part::{JOINT, Part, TICK};
use super::rule::Pattern;

static FENCE: Pattern = Pattern::of(
    0,
    TICK | JOINT,
    r"(?m)^[ \t]*(```+|~~~+)[ \t]*([A-Za-z-]*)[^\n]*$",
);

/// A block that is closed, without its fences.
pub(super) struct Block {
    /// What language it says it has, in small letters.
    pub language: String,
    /// Where its lines stand.
    pub range: Range<usize>,
}

/// The blocks that are closed, in their order.
pub(super) fn blocks(text: &Part<'_>) -> Vec<Block> {
    let mut fences = FENCE.each(text);
    let mut blocks = Vec::new();
    while let (Some(open), Some(close)) = (fences.next(), fences.next()) {
        let language = open.range(2).map(|range| &text[range]).unwrap_or_default();
        let start = open.range(0).map_or(0, |range| range.end);
        let end = close.range(0).map_or(start, |range| range.start);
        blocks.push(Block {
            language: language.to_ascii_lowercase(),
            range: start..end.max(start),
        });
    }
    blocks
}
