//! Which file a link leads to.

use std::collections::HashMap;

use super::heading::{self, Place};
use super::link::Link;
use super::name::{distance, file, folder, key, parts, stem};
use super::vault::{Id, Vault, names};

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved<'v> {
    /// The file's path.
    pub path: &'v [u8],
    /// Whether it is a note; otherwise it is another file.
    pub is_note: bool,
    /// Where in the note.
    pub place: Place,
    /// The other files that the link fits as well, when it fits several.
    pub others: Vec<&'v [u8]>,
}

/// How well a file fits a link; the smallest is taken. Two whose first three parts are the same are
/// told apart only by where they lie.
type Rank = (u8, u8, u8, bool, usize);

/// The vault as it is, or as it will be when files have moved.
pub(super) struct View<'v> {
    pub vault: &'v Vault,
    moved: HashMap<Id, &'v [u8]>,
    /// The moved files by the keys of their new names.
    names: HashMap<Vec<u8>, Vec<Id>>,
}

impl<'v> View<'v> {
    /// The vault as it is.
    pub fn now(vault: &'v Vault) -> Self {
        Self::after(vault, &[])
    }

    /// The vault after these moves.
    pub fn after(vault: &'v Vault, moves: &'v [(Id, Box<[u8]>)]) -> Self {
        let mut by_name: HashMap<_, Vec<_>> = HashMap::new();
        for (id, to) in moves {
            for key in names(to) {
                by_name.entry(key).or_default().push(*id);
            }
        }
        Self {
            vault,
            moved: moves.iter().map(|(id, to)| (*id, &**to)).collect(),
            names: by_name,
        }
    }

    pub fn path(&self, id: Id) -> &'v [u8] {
        let moved = self.moved.get(&id).copied();
        moved.unwrap_or(&self.vault.file(id).path)
    }

    /// The file that a link of a note leads to, and the others that it fits as well.
    pub fn link(&self, from: Id, link: &Link) -> Option<(Id, Vec<Id>)> {
        self.find(from, &link.path(), link.form.is_wiki())
    }

    /// Whether a link of Markdown leads to a file because that lies there, seen from the note.
    pub fn is_beside(&self, from: Id, to: Id, link: &Link) -> bool {
        let target = link.path();
        let way = join(folder(self.path(from)), &target).filter(|_| !link.form.is_wiki());
        let fit = way.and_then(|way| fit(&way, self.path(to)));
        fit.is_some_and(|fit| fit.whole)
    }

    /// Whether a link names a file by its path or the end of it, and not by an alias.
    pub fn is_called(&self, from: Id, to: Id, link: &Link) -> bool {
        let target = link.path();
        let wanted = Wanted::of(&target, self.path(from), link.form.is_wiki());
        target.is_empty() || wanted.rank(self.path(to)).is_some()
    }

    /// The file that a path or name in a note leads to: `wiki` as between double brackets, otherwise
    /// as in Markdown's links, where a path is looked for beside the note first.
    pub fn find(&self, from: Id, target: &[u8], wiki: bool) -> Option<(Id, Vec<Id>)> {
        if target.is_empty() {
            return Some((from, Vec::new()));
        }
        self.seek(self.path(from), target, wiki)
    }

    /// The file that a path or name leads to, seen from a path, which may be of no note.
    fn seek(&self, from: &[u8], target: &[u8], wiki: bool) -> Option<(Id, Vec<Id>)> {
        let wanted = Wanted::of(target, from, wiki);
        let name = key(file(target));
        let moved = self.names.get(&name).map_or(&[][..], Vec::as_slice);
        let named = self.vault.named(&name);
        let new = moved.iter().filter(|id| named.binary_search(id).is_err());
        let files = named.iter().chain(new);
        let mut ranked: Vec<(Rank, Id)> = files
            .filter_map(|id| Some((wanted.rank(self.path(*id))?, *id)))
            .collect();
        if ranked.is_empty() && wiki {
            let aliased = self.vault.aliased(&key(target)).iter();
            ranked = aliased
                .map(|id| (wanted.near((0, 0, 0), self.path(*id)), *id))
                .collect();
        }
        let (best, taken) = ranked
            .iter()
            .min_by(|(a, x), (b, y)| a.cmp(b).then_with(|| self.path(*x).cmp(self.path(*y))))
            .copied()?;
        let alike = |rank: &Rank| (rank.0, rank.1, rank.2) == (best.0, best.1, best.2);
        let others = ranked
            .iter()
            .filter(|(rank, id)| alike(rank) && *id != taken);
        Some((taken, others.map(|(_, id)| *id).collect()))
    }
}

/// A link's path, read.
struct Wanted<'a> {
    /// The folder of the note that the link stands in.
    from: &'a [u8],
    /// The only path that it may be.
    exactly: Option<Vec<&'a [u8]>>,
    /// The path that it rather is.
    rather: Option<Vec<&'a [u8]>>,
    /// How the path ends that it may be.
    ends: Vec<&'a [u8]>,
}

impl<'a> Wanted<'a> {
    fn of(target: &'a [u8], from: &'a [u8], wiki: bool) -> Self {
        let from = folder(from);
        let mut wanted = Self {
            from,
            exactly: None,
            rather: None,
            ends: parts(target),
        };
        if let Some(rooted) = target.strip_prefix(b"/") {
            wanted.exactly = Some(join(b"", rooted).unwrap_or_default());
        } else if target.starts_with(b"./") || target.starts_with(b"../") {
            wanted.exactly = Some(join(from, target).unwrap_or_default());
        } else if !wiki {
            wanted.rather = join(from, target);
        }
        wanted
    }

