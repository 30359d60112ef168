//! What is near to a question.

mod ask;
mod current;

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tenon_core::Code;
use tenon_store::{MeaningDb, PassageScope};

use super::Meaning;
use super::service::Answering;
use super::target::{Target, Targets};
use crate::{ApiError, ApiResult};

/// The first question to a launch may take so many times longer: the collection is opened for it, and
/// the machine may be busy with the start.
const FIRST: u32 = 4;
/// How long a sidecar may take to start for one call.
const LONGEST_START: Duration = Duration::from_secs(90);
/// How long a question waits for a sidecar that is on its way.
const LONGEST_QUESTION: Duration = Duration::from_secs(20);

/// What rows are to be near to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About<'a> {
    /// What a text means.
    Text(&'a str),
    /// A row that is known: more like this one.
    Key {
        /// What the row is about, as `kind:id`.
        reference: &'a str,
        /// The hash of its text; the first row of the reference without it.
        hash: Option<[u8; 16]>,
    },
    /// The piece of a file in which a line is: more like this place.
    Place {
        /// The file, relative to the workspace.
        path: &'a [u8],
        /// The line, from 1.
        line: u32,
    },
}

/// Which rows count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only these kinds, when there are some: `code`.
    pub kinds: Vec<String>,
    /// Only these languages, when there are some, by the names of `tenon_index`.
    pub languages: Vec<String>,
    /// One of these fits the whole path, when there are some; regular expressions.
    pub include: Vec<String>,
    /// None of these fits the whole path.
    pub exclude: Vec<String>,
    /// Only files that were changed since then, UTC milliseconds.
    pub since: Option<i64>,
}

/// A piece of text that is near.
#[derive(Debug, Clone, PartialEq)]
pub struct NearHit {
    /// What it is about, as `kind:id`: `symbol:ID`, or `file:…` for text that is about no symbol.
    pub reference: String,
    /// The hash of its masked text.
    pub hash: [u8; 16],
    /// `code`.
    pub kind: String,
    /// The file, relative to the workspace.
    pub path: Vec<u8>,
    /// Which part of a split symbol it is, from 0.
    pub part: u32,
    /// The line that stands for it, from 1.
    pub line: u32,
    /// The cosine: 1 is the same direction.
    pub score: f32,
}

/// What is near, the nearest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Near {
    /// Only pieces whose text is in the file now.
    pub hits: Vec<NearHit>,
    /// Whether some pieces cannot be found yet.
    pub partial: bool,
    /// How many cannot, as far as they are known.
    pub missing: u64,
    /// How long the question took to become a vector, milliseconds.
    pub embed_ms: f64,
    /// How long the sidecar searched, milliseconds.
    pub search_ms: f64,
    /// How long all of it took.
    pub took: Duration,
}

impl Near {
    /// An answer while nothing can be found.
    fn nothing() -> Self {
        Self {
            partial: true,
            ..Self::default()
        }
    }
}

impl Meaning {
    /// The pieces that are near to a question, the nearest first, at most `limit`.
    ///
    /// # Errors
    /// `sidecarUnavailable` with a hint where no sidecar answers, and `notFound` for a thing that has
    /// no vector yet.
    pub fn search(&self, about: About<'_>, filter: &Filter, limit: usize) -> ApiResult<Near> {
        self.search_within(about, filter, limit, None)
    }

    /// The same for whoever waits only `within` some time; the sidecar of one call has all the time
    /// that it needs to start, and one that has just started has some more.
    ///
    /// # Errors
    /// As [`Meaning::search`], and `sidecarUnavailable` when the time is over.
    pub fn search_within(
        &self,
        about: About<'_>,
        filter: &Filter,
        limit: usize,
        within: Option<Duration>,
    ) -> ApiResult<Near> {
        let began = Instant::now();
        let one_call = self.shared.parts.begin.is_some();
        let launch = self.shared.parts.service.answering().launch.unwrap_or(0);
        let is_first = self.shared.answered.load(Ordering::SeqCst) != launch;
        let until = within.filter(|_| !one_call).map(|within| match is_first {
            true => began + within * FIRST,
            false => began + within,
        });
        let mut near = self.look(about, filter, limit, until)?;
        if near.is_none() && one_call {
            // What was found damaged is whole again by now.
            near = self.look(about, filter, limit, until)?;
        }
        self.shared.answered.store(launch, Ordering::SeqCst);
        let mut near = near.unwrap_or_else(Near::nothing);
        near.took = began.elapsed();
        Ok(near)
    }

