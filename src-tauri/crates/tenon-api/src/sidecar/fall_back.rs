//! What happens when a new engine does not work: the one before goes on.
//!
//! The vectors there are were made by the engine before, and only it can turn questions into vectors
//! like them. A folder without a model, or a server that is down, must take nothing from that.

use std::sync::{Arc, Weak};

use tenon_core::Code;
use tenon_sidecar::{Condition, Engine, Engines, Status};

use super::Sidecar;
use crate::ApiError;
use crate::app::App;
use crate::owner::lock;

/// An engine that did not work.
pub(super) struct Broken {
    engine: Engine,
    why: String,
}

impl Sidecar {
    /// Whether the engine has failed and the one before is about to take its place.
    pub(crate) fn falls_back(&self, status: &Status) -> bool {
        let failed = status.state == Condition::Degraded
            && status.pid.is_some()
            && status.engine.is_some()
            && !status.is_coming();
        failed
            && lock(&self.engines)
                .as_ref()
                .is_some_and(|told| told.old.is_some())
    }

    /// Why an engine cannot be used, when it was tried.
    pub(crate) fn broken(&self, engine: &Engine) -> Option<ApiError> {
        let broken = lock(&self.broken);
        let broken = broken.as_ref().filter(|broken| broken.engine == *engine)?;
        let message = format!("{} The engine before it answers until then.", broken.why);
        Some(ApiError::new(Code::SidecarUnavailable, message).hint(
            "Mend it, or choose another one (\"embeddings.engine\"); \"tenon sidecar restart\" tries it again.",
        ))
    }

    /// Has the engine before take the place of one that failed.
    pub(super) fn fall_back(&self, app: &Weak<App>, status: &Status) {
        if !self.falls_back(status) {
            return;
        }
        let Some(told) = lock(&self.engines).clone() else {
            return;
        };
        let mut broken = lock(&self.broken);
        if broken
            .as_ref()
            .is_some_and(|broken| broken.engine == told.engine)
        {
            return;
        }
        let why = status.reason.clone();
        let why = why.unwrap_or_else(|| "The engine does not work.".to_owned());
        tracing::warn!(why, "the engine before is used again");
        *broken = Some(Broken {
            engine: told.engine.clone(),
            why,
        });
        drop(broken);
        // The supervisor tells of its state from its own thread, which must not wait for itself.
        let app = app.clone();
        let thread = std::thread::Builder::new().name("tenon-engine".into());
        let started = thread.spawn(move || {
            if let Some(app) = app.upgrade() {
                app.sidecar.use_old(&told);
            }
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
        supervisor.configure(engines.clone());
        supervisor.restart();
        let mut last = lock(&self.engines);
        if last.as_ref() == Some(told) {
            *last = Some(engines);
        }
    }

    /// Tries again what did not work, where there is such a thing.
    pub(super) fn forgive(&self, app: &Arc<App>) {
        if lock(&self.broken).take().is_some() {
            self.follow_settings(app);
        }
    }
}
