//! Doing what a plan says, and undoing it.
//!
//! What is to change is written down before the first change, with the versions that each file
//! goes from and to. Whatever happens in the middle, each file is the old one or the new one, and
//! undoing takes back those that are new.

use std::collections::HashMap;

use tenon_core::{Code, Millis};
use tenon_store::{Restore, RestoreFile, Version};

use super::archive::{Archive, Found, HARD_LIMIT, Why, is_gone};
use super::plan::{Plan, Step};
use crate::{ApiError, ApiResult};

/// Asked before each thing that may fail; tests make it fail.
pub(crate) type Gate<'a> = &'a mut dyn FnMut() -> ApiResult<()>;

/// A file that was to change.
#[derive(Debug)]
pub(crate) struct Done {
    /// What was to be done.
    pub step: Step,
    /// Why it was not.
    pub error: Option<ApiError>,
}

/// What came of a restore.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// Its number; none when there was nothing to do.
    pub id: Option<i64>,
    /// Each file that was to change.
    pub done: Vec<Done>,
}

/// What a restore did to a file.
pub(crate) struct Texts {
    /// Its bytes before it.
    pub before: Vec<u8>,
    /// Those that it gave it.
    pub after: Vec<u8>,
}

/// How a version is called that a replacing made.
pub(crate) const REPLACED: &str = "replaced text";

/// A restore that is to be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Undo {
    /// Its number.
    pub id: i64,
    /// Whether it was a replacing.
    pub replaced: bool,
}

impl Archive {
    /// Does what the plan says. A file that refuses is named, and the others go on.
    pub fn restore(
        &self,
        plan: Plan,
        moment: Option<Millis>,
        undoes: Option<i64>,
        gate: Gate<'_>,
    ) -> ApiResult<Outcome> {
        if plan.steps.is_empty() {
            return Ok(Outcome::default());
        }
        gate()?;
        let note = Restore {
            id: 0,
            at: self.clock.now(),
            scope: self.known(&plan.scope),
            moment,
            undoes,
            undone_at: None,
        };
        let rows = plan.steps.iter().map(|step| step.row(self)).collect();
        let id = self.db.begin_restore(note, rows)?;
        let mut outcome = Outcome {
            id: Some(id),
            done: Vec::new(),
        };
        // Files go first, so that one can stand where a folder was, and a folder where a file was.
        let (come, go): (Vec<_>, Vec<_>) = plan.steps.into_iter().partition(|step| step.there().1);
        outcome.done = self.take_away(id, go, gate);
        outcome.done.extend(self.put_back(id, come, gate));
        outcome.done.sort_by(|a, b| a.step.path.cmp(&b.step.path));
        // What changed nothing would stand before the restore that did when that is to be undone.
        if outcome.done.iter().all(|done| self.is_untouched(done)) {
            self.db.drop_restore(id)?;
            outcome.id = None;
        }
        Ok(outcome)
    }

    /// Notes a change that wrote no text, such as the renaming of a note to which no link leads, so that
    /// it is the one that is undone next.
    pub fn note_without_texts(&self) -> ApiResult<i64> {
        let note = Restore {
            id: 0,
            at: self.clock.now(),
            scope: Vec::new(),
            moment: None,
            undoes: None,
            undone_at: None,
        };
        Ok(self.db.begin_restore(note, Vec::new())?)
    }

    /// Whether a file is surely what it was before a step that failed.
    fn is_untouched(&self, done: &Done) -> bool {
        let look = || {
            let why = Why {
                limit: HARD_LIMIT,
                ..Why::HEARD
            };
            self.look(&done.step.path, done.step.before.as_ref(), why)
        };
        done.error.is_some() && matches!(look(), Ok(Found::Same | Found::Touched(..)))
    }

