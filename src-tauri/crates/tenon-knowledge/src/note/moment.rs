//! Days and times as notes write them, in the words of Moment.js.

use jiff::civil::{Date, Time};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

/// Writes a day and a time: `YYYY YY MMMM MMM MM M DD D Do dddd ddd HH H hh mm ss A`, and
/// `GGGG WW W` for weeks that begin on Monday; names in English, `[…]` as it is. What is none of these stays as it is.
pub(super) fn format(pattern: &str, date: Date, time: Time) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        if first == '['
            && let Some(end) = rest.find(']')
        {
            out.push_str(&rest[1..end]);
            rest = &rest[end + 1..];
            continue;
        }
        let run = rest.len() - rest.trim_start_matches(first).len();
        let ordinal = rest.starts_with("Do");
        let size = if ordinal { 2 } else { run };
        match token(&rest[..size], date, time) {
            Some(text) => out.push_str(&text),
            None => out.push_str(&rest[..size]),
        }
        rest = &rest[size..];
    }
    out
}

fn token(token: &str, date: Date, time: Time) -> Option<String> {
    let name = |names: &[&'static str], at: i8| {
        let at = usize::try_from(at).ok()?;
        names.get(at).copied()
    };
    let month = || name(&MONTHS, date.month() - 1);
    let day = || name(&DAYS, date.weekday().to_sunday_zero_offset());
    Some(match token {
        "YYYY" => format!("{:04}", date.year()),
        "YY" => format!("{:02}", date.year().rem_euclid(100)),
        "MMMM" => month()?.to_owned(),
        "MMM" => month()?[..3].to_owned(),
        "MM" => format!("{:02}", date.month()),
        "M" => date.month().to_string(),
        "DD" => format!("{:02}", date.day()),
        "D" => date.day().to_string(),
        "Do" => ordinal(date.day()),
        "dddd" => day()?.to_owned(),
        "ddd" => day()?[..3].to_owned(),
        "HH" => format!("{:02}", time.hour()),
        "H" => time.hour().to_string(),
        "hh" => format!("{:02}", (time.hour() + 11) % 12 + 1),
        "mm" => format!("{:02}", time.minute()),
        "ss" => format!("{:02}", time.second()),
        "WW" => format!("{:02}", date.iso_week_date().week()),
        "W" => date.iso_week_date().week().to_string(),
        "GGGG" => format!("{:04}", date.iso_week_date().year()),
        "A" => if time.hour() < 12 { "AM" } else { "PM" }.to_owned(),
        _ => return None,
    })
}

fn ordinal(day: i8) -> String {
    let end = match (day % 10, day / 10) {
        (1, ten) if ten != 1 => "st",
        (2, ten) if ten != 1 => "nd",
        (3, ten) if ten != 1 => "rd",
        _ => "th",
    };
    format!("{day}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    #[test]
    fn tokens_are_those_of_moment() {
        let (day, now) = (date(2024, 3, 9), time(15, 4, 5, 0));
        for (pattern, expected) in [
            ("YYYY-MM-DD", "2024-03-09"),
            ("YY/M/D", "24/3/9"),
            ("dddd, Do MMMM", "Saturday, 9th March"),
            ("ddd MMM", "Sat Mar"),
            ("HH:mm:ss H hh A", "15:04:05 15 03 PM"),
            ("[Day] D [[x] ü", "Day 9 [x ü"),
            ("DDDD dd ww Q", "DDDD dd ww Q"),
            ("GGGG-[W]WW W", "2024-W10 10"),
            ("[open D", "[open 9"),
            ("", ""),
        ] {
            assert_eq!(format(pattern, day, now), expected, "{pattern}");
        }
        for (hour, expected) in [(0, "12 AM"), (11, "11 AM"), (12, "12 PM"), (23, "11 PM")] {
            assert_eq!(format("hh A", day, time(hour, 0, 0, 0)), expected);
        }
        for (number, expected) in [
            (1, "1st"),
            (2, "2nd"),
            (3, "3rd"),
            (11, "11th"),
            (13, "13th"),
            (22, "22nd"),
        ] {
            assert_eq!(format("Do", date(2024, 1, number), now), expected);
        }
    }
}
