//! Moments as people and scripts write them.

use jiff::Timestamp;
use tenon_core::{Code, Millis};

use crate::{ApiError, ApiResult};

/// Reads a moment: whole milliseconds since 1970, RFC 3339 such as `2026-11-21T14:02:00Z`, or how
/// long ago it was: `90s`, `15m`, `2h`, `3d`, `1w`.
pub fn parse(text: &str, now: Millis) -> ApiResult<Millis> {
    let text = text.trim();
    if let Ok(millis) = text.parse::<Millis>() {
        return Ok(millis);
    }
    if let Some(passed) = passed(text) {
        return Ok(now.saturating_sub(passed));
    }
    let moment = text.parse::<Timestamp>().map(Timestamp::as_millisecond);
    moment.map_err(|_| {
        ApiError::new(Code::Invalid, format!("\"{text}\" is no moment")).hint(
            "Write milliseconds since 1970, RFC 3339 such as 2026-11-21T14:02:00Z, or how long ago: 90s, 15m, 2h, 3d, 1w.",
        )
    })
}

/// Reads a moment behind `since:` of a query, or says what is wrong and what would be right in words
/// that its place in the query can follow.
///
/// # Errors
/// A sentence without its end.
pub(crate) fn in_query(text: &str, now: Millis) -> Result<Millis, String> {
    parse(text, now).map_err(|error| {
        let right = "90s, 15m, 2h, 3d, 1w or 2026-11-21T14:02:00Z";
        format!("{} such as {right}", error.message)
    })
}

/// A moment as people read it and [`parse`] takes it back: RFC 3339, UTC, with milliseconds.
pub fn text(at: Millis) -> String {
    // Outside of the years −9999 to 9999 a number says more than nothing.
    Timestamp::from_millisecond(at).map_or_else(|_| at.to_string(), |at| format!("{at:.3}"))
}

/// A moment as a sentence says it: date and time here, and what [`parse`] takes back. In UTC where no
/// zone is known.
pub fn told(at: Millis) -> String {
    let zone = jiff::tz::TimeZone::system();
    let here = Timestamp::from_millisecond(at).map(|at| {
        let here = at.to_zoned(zone);
        here.strftime("%-d %b %Y %H:%M:%S").to_string()
    });
    here.map_or_else(|_| at.to_string(), |here| format!("{here} ({})", text(at)))
}

fn passed(text: &str) -> Option<Millis> {
    let unit = match text.chars().last()? {
        's' => 1_000,
        'm' => 60_000,
        'h' => 3_600_000,
        'd' => 86_400_000,
        'w' => 604_800_000,
        _ => return None,
    };
    let count: u32 = text[..text.len() - 1].parse().ok()?;
    Some(i64::from(count) * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_in_each_of_its_forms_and_nothing_else_is() {
        let now = 1_795_219_200_000;
        for (text, at) in [
            ("1795219200000", Some(now)),
            ("-5", Some(-5)),
            ("2026-11-21T00:00:00Z", Some(1_795_219_200_000)),
            ("2026-11-21T01:00:00.250+01:00", Some(1_795_219_200_250)),
            ("2h", Some(now - 7_200_000)),
            ("3d", Some(now - 259_200_000)),
            ("1w", Some(now - 604_800_000)),
            (" 90s ", Some(now - 90_000)),
            ("15m", Some(now - 900_000)),
            ("", None),
            ("h", None),
            ("-2h", None),
            ("yesterday", None),
            ("2026-11-21", None),
            ("2026-13-40T00:00:00Z", None),
            ("99999999999d", None),
            ("2ж", None),
        ] {
            assert_eq!(parse(text, now).ok(), at, "{text:?}");
        }
        assert_eq!(parse(&super::text(now), now).ok(), Some(now), "and back");
        assert_eq!(
            in_query("zzz", now).expect_err("no moment"),
            "\"zzz\" is no moment such as 90s, 15m, 2h, 3d, 1w or 2026-11-21T14:02:00Z"
        );
        let told = told(now + 7);
        let (here, exact) = told.split_once(" (").expect("both");
        assert!(here.contains(" Nov 2026 "), "{told}");
        assert_eq!(parse(exact.trim_end_matches(')'), now).ok(), Some(now + 7));
    }
}
