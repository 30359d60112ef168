//! What matters now: what the owner knows of the last hours, handed to `tenon_knowledge::context`.

mod commits;
mod links;
mod row;
mod touches;
mod uses;

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;

use tenon_core::{Code, DocId, Millis, RunId};
use tenon_knowledge::context::{Scene, Thing, Touch, rank};
use tenon_workspace::{WorkspaceError, walk};

use crate::owner::{Caller, Owner, lock};
use crate::tasks::Tasks;
use crate::wire::{ContextNow, ContextParams};
use crate::{ApiError, ApiResult};

/// The most rows of one answer.
const MOST: u32 = 50;
/// So many things are ranked for each row: some are gone, or nothing may be said of them.
const SPARE: usize = 4;

/// What is remembered between two questions.
#[derive(Default)]
pub(crate) struct Context {
    /// What came to the front in this run, the oldest first.
    shown: Mutex<VecDeque<Touch>>,
    /// The files that the outputs of runs name.
    named: Mutex<HashMap<RunId, Vec<Vec<u8>>>>,
    commits: Mutex<commits::Commits>,
}

/// So many times of files that came to the front are remembered.
const SHOWN: usize = 1_000;

impl Context {
    /// A file was opened or came to the front.
    pub fn show(&self, path: &[u8], at: Millis) {
        let mut shown = lock(&self.shown);
        if shown.back().is_some_and(|last| last.path == path) {
            return;
        }
        if shown.len() == SHOWN {
            shown.pop_front();
        }
        shown.push_back(Touch {
            at,
            path: path.to_vec(),
            deed: tenon_knowledge::context::Deed::Shown,
        });
    }

    /// Forgets files whose paths hold one of these texts, and what commands named.
    pub fn forget(&self, texts: &[String]) {
        lock(&self.shown).retain(|touch| {
            let path = String::from_utf8_lossy(&touch.path);
            !texts.iter().any(|text| path.contains(text.as_str()))
        });
        lock(&self.named).clear();
    }
}

/// What matters now, the most first.
pub(crate) fn now(owner: &Owner, caller: &Caller, params: &ContextParams) -> ApiResult<ContextNow> {
    if !(1..=MOST).contains(&params.limit) {
        let message = format!("between 1 and {MOST} rows can be asked for");
        return Err(ApiError::new(Code::Invalid, message));
    }
    owner.root.renew()?;
    let clock_now = owner.app().surroundings.ambient.clock.now();
    let tasks = Tasks::read(&owner.root);
    let front = params
        .front
        .as_deref()
        .map(|text| front(owner, &tasks, text));
    let front = front.transpose()?.flatten();
    if let (None, Some(said), None) = (&front, &params.front, &caller.window) {
        return Err(gone(said, &tasks));
    }
    let mut open = Vec::new();
    for path in &params.open {
        open.extend(there(owner, &path.to_bytes()?)?.map(Thing::File));
    }
    if let (Some(Thing::File(path)), true) = (&front, caller.window.is_some()) {
        // A window asks for what is in front of the person.
        owner.context.show(path, clock_now);
    }
    let touches = touches::all(owner, clock_now)?;
    let runs = touches::runs(owner, clock_now)?;
    let together = commits::together(owner);
    let task = links::task(owner, &tasks);
    let links = links::all(owner, &tasks, front.as_ref(), task.as_ref())?;
    let uses = uses::of(owner, front.as_ref());
    let files = files(owner);
    let scene = Scene {
        now: clock_now,
        front,
        open,
        touches: &touches,
        runs: &runs,
        links: &links,
        uses: &uses,
        together: together.as_deref(),
        files: &files,
        task,
    };
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    let mut rows = Vec::new();
    for ranked in rank(&scene, limit * SPARE) {
        if rows.len() == limit {
            break;
        }
        rows.extend(row::of(owner, &tasks, &touches, ranked)?);
    }
    Ok(ContextNow { rows })
}

/// What is in front. A task or a note is its file; what has none is known by its reference.
fn front(owner: &Owner, tasks: &Tasks, text: &str) -> ApiResult<Option<Thing>> {
    let (kind, id) = text.split_once(':').unwrap_or((text, ""));
    match kind {
        "file" => match id.parse::<DocId>() {
            Ok(doc) => {
                let document = owner.db.document(doc)?;
                Ok(document.and_then(|document| document.path).map(Thing::File))
            }
            Err(_) => Ok(there(owner, id.as_bytes())?.map(Thing::File)),
        },
        "note" => Ok(there(owner, id.as_bytes())?.map(Thing::File)),
        "task" => {
            let task = tasks.find(id)?;
            Ok(Some(Thing::File(task.path.clone().into_bytes())))
        }
        _ => Ok(Some(Thing::Other(owner.thing(text)?.to_string()))),
    }
}

/// What is said where the file in front is not there. In a window it may be gone by now.
fn gone(said: &str, tasks: &Tasks) -> ApiError {
    let path = said.split_once(':').map_or(said, |(_, path)| path);
    let error = ApiError::new(Code::NotFound, format!("there is no file \"{path}\""));
    match tasks.find(path) {
        Ok(_) => error.hint(format!("A task is named \"task:{path}\".")),
        Err(_) => error.hint("Name a file by its path, or a thing as task:T-14 or note:PATH."),
    }
}

/// The path of a file that is there, in the workspace; nothing where it is gone.
///
/// # Errors
/// When it leads out of the workspace.
fn there(owner: &Owner, path: &[u8]) -> ApiResult<Option<Vec<u8>>> {
    let path = owner.root.relative(path)?;
    match owner.root.place(path) {
        Ok(place) if place.is_folder() => Ok(None),
        Ok(_) => Ok(Some(path.to_vec())),
        Err(
            WorkspaceError::NotFound(_)
            | WorkspaceError::ParentGone(_)
            | WorkspaceError::NotFolder(_),
        ) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The files of the workspace. Who follows the disk has a list of them.
fn files(owner: &Owner) -> Vec<Vec<u8>> {
    if owner.files.get().is_some() {
        let finder = lock(&owner.finder);
        return finder.paths().map(<[u8]>::to_vec).collect();
    }
    let found = Mutex::new(Vec::new());
    let problems = walk::files(owner.root(), true, 2, || {
        |path: &[u8]| {
            lock(&found).push(path.to_vec());
            true
        }
    });
    for problem in problems {
        tracing::info!("left out of what may matter: {problem}");
    }
    found.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_shown_is_bounded_told_once_in_a_row_and_forgotten() {
        let context = Context::default();
        for at in 0..1_500 {
            context.show(format!("f{}", at / 2).as_bytes(), at);
        }
        assert_eq!(lock(&context.shown).len(), 750);
        for at in 0..1_500 {
            context.show(format!("g{at}").as_bytes(), at);
        }
        assert_eq!(lock(&context.shown).len(), SHOWN);
        context.forget(&["g7".into()]);
        let shown = lock(&context.shown);
        assert!(shown.len() < SHOWN && shown.iter().all(|touch| !touch.path.starts_with(b"g7")));
    }
}
