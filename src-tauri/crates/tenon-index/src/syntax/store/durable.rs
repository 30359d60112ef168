//! Identities that outlive the folder of the index: what is handed to durable storage, and how both
//! are brought together when symbols are opened.
//!
//! Identities are written durably first and to the folder of the index afterwards. Each state has a
//! number, so that it is known which of the two is younger: usually they are the same, and then the
//! folder alone is read. What only the older one knows is taken for nobody's.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use tenon_gatekeeper::Gatekeeper;
use uuid::Uuid;

use super::file::is_secret;
use super::known::{Departed, Identity, are, read, read_departed};
use super::{File, SymbolId, persist};

/// Which state of the symbols something is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Generation {
    /// The same for all states that follow from each other.
    pub line: Uuid,
    /// Which of them it is.
    pub count: u64,
}

/// What is kept of the symbols of one file: bytes that only this crate reads, empty for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// The file, relative to the workspace.
    pub path: Vec<u8>,
    /// What it defines.
    pub present: Vec<u8>,
    /// What left it and is in no other file.
    pub departed: Vec<u8>,
}

/// Where identities are kept durably.
pub trait Durable {
    /// The state that is kept there.
    fn generation(&self) -> Option<Generation>;

    /// The last state that was kept there as far as something else knows, so that one that is gone
    /// or was put back from before is noticed.
    fn reached(&self) -> Option<Generation>;

    /// All that is kept there, and of how many files it cannot be read.
    fn rows(&self) -> (Vec<Row>, u64);
}

/// For symbols whose identities are kept in the folder of the index only.
pub struct Nowhere;

impl Durable for Nowhere {
    fn generation(&self) -> Option<Generation> {
        None
    }

    fn reached(&self) -> Option<Generation> {
        None
    }

    fn rows(&self) -> (Vec<Row>, u64) {
        (Vec::new(), 0)
    }
}

/// Identities that are to be kept, and the state that they belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unkept {
    /// The state.
    pub generation: Generation,
    /// The rows of every file that is concerned.
    pub rows: Vec<Row>,
}

/// Why symbols could not be recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// Nothing is left of what they were recognised by.
    All,
    /// Only an older state is left.
    Since,
    /// So many are unknown to what is kept now.
    Some(usize),
    /// What is kept of so many files cannot be read.
    Unreadable(u64),
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("What the symbols of this folder were recognised by is gone: all of them have new ids."),
            Self::Since => f.write_str("What the symbols of this folder are recognised by is of an older state: those that were found or changed since then may have new ids."),
            Self::Some(count) => write!(f, "{count} symbols of this folder were not recognised and have new ids."),
            Self::Unreadable(count) => write!(f, "What the symbols of {count} files of this folder are recognised by cannot be read: they have new ids."),
        }
    }
}

pub(super) type Files = BTreeMap<Arc<[u8]>, File>;
pub(super) type Awaiting = BTreeMap<Arc<[u8]>, Vec<Identity>>;

/// Symbols as they were left.
#[derive(Default)]
pub(super) struct Opened {
    pub generation: Option<Generation>,
    pub files: Files,
    /// Files whose symbols are known again when they are read.
    pub awaiting: Awaiting,
    pub departed: Vec<Departed>,
    /// Whether every file was looked at once.
    pub whole: bool,
    /// Whether durable storage has less than this.
    pub behind: bool,
    pub lost: Option<Lost>,
}

