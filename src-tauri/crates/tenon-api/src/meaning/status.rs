//! How the work is, as everybody is told.

use serde_json::Value;
use tenon_core::{Millis, counted};
use tenon_store::{MeaningDb, PassageCounts, PassageScope, StoreError};

use super::target::Targets;
use super::wishes::midnight;
use super::{PAUSED, Shared, Wishes};
use crate::owner::lock;
use crate::wire::{MeaningScope, MeaningState, MeaningStatus, Whole};
use crate::{ApiError, ApiResult};

/// What was told last.
#[derive(Default)]
pub(crate) struct Told(Option<MeaningStatus>);

/// What a status is made of.
#[derive(Default)]
pub(crate) struct Facts {
    pub counts: PassageCounts,
    pub targets: Targets,
    /// Pieces that the vectors which answer have not, while others are made.
    pub unfound: u64,
    pub per_second: f64,
    pub embedded: u64,
    pub reused: u64,
    /// That what was known before was damaged, and where it lies.
    pub aside: Option<String>,
}

impl Shared {
    /// What was told last.
    pub fn status(&self) -> MeaningStatus {
        let told = lock(&self.told).0.clone();
        told.unwrap_or_else(|| {
            let wishes = (self.parts.wishes)();
            status(&wishes, &Facts::default(), MeaningState::Waiting, None)
        })
    }

    /// Tells what is new.
    pub fn publish(&self, status: MeaningStatus) {
        let mut told = lock(&self.told);
        if told.0.as_ref() == Some(&status) {
            return;
        }
        told.0 = Some(status.clone());
        drop(told);
        (self.parts.tell)(status);
    }

    /// Which rows the settings ask for.
    pub fn scope(&self, wishes: &Wishes) -> PassageScope {
        scope(wishes, self.parts.clock.now())
    }

    /// Whether the person holds the work.
    pub fn paused(&self) -> ApiResult<bool> {
        is_paused(&*self.db()?)
    }

    /// How it is where no work goes on.
    pub fn at_rest(&self) -> MeaningStatus {
        let wishes = (self.parts.wishes)();
        let read = || -> ApiResult<(Facts, bool)> {
            if !self.parts.place.file.exists() {
                return Ok((Facts::default(), false));
            }
            let db = self.db()?;
            let (mut facts, paused) = Facts::read(&db, self.scope(&wishes))?;
            facts.aside = self.aside();
            Ok((facts, paused))
        };
        match read() {
            Ok((facts, paused)) => resting(&wishes, &facts, paused),
            Err(error) => failed(&wishes, &error),
        }
    }
}

impl Facts {
    /// What stands in the database, and whether the person holds the work.
    fn read(db: &MeaningDb, scope: PassageScope) -> ApiResult<(Self, bool)> {
        let targets = Targets::read(db)?;
        let facts = Self {
            counts: db.counts(scope)?,
            unfound: unfound(db, &targets)?,
            targets,
            ..Self::default()
        };
        Ok((facts, is_paused(db)?))
    }
}

/// How the work is in a database that nobody owns now.
pub(crate) fn of_nobody(wishes: &Wishes, db: &MeaningDb, now: Millis) -> ApiResult<MeaningStatus> {
    let (facts, paused) = Facts::read(db, scope(wishes, now))?;
    Ok(resting(wishes, &facts, paused))
}

fn is_paused(db: &MeaningDb) -> ApiResult<bool> {
    Ok(db.kept(PAUSED)? == Some(Value::Bool(true)))
}

fn scope(wishes: &Wishes, now: Millis) -> PassageScope {
    match wishes.scope {
        MeaningScope::All => PassageScope::All,
        MeaningScope::Touched => PassageScope::Touched(midnight(now)),
    }
}

/// How it is where no work goes on.
fn resting(wishes: &Wishes, facts: &Facts, paused: bool) -> MeaningStatus {
    let complete = facts.counts.wanted + facts.counts.gone == 0 && facts.counts.written > 0;
    let state = match (wishes.enabled, paused, complete) {
        (false, ..) => MeaningState::Off,
        (_, true, _) => MeaningState::Paused,
        (_, _, true) => MeaningState::Ready,
        _ => MeaningState::Waiting,
    };
    match (&wishes.engine, state) {
        (Err(error), MeaningState::Ready | MeaningState::Waiting) => {
            status(wishes, facts, MeaningState::Failed, Some(error))
        }
        _ => status(wishes, facts, state, None),
    }
}

/// How many pieces the model that answers has no vector of, while another one takes its place.
pub(crate) fn unfound(db: &MeaningDb, targets: &Targets) -> Result<u64, StoreError> {
    let old = targets.answering.as_ref().filter(|_| targets.switching());
    old.map_or(Ok(0), |old| db.without(&old.model))
}

/// How it is while the settings name nothing that can be used.
pub(crate) fn failed(wishes: &Wishes, why: &ApiError) -> MeaningStatus {
    status(wishes, &Facts::default(), MeaningState::Failed, Some(why))
}

/// Puts a status together.
pub(crate) fn status(
    wishes: &Wishes,
    facts: &Facts,
    state: MeaningState,
    why: Option<&ApiError>,
) -> MeaningStatus {
    let model =
        |target: &Option<super::target::Target>| target.as_ref().map(|target| target.model.clone());
    let switching = facts.targets.switching();
    let late = (facts.unfound > 0).then(|| {
        let pieces = counted(facts.unfound, "piece");
        format!("{pieces} of new text can be found once the new vectors are complete")
    });
    MeaningStatus {
        state,
        reason: why
            .map(|error| error.message.clone())
            .or(late)
            .or_else(|| facts.aside.clone()),
        hint: match state {
            MeaningState::Off => wishes.switch_on.clone(),
            _ => why.and_then(|error| error.hint.clone()),
        },
        code: why.map(|error| error.code),
        done: Whole::size(facts.counts.written),
        total: Whole::size(facts.counts.written + facts.counts.wanted),
        per_second: (facts.per_second * 10.0).round() / 10.0,
        engine: model(&facts.targets.answering),
        switching_to: model(&facts.targets.filling).filter(|_| switching),
        scope: wishes.scope,
        embedded: Whole::size(facts.embedded),
        reused: Whole::size(facts.reused),
    }
}
