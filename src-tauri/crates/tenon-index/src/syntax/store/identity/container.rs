//! What stands in a type or a file that has another name now.

use std::collections::HashMap;

use super::{Known, Pairing};
use crate::syntax::{BodyHash, SymbolKind};

type Place<'a> = (&'a [u8], Vec<&'a str>);

fn inside<'a>(known: &Known<'a>) -> Place<'a> {
    (
        known.path,
        known.parents.iter().map(AsRef::as_ref).collect(),
    )
}

fn itself<'a>(known: &Known<'a>) -> Place<'a> {
    let mut place = inside(known);
    place.1.push(known.name);
    place
}

/// Pairs what has the same name in a container that was paired before, and in a file that moved.
pub(super) fn follow(pairing: &mut Pairing<'_>) {
    let mut was: HashMap<Place<'_>, Place<'_>> = HashMap::new();
    for (new, old) in pairing.from.iter().enumerate() {
        let Some(old) = *old else { continue };
        let (new, old) = (itself(&pairing.new[new]), itself(&pairing.old[old]));
        if new != old {
            was.insert(new, old);
        }
    }
    for (new, old) in &pairing.homes {
        was.entry((new, Vec::new())).or_insert((old, Vec::new()));
    }
    let mut waiting: HashMap<_, Vec<usize>> = HashMap::new();
    for (at, known) in pairing.old.iter().enumerate() {
        if !pairing.taken[at] {
            let key = (inside(known), known.name, known.sort());
            waiting.entry(key).or_default().push(at);
        }
    }
    let mut wanted: HashMap<_, Vec<usize>> = HashMap::new();
    for (at, known) in pairing.new.iter().enumerate() {
        if pairing.from[at].is_none()
            && let Some(place) = before(&was, inside(known))
        {
            let key = (place, known.name, known.sort());
            wanted.entry(key).or_default().push(at);
        }
    }
    for (key, new) in wanted {
        if let ([new], Some([old])) = (&new[..], waiting.get(&key).map(Vec::as_slice)) {
            pairing.pair(*old, *new);
        }
    }
}

/// Files that moved: what each was called before.
pub(super) fn homes<'a>(pairing: &Pairing<'a>) -> HashMap<&'a [u8], &'a [u8]> {
    let same = same_files(pairing).into_iter();
    same.chain(moved_files(pairing)).collect()
}

/// Where something was, by the innermost container around it that was paired.
fn before<'a>(was: &HashMap<Place<'a>, Place<'a>>, place: Place<'a>) -> Option<Place<'a>> {
    let (mut outer, mut rest) = (place, Vec::new());
    loop {
        if let Some((path, names)) = was.get(&outer) {
            let names = names.iter().chain(rest.iter().rev()).copied();
            return Some((*path, names.collect()));
        }
        rest.push(outer.1.pop()?);
    }
}

/// Files that nothing is left of, each with the new file that took most of it.
fn moved_files<'a>(pairing: &Pairing<'a>) -> Vec<(&'a [u8], &'a [u8])> {
    let mut moves: HashMap<(&[u8], &[u8]), usize> = HashMap::new();
    let mut sizes: HashMap<&[u8], usize> = HashMap::new();
    let mut stays: std::collections::HashSet<&[u8]> = std::collections::HashSet::new();
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

/// Files that are gone, each with the one new file that defines the very same.
fn same_files<'a>(pairing: &Pairing<'a>) -> Vec<(&'a [u8], &'a [u8])> {
    let (old, new) = (by_file(pairing.old), by_file(pairing.new));
    let mut twins: HashMap<Vec<Said<'a>>, Twins<'a>> = HashMap::new();
    for (path, said) in &old {
        if !new.contains_key(path) {
            twins.entry(said.clone()).or_default().0.push(path);
        }
    }
    for (path, said) in &new {
        if let (false, Some(twin)) = (old.contains_key(path), twins.get_mut(said)) {
            twin.1.push(path);
        }
    }
    let pair = |(old, new): Twins<'a>| match (&old[..], &new[..]) {
        ([old], [new]) => Some((*new, *old)),
        _ => None,
    };
    twins.into_values().filter_map(pair).collect()
}

/// Files that define the same: those that are gone, and those that are new.
type Twins<'a> = (Vec<&'a [u8]>, Vec<&'a [u8]>);

/// What a symbol says wherever it is.
type Said<'a> = (&'a [Box<str>], &'a str, SymbolKind, BodyHash);

fn by_file<'a>(symbols: &[Known<'a>]) -> HashMap<&'a [u8], Vec<Said<'a>>> {
    let mut files: HashMap<_, Vec<_>> = HashMap::new();
    for known in symbols {
        let said = (known.parents, known.name, known.kind, known.body);
        files.entry(known.path).or_default().push(said);
    }
    files
}
