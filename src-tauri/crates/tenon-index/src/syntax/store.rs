//! What is known of many files: symbols with ids that last, and the words of their chunks.

mod answer;
mod code;
mod definition;
mod file;
mod identity;
mod persist;
mod reference;
mod sight;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tenon_core::Ids;
use tenon_gatekeeper::Gatekeeper;
use uuid::Uuid;

use super::parse::Skipped;
use super::{Limits, Symbol};
pub(super) use code::{Decoder, Encoder};
pub(super) use file::File;
pub use file::{Prepared, Stamp};
use identity::{Known, carry};

pub use answer::Located;
pub use definition::{Bound, Definition};
pub use reference::{Occurrence, occurrences};
pub use sight::name_at;

/// The identity of a symbol: it survives edits, renames and moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SymbolId(pub Uuid);

impl fmt::Display for SymbolId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What can go wrong with the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file of symbols cannot be written.
    #[error("the symbols cannot be kept in \"{path}\": {source}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

/// Something that happened to a file.
pub enum Change {
    /// It is there, and was read.
    Put(Prepared),
    /// It is gone, or is no file that is looked at any more.
    Removed(Vec<u8>),
}

/// A symbol that is in no file any more; it may come back.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Departed {
    id: SymbolId,
    path: Arc<[u8]>,
    symbol: Symbol,
    /// Whether its path has a secret, and nothing of it is written down.
    unwritten: bool,
}

/// All symbols as bytes, on their way to the disk.
pub struct Unsaved {
    dir: PathBuf,
    bytes: Vec<u8>,
}

impl Unsaved {
    /// Puts them in the place of what was kept before, whole or not at all.
    ///
    /// # Errors
    ///
    /// [`StoreError::Write`]; what was kept before is then still whole.
    pub fn write(self) -> Result<(), StoreError> {
        persist::write(&self.dir, &self.bytes)
    }
}

/// How many symbols are remembered that are in no file any more.
const DEPARTED: usize = 20_000;

/// The symbols of a workspace.
pub struct Symbols {
    dir: Option<PathBuf>,
    gatekeeper: Arc<Gatekeeper>,
    ids: Arc<dyn Ids>,
    files: BTreeMap<Arc<[u8]>, File>,
    departed: Vec<Departed>,
    changed: bool,
}

impl Symbols {
    /// Opens what is kept in `dir`; what is damaged or of another version is begun anew.
    pub fn open(dir: PathBuf, gatekeeper: Arc<Gatekeeper>, ids: Arc<dyn Ids>) -> Self {
        let mut symbols = Self::in_memory(gatekeeper, ids);
        if let Some((files, departed)) = persist::read(&dir) {
            symbols.files = files;
            symbols.departed = departed;
        }
        symbols.dir = Some(dir);
        symbols
    }

    /// Symbols that are kept nowhere.
    pub fn in_memory(gatekeeper: Arc<Gatekeeper>, ids: Arc<dyn Ids>) -> Self {
        Self {
            dir: None,
            gatekeeper,
            ids,
            files: BTreeMap::new(),
            departed: Vec::new(),
            changed: false,
        }
    }

    /// Keeps everything in the folder that it was opened with, when something changed.
    ///
    /// # Errors
    ///
    /// [`StoreError::Write`]; what was kept before is then still whole.
    pub fn save(&mut self) -> Result<(), StoreError> {
        self.unsaved().map_or(Ok(()), Unsaved::write)
    }

    /// What changed since it was kept, to be written without holding on to the symbols.
    pub fn unsaved(&mut self) -> Option<Unsaved> {
        let dir = self.dir.clone().filter(|_| self.changed)?;
        self.changed = false;
        let bytes = persist::encode(&self.files, &self.departed);
        Some(Unsaved { dir, bytes })
    }

    /// What masks the facts of a file before they are kept; for [`Prepared::read`].
    pub fn gatekeeper(&self) -> &Arc<Gatekeeper> {
        &self.gatekeeper
    }

    /// How the file was when it was read.
    pub fn stamp(&self, path: &[u8]) -> Option<Stamp> {
        self.files.get(path).and_then(|file| file.stamp)
    }

