//! Keys at a steady pace, each timed until something is drawn for it.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::desk::{Key, Place, Screen};

/// Between two keys.
const BEAT: Duration = Duration::from_millis(100);
/// A key that shows nothing for so long was lost.
const PATIENCE: Duration = Duration::from_secs(2);
/// Keys of one turn.
pub const KEYS: usize = 25;

/// Types a key again and again into the window with the focus; gives the milliseconds until
/// something as large as a letter was drawn inside `place`, for each.
pub fn times(screen: &Screen, key: Key, place: Place) -> Result<Vec<f64>> {
    let mut times = Vec::with_capacity(KEYS);
    for number in 0..KEYS {
        screen.forget()?;
        let began = Instant::now();
        screen.press(key)?;
        let drawn = screen.drawn(place, began + PATIENCE);
        ensure!(drawn.is_some(), "key {number} of a turn showed nothing");
        let took = drawn.unwrap_or(began).duration_since(began);
        times.push(took.as_secs_f64() * 1_000.0);
        screen.pass(BEAT.saturating_sub(began.elapsed()));
    }
    Ok(times)
}
