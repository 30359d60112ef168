//! What is known of many files: symbols with ids that last, and the words of their chunks.

mod answer;
mod apply;
mod code;
mod definition;
mod durable;
mod file;
mod identity;
mod known;
mod persist;
mod reference;
mod sight;
mod uses;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tenon_core::Ids;
use tenon_gatekeeper::Gatekeeper;
use uuid::Uuid;

use super::Limits;
use super::parse::Skipped;
pub(super) use code::{Decoder, Encoder};
use durable::{Awaiting, Files};
pub(super) use file::File;
pub use file::{Prepared, Stamp};
use known::Departed;

pub use answer::Located;
pub use definition::{Bound, Definition};
pub use durable::{Durable, Generation, Lost, Nowhere, Row, Unkept};
pub use reference::{Occurrence, Stands, occurrences};
pub use sight::name_at;
pub use uses::Use;

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

/// The symbols of a workspace.
pub struct Symbols {
    dir: Option<PathBuf>,
    gatekeeper: Arc<Gatekeeper>,
    ids: Arc<dyn Ids>,
    generation: Option<Generation>,
    files: Files,
    /// Files that were not read yet, and what is known of their symbols.
    awaiting: Awaiting,
    /// What left, the last first.
    departed: Vec<Departed>,
    /// Files whose identities are to be kept.
    unkept: BTreeSet<Arc<[u8]>>,
    /// Whether every file was looked at once.
    whole: bool,
    /// Whether the folder of the index has something else.
    changed: bool,
    lost: Option<Lost>,
}

impl Symbols {
    /// Opens what is kept in `dir` and what is kept durably; what is damaged or of another version in
    /// `dir` is read from the files again, with the same ids.
    pub fn open(
        dir: PathBuf,
        durable: &dyn Durable,
        gatekeeper: Arc<Gatekeeper>,
        ids: Arc<dyn Ids>,
    ) -> Self {
        let opened = durable::open(&dir, durable, &gatekeeper);
        let mut symbols = Self::in_memory(gatekeeper, ids);
        symbols.dir = Some(dir);
        symbols.generation = opened.generation;
        if opened.behind {
            let files = opened.files.keys().chain(opened.awaiting.keys());
            let departed = opened.departed.iter().map(|departed| &departed.path);
            symbols.unkept = files.chain(departed).cloned().collect();
        }
        symbols.whole = opened.whole;
        symbols.files = opened.files;
        symbols.awaiting = opened.awaiting;
        symbols.departed = opened.departed;
        symbols.lost = opened.lost;
        symbols
    }

    /// Symbols that are kept nowhere.
    pub fn in_memory(gatekeeper: Arc<Gatekeeper>, ids: Arc<dyn Ids>) -> Self {
        Self {
            dir: None,
            gatekeeper,
            ids,
            generation: None,
            files: Files::new(),
            awaiting: Awaiting::new(),
            departed: Vec::new(),
            unkept: BTreeSet::new(),
            whole: false,
            changed: false,
            lost: None,
        }
    }

    /// Why symbols were not recognised when these were opened; told once.
    pub fn lost(&mut self) -> Option<Lost> {
        self.lost.take()
    }

    /// What has to be kept durably since it was last asked for. When that fails, it is asked for
    /// again with [`Symbols::keep_again`].
    pub fn unkept(&mut self) -> Option<Unkept> {
        if self.unkept.is_empty() {
            return None;
        }
        let generation = self.advance();
        self.changed = true;
        let paths = std::mem::take(&mut self.unkept);
        let mut departed: BTreeMap<&[u8], Vec<&Departed>> = BTreeMap::new();
        for one in &self.departed {
            if paths.contains(&one.path) {
                departed.entry(&one.path).or_default().push(one);
            }
        }
        let row = |path: &Arc<[u8]>| Row {
            path: path.to_vec(),
            present: match (self.files.get(path), self.awaiting.get(path)) {
                (Some(file), _) => known::of_file(file),
                (None, Some(known)) => known::of_known(known),
                (None, None) => Vec::new(),
            },
            departed: known::of_departed(departed.get(&**path).map_or(&[][..], Vec::as_slice)),
        };
        let rows = paths.iter().map(row).collect();
        Some(Unkept { generation, rows })
    }

    /// Notes that what was handed out for these files was not kept.
    pub fn keep_again(&mut self, paths: impl IntoIterator<Item = Vec<u8>>) {
        self.unkept.extend(paths.into_iter().map(Arc::from));
    }

    /// The number of the next state.
    fn next(&self) -> u64 {
        self.generation.map_or(0, |it| it.count) + 1
    }

    /// Begins a new state.
    fn advance(&mut self) -> Generation {
        let line = self.generation.map(|it| it.line);
        let line = line.unwrap_or_else(|| self.ids.next());
        let count = self.next();
        *self.generation.insert(Generation { line, count })
    }

    /// Keeps everything in the folder that it was opened with, when something changed.
    ///
    /// # Errors
    ///
    /// [`StoreError::Write`]; what was kept before is then still whole.
    pub fn save(&mut self) -> Result<(), StoreError> {
        self.unsaved().map_or(Ok(()), Unsaved::write)
    }

    /// What changed since it was kept, to be written without holding on to the symbols. What is to
    /// be kept durably is asked for before.
    pub fn unsaved(&mut self) -> Option<Unsaved> {
        let dir = self.dir.clone().filter(|_| self.changed)?;
        self.changed = false;
        if self.generation.is_none() || !self.unkept.is_empty() {
            // What is not kept durably makes this the younger one.
            self.advance();
        }
        let generation = self.generation?;
        let hidden = !self.awaiting.is_empty();
        let bytes = persist::encode(
            generation,
            (hidden, self.whole),
            &self.files,
            &self.departed,
        );
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

    /// The files of text of which nothing is ranked, and why, in the order of their paths.
    pub fn unranked(&self) -> impl Iterator<Item = (&[u8], &str)> {
        let files = self.files.iter();
        files.filter_map(|(path, file)| Some((path.as_ref(), file.skipped.as_deref()?)))
    }

    /// The files that were read, in the order of their paths.
    pub fn paths(&self) -> impl Iterator<Item = &[u8]> {
        self.files.keys().map(AsRef::as_ref)
    }

    /// The files of which something is known but that were not read yet.
    pub fn awaiting(&self) -> impl Iterator<Item = &[u8]> {
        self.awaiting.keys().map(AsRef::as_ref)
    }

    /// Whether something is known of a file.
    pub fn knows(&self, path: &[u8]) -> bool {
        self.files.contains_key(path) || self.awaiting.contains_key(path)
    }

    /// Whether every file was looked at once, so that one that is not known is new here.
    pub fn whole(&self) -> bool {
        self.whole
    }

    /// Notes that every file was looked at.
    pub fn complete(&mut self) {
        self.changed |= !self.whole;
        self.whole = true;
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
}
