//! One question to the vectors of one model.

use std::sync::atomic::Ordering;
use std::time::Instant;

use tenon_index::syntax::passage::MOST_CHARACTERS;
use tenon_sidecar::{Likeness, PathFilter, SidecarError, Vector, VectorsFilter, VectorsSearch};
use tenon_store::{MeaningDb, PassageKey, PassageScope, StoreError};

use super::current::{current, is_so};
use super::{About, Filter, Near};
use crate::meaning::target::Target;
use crate::meaning::write::unit;
use crate::meaning::{Meaning, Shared};
use crate::{ApiError, ApiResult};
use tenon_core::Code;

/// The most rows of one answer.
const MOST: usize = 1_000;

/// What is asked, whichever model answers.
pub(super) struct Ask<'a> {
    pub about: About<'a>,
    pub filter: &'a Filter,
    pub limit: usize,
    pub until: Option<Instant>,
    pub salt: &'a [u8],
    /// Whether the vectors of another model are being made.
    pub switching: bool,
    /// Whether that other one may answer instead.
    pub may_pass: bool,
}

/// Why there is no answer.
pub(super) struct Unanswered {
    pub told: ApiError,
    of_the_engine: bool,
}

impl Unanswered {
    /// Whether the engine could not turn the question into a vector, so that another one may.
    pub fn is_of_the_engine(&self) -> bool {
        self.of_the_engine
    }

    /// What the person is told where the settings name `wished`: what is wrong with that comes first,
    /// because it is what they can mend; the engine that was asked is the one before.
    pub fn beside<T>(self, wished: &Result<T, ApiError>) -> ApiError {
        match wished {
            Err(unusable) if self.of_the_engine && unusable.message != self.told.message => {
                let (new, old) = (&unusable.message, &self.told.message);
                let message = format!("{new}; the engine before it does not answer either: {old}");
                ApiError {
                    message,
                    ..unusable.clone()
                }
            }
            _ => self.told,
        }
    }
}

impl From<ApiError> for Unanswered {
    fn from(told: ApiError) -> Self {
        let of_the_engine = false;
        Self {
            told,
            of_the_engine,
        }
    }
}

impl From<StoreError> for Unanswered {
    fn from(error: StoreError) -> Self {
        ApiError::from(error).into()
    }
}

impl From<SidecarError> for Unanswered {
    fn from(error: SidecarError) -> Self {
        // One that is still loading, or busy, answers a moment later.
        let of_the_engine = matches!(
            &error,
            SidecarError::Answered { status: 403 | 503, code, .. }
                if *code != Code::SidecarUnavailable
        );
        Self {
            told: error.into(),
            of_the_engine,
        }
    }
}

impl Meaning {
    /// What is near among the vectors of `target`; nothing where its collection was lost, which is
    /// filled again.
    pub(super) fn ask(
        &self,
        db: &MeaningDb,
        ask: &Ask<'_>,
        target: &Target,
        missing: u64,
    ) -> Result<Option<Near>, Unanswered> {
        let shared = &self.shared;
        let unheard = shared.unheard.load(Ordering::SeqCst) > 0;
        let mut near = Near {
            partial: ask.switching || missing > 0 || unheard,
            missing,
            ..Near::default()
        };
        let question = Question::new(shared, db, ask.about, target, ask.salt)?;
        let limit = ask.limit.clamp(1, MOST);
        // Some of what is found may be in no file any more.
        let mut asked = (limit + limit / 2 + 8).min(MOST);
        loop {
            let search = VectorsSearch {
                from: target.collection(&shared.parts.workspace),
                near: question.near.clone(),
                model: question.model.clone(),
                limit: asked,
                filter: wire(ask.filter),
                exact: false,
            };
            let left = ask
                .until
                .map(|until| until.saturating_duration_since(Instant::now()));
            let found = match shared.parts.service.search(&search, left) {
                Ok(found) => found,
                // The model of these vectors is not to be had any more.
                Err(error) if error.has_status(404) && ask.may_pass => {
                    return Err(Unanswered {
                        told: error.into(),
                        of_the_engine: true,
                    });
                }
                // There was no row to write yet.
                Err(error)
                    if error.has_status(404)
                        && (ask.switching || db.counts(PassageScope::All)?.written == 0) =>
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
                db,
                found.hits,
                &question,
                ask.salt,
                &mut near.partial,
            )?;
            near.hits.truncate(limit);
            if near.hits.len() == limit || all < asked || asked == MOST {
                return Ok(Some(near));
            }
            asked = MOST;
        }
    }
}

/// A question as the sidecar is asked it.
pub(super) struct Question {
    near: Likeness,
    model: Option<String>,
    /// What is not an answer: the thing itself.
    pub own: Option<PassageKey>,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_the_engine_of_the_settings_is_told_first() {
        let old = |of_the_engine| Unanswered {
            told: ApiError::new(Code::Permission, "no setting names 127.0.0.1:9").hint("Name it."),
            of_the_engine,
        };
        let new: Result<(), _> =
            Err(ApiError::new(Code::Invalid, "there is no folder \"m\"").hint("Make it."));
        let told = old(true).beside(&new);
        assert!(told.message.starts_with("There is no folder"), "{told}");
        assert!(told.message.contains("127.0.0.1:9"), "{told}");
        assert_eq!(told.hint.as_deref(), Some("Make it."));
        assert_eq!(old(true).beside(&Ok(())).hint.as_deref(), Some("Name it."));
        let elsewhere = old(false).beside(&new);
        assert_eq!(
            elsewhere.hint.as_deref(),
            Some("Name it."),
            "no engine's fault"
        );
    }
}
