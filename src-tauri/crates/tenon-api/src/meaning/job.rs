//! The thread that does the work: one step after the other, and at rest when there is nothing to do.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use tenon_store::MeaningDb;

use super::heal::Upkeep;
use super::late::Late;
use super::pace::Pace;
use super::rate::{Rate, Share};
use super::service::Answering;
use super::status::{Facts, status, unfound};
use super::stint::{Bounds, Stint};
use super::taken_back::TakenBack;
use super::target::Targets;
use super::trouble::Trouble;
use super::workers::{Ask, Done, Workers};
use super::{Paths, Shared, Wishes};
use crate::wire::MeaningState;
use crate::{ApiError, ApiResult};

/// How often the windows are told how far it is.
const TOLD: Duration = Duration::from_millis(500);
/// What reaches the thread.
pub(crate) enum Order {
    /// The index has read these files, or all.
    Changed(Paths),
    /// Settings, the sidecar or what is open may have changed.
    Look,
    /// The person holds the work, or lets it go on; answered when it is so.
    Paused(Sender<()>),
    /// Somebody waits for what can be done within bounds.
    Stint(Stint),
    /// The sidecar has answered.
    Done(Done),
    Stop,
}

pub(crate) struct Job {
    pub shared: Arc<Shared>,
    heard: Receiver<Order>,
    pub workers: Workers,
    pub wishes: Wishes,
    pub answering: Answering,
    /// The model of this launch, once it has said so, and whether it was asked.
    pub model: Option<String>,
    pub asking: bool,
    pub targets: Targets,
    /// What is taken over from a collection that nothing is known of.
    pub taken_back: TakenBack,
    /// What is embedded by the model before while another one takes over.
    pub late: Late,
    /// Files whose rows may not be those of now.
    pub stale: BTreeSet<Vec<u8>>,
    /// The print of every file that was compared; read when it is first needed.
    pub known: Option<HashMap<Vec<u8>, [u8; 16]>>,
    /// Texts on their way to the sidecar.
    pub embedding: HashSet<[u8; 16]>,
    /// Requests with them.
    pub requests: usize,
    /// Texts that are read and wait for a request.
    pub ready: Vec<Vec<([u8; 16], String)>>,
    /// Texts that were embedded, and are in no row that was written since.
    pub fresh: HashSet<[u8; 16]>,
    /// How many texts a request has.
    pub pace: Pace,
    /// Texts that had no answer in time, each alone.
    pub slow: HashSet<[u8; 16]>,
    /// Whether rows or anything else about the collection is under way.
    pub writing: bool,
    /// When the last rows were sent.
    pub written_at: Option<Instant>,
    /// When texts may be embedded again, so that the share of the time is kept.
    pub share: Share,
    pub upkeep: Upkeep,
    pub facts: Facts,
    pub rate: Rate,
    pub trouble: Option<Trouble>,
    pub attempts: u32,
    pub paused: bool,
    /// Whether texts are embedded within bounds only, and those of now.
    pub bounds: Bounds,
    /// Whether there was nothing to do in the last step, or nothing that may be done.
    pub idle: bool,
    /// News of files that were taken, and are heard once their rows are compared.
    taken: u64,
    told_at: Option<Instant>,
    pub told: Option<MeaningState>,
}

/// When the next step is due.
pub(crate) enum Next {
    /// At once.
    Now,
    /// Then, or when something is heard.
    At(Instant),
    /// When something is heard.
    Heard,
}

impl Job {
    pub fn new(
        shared: Arc<Shared>,
        orders: Sender<Order>,
        heard: Receiver<Order>,
        bounds: Bounds,
    ) -> io::Result<Self> {
        let workers = Workers::start(&shared.parts.service, move |done| {
            // Nobody waits for it at the end.
            let _ = orders.send(Order::Done(done));
        })?;
        Ok(Self {
            wishes: (shared.parts.wishes)(),
            shared,
            heard,
            workers,
            answering: Answering::default(),
            model: None,
            asking: false,
            targets: Targets::default(),
            taken_back: TakenBack::default(),
            late: Late::default(),
            stale: BTreeSet::new(),
            known: None,
            embedding: HashSet::new(),
            requests: 0,
            ready: Vec::new(),
            fresh: HashSet::new(),
            pace: Pace::default(),
            slow: HashSet::new(),
            writing: false,
            written_at: None,
            share: Share::default(),
            upkeep: Upkeep::default(),
            facts: Facts::default(),
            rate: Rate::default(),
            trouble: None,
            attempts: 0,
            paused: false,
            bounds,
            idle: false,
            taken: 0,
            told_at: None,
            told: None,
        })
    }

