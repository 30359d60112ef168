//! What other programs did to files, as the local history noticed it.

use super::WorkspaceDb;
use crate::table::version::outside;
use crate::{OutsideChange, StoreError};

impl WorkspaceDb {
    /// The changes that other programs made, of versions with a higher number than this, in their
    /// order. Of files that the journal says nothing about the path is a stand-in.
    pub fn outside_changes(&self, since: i64) -> Result<Vec<OutsideChange>, StoreError> {
        self.database.read(|conn| outside::since(conn, since))
    }

    /// The number of the newest version; 0 when there is none.
    pub fn newest_version(&self) -> Result<i64, StoreError> {
        self.database.read(outside::newest)
    }
}
