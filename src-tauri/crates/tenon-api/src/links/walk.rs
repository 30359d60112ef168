//! What is around a thing.

use std::collections::{HashMap, HashSet};

use tenon_core::{Code, EntityKind, WirePath};
use tenon_knowledge::link::{Edge, Kind, Origin, Thing};

use super::alike::{alike, newly_alike};
use super::build::Built;
use super::{reference, things};
use crate::owner::Owner;
use crate::wire::{LinkEdge, LinkGraph, LinkGraphParams, LinkOrigin, LinkSuggestParams, Whole};
use crate::{ApiError, ApiResult};

/// How far one may look.
const DEEPEST: u32 = 3;
/// The most things of one answer.
const MOST: u32 = 10_000;

/// Which links count.
struct Wanted {
    kinds: Option<Vec<Kind>>,
    /// The kinds of things that are looked at and walked through.
    things: Option<Vec<EntityKind>>,
    since: Option<i64>,
    suggestions: bool,
}

impl Wanted {
    fn of(params: &LinkGraphParams) -> ApiResult<Self> {
        let (mut kinds, mut things) = (Vec::new(), Vec::new());
        for word in params.kinds.iter().flatten() {
            match EntityKind::ALL.into_iter().find(|kind| kind.word() == word) {
                Some(kind) => things.push(kind),
                None => kinds.push(
                    word.parse()
                        .map_err(|message: String| ApiError::new(Code::Invalid, message))?,
                ),
            }
        }
        // Kinds of one sort alone say nothing of the other; a list without any leaves nothing.
        let is_empty = kinds.is_empty() && things.is_empty() && params.kinds.is_some();
        Ok(Self {
            kinds: (!kinds.is_empty() || is_empty).then_some(kinds),
            things: (!things.is_empty()).then_some(things),
            since: params.since.map(Whole::get),
            suggestions: params.suggestions,
        })
    }

    /// Whether a thing is one of those that were asked for.
    fn is_one(&self, built: &Built, thing: &Thing) -> bool {
        let word = things::kind(built, thing);
        let things = self.things.as_ref();
        things.is_none_or(|kinds| kinds.iter().any(|kind| kind.word() == word))
    }

    fn has(&self, edge: &Edge) -> bool {
        (self.suggestions || !edge.suggestion)
            && self
                .kinds
                .as_ref()
                .is_none_or(|kinds| kinds.contains(&edge.kind))
            && self
                .since
                .is_none_or(|since| edge.at.is_none_or(|at| at >= since))
    }
}

/// The things around the one that is asked about.
pub(crate) fn graph(owner: &Owner, params: &LinkGraphParams) -> ApiResult<LinkGraph> {
    if !(1..=DEEPEST).contains(&params.depth) {
        let message = format!("a graph is 1 to {DEEPEST} links deep");
        return Err(ApiError::new(Code::Invalid, message));
    }
    if !(1..=MOST).contains(&params.limit) {
        let message = format!("a graph has between 1 and {MOST} things");
        return Err(ApiError::new(Code::Invalid, message));
    }
    let wanted = Wanted::of(params)?;
    let built = owner.linked.now(owner)?;
    let start = reference::named(owner, &built.known, &params.of)?;
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    let mut guessed = match wanted.suggestions {
        true => alike(owner, &built, &start),
        false => Vec::new(),
    };
    guessed.retain(|edge| wanted.has(edge));
    let (mut found, mut more) = around(&built, start.clone(), params.depth, limit, &wanted);
    for edge in &guessed {
        let other = if edge.from == start {
            &edge.to
        } else {
            &edge.from
        };
        if found.iter().any(|(thing, _)| thing == other) || !wanted.is_one(&built, other) {
            continue;
        }
        match found.len() < limit {
            true => found.push((other.clone(), 1)),
            false => more = true,
        }
    }
    found.sort_by_key(|(_, depth)| *depth);
    let mut graph = told(owner, &built, &found, &guessed, |edge| wanted.has(edge))?;
    graph.more = more;
    Ok(graph)
}

