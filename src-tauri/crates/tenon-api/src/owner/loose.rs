//! A file that was opened by itself: its folder is shown, and is no workspace yet.
//!
//! Somebody who opens one file has said nothing of the folder that holds it, which may be their home.
//! Until they answer the question of trust, with yes or no, or open the folder itself, no file but
//! those that they open is indexed, read for symbols, or kept in the local history.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{Owner, lock};
use crate::ApiResult;

impl Owner {
    /// Stays as [`Owner::serve`] does, for somebody who asked for a file. A folder that was opened
    /// before, or of which was said whether it is trusted, is served as any other.
    pub fn serve_file(self: &Arc<Self>) -> ApiResult<()> {
        let is_known = self.row().trusted_at.is_some() || self.db.history_complete()?.is_some();
        self.loose.store(!is_known, Ordering::SeqCst);
        self.serve()
    }

    /// Whether only the files that somebody opens may be read.
    pub(crate) fn is_loose(&self) -> bool {
        self.loose.load(Ordering::SeqCst)
    }

    /// Takes the folder as a workspace: somebody opened it, or answered the question of trust.
    pub fn take_up(&self) -> ApiResult<()> {
        if self.loose.swap(false, Ordering::SeqCst) {
            self.symbols.follow()?;
            self.indexing().start(self.hub.clone())?;
            self.start_meaning()?;
            if let Some(files) = self.files.get() {
                files.look_again();
            }
        }
        Ok(())
    }
}

/// The paths of the open documents.
pub(crate) fn open_paths(owner: &Owner) -> HashSet<Vec<u8>> {
    let documents = lock(&owner.documents);
    documents
        .iter()
        .filter_map(|document| document.path.clone())
        .collect()
}
