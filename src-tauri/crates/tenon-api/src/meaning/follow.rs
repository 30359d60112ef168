//! From the files to the rows that are wanted.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::os::unix::fs::MetadataExt;
use std::sync::Mutex;

use tenon_gatekeeper::Gatekeeper;
use tenon_index::syntax::passage::{Cut, PassageText, hash_of, texts};
use tenon_store::{MeaningDb, Passage, PassageFile, PassageKey, PassageState};
use tenon_workspace::Root;

use super::commands::{Commands, is_command, run_of};
use crate::ApiResult;
use crate::symbols::SymbolIndex;

/// What a row of a file's chunk is.
pub(crate) const CODE: &str = "code";
/// Files that are compared before something else has its turn.
const SLICE: usize = 64;

/// What the rows of files depend on.
pub(crate) struct Files<'a> {
    pub symbols: &'a SymbolIndex,
    pub root: &'a Root,
    pub gatekeeper: &'a Gatekeeper,
    /// Changes when the same file would give other texts.
    pub salt: &'a [u8],
    /// The commands that ran here.
    pub commands: Option<&'a dyn Commands>,
    /// Those that are too many.
    pub left_out: &'a Mutex<HashSet<Vec<u8>>>,
}

/// A text and the rows that have it.
pub(crate) struct Piece {
    pub passage: Passage,
    pub text: String,
}

impl Files<'_> {
    /// The pieces of a file as the index knows it, when the file is so still.
    pub fn pieces(&self, path: &[u8]) -> Option<(PassageFile, Vec<Piece>)> {
        if let Some(run) = run_of(path) {
            return self.command(path, run);
        }
        let (cut, print) = {
            let symbols = self.symbols.lock();
            (symbols.cut(path)?, symbols.print(path, self.salt)?)
        };
        let (bytes, _) = self.root.read(path).ok()?;
        // What was written meanwhile is cut elsewhere, and told when the index has read it.
        if !is_as(self.root, path, &cut) {
            return None;
        }
        let file = PassageFile {
            print,
            size: cut.stamp.size,
            modified: cut.stamp.modified,
        };
        let made = texts(self.gatekeeper, path, &bytes, &cut.pieces);
        let language = cut.language.map_or("", |language| language.word());
        let pieces = cut.pieces.iter().zip(made);
        let pieces = pieces.filter_map(|(piece, text)| {
            let PassageText { hash, text } = text?;
            let reference = match piece.symbol {
                Some(id) => format!("symbol:{id}"),
                None => file_reference(path),
            };
            let passage = Passage {
                key: PassageKey { reference, hash },
                kind: CODE.to_owned(),
                path: path.to_vec(),
                language: language.to_owned(),
                part: piece.part,
                line: piece.line,
                at: cut.stamp.modified / 1_000_000,
                state: PassageState::Wanted,
                rev: 0,
            };
            Some(Piece { passage, text })
        });
        Some((file, pieces.collect()))
    }

    /// The files whose rows may not be those of now: of all, or of the `told` ones.
    pub fn stale(
        &self,
        known: &HashMap<Vec<u8>, [u8; 16]>,
        told: Option<BTreeSet<Vec<u8>>>,
    ) -> BTreeSet<Vec<u8>> {
        let mut stale = self.stale_commands(known, told.as_ref());
        let symbols = self.symbols.lock();
        let is_stale = |path: &[u8]| symbols.print(path, self.salt) != known.get(path).copied();
        let is_stale = |path: &[u8]| !is_command(path) && is_stale(path);
        match told {
            Some(told) => stale.extend(told.into_iter().filter(|path| is_stale(path))),
            None => {
                let gone = known.keys().map(Vec::as_slice);
                let all: HashSet<&[u8]> = symbols.paths().chain(gone).collect();
                let found = all.into_iter().filter(|path| is_stale(path));
                stale.extend(found.map(<[u8]>::to_vec));
            }
        }
        stale
    }

    /// Compares some of the stale files with their rows.
    pub fn compare(
        &self,
        db: &MeaningDb,
        stale: &mut BTreeSet<Vec<u8>>,
        known: &mut HashMap<Vec<u8>, [u8; 16]>,
        model: &str,
    ) -> ApiResult<()> {
        let mut queued = Vec::new();
        while let Some(path) = stale.pop_first() {
            let found = self.pieces(&path);
            let file = found.as_ref().map(|(file, _)| *file);
            let passages = found.into_iter().flat_map(|(_, pieces)| pieces);
            let passages = passages.map(|piece| piece.passage).collect();
            let pending = db.compare(path.clone(), file, passages, model.to_owned());
            queued.push((path, file, pending));
            if queued.len() == SLICE {
                break;
            }
        }
        for (path, file, pending) in queued {
            let done = pending.wait();
            if done.is_err() {
                stale.insert(path.clone());
            }
            done?;
            match file {
                Some(file) => known.insert(path, file.print),
                None => known.remove(&path),
            };
        }
        Ok(())
    }
}

/// Whether a file is as it was when it was cut.
fn is_as(root: &Root, path: &[u8], cut: &Cut) -> bool {
    on_disk(root, path)
        .is_some_and(|(size, modified)| (size, modified) == (cut.stamp.size, cut.stamp.modified))
}

/// The size of a file, and when it was written, in nanoseconds.
pub(crate) fn on_disk(root: &Root, path: &[u8]) -> Option<(u64, i64)> {
    let meta = root.absolute(path).symlink_metadata().ok()?;
    let modified = meta.mtime().wrapping_mul(1_000_000_000);
    Some((meta.size(), modified.wrapping_add(meta.mtime_nsec())))
}

/// What stands for a file's text that is about no symbol: its path, or a name for one that fits no
/// reference.
fn file_reference(path: &[u8]) -> String {
    let plain = std::str::from_utf8(path).ok();
    let plain = plain.filter(|path| path.len() <= 500 && !path.chars().any(char::is_control));
    match plain {
        Some(path) => format!("file:{path}"),
        None => format!("file:{}", hex::encode(hash_of(&hex::encode(path)))),
    }
}
