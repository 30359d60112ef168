//! What is linked for sure to something, as what matters now takes it.

use tenon_knowledge::context::{Edge, Thing as Matter};
use tenon_knowledge::link::{Kind, Origin};

use super::{reference, things};
use crate::ApiResult;
use crate::owner::Owner;
use crate::wire::LinkedThing;

/// The links of a file, with those of what lies in it, or of another thing. What was only suggested
/// is no reason to turn to it.
pub(crate) fn beside(owner: &Owner, of: &Matter) -> ApiResult<Vec<Edge>> {
    let built = owner.linked.now(owner)?;
    let own = match of {
        Matter::File(path) => built.in_file.get(path).cloned().unwrap_or_default(),
        Matter::Other(text) => vec![reference::named(owner, &built.known, text)?],
    };
    let mut edges = Vec::new();
    for thing in &own {
        for at in built.of(thing) {
            let edge = &built.edges[at];
            if edge.suggestion || edge.kind == Kind::Holds {
                continue;
            }
            let other = if edge.from == *thing {
                &edge.to
            } else {
                &edge.from
            };
            let to = match built.file_of(other) {
                Some(path) => Matter::File(path.to_vec()),
                // Every file has commits; a person turns to those that somebody linked.
                None if edge.origin == Origin::Person => {
                    Matter::Other(reference::told(owner, other)?)
                }
                None => continue,
            };
            if to != *of {
                edges.push(Edge {
                    from: of.clone(),
                    to,
                    confidence: edge.confidence,
                    reason: edge.reason.clone(),
                });
            }
        }
    }
    Ok(edges)
}

/// What is no file, as it is told.
pub(crate) fn told(owner: &Owner, text: &str) -> ApiResult<LinkedThing> {
    let built = owner.linked.now(owner)?;
    let thing = reference::named(owner, &built.known, text)?;
    things::wire(owner, &built, &thing, 0)
}
