//! What is linked to the symbols of a file, for a line above each.

use tenon_knowledge::link::{Kind, Origin, Thing};

use super::build::Built;
use super::things;
use crate::ApiResult;
use crate::owner::Owner;
use crate::wire::{LinkedSymbol, LinksAbove, LinksAboveParams};

/// So many things are told of one symbol.
const MOST: usize = 4;

/// What is linked to the symbols of a file.
pub(crate) fn above(owner: &Owner, params: &LinksAboveParams) -> ApiResult<LinksAbove> {
    let path = params.path.to_bytes()?;
    let path = owner.root.place(&path)?.real;
    let built = owner.linked.now(owner)?;
    let mut symbols: Vec<_> = built.known.symbols_of(&path).collect();
    symbols.sort_by_key(|symbol| (symbol.line, symbol.bytes.start));
    let mut rows = Vec::new();
    for symbol in symbols {
        let own = Thing::Symbol(symbol.id.clone());
        let things = linked(&built, &own);
        if things.is_empty() {
            continue;
        }
        let shown = things.iter().take(MOST);
        let shown = shown.map(|thing| things::wire(owner, &built, thing, 1));
        rows.push(LinkedSymbol {
            symbol: format!("symbol:{}", symbol.id),
            name: symbol.name.clone(),
            line: symbol.line,
            things: shown.collect::<ApiResult<_>>()?,
            more: u32::try_from(things.len().saturating_sub(MOST)).unwrap_or(u32::MAX),
        });
    }
    Ok(LinksAbove { rows })
}

/// How telling a thing is; the smallest first.
fn rank(built: &Built, thing: &Thing, by_person: bool) -> u8 {
    let shown = built.shown.get(thing);
    match (things::kind(built, thing), shown.is_some_and(|it| it.open)) {
        ("task", true) => 0,
        ("note" | "heading" | "block", _) => 1,
        ("run", _) => 2,
        ("commit", _) if by_person => 3,
        ("task", false) => 4,
        _ => 5,
    }
}

/// Whether a command failed there and has passed since.
fn is_mended(built: &Built, thing: &Thing) -> bool {
    matches!(thing, Thing::Run(_)) && built.shown.get(thing).is_some_and(|shown| !shown.open)
}

/// What is linked to a symbol for sure, the most telling first, then the newest.
fn linked(built: &Built, own: &Thing) -> Vec<Thing> {
    let mut found: Vec<(u8, std::cmp::Reverse<Option<i64>>, &Thing)> = Vec::new();
    for at in built.of(own) {
        let edge = &built.edges[at];
        if edge.suggestion || edge.kind == Kind::Holds {
            continue;
        }
        let other = if edge.from == *own {
            &edge.to
        } else {
            &edge.from
        };
        if found.iter().any(|(.., thing)| *thing == other) || is_mended(built, other) {
            continue;
        }
        let since = built
            .shown
            .get(other)
            .and_then(|shown| shown.at)
            .or(edge.at);
        let rank = rank(built, other, edge.origin == Origin::Person);
        found.push((rank, std::cmp::Reverse(since), other));
    }
    found.sort();
    // Of commands that failed here the last one says it.
    let mut runs = 0;
    found.retain(|(_, _, thing)| {
        runs += usize::from(matches!(thing, Thing::Run(_)));
        !matches!(thing, Thing::Run(_)) || runs == 1
    });
    found.into_iter().map(|(.., thing)| thing.clone()).collect()
}
