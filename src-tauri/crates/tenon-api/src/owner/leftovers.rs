//! Removing what killed saves left behind.

use super::{Owner, lock};

impl Owner {
    /// Removes the drafts of killed saves from the folder of a file that is opened or saved, once
    /// for each folder: what this owner itself drafts, it removes itself. The tree is never walked
    /// for them.
    pub(crate) fn sweep_beside(&self, file: &[u8]) {
        let end = file.iter().rposition(|b| *b == b'/').unwrap_or(0);
        let folder = &file[..end];
        if !lock(&self.swept).insert(folder.to_vec()) {
            return;
        }
        match tenon_workspace::sweep(&self.root, folder, self.since) {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "drafts of saves that were killed are removed"),
            // They are in nobody's way.
            Err(e) => tracing::warn!(error = %e, "drafts of saves could not be removed"),
        }
    }
}
