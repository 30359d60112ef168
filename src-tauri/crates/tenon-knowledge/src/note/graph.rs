//! What links to what.

use std::collections::{BTreeMap, HashSet};

use super::heading::Place;
use super::link::Link;
use super::name::{fold, key};
use super::resolve::View;
use super::vault::{Id, Vault};

/// A link that leads to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlink<'v> {
    /// The note that it stands in.
    pub from: &'v [u8],
    /// The link.
    pub link: &'v Link,
    /// Where in the file it leads.
    pub place: Place,
}

/// A name that no file has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved<'v> {
    /// The name or path, as the first link has it.
    pub target: String,
    /// The links that name it, each with the note that it stands in.
    pub links: Vec<(&'v [u8], &'v Link)>,
}

/// A link from a note to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrow<'v> {
    /// The note that the link stands in.
    pub from: &'v [u8],
    /// The file that it leads to.
    pub to: &'v [u8],
    /// Where in it.
    pub place: Place,
}

impl Vault {
    /// The links that lead to a file, in the order of the notes' paths. Those of a note to itself are
    /// among them.
    pub fn backlinks(&self, path: &[u8]) -> Vec<Backlink<'_>> {
        let Some(id) = self.id(path) else {
            return Vec::new();
        };
        let mut all: Vec<_> = self
            .pointing(&View::now(self), id)
            .into_iter()
            .map(|(from, link)| Backlink {
                from: &self.file(from).path,
                link,
                place: self.place_of(id, link),
            })
            .collect();
        all.sort_by_key(|back| (back.from, back.link.range.start));
        all
    }

    /// The links to files that do not exist, by the name that they give, most links first.
    pub fn unresolved(&self) -> Vec<Unresolved<'_>> {
        let view = View::now(self);
        let mut by_name: BTreeMap<Vec<u8>, Unresolved<'_>> = BTreeMap::new();
        for id in self.ids() {
            let file = self.file(id);
            for link in file.links() {
                if view.link(id, link).is_some() {
                    continue;
                }
                let path = link.path();
                let entry = by_name.entry(key(&path)).or_insert_with(|| Unresolved {
                    target: String::from_utf8_lossy(&path).into_owned(),
                    links: Vec::new(),
                });
                entry.links.push((&file.path, link));
            }
        }
        let mut all: Vec<_> = by_name.into_values().collect();
        all.sort_by_key(|one| std::cmp::Reverse(one.links.len()));
        all
    }

    /// All links that lead to a file, in the order of the notes and of their texts.
    pub fn arrows(&self) -> Vec<Arrow<'_>> {
        let view = View::now(self);
        let mut all = Vec::new();
        for from in self.ids() {
            for link in self.file(from).links() {
                if let Some((to, _)) = view.link(from, link) {
                    all.push(Arrow {
                        from: &self.file(from).path,
                        to: &self.file(to).path,
                        place: self.place_of(to, link),
                    });
                }
            }
        }
        all
    }

    /// The notes that no other note links to.
    pub fn orphans(&self) -> Vec<&[u8]> {
        let arrows = self.arrows();
        let linked: HashSet<_> = arrows
            .iter()
            .filter(|arrow| arrow.from != arrow.to)
            .map(|arrow| arrow.to)
            .collect();
        self.notes()
            .map(|(path, _)| path)
            .filter(|path| !linked.contains(path))
            .collect()
    }

    /// All tags with the number of notes that have them, those above nested tags too, in the order of
    /// the alphabet. A tag is written as in the first note that has it.
    pub fn tags(&self) -> Vec<(String, usize)> {
        let mut counts: BTreeMap<String, (String, usize)> = BTreeMap::new();
        for (_, note) in self.notes() {
            let mut seen = HashSet::new();
            for tag in &note.tags {
                let ends = tag.match_indices('/').map(|(at, _)| at);
                for end in ends.chain([tag.len()]) {
                    let folded = fold(&tag[..end]);
                    if seen.insert(folded.clone()) {
                        let entry = counts.entry(folded);
                        entry.or_insert_with(|| (tag[..end].to_owned(), 0)).1 += 1;
                    }
                }
            }
        }
        counts.into_values().collect()
    }

    /// The notes that have a tag or one nested in it, in any case.
    pub fn tagged(&self, tag: &str) -> Vec<&[u8]> {
        let tag = fold(tag.trim_start_matches('#'));
        let has = |own: &String| {
            let own = fold(own);
            own.strip_prefix(&tag)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let notes = self.notes().filter(|(_, note)| note.tags.iter().any(has));
        notes.map(|(path, _)| path).collect()
    }

    /// The links that lead to a file, with the notes that they stand in.
    pub(super) fn pointing<'v>(&'v self, view: &View<'v>, to: Id) -> Vec<(Id, &'v Link)> {
        let mut notes: Vec<Id> = self
            .file(to)
            .reached_by()
            .iter()
            .flat_map(|key| self.linking(key))
            .copied()
            .chain([to])
            .collect();
        notes.sort_unstable();
        notes.dedup();
        let links = notes
            .into_iter()
            .flat_map(|from| self.file(from).links().iter().map(move |link| (from, link)));
        links
            .filter(|(from, link)| view.link(*from, link).is_some_and(|found| found.0 == to))
            .collect()
    }

    pub(super) fn place_of(&self, to: Id, link: &Link) -> Place {
        self.place(to, link.part().as_deref(), !link.form.is_wiki())
    }
}