/// The links that are guessed, of one thing or of all.
pub(crate) fn suggest(owner: &Owner, params: &LinkSuggestParams) -> ApiResult<LinkGraph> {
    if !(1..=MOST).contains(&params.limit) {
        let message = format!("between 1 and {MOST} links are listed at once");
        return Err(ApiError::new(Code::Invalid, message));
    }
    let built = owner.linked.now(owner)?;
    let of = params.of.as_ref();
    let of = of.map(|text| reference::named(owner, &built.known, text));
    let of = of.transpose()?;
    let is_wanted = |edge: &&Edge| {
        edge.suggestion
            && of
                .as_ref()
                .is_none_or(|of| edge.from == *of || edge.to == *of)
    };
    let mut edges = built.edges.iter().filter(is_wanted);
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    let listed: Vec<&Edge> = edges.by_ref().take(limit).collect();
    let mut things: Vec<(Thing, u32)> = of.iter().map(|of| (of.clone(), 0)).collect();
    let mut seen: HashSet<Thing> = things.iter().map(|(of, _)| of.clone()).collect();
    for end in listed.iter().flat_map(|edge| [&edge.from, &edge.to]) {
        if seen.insert(end.clone()) {
            things.push((end.clone(), 1));
        }
    }
    let guessed = match things.first() {
        Some((of, 0)) => alike(owner, &built, of),
        _ => newly_alike(owner, &built),
    };
    for end in guessed.iter().flat_map(|edge| [&edge.from, &edge.to]) {
        if seen.insert(end.clone()) {
            things.push((end.clone(), 1));
        }
    }
    let is_listed = |edge: &Edge| listed.iter().any(|listed| std::ptr::eq(*listed, edge));
    let mut graph = told(owner, &built, &things, &guessed, is_listed)?;
    graph.more = edges.next().is_some();
    Ok(graph)
}

/// These things, and the links between them that count; `guessed` are more of them.
fn told(
    owner: &Owner,
    built: &Built,
    found: &[(Thing, u32)],
    guessed: &[Edge],
    counts: impl Fn(&Edge) -> bool,
) -> ApiResult<LinkGraph> {
    let mut things = Vec::with_capacity(found.len());
    let mut named: HashMap<&Thing, String> = HashMap::new();
    for (thing, depth) in found {
        let wire = things::wire(owner, built, thing, *depth)?;
        named.insert(thing, wire.reference.clone());
        things.push(wire);
    }
    let inside = built.edges.iter().enumerate().filter_map(|(at, edge)| {
        let (from, to) = (named.get(&edge.from)?, named.get(&edge.to)?);
        counts(edge).then(|| wire(edge, from, to, built.changed[at]))
    });
    let mut edges: Vec<LinkEdge> = inside.collect();
    edges.extend(guessed.iter().filter_map(|edge| {
        let (from, to) = (named.get(&edge.from)?, named.get(&edge.to)?);
        Some(wire(edge, from, to, false))
    }));
    Ok(LinkGraph {
        edges,
        things,
        more: false,
    })
}

/// The things at most so many links away, the nearest first, then those with the hardest links; and
/// whether some were left out.
fn around(
    built: &Built,
    start: Thing,
    depth: u32,
    limit: usize,
    wanted: &Wanted,
) -> (Vec<(Thing, u32)>, bool) {
    let mut seen = HashSet::from([start.clone()]);
    let mut found = vec![(start, 0)];
    let (mut next, mut more) = (0, false);
    'walk: while let Some((thing, away)) = found.get(next).cloned() {
        next += 1;
        if away == depth {
            continue;
        }
        let mut ways: Vec<usize> = built.of(&thing).collect();
        if next == 1 {
            // What lies in the thing that is asked about is as near as itself.
            ways.sort_by_key(|at| built.edges[*at].kind != Kind::Holds);
        }
        for at in ways {
            let edge = &built.edges[at];
            if !wanted.has(edge) {
                continue;
            }
            let other = if edge.from == thing {
                &edge.to
            } else {
                &edge.from
            };
            if seen.contains(other) || !wanted.is_one(built, other) {
                continue;
            }
            if found.len() == limit {
                more = true;
                break 'walk;
            }
            seen.insert(other.clone());
            let is_inside = edge.kind == Kind::Holds && next == 1 && edge.from == thing;
            found.push((other.clone(), if is_inside { 0 } else { away + 1 }));
        }
    }
    let inside = found.iter_mut().skip(1);
    inside.for_each(|(_, away)| *away = 1.max(*away));
    (found, more)
}

fn wire(edge: &Edge, from: &str, to: &str, changed: bool) -> LinkEdge {
    let place = edge.place.as_ref();
    LinkEdge {
        from: from.to_owned(),
        to: to.to_owned(),
        kind: edge.kind.word().to_owned(),
        origin: match edge.origin {
            Origin::Person => LinkOrigin::Person,
            Origin::Written => LinkOrigin::Written,
            Origin::Session => LinkOrigin::Session,
            Origin::Meaning => LinkOrigin::Meaning,
        },
        confidence: edge.confidence,
        reason: edge.reason.clone(),
        evidence: edge.evidence.clone(),
        path: place.map(|place| WirePath::from_bytes(&place.path)),
        line: place.map(|place| place.line),
        at: edge.at.map(Whole::clamped),
        suggestion: edge.suggestion,
        changed,
    }
}