    /// Why a file has no symbols, if that is so.
    pub fn skipped(&self, path: &[u8]) -> Option<&str> {
        self.files.get(path)?.skipped.as_deref()
    }

    /// The files that are known, in the order of their paths.
    pub fn paths(&self) -> impl Iterator<Item = &[u8]> {
        self.files.keys().map(AsRef::as_ref)
    }

    /// How many files, symbols and chunks are known.
    pub fn counts(&self) -> (usize, usize, usize) {
        let files = self.files.values();
        let symbols = files.clone().map(|file| file.symbols.len()).sum();
        (
            self.files.len(),
            symbols,
            files.map(|file| file.chunks.len()).sum(),
        )
    }

    /// Reads a file's bytes and takes them for what the file is now.
    pub fn put(&mut self, path: &[u8], bytes: &[u8]) -> Result<(), Skipped> {
        let limits = Limits::default();
        let prepared = Prepared::read(&self.gatekeeper, path, bytes, None, limits);
        let skipped = prepared.skipped();
        self.apply(vec![Change::Put(prepared)]);
        skipped.map_or(Ok(()), Err)
    }

    /// Forgets a file. Its symbols are still known when they turn up elsewhere.
    pub fn remove(&mut self, path: &[u8]) {
        self.apply(vec![Change::Removed(path.to_vec())]);
    }

    /// Takes what happened at once, so that what left one file and came into another is seen as one.
    pub fn apply(&mut self, changes: Vec<Change>) {
        let mut put: BTreeMap<Arc<[u8]>, Option<File>> = BTreeMap::new();
        for change in changes {
            match change {
                Change::Put(prepared) => put.insert(prepared.path, Some(*prepared.file)),
                Change::Removed(path) => put.insert(path.into(), None),
            };
        }
        let mut left: Vec<Departed> = Vec::new();
        for path in put.keys() {
            let Some(file) = self.files.remove(path) else {
                continue;
            };
            self.changed = true;
            let symbols = file.symbols.into_iter().zip(file.ids);
            left.extend(symbols.map(|(symbol, id)| Departed {
                id,
                path: path.clone(),
                symbol,
                unwritten: file.unwritten,
            }));
        }
        let fresh = left.len();
        left.append(&mut self.departed);
        let old: Vec<Known<'_>> = left
            .iter()
            .map(|d| Known::new(&d.path, &d.symbol))
            .collect();
        let files = put
            .iter()
            .filter_map(|(path, file)| Some((path, file.as_ref()?)));
        let new: Vec<Known<'_>> = files
            .flat_map(|(path, file)| file.symbols.iter().map(|s| Known::new(path, s)))
            .collect();
        let mut carried = carry(&old, fresh, &new).into_iter();
        let mut taken = vec![false; left.len()];
        for (path, file) in put {
            let Some(mut file) = file else { continue };
            self.changed = true;
            let ids = carried.by_ref().take(file.symbols.len());
            file.ids = ids
                .map(|from| match from {
                    Some(from) => {
                        taken[from] = true;
                        left[from].id
                    }
                    None => SymbolId(self.ids.next()),
                })
                .collect();
            self.files.insert(path, file);
        }
        let mut taken = taken.into_iter();
        left.retain(|_| !taken.next().unwrap_or_default());
        // What left last stands first and stays longest.
        left.truncate(DEPARTED);
        self.departed = left;
    }

    /// Forgets every file that something is kept of in which one of the texts stands, and symbols
    /// that are in no file any more. What the files still say is read again at the next look.
    pub fn forget(&mut self, texts: &[String]) {
        let has = |text: &str| texts.iter().any(|gone| text.contains(gone.as_str()));
        let symbol_has = |symbol: &Symbol| {
            let said = [&symbol.name, &symbol.signature, &symbol.doc];
            let mut said = said.into_iter().chain(symbol.parents.iter());
            said.any(|text| has(text))
        };
        let path_has = |path: &[u8]| has(&String::from_utf8_lossy(path));
        let before = (self.files.len(), self.departed.len());
        self.files
            .retain(|path, file| !path_has(path) && !file.symbols.iter().any(symbol_has));
        self.departed
            .retain(|departed| !path_has(&departed.path) && !symbol_has(&departed.symbol));
        self.changed |= before != (self.files.len(), self.departed.len());
    }
}
