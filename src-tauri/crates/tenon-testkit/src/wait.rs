//! Waiting for a condition.

use std::time::{Duration, Instant};

/// How long a condition may take before the test fails. It says nothing about how fast the product
/// is: the machines that run tests may be busy.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Waits until `condition` holds.
///
/// # Panics
///
/// When it does not within [`PATIENCE`], naming `what` was awaited.
#[track_caller]
pub fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !condition() {
        assert!(
            Instant::now() < end,
            "waited {} s in vain for {what}",
            PATIENCE.as_secs()
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}
