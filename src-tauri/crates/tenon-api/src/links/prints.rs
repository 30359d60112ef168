//! Whether a symbol says something else than when a link to it was made.

use std::collections::{BTreeMap, HashMap, HashSet};

use tenon_core::{EntityKind, EntityRef, Millis};
use tenon_index::syntax::SymbolId;
use tenon_knowledge::link::{Edge, Kind, Known, Origin, Place, Thing};
use tenon_store::LinkPrint;
use uuid::Uuid;

use super::reference::{thing_of, told};
use super::says::Says;
use crate::ApiResult;
use crate::handle::subject;
use crate::owner::Owner;

/// Of each link whether the symbol that it leads to has changed. A link in a line that is seen for the
/// first time since the line changed is made now.
pub(super) fn changed(
    owner: &Owner,
    known: &Known,
    says: &mut Says<'_>,
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
        let said = says.of(edge);
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

/// Follows links to symbols that are called otherwise now, or stand elsewhere: the line still says
/// what it said when it led there. What stands now where such a line points is not what it means.
pub(super) fn follow(
    owner: &Owner,
    known: &Known,
    says: &mut Says<'_>,
    edges: &mut Vec<Edge>,
) -> ApiResult<()> {
    for ((from, place), lost) in lost(owner, known, says, edges)? {
        let is_here = |edge: &Edge| {
            edge.from == from
                && edge.place.as_ref() == Some(&place)
                && edge.kind == Kind::Mentions
                && edge.origin == Origin::Written
        };
        let has_slid = |edge: &mut Edge| {
            let by_line = edge.confidence < 1.0 && matches!(edge.to, Thing::Symbol(_));
            by_line && is_here(edge) && !lost.still.contains(&edge.to)
        };
        let slid: Vec<Edge> = edges.extract_if(.., has_slid).collect();
        // Of several in a line nobody knows which one meant what.
        let is_one = lost.symbols.len() == 1;
        let slid = match &slid[..] {
            [slid] if is_one => Some(slid.reason.clone()),
            _ => None,
        };
        let open = says.unanswered(&from, &place, edges).filter(|_| is_one);
        for (id, kind, at) in lost.symbols {
            let Some(symbol) = known.symbol_of(&id) else {
                continue;
            };
            let name = symbol.qualified();
            let path = String::from_utf8_lossy(&symbol.path);
            let stands = format!("{name} stands in {path}:{} now", symbol.line);
            let reason = match (&slid, &open) {
                (Some(slid), _) => format!("{slid}; {stands}"),
                // Another one is called so by now.
                (None, Some(open)) if open.contains(&*symbol.name) => {
                    format!("{open}; it means the one in {path}:{}", symbol.line)
                }
                (None, Some(open)) => format!("{open}; it is {name} now"),
                (None, None) => {
                    format!("named as it was called or where it stood before; {stands}")
                }
            };
            let mut edge = Edge::written(from.clone(), Thing::Symbol(id), kind, reason);
            (edge.at, edge.place) = (Some(at), Some(place.clone()));
            edges.push(edge);
        }
    }
    Ok(())
}

/// What an unchanged line named once and names no more.
#[derive(Default)]
struct Lost {
    /// The symbols that are followed, and when the links to them were made.
    symbols: Vec<(String, Kind, Millis)>,
    /// What it led to at that time and leads to still.
    still: HashSet<Thing>,
}

fn lost(
    owner: &Owner,
    known: &Known,
    says: &mut Says<'_>,
    edges: &[Edge],
) -> ApiResult<BTreeMap<(Thing, Place), Lost>> {
    let ends = |edge: &Edge| (edge.from.clone(), edge.to.clone(), edge.kind);
    let named = edges
        .iter()
        .filter(|edge| matches!(edge.to, Thing::Symbol(_)));
    let named: HashSet<_> = named.map(ends).collect();
    let mut lost: BTreeMap<(Thing, Place), Lost> = BTreeMap::new();
    for print in owner.db.link_prints()? {
        let Ok(kind) = print.kind.parse::<Kind>() else {
            continue;
        };
        if !matches!(kind, Kind::Mentions | Kind::Embeds) || print.said == [0; 16] {
            continue;
        }
        let from = thing_of(owner, known, &print.from)?;
        let to = thing_of(owner, known, &print.to)?;
        let (Thing::Symbol(id), Some(place)) = (&to, says.line(&from, &print.said)) else {
            continue;
        };
        let is_there = named.contains(&(from.clone(), to.clone(), kind));
        let lost = lost.entry((from, place)).or_default();
        if is_there {
            lost.still.insert(to);
        } else if known.symbol_of(id).is_some() {
            lost.symbols.push((id.clone(), kind, print.at));
        }
    }
    lost.retain(|_, lost| !lost.symbols.is_empty());
    Ok(lost)
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