    /// The same; nothing where the collection was lost, which is filled again.
    fn look(
        &self,
        about: About<'_>,
        filter: &Filter,
        limit: usize,
        until: Option<Instant>,
    ) -> ApiResult<Option<Near>> {
        let shared = &self.shared;
        let wishes = (shared.parts.wishes)();
        if let Some(refused) = wishes.refused {
            return Err(refused);
        }
        if !wishes.enabled {
            let message = "searching by meaning is switched off";
            return Err(ApiError::new(Code::SidecarUnavailable, message)
                .hint(wishes.switch_on.unwrap_or_default()));
        }
        if let Err(unusable) = &wishes.engine {
            // What answers goes on, unless something is asked for that would leave the machine.
            let known = shared.parts.place.file.exists();
            if unusable.code == Code::Permission
                || !known
                || Targets::read(&*shared.db()?)?.answering.is_none()
            {
                return Err(unusable.clone());
            }
        }
        // Where other rankings wait for this one, they do not wait for a start.
        self.wait_for_sidecar_until(until.map(|_| Instant::now()))?;
        self.catch_up()?;
        let db = shared.db()?;
        let targets = Targets::read(&db)?;
        let Some(answering) = &targets.answering else {
            return Ok(Some(Near {
                missing: self.unread(&db, None)?,
                ..Near::nothing()
            }));
        };
        let mut ask = ask::Ask {
            about,
            filter,
            limit,
            until,
            salt: &wishes.salt,
            switching: targets.switching(),
            may_pass: targets.switching(),
        };
        let old = ask.switching.then_some(answering);
        let missing = self.unread(&db, old)?;
        match (self.ask(&db, &ask, answering, missing), &targets.filling) {
            // Only that model can read a question for its vectors; the new ones answer before they are
            // complete.
            (Err(error), Some(new)) if ask.may_pass && error.is_of_the_engine() => {
                ask.may_pass = false;
                let missing = self.unread(&db, None)?;
                // What is wrong with the engine that has all vectors is told first.
                let found = self.ask(&db, &ask, new, missing);
                found.map_err(|_| error.beside(&wishes.engine))
            }
            (found, _) => found.map_err(|error| error.beside(&wishes.engine)),
        }
    }

    /// How many pieces cannot be found: those without a vector of the model before, while it answers,
    /// or those that wait for one.
    fn unread(&self, db: &MeaningDb, old: Option<&Target>) -> ApiResult<u64> {
        let wanted = match old {
            Some(old) => db.without(&old.model)?,
            // Counting takes a while among many rows, and there mostly are none.
            None if !db.is_any_wanted()? => 0,
            None => db.counts(PassageScope::All)?.wanted,
        };
        Ok(wanted + self.shared.left.load(Ordering::SeqCst))
    }

    /// Waits until a sidecar answers, where one is on its way; a process that does not stay starts
    /// one for this call.
    pub(crate) fn wait_for_sidecar(&self) -> ApiResult<()> {
        self.wait_for_sidecar_until(Some(Instant::now()))
    }

    /// The same for a question, which waits until then for the sidecar of an owner that stays; as long
    /// as a question waits for its answer where no end is set.
    fn wait_for_sidecar_until(&self, until: Option<Instant>) -> ApiResult<()> {
        let parts = &self.shared.parts;
        let until = match &parts.begin {
            Some(begin) => {
                begin();
                Instant::now() + LONGEST_START
            }
            None => until.unwrap_or_else(|| Instant::now() + LONGEST_QUESTION),
        };
        loop {
            match parts.service.answering() {
                Answering {
                    launch: Some(_), ..
                } => return Ok(()),
                other if other.coming && Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                // It has not begun yet.
                other
                    if parts.begin.is_some()
                        && other == Answering::default()
                        && Instant::now() < until =>
                {
                    std::thread::sleep(Duration::from_millis(20));
                }
                other => return Err(unavailable(other)),
            }
        }
    }
}

fn unavailable(answering: Answering) -> ApiError {
    // Nothing is to be done about a start but to wait for it.
    let wait = answering
        .coming
        .then(|| "Try again in a moment.".to_owned());
    let reason = answering.reason.unwrap_or_else(|| match answering.coming {
        true => "the sidecar is still starting".to_owned(),
        false => "no sidecar runs".to_owned(),
    });
    ApiError {
        hint: answering.hint.or(wait),
        ..ApiError::new(Code::SidecarUnavailable, reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_is_waited_for_and_no_doctor_is_needed() {
        let said = |coming, hint: Option<&str>| {
            let hint = hint.map(str::to_owned);
            unavailable(Answering {
                coming,
                hint,
                ..Answering::default()
            })
            .hint
        };
        assert_eq!(said(true, None).as_deref(), Some("Try again in a moment."));
        let known = Some("It takes less than a minute.");
        assert_eq!(said(true, known).as_deref(), known);
        assert_eq!(said(false, None), None);
    }
}
