//! What holds of the lock, and how the sidecar of this process is locked.

use std::sync::Arc;

use tenon_egress::{Engine, Hold, Level, probe};
use tenon_policy::Policy;
use tenon_sidecar::Lock;

use crate::app::App;
use crate::wire::{EgressHold, EgressState};

impl App {
    /// What keeps bytes from leaving this machine now. A sidecar that does not run sends none.
    pub fn egress_state(&self) -> EgressState {
        let status = self.sidecar.status();
        match (status.pid, status.lock) {
            (None, _) => EgressState::Enforced,
            (Some(_), Some(hold)) => hold.level,
            // It has not said yet, and no more is claimed than is known.
            (Some(_), None) => EgressState::ByAgreement,
        }
    }

    /// What holds of the running sidecar, or else what would hold of one, found by trying; the
    /// second is whether it runs.
    pub fn egress_hold(&self) -> (EgressHold, bool) {
        match self.sidecar.status().lock {
            Some(hold) => (hold, true),
            None => (self.would_hold(), false),
        }
    }

    fn would_hold(&self) -> EgressHold {
        let around = &self.surroundings;
        let found = match &around.launcher {
            Some(launcher) => probe((around.command)(launcher), Level::Enforced),
            None => Hold::nothing("This program cannot lock a sidecar."),
        };
        hold(&found)
    }
}

/// The lock of the sidecar, where this program answers as its launcher.
pub(crate) fn lock(app: &Arc<App>) -> Option<Lock> {
    let weak = Arc::downgrade(app);
    let engines = move || {
        let app = weak.upgrade();
        let named = app.map(|app| app.settings.snapshot().settings.egress_engines);
        let named = named.unwrap_or_default();
        named
            .iter()
            .filter_map(|text| Engine::parse(text).ok())
            .collect()
    };
    Some(Lock {
        launcher: app.surroundings.launcher.clone()?,
        ceiling: Level::Enforced,
        scratch: app.dirs.cache.join("sidecar").join("scratch"),
        engines: Arc::new(engines),
        policy: Policy {
            trusted: None,
            local_only: true,
        },
    })
}

/// What holds, as it crosses a seam.
pub(crate) fn hold(found: &Hold) -> EgressHold {
    EgressHold {
        level: match found.level {
            Level::ByAgreement => EgressState::ByAgreement,
            Level::Limited => EgressState::Limited,
            Level::Enforced => EgressState::Enforced,
        },
        files: found.files,
        why: found.shortfall(),
    }
}
