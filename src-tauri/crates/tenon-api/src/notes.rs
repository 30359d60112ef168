//! The notes of the workspace: every Markdown file that ignore files leave in, and the links between
//! them.
//!
//! A question compares the folder with what is known and reads what differs, so that its answer is
//! right whether or not somebody follows the disk.

mod attach;
mod back;
mod find;
mod heard;
mod list;
mod make;
mod read;
mod rename;
mod rows;
mod settings;
mod source;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard};

use tenon_core::Code;
use tenon_index::syntax::Stamp;
use tenon_knowledge::note::{Vault, is_note};
use tenon_workspace::{Root, walk};

use crate::owner::{Owner, lock};
use crate::symbols::stamp_of;
use crate::{ApiError, ApiResult};

pub(crate) use attach::attach;
pub(crate) use back::backlinks;
pub(crate) use find::find;
pub(crate) use heard::Heard;
pub(crate) use list::{list, tags};
pub(crate) use make::{daily, new, of_template};
pub(crate) use rename::{rename, renaming_of, take_back};
pub(crate) use rows::{complete, found, html, show};
pub(crate) use settings::{folders, templates};
pub use source::NoteSource;

/// Threads of a walk, and of reading many notes.
const THREADS: usize = 8;

/// What is known of the notes; nothing until somebody asks.
#[derive(Default)]
pub(crate) struct Notes {
    known: Mutex<Known>,
    /// What the watcher has told.
    pub heard: Arc<Heard>,
}

#[derive(Default)]
pub(crate) struct Known {
    vault: Vault,
    files: HashMap<Vec<u8>, File>,
    /// Why notes could not be read, by their paths.
    unread: BTreeMap<Vec<u8>, String>,
    /// What the last walk could not look into.
    unwalked: Vec<String>,
}

/// A file of the workspace.
#[derive(Clone, Copy, PartialEq, Eq)]
enum File {
    /// A note, as it was when it was read.
    Note(Stamp),
    /// A note that could not be read, which is tried again.
    Unread,
    /// What a note may link to.
    Other,
}

impl Notes {
    /// The notes as the folder has them now.
    pub fn now(&self, owner: &Owner) -> ApiResult<MutexGuard<'_, Known>> {
        let mut known = self.known(owner)?;
        known.refresh(&owner.root);
        Ok(known)
    }

    /// The notes as the folder had them when the watcher told of it last, for who cannot wait for a
    /// look at the whole folder.
    pub fn followed(&self, owner: &Owner) -> ApiResult<MutexGuard<'_, Known>> {
        let mut known = self.known(owner)?;
        let followed = owner.files.get().is_some();
        if self.heard.take() || !followed {
            known.refresh(&owner.root);
        }
        Ok(known)
    }

    fn known(&self, owner: &Owner) -> ApiResult<MutexGuard<'_, Known>> {
        if owner.is_loose() {
            // Nobody has asked for the folder yet, so only the files that are open are read.
            let message = "only a file of this folder is open, so its notes are not looked for";
            return Err(ApiError::new(Code::PreconditionFailed, message)
                .hint("Open the folder, or answer the question of trust."));
        }
        owner.root.renew()?;
        Ok(lock(&self.known))
    }
}

impl Known {
    /// Reads what differs from what is known.
    fn refresh(&mut self, root: &Root) {
        let (now, unwalked) = walked(root);
        self.unwalked = unwalked;
        let gone = self.files.keys().filter(|path| !now.contains_key(*path));
        let gone: Vec<Vec<u8>> = gone.cloned().collect();
        for path in gone {
            self.vault.remove(&path);
            self.files.remove(&path);
            self.unread.remove(&path);
        }
        let mut stale = Vec::new();
        for (path, file) in now {
            match file {
                _ if self.files.get(&path) == Some(&file) => {}
                File::Note(stamp) => stale.push((path, stamp)),
                File::Other | File::Unread => {
                    self.vault.attach(&path);
                    self.files.insert(path, file);
                }
            }
        }
        let notes = read::all(root, &stale);
        for ((path, stamp), note) in stale.into_iter().zip(notes) {
            self.unread.remove(&path);
            let file = match note {
                Ok(note) => {
                    self.vault.put_read(&path, note);
                    File::Note(stamp)
                }
                Err(error) => {
                    self.vault.attach(&path);
                    self.unread.insert(path.clone(), error.message);
                    File::Unread
                }
            };
            self.files.insert(path, file);
        }
    }

    /// The notes, and what is known of their links.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// The paths of all files.
    pub fn paths(&self) -> impl Iterator<Item = &[u8]> {
        self.files.keys().map(Vec::as_slice)
    }

    /// Why notes and folders could not be read, as sentences.
    fn unread(&self) -> impl Iterator<Item = String> {
        self.unwalked.iter().chain(self.unread.values()).cloned()
    }
}

/// All files as they are on the disk, and what could not be looked into.
fn walked(root: &Root) -> (HashMap<Vec<u8>, File>, Vec<String>) {
    let found = Mutex::new(HashMap::new());
    let problems = walk::files(root.path(), false, threads(), || {
        |path: &[u8]| {
            // What is gone already is no file any more.
            let file = match is_note(path) {
                true => stamp_of(root, path).map(File::Note),
                false => Some(File::Other),
            };
            if let Some(file) = file {
                lock(&found).insert(path.to_vec(), file);
            }
            true
        }
    });
    (found.into_inner().unwrap_or_default(), problems)
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |count| count.get().min(THREADS))
}
