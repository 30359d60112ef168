//! What stands in a type or a file that has another name now.

use std::collections::HashMap;

use super::{Known, Pairing};

/// A file, and the names of what something stands in.
pub(super) type Place<'a> = (&'a [u8], Vec<&'a str>);

/// For each container, or file, that has another name or place now, those of before.
pub(super) type Was<'a> = HashMap<Place<'a>, Place<'a>>;

/// Where a symbol stands.
pub(super) fn inside<'a>(known: &Known<'a>) -> Place<'a> {
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

/// What has another name or place now, as far as it is known.
pub(super) fn was<'a>(pairing: &Pairing<'a>) -> Was<'a> {
    let mut was = Was::new();
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
    was
}

/// Pairs what has the same name in a container that was paired before, and in a file that moved.
pub(super) fn follow(pairing: &mut Pairing<'_>) {
    let was = was(pairing);
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

/// Where something was, by the innermost container around it that was paired.
pub(super) fn before<'a>(was: &Was<'a>, place: Place<'a>) -> Option<Place<'a>> {
    let (mut outer, mut rest) = (place, Vec::new());
    loop {
        if let Some((path, names)) = was.get(&outer) {
            let names = names.iter().chain(rest.iter().rev()).copied();
            return Some((*path, names.collect()));
        }
        rest.push(outer.1.pop()?);
    }
}
