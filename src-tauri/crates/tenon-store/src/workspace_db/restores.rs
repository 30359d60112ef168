//! Restores as they are noted, so that the last one can be undone.

use super::WorkspaceDb;
use super::veil::is_veiled;
use crate::table::restore;
use crate::{Restore, RestoreFile, StoreError};

impl WorkspaceDb {
    /// Notes a restore before it changes anything, and gives its number.
    pub fn begin_restore(
        &self,
        mut new: Restore,
        mut files: Vec<RestoreFile>,
    ) -> Result<i64, StoreError> {
        let veiling = self.veiling();
        self.database.write(move |conn| {
            new.scope = veiling.path(&new.scope);
            for file in &mut files {
                file.path = veiling.path(&file.path);
            }
            restore::insert(conn, &new, &files)
        })
    }

    /// Forgets a restore that changed nothing, so that the one before it is the last.
    pub fn drop_restore(&self, id: i64) -> Result<(), StoreError> {
        self.database.write(move |conn| restore::delete(conn, id))
    }

    /// Corrects what a file of a restore was before it.
    pub fn correct_restore(&self, id: i64, mut file: RestoreFile) -> Result<(), StoreError> {
        let veiling = self.veiling();
        self.database.write(move |conn| {
            file.path = veiling.path(&file.path);
            restore::put_file(conn, id, &file)
        })
    }

    /// The last restore, with its files.
    pub fn last_restore(&self) -> Result<Option<(Restore, Vec<RestoreFile>)>, StoreError> {
        self.last(false)
    }

    /// The last restore that was not undone, with its files.
    pub fn last_done(&self) -> Result<Option<(Restore, Vec<RestoreFile>)>, StoreError> {
        self.last(true)
    }

    /// A restore with its files, as long as it is remembered.
    pub fn restore(&self, id: i64) -> Result<Option<(Restore, Vec<RestoreFile>)>, StoreError> {
        let read = self.database.read(|conn| restore::by_id(conn, id))?;
        self.with_paths(read)
    }

    fn last(&self, done: bool) -> Result<Option<(Restore, Vec<RestoreFile>)>, StoreError> {
        let read = self.database.read(|conn| restore::last(conn, done))?;
        self.with_paths(read)
    }

    fn with_paths(
        &self,
        read: Option<(Restore, Vec<RestoreFile>)>,
    ) -> Result<Option<(Restore, Vec<RestoreFile>)>, StoreError> {
        let Some((found, mut files)) = read else {
            return Ok(None);
        };
        for file in files.iter_mut().filter(|file| is_veiled(&file.path)) {
            // The versions know the real path.
            for id in [file.after, file.before].into_iter().flatten() {
                let real = self.version(id)?.and_then(|version| version.path);
                if let Some(real) = real.filter(|real| self.veiled(real) == file.path) {
                    file.path = real;
                    break;
                }
            }
        }
        Ok(Some((found, files)))
    }

    /// Notes that a restore was undone.
    pub fn end_undo(&self, id: i64) -> Result<(), StoreError> {
        let at = self.ambient.clock.now();
        self.database
            .write(move |conn| restore::undone(conn, id, at))
    }
}
