//! What keeps the work from going on, and when it is tried again.

use std::time::{Duration, Instant};

use tenon_core::Code;
use tenon_sidecar::SidecarError;

use super::job::{Job, Next};
use super::service::Answering;
use crate::ApiError;
use crate::wire::MeaningState;

/// The first wait after something failed that may pass; doubled up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_millis(250);
/// The longest such wait.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// What is wrong, and whether it passes by itself.
pub(crate) struct Trouble {
    pub error: ApiError,
    pub passes: bool,
    pub until: Instant,
}

impl Job {
    pub fn wait_for_sidecar(&mut self) -> Next {
        let Answering {
            coming,
            reason,
            hint,
            ..
        } = self.answering.clone();
        let error = reason.map(|reason| ApiError {
            hint,
            ..ApiError::new(Code::SidecarUnavailable, reason)
        });
        let state = match (&error, coming) {
            (Some(_), false) => MeaningState::Failed,
            _ => MeaningState::Waiting,
        };
        self.tell(state, error, Next::Heard)
    }

    /// Notes what is wrong on this side of the sidecar: a disk that is full, as a rule.
    pub fn failed(&mut self, error: ApiError) -> Next {
        tracing::warn!(%error, "the work on meaning does not go on");
        // News that could not be taken is taken from the files themselves.
        self.known = None;
        self.stale.clear();
        let until = Instant::now() + LONGEST_WAIT;
        self.trouble = Some(Trouble {
            error: error.clone(),
            passes: false,
            until,
        });
        self.tell(MeaningState::Failed, Some(error), Next::At(until))
    }

    /// Notes that the sidecar did not do what it was asked.
    pub fn refused(&mut self, error: SidecarError) {
        use SidecarError as E;
        let now = Instant::now();
        let passes = !error.is_lasting();
        let asked = match &error {
            E::Answered { retry_after, .. } => *retry_after,
            _ => None,
        };
        let doubled = FIRST_WAIT * 2_u32.saturating_pow(self.attempts.min(10));
        let wait = asked.unwrap_or(doubled).clamp(FIRST_WAIT, LONGEST_WAIT);
        self.attempts += 1;
        tracing::debug!(%error, "the sidecar did not do what the work on meaning asked");
        self.trouble = Some(Trouble {
            until: now + wait,
            error: error.into(),
            passes,
        });
    }

    /// Notes that it did.
    pub fn succeeded(&mut self) {
        self.trouble = None;
        self.attempts = 0;
    }
}
