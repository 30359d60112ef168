//! What has nothing else to be known by than where it stands: in the same container, between the
//! same two neighbours, and nothing else there that it could be.

use std::collections::{HashMap, HashSet};

use super::Pairing;
use super::container::{Place, Was, before, inside, was};
use crate::syntax::SymbolKind;

/// From here on a body in the same place is the one that was there.
const ALIKE: f32 = 0.6;

/// A container of before, and the symbols in it before and behind: all that is between two that were
/// paired is in one gap.
type Gap<'a> = (Place<'a>, Option<usize>, Option<usize>, SymbolKind);

/// Old and new symbols of a gap, by their numbers.
type Sides = (Vec<usize>, Vec<usize>);

/// Pairs what is alone in a gap, before and now, if what they say allows it; and of several what says
/// the very same.
pub(super) fn follow(pairing: &mut Pairing<'_>) {
    let mut alone = Vec::new();
    for (old, new) in gaps(pairing).into_values() {
        match (&old[..], &new[..]) {
            ([old], [new]) if fits(pairing, *old, *new) => alone.push((*old, *new)),
            _ => alone.extend(same(pairing, &old, &new)),
        }
    }
    for (old, new) in alone {
        pairing.pair(old, new);
    }
}

fn gaps<'a>(pairing: &Pairing<'a>) -> HashMap<Gap<'a>, Sides> {
    let was = was(pairing);
    let mut gaps: HashMap<Gap<'a>, Sides> = HashMap::new();
    let mut olds: HashMap<Place<'a>, Vec<usize>> = HashMap::new();
    for (at, known) in pairing.old[..pairing.fresh].iter().enumerate() {
        olds.entry(inside(known)).or_default().push(at);
    }
    let mut news: HashMap<Place<'a>, Vec<usize>> = HashMap::new();
    for (at, known) in pairing.new.iter().enumerate() {
        news.entry(place(&was, inside(known))).or_default().push(at);
    }
    for (place, news) in news {
        let Some(olds) = olds.get(&place) else {
            continue;
        };
        // Who of the container was paired within it, so that both sides have it.
        let here: HashSet<usize> = olds.iter().copied().collect();
        let paired = |new: &usize| pairing.from[*new].filter(|old| here.contains(old));
        let kept: HashSet<usize> = news.iter().filter_map(paired).collect();
        let anchor = |old: &usize| Some(*old).filter(|old| kept.contains(old));
        let mut open = |neighbours: Neighbours, at: usize, is_new: bool| {
            let known = if is_new {
                &pairing.new[at]
            } else {
                &pairing.old[at]
            };
            let (before, behind) = neighbours;
            let gap = gaps.entry((place.clone(), before, behind, known.sort()));
            let sides = gap.or_default();
            if is_new { &mut sides.1 } else { &mut sides.0 }.push(at);
        };
        for (at, neighbours) in between(olds, anchor) {
            if !pairing.taken[at] {
                open(neighbours, at, false);
            }
        }
        for (at, neighbours) in between(&news, paired) {
            if pairing.from[at].is_none() {
                open(neighbours, at, true);
            }
        }
    }
    gaps
}

/// Where what stands in a place now was.
fn place<'a>(was: &Was<'a>, place: Place<'a>) -> Place<'a> {
    before(was, place.clone()).unwrap_or(place)
}

/// The anchors next to a symbol, before it and behind it, as they were numbered before.
type Neighbours = (Option<usize>, Option<usize>);

/// Those that are no anchors, each with the anchors next to it.
fn between(
    siblings: &[usize],
    anchor: impl Fn(&usize) -> Option<usize>,
) -> Vec<(usize, Neighbours)> {
    let anchors: Vec<Option<usize>> = siblings.iter().map(anchor).collect();
    let mut behind = vec![None; siblings.len()];
    let mut next = None;
    for at in (0..siblings.len()).rev() {
        behind[at] = next;
        next = anchors[at].or(next);
    }
    let mut found = Vec::new();
    let mut last = None;
    for (at, sibling) in siblings.iter().enumerate() {
        match anchors[at] {
            None => found.push((*sibling, (last, behind[at]))),
            anchor => last = anchor,
        }
    }
    found
}

/// Whether two that stand in the same place may be one.
fn fits(pairing: &Pairing<'_>, old: usize, new: usize) -> bool {
    let (old, new) = (&pairing.old[old], &pairing.new[new]);
    if old.body == new.body {
        // A file is no container that says which of its short symbols is which.
        return !old.kind.is_part() || !old.parents.is_empty();
    }
    let alike = old.likeness.zip(new.likeness);
    alike.is_some_and(|(old, new)| old.used().min(new.used()) >= LEAST && old.to(new) >= ALIKE)
}

/// Bodies with fewer pairs of tokens say too little.
const LEAST: usize = 8;

/// Of several, those that say the very same as one other.
fn same(pairing: &Pairing<'_>, old: &[usize], new: &[usize]) -> Vec<(usize, usize)> {
    let alone = |all: &[usize], known: &[super::Known<'_>], at: usize| {
        all.iter()
            .filter(|it| known[**it].body == known[at].body)
            .count()
            == 1
    };
    let mut pairs = Vec::new();
    for old_at in old {
        let twin = new
            .iter()
            .find(|new| pairing.new[**new].body == pairing.old[*old_at].body);
        if let Some(new_at) = twin
            && alone(old, pairing.old, *old_at)
            && alone(new, pairing.new, *new_at)
            && fits(pairing, *old_at, *new_at)
        {
            pairs.push((*old_at, *new_at));
        }
    }
    pairs
}
