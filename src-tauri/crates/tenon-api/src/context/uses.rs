//! What the file in front uses of others, and what others use of it, by the names of symbols.

use tenon_index::syntax::Use;
use tenon_knowledge::context::{Edge, Thing};

use crate::owner::Owner;

/// So many of the files that have most to do with the one in front count.
const MOST: usize = 40;

pub(super) fn of(owner: &Owner, front: Option<&Thing>) -> Vec<Edge> {
    let Some(Thing::File(path)) = front else {
        return Vec::new();
    };
    // The links of this question had them read.
    let symbols = owner.symbols.lock();
    let uses = symbols.uses(path);
    let edge = |found: &Use<'_>| Edge {
        from: Thing::File(path.clone()),
        to: Thing::File(found.path.to_vec()),
        confidence: found.sure,
        reason: reason(path, found),
    };
    uses.iter().take(MOST).map(edge).collect()
}

fn reason(front: &[u8], found: &Use<'_>) -> String {
    let front = String::from_utf8_lossy(front);
    match (found.name, found.by) {
        (Some(name), true) => format!("uses {name} of {front}"),
        (None, true) => format!("imports {front}"),
        (Some(name), false) => format!("{front} uses its {name}"),
        (None, false) => format!("imported by {front}"),
    }
}
