//! Whether the folder may have changed since the notes were compared with it.

use std::sync::atomic::{AtomicBool, Ordering};

/// What the watcher has told since somebody asked.
#[derive(Debug)]
pub(crate) struct Heard {
    changed: AtomicBool,
    /// It does not hear of everything, so its silence means nothing.
    limited: AtomicBool,
}

impl Default for Heard {
    fn default() -> Self {
        Self {
            changed: AtomicBool::new(true),
            limited: AtomicBool::new(false),
        }
    }
}

impl Heard {
    /// Something in the folder changed.
    pub fn change(&self) {
        self.changed.store(true, Ordering::SeqCst);
    }

    /// Not everything is heard of.
    pub fn limit(&self) {
        self.limited.store(true, Ordering::SeqCst);
    }

    /// Whether the folder has to be looked at; asked before it is, so that no change falls between.
    pub fn take(&self) -> bool {
        self.changed.swap(false, Ordering::SeqCst) || self.limited.load(Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_taken_once_and_what_is_not_heard_of_always() {
        let heard = Heard::default();
        assert!(heard.take(), "nothing was looked at yet");
        assert!(!heard.take());
        heard.change();
        assert!(heard.take() && !heard.take());
        heard.limit();
        assert!(heard.take() && heard.take());
    }
}
