//! How fast texts are embedded, and how long the next ones have to wait.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// What counts as lately.
const LATELY: Duration = Duration::from_secs(10);

/// What was done lately.
#[derive(Default)]
pub(crate) struct Rate(VecDeque<(Instant, u64)>);

impl Rate {
    /// Notes that so many texts were embedded now.
    pub fn note(&mut self, texts: u64, now: Instant) {
        self.0.push_back((now, texts));
    }

    /// Texts a second.
    pub fn per_second(&mut self, now: Instant) -> f64 {
        while self.0.front().is_some_and(|(at, _)| now - *at > LATELY) {
            self.0.pop_front();
        }
        let texts: u64 = self.0.iter().map(|(_, texts)| texts).sum();
        let since = self.0.front().map_or(LATELY, |(at, _)| now - *at);
        texts as f64 / since.as_secs_f64().max(1.0)
    }
}

/// When texts may be embedded, so that it takes at most a share of the time.
#[derive(Default)]
pub(crate) struct Share {
    rests_until: Option<Instant>,
}

impl Share {
    /// Notes that some work, which ended `now`, took so long, and is to take so many percent of the
    /// time.
    pub fn worked(&mut self, took: Duration, percent: u32, now: Instant) {
        self.rests_until = (percent < 100).then(|| now + rest(took, percent));
    }

    /// Until when there is a rest, if there is one `now`.
    pub fn rests(&mut self, now: Instant) -> Option<Instant> {
        self.rests_until = self.rests_until.filter(|until| *until > now);
        self.rests_until
    }
}

/// How long to rest after some work, so that it takes at most so many percent of the time.
pub(crate) fn rest(worked: Duration, percent: u32) -> Duration {
    let percent = percent.clamp(1, 100);
    worked * (100 - percent) / percent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_the_time_is_kept_by_resting() {
        let second = Duration::from_secs(1);
        assert_eq!(rest(second, 100), Duration::ZERO);
        assert_eq!(rest(second, 50), second);
        assert_eq!(rest(second, 10), 9 * second);
    }

    #[test]
    fn whatever_a_request_takes_the_share_of_the_time_is_kept() {
        let begin = Instant::now();
        for percent in [10, 25, 50, 90, 100] {
            let (mut share, mut now, mut worked) = (Share::default(), begin, Duration::ZERO);
            for number in 0..1_000_u64 {
                // Some take a millisecond and some a second, as texts do.
                let took = Duration::from_millis(1 + number * number * 7_919 % 1_000);
                assert_eq!(share.rests(now), None, "the rest before is over");
                now += took;
                worked += took;
                share.worked(took, percent, now);
                if let Some(until) = share.rests(now) {
                    let before = until - Duration::from_nanos(1);
                    assert_eq!(share.rests(before), Some(until), "not a moment too early");
                    now = until;
                }
            }
            let taken = worked.as_secs_f64() / (now - begin).as_secs_f64() * 100.0;
            assert!(
                (taken - f64::from(percent)).abs() < 0.01,
                "{taken} of {percent} percent"
            );
        }
    }

    #[test]
    fn only_what_was_done_lately_counts() {
        let (mut rate, begin) = (Rate::default(), Instant::now());
        rate.note(100, begin);
        assert!((rate.per_second(begin + 2 * LATELY / 10) - 50.0).abs() < 1e-6);
        assert!(rate.per_second(begin + 2 * LATELY) < 1e-6);
    }
}
