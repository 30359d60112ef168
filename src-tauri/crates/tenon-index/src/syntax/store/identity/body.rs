//! What is known again by its body: equal, or alike.

use std::collections::HashMap;

use super::files::gone_and_come;
use super::{Known, Pairing};

/// From here on two bodies are alike.
pub(super) const ALIKE: f32 = 0.7;
/// Two candidates nearer to each other than this are as good as each other.
const MARGIN: f32 = 0.05;
/// Bodies with fewer pairs of tokens say too little to be alike.
const LEAST: usize = 8;
/// Symbols of one file, or of one name, that are compared with each other at most.
const MOST: usize = 400;

/// Pairs equal bodies, the surest first. Two that are equal are told apart by their file, their
/// name and what they stand in, and stay apart from all others where that does not help.
pub(super) fn equal(pairing: &mut Pairing<'_>) {
    pairing.unique(|k, home| Some((home, k.name, k.sort(), k.body)));
    pairing.unique(|k, _| k.telling().then_some((k.parents, k.name, k.sort(), k.body)));
    pairing.unique(|k, _| k.telling().then_some((k.name, k.sort(), k.body)));
    // A short one is known in another file too when it left and came at once under one name.
    let moved = pairing.groups(|k, _| {
        let known = !k.kind.is_part();
        known.then_some((k.parents, k.name, k.sort(), k.body))
    });
    for (old, new) in moved {
        if let ([old], [new]) = (&old[..], &new[..])
            && *old < pairing.fresh
        {
            pairing.pair(*old, *new);
        }
    }
    pairing.unique(|k, home| {
        let known = !k.kind.is_part();
        known.then_some((home, k.parents, k.sort(), k.body))
    });
    pairing.unique(|k, home| k.telling().then_some((home, k.sort(), k.body)));
    pairing.unique(|k, _| k.telling().then_some((k.sort(), k.body)));
}

/// Pairs bodies that are alike: in one file, of one name, or in a file that is gone and one that came.
/// Each has to be the other's best by a margin.
pub(super) fn alike(pairing: &mut Pairing<'_>) {
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    let of = |k: &Known<'_>| k.likeness.filter(|l| l.used() >= LEAST).map(|_| k.sort());
    let same_file = pairing.groups(|k, home| Some((home, of(k)?)));
    let same_name = pairing.groups(|k, _| Some((k.name, of(k)?)));
    let (gone, come) = gone_and_come(pairing);
    let of_file = |k: &Known<'_>| gone.contains_key(k.path) || come.contains_key(k.path);
    let telling = |k: &Known<'_>| (k.telling() && of_file(k)).then(|| k.sort());
    let mut moved = pairing.groups(|k, _| telling(k));
    // A part of so many would not say which is the best of all.
    moved.retain(|(olds, news)| olds.len() <= MOST && news.len() <= MOST);
    let groups = same_file.into_iter().chain(same_name).chain(moved);
    for (olds, news) in groups {
        for old in olds.iter().take(MOST) {
            for new in news.iter().take(MOST) {
                let (a, b) = (&pairing.old[*old], &pairing.new[*new]);
                if let Some(score) = score(a, b, pairing.home(b)) {
                    pairs.push((score, *old, *new));
                }
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    pairs.dedup();
    let mut best: HashMap<(bool, usize), Vec<f32>> = HashMap::new();
    for (score, old, new) in &pairs {
        best.entry((false, *old)).or_default().push(*score);
        best.entry((true, *new)).or_default().push(*score);
    }
    let clear = |key: (bool, usize), score: f32| {
        let scores = best.get(&key).map_or(&[][..], Vec::as_slice);
        scores.first() == Some(&score) && scores.get(1).is_none_or(|next| score - next >= MARGIN)
    };
    for (score, old, new) in &pairs {
        if clear((false, *old), *score)
            && clear((true, *new), *score)
            && !pairing.taken[*old]
            && pairing.from[*new].is_none()
        {
            pairing.pair(*old, *new);
        }
    }
}

/// How well two symbols fit, where they are alike at all. The same name or the same file is worth
/// more than a little more of the same text.
fn score(old: &Known<'_>, new: &Known<'_>, home: &[u8]) -> Option<f32> {
    let likeness = old.likeness?.to(new.likeness?);
    let bonus = |holds: bool| if holds { 0.2 } else { 0.0 };
    let near = bonus(old.path == home) + bonus(old.name == new.name);
    (likeness >= ALIKE).then_some(likeness + near + bonus(old.parents == new.parents) / 2.0)
}
