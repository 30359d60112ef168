//! A piece as a row: the line that stands for it, as it is in the file now.

use std::collections::BTreeMap;
use std::panic::resume_unwind;

use tenon_core::WirePath;
use tenon_index::rank::{Boost, List};
use tenon_index::syntax::Symbols;

use super::lines::Lines;
use super::lists::{Key, Known, Lists};
use super::part::{self, Part, SHOWN};
use super::{Asked, Piece, titled};
use crate::owner::Owner;
use crate::wire::{SearchHit, Whole};

/// So few pieces are not worth a second thread.
const ALONE: usize = 16;

/// Pieces as rows, in their order.
pub(super) fn rows(
    owner: &Owner,
    pieces: &[Piece],
    lists: &Lists,
    asked: &Asked,
) -> Vec<SearchHit> {
    let symbols = owner.symbols.lock();
    let symbols: &Symbols = &symbols;
    let some = |pieces: &[Piece]| -> Vec<SearchHit> {
        let mut files: BTreeMap<&[u8], Option<Lines>> = BTreeMap::new();
        let rows = pieces.iter().filter_map(|piece| {
            let path = &piece.key.path[..];
            let read = || Some(Lines::new(owner.root.read(path).ok()?.0));
            // The index may be behind the disk: what is gone is no answer.
            let file = files.entry(path).or_insert_with(read).as_ref()?;
            let known = lists.known.get(&piece.key).cloned().unwrap_or_default();
            let part = part::of(symbols, &piece.key, file, &asked.words);
            Some(row(symbols, piece, known, part, file, asked.kind(path)))
        });
        rows.collect()
    };
    if pieces.len() < ALONE {
        return some(pieces);
    }
    let (first, second) = pieces.split_at(pieces.len() / 2);
    std::thread::scope(|scope| {
        let beside = scope.spawn(|| some(second));
        let mut rows = some(first);
        // A panic goes on, as it would without a second thread.
        rows.extend(beside.join().unwrap_or_else(|why| resume_unwind(why)));
        rows
    })
}

fn row(
    symbols: &Symbols,
    piece: &Piece,
    mut known: Known,
    part: Option<Part<'_>>,
    file: &Lines,
    kind: &str,
) -> SearchHit {
    let mut key = piece.key.clone();
    // Of a piece with several sections the one that was found stands for it.
    if let Some(section) = part.as_ref().and_then(|part| part.section) {
        (key.line, key.part) = (section.symbol.line, 0);
        known.reference = Some(format!("symbol:{}", section.id));
    }
    let line = part::telling(part.as_ref(), key.line as usize, file);
    let titled = match kind {
        "task" => titled::task(&piece.key.path, file),
        _ => None,
    };
    let line = match (kind, &titled) {
        // The row says what the task is called, so its line can be the one that was looked for.
        (_, Some(_)) => {
            let best = part.as_ref().and_then(|part| part.piece.best.as_ref());
            let best = best.and_then(|best| usize::try_from(best.line.get()).ok());
            titled::below_front_matter(file, best.unwrap_or(line))
        }
        ("note", _) => titled::below_front_matter(file, line),
        _ => line,
    };
    let titled = titled.map(|(text, reference)| {
        known.reference = reference;
        text
    });
    let text = titled
        .as_ref()
        .map_or(file.line(line), |text| text.as_bytes());
    let cut = text.len() > SHOWN;
    let text = &text[..text.len().min(SHOWN)];
    let name = name(symbols, &key, &known);
    let at = name
        .and_then(|name| memchr::memmem::find(text, name.as_bytes()))
        .or_else(|| text.iter().position(|b| !b.is_ascii_whitespace()))
        .unwrap_or(0);
    SearchHit {
        kind: kind.to_owned(),
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
        piece: part.map(|part| part.piece),
        reference: known.reference,
    }
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
