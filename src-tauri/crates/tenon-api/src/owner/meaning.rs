//! The work on the meaning of the workspace's text, as its owner has it.

use super::Owner;
use crate::ApiResult;
use crate::meaning::Meaning;
use crate::wire::UiEvent;

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
