//! Whether a symbol says something else than when a link to it was made.

use std::collections::{BTreeMap, HashMap, HashSet};

use tenon_core::{EntityKind, EntityRef};
use tenon_index::syntax::SymbolId;
use tenon_knowledge::link::{Edge, Kind, Known, Origin, Place, Thing};
use tenon_knowledge::note::{Form, Vault};
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
    // By what is linked: a note that got an identity since is still the one at its path.
    let mut kept: HashMap<(Thing, Thing, String), LinkPrint> = HashMap::new();
    for print in owner.db.link_prints()? {
        let from = thing_of(owner, known, &print.from)?;
        let to = thing_of(owner, known, &print.to)?;
        let ends = (from, to, print.kind.clone());
        let is_older = |before: &LinkPrint| before.at <= print.at;
        if kept.get(&ends).is_none_or(is_older) {
            kept.insert(ends, print);
        }
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
        let before = kept.get(&(edge.from.clone(), edge.to.clone(), kind.clone()));
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

/// Follows links to symbols that are called otherwise now, or stand elsewhere: the note still says
/// what it said when it led there. What stands now in a line that such a note names is not what it
/// means.
pub(super) fn follow(
    owner: &Owner,
    known: &Known,
    vault: &Vault,
    edges: &mut Vec<Edge>,
) -> ApiResult<()> {
    let mut lost = lost(owner, known, vault, edges)?;
    for (from, lost) in &mut lost {
        let is_kept = |edge: &Edge| {
            let by_line = edge.confidence < 1.0 && matches!(edge.to, Thing::Symbol(_));
            let is_its = edge.from == Thing::File(from.clone()) && edge.kind == Kind::Mentions;
            !(by_line && is_its && edge.origin == Origin::Written) || lost.still.contains(&edge.to)
        };
        let slid: Vec<Edge> = edges.extract_if(.., |edge| !is_kept(edge)).collect();
        let mut said = slid
            .into_iter()
            .filter_map(|edge| Some((edge.place?, edge.reason)));
        let only = said.next().filter(|_| said.next().is_none());
        let place = only.or_else(|| unanswered(vault, from, edges));
        // Of several nobody knows which one meant what.
        let place = place.filter(|_| lost.edges.len() == 1);
        for edge in &mut lost.edges {
            if let Some((place, reason)) = &place {
                let now = edge.reason.rsplit("; ").next().unwrap_or_default();
                edge.reason = format!("{reason}; {now}");
                edge.place = Some(place.clone());
            }
        }
        edges.append(&mut lost.edges);
    }
    Ok(())
}

/// What an unchanged note named once and names no more.
#[derive(Default)]
struct Lost {
    /// The links that are followed.
    edges: Vec<Edge>,
    /// What it led to at that time and leads to still.
    still: HashSet<Thing>,
}

fn lost(
    owner: &Owner,
    known: &Known,
    vault: &Vault,
    edges: &[Edge],
) -> ApiResult<BTreeMap<Vec<u8>, Lost>> {
    let ends = |edge: &Edge| (edge.from.clone(), edge.to.clone(), edge.kind);
    let named = edges
        .iter()
        .filter(|edge| matches!(edge.to, Thing::Symbol(_)));
    let named: HashSet<_> = named.map(ends).collect();
    let mut lost: BTreeMap<Vec<u8>, Lost> = BTreeMap::new();
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
        if says != Some(&print.said[..]) {
            continue;
        }
        let is_there = named.contains(&(from.clone(), to.clone(), kind));
        let lost = lost.entry(path.clone()).or_default();
        if is_there {
            lost.still.insert(to);
        } else if let Some(symbol) = known.symbol_of(id) {
            let reason = format!(
                "the note names it as it was called or where it stood before; it is {} now",
                symbol.qualified()
            );
            let mut edge = Edge::written(from.clone(), to.clone(), kind, reason);
            edge.at = Some(print.at);
            lost.edges.push(edge);
        }
    }
    lost.retain(|_, lost| !lost.edges.is_empty());
    Ok(lost)
}

/// The one wikilink of a note that leads nowhere.
fn unanswered(vault: &Vault, path: &[u8], edges: &[Edge]) -> Option<(Place, String)> {
    let of = Thing::File(path.to_vec());
    let lines: HashSet<u32> = edges
        .iter()
        .filter(|edge| edge.from == of)
        .filter_map(|edge| Some(edge.place.as_ref()?.line))
        .collect();
    let mut open = vault.note(path)?.links.iter().filter_map(|link| {
        let line = u32::try_from(link.line).ok()?;
        let is_wiki = matches!(link.form, Form::Wikilink | Form::Embed);
        (is_wiki && !lines.contains(&line)).then(|| {
            let path = path.to_vec();
            let reason = format!("[[{}]] in the note", link.target);
            (Place { path, line }, reason)
        })
    });
    open.next().filter(|_| open.next().is_none())
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
