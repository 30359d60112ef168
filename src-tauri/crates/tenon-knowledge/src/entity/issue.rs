//! Issues, pull requests, advisories, and tasks of the board.

use super::Kind;
use super::part::{DASH, DIGIT, HASH, JOINT, Part, UPPER};
use super::rule::{Found, Pattern, Words, around, floor, line, moved};

static ADVISORY: Pattern = Pattern::of(
    DASH | UPPER,
    0,
    r"\b((?:CVE-\d{4}-\d{4,7}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}|RUSTSEC-\d{4}-\d{4}|PYSEC-\d{4}-\d{1,5}))\b",
);
static TASK: Pattern = Pattern::of(
    DIGIT | DASH,
    0,
    r"\b(T-0{0,4}[1-9]\d{0,5}|(?i:task)-0{0,4}[1-9]\d{0,5}(?:\.\d{1,3})?)\b",
);
// With its repository in front, as code hosts write it, or alone.
static NUMBER: Pattern = Pattern::of(
    DIGIT | HASH,
    0,
    r"(?:^|[\s(\[{,;:])((?:[A-Za-z0-9][\w.-]*/[A-Za-z0-9_][\w.-]*|[a-z][\w-]+)?#[1-9]\d{0,6})\b",
);
// The others of a list or the end of a range: `#12/#13`, `#3..#5`.
static FURTHER: Pattern = Pattern::of(DIGIT | HASH, 0, r"(?:/|\.{2,3}|-|–)(#[1-9]\d{0,6})\b");
static MERGE: Pattern = Pattern::of(
    DIGIT | JOINT,
    0,
    r"(?:^|[\s(]|[\w-]+/[\w.-]+)(![1-9]\d{0,5})\b",
);
static SPELLED: Pattern = Pattern::of(
    DIGIT,
    0,
    r"(?i)\b((?:issue|bug|ticket|pull request|pull-request|PR|merge request|MR)s?(?: (?:no\.? ?|number )?#?|#)[1-9]\d{0,5})\b",
);
static TICKET: Pattern = Pattern::of(
    DIGIT | DASH,
    0,
    r"\b([A-Z][A-Z0-9]{1,9}-[1-9]\d{0,5}|gh-[1-9]\d{0,6})\b",
);

/// The process that wrote a line of a log: `#3021]  INFO`.
static LOGGED: Pattern = Pattern::new(r"^#\d+\] +(?:DEBUG|INFO|WARN|ERROR|FATAL|ANY|UNKNOWN)\b");

/// Words before a number that count something else.
static COUNTED: Pattern = Pattern::new(
    r"(?i)\b(?:heading|headings|expression|top|step|item|rule|option|rank|ranked|row|line|track|channel|slide|page|example|test|case|attempt|try|player|frame|thread|chapter|part|version|argument|parameter|arg|worker|core|job|gpu|cpu|node|replica|shard|partition|figure|table|section|number|no\.?|goal|reason|question|answer|day|week|level|lesson|volume|room|floor|gate|seat|desk|lane|apartment|inode|block|sector|queue|process|pid|port|disk|batch|epoch|run|build|round|iteration|take|draft|issue of)\s+$",
);
/// A place in an order: `was #1 in 2024`, `the #2 cause`.
static RANKED: Pattern = Pattern::new(
    r"(?i)^#[1-9]\d? (?:in (?:19|20)\d\d\b|in (?:the )?(?:world|market|country|charts?|list|rankings?|europe|asia|america|germany|france|china)\b|on (?:the )?(?:list|charts?)\b|among\b|worldwide\b|(?:most|best|worst|top|choice|priority|reason|cause|rule|goal|complaint|request|spot|place|position|seller|fan|enemy|source|selling|ranked|rated|language|tool|framework|problem|app|song|book|movie|team|player)\b)",
);
static PLACED: Pattern = Pattern::new(
    r"(?i)^[^\n]*(?:\b(?:ranks?|ranked|rated|voted|remain(?:s|ed)?|became|stayed) |#[1-9]\d? in [^#\n]{0,40}\b(?:is|was|and|or|to) )$",
);
/// What is done to issues, and where a number therefore is one.
static HANDLED: Pattern = Pattern::new(
    r"(?i)\b(?:fix(?:e[sd]|ing)?|clos(?:e[sd]?|ing)|resolv(?:e[sd]?|ing)|refs?|references?|see|see also|issues?|bugs?|tickets?|prs?|pull requests?|merged?|reverts?|reverted|duplicate of|dup(?:licates)?|blocked by|blocks|of|from|in|to|per|follow-?up|opened|filed)[:\s(]+$",
);
static STEP: Pattern = Pattern::new(
    r"^#\d+ +(?:\[|0x|ERROR|DONE|CACHED|CANCELED|\d+\.\d|sha256:|transferring|resolve|extracting|exporting|naming|writing|[\w:~<>]+ \([^)]*\) at )",
);
static COLOURS: Pattern = Pattern::new(
    r"(?i)colou?r|\b(?:css|hex|rgba?|theme|palette|background|foreground)\b|#[0-9a-f]*[a-f][0-9a-f]*\b",
);

