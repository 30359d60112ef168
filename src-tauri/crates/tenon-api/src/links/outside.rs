//! What other programs wrote, as the local history has noticed it.

use tenon_store::OutsideChange;

use crate::ApiResult;
use crate::owner::Owner;

/// What was read so far.
#[derive(Default)]
pub(super) struct Outside {
    /// The newest version that was looked at.
    newest: i64,
    pub changes: Vec<OutsideChange>,
}

impl Outside {
    /// Reads what is new, and says whether there is anything.
    pub fn read(&mut self, owner: &Owner) -> ApiResult<bool> {
        let newest = owner.db.newest_version()?;
        if newest == self.newest {
            return Ok(false);
        }
        let new = owner.db.outside_changes(self.newest)?;
        let is_new = !new.is_empty();
        self.changes.extend(new);
        self.newest = newest;
        Ok(is_new)
    }
}
