//! Files that have another name now.

use std::collections::{HashMap, HashSet};

use super::body::ALIKE;
use super::{Known, Pairing};
use crate::syntax::{BodyHash, SymbolKind};

/// So much of what two files name has to be in both.
const COMMON: f32 = 0.5;
/// A second candidate has to have less in common by this much.
const MARGIN: f32 = 0.1;
/// What stands in more files than this tells none of them.
const MANY: usize = 8;

/// Files that moved: what each was called before.
pub(super) fn homes<'a>(pairing: &Pairing<'a>) -> HashMap<&'a [u8], &'a [u8]> {
    let alike = alike(pairing).into_iter();
    let same = same(pairing).into_iter();
    alike.chain(same).chain(moved(pairing)).collect()
}

/// Files that nothing is left of, each with the new file that took most of it.
fn moved<'a>(pairing: &Pairing<'a>) -> Vec<(&'a [u8], &'a [u8])> {
    let mut moves: HashMap<(&[u8], &[u8]), usize> = HashMap::new();
    let mut sizes: HashMap<&[u8], usize> = HashMap::new();
    let mut stays: HashSet<&[u8]> = HashSet::new();
    for (new, known) in pairing.new.iter().enumerate() {
        stays.insert(known.path);
        *sizes.entry(known.path).or_default() += 1;
        if let Some(old) = pairing.from[new].map(|old| pairing.old[old]) {
            *moves.entry((known.path, old.path)).or_default() += 1;
        }
    }
    let most = |((new, old), count): ((&'a [u8], &'a [u8]), usize)| {
        let all = sizes.get(new).copied().unwrap_or_default();
        (new != old && !stays.contains(old) && count * 3 > all).then_some((new, old))
    };
    moves.into_iter().filter_map(most).collect()
}

pub(super) type Files<'a> = HashMap<&'a [u8], Vec<Known<'a>>>;

/// Files that went now and files that came, with what each defines.
pub(super) fn gone_and_come<'a>(pairing: &Pairing<'a>) -> (Files<'a>, Files<'a>) {
    let (mut gone, mut come) = (Files::new(), Files::new());
    for known in &pairing.old[..pairing.fresh] {
        gone.entry(known.path).or_default().push(*known);
    }
    for known in pairing.new {
        come.entry(known.path).or_default().push(*known);
    }
    let stays: HashSet<&[u8]> = gone
        .keys()
        .filter(|path| come.contains_key(*path))
        .copied()
        .collect();
    gone.retain(|path, _| !stays.contains(path));
    come.retain(|path, _| !stays.contains(path));
    (gone, come)
}

/// What a symbol says wherever it is.
type Said<'a> = (&'a [Box<str>], &'a str, SymbolKind, BodyHash);
/// Files that define the same: those that are gone, and those that are new.
type Twins<'a> = (Vec<&'a [u8]>, Vec<&'a [u8]>);

/// Files that are gone, each with the one new file that defines the very same.
fn same<'a>(pairing: &Pairing<'a>) -> Vec<(&'a [u8], &'a [u8])> {
    let (gone, come) = gone_and_come(pairing);
    let said = |known: &[Known<'a>]| -> Vec<Said<'a>> {
        let all = known.iter();
        all.map(|k| (k.parents, k.name, k.kind, k.body)).collect()
    };
    let mut twins: HashMap<Vec<Said<'a>>, Twins<'a>> = HashMap::new();
    for (path, known) in &gone {
        twins.entry(said(known)).or_default().0.push(path);
    }
    for (path, known) in &come {
        if let Some(twin) = twins.get_mut(&said(known)) {
            twin.1.push(path);
        }
    }
    let pair = |(old, new): Twins<'a>| match (&old[..], &new[..]) {
        ([old], [new]) => Some((*new, *old)),
        _ => None,
    };
    twins.into_values().filter_map(pair).collect()
}

/// Files that are gone, each with the new file that names most of the same. Each has to be the other's
/// best by a margin.
fn alike<'a>(pairing: &Pairing<'a>) -> Vec<(&'a [u8], &'a [u8])> {
    let (gone, come) = gone_and_come(pairing);
    let mut there: HashMap<(&str, SymbolKind), Vec<Known<'a>>> = HashMap::new();
    let mut sizes: HashMap<&[u8], usize> = HashMap::new();
    for (path, known) in &come {
        let names = named(known);
        sizes.insert(path, names.len());
        for known in names {
            let key = (known.name, known.sort());
            there.entry(key).or_default().push(known);
        }
    }
    let mut scores: Vec<(f32, &[u8], &[u8])> = Vec::new();
    for (old, known) in &gone {
        let names = named(known);
        let mut common: HashMap<&[u8], usize> = HashMap::new();
        for old in &names {
            let all = there.get(&(old.name, old.sort()));
            let all = all.into_iter().flatten().filter(|new| is_said(old, new));
            let files: HashSet<&[u8]> = all.map(|new| new.path).collect();
            for new in files.iter().filter(|_| files.len() <= MANY) {
                *common.entry(new).or_default() += 1;
            }
        }
        for (new, count) in common {
            let all = names.len() + sizes.get(new).copied().unwrap_or_default();
            #[expect(clippy::cast_precision_loss, reason = "a file has few symbols")]
            let score = 2.0 * count as f32 / all.max(1) as f32;
            // One name alone says little.
            if score >= COMMON && count > 1 {
                scores.push((score, old, new));
            }
        }
    }
    let clear = |(score, old, new): &&(f32, &[u8], &[u8])| {
        let rival = |(other, a, b): &(f32, &[u8], &[u8])| {
            (a == old) != (b == new) && *other > score - MARGIN
        };
        !scores.iter().any(rival)
    };
    let clear = scores.iter().filter(clear);
    clear.map(|(_, old, new)| (*new, *old)).collect()
}

/// The symbols of a file, one for each name.
fn named<'a>(known: &[Known<'a>]) -> Vec<Known<'a>> {
    let mut seen = HashSet::new();
    let all = known.iter().copied();
    all.filter(|k| seen.insert((k.parents, k.name, k.sort())))
        .collect()
}

/// Whether a name says that two files are one. In a type of another name, as where a file is called
/// what its class is called, it does so only with what it stands for.
fn is_said(old: &Known<'_>, new: &Known<'_>) -> bool {
    let alike = || old.likeness.zip(new.likeness);
    old.parents == new.parents
        || old.telling() && old.body == new.body
        || alike().is_some_and(|(old, new)| old.to(new) >= ALIKE)
}
