//! What is near to a question.

mod current;

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tenon_core::Code;
use tenon_index::syntax::passage::MOST_CHARACTERS;
use tenon_sidecar::{Likeness, PathFilter, Vector, VectorsFilter, VectorsSearch};
use tenon_store::{MeaningDb, PassageKey, PassageScope};

use super::service::Answering;
use super::target::{Target, Targets};
use super::write::unit;
use super::{Meaning, Shared};
use crate::{ApiError, ApiResult};
use current::{current, is_so};

/// The most rows of one answer.
const MOST: usize = 1_000;
/// How long a sidecar may take to start for one call.
const LONGEST_START: Duration = Duration::from_secs(90);

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
    /// that it needs to start.
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
        let until = within.filter(|_| !one_call).map(|within| began + within);
        let mut near = self.look(about, filter, limit, until)?;
        if near.is_none() && one_call {
            // What was found damaged is whole again by now.
            near = self.look(about, filter, limit, until)?;
        }
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
                .hint("Set \"embeddings.enabled\" and \"sidecar.enabled\" in the settings."));
        }
        self.wait_for_sidecar()?;
        self.catch_up()?;
        let db = shared.db()?;
        let targets = Targets::read(&db)?;
        let mut near = Near {
            partial: targets.switching(),
            ..Near::default()
        };
        let wanted = match targets.answering.as_ref().filter(|_| targets.switching()) {
            // Its vectors answer, and new text has none of it.
            Some(old) => db.without(&old.model)?,
            // Counting takes a while among many rows, and there mostly are none.
            None if !db.is_any_wanted()? => 0,
            None => db.counts(PassageScope::All)?.wanted,
        };
        near.missing = wanted + shared.left.load(Ordering::SeqCst);
        near.partial |= near.missing > 0 || shared.unheard.load(Ordering::SeqCst) > 0;
        let Some(target) = &targets.answering else {
            near.partial = true;
            return Ok(Some(near));
        };
        let question = Question::new(shared, &db, about, target, &wishes.salt)?;
        let limit = limit.clamp(1, MOST);
        // Some of what is found may be in no file any more.
        let mut asked = (limit + limit / 2 + 8).min(MOST);
        loop {
            let search = VectorsSearch {
                from: target.collection(&shared.parts.workspace),
                near: question.near.clone(),
                model: question.model.clone(),
                limit: asked,
                filter: wire(filter),
                exact: false,
            };
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            let found = match shared.parts.service.search(&search, left) {
                Ok(found) => found,
                // There was no row to write yet.
                Err(error)
                    if error.has_status(404)
                        && (targets.switching() || db.counts(PassageScope::All)?.written == 0) =>
                {
                    near.partial = true;
                    return Ok(Some(near));
                }
                Err(error) if error.has_status(404) || error.has_status(409) => {
                    // It is gone, or was damaged and is gone now; its rows are sent again.
                    db.lost()?;
                    self.nudge();
                    return Ok(None);
                }
                Err(error) => return Err(error.into()),
            };
            (near.embed_ms, near.search_ms) = (found.embed_ms, found.search_ms);
            let all = found.hits.len();
            near.hits = current(
                shared,
                &db,
                found.hits,
                &question,
                &wishes.salt,
                &mut near.partial,
            )?;
            near.hits.truncate(limit);
            if near.hits.len() == limit || all < asked || asked == MOST {
                return Ok(Some(near));
            }
            asked = MOST;
        }
    }

    /// Waits until a sidecar answers, where one is on its way; a process that does not stay starts
    /// one for this call.
    pub(crate) fn wait_for_sidecar(&self) -> ApiResult<()> {
        let parts = &self.shared.parts;
        let Some(begin) = &parts.begin else {
            return match parts.service.answering() {
                Answering {
                    launch: Some(_), ..
                } => Ok(()),
                other => Err(unavailable(other)),
            };
        };
        begin();
        let until = Instant::now() + LONGEST_START;
        loop {
            match parts.service.answering() {
                Answering {
                    launch: Some(_), ..
                } => return Ok(()),
                other if other.coming && Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                // It has not begun yet.
                other if other == Answering::default() && Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                other => return Err(unavailable(other)),
            }
        }
    }
}

fn unavailable(answering: Answering) -> ApiError {
    let reason = answering.reason.unwrap_or_else(|| match answering.coming {
        true => "the sidecar is still starting".to_owned(),
        false => "no sidecar runs".to_owned(),
    });
    ApiError {
        hint: answering.hint,
        ..ApiError::new(Code::SidecarUnavailable, reason)
    }
}

/// A question as the sidecar is asked it.
struct Question {
    near: Likeness,
    model: Option<String>,
    /// What is not an answer: the thing itself.
    own: Option<PassageKey>,
}

impl Question {
    fn new(
        shared: &Shared,
        db: &MeaningDb,
        about: About<'_>,
        target: &Target,
        salt: &[u8],
    ) -> ApiResult<Self> {
        let row = match about {
            About::Text(text) => {
                // More is no question, and no engine reads it.
                let text = text.chars().take(MOST_CHARACTERS).collect();
                return Ok(Self {
                    near: Likeness::Text(text),
                    model: Some(target.model.clone()),
                    own: None,
                });
            }
            About::Key { reference, hash } => {
                let rows = db.about(reference)?.into_iter();
                let mut rows = rows.filter(|row| hash.is_none_or(|hash| row.key.hash == hash));
                rows.next()
            }
            About::Place { path, line } => {
                let known = db.file_known(path)?;
                let is_so = known.is_some_and(|file| is_so(shared, path, &file, salt));
                let rows = match is_so {
                    true => db.of_file(path)?,
                    // Another text stands there by now.
                    false => Vec::new(),
                };
                let before = rows.iter().rposition(|row| row.line <= line);
                rows.into_iter().nth(before.unwrap_or(0))
            }
        };
        let vector = match &row {
            Some(row) => db.vector(&row.key.hash, &target.model)?,
            None => None,
        };
        let (Some(row), Some(vector)) = (row, vector) else {
            let message = "this has not been read for its meaning yet";
            return Err(ApiError::new(Code::NotFound, message));
        };
        Ok(Self {
            near: Likeness::Vector(Vector(unit(vector))),
            model: None,
            own: Some(row.key),
        })
    }
}

fn wire(filter: &Filter) -> VectorsFilter {
    VectorsFilter {
        kinds: filter.kinds.clone(),
        languages: filter.languages.clone(),
        paths: PathFilter {
            include: filter.include.clone(),
            exclude: filter.exclude.clone(),
        },
        since: filter.since,
    }
}
