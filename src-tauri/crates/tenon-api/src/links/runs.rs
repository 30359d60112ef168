//! The commands that ran in this workspace's terminals, and the places that their output complains of.

use std::collections::HashMap;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use tenon_core::RunId;
use tenon_knowledge::link::{Run, places};
use tenon_store::{RunQuery, RunState};

use super::events::Events;
use crate::ApiResult;
use crate::owner::Owner;
use crate::runs::output_text;

/// How many commands are looked at, the last ones.
const LAST: usize = 2_000;

/// The places of outputs, which do not change after a command ended.
#[derive(Default)]
pub(super) struct Runs {
    places: HashMap<RunId, Vec<String>>,
}

impl Runs {
    /// The commands that ended, by when they began.
    pub fn read(&mut self, owner: &Owner, events: &Events) -> ApiResult<Vec<Run>> {
        let row = owner.row();
        // Looking for commands is no reason to make a history.
        if !owner.app.dirs.runs_place(row.profile).file.exists() {
            return Ok(Vec::new());
        }
        let db = owner.app.runs(row.profile)?;
        let query = RunQuery {
            workspace: Some(row.id),
            limit: LAST,
            ..RunQuery::default()
        };
        let page = db.db.list(&query)?;
        let mut runs = Vec::new();
        let mut known = HashMap::new();
        for run in page.runs {
            let (Some(began), Some(ended), RunState::Ended) = (run.at, run.ended, run.state) else {
                continue;
            };
            let places = match self.places.remove(&run.id) {
                Some(places) => places,
                None if run.exit.is_none_or(|exit| exit == 0) => Vec::new(),
                None => {
                    let kept = db.db.output(run.id)?.unwrap_or_default();
                    places(&output_text(&kept))
                }
            };
            known.insert(run.id, places.clone());
            let id = run.id.to_string();
            let event = events.ends.get(&id).map(ToString::to_string);
            runs.push(Run {
                session: run.session,
                command: run.command,
                branch: run.branch,
                cwd: run.cwd.and_then(|cwd| inside(owner, &cwd)),
                exit: run.exit,
                began,
                ended,
                places,
                event,
                id,
            });
        }
        self.places = known;
        runs.sort_by_key(|run| run.began);
        Ok(runs)
    }
}

/// A folder seen from the workspace.
fn inside(owner: &Owner, cwd: &str) -> Option<Vec<u8>> {
    let below = Path::new(cwd).strip_prefix(owner.root()).ok()?;
    Some(below.as_os_str().as_bytes().to_vec())
}
