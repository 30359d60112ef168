//! Events, kept for looking at.

use std::sync::Mutex;

use tenon_core::{EventDraft, EventSink};

/// Keeps every event that is recorded.
#[derive(Debug, Default)]
pub struct RecordingEvents(Mutex<Vec<EventDraft>>);

impl RecordingEvents {
    /// What was recorded so far, in order.
    pub fn all(&self) -> Vec<EventDraft> {
        self.lock().clone()
    }

    /// The kinds of what was recorded so far, in order.
    pub fn kinds(&self) -> Vec<String> {
        self.lock().iter().map(|event| event.kind.clone()).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<EventDraft>> {
        self.0
            .lock()
            .expect("recording an event does not panic, so the lock is never poisoned")
    }
}

impl EventSink for RecordingEvents {
    fn record(&self, event: EventDraft) {
        self.lock().push(event);
    }
}

#[cfg(test)]
mod tests {
    use tenon_core::{Actor, ActorKind};

    use super::*;

    #[test]
    fn events_are_kept_in_order() {
        let events = RecordingEvents::default();
        for kind in ["workspace.opened", "document.saved"] {
            events.record(EventDraft {
                actor: Actor {
                    kind: ActorKind::Tenon,
                    name: "test".into(),
                },
                kind: kind.into(),
                subject: "file:a".parse().expect("a reference"),
                cause: None,
                turn: None,
                trace: None,
                payload: Default::default(),
            });
        }
        assert_eq!(events.kinds(), ["workspace.opened", "document.saved"]);
    }
}
