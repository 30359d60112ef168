//! How patient the supervisor is.

use std::time::Duration;

/// How long building the model and the start after it may take together, while they work.
const LONGEST_BUILD: Duration = Duration::from_secs(10 * 60);

/// The figures behind the supervisor's decisions; tests give shorter ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// How long after an answer the next one is asked for, once the sidecar is up.
    pub health_period: Duration,
    /// The same while it starts.
    pub starting_period: Duration,
    /// How long one answer of `/health` may take.
    pub health_timeout: Duration,
    /// With so many answers in a row missed while it did nothing it counts as hung. Together with
    /// the timeout this is less than two periods.
    pub misses: u32,
    /// With so many missed it counts as hung although it works: a machine may be loaded, and a
    /// library be read from a slow disk.
    pub working_misses: u32,
    /// How long a start may take when nothing answers and nothing is done.
    pub silent_start: Duration,
    /// How long a start may take at most, when it is at work or answers that its engine is loading.
    pub loading_start: Duration,
    /// How many times in a row it is started again before it is given up.
    pub restarts: u32,
    /// The wait before the first restart; doubled for each further one.
    pub backoff: Duration,
    /// The longest such wait.
    pub longest_backoff: Duration,
    /// How long it must have been up for its restarts to be forgotten.
    pub stable: Duration,
    /// How long it may take to end by itself before it is killed.
    pub grace: Duration,
    /// How long one request for embeddings may take before it counts as hung, with an engine that
    /// runs in the sidecar itself.
    pub embed_timeout: Duration,
    /// The same, and for its start, with a program of the person's, which may be slow; it never
    /// counts as hung, and the sidecar itself gives up on one that does not answer.
    pub program_timeout: Duration,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            health_period: Duration::from_secs(2),
            starting_period: Duration::from_millis(100),
            health_timeout: Duration::from_millis(800),
            misses: 2,
            working_misses: 12,
            silent_start: Duration::from_secs(15),
            loading_start: Duration::from_secs(60),
            restarts: 3,
            backoff: Duration::from_millis(500),
            longest_backoff: Duration::from_secs(10),
            stable: Duration::from_secs(60),
            grace: Duration::from_secs(1),
            embed_timeout: Duration::from_secs(60),
            program_timeout: Duration::from_secs(60 * 60),
        }
    }
}

impl Rules {
    /// The same with the time that a program of the person's may take.
    #[must_use]
    pub fn for_program(&self) -> Self {
        Self {
            embed_timeout: self.program_timeout,
            loading_start: self.loading_start.max(self.program_timeout),
            ..self.clone()
        }
    }

    /// The same with the time that building the model may take before.
    #[must_use]
    pub fn for_building(&self) -> Self {
        Self {
            loading_start: self.loading_start.max(LONGEST_BUILD),
            ..self.clone()
        }
    }

    /// The wait before restart number `restart` (from 1), spread by a quarter to both sides.
    ///
    /// `chance` is a random byte; it keeps several sidecars from starting in step.
    pub fn wait_before(&self, restart: u32, chance: u8) -> Duration {
        let doubled = 1u32
            .checked_shl(restart.saturating_sub(1))
            .unwrap_or(u32::MAX);
        let plain = self
            .backoff
            .saturating_mul(doubled)
            .min(self.longest_backoff);
        plain * 3 / 4 + (plain / 2) * u32::from(chance) / 255
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sidecar_that_does_nothing_is_noticed_within_two_periods() {
        let rules = Rules::default();
        // It stops right after an answer; the misses come one after the other.
        let noticed = rules.health_period
            + rules.health_timeout * rules.misses
            + rules.starting_period * (rules.misses - 1);
        assert!(noticed < rules.health_period * 2, "{noticed:?}");
        assert!(rules.health_timeout <= rules.health_period);
    }

    #[test]
    fn waits_double_up_to_the_longest_and_are_spread_by_a_quarter() {
        let rules = Rules::default();
        let millis = |restart, chance| rules.wait_before(restart, chance).as_millis();
        assert_eq!(
            (millis(1, 0), millis(1, 255)),
            (375, 625),
            "half a second, give or take"
        );
        assert_eq!(
            (millis(3, 0), millis(3, 255)),
            (1_500, 2_500),
            "doubled twice"
        );
        assert_eq!(
            (millis(9, 255), millis(99, 255)),
            (12_500, 12_500),
            "never above the longest"
        );
    }
}
