//! What a backup is called: the moment it was made at, in UTC.

use tenon_core::Millis;

/// The moment as part of a file's name, such as `2026-11-21T14-35-24Z`.
pub(super) fn moment(at: Millis) -> String {
    let seconds = at.div_euclid(1_000);
    let (days, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}-{minute:02}-{second:02}Z")
}

/// The date of a day since 1970-01-01, by Howard Hinnant's algorithm: years begin in March, so that
/// the leap day is a year's last.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_its_date_and_time() {
        for (at, want) in [
            (0, "1970-01-01T00-00-00Z"),
            (951_782_399_999, "2000-02-28T23-59-59Z"),
            (951_782_400_000, "2000-02-29T00-00-00Z"),
            (1_795_219_200_000, "2026-11-21T00-00-00Z"),
            (-1, "1969-12-31T23-59-59Z"),
        ] {
            assert_eq!(moment(at), want, "{at}");
        }
    }
}
