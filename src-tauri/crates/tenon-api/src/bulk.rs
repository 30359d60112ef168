//! One change of many files: each gets a version first, what is to change is written down before the
//! first change, and `history_undo` takes all of it back.

use std::collections::HashMap;
use std::sync::MutexGuard;

use tenon_core::Code;
use tenon_store::{NewBytes, NewVersion, VersionKind};

use crate::handle::history::{Event, finish};
use crate::history::{Done, Gate, HARD_LIMIT, Outcome, Plan, REPLACED, Step, Why};
use crate::owner::{Caller, Owner, lock};
use crate::wire::Whole;
use crate::{ApiError, ApiResult};

/// A change that is being put together. While it is, nothing else writes files back.
pub(crate) struct Bulk<'a> {
    owner: &'a Owner,
    work: MutexGuard<'a, ()>,
    steps: Vec<Step>,
}

/// What came of a change.
pub(crate) struct Written {
    /// Hand it to whoever wants to undo it; `None` when no file was to change.
    pub restore: Option<Whole>,
    refused: HashMap<Vec<u8>, Option<String>>,
}

impl<'a> Bulk<'a> {
    /// Begins a change.
    pub fn new(owner: &'a Owner) -> Self {
        owner.history.flush();
        Self {
            owner,
            work: lock(&owner.history.archive.work),
            steps: Vec::new(),
        }
    }

    /// Keeps what a file is, and what it becomes; an error leaves the file alone.
    pub fn add(&mut self, path: Vec<u8>, old: &[u8], new: Vec<u8>) -> ApiResult<()> {
        let archive = &self.owner.history.archive;
        let why = Why {
            kind: VersionKind::BeforeBulk,
            limit: HARD_LIMIT,
            ..Why::HEARD
        };
        archive.look_now(&path, why)?;
        let unkept = || {
            ApiError::new(
                Code::Conflict,
                "It could not be kept first, and was left alone.",
            )
        };
        let before = archive.last(&path)?.ok_or_else(unkept)?;
        if archive.bytes(&before)?.ok_or_else(unkept)? != old {
            let message = "It changed meanwhile, and was left alone.";
            return Err(ApiError::new(Code::Conflict, message));
        }
        let mut after = self.owner.db.keep_version(NewVersion {
            doc: before.doc,
            bytes: NewBytes::Plain(new),
            kind: VersionKind::BeforeBulk,
            label: Some(REPLACED.into()),
        })?;
        after.mode = before.mode;
        self.steps.push(Step {
            path,
            before: Some(before),
            after: Some(after),
            note: None,
        });
        Ok(())
    }

    /// Writes each file that can be written.
    pub fn write(mut self, caller: &Caller) -> ApiResult<Written> {
        let outcome = self.restore(&mut || Ok(()))?;
        drop(self.work);
        let told = outcome.done.iter().map(|done| {
            let reason = done.error.as_ref().map(|error| error.message.clone());
            (done.step.path.clone(), reason)
        });
        let written = Written {
            restore: outcome.id.map(Whole::clamped),
            refused: told.collect(),
        };
        tell(self.owner, caller, outcome.id, outcome.done);
        Ok(written)
    }

    /// Writes all files or none, and gives the number of the change. A file that cannot be written is
    /// an error, and those before it are taken back. The caller tells the journal what was done.
    pub fn write_all(mut self, caller: &Caller, gate: Gate<'_>) -> ApiResult<Option<Whole>> {
        let outcome = self.restore(gate)?;
        let failed = outcome.done.iter().find_map(|done| {
            let error = done.error.as_ref()?;
            let path = String::from_utf8_lossy(&done.step.path);
            Some(ApiError::new(
                error.code,
                format!("\"{path}\": {}", error.message),
            ))
        });
        let Some(error) = failed else {
            drop(self.work);
            let id = outcome.id;
            finish(self.owner, caller, Plan::default(), id, outcome.done, None);
            return Ok(id.map(Whole::clamped));
        };
        if outcome.id.is_some() {
            let (back, left) = self.owner.history.archive.undo(&mut || Ok(()))?;
            drop(self.work);
            let stuck = back.done.iter().any(|done| done.error.is_some());
            finish(
                self.owner,
                caller,
                left,
                back.id,
                back.done,
                Some(Event::ReplacingUndone),
            );
            if stuck {
                let hint = "Some files were written and could not be taken back; \"tenon history undo\" tries again.";
                return Err(error.hint(hint));
            }
        }
        Err(error)
    }

    fn restore(&mut self, gate: Gate<'_>) -> ApiResult<Outcome> {
        let to_do = Plan {
            steps: std::mem::take(&mut self.steps),
            ..Plan::default()
        };
        self.owner.history.archive.restore(to_do, None, None, gate)
    }
}

fn tell(owner: &Owner, caller: &Caller, id: Option<i64>, done: Vec<Done>) {
    finish(
        owner,
        caller,
        Plan::default(),
        id,
        done,
        Some(Event::Replaced),
    );
}

impl Written {
    /// Whether the file at `path` was written, and why not; `None` when it was no part of it.
    pub fn of(&self, path: &[u8]) -> Option<(bool, Option<String>)> {
        let reason = self.refused.get(path)?;
        Some((reason.is_none(), reason.clone()))
    }
}
