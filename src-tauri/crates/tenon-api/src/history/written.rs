//! The files of a restore: taking them away, and writing them, several at a time.

use std::collections::HashMap;
use std::panic::resume_unwind;
use std::thread::{Builder, scope};

use tenon_core::Code;
use tenon_store::{Lack, NewBytes, NewFile, VersionBytes, VersionKind};
use tenon_workspace::snapshot::{self, Look};
use tenon_workspace::{Folder, Root, put_back, take_away};

use super::archive::{Archive, Found, HARD_LIMIT, Unseen, Why, lacking, looks_as};
use super::plan::Step;
use super::restore::{Done, Gate, REPLACED};
use crate::{ApiError, ApiResult};

/// Files that are written together, and whose new versions are kept in one commit.
const AT_ONCE: usize = 256;
/// No file is added to as many bytes as this.
const HELD: usize = 16 << 20;
/// Threads that write. A disk makes several files durable in the time of one.
const WRITERS: usize = 8;

type Due = (Vec<u8>, Option<u32>, Option<Look>);

/// A file that is about to be written.
struct Ready {
    step: Step,
    bytes: Vec<u8>,
    mode: Option<u32>,
    /// What it looked like when it was found kept.
    look: Option<Look>,
}

impl Archive {
    /// Removes files.
    pub(super) fn take_away(&self, id: i64, steps: Vec<Step>, gate: Gate<'_>) -> Vec<Done> {
        let mut done = Vec::with_capacity(steps.len());
        let mut kept = Vec::new();
        for mut step in steps {
            let removed = gate()
                .and_then(|()| self.still(id, &mut step))
                .and_then(|_| gate())
                .and_then(|()| Ok(take_away(&self.root, &step.path)?));
            if removed.is_ok() {
                kept.push(self.new_version(&step));
            }
            let error = removed.err();
            done.push(Done { step, error });
        }
        self.note_restored(kept, gate);
        done
    }

    /// Writes files. One that refuses is named, and the others go on.
    pub(super) fn put_back(&self, id: i64, steps: Vec<Step>, gate: Gate<'_>) -> Vec<Done> {
        let mut done = Vec::with_capacity(steps.len());
        let mut ready = Vec::new();
        let mut held = 0;
        for mut step in steps {
            match self.ready(id, &mut step, gate) {
                Ok((bytes, mode, look)) => {
                    held += bytes.len();
                    ready.push(Ready {
                        step,
                        bytes,
                        mode,
                        look,
                    });
                }
                Err(error) => done.push(Done {
                    step,
                    error: Some(error),
                }),
            }
            if ready.len() >= AT_ONCE || held >= HELD {
                done.extend(self.write(std::mem::take(&mut ready), gate));
                held = 0;
            }
        }
        done.extend(self.write(ready, gate));
        done
    }

    /// The bytes and the mode that a file gets, and what it looks like now.
    fn ready(&self, id: i64, step: &mut Step, gate: Gate<'_>) -> ApiResult<Due> {
        gate()?;
        let look = self.still(id, step)?;
        let lost = || ApiError::new(Code::NotFound, "Its bytes of that moment are gone.");
        let version = step.after.as_ref().ok_or_else(lost)?;
        let bytes = self.bytes(version)?.ok_or_else(lost)?;
        gate()?;
        Ok((bytes, version.mode, look))
    }

    fn write(&self, ready: Vec<Ready>, gate: Gate<'_>) -> Vec<Done> {
        let written = write_all(&self.root, &ready);
        let mut kept = Vec::new();
        let mut done = Vec::with_capacity(ready.len());
        for (Ready { step, bytes, .. }, written) in ready.into_iter().zip(written) {
            let error = match written {
                Ok(look) => {
                    let mut new = self.new_version(&step);
                    if let Some(version) = &step.after {
                        new.bytes = NewBytes::As(version.bytes.clone());
                    }
                    new.size = bytes.len() as u64;
                    new.mode = look.as_ref().map(|look| look.mode);
                    new.modified = look.map(|look| look.modified);
                    kept.push(new);
                    None
                }
                Err(error) => Some(error),
            };
            done.push(Done { step, error });
        }
        self.note_restored(kept, gate);
        done
    }

