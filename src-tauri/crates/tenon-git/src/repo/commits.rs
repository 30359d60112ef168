//! The commits.

use super::Repo;
use crate::error::GitError;
use crate::log::{self, Commit};

impl Repo {
    /// The last `limit` commits that HEAD leads to, the last first.
    ///
    /// # Errors
    ///
    /// When the repository is damaged.
    pub fn commits(&self, limit: usize) -> Result<Vec<Commit>, GitError> {
        log::read(&self.inner, limit).map_err(self.failed("read the log"))
    }

    /// The files of the workspace that a commit changed against its first parent, relative to the
    /// workspace; none of a merge, nor of a commit of more than `most` files.
    ///
    /// # Errors
    ///
    /// When there is no such commit, or the repository is damaged.
    pub fn changed_by(&self, id: &str, most: usize) -> Result<Vec<Vec<u8>>, GitError> {
        let changed = log::changed(&self.inner, id, most);
        let changed = changed.map_err(self.failed("read a commit"))?;
        let inside = |path: Vec<u8>| match self.prefix.is_empty() {
            true => Some(path),
            false => {
                let rest = path.strip_prefix(self.prefix.as_slice())?;
                Some(rest.strip_prefix(b"/")?.to_vec())
            }
        };
        Ok(changed.into_iter().filter_map(inside).collect())
    }
}
