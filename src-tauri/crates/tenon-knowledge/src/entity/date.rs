//! Days, with their times.

use super::Kind;
use super::part::{COLON, DASH, DIGIT, DOT, Part, SLASH, UPPER, YEAR};
use super::rule::{Found, Groups, Pattern, around, floor, moved};

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
// A day of this year or the next: `May 7`, `7 March`.
static MONTH_DAY: Pattern = Pattern::of(
    DIGIT | UPPER,
    0,
    r"\b((?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? )?(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.? {1,2}(\d{1,2})(?:st|nd|rd|th)?(?:,? (?:at )?\d\d:\d\d(?::\d\d)?)?)\b",
);
static DAY_MONTH: Pattern = Pattern::of(
    DIGIT | UPPER,
    0,
    r"\b((?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? )?(\d{1,2})(?:st|nd|rd|th)?(?: of)? (January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec))\b",
);
/// What is counted behind a month's name or eight digits.
static COUNTED: Pattern = Pattern::new(
    r"^(?:[:,.]\d| ?%| (?:of|times|percent|people|users|bytes|rows|lines|items|records|requests|events|files|points|ms|seconds|minutes|hours|tokens|[kKMG]i?B)\b)",
);
/// Eight digits that stand alone: `20241105`, `20241105T101500Z`.
static JOINED: Pattern = Pattern::of(
    YEAR,
    0,
    r"(?:^|[\s(\[,;:=\x22'`])(((?:19[89]|20[0-4])\d)([01]\d)([0-3]\d)(?:T\d{4}(?:\d\d)?Z?)?)(?:$|[\s)\],;:.\x22'`])",
);
/// What a number is that is no day.
static NUMBERED: Pattern = Pattern::new(
    r"(?i)(?:\b\w*id|\b(?:pid|uid|gid|number|no|nr|num|serial|count|size|len|length|bytes|offset|port|seed|key|hash|phone|tel|order|invoice|account|ticket|ref|rows?|lines?|total|sum|max|min|limit|about|around|over|nearly|than))[\s:=#\x22'`]*$",
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
    // Where a year is said the day is found already.
    let is_counted = |groups: &Groups| {
        groups
            .range(1)
            .is_none_or(|range| COUNTED.is_in(&text[range.end..]))
    };
    for groups in MONTH_DAY.each(text).filter(|groups| !is_counted(groups)) {
        add(&groups, 0, 2, 3, true);
    }
    for groups in DAY_MONTH.each(text).filter(|groups| !is_counted(groups)) {
        add(&groups, 0, 3, 2, true);
    }
    for groups in JOINED.each(text).filter(|groups| !is_counted(groups)) {
        let start = groups.range(1).map_or(0, |range| range.start);
        let before = &text[floor(text, start.saturating_sub(20))..start];
        let is_name = groups.range(1).is_some_and(|range| {
            let mut behind = text[range.end..].chars();
            behind.next() == Some('.') && behind.next().is_some_and(char::is_alphanumeric)
        });
        if !is_name && !NUMBERED.is_in(before.lines().last().unwrap_or_default()) {
            add(&groups, 2, 3, 4, false);
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
