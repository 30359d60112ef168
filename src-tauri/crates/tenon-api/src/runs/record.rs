//! The thread that writes runs down: masked first, then a row, an event of the journal, and news for
//! the windows.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Weak};

use serde_json::json;
use tenon_core::{Actor, ActorKind, EntityRef, Millis, RunId, TerminalId};
use tenon_git::Repo;
use tenon_store::{NewRun, RunEnd, RunSource, RunState, StoreError};
use tenon_terminal::{Ended, Started};

use super::exclude::Exclusions;
use super::open::OpenRuns;
use super::{Order, cut, output, wire};
use crate::ApiResult;
use crate::owner::Owner;
use crate::wire::UiEvent;

/// The longest command that is kept whole, in bytes.
const LONGEST: usize = 64 << 10;

/// What the thread has.
pub(super) struct Recorder {
    owner: Weak<Owner>,
    exclusions: Exclusions,
    /// The runs that were written and did not end yet, with the time of their beginning.
    open: HashMap<RunId, Millis>,
    runs: Option<Arc<OpenRuns>>,
    /// Whether it was said that nothing can be written.
    complained: bool,
}

impl Recorder {
    pub(super) fn new(owner: Weak<Owner>) -> Self {
        Self {
            owner,
            exclusions: Exclusions::default(),
            open: HashMap::new(),
            runs: None,
            complained: false,
        }
    }

    pub(super) fn take(&mut self, order: Order) {
        let Some(owner) = self.owner.upgrade() else {
            return;
        };
        let done = match order {
            Order::Begin => self.begin(&owner),
            Order::Started(terminal, run) => self.started(&owner, terminal, run),
            Order::Ended(terminal, run) => self.ended(&owner, terminal, &run),
            Order::Flush(done) => {
                // Whoever waited has gone.
                let _ = done.send(());
                Ok(())
            }
        };
        if let Err(e) = done
            && !std::mem::replace(&mut self.complained, true)
        {
            tracing::error!(error = %e, "the history of commands cannot be written");
        }
    }

    /// What runs in no terminal any more ended with its owner. A profile without a history has none
    /// to look at.
    fn begin(&mut self, owner: &Arc<Owner>) -> ApiResult<()> {
        let row = owner.row();
        if !owner.app.dirs.runs_place(row.profile).file.exists() {
            return Ok(());
        }
        self.lose(owner)?;
        for told in owner.app.take_mended() {
            owner.note_restored(|report| report.lost.push(told));
        }
        Ok(())
    }

    /// Writes of what still runs that it ended with its owner.
    fn lose(&mut self, owner: &Owner) -> ApiResult<()> {
        let lost = self.runs(owner)?.db.lose(owner.row().id);
        for run in told(owner, lost)? {
            owner.journal.record(
                tenon(),
                "run.ended",
                EntityRef::from(run),
                json!({ "lost": true }),
            );
        }
        Ok(())
    }

    /// The owner ends, and the terminals are gone: not each of them has told in time what ended in it.
    pub(super) fn close(mut self, owner: &Owner) {
        if !self.open.is_empty()
            && let Err(e) = self.lose(owner)
        {
            // The next owner writes it.
            tracing::warn!(error = %e, "it is not noted that commands ended with their owner");
        }
    }

    fn started(&mut self, owner: &Arc<Owner>, terminal: TerminalId, run: Started) -> ApiResult<()> {
        let settings = owner.app.settings.snapshot().settings;
        self.exclusions.follow(&settings);
        if !self.exclusions.keep(&run.command) {
            return Ok(());
        }
        let gatekeeper = &owner.app.gatekeeper;
        let row = owner.row();
        let branch = run.cwd.as_deref().and_then(branch);
        let cwd = run.cwd.as_deref().map(Path::to_string_lossy);
        let new = NewRun {
            id: run.run,
            command: gatekeeper.masked(&shortened(&run.command)),
            cwd: cwd.as_deref().map(|cwd| gatekeeper.masked(cwd)),
            branch: branch.as_deref().map(|branch| gatekeeper.masked(branch)),
            host: gatekeeper.masked(&super::host()),
            session: gatekeeper.masked(&owner.db.session_id().to_string()),
            workspace: Some(row.id),
            terminal: Some(terminal),
            source: RunSource::Tenon,
            at: Some(run.at),
            order: 0,
            end: None,
        };
        let known = cwd.as_deref().filter(|cwd| owner.journaled(cwd.as_bytes()));
        let payload = json!({
            "command": new.command.get(),
            "cwd": known,
            "branch": branch,
            "terminal": terminal.to_string(),
        });
        let runs = self.runs(owner)?;
        let id = run.run;
        told(owner, runs.db.begin(new).wait())?;
        self.open.insert(id, run.at);
        owner
            .journal
            .record(tenon(), "run.started", EntityRef::from(id), payload);
        if let Some(run) = told(owner, runs.db.run(id))? {
            let run = wire::info(run);
            owner.hub().emit(UiEvent::RunStarted { terminal, run });
        }
        Ok(())
    }

    fn ended(&mut self, owner: &Arc<Owner>, terminal: TerminalId, run: &Ended) -> ApiResult<()> {
        // Not kept, or forgotten with everything else.
        let Some(began) = self.open.remove(&run.run) else {
            return Ok(());
        };
        let output = output::prepare(&owner.app.gatekeeper, run);
        let payload = json!({
            "exit": run.exit,
            "durationMs": (run.at - began).max(0),
            "outputBytes": output.bytes,
        });
        let settings = owner.app.settings.snapshot().settings;
        let most = u64::from(settings.terminal_history_total_mib) << 20;
        let runs = self.runs(owner)?;
        let end = RunEnd {
            exit: run.exit,
            at: Some(run.at),
            output,
            binary: run.binary,
        };
        // One that was forgotten while it ran stays forgotten.
        if !told(owner, runs.db.end(run.run, end, most).wait())? {
            return Ok(());
        }
        let subject = EntityRef::from(run.run);
        owner.journal.record(tenon(), "run.ended", subject, payload);
        owner.meaning().hear_command(run.run);
        if let Some(run) = told(owner, runs.db.run(run.run))? {
            debug_assert_eq!(run.state, RunState::Ended, "it was just written");
            let run = wire::info(run);
            owner.hub().emit(UiEvent::RunEnded { terminal, run });
        }
        Ok(())
    }

    fn runs(&mut self, owner: &Owner) -> ApiResult<Arc<OpenRuns>> {
        let runs = match &self.runs {
            Some(runs) => runs.clone(),
            None => owner.app.runs(owner.row().profile)?,
        };
        self.runs = Some(runs.clone());
        Ok(runs)
    }
}

/// Notes damage, so that it is mended when the history is next opened.
fn told<T>(owner: &Owner, result: Result<T, StoreError>) -> ApiResult<T> {
    if let Err(fault) = &result {
        owner.app.note_damaged_runs(owner.row().profile, fault);
    }
    Ok(result?)
}

fn tenon() -> Actor {
    Actor {
        kind: ActorKind::Tenon,
        name: "tenon".into(),
    }
}

/// A command without line ends at its end, cut where it is longer than anybody types.
pub(super) fn shortened(command: &str) -> String {
    let command = command.trim_end();
    match command.len() > LONGEST {
        true => format!("{}…", &command[..cut::floor(command, LONGEST)]),
        false => command.to_owned(),
    }
}

/// The branch that is checked out in a folder, if it lies in a repository that may be read.
fn branch(folder: &Path) -> Option<String> {
    Repo::discover(folder).ok()??.branch().ok()?
}
