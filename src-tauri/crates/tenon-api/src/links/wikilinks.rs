//! Wikilinks of notes that lead to no note: to a task, a commit or a symbol.

use std::collections::HashSet;

use tenon_knowledge::link::{Place, Thing};
use tenon_knowledge::note::Link;

use crate::ApiResult;
use crate::owner::Owner;

/// Where wikilinks lead to something that is there, by the note, the line and what they say.
pub(crate) struct Leading(HashSet<(Vec<u8>, u32, String)>);

/// Asks what the wikilinks of all notes lead to. The notes must not be locked.
pub(crate) fn leading(owner: &Owner) -> ApiResult<Leading> {
    let built = owner.linked.now(owner)?;
    let is_there = |thing: &Thing| match thing {
        Thing::File(path) => built.known.has_file(path),
        _ => true,
    };
    let links = built.edges.iter().filter(|edge| is_there(&edge.to));
    let links = links.filter_map(|edge| {
        let Place { path, line } = edge.place.clone()?;
        let (said, _) = edge.reason.strip_prefix("[[")?.split_once("]] in the ")?;
        Some((path, line, said.to_owned()))
    });
    Ok(Leading(links.collect()))
}

impl Leading {
    /// Whether a link of a note leads somewhere.
    pub fn leads(&self, path: &[u8], link: &Link) -> bool {
        let fragment = link.fragment.as_deref();
        let fragment = fragment.map_or(String::new(), |fragment| format!("#{fragment}"));
        let Ok(line) = u32::try_from(link.line) else {
            return false;
        };
        let said = format!("{}{fragment}", link.target);
        self.0.contains(&(path.to_vec(), line, said))
    }
}