    pub fn run(mut self) {
        // What a person does comes first. On Linux this is the thread's own priority.
        let _ = rustix::process::setpriority_process(None, 10);
        let mut answers = Vec::new();
        loop {
            self.idle = false;
            let next = self.step().unwrap_or_else(|error| self.failed(error));
            let next = self.end_stint(next);
            for answer in answers.drain(..) {
                let _: Result<(), _> = Sender::send(&answer, ());
            }
            let order = match next {
                Next::Now => self.heard.try_recv().map_err(|_| RecvTimeoutError::Timeout),
                Next::At(at) => self.heard.recv_deadline(at),
                Next::Heard => self.heard.recv().map_err(Into::into),
            };
            let mut order = order.ok();
            while let Some(heard) = order {
                match heard {
                    Order::Stop => return,
                    Order::Paused(answer) => answers.push(answer),
                    Order::Stint(stint) => self.bounds.begin(stint),
                    other => {
                        if let Err(error) = self.take(other) {
                            self.failed(error);
                        }
                    }
                }
                order = self.heard.try_recv().ok();
            }
            if self.shared.stopping() {
                return;
            }
        }
    }

    fn take(&mut self, order: Order) -> ApiResult<()> {
        match order {
            Order::Changed(paths) => {
                self.taken += 1;
                self.changed(paths)
            }
            Order::Done(done) => self.done(done),
            Order::Look | Order::Paused(_) | Order::Stint(_) | Order::Stop => Ok(()),
        }
    }

    fn changed(&mut self, paths: Paths) -> ApiResult<()> {
        if !self.wishes.enabled {
            return Ok(());
        }
        // Before all files were looked at, those that are not known would seem to be gone; it is told
        // when they were.
        if paths.is_none() && !self.shared.parts.symbols.complete_or_unfollowed() {
            return Ok(());
        }
        let db = self.shared.db()?;
        let known = match &mut self.known {
            Some(known) => known,
            None => self.known.insert(db.prints()?),
        };
        let files = self.shared.files(&self.wishes.salt);
        self.stale.extend(files.stale(known, paths));
        Ok(())
    }

    /// Does what is to be done now, and says when there is more.
    fn step(&mut self) -> ApiResult<Next> {
        let wishes = (self.shared.parts.wishes)();
        if wishes != self.wishes {
            let look = wishes.salt != self.wishes.salt || wishes.enabled != self.wishes.enabled;
            self.wishes = wishes;
            self.trouble = None;
            if look {
                self.changed(None)?;
            }
        }
        if !self.wishes.enabled {
            return Ok(self.tell(MeaningState::Off, None, Next::Heard));
        }
        let db = self.shared.db()?;
        self.paused = self.shared.paused()?;
        if self.known.is_none() {
            self.changed(None)?;
        }
        if !self.stale.is_empty() && self.bounds.has_time() {
            self.compare(&db)?;
            return Ok(self.tell(MeaningState::Working, None, Next::Now));
        }
        self.read_targets(&db)?;
        let refused = self.wishes.refused.clone();
        // An engine that cannot be used takes nothing from the one that answers.
        let unusable = self.wishes.engine.clone().err();
        let unusable = unusable.filter(|_| self.targets.answering.is_none());
        if let Some(error) = refused.or(unusable) {
            return Ok(self.tell(MeaningState::Failed, Some(error), Next::Heard));
        }
        let answering = self.shared.parts.service.answering();
        if answering.launch != self.answering.launch {
            // What was wrong with the launch before says nothing of this one.
            self.succeeded();
            self.model = None;
        }
        self.answering = answering;
        let Some(launch) = self.answering.launch else {
            return Ok(self.wait_for_sidecar());
        };
        let now = Instant::now();
        if let Some(trouble) = self.trouble.as_ref().filter(|one| one.until > now) {
            let until = trouble.until;
            let state = match trouble.passes {
                true => MeaningState::Waiting,
                false => MeaningState::Failed,
            };
            let error = Some(trouble.error.clone());
            return Ok(self.tell(state, error, Next::At(until)));
        }
        if !self.shared.parts.symbols.complete_or_unfollowed() {
            return Ok(self.tell(MeaningState::Waiting, None, Next::Heard));
        }
        let Some(model) = self.model.clone() else {
            if !self.asking {
                self.asking = true;
                self.workers.ask(Ask::Model);
            }
            return Ok(self.tell(MeaningState::Working, None, Next::Heard));
        };
        self.name_open(&db)?;
        if !self.aim(&db, &model)? {
            return Ok(self.tell(MeaningState::Working, None, Next::Heard));
        }
        let next = self.write(&db, launch)?;
        let next = match self.upkeep.is_checked(launch) {
            true => {
                self.bounds.are_ready();
                self.late(&db, launch)?;
                self.embed(&db)?.or(next)
            }
            // What was made before is written first, so that it can be counted.
            false => next,
        };
        let ready = !self.ready.is_empty() && self.may_embed() > 0;
        let busy = self.requests > 0 || self.writing || self.late.busy;
        let idle = !busy && next.is_none() && !ready;
        if !idle {
            let next = next.map_or(Next::Heard, Next::At);
            return Ok(self.tell(MeaningState::Working, None, next));
        }
        if self.rest(&db)? {
            return Ok(self.tell(MeaningState::Working, None, Next::Now));
        }
        self.idle = true;
        self.fresh.clear();
        let state = match self.bounds.are_set() {
            true => MeaningState::Waiting,
            false => MeaningState::Ready,
        };
        Ok(self.tell(state, None, Next::Heard))
    }

