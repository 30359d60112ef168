//! What is alike in meaning to the thing that is asked about. It is asked of the sidecar at the
//! question; without one nothing is alike.

use std::collections::HashSet;
use std::time::Duration;

use tenon_index::find::path_patterns;
use tenon_index::syntax::SymbolId;
use tenon_knowledge::link::{Alike, Edge, History, Thing, find};
use tenon_knowledge::note::is_note;
use tenon_sidecar::Condition;
use uuid::Uuid;

use super::build::Built;
use crate::meaning::{About, CODE, Filter, NearHit};
use crate::owner::Owner;

/// So many pieces are looked at.
const NEAR: usize = 20;
/// So many suggestions one thing has at most.
const BEST: usize = 5;
/// How long a graph waits for the sidecar.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// So many texts are asked about where nothing is named, in at most so many milliseconds.
const TEXTS: usize = 40;
const IN_ALL: i64 = 4_000;
/// So much of a note is compared: what a model takes in at once is far less.
const MOST: usize = 4 << 10;

/// The suggestions for a thing, without pairs that are linked or rejected already.
pub(super) fn alike(owner: &Owner, built: &Built, thing: &Thing) -> Vec<Edge> {
    let hits = match near(owner, built, thing) {
        Some(Ok(hits)) => hits,
        Some(Err(error)) => {
            tracing::info!(%error.message, "what is alike in meaning is not known");
            return Vec::new();
        }
        None => return Vec::new(),
    };
    let is_text = is_text(thing);
    let found = hits.iter().filter_map(|hit| {
        let other = of_hit(built, hit);
        // Notes and tasks are compared with code, not with each other.
        let (from, to) = match (is_text, self::is_text(&other)) {
            (true, false) => (thing.clone(), other),
            (false, true) => (other, thing.clone()),
            _ => return None,
        };
        let score = f64::from(hit.score);
        Some(Alike { from, to, score })
    });
    let alike: Vec<Alike> = found.collect();
    let history = History {
        alike: &alike,
        ..History::default()
    };
    // Whichever of the two names the other.
    let linked: HashSet<(&Thing, &Thing)> = built
        .of(thing)
        .map(|at| &built.edges[at])
        .flat_map(|edge| [(&edge.from, &edge.to), (&edge.to, &edge.from)])
        .collect();
    let mut edges = find(&history, &built.known);
    edges.retain(|edge| {
        let ends = (edge.from.clone(), edge.to.clone(), edge.kind);
        !linked.contains(&(&edge.from, &edge.to)) && !built.rejected.contains(&ends)
    });
    edges.sort_by(Edge::rank);
    edges.truncate(BEST);
    edges
}

/// The suggestions for the open tasks and the notes that were changed last, as many as there is time
/// for.
pub(super) fn newly_alike(owner: &Owner, built: &Built) -> Vec<Edge> {
    let texts = built
        .shown
        .iter()
        .filter(|(thing, _)| is_text(thing))
        .filter(|(thing, shown)| shown.open || matches!(thing, Thing::File(_)));
    let mut texts: Vec<(Option<i64>, &Thing)> = texts.map(|(text, it)| (it.at, text)).collect();
    texts.sort_unstable_by(|a, b| b.cmp(a));
    let clock = &owner.app().surroundings.ambient.clock;
    let until = clock.now() + IN_ALL;
    let mut found = Vec::new();
    for (_, text) in texts.into_iter().take(TEXTS) {
        if clock.now() > until {
            break;
        }
        found.extend(alike(owner, built, text));
    }
    found
}

fn is_text(thing: &Thing) -> bool {
    match thing {
        Thing::File(path) => is_note(path),
        Thing::Task(_) => true,
        _ => false,
    }
}

/// The thing that a piece is a part of.
fn of_hit(built: &Built, hit: &NearHit) -> Thing {
    let symbol = hit.reference.strip_prefix("symbol:");
    let symbol = symbol.filter(|id| built.known.symbol_of(id).is_some());
    match symbol {
        Some(id) => Thing::Symbol(id.to_owned()),
        None => built.known.file_of(&hit.path),
    }
}

/// The pieces that are near to a thing; nothing where it has no meaning of its own, or no sidecar
/// answers.
fn near(owner: &Owner, built: &Built, thing: &Thing) -> Option<crate::ApiResult<Vec<NearHit>>> {
    let is_ready = owner.app().sidecar.told()?.state == Condition::Ready;
    // Notes and tasks are compared with code: the nearest pieces of code are mostly other code.
    let notes = path_patterns(&["*.md", "*.markdown"].map(str::to_owned));
    let notes = notes.map_or_else(|_| Vec::new(), |notes| notes.include);
    let mut filter = Filter {
        kinds: vec![CODE.to_owned()],
        ..Filter::default()
    };
    match is_text(thing) {
        true => filter.exclude = notes,
        false => filter.include = notes,
    }
    let ask = |about: About<'_>| {
        let near = owner
            .meaning()
            .search_within(about, &filter, NEAR, Some(PATIENCE));
        near.map(|near| near.hits)
    };
    if !is_ready {
        return None;
    }
    match thing {
        Thing::Symbol(id) => {
            let symbol = {
                let symbols = owner.symbols.lock();
                let found = symbols.by_id(SymbolId(Uuid::parse_str(id).ok()?))?;
                (found.path.to_vec(), found.symbol.line)
            };
            Some(ask(About::Place {
                path: &symbol.0,
                line: symbol.1,
            }))
        }
        Thing::File(path) if !is_note(path) => Some(ask(About::Place { path, line: 1 })),
        Thing::File(path) => text(owner, path).map(|text| ask(About::Text(&text))),
        Thing::Task(_) => {
            let path = built.shown.get(thing)?.path.as_ref()?;
            text(owner, path).map(|text| ask(About::Text(&text)))
        }
        _ => None,
    }
}

/// The beginning of a text without its secrets.
fn text(owner: &Owner, path: &[u8]) -> Option<String> {
    let (bytes, _) = owner.root.read(path).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let end = (0..=MOST.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))?;
    let masked = owner.app().gatekeeper.mask_text(&text[..end]).0;
    (!masked.trim().is_empty()).then_some(masked)
}
