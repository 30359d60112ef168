//! An engine that did not work, and when it is tried again.

use std::time::Duration;

use tenon_core::{Code, Millis};
use tenon_sidecar::{Engine, Status};

use crate::ApiError;
use crate::wire::{EmbeddingEngine, Settings};

/// The first wait before an engine is tried again; doubled for each further one. A trial takes two
/// starts of the sidecar, in which nothing is found by meaning.
const FIRST: Duration = Duration::from_secs(60);
/// The longest wait.
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// What the person can change in the settings that an engine depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sidecar) struct Wished(EmbeddingEngine, [String; 3], Vec<String>);

impl Wished {
    pub fn of(settings: &Settings) -> Self {
        let texts = [
            settings.embeddings_model.clone(),
            settings.embeddings_url.clone(),
            settings.embeddings_folder.clone(),
        ];
        Self(
            settings.embeddings_engine,
            texts,
            settings.egress_engines.clone(),
        )
    }
}

/// An engine that did not work.
pub(in crate::sidecar) struct Broken {
    pub engine: Engine,
    pub why: String,
    /// Counts the failures of all engines, so that each has a name.
    pub turn: u64,
    pub wished: Wished,
    /// When it is tried again.
    pub due: Millis,
    /// Whether it is being tried.
    pub on_trial: bool,
    tries: u32,
    /// The process that ran when the trial began.
    before: Option<u32>,
}

impl Broken {
    /// Notes at `now` that `engine` does not work; `last` is what was noted before.
    pub fn new(
        engine: &Engine,
        status: &Status,
        wished: Wished,
        last: Option<&Self>,
        now: Millis,
    ) -> Self {
        let again = last.filter(|last| last.engine == *engine);
        let tries = again.map_or(0, |last| last.tries);
        let why = status.reason.clone();
        let mut broken = Self {
            engine: engine.clone(),
            why: why.unwrap_or_else(|| "The engine does not work.".to_owned()),
            turn: last.map_or(0, |last| last.turn + 1),
            wished,
            due: now,
            on_trial: false,
            tries,
            before: None,
        };
        broken.put_off(now);
        broken
    }

    /// Has it be tried again later than the last time.
    pub fn put_off(&mut self, now: Millis) {
        let wait = FIRST * 2_u32.saturating_pow(self.tries.min(10));
        let wait = i64::try_from(wait.min(LONGEST).as_millis()).unwrap_or(i64::MAX);
        self.due = now.saturating_add(wait);
        self.tries += 1;
    }

    pub fn begin_trial(&mut self, pid: Option<u32>) {
        (self.on_trial, self.before) = (true, pid);
    }

    /// Whether a sidecar that answers from the process `pid` with `told` shows that it works.
    pub fn is_mended(&self, told: Option<&Engine>, pid: Option<u32>) -> bool {
        self.on_trial && told == Some(&self.engine) && pid != self.before
    }

    /// How long until it is due.
    pub fn due_in(&self, now: Millis) -> Duration {
        // A clock that was set back must not put it off for ever.
        let wait = u64::try_from(self.due.saturating_sub(now)).unwrap_or(0);
        Duration::from_millis(wait).min(LONGEST)
    }

    /// What the person is told: what is wrong with it, then how the one before is.
    pub fn told(&self, earlier: Option<&Status>) -> ApiError {
        let fails = earlier.filter(|status| !status.is_coming() && status.state.is_in_trouble());
        let why = &self.why;
        let message = match fails.and_then(|status| status.reason.as_deref()) {
            // It is just about to be replaced.
            Some(reason) if reason == why => why.clone(),
            Some(reason) => format!("{why} The engine before it does not answer either: {reason}"),
            None => format!("{why} The engine before it answers until then."),
        };
        ApiError::new(Code::SidecarUnavailable, message).hint(
            "Mend it, or choose another one (\"embeddings.engine\"). It is tried again by itself, and at once by \"tenon sidecar restart\".",
        )
    }
}

/// Whether it is worth a start to see if an engine works, as far as that is seen from here.
pub(super) fn may_work(engine: &Engine) -> bool {
    match engine {
        Engine::Folder { folder } => folder.join("model.onnx").is_file(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use tenon_sidecar::Condition;

    use super::*;

    const MINUTE: Millis = 60_000;

    fn status(state: Condition, reason: Option<&str>) -> Status {
        Status {
            state,
            reason: reason.map(str::to_owned),
            hint: None,
            port: None,
            pid: Some(1),
            restarts: 0,
            engine: Some("folder".into()),
            lock: None,
            since: 0,
        }
    }

    fn wished() -> Wished {
        Wished::of(&crate::settings::defaults())
    }

    #[test]
    fn the_new_engines_fault_is_told_first_and_the_earlier_ones_second() {
        let failed = status(Condition::Degraded, Some("There is no model."));
        let broken = Broken::new(&Engine::Hashing, &failed, wished(), None, 0);
        let told = |earlier: Status| broken.told(Some(&earlier)).message;
        let works = told(status(Condition::Ready, None));
        assert_eq!(
            works,
            "There is no model. The engine before it answers until then."
        );
        let neither = told(status(Condition::Degraded, Some("Nobody is there.")));
        assert_eq!(
            neither,
            "There is no model. The engine before it does not answer either: Nobody is there."
        );
    }

    #[test]
    fn each_trial_waits_longer_than_the_one_before_up_to_half_an_hour() {
        let failed = status(Condition::Degraded, None);
        let mut now = 0;
        let mut last: Option<Broken> = None;
        let mut waits = Vec::new();
        for _ in 0..8 {
            let next = Broken::new(&Engine::Hashing, &failed, wished(), last.as_ref(), now);
            waits.push((next.due - now) / MINUTE);
            now = next.due;
            last = Some(next);
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30, 30]);
        let other = Broken::new(&Engine::MiniLm, &failed, wished(), last.as_ref(), now);
        assert_eq!((other.due - now) / MINUTE, 1, "another engine begins anew");
        assert!(last.is_some_and(|last| last.turn != other.turn));
    }

    #[test]
    fn only_another_process_with_the_engine_shows_that_it_works() {
        let failed = status(Condition::Degraded, None);
        let mut broken = Broken::new(&Engine::Hashing, &failed, wished(), None, 0);
        assert!(
            !broken.is_mended(Some(&Engine::Hashing), Some(2)),
            "no trial"
        );
        broken.begin_trial(Some(1));
        assert!(!broken.is_mended(Some(&Engine::Hashing), Some(1)));
        assert!(!broken.is_mended(Some(&Engine::MiniLm), Some(2)));
        assert!(broken.is_mended(Some(&Engine::Hashing), Some(2)));
    }

    #[test]
    fn a_clock_that_was_set_back_puts_nothing_off_for_ever() {
        let failed = status(Condition::Degraded, None);
        let broken = Broken::new(&Engine::Hashing, &failed, wished(), None, 1_000 * MINUTE);
        assert_eq!(broken.due_in(0), LONGEST);
        assert!(broken.due_in(2_000 * MINUTE).is_zero());
    }
}