/// An item of a list with numbers.
static ITEM: Pattern = Pattern::of(DIGIT, 0, r"(?m)^[ \t]*(?:[>*-] )?(\d{1,2})[.)] +\S");
/// What says that a number is an issue's, also where a list has that number.
static SURE: Pattern = Pattern::new(
    r"(?i)(?:\b(?:fix(?:e[sd]|ing)?|clos(?:e[sd]?|ing)|resolv(?:e[sd]?|ing)|refs?|issues?|bugs?|tickets?|prs?|pull requests?|merge|duplicate of)[:\s(]+|\()$",
);
/// A difference of numbers: `words[CURRENT-1]`, `MAX-1`; and a part of a year: `Q3-2024`.
static DIFFERENCE: Pattern = Pattern::new(
    r"^(?:ARGC|COLS|COLUMNS|COUNT|CURRENT|CURSOR|DEPTH|END|FIRST|HEIGHT|INDEX|LAST|LEN|LENGTH|LIMIT|LINENO|LINES|MAX|MIN|NF|NR|NUM|OFFSET|OPTIND|POS|ROWS|SECONDS|SIZE|START|TOTAL|WIDTH)-[1-2]$|^(?:Q[1-4]|H[12]|FY\d*|CY\d*|CW\d*|KW\d*)-(?:19|20)?\d\d$",
);
static BEHIND: Pattern = Pattern::new(r"[A-Z][A-Z0-9]{1,9}-[1-9]\d{0,5}(?:/|\.{2,3})$");
static AHEAD: Pattern = Pattern::new(r"^/[A-Z][A-Z0-9]{1,9}-[1-9]\d{0,5}\b");
static INDEXED: Pattern = Pattern::new(r"(?:\w\[|\(\( ?)$");