/// Reads the folder of the index, and durable storage as far as it is needed.
pub(super) fn open(dir: &Path, durable: &dyn Durable, gatekeeper: &Gatekeeper) -> Opened {
    let (stands, reached) = (durable.generation(), durable.reached());
    let mut opened = match (persist::read(dir), stands) {
        (Some(kept), stands) if stands == Some(kept.generation) => {
            let hidden = kept.hidden;
            let mut opened = Opened::from(kept);
            if hidden {
                opened.add(durable, gatekeeper);
            }
            opened
        }
        (Some(kept), stands) if stands.is_none_or(|stands| kept.generation.is_after(stands)) => {
            let mut opened = Opened::from(kept);
            opened.add(durable, gatekeeper);
            opened.behind = true;
            opened
        }
        (kept, Some(stands)) => {
            let mut opened = Opened {
                generation: Some(stands),
                ..Opened::default()
            };
            opened.add(durable, gatekeeper);
            if let Some(kept) = kept {
                opened.join(kept, stands);
            }
            opened.whole |= !opened.awaiting.is_empty();
            opened
        }
        (_, None) => Opened::default(),
    };
    if let Some(reached) = reached {
        match &mut opened.generation {
            None => opened.lost = Some(Lost::All),
            Some(found) if found.line != reached.line || reached.is_after(*found) => {
                // The next state is a new one, also where this one was passed before.
                found.count = found.count.max(reached.count);
                opened.lost = opened.lost.or(Some(Lost::Since));
            }
            Some(_) => {}
        }
    }
    opened
}

impl Generation {
    fn is_after(self, other: Self) -> bool {
        self.line == other.line && self.count > other.count
    }
}

impl From<persist::Kept> for Opened {
    fn from(kept: persist::Kept) -> Self {
        Self {
            generation: Some(kept.generation),
            whole: kept.whole,
            files: kept.files,
            departed: kept.departed,
            ..Self::default()
        }
    }
}

impl Opened {
    /// Adds what durable storage knows of symbols that are not known yet.
    fn add(&mut self, durable: &dyn Durable, gatekeeper: &Gatekeeper) {
        let (rows, mut unreadable) = durable.rows();
        let ids = self
            .files
            .values()
            .flat_map(|file| file.ids.iter().copied());
        let departed = self.departed.iter().map(|departed| departed.identity.id);
        let mut seen: HashSet<SymbolId> = ids.chain(departed).collect();
        let mut left = Vec::new();
        for row in rows {
            let path: Arc<[u8]> = row.path.into();
            let parts = (read(&row.present), read_departed(&row.departed));
            unreadable += u64::from(parts.0.is_none() || parts.1.is_none());
            let mut present = parts.0.unwrap_or_default();
            present.retain(|known| seen.insert(known.id));
            if !present.is_empty() && !self.files.contains_key(&path) {
                self.awaiting.insert(path.clone(), present);
            }
            left.extend(
                parts
                    .1
                    .into_iter()
                    .flatten()
                    .map(|left| (path.clone(), left)),
            );
        }
        for (path, (left, identity)) in left {
            if seen.insert(identity.id) {
                self.departed.push(Departed {
                    unwritten: is_secret(gatekeeper, &path),
                    identity,
                    path,
                    left,
                });
            }
        }
        self.departed
            .sort_by_key(|departed| std::cmp::Reverse(departed.left));
        if unreadable > 0 {
            self.lost = Some(Lost::Unreadable(unreadable));
        }
    }

    /// Takes the files that define exactly what durable storage knows of them; the others have to be
    /// read again.
    fn join(&mut self, kept: persist::Kept, stands: Generation) {
        if kept.generation.line != stands.line {
            let here = self.awaiting.values().flatten().map(|known| known.id);
            let here: HashSet<SymbolId> = here.collect();
            let ids = kept.files.values().flat_map(|file| &file.ids);
            let lost = ids.filter(|id| !here.contains(id)).count();
            if lost > 0 {
                self.lost = self.lost.or(Some(Lost::Some(lost)));
            }
        }
        self.whole = kept.whole;
        for (path, mut file) in kept.files {
            let known = self.awaiting.get(&path).map_or(&[][..], Vec::as_slice);
            if are(known, &file.symbols) {
                file.ids = known.iter().map(|known| known.id).collect();
                self.awaiting.remove(&path);
                self.files.insert(path, file);
            }
        }
    }
}
