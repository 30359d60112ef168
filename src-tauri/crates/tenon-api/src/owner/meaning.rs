//! The work on the meaning of the workspace's text, as its owner has it.

use tenon_store::{MeaningDb, Workspace};

use super::Owner;
use crate::ApiResult;
use crate::app::App;
use crate::meaning::{Meaning, Wishes, failed, of_nobody};
use crate::wire::{MeaningStatus, UiEvent};

impl App {
    /// How the work on meaning is in a folder that nobody has open, and what the settings lack for it,
    /// as far as that is known by looking: nothing of a folder whose text was never looked at.
    pub fn meaning_at_rest(&self, row: Option<&Workspace>) -> Option<MeaningStatus> {
        let wishes = Wishes::of(self, None);
        if let Some(fault) = wishes.engine.as_ref().err().filter(|_| wishes.enabled) {
            return Some(failed(&wishes, fault));
        }
        let row = row?;
        let db = MeaningDb::open_reading(&self.dirs.meaning_place(row.profile, row.id))?;
        let now = self.surroundings.ambient.clock.now();
        // What is damaged is made again at the next opening, and "tenon doctor" says it.
        of_nobody(&wishes, &db, now).ok()
    }
}

impl Owner {
    /// What is known of the meaning of the workspace's text.
    pub fn meaning(&self) -> &Meaning {
        &self.meaning
    }

    /// Starts the work on meaning in this process, which follows the settings and the sidecar.
    pub fn start_meaning(&self) -> ApiResult<()> {
        let nudge = self.meaning.nudger();
        let follow = self.app.hub.subscribe(move |event| {
            if matches!(
                event.event,
                UiEvent::SettingsChanged { .. } | UiEvent::SidecarChanged { .. }
            ) {
                nudge();
            }
        });
        self.meaning.follow(follow);
        self.meaning.start()
    }

    /// Does the work on meaning in a process that does not stay, with a sidecar of its own.
    pub fn begin_meaning(&self) -> ApiResult<()> {
        self.meaning.wait_for_sidecar()?;
        self.start_meaning()
    }
}
