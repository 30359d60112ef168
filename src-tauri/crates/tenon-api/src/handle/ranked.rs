//! Pieces of files ranked by the words they share with a question.

use std::collections::BTreeMap;

use tenon_core::{Code, WirePath};
use tenon_index::find::unreadable;
use tenon_index::syntax::lexical::{self, Ranked};

use crate::owner::{Caller, Owner};
use crate::wire::{SearchHit, SearchMode, SearchRanked, SearchRankedParams, Whole};
use crate::{ApiError, ApiResult, search};

/// The most rows of one answer.
const MOST: u32 = 10_000;
/// Threads that look at files.
const THREADS: usize = 2;
/// Bytes of a line that are shown.
const SHOWN: usize = 16 << 10;

pub(crate) fn search_ranked(
    owner: &Owner,
    _: &Caller,
    params: SearchRankedParams,
) -> ApiResult<SearchRanked> {
    if params.search.mode != SearchMode::Lexical {
        let message = "only a question of the mode \"lexical\" is ranked";
        return Err(ApiError::new(Code::Invalid, message));
    }
    let ask = search::ask(
        &params.search,
        &*owner.app().surroundings.ambient.clock,
        None,
    )?;
    let words: Vec<String> = ask.terms.iter().map(search::plain).collect();
    // An answer from half of the files would look like one from all.
    match owner.symbols.complete() {
        true => owner.symbols.refresh_unless_followed()?,
        false => owner.symbols.refresh(b"")?,
    }
    let among = search::among(owner.root(), &ask)?;
    let index = &owner.indexing().index;
    let asked = |path: &[u8]| among.as_ref().is_none_or(|paths| paths.contains(path));
    let problems = match index.is_followed() {
        true => {
            let all = index.unreadable().into_iter();
            all.filter(|(path, _)| asked(path)).collect()
        }
        false => unreadable(owner.root(), &ask, THREADS)?,
    };
    let symbols = owner.symbols.lock();
    let limit = params.limit.clamp(1, MOST) as usize;
    let only_symbols = ask.wants("symbol") && !ask.wants("text");
    // Of these some are about no symbol.
    let looked_at = if only_symbols { MOST as usize } else { limit };
    let found = match ask.wants("text") || only_symbols {
        true => lexical::rank(&symbols, &words.join(" "), &asked, looked_at),
        false => Vec::new(),
    };
    let best = found.first().map_or(1.0, |first| first.score);
    let mut files = BTreeMap::new();
    let found = found
        .iter()
        .filter(|found| !only_symbols || found.symbol.is_some())
        .take(limit);
    let hits = found.map(|found| hit(owner, found, best, only_symbols, &mut files));
    Ok(SearchRanked {
        hits: hits.collect(),
        partial: !owner.symbols.complete(),
        problems: search::problems(problems, usize::MAX),
    })
}

/// A ranked piece as a row: the line that stands for it, as it is in the file now.
fn hit(
    owner: &Owner,
    found: &Ranked<'_>,
    best: f32,
    is_symbol: bool,
    files: &mut BTreeMap<Vec<u8>, Vec<u8>>,
) -> SearchHit {
    // A file that is gone since shows no line.
    let read = || owner.root.read(found.path).map(|(bytes, _)| bytes);
    let bytes = files
        .entry(found.path.to_vec())
        .or_insert_with(|| read().unwrap_or_default());
    let line = found.chunk.line as usize;
    let text = bytes.split(|b| *b == b'\n').nth(line.saturating_sub(1));
    let text = text.unwrap_or_default();
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    let cut = text.len() > SHOWN;
    let text = &text[..text.len().min(SHOWN)];
    let named = found.symbol.as_ref().filter(|_| found.chunk.part == 0);
    let at = named
        .and_then(|symbol| memchr::memmem::find(text, symbol.symbol.name.as_bytes()))
        .or_else(|| text.iter().position(|b| !b.is_ascii_whitespace()))
        .unwrap_or(0);
    SearchHit {
        kind: if is_symbol { "symbol" } else { "text" }.to_owned(),
        reference: found
            .symbol
            .as_ref()
            .map(|symbol| format!("symbol:{}", symbol.id)),
        path: WirePath::from_bytes(found.path),
        line: Whole::size(line as u64),
        column: Whole::size(at as u64 + 1),
        text: String::from_utf8_lossy(text).into_owned(),
        ranges: Vec::new(),
        score: f64::from(found.score / best.max(f32::MIN_POSITIVE)),
        why: format!("it has {}", found.words.join(", ")),
        before: Vec::new(),
        after: Vec::new(),
        cut,
    }
}
