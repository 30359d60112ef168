//! Percentiles, and how sure they are.

use serde::Serialize;

/// Samples drawn anew for an interval.
const DRAWS: usize = 2_000;

/// What a set of samples is summed up as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Statistic {
    /// The middle one.
    Median,
    /// 95 of 100 are not above it.
    P95,
    /// 99 of 100 are not above it.
    P99,
}

impl Statistic {
    /// Its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Median => "median",
            Self::P95 => "p95",
            Self::P99 => "p99",
        }
    }

    /// Takes it of samples in any order.
    pub fn of(self, samples: &[f64]) -> f64 {
        let mut sorted = samples.to_vec();
        sorted.sort_by(f64::total_cmp);
        match self {
            Self::Median => quantile(&sorted, 0.5),
            Self::P95 => quantile(&sorted, 0.95),
            Self::P99 => quantile(&sorted, 0.99),
        }
    }
}

/// The value below which a part of the sorted samples lies, between two of them where it falls so.
fn quantile(sorted: &[f64], part: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let place = part * last as f64;
    let (low, high) = (
        sorted[place.floor() as usize],
        sorted[place.ceil() as usize],
    );
    low + (high - low) * place.fract()
}

/// The figures of one side.
#[derive(Debug, Clone, Serialize)]
pub struct Figures {
    /// How many samples.
    pub samples: usize,
    /// The middle one.
    pub median: f64,
    /// The 95th percentile.
    pub p95: f64,
    /// The 99th percentile.
    pub p99: f64,
}

impl Figures {
    /// Sums up samples.
    pub fn of(samples: &[f64]) -> Self {
        Self {
            samples: samples.len(),
            median: Statistic::Median.of(samples),
            p95: Statistic::P95.of(samples),
            p99: Statistic::P99.of(samples),
        }
    }

    /// One of them.
    pub fn get(&self, statistic: Statistic) -> f64 {
        match statistic {
            Statistic::Median => self.median,
            Statistic::P95 => self.p95,
            Statistic::P99 => self.p99,
        }
    }
}

/// A ratio and where it lies with 95 % certainty.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Interval {
    /// The ratio itself.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// What `of` gives for all pairs, with the interval it has when pairs are drawn at random.
pub fn bootstrap<P>(pairs: &[P], of: impl Fn(&[&P]) -> f64) -> Interval {
    let all: Vec<&P> = pairs.iter().collect();
    // The same draws in every run: the report of the same samples is the same.
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut drawn: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let again: Vec<&P> = (0..all.len())
                .map(|_| all[random.below(all.len())])
                .collect();
            of(&again)
        })
        .collect();
    drawn.sort_by(f64::total_cmp);
    Interval {
        value: of(&all),
        low: quantile(&drawn, 0.025),
        high: quantile(&drawn, 0.975),
    }
}

/// A small generator; what is drawn has to be even, not secret.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_falls_between_two_samples() {
        let samples = [4.0, 1.0, 3.0, 2.0];
        assert_eq!(Statistic::Median.of(&samples), 2.5, "between 2 and 3");
        assert_eq!(Statistic::P95.of(&[7.0]), 7.0, "one sample is all of them");
        assert!(
            Statistic::P95.of(&[]).is_nan(),
            "no sample has no percentile"
        );
    }

    #[test]
    fn the_interval_holds_the_value_and_narrows_with_even_pairs() {
        let mean = |pairs: &[&f64]| pairs.iter().copied().sum::<f64>() / pairs.len() as f64;
        let even = bootstrap(&[2.0; 20], mean);
        assert_eq!((even.low, even.value, even.high), (2.0, 2.0, 2.0));
        let uneven: Vec<f64> = (0..20).map(f64::from).collect();
        let uneven = bootstrap(&uneven, mean);
        assert!(
            uneven.low < uneven.value && uneven.value < uneven.high,
            "uneven pairs leave room: {uneven:?}"
        );
    }
}
