//! Searching by meaning: which pieces of the workspace's text have vectors, and which are near to a
//! question.

mod near;

use std::sync::Arc;

pub use near::{About, Filter, Near, NearHit};

use crate::ApiResult;
use crate::app::App;
use crate::wire::{MeaningScope, MeaningState, MeaningStatus, Whole};

/// The meaning of one workspace's text.
pub struct Meaning {
    app: Arc<App>,
}

impl Meaning {
    pub(crate) fn new(app: Arc<App>) -> Self {
        Self { app }
    }

    /// How the work is.
    pub fn status(&self) -> MeaningStatus {
        let enabled = self.app.settings.snapshot().settings.sidecar_enabled;
        MeaningStatus {
            state: if enabled {
                MeaningState::Waiting
            } else {
                MeaningState::Off
            },
            reason: None,
            hint: None,
            done: Whole::size(0u64),
            total: Whole::size(0u64),
            per_second: 0.0,
            engine: None,
            switching_to: None,
            scope: MeaningScope::All,
            embedded: Whole::size(0u64),
            reused: Whole::size(0u64),
        }
    }

    /// Holds the work, or lets it go on.
    pub fn pause(&self, _paused: bool) -> ApiResult<MeaningStatus> {
        Ok(self.status())
    }
}
