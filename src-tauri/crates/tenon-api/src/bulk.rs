//! One change of many files: each gets a version first, what is to change is written down before the
//! first change, and `history_undo` takes all of it back.

use std::collections::HashMap;
use std::sync::MutexGuard;

use tenon_core::Code;
use tenon_store::{NewBytes, NewVersion, Version, VersionBytes, VersionKind};

use crate::handle::history::{Event, finish};
use crate::history::{Done, Gate, HARD_LIMIT, Outcome, Plan, REPLACED, Step, Why};
use crate::owner::{Caller, Owner, lock};
use crate::wire::Whole;
use crate::{ApiError, ApiResult};

/// So many files are kept in one stroke.
const TOGETHER: usize = 256;

/// What a file is, and what it becomes.
pub(crate) struct Change {
    pub path: Vec<u8>,
    pub old: Vec<u8>,
    pub new: Vec<u8>,
}

/// A change that is being put together. While it is, nothing else writes files back.
pub(crate) struct Bulk<'a> {
    owner: &'a Owner,
    work: MutexGuard<'a, ()>,
    _alone: MutexGuard<'a, ()>,
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
            _alone: owner.symbols.hold_back(),
            steps: Vec::new(),
        }
    }

    /// Keeps what a file is, and what it becomes; an error leaves the file alone.
    pub fn add(&mut self, path: Vec<u8>, old: &[u8], new: Vec<u8>) -> ApiResult<()> {
        let old = old.to_vec();
        let added = self.add_all(vec![Change { path, old, new }]);
        added.map_err(|(_, error)| error)
    }

    /// The same for many files, in few strokes. An error names the file, and leaves all alone that
    /// were added with it.
    pub fn add_all(&mut self, changes: Vec<Change>) -> Result<(), (Vec<u8>, ApiError)> {
        let mut changes = changes.into_iter().peekable();
        while changes.peek().is_some() {
            let few: Vec<Change> = changes.by_ref().take(TOGETHER).collect();
            self.add_few(few)?;
        }
        Ok(())
    }

    fn add_few(&mut self, changes: Vec<Change>) -> Result<(), (Vec<u8>, ApiError)> {
        let archive = &self.owner.history.archive;
        let first = changes.first().map(|change| change.path.clone());
        // What fails for all of them is told of the first.
        let of_all = |error: ApiError| (first.clone().unwrap_or_default(), error);
        let why = Why {
            kind: VersionKind::BeforeBulk,
            limit: HARD_LIMIT,
            ..Why::HEARD
        };
        let paths: Vec<&[u8]> = changes.iter().map(|change| &*change.path).collect();
        archive.look_at(&paths, why).map_err(of_all)?;
        let mut new = Vec::with_capacity(changes.len());
        let mut steps = Vec::with_capacity(changes.len());
        for change in changes {
            let before = match self.kept(&change) {
                Ok(before) => before,
                Err(error) => return Err((change.path, error)),
            };
            new.push(NewVersion {
                doc: before.doc,
                bytes: NewBytes::Plain(change.new),
                kind: VersionKind::BeforeBulk,
                label: Some(REPLACED.into()),
            });
            steps.push(Step {
                path: change.path,
                before: Some(before),
                after: None,
                note: None,
            });
        }
        let kept = self.owner.db.keep_versions(new);
        let kept = kept.map_err(|error| of_all(error.into()))?;
        for (mut step, mut after) in steps.into_iter().zip(kept) {
            after.mode = step.before.as_ref().and_then(|before| before.mode);
            step.after = Some(after);
            self.steps.push(step);
        }
        Ok(())
    }

    /// The version of what a file is now.
    fn kept(&self, change: &Change) -> ApiResult<Version> {
        let archive = &self.owner.history.archive;
        let unkept = || {
            ApiError::new(
                Code::Conflict,
                "It could not be kept first, and was left alone.",
            )
        };
        let before = archive.last(&change.path)?.ok_or_else(unkept)?;
        // What is kept here is known by its name; a blob of git may be gone.
        if matches!(before.bytes, VersionBytes::Content(_)) && archive.is(&before, &change.old)? {
            return Ok(before);
        }
        if archive.bytes(&before)?.ok_or_else(unkept)? != change.old {
            let message = "It changed meanwhile, and was left alone.";
            return Err(ApiError::new(Code::Conflict, message));
        }
        Ok(before)
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
