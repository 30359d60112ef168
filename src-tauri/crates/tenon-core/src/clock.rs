//! Time, as an argument.

use std::sync::atomic::{AtomicI64, Ordering};

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;

/// Where the present comes from.
pub trait Clock: Send + Sync {
    /// The present, UTC.
    fn now(&self) -> Millis;
}

/// A clock that stands still until it is moved; for tests and for replaying.
#[derive(Debug, Default)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// Makes a clock that stands at `at`.
    pub fn at(at: Millis) -> Self {
        Self(AtomicI64::new(at))
    }

    /// Moves the clock by `by` milliseconds, backwards when negative.
    pub fn advance(&self, by: Millis) {
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Millis {
        self.0.load(Ordering::SeqCst)
    }
}
