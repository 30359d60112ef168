//! What happens when a new engine does not work: the one before goes on, and the new one is tried
//! again.
//!
//! The vectors there are were made by the engine before, and only it can turn questions into vectors
//! like them. A folder without a model, or a server that is down, must take nothing from that. What is
//! wrong may be mended where Tenon does not see it, so it looks again by itself.

mod broken;

use std::sync::{Arc, Weak};

use tenon_core::Millis;
use tenon_sidecar::{Condition, Engine, Engines, Status};

use super::Sidecar;
use crate::ApiError;
use crate::app::App;
use crate::owner::lock;
pub(super) use broken::Broken;
use broken::{Wished, may_work};

/// The longest sleep between two looks at the clock, which stands still while the machine sleeps.
const LOOK: std::time::Duration = std::time::Duration::from_secs(60);

impl Sidecar {
    /// Whether the engine has failed and the one before is about to take its place.
    pub(crate) fn falls_back(&self, status: &Status) -> bool {
        let fails = status.state == Condition::Degraded
            && status.pid.is_some()
            && status.engine.is_some()
            && !status.is_coming();
        // One that takes the process with it is given up after some restarts.
        (fails || status.state == Condition::Failed)
            && lock(&self.engines)
                .as_ref()
                .is_some_and(|told| told.old.is_some())
    }

    /// Why an engine cannot be used, when it was tried.
    pub(crate) fn broken(&self, engine: &Engine) -> Option<ApiError> {
        let earlier = self.supervisor.get().map(tenon_sidecar::Supervisor::status);
        let broken = lock(&self.broken);
        let broken = broken.as_ref().filter(|broken| broken.engine == *engine)?;
        (!broken.on_trial).then(|| broken.told(earlier.as_ref()))
    }

    /// The status with what is wrong with the new engine first, where the one before is in its place
    /// and does not work either.
    pub(super) fn with_new_engine(&self, mut status: Status) -> Status {
        let broken = lock(&self.broken);
        if let Some(broken) = broken.as_ref().filter(|broken| !broken.on_trial)
            && status.reason.is_some()
            && !status.is_coming()
        {
            let told = broken.told(Some(&status));
            (status.reason, status.hint) = (Some(told.message), told.hint);
        }
        status
    }

    /// Takes what the supervisor tells: has the engine before take the place of one that failed, and
    /// forgets what was wrong with one that works.
    pub(super) fn follow_status(&self, app: &Weak<App>, status: &Status) {
        if status.state == Condition::Ready {
            let told = lock(&self.engines).as_ref().map(|told| told.engine.clone());
            let mut broken = lock(&self.broken);
            if broken
                .as_ref()
                .is_some_and(|broken| broken.is_mended(told.as_ref(), status.pid))
            {
                tracing::info!("the engine of the settings works again");
                *broken = None;
            }
            return;
        }
        if self.falls_back(status) {
            self.fall_back(app, status);
        }
    }

    fn fall_back(&self, app: &Weak<App>, status: &Status) {
        let (Some(told), Some(strong)) = (lock(&self.engines).clone(), app.upgrade()) else {
            return;
        };
        let wished = Wished::of(&strong.settings.snapshot().settings);
        drop(strong);
        let turn = {
            let mut broken = lock(&self.broken);
            let before = broken.take();
            let is_known = before
                .as_ref()
                .is_some_and(|broken| broken.engine == told.engine && !broken.on_trial);
            if is_known {
                *broken = before;
                return;
            }
            let now = self.clock.now();
            let next = Broken::new(&told.engine, status, wished, before.as_ref(), now);
            tracing::warn!(why = next.why, "the engine before is used again");
            broken.insert(next).turn
        };
        // The supervisor tells of its state from its own thread, which must not wait for itself.
        let app = app.clone();
        let thread = std::thread::Builder::new().name("tenon-engine".into());
        let started = thread.spawn(move || {
            if let Some(app) = app.upgrade() {
                app.sidecar.use_old(&told);
            }
            try_again_later(&app, turn);
        });
        if let Err(error) = started {
            tracing::error!(%error, "the engine before cannot be used");
        }
    }

    fn use_old(&self, told: &Engines) {
        let (Ok(supervisor), Some(before)) = (self.supervisor(), told.old.clone()) else {
            return;
        };
        let engines = Engines {
            engine: before,
            old: None,
            threads: told.threads,
        };
        {
            let mut last = lock(&self.engines);
            if last.as_ref() != Some(told) {
                // The settings were changed meanwhile, and their engine is on its way.
                return;
            }
            *last = Some(engines.clone());
        }
        supervisor.configure(engines);
        supervisor.restart();
    }

    /// Tries an engine again that did not work, when `now` is the time for it; `true` when it does.
    pub fn try_engine_again(&self, app: &App, now: Millis) -> bool {
        let pid = self.supervisor.get().and_then(|one| one.status().pid);
        {
            let mut broken = lock(&self.broken);
            let Some(broken) = broken.as_mut() else {
                return false;
            };
            if broken.on_trial || now < broken.due {
                return false;
            }
            if !may_work(&broken.engine) {
                // That is seen from here, and takes nothing from the one that answers.
                broken.put_off(now);
                return false;
            }
            broken.begin_trial(pid);
        }
        tracing::info!("an engine that did not work is tried again");
        self.follow_settings(app);
        true
    }

    /// How long until that is to be done; nothing where it is not.
    fn due_in(&self, turn: u64) -> Option<std::time::Duration> {
        let broken = lock(&self.broken);
        let broken = broken.as_ref()?;
        (broken.turn == turn && !broken.on_trial).then(|| broken.due_in(self.clock.now()))
    }

    /// Tries at once again what did not work, where there is such a thing.
    pub(super) fn forgive(&self, app: &Arc<App>) {
        if lock(&self.broken).take().is_some() {
            self.follow_settings(app);
        }
    }

    /// Forgets what did not work where the person has changed what it depends on.
    pub(super) fn forgive_if_changed(&self, app: &App) {
        let wished = Wished::of(&app.settings.snapshot().settings);
        lock(&self.broken).take_if(|broken| broken.wished != wished);
    }
}

/// Waits until an engine is to be tried again, and tries it.
fn try_again_later(app: &Weak<App>, turn: u64) {
    loop {
        let Some(strong) = app.upgrade() else { return };
        let Some(wait) = strong.sidecar.due_in(turn) else {
            return;
        };
        if wait.is_zero() {
            let now = strong.sidecar.clock.now();
            strong.sidecar.try_engine_again(&strong, now);
        }
        drop(strong);
        std::thread::sleep(wait.min(LOOK));
    }
}
