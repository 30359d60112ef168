//! One change of many files: each gets a version first, what is to change is written down before the
//! first change, and `history_undo` takes all of it back.

use std::collections::HashMap;
use std::sync::MutexGuard;

use tenon_core::Code;
use tenon_store::{NewBytes, NewVersion, VersionKind};

use crate::handle::history::{Event, finish};
use crate::history::{HARD_LIMIT, Plan, REPLACED, Step, Why};
use crate::owner::{Caller, Owner, lock};
use crate::wire::Whole;
use crate::{ApiError, ApiResult};

/// A change that is being put together. While it is, nothing else writes files back.
pub(super) struct Bulk<'a> {
    owner: &'a Owner,
    work: MutexGuard<'a, ()>,
    steps: Vec<Step>,
}

/// What came of a change.
pub(super) struct Written {
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

    /// Writes all of it.
    pub fn write(self, caller: &Caller) -> ApiResult<Written> {
        let to_do = Plan {
            steps: self.steps,
            ..Plan::default()
        };
        let archive = &self.owner.history.archive;
        let outcome = archive.restore(to_do, None, None, &mut || Ok(()))?;
        drop(self.work);
        let told = outcome.done.iter().map(|done| {
            let reason = done.error.as_ref().map(|error| error.message.clone());
            (done.step.path.clone(), reason)
        });
        let written = Written {
            restore: outcome.id.map(Whole::clamped),
            refused: told.collect(),
        };
        let (id, done) = (outcome.id, outcome.done);
        finish(
            self.owner,
            caller,
            Plan::default(),
            id,
            done,
            Event::Replaced,
        );
        Ok(written)
    }
}

impl Written {
    /// Whether the file at `path` was written, and why not; `None` when it was no part of it.
    pub fn of(&self, path: &[u8]) -> Option<(bool, Option<String>)> {
        let reason = self.refused.get(path)?;
        Some((reason.is_none(), reason.clone()))
    }
}
