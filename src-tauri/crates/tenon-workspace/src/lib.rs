//! The open folder: paths that stay inside, documents, the tree, the watcher, finding files.
//!
//! The types that matter: [`Root`] is the only way to a file, [`Documents`] holds what is open, and
//! [`Watcher`] says what changed. [`text`] alone turns bytes into text and back.
//!
//! This crate knows nothing of windows, databases or settings.

mod document;
mod documents;
mod error;
pub mod exclude;
mod finder;
pub mod indent;
mod merge;
mod put_back;
mod root;
mod save;
pub mod snapshot;
pub mod text;
mod trash;
pub mod tree;
pub mod walk;
mod watch;

pub use document::{Disk, Document, Snapshot, Stamp, Step, TextNow, Trail};
pub use documents::{DocIds, Documents, Opened, Refreshed, SaveOptions, View};
pub use error::{Result, WorkspaceError};
pub use exclude::Exclusion;
pub use finder::{Finder, Found};
pub use put_back::{
    can_come, can_go, can_put as can_put_back, put as put_back, remove as take_away,
};
pub use root::{FolderMark, Place, READ_LIMIT, Root};
pub use save::{Folder, Replace, save, sweep};
pub use trash::Trash;
pub use watch::{Change, Seen, Watcher};
