//! Days, with their times where those are said.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// A day, or a time of a day. What has no zone is taken as UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    written: String,
    day: String,
    seconds: i64,
}

impl Moment {
    /// Reads `2026-03-01`, `2026-03-01 14:05`, `2026-03-01T14:05:00Z` and
    /// `2026-03-01T14:05:00+01:00`, and the form with two digits a part that Backlog.md had first
    /// (`01-03-26`, day first). `None` for all else, and for days that do not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (seconds, day) = if let Some(date) = short_day(text) {
            let at = Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?;
            (at.as_second(), date.to_string())
        } else {
            // Only what begins with a whole day: the parser knows forms that nobody means here.
            let day = text.get(..10)?;
            let date: Date = day.parse().ok()?;
            let at = match text.len() {
                10 => Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?,
                _ => match text.parse::<Timestamp>() {
                    Ok(at) => at,
                    Err(_) => Offset::UTC
                        .to_timestamp(text.parse::<DateTime>().ok()?)
                        .ok()?,
                },
            };
            (at.as_second(), date.to_string())
        };
        Some(Self {
            written: text.to_owned(),
            day,
            seconds,
        })
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The day that was written, as `2026-03-01`.
    pub fn day(&self) -> &str {
        &self.day
    }

    /// Seconds since the beginning of 1970 in UTC; a day alone is its beginning.
    pub fn seconds(&self) -> i64 {
        self.seconds
    }

    /// Whether a time was written too.
    pub fn has_time(&self) -> bool {
        self.written.len() > 10
    }
}

fn short_day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [day, month, year] = parts[..] else {
        return None;
    };
    let part = |part: &str| {
        let is_two = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        is_two.then(|| part.parse::<i8>().ok())?
    };
    Date::new(2000 + i16::from(part(year)?), part(month)?, part(day)?).ok()
}