    fn compare(&mut self, db: &Arc<MeaningDb>) -> ApiResult<()> {
        let model = self.targets.filling.as_ref();
        let model = model.map(|target| target.model.clone()).unwrap_or_default();
        let known = self.known.get_or_insert_default();
        self.late.news = true;
        let files = self.shared.files(&self.wishes.salt);
        files.compare(db, &mut self.stale, known, &model)
    }

    /// Says that the news that was taken is in the rows, and told.
    fn heard_all(&mut self) {
        if !self.stale.is_empty() {
            return;
        }
        self.shared.unheard.fetch_sub(self.taken, Ordering::SeqCst);
        self.taken = 0;
    }

    /// Names the files that are open, whose texts come first.
    fn name_open(&mut self, db: &MeaningDb) -> ApiResult<()> {
        let open = self.shared.open_files();
        if self.upkeep.open != open {
            db.touch(open.clone())?;
            self.upkeep.open = open;
        }
        Ok(())
    }

    pub fn tell(&mut self, state: MeaningState, why: Option<ApiError>, next: Next) -> Next {
        let now = Instant::now();
        // What was made before is written also while the work rests: nothing is embedded for it.
        let goes_on = matches!(state, MeaningState::Working | MeaningState::Ready);
        let state = match self.paused && goes_on {
            true => MeaningState::Paused,
            false => state,
        };
        let busy = state == MeaningState::Working && self.told == Some(state);
        if busy && let Some(told) = self.told_at.filter(|told| now - *told < TOLD) {
            self.heard_all();
            return match next {
                Next::Heard => Next::At(told + TOLD),
                next => next,
            };
        }
        (self.told_at, self.told) = (Some(now), Some(state));
        if let Ok(db) = self.shared.db() {
            match db.counts(self.shared.scope(&self.wishes)) {
                Ok(counts) => self.facts.counts = counts,
                Err(error) => tracing::warn!(%error, "the rows cannot be counted"),
            }
        }
        if let Ok(db) = self.shared.db() {
            match unfound(&db, &self.targets) {
                Ok(unfound) => self.facts.unfound = unfound,
                Err(error) => tracing::warn!(%error, "the rows cannot be counted"),
            }
        }
        self.facts.aside = self.shared.aside();
        self.facts.targets = self.targets.clone();
        self.facts.per_second = self.rate.per_second(now);
        let goes_on = matches!(
            state,
            MeaningState::Working | MeaningState::Ready | MeaningState::Waiting
        );
        let (state, why) = match (&self.wishes.engine, goes_on && why.is_none()) {
            (Err(error), true) => (MeaningState::Failed, Some(error.clone())),
            _ => (state, why),
        };
        let told = status(&self.wishes, &self.facts, state, why.as_ref());
        self.shared.publish(told);
        self.heard_all();
        next
    }
}
