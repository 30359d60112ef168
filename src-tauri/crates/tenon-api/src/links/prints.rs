//! Whether a symbol says something else than when a link to it was made.

use std::collections::{HashMap, HashSet};

use tenon_core::{EntityKind, EntityRef};
use tenon_index::syntax::SymbolId;
use tenon_knowledge::link::{Edge, Kind, Known, Origin, Thing};
use tenon_knowledge::note::Vault;
use tenon_store::LinkPrint;
use uuid::Uuid;

use super::reference::{thing_of, told};
use crate::ApiResult;
use crate::handle::subject;
use crate::owner::Owner;

/// Of each link whether the symbol that it leads to has changed. A link in a text that is seen for the
/// first time since the text changed is made now.
pub(super) fn changed(
    owner: &Owner,
    known: &Known,
    vault: &Vault,
    edges: &[Edge],
) -> ApiResult<Vec<bool>> {
    let mut kept: HashMap<(EntityRef, EntityRef, String), LinkPrint> = HashMap::new();
    for print in owner.db.link_prints()? {
        let ends = (print.from.clone(), print.to.clone(), print.kind.clone());
        kept.insert(ends, print);
    }
    let now = owner.app().surroundings.ambient.clock.now();
    let mut new = Vec::new();
    let mut changed = Vec::with_capacity(edges.len());
    for edge in edges {
        let Some(symbol) = symbol(edge).and_then(|id| known.symbol_of(id)) else {
            changed.push(false);
            continue;
        };
        let from = subject(&told(owner, &edge.from)?);
        let (Ok(from), Ok(to)) = (from, subject(&told(owner, &edge.to)?)) else {
            changed.push(false);
            continue;
        };
        let print = owner.db.symbol_mark(&symbol.says);
        let said = said(vault, edge);
        let kind = edge.kind.word().to_owned();
        let before = kept.get(&(from.clone(), to.clone(), kind.clone()));
        let same = before.filter(|before| before.said == said);
        changed.push(same.is_some_and(|before| before.print != print));
        if same.is_none() {
            new.push(LinkPrint {
                from,
                to,
                kind,
                said,
                print,
                at: now,
            });
        }
    }
    if !new.is_empty()
        && owner.db.refusal().is_none()
        && let Err(error) = owner.db.keep_link_prints(new)
    {
        // The answer is right without; what changes from now on is not noticed.
        tracing::warn!(%error, "what symbols are now was not kept");
    }
    Ok(changed)
}

/// Links to symbols that are called otherwise now: the note still says what it said when it led there.
pub(super) fn followed(
    owner: &Owner,
    known: &Known,
    vault: &Vault,
    edges: &[Edge],
) -> ApiResult<Vec<Edge>> {
    let ends = |edge: &Edge| (edge.from.clone(), edge.to.clone(), edge.kind);
    let named = edges
        .iter()
        .filter(|edge| matches!(edge.to, Thing::Symbol(_)));
    let named: HashSet<_> = named.map(ends).collect();
    let mut followed = Vec::new();
    for print in owner.db.link_prints()? {
        let Ok(kind) = print.kind.parse::<Kind>() else {
            continue;
        };
        if !matches!(kind, Kind::Mentions | Kind::Embeds) || print.said == [0; 16] {
            continue;
        }
        let from = thing_of(owner, known, &print.from)?;
        let to = thing_of(owner, known, &print.to)?;
        let (Thing::File(path), Thing::Symbol(id)) = (&from, &to) else {
            continue;
        };
        let says = vault.note(path).map(|note| &note.hash[..16]);
        let is_there = || named.contains(&(from.clone(), to.clone(), kind));
        if says != Some(&print.said[..]) || is_there() {
            continue;
        }
        let Some(symbol) = known.symbol_of(id) else {
            continue;
        };
        let reason = format!(
            "the note names it as it was called before it was {}",
            symbol.name
        );
        let mut edge = Edge::written(from.clone(), to.clone(), kind, reason);
        edge.at = Some(print.at);
        followed.push(edge);
    }
    Ok(followed)
}

/// The symbol that a link is about, where it is one that somebody said.
fn symbol(edge: &Edge) -> Option<&str> {
    let is_said = match edge.origin {
        Origin::Person => true,
        Origin::Written => matches!(edge.kind, Kind::Mentions | Kind::Embeds),
        Origin::Session | Origin::Meaning => edge.kind == Kind::Similar && !edge.suggestion,
    };
    match (&edge.to, &edge.from) {
        _ if !is_said => None,
        (Thing::Symbol(id), _) => Some(id),
        (_, Thing::Symbol(id)) if edge.origin == Origin::Person => Some(id),
        _ => None,
    }
}

/// What tells the text of a link from what it said before; zeros where a person made the link.
fn said(vault: &Vault, edge: &Edge) -> [u8; 16] {
    let mut said = [0; 16];
    let path = match (&edge.place, &edge.from) {
        (Some(place), _) => Some(&place.path),
        (None, Thing::File(path)) => Some(path),
        _ => None,
    };
    let note = path.filter(|_| edge.origin == Origin::Written);
    if let Some(note) = note.and_then(|path| vault.note(path)) {
        said.copy_from_slice(&note.hash[..16]);
    }
    said
}

/// Keeps what the symbol at an end of a link is now, when a person makes or accepts the link.
pub(crate) fn of_person(
    owner: &Owner,
    from: &EntityRef,
    to: &EntityRef,
    kind: &str,
) -> ApiResult<()> {
    let mut ends = [to, from].into_iter();
    let Some(symbol) = ends.find(|end| end.kind() == EntityKind::Symbol) else {
        return Ok(());
    };
    let says = {
        let symbols = owner.symbols.lock();
        let id = Uuid::parse_str(symbol.id()).ok().map(SymbolId);
        id.and_then(|id| symbols.by_id(id))
            .map(|located| located.symbol.body.0)
    };
    let Some(says) = says else { return Ok(()) };
    owner.db.keep_link_prints(vec![LinkPrint {
        from: from.clone(),
        to: to.clone(),
        kind: kind.to_owned(),
        said: [0; 16],
        print: owner.db.symbol_mark(&says),
        at: owner.app().surroundings.ambient.clock.now(),
    }])?;
    Ok(())
}
