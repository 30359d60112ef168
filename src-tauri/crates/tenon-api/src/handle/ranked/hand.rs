//! What the person has in hand, which weighs more.

use std::collections::HashSet;

use tenon_core::Millis;
use tenon_index::rank::{Boost, Boosts};

use super::lists::Key;
use crate::owner::{Owner, lock};

/// A file that was changed since then was changed lately, in milliseconds.
const LATELY: i64 = 24 * 60 * 60 * 1_000;

/// Says of a piece why it weighs more.
pub(super) fn in_hand<'a>(
    owner: &'a Owner,
    front: Option<&'a [u8]>,
    now: Millis,
) -> impl Fn(&Key) -> Boosts + 'a {
    let documents = lock(&owner.documents);
    let open: HashSet<Vec<u8>> = documents.iter().filter_map(|it| it.path.clone()).collect();
    drop(documents);
    let since = (now - LATELY).saturating_mul(1_000_000);
    move |key: &Key| {
        let stamp = owner.symbols.lock().stamp(&key.path);
        let reasons = [
            (Boost::Open, open.contains(&key.path)),
            (Boost::Recent, stamp.is_some_and(|it| it.modified >= since)),
            (
                Boost::Near,
                front.is_some_and(|front| folder(front) == folder(&key.path)),
            ),
        ];
        let reasons = reasons.into_iter().filter(|(_, holds)| *holds);
        Boosts::of(&reasons.map(|(boost, _)| boost).collect::<Vec<_>>())
    }
}

fn folder(path: &[u8]) -> &[u8] {
    let end = path.iter().rposition(|byte| *byte == b'/');
    &path[..end.unwrap_or(0)]
}
