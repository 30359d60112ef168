//! Where events go: to every window and client of the workspace.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::wire::{UiEvent, WindowEvent};

type Listener = Arc<dyn Fn(&WindowEvent) + Send + Sync>;

/// Hands events to whoever listens.
#[derive(Clone, Default)]
pub struct Hub(Arc<Mutex<Listeners>>);

#[derive(Default)]
struct Listeners {
    next: u64,
    all: Vec<(u64, Listener)>,
}

/// Listens until it is dropped.
#[must_use = "dropping it stops the listening"]
pub struct Subscription {
    hub: Weak<Mutex<Listeners>>,
    id: u64,
}

impl Hub {
    /// Calls `listener` for every event from now on, on the thread that emits: it must not block.
    pub fn subscribe(
        &self,
        listener: impl Fn(&WindowEvent) + Send + Sync + 'static,
    ) -> Subscription {
        let mut listeners = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        listeners.next += 1;
        let id = listeners.next;
        listeners.all.push((id, Arc::new(listener)));
        Subscription {
            hub: Arc::downgrade(&self.0),
            id,
        }
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .all
            .len()
    }

    /// Tells every window.
    pub fn emit(&self, event: UiEvent) {
        self.send(&WindowEvent {
            window: None,
            event,
        });
    }

    /// Tells one window, or every one when it has no label.
    pub fn send(&self, event: &WindowEvent) {
        // The lock is let go before anybody is called, so that a listener may itself listen or emit.
        let all: Vec<Listener> = {
            let listeners = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            listeners
                .all
                .iter()
                .map(|(_, listener)| listener.clone())
                .collect()
        };
        for listener in all {
            listener(event);
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(hub) = self.hub.upgrade() {
            let mut listeners = hub.lock().unwrap_or_else(PoisonError::into_inner);
            listeners.all.retain(|(id, _)| *id != self.id);
        }
    }
}
