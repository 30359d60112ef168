//! What else the machine did meanwhile.

use std::fs;

use serde::Serialize;

/// A look at the machine.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Load {
    /// Processes that want to run, averaged over a minute.
    pub average: f64,
    /// Percent of the last ten seconds in which something waited for a processor.
    pub pressure: f64,
    #[serde(skip)]
    ticks: Ticks,
}

#[derive(Debug, Clone, Copy, Default)]
struct Ticks {
    all: u64,
    stolen: u64,
}

impl Load {
    /// Looks now. What the system does not tell counts as nothing.
    pub fn now() -> Self {
        let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
        Self {
            average: first_number(&read("/proc/loadavg"), ""),
            pressure: first_number(&read("/proc/pressure/cpu"), "some avg10="),
            ticks: ticks(&read("/proc/stat")),
        }
    }

    /// Percent of the time since `before` that the host took away.
    pub fn stolen_since(&self, before: &Self) -> f64 {
        let all = self.ticks.all.saturating_sub(before.ticks.all);
        let stolen = self.ticks.stolen.saturating_sub(before.ticks.stolen);
        if all == 0 {
            return 0.0;
        }
        100.0 * stolen as f64 / all as f64
    }
}

fn first_number(text: &str, before: &str) -> f64 {
    let rest = text.split_once(before).map_or("", |(_, rest)| rest);
    let number = rest.split_whitespace().next();
    number.and_then(|word| word.parse().ok()).unwrap_or(0.0)
}

fn ticks(stat: &str) -> Ticks {
    let line = stat.lines().next().unwrap_or_default();
    let numbers: Vec<u64> = line
        .split_whitespace()
        .skip(1)
        .filter_map(|word| word.parse().ok())
        .collect();
    // The eighth column is what the host took; guests after it are counted before already.
    Ticks {
        all: numbers.iter().take(8).sum(),
        stolen: numbers.get(7).copied().unwrap_or(0),
    }
}

/// Empties the page cache, so that the next start is cold. Only root may.
pub fn drop_caches() -> std::io::Result<()> {
    rustix::fs::sync();
    fs::write("/proc/sys/vm/drop_caches", "3")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_that_the_host_took_is_a_part_of_all() {
        let at = |line: &str| Load {
            average: 0.0,
            pressure: 0.0,
            ticks: ticks(line),
        };
        let before = at("cpu  10 0 10 80 0 0 0 0 0 0\ncpu0 1 1");
        let after = at("cpu  50 0 30 110 0 0 0 10 7 0\ncpu0 1 1");
        assert_eq!(after.stolen_since(&before), 10.0, "10 of 100 ticks");
        assert_eq!(before.stolen_since(&before), 0.0, "no time has passed");
    }

    #[test]
    fn numbers_are_found_behind_their_names() {
        assert_eq!(first_number("1.25 2 3", ""), 1.25);
        assert_eq!(first_number("some avg10=7.50 avg60=1", "some avg10="), 7.5);
        assert_eq!(
            first_number("", "some avg10="),
            0.0,
            "an old kernel tells nothing"
        );
    }
}
