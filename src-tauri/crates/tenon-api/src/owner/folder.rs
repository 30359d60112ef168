//! The workspace's folder itself: while it is deleted, moved or renamed every question about its files
//! is answered by that, and the folder that is at its path again is taken up.

use super::{Files, Owner, lock};
use crate::ApiResult;

/// Commands that are about files and would answer that there are none, or not why, in a folder that
/// is gone. The others reach files through `Root`, which says it, or are about something else.
const ABOUT_FILES: [&str; 12] = [
    "file_find",
    "search_run",
    "search_ranked",
    "search_replace",
    "symbols_outline",
    "symbols_list",
    "symbols_find",
    "symbol_definition",
    "symbol_references",
    "index_run",
    "history_scan",
    "terminal_start",
];

impl Owner {
    /// Refuses a command about files while the folder is not where it was.
    pub(crate) fn check_folder(&self, command: &str) -> ApiResult<()> {
        if ABOUT_FILES.contains(&command) {
            self.root.renew()?;
        }
        Ok(())
    }

    /// Takes up the folder that is at the workspace's path now, or lets go of the one that was there.
    pub(super) fn follow_folder(&self, there: bool) {
        let (history, symbols) = (&self.history.archive.root, self.symbols.root());
        for root in [&self.root, history, symbols] {
            if let Err(error) = root.renew() {
                tracing::warn!(%error, "the workspace's folder cannot be used");
            }
        }
        // The repository is another one, or its files are watched no more.
        *lock(&self.repo) = None;
        lock(&self.swept).clear();
        if there {
            self.files.get().map(Files::forget_also);
        }
    }
}
