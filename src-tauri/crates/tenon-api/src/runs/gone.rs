//! Runs that cannot run any more, because nobody owns the workspace that they ran in.

use std::collections::HashMap;

use tenon_core::WorkspaceId;
use tenon_store::{ProfileId, Run, RunState};

use super::wire;
use crate::app::App;
use crate::lock::is_owned;
use crate::wire::RunInfo;

/// Which workspaces of a profile are owned, as far as anybody asked.
pub(crate) struct Owned<'a> {
    app: &'a App,
    profile: ProfileId,
    known: HashMap<WorkspaceId, bool>,
}

impl<'a> Owned<'a> {
    /// Nothing was asked yet.
    pub(crate) fn new(app: &'a App, profile: ProfileId) -> Self {
        Self {
            app,
            profile,
            known: HashMap::new(),
        }
    }

    /// A run as windows and scripts see it. One that is written down as running is lost where its
    /// owner is gone: the next owner writes that down, and nobody has to before.
    pub(crate) fn info(&mut self, mut run: Run) -> RunInfo {
        if run.state == RunState::Running && !run.workspace.is_some_and(|id| self.has(id)) {
            run.state = RunState::Lost;
        }
        wire::info(run)
    }

    fn has(&mut self, workspace: WorkspaceId) -> bool {
        let folder = || self.app.dirs.workspace_dir(self.profile, workspace);
        *self
            .known
            .entry(workspace)
            .or_insert_with(|| is_owned(&folder()))
    }
}