/// Names with a number that are no tickets.
static STANDARDS: Words = Words::new(include_str!("words/standards.txt"));

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize) {
    for groups in ADVISORY.each(text) {
        found.add(Kind::Issue, moved(groups.first(), at));
    }
    for groups in TASK.each(text) {
        let range = groups.first();
        // `T-1+1` is a sum.
        let mut behind = text[range.end..].chars();
        let is_sum = matches!(behind.next(), Some('+' | '*' | '^'))
            && behind.next().is_some_and(char::is_alphanumeric);
        if !is_part(text, &range) && !is_sum {
            let value = text[range.clone()].to_owned();
            found.add_as(Kind::Task, moved(range, at), value);
        }
    }
    let items = items(text);
    for groups in NUMBER.each(text).chain(MERGE.each(text)) {
        let range = groups.first();
        // A colour or a heading's anchor, not a number of an issue.
        let (_, next) = around(text, &range);
        let is_anchor = matches!(next, Some('-' | '/')) && !is_followed(text, range.end)
            || next == Some('.') && is_digit(text, range.end + 1);
        let is_colour = matches!(range.len(), 4 | 7) && COLOURS.is_in(line(text, range.start).1);
        let (start, line) = line(text, range.start);
        // A step of a build of images, and a frame of a debugger.
        let is_frame = range.start == start && STEP.is_in(line);
        let is_counted =
            text[range.clone()].starts_with('#') && COUNTED.is_in(&line[..range.start - start]);
        let is_placed = text[range.clone()].starts_with('#')
            && range.len() < 4
            && PLACED.is_in(&line[..range.start - start]);
        let is_ranked = is_placed
            || RANKED.is_in(&text[range.clone().start..])
                && !HANDLED.is_in(&line[..range.start - start]);
        let is_item = text[range.start + 1..range.end]
            .parse::<usize>()
            .is_ok_and(|number| number <= items)
            && !SURE.is_in(&line[..range.start - start]);
        let is_logged = LOGGED.is_in(&text[range.start..]);
        if !is_anchor
            && !is_colour
            && !is_counted
            && !is_frame
            && !is_ranked
            && !is_logged
            && !is_item
        {
            found.add(Kind::Issue, moved(range, at));
        }
    }
    for groups in FURTHER.each(text) {
        let range = groups.first();
        let joint = groups.range(0).map_or(range.start, |whole| whole.start);
        let before = text[..joint].trim_end_matches(|c: char| c.is_ascii_digit());
        if before.len() < joint && before.ends_with('#') {
            found.add(Kind::Issue, moved(range, at));
        }
    }
    for groups in SPELLED.each(text) {
        let range = groups.first();
        let number = text[range.clone()]
            .rsplit([' ', '#'])
            .next()
            .unwrap_or_default();
        let (_, next) = around(text, &range);
        if next != Some('%') && !(next == Some('.') && is_digit(text, range.end + 1)) {
            let value = format!("#{number}");
            found.add_as(Kind::Issue, moved(range, at), value);
        }
    }
    for groups in TICKET.each(text) {
        let range = groups.first();
        let said = &text[range.clone()];
        let (name, _) = said.split_once('-').unwrap_or((said, ""));
        let is_ours = name.eq_ignore_ascii_case("gh");
        let before = &text[floor(text, range.start.saturating_sub(20))..range.start];
        let is_listed = BEHIND.is_in(before) || AHEAD.is_in(&text[range.end..]);
        let is_difference = DIFFERENCE.is_in(said) || INDEXED.is_in(before);
        if (is_ours || !STANDARDS.has(name))
            && !is_difference
            && (!is_part(text, &range) || is_listed)
        {
            found.add(Kind::Issue, moved(range, at));
        }
    }
}

/// Whether another issue's number follows behind one sign.
fn is_followed(text: &str, end: usize) -> bool {
    text[end + 1..].starts_with('#') && is_digit(text, end + 2)
}

/// How many items a list with numbers has: those that follow each other from one.
fn items(text: &Part<'_>) -> usize {
    let mut last = 0;
    let mut most = 0;
    for groups in ITEM.each(text) {
        let number = text[groups.first()].parse().unwrap_or(0);
        last = if number == last + 1 || number == 1 {
            number
        } else {
            0
        };
        most = most.max(last);
    }
    // One alone is no list.
    if most > 1 { most } else { 0 }
}

/// Whether it is a piece of a longer name, path or version.
fn is_part(text: &str, range: &std::ops::Range<usize>) -> bool {
    let (before, next) = around(text, range);
    matches!(
        before,
        Some('-' | '_' | '/' | '.' | '@' | '$' | '%' | '&' | '=' | '<' | ':')
    ) || matches!(next, Some('-' | '_' | '/' | '@' | '=' | '%'))
        || next == Some('.') && text[range.end + 1..].starts_with(|c: char| c.is_alphanumeric())
}

fn is_digit(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
}
