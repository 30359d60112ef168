//! What the supervisor's thread tells everybody else.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tenon_core::{Actor, ActorKind, Clock, EntityKind, EntityRef, EventDraft, EventSink};

use tenon_egress::Hold;

use crate::state::State;
use crate::status::{Condition, Status, Trouble};

type Callback = Arc<dyn Fn(&Status) + Send + Sync>;

pub(super) struct Shared {
    clock: Arc<dyn Clock>,
    events: Arc<dyn EventSink>,
    status: Mutex<Status>,
    callbacks: Mutex<Vec<Callback>>,
}

impl Shared {
    pub(super) fn new(clock: Arc<dyn Clock>, events: Arc<dyn EventSink>) -> Self {
        let status = Status {
            state: Condition::Stopped,
            reason: None,
            hint: None,
            port: None,
            pid: None,
            restarts: 0,
            engine: None,
            lock: None,
            since: clock.now(),
        };
        Self {
            clock,
            events,
            status: Mutex::new(status),
            callbacks: Mutex::default(),
        }
    }

    pub(super) fn status(&self) -> Status {
        lock(&self.status).clone()
    }

    pub(super) fn add(&self, callback: Callback) {
        lock(&self.callbacks).push(callback);
    }

    /// Tells everybody how it is now, when it is not as it was.
    ///
    /// `note` is what there is to say while nothing is wrong.
    pub(super) fn publish(
        &self,
        state: &State,
        note: Option<&Trouble>,
        port: Option<u16>,
        hold: Option<&Hold>,
    ) {
        let old = self.status();
        let trouble = state.trouble().or(note);
        let mut new = Status {
            state: state.condition(),
            reason: trouble.map(|trouble| trouble.reason.clone()),
            hint: trouble.and_then(|trouble| trouble.hint.clone()),
            port,
            pid: state.pid(),
            restarts: state.restarts(),
            engine: state.engine().map(str::to_owned),
            lock: hold.filter(|_| state.pid().is_some()).cloned(),
            since: old.since,
        };
        if new == old {
            return;
        }
        let has_moved = new.state != old.state;
        if has_moved {
            new.since = self.clock.now();
        }
        *lock(&self.status) = new.clone();
        if has_moved {
            self.record(&new);
        }
        let callbacks = lock(&self.callbacks).clone();
        for callback in callbacks {
            // A callback that panics must not take the sidecar with it.
            if catch_unwind(AssertUnwindSafe(|| callback(&new))).is_err() {
                tracing::error!("a listener to the sidecar's state panicked");
            }
        }
    }

    /// Where facts go.
    pub(super) fn events(&self) -> Arc<dyn EventSink> {
        Arc::clone(&self.events)
    }

    fn record(&self, status: &Status) {
        let state = status.state.word();
        tracing::info!(
            state,
            reason = status.reason,
            pid = status.pid,
            "the sidecar changed"
        );
        let Ok(subject) = EntityRef::new(EntityKind::Run, "sidecar") else {
            return;
        };
        self.events.record(EventDraft {
            actor: Actor {
                kind: ActorKind::Tenon,
                name: "tenon".into(),
            },
            kind: "sidecar.changed".into(),
            subject,
            cause: None,
            turn: None,
            trace: None,
            payload: serde_json::json!({
                "state": state,
                "reason": status.reason,
                "restarts": status.restarts,
            }),
        });
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
