//! Answering questions: by the owner of the workspace where one answers, and by reading the files
//! here otherwise. Nobody can tell from the answer who gave it.

mod asked;
mod given;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use tenon_api::link::Link;
use tenon_api::notes::NoteSource;
use tenon_api::ops;
use tenon_api::run_source::CommandSource;
use tenon_api::search::Following;
use tenon_api::surroundings::SystemClock;
use tenon_api::tasks::TaskSource;
use tenon_api::wire::{SearchHit, SearchQuery};
use tenon_api::{ApiResult, search};
use tenon_index::find::{Ask, Engine, Problem, Ready};
use tenon_workspace::Root;

use self::given::Given;
use super::Symbols;
use crate::Session;

/// Threads that read at once, at most.
const THREADS: usize = 8;
/// So many questions are answered by looking at every file, before it is worth while to make an
/// index for the others.
const FEW: u32 = 2;

/// Who answers.
pub struct Answers {
    folder: PathBuf,
    engine: Engine,
    owner: Option<Link>,
    /// Questions that were answered here.
    here: u32,
    following: Option<Following>,
    /// The folder for what is needed for this run only.
    scratch: PathBuf,
}

impl Answers {
    pub fn new(session: &Session, symbols: &Arc<Symbols>) -> ApiResult<Self> {
        let root = Root::open(&session.workspace)?;
        let count =
            std::thread::available_parallelism().map_or(1, |count| count.get().min(THREADS));
        let asking = session.clone();
        let commands = CommandSource::new(root.path(), move |params| {
            crate::verb::runs::source(&asking)?.list(params)
        });
        let (found, list) = (symbols.clone(), symbols.clone());
        let notes = NoteSource::new(root.path(), move |params| {
            found.call::<ops::note_find>(params)
        });
        let tasks = TaskSource::new(root.path(), move |params| {
            list.call::<ops::task_list>(params)
        });
        let engine = Engine::new(root.path(), count)
            .with(Arc::new(symbols.clone().source()))
            .with(Arc::new(commands))
            .with(Arc::new(notes))
            .with(Arc::new(tasks));
        let owner = match &session.profile {
            None => Link::glance(&session.surroundings, &root),
            // Only the list of profiles tells whether the folder is bound to this one.
            Some(_) => session.reach(&session.app()?)?,
        };
        let scratch = session
            .surroundings
            .var("TMPDIR")
            .map_or("/tmp".into(), PathBuf::from);
        Ok(Self {
            folder: root.path().to_path_buf(),
            engine,
            owner,
            here: 0,
            following: None,
            scratch,
        })
    }

    /// Hands the hits to `take` until that says `false`, and gives what could not be looked at.
    pub fn run(
        &mut self,
        query: SearchQuery,
        ask: &Ask,
        take: &mut dyn FnMut(SearchHit) -> bool,
    ) -> ApiResult<Vec<Problem>> {
        let ready = self.engine.check(ask)?;
        let mut given = Given::default();
        if let Some(owner) = self.owner.as_ref().filter(|_| ask.limit != Some(0)) {
            match asked::ask(owner, query, ask.limit, &mut given, take) {
                Ok(problems) => return Ok(problems),
                // The next question need not wait for one that does not answer.
                Err(asked::Unanswered::Gone) => self.owner = None,
                Err(asked::Unanswered::Refused) => {}
            }
        }
        self.read(&ready, ask, &mut given, take)
    }

    /// Reads the files here, from the last hit on that was given.
    fn read(
        &mut self,
        ready: &Ready,
        ask: &Ask,
        given: &mut Given,
        take: &mut dyn FnMut(SearchHit) -> bool,
    ) -> ApiResult<Vec<Problem>> {
        let engine = self.narrowed();
        let stop = AtomicBool::new(false);
        if given.is_empty() {
            let done = engine.run_ready(ready, ask, &stop, &mut |hit| take(search::hit(hit)));
            return Ok(done?.problems);
        }
        let all = Ask {
            limit: None,
            ..ask.clone()
        };
        let limit = ask.limit.unwrap_or(usize::MAX);
        let done = engine.run_ready(ready, &all, &stop, &mut |hit| {
            let hit = search::hit(hit);
            if given.has(&hit) {
                return true;
            }
            given.count() < limit && given.take(hit, take)
        });
        Ok(done?.problems)
    }

    /// The engine, with an index when many questions are asked and nobody else has one.
    fn narrowed(&mut self) -> Engine {
        let engine = self.engine.clone();
        self.here += 1;
        if self.here > FEW && self.following.is_none() {
            let clock = Arc::new(SystemClock);
            // Without one every file is looked at, which takes longer and is as right.
            self.following = Following::start(&self.folder, &self.scratch, clock).ok();
        }
        match &self.following {
            Some(following) => following.narrow(engine),
            None => engine,
        }
    }
}
