//! What is linked to what in the workspace, whoever says so: persons, texts, git, sessions, meaning.
//!
//! The graph is in memory. A question looks at cheap marks (what the watcher heard, the events that
//! links are made of, where branches lead, which symbols were read) and has it made again where one
//! differs; what was read in a text is kept by the text. Typing is no such event.

mod above;
mod alike;
mod beside;
mod build;
mod counts;
mod events;
mod git;
mod judge;
mod known;
mod outside;
mod prints;
mod reference;
mod runs;
mod said;
mod says;
mod texts;
mod things;
mod walk;
mod wikilinks;

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex};

use tenon_git::Repo;

pub(crate) use above::above;
pub(crate) use beside::{beside, told};
use build::Built;
pub(crate) use counts::counts;
pub(crate) use judge::judge;
pub(crate) use prints::of_person;
pub(crate) use reference::{end, listed};
pub(crate) use walk::{graph, suggest};
pub(crate) use wikilinks::{Leading, leading};

use crate::ApiResult;
use crate::notes::Heard;
use crate::owner::{Owner, lock};

/// The links of an open workspace; nothing until somebody asks.
#[derive(Default)]
pub(crate) struct Linked {
    state: Mutex<State>,
    /// What the watcher has told.
    pub heard: Arc<Heard>,
}

/// What was made at the last question, and what of it can be used again.
#[derive(Default)]
struct State {
    built: Option<(Marks, Arc<Built>)>,
    texts: texts::Texts,
    events: events::Events,
    runs: runs::Runs,
    commits: git::Commits,
    outside: outside::Outside,
    lines: says::Lines,
}

/// What differs when something happened, beside events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Marks {
    branches: Option<u64>,
    symbols: u64,
}

impl Linked {
    /// The links as they are now.
    fn now(&self, owner: &Owner) -> ApiResult<Arc<Built>> {
        let mut state = lock(&self.state);
        owner.runs.flush();
        // Asked before anything is looked at, so that no change falls between.
        let is_followed = owner.files.get().is_some();
        let heard = self.heard.take() || !is_followed;
        owner.symbols.refresh_unless_followed()?;
        let marks = marks(owner);
        let happened = state.events.happened(owner)?;
        let happened = state.outside.read(owner)? || happened;
        if let Some((at, built)) = &state.built
            && !heard
            && !happened
            && *at == marks
        {
            return Ok(built.clone());
        }
        if heard {
            state.texts.stale();
            texts::refresh(owner);
        }
        let built = build::build(owner, &mut state).inspect_err(|_| {
            state.built = None;
            self.heard.change();
        })?;
        let built = Arc::new(built);
        state.built = Some((marks, built.clone()));
        Ok(built)
    }
}

/// Where git says that files lie now which are not any more where they were. Nothing is read before
/// the first question.
#[derive(Default)]
pub(crate) struct Moves(Option<Arc<Built>>);

impl Moves {
    /// The path of now, without secrets as documents have it, if git knows of one.
    pub fn of(&mut self, owner: &Owner, path: &[u8]) -> ApiResult<Option<Vec<u8>>> {
        let built = match self.0.take() {
            Some(built) => built,
            None => owner.linked.now(owner)?,
        };
        let now = self.0.insert(built).known.moved(path);
        Ok(now.map(|now| owner.masked_path(&now)))
    }
}

fn marks(owner: &Owner) -> Marks {
    let repo = Repo::discover(owner.root()).ok().flatten();
    let mut symbols = DefaultHasher::new();
    {
        let known = owner.symbols.lock();
        for path in known.paths() {
            path.hash(&mut symbols);
            let stamp = known.stamp(path);
            stamp
                .map(|stamp| (stamp.size, stamp.modified))
                .hash(&mut symbols);
        }
    }
    Marks {
        // What is wrong with the repository is told where git is asked.
        branches: repo.and_then(|repo| repo.branches_state().ok()),
        symbols: symbols.finish(),
    }
}
