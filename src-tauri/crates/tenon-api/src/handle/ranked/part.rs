//! What a row says of its piece: the symbol it belongs to, its lines, and the one that fits best.

use std::ops::Range;

use tenon_index::syntax::lexical::best_line;
use tenon_index::syntax::{Chunk, Located, Symbols};

use super::lines::Lines;
use super::lists::Key;
use crate::wire::{SearchLine, SearchPiece, Whole};

/// Bytes of a line that are shown.
pub(super) const SHOWN: usize = 16 << 10;

/// A piece as its row shows it.
pub(super) struct Part<'a> {
    pub piece: SearchPiece,
    /// Of a piece that has several sections the one with the best line, where that is not what the
    /// piece is known by.
    pub section: Option<Located<'a>>,
}

/// What a piece is a part of, and which lines it has.
pub(super) fn of<'a>(
    symbols: &'a Symbols,
    key: &Key,
    file: &Lines,
    words: &str,
) -> Option<Part<'a>> {
    let mut chunks = symbols.chunks(&key.path).iter();
    let chunk = chunks.find(|chunk| (chunk.line, chunk.part) == (key.line, key.part))?;
    let about = symbols.about(&key.path, chunk)?;
    let start = chunk.ranges.first()?.start as usize;
    let end = chunk.ranges.last()?.end as usize;
    // The file may be shorter now than it was.
    let text = file.bytes.get(start..end)?;
    let mut at = start;
    let mut lines = text.split(|b| *b == b'\n').map(|line| {
        let begins = at;
        at += line.len() + 1;
        (begins, line.trim_ascii())
    });
    let number = best_line(words, &own(chunk, text, start));
    let best = number.and_then(|number| Some((number, lines.nth(number)?)));
    let section = best.and_then(|(_, (at, line))| {
        let range = at..at + line.len().max(1);
        section(symbols, key, chunk, &range).filter(|section| section.id != about.id)
    });
    // A section has those lines of the piece that are its own.
    let (mut start, mut end) = (start, end);
    if let Some(section) = &section {
        start = start.max(section.symbol.range.start as usize);
        end = end.min(section.symbol.range.end as usize);
    }
    let first = file.number(chunk.ranges.first()?.start as usize);
    let best = best.map(|(number, (_, line))| SearchLine {
        line: Whole::size((first + number) as u64),
        text: String::from_utf8_lossy(&line[..line.len().min(SHOWN)]).into_owned(),
    });
    let told = section.as_ref().unwrap_or(&about).symbol;
    let piece = SearchPiece {
        name: told.name.to_string(),
        kind: told.kind.word().to_owned(),
        part: section.map_or(chunk.part, |_| 0),
        from: Whole::size(file.number(start) as u64),
        to: Whole::size(file.number(start + file.bytes[start..end].trim_ascii_end().len()) as u64),
        best,
    };
    Some(Part { piece, section })
}

/// The line that stands for a piece which begins in the line `first`, from 1. A piece may begin with
/// the brackets that close what is above it, which tell nothing: then it is the line that fits best,
/// or the first one of the piece with a letter.
pub(super) fn telling(part: Option<&Part<'_>>, first: usize, file: &Lines) -> usize {
    let tells = |line: &[u8]| {
        let mut bytes = line.iter();
        bytes.any(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
    };
    let Some(part) = part else { return first };
    if first > file.count() || tells(file.line(first)) {
        return first;
    }
    if let Some(best) = &part.piece.best {
        return usize::try_from(best.line.get()).unwrap_or(first);
    }
    let last = usize::try_from(part.piece.to.get()).unwrap_or(first);
    let mut after = (first + 1)..=last.min(file.count());
    after
        .find(|number| tells(file.line(*number)))
        .unwrap_or(first)
}

/// The text of a piece, with blanks for what stands between its ranges and is of other pieces.
fn own(chunk: &Chunk, text: &[u8], start: usize) -> Vec<u8> {
    let mut own = text.to_vec();
    for pair in chunk.ranges.windows(2) {
        let between = pair[0].end as usize - start..pair[1].start as usize - start;
        let between = own.get_mut(between).into_iter().flatten();
        between.filter(|b| **b != b'\n').for_each(|b| *b = b' ');
    }
    own
}

/// The innermost symbol with a place of its own that has a line of a piece, and its own line there.
fn section<'a>(
    symbols: &'a Symbols,
    key: &Key,
    chunk: &Chunk,
    line: &Range<usize>,
) -> Option<Located<'a>> {
    let meets =
        |range: &Range<u32>| (range.start as usize) < line.end && line.start < range.end as usize;
    let outline = symbols.outline(&key.path).into_iter();
    let of_line = outline.filter(|it| {
        let symbol = it.symbol;
        let begins_here = chunk.ranges.iter().any(|range| range.contains(&symbol.at));
        begins_here && !symbol.kind.is_part() && meets(&symbol.range)
    });
    of_line.min_by_key(|it| it.symbol.range.end - it.symbol.range.start)
}