    fn rank(&self, path: &[u8]) -> Option<Rank> {
        if let Some(exactly) = &self.exactly {
            let fit = fit(exactly, path).filter(|fit| fit.whole)?;
            return Some(self.near((0, fit.ending, fit.case), path));
        }
        let beside = self.rather.as_ref().and_then(|way| fit(way, path));
        if let Some(fit) = beside.filter(|fit| fit.whole) {
            return Some(self.near((0, fit.ending, fit.case), path));
        }
        let fit = fit(&self.ends, path)?;
        // A name without a dot is rather a note's than that of a file without an ending.
        let bare = fit.ending == 0 && !file(path).contains(&b'.');
        let ending = if bare { 2 } else { fit.ending };
        let whole = self.ends.len() > 1 && fit.whole;
        Some(self.near((if whole { 1 } else { 2 }, ending, fit.case), path))
    }

    fn near(&self, (place, ending, case): (u8, u8, u8), path: &[u8]) -> Rank {
        (place, ending, case, folder(path) != self.from, path.len())
    }
}

/// The parts of a path from a folder, without `.` and `..`; nothing when it leads out of the workspace.
pub(super) fn join<'a>(from: &'a [u8], path: &'a [u8]) -> Option<Vec<&'a [u8]>> {
    let mut joined = if from.is_empty() {
        Vec::new()
    } else {
        parts(from)
    };
    for part in parts(path) {
        match part {
            b"" | b"." => {}
            b".." => {
                joined.pop()?;
            }
            part => joined.push(part),
        }
    }
    Some(joined)
}

/// How the end of a path fits.
struct Fit {
    /// 0 with its ending, 1 for a note without it.
    ending: u8,
    /// How far the spelling is away.
    case: u8,
    /// Whether it is the whole path.
    whole: bool,
}

/// Compares wanted parts with the last parts of a path.
fn fit(wanted: &[&[u8]], path: &[u8]) -> Option<Fit> {
    let (last, folders) = wanted.split_last()?;
    let mut parts = path.rsplit(|byte| *byte == b'/');
    let name = parts.next()?;
    let short = || {
        let stem = stem(name);
        (stem.len() < name.len()).then(|| Some((1, distance(last, stem)?)))?
    };
    let with_ending = distance(last, name).map(|away| (0, away));
    let (ending, mut case) = with_ending.or_else(short)?;
    for folder in folders.iter().rev() {
        case = case.max(distance(folder, parts.next()?)?);
    }
    Some(Fit {
        ending,
        case,
        whole: parts.next().is_none(),
    })
}

impl Vault {
    /// Follows what stands between the brackets of a wikilink in a note: `Name#Heading|alias`.
    /// Nothing when it leads nowhere.
    ///
    /// A name fits with and without the ending of a note, alone and behind folders of its path, in
    /// any case and Unicode form. Of several files the one is taken that is written exactly so, then
    /// one of the same folder, then the shortest path, then the first by the alphabet. What fits no
    /// file may be an alias.
    pub fn resolve(&self, from: &[u8], target: &str) -> Option<Resolved<'_>> {
        let target = target.split('|').next().unwrap_or_default();
        let (name, part) = match target.split_once('#') {
            Some((name, part)) => (name, Some(part.trim())),
            None => (target, None),
        };
        let view = View::now(self);
        let found = view.find(self.id(from)?, name.trim().as_bytes(), true)?;
        Some(self.answer(found, part, false))
    }

    /// Finds what a person names as between the brackets of a wikilink, seen from the workspace's own
    /// folder. Nothing when no file has that path, name or alias.
    pub fn look_up(&self, name: &str) -> Option<Resolved<'_>> {
        let name = name.trim();
        if name.is_empty() {
            return None;
        }
        let found = View::now(self).seek(b"", name.as_bytes(), true)?;
        Some(self.answer(found, None, false))
    }

    /// Follows a link of a note. Nothing when it leads nowhere.
    pub fn follow(&self, from: &[u8], link: &Link) -> Option<Resolved<'_>> {
        let found = View::now(self).link(self.id(from)?, link)?;
        Some(self.answer(found, link.part().as_deref(), !link.form.is_wiki()))
    }

    fn answer(&self, found: (Id, Vec<Id>), part: Option<&str>, address: bool) -> Resolved<'_> {
        let file = self.file(found.0);
        Resolved {
            path: &file.path,
            is_note: file.note.is_some(),
            place: self.place(found.0, part, address),
            others: found.1.iter().map(|id| &*self.file(*id).path).collect(),
        }
    }

    /// Where in a file what stands behind `#` leads; in an `address` a heading may be written as on
    /// GitHub.
    pub(super) fn place(&self, id: Id, part: Option<&str>, address: bool) -> Place {
        let Some(part) = part.filter(|part| !part.is_empty()) else {
            return Place::Whole;
        };
        let Some(note) = &self.file(id).note else {
            return Place::Missing;
        };
        let found = match part.strip_prefix('^') {
            Some(id) => heading::block(&note.blocks, id).map(Place::Block),
            None if address => heading::by_address(&note.headings, part).map(Place::Heading),
            None => heading::by_text(&note.headings, part).map(Place::Heading),
        };
        found.unwrap_or(Place::Missing)
    }
}
