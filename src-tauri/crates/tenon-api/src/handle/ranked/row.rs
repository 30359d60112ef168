//! A piece as a row: the line that stands for it, as it is in the file now.

use std::collections::BTreeMap;

use tenon_core::WirePath;
use tenon_index::rank::{Boost, List};
use tenon_index::syntax::Symbols;
use tenon_index::syntax::lexical::best_line;

use super::lists::{Key, Known, Lists};
use super::{Asked, Piece};
use crate::owner::Owner;
use crate::wire::{SearchHit, SearchLine, SearchPiece, Whole};

/// Bytes of a line that are shown.
const SHOWN: usize = 16 << 10;

/// Pieces as rows, in their order.
pub(super) fn rows(
    owner: &Owner,
    pieces: &[Piece],
    lists: &Lists,
    asked: &Asked,
) -> Vec<SearchHit> {
    let symbols = owner.symbols.lock();
    let mut files: BTreeMap<&[u8], Vec<u8>> = BTreeMap::new();
    let rows = pieces.iter().map(|piece| {
        let path = &piece.key.path[..];
        // A file that is gone since shows no line.
        let bytes = files.entry(path).or_insert_with(|| {
            let read = owner.root.read(path).map(|(bytes, _)| bytes);
            read.unwrap_or_default()
        });
        let known = lists.known.get(&piece.key).cloned().unwrap_or_default();
        let mut row = row(&symbols, piece, known, bytes, asked.only_symbols());
        row.piece = part(&symbols, &piece.key, bytes, &asked.words);
        row
    });
    rows.collect()
}

fn row(symbols: &Symbols, piece: &Piece, known: Known, bytes: &[u8], is_symbol: bool) -> SearchHit {
    let line = piece.key.line as usize;
    let text = bytes.split(|b| *b == b'\n').nth(line.saturating_sub(1));
    let text = text.unwrap_or_default();
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    let cut = text.len() > SHOWN;
    let text = &text[..text.len().min(SHOWN)];
    let name = name(symbols, &piece.key, &known);
    let at = name
        .and_then(|name| memchr::memmem::find(text, name.as_bytes()))
        .or_else(|| text.iter().position(|b| !b.is_ascii_whitespace()))
        .unwrap_or(0);
    SearchHit {
        kind: if is_symbol { "symbol" } else { "text" }.to_owned(),
        path: WirePath::from_bytes(&piece.key.path),
        line: Whole::size(line as u64),
        column: Whole::size(at as u64 + 1),
        text: String::from_utf8_lossy(text).into_owned(),
        ranges: Vec::new(),
        score: piece.score,
        why: why(piece, &known),
        lists: piece.lists.iter().map(|it| it.word().to_owned()).collect(),
        before: Vec::new(),
        after: Vec::new(),
        cut,
        piece: None,
        reference: known.reference,
    }
}

/// What a piece is a part of, and which lines it has.
fn part(symbols: &Symbols, key: &Key, bytes: &[u8], words: &str) -> Option<SearchPiece> {
    let mut chunks = symbols.chunks(&key.path).iter();
    let chunk = chunks.find(|chunk| (chunk.line, chunk.part) == (key.line, key.part))?;
    let symbol = symbols.about(&key.path, chunk)?.symbol;
    let start = chunk.ranges.first()?.start as usize;
    let end = chunk.ranges.last()?.end as usize;
    // The file may be shorter now than it was.
    let text = bytes.get(start..end)?;
    let lines = |bytes: &[u8]| memchr::memchr_iter(b'\n', bytes).count();
    let from = lines(&bytes[..start]) + 1;
    let best = best_line(words, text).and_then(|number| {
        let line = text.split(|b| *b == b'\n').nth(number)?.trim_ascii();
        Some(SearchLine {
            line: Whole::size((from + number) as u64),
            text: String::from_utf8_lossy(&line[..line.len().min(SHOWN)]).into_owned(),
        })
    });
    Some(SearchPiece {
        name: symbol.name.to_string(),
        kind: symbol.kind.word().to_owned(),
        part: chunk.part,
        from: Whole::size(from as u64),
        to: Whole::size((from + lines(text)) as u64),
        best,
    })
}

/// The name that stands in the line of a piece, when it is the first part of a symbol.
fn name<'a>(symbols: &'a Symbols, key: &Key, known: &Known) -> Option<&'a str> {
    let asked = known.reference.as_ref().filter(|_| key.part == 0)?;
    let outline = symbols.outline(&key.path).into_iter();
    let mut of_line = outline.filter(|it| it.symbol.line == key.line);
    let symbol = of_line.find(|it| *asked == format!("symbol:{}", it.id))?;
    Some(&symbol.symbol.name)
}

/// Why a piece is here, in words.
fn why(piece: &Piece, known: &Known) -> String {
    let of_list = piece.lists.iter().map(|list| match list {
        List::Text => format!("it has {}", known.words.join(", ")),
        List::Symbol => "its name fits".to_owned(),
        List::Meaning => match known.near {
            Some(near) => format!("near in meaning ({near:.2})"),
            None => "near in meaning".to_owned(),
        },
    });
    let of_boosts = piece.boosts.iter().map(Boost::words).map(str::to_owned);
    of_list.chain(of_boosts).collect::<Vec<_>>().join("; ")
}