    /// What undoing the last restore would do, and which it is. Of replacings each can be undone, the
    /// last one first.
    pub fn plan_undo(&self) -> ApiResult<(Plan, Undo)> {
        let none = || ApiError::new(Code::NotFound, "There is no restore to undo.");
        let (mut last, mut files) = self.db.last_restore()?.ok_or_else(none)?;
        let replaced = self.is_replacing(&files)?;
        if last.undone_at.is_some() {
            let before = self.db.last_done()?.filter(|_| replaced);
            // To take back an old restore once more would be a surprise.
            (last, files) = match before {
                Some(before) if self.is_replacing(&before.1)? => before,
                _ => {
                    let message = "The last restore was undone already.";
                    return Err(ApiError::new(Code::NotFound, message)
                        .hint("A restore to the moment before the undoing brings it back."));
                }
            };
        }
        let mut plan = Plan {
            scope: last.scope,
            ..Plan::default()
        };
        for file in files {
            let (was, became) = (self.find(file.before)?, self.find(file.after)?);
            let Some(path) = was
                .as_ref()
                .or(became.as_ref())
                .and_then(|it| it.path.clone())
            else {
                continue;
            };
            // A version that was restored to another path names its own.
            let path = if self.known(&path) == file.path {
                path
            } else {
                file.path
            };
            self.look_now(
                &path,
                Why {
                    limit: HARD_LIMIT,
                    ..Why::HEARD
                },
            )?;
            let now = self.last(&path)?;
            let still = self.is_still(now.as_ref(), became.as_ref())?;
            if replaced && !still {
                plan.left
                    .push((path, "it was changed since, and stays as it is"));
                continue;
            }
            let note = since(still, now.as_ref(), became.as_ref());
            let known = plan.steps.len();
            self.add(&mut plan, path, now, was)?;
            for step in &mut plan.steps[known..] {
                step.note = note;
            }
        }
        let id = last.id;
        Ok((plan, Undo { id, replaced }))
    }

    /// The bytes of files before a restore and after it, by path, unless it was undone or is forgotten.
    pub fn texts_of(&self, id: i64) -> ApiResult<HashMap<Vec<u8>, Texts>> {
        let mut texts = HashMap::new();
        let found = self.db.restore(id)?;
        let found = found.filter(|(restore, _)| restore.undone_at.is_none());
        for file in found.map(|(_, files)| files).unwrap_or_default() {
            let (Some(was), Some(became)) = (self.find(file.before)?, self.find(file.after)?)
            else {
                continue;
            };
            if let (Some(before), Some(after)) = (self.bytes(&was)?, self.bytes(&became)?) {
                texts.insert(file.path, Texts { before, after });
            }
        }
        Ok(texts)
    }

    fn find(&self, id: Option<i64>) -> ApiResult<Option<Version>> {
        Ok(id.map(|id| self.db.version(id)).transpose()?.flatten())
    }

    /// Whether what was done to these files was a replacing.
    fn is_replacing(&self, files: &[RestoreFile]) -> ApiResult<bool> {
        if files.is_empty() {
            return Ok(true);
        }
        for file in files {
            if let Some(became) = self.find(file.after)? {
                return Ok(became.label.as_deref() == Some(REPLACED));
            }
        }
        Ok(false)
    }

    /// Whether a file still has the bytes that it was given, or still is away.
    fn is_still(&self, now: Option<&Version>, became: Option<&Version>) -> ApiResult<bool> {
        let there = |version: Option<&Version>| version.is_some_and(|it| !is_gone(it));
        let (Some(now), Some(became)) = (now, became) else {
            return Ok(!there(now) && !there(became));
        };
        if now.bytes == became.bytes {
            return Ok(true);
        }
        // One may be a committed blob and the other kept here.
        let (now, became) = (self.bytes(now)?, self.bytes(became)?);
        Ok(now.is_some() && now == became)
    }

    /// Undoes the last restore.
    pub fn undo(&self, gate: Gate<'_>) -> ApiResult<(Outcome, Plan)> {
        let (mut plan, Undo { id, .. }) = self.plan_undo()?;
        let left = Plan {
            scope: plan.scope.clone(),
            left: std::mem::take(&mut plan.left),
            same: plan.same,
            steps: Vec::new(),
        };
        let outcome = self.restore(plan, None, Some(id), gate)?;
        if outcome.done.iter().all(|done| done.error.is_none()) {
            self.db.end_undo(id)?;
        }
        Ok((outcome, left))
    }
}

/// What happened since a restore to a file that the undoing of it writes over.
fn since(still: bool, now: Option<&Version>, became: Option<&Version>) -> Option<&'static str> {
    let mode = |version: Option<&Version>| version.and_then(|it| it.mode);
    let marks = mode(now).is_some() && mode(became).is_some() && mode(now) != mode(became);
    match (still, now.filter(|now| !is_gone(now))) {
        (false, None) => Some("it was removed since the restore"),
        (false, Some(_)) => Some("it was changed since the restore, and is kept as a version"),
        (true, Some(_)) if marks => Some("its permissions were changed since the restore"),
        (true, _) => None,
    }
}