    /// The version of a file that is away; one that was written says more.
    fn new_version(&self, step: &Step) -> NewFile {
        let known = self.known(&step.path);
        NewFile {
            real: (known != step.path).then(|| step.path.clone()),
            path: known,
            doc: None,
            at: self.clock.now(),
            bytes: lacking(Lack::Removed),
            size: 0,
            mode: None,
            modified: None,
            kind: match step.after.as_ref().and_then(|after| after.label.as_deref()) {
                Some(REPLACED) => VersionKind::Replaced,
                _ => VersionKind::Restored,
            },
            born: false,
        }
    }

    /// Keeps the versions of what was restored. The files are what they should be already, so that
    /// a failure here is no failure of the restore: the next look at them finds the same.
    fn note_restored(&self, kept: Vec<NewFile>, gate: Gate<'_>) {
        if kept.is_empty() {
            return;
        }
        let noted = gate().and_then(|()| self.keep(kept));
        if let Err(error) = noted {
            tracing::warn!(%error, "what was restored has no version yet");
        }
    }

    /// Makes sure that the file is still what was kept; one that changed meanwhile is kept first.
    /// Answers what it looks like.
    fn still(&self, id: i64, step: &mut Step) -> ApiResult<Option<Look>> {
        let look = snapshot::look(&self.root, &step.path)?;
        let same = match (&look, &step.before) {
            (Some(look), Some(before)) => looks_as(look, before),
            (None, _) => !step.there().0,
            (Some(_), None) => false,
        };
        if same {
            return Ok(look);
        }
        let why = Why {
            kind: VersionKind::BeforeRestore,
            limit: HARD_LIMIT,
            unseen: Unseen::Born,
        };
        let last = self.last(&step.path)?;
        let held = || {
            ApiError::new(
                Code::Conflict,
                "It changes all the time, or is too large to be kept first, and was left alone.",
            )
        };
        match self.look(&step.path, last.as_ref(), why)? {
            Found::Same => {}
            Found::Touched(id, modified) => self.db.touch_versions(vec![(id, modified)])?,
            Found::Changed(new)
                if look.is_some()
                    && matches!(new.bytes, NewBytes::As(VersionBytes::Lacking(_))) =>
            {
                return Err(held());
            }
            Found::Changed(new) => drop(self.keep(vec![*new])?),
            Found::Restless => return Err(held()),
        }
        step.before = self.last(&step.path)?;
        self.db.correct_restore(id, step.row(self))?;
        Ok(look)
    }
}

/// Writes files, and answers how each looks now, in their order.
fn write_all(root: &Root, ready: &[Ready]) -> Vec<ApiResult<Option<Look>>> {
    let put_each = |part: &[Ready]| -> Vec<ApiResult<(Folder, Option<Look>)>> {
        part.iter().map(|one| write_one(root, one)).collect()
    };
    let mut parts = ready.chunks(ready.len().div_ceil(WRITERS).max(1));
    let put = scope(|scope| {
        let here = parts.next();
        let others: Vec<_> = parts
            .map(|part| {
                (
                    part,
                    Builder::new().spawn_scoped(scope, move || put_each(part)),
                )
            })
            .collect();
        let mut done = here.map(put_each).unwrap_or_default();
        for (part, thread) in others {
            done.extend(match thread {
                Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
                // There is no thread to be had, so it takes longer.
                Err(_) => put_each(part),
            });
        }
        done
    });
    // Many files of one folder have their names made durable at once.
    let mut synced: HashMap<Vec<u8>, ApiResult<()>> = HashMap::new();
    put.into_iter()
        .map(|put| {
            let (folder, look) = put?;
            let sync = || folder.sync().map_err(ApiError::from);
            synced
                .entry(folder.path.clone())
                .or_insert_with(sync)
                .clone()?;
            Ok(look)
        })
        .collect()
}

fn write_one(root: &Root, ready: &Ready) -> ApiResult<(Folder, Option<Look>)> {
    let Ready {
        step, bytes, mode, ..
    } = ready;
    // Others were looked at since.
    if snapshot::look(root, &step.path)? != ready.look {
        let message = "It was changed in this moment, and was left alone.";
        return Err(ApiError::new(Code::Conflict, message));
    }
    let folder = put_back(root, &step.path, bytes, *mode)?;
    Ok((folder, snapshot::look(root, &step.path)?))
}
