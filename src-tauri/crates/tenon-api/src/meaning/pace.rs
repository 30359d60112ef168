//! How many texts a request has, so that an engine of any speed answers in good time.
//!
//! A model of the person's may take seconds for one text. Whoever asks it for many at once waits
//! until the sidecar counts as hung, and is then no further.

use std::time::Duration;

/// The most texts of a request.
pub(crate) const MOST: usize = 64;
/// The first ones, before anything is known.
const FIRST: usize = 16;
/// A request that took less may have twice as many texts the next time.
const QUICK: Duration = Duration::from_secs(3);
/// A request is to take no more. Two are under way at once, and the second one waits for the first.
const SLOW: Duration = Duration::from_secs(10);

/// After so many quick requests in a row more texts than were once too many are tried again.
const TRUSTED: u32 = 50;

/// Texts of the next request.
#[derive(Debug)]
pub(crate) struct Pace {
    texts: usize,
    /// The most that are tried: less than what had no answer in time.
    most: usize,
    quick: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            texts: FIRST,
            most: MOST,
            quick: 0,
        }
    }
}

impl Pace {
    pub fn texts(&self) -> usize {
        self.texts
    }

    /// Notes how long a request with so many texts took.
    pub fn note(&mut self, texts: usize, took: Duration) {
        if took > SLOW {
            let fitting = texts as f64 * SLOW.as_secs_f64() / took.as_secs_f64();
            self.texts = self.texts.min(fitting as usize).max(1);
            self.quick = 0;
        } else if took < QUICK && texts >= self.texts {
            self.quick += 1;
            if self.quick.is_multiple_of(TRUSTED) {
                self.most = (self.most * 2).min(MOST);
            }
            self.texts = (self.texts * 2).min(self.most);
        }
    }

    /// Notes that a request with so many texts had no answer in time.
    pub fn missed(&mut self, texts: usize) {
        self.texts = self.texts.min(texts / 4).max(1);
        self.most = self.most.min(texts / 2).max(1);
        self.quick = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quick_engine_gets_many_texts_and_a_slow_one_few() {
        let mut pace = Pace::default();
        for _ in 0..5 {
            pace.note(pace.texts(), Duration::from_millis(300));
        }
        assert_eq!(pace.texts(), MOST);
        pace.note(1, Duration::from_millis(1));
        pace.note(MOST, Duration::from_secs(40));
        assert_eq!(pace.texts(), 16, "four times as long as it may take");
        pace.note(16, Duration::from_secs(5));
        assert_eq!(pace.texts(), 16, "as it should be");
        pace.missed(16);
        assert_eq!(pace.texts(), 4);
        pace.note(4, Duration::from_secs(1));
        pace.note(8, Duration::from_secs(1));
        assert_eq!(
            pace.texts(),
            8,
            "what had no answer is not tried again at once"
        );
        for _ in 0..TRUSTED {
            pace.note(8, Duration::from_secs(1));
        }
        assert_eq!(pace.texts(), 16);
        pace.missed(4);
        pace.missed(1);
        pace.note(1, Duration::from_secs(50));
        assert_eq!(pace.texts(), 1, "never none");
    }
}
