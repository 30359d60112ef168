//! Symbols of a folder whose data cannot be opened: read for one answer, and not kept.

use std::path::Path;
use std::sync::Arc;

use tenon_gatekeeper::Gatekeeper;
use tenon_workspace::Root;

use super::SymbolIndex;
use crate::ApiResult;
use crate::handle::symbol;
use crate::surroundings::Surroundings;
use crate::wire::{SymbolRows, SymbolsFindParams, SymbolsListParams, SymbolsListed};

/// The symbols of a folder as its files say them now.
pub struct Glance {
    root: Root,
    index: SymbolIndex,
}

impl Glance {
    /// Names the folder; files are read when something is asked.
    pub fn new(folder: &Path, around: &Surroundings) -> ApiResult<Self> {
        // No mark outlives the answer, so that any key will do.
        let mut key = [0; 32];
        around.ambient.entropy.fill(&mut key)?;
        let gatekeeper = Arc::new(Gatekeeper::new(key));
        let ids = around.ambient.ids.clone();
        Ok(Self {
            root: Root::open(folder)?,
            index: SymbolIndex::in_memory(Root::open(folder)?, gatekeeper, ids),
        })
    }

    /// Finds symbols by name.
    pub fn find(&self, params: &SymbolsFindParams) -> ApiResult<SymbolRows> {
        symbol::find(&self.index, params)
    }

    /// The symbols of a file or below a folder.
    pub fn list(&self, params: &SymbolsListParams) -> ApiResult<SymbolsListed> {
        symbol::list(&self.index, &self.root, params)
    }
}
