//! Days, with their times.

use super::Kind;
use super::part::{COLON, DASH, DIGIT, DOT, Part, SLASH, UPPER, YEAR};
use super::rule::{Found, Groups, Pattern, around, moved};

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// A year that is not said; it is a leap year, so that 29 February is a day of it.
const NO_YEAR: u32 = 0;

static ISO: Pattern = Pattern::of(
    YEAR,
    DASH | SLASH,
    r"\b((?P<y>(?:19|20)\d\d)(?:-(?P<m>\d\d)-(?P<d>\d\d)|/(\d{1,2})/(\d{1,2}))(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|UTC|GMT|CES?T|EES?T|[ECMP][SD]T|BST|IST|JST|MSK|AES?T|[+-]\d\d:?\d\d))?)?)",
);
static DAY_FIRST: Pattern = Pattern::of(
    YEAR,
    0,
    r"(?i)\b((?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -](jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?,?[ -]((?:19|20)\d\d)(?: \d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: (?:[+-]\d{4}|UTC|GMT|Z))?)?)\b",
);
static MONTH_FIRST: Pattern = Pattern::of(
    YEAR,
    0,
    r"(?i)\b((?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? +(\d{1,2})(?:st|nd|rd|th)?(?:,? +| \d\d:\d\d:\d\d (?:[A-Z]{3,4} )?)((?:19|20)\d\d)(?:,? (?:at )?\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M\b)?)?(?: [+-]\d{4})?)\b",
);
// As web servers' logs have it: `14/Jan/2026:16:20:11 +0100`.
static SERVED: Pattern = Pattern::of(
    YEAR | SLASH,
    0,
    r"\b((\d{1,2})/(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)/((?:19|20)\d\d)(?:[: ]\d\d:\d\d:\d\d(?: [+-]\d{4})?)?)",
);
// As the system's log has it, which says no year: `Mar  1 00:00:07`.
static LOGGED: Pattern = Pattern::of(
    DIGIT | COLON | UPPER,
    0,
    r"(?m)^((Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}(\d{1,2}) \d\d:\d\d:\d\d)(?:\.\d+)? [A-Za-z\d]",
);
static DOTTED: Pattern = Pattern::of(
    YEAR | DOT,
    0,
    r"\b((\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d))\b",
);
static SLASHED: Pattern = Pattern::of(
    YEAR | SLASH,
    0,
    r"\b((\d{1,2})/(\d{1,2})/((?:19|20)\d\d))\b",
);

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize) {
    let mut add = |groups: &Groups, year: usize, month: usize, day: usize, named: bool| {
        let Some(range) = groups.range(1) else { return };
        let part = |group| {
            groups
                .range(group)
                .map(|range| &text[range])
                .unwrap_or_default()
        };
        let month = match named {
            true => MONTHS
                .iter()
                .position(|name| part(month).to_ascii_lowercase().starts_with(name))
                .map_or(0, |place| place + 1),
            false => part(month).parse().unwrap_or_default(),
        };
        let year = match year {
            0 => Ok(NO_YEAR),
            year => part(year).parse(),
        };
        let (Ok(year), Ok(day)) = (year, part(day).parse::<u32>()) else {
            return;
        };
        let (before, next) = around(text, &range);
        let is_piece = matches!(before, Some('-' | '/' | '_' | '.' | '+'))
            || matches!(next, Some('-' | '/' | '_'))
            || next.is_some_and(|c| c.is_ascii_digit());
        if is_day(year, month, day) && !is_piece {
            // ISO 8601 writes a day without its year so.
            let value = match year {
                NO_YEAR => format!("--{month:02}-{day:02}"),
                year => format!("{year:04}-{month:02}-{day:02}"),
            };
            found.add_as(Kind::Date, moved(range, at), value);
        }
    };
    for groups in ISO.each(text) {
        match groups.range(3) {
            Some(_) => add(&groups, 2, 3, 4, false),
            None => add(&groups, 2, 5, 6, false),
        }
    }
    for groups in DAY_FIRST.each(text) {
        add(&groups, 4, 3, 2, true);
    }
    for groups in MONTH_FIRST.each(text) {
        add(&groups, 4, 2, 3, true);
    }
    for groups in SERVED.each(text) {
        add(&groups, 4, 3, 2, true);
    }
    for groups in LOGGED.each(text) {
        add(&groups, 0, 2, 3, true);
    }
    for groups in DOTTED.each(text) {
        add(&groups, 4, 3, 2, false);
    }
    for groups in SLASHED.each(text) {
        // In which order they stand shows only where one is above twelve; the month goes first else.
        let first = groups
            .range(2)
            .and_then(|range| text[range].parse::<u32>().ok());
        match first.is_some_and(|first| first > 12) {
            true => add(&groups, 4, 3, 2, false),
            false => add(&groups, 4, 2, 3, false),
        }
    }
}

fn is_day(year: u32, month: usize, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}
