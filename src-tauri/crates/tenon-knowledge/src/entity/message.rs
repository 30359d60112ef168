//! Messages of errors: what a program says that went wrong.
//!
//! A message begins with the head that names its kind (`error[E0308]: `, `TypeError: `, `fatal: `) and
//! ends with its line. What stands before that is none of it: the place (`a.c:3:5: `), the tool
//! (`npm `, `curl: (7) `), the moment and the level of a log, `Caused by: `. Warnings of compilers and
//! notes are no messages; a warning that is raised, as Python's, is one.

mod pattern;

use std::ops::Range;

use super::part::Part;
use super::rule::{Found, Groups, Pattern, floor, line, moved};
use super::{Kind, Source};
use pattern::{BEFORE, FINE, HEAD, MESSAGES, PRINTED, RETOLD, SAID};

/// Where a program of Rust gave up. What it says stands on the next line, and in older ones in quotes.
static PANIC: Pattern = Pattern::new(r"\b(panicked at (?:'([^\n]+)', )?[^\n]*)");
/// What comes where a panic says nothing.
static NO_MESSAGE: Pattern = Pattern::new(r"^(?:note: |stack backtrace:|thread '|$)");

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize, source: Source) {
    let printed: &[Pattern] = match source {
        Source::Terminal => &PRINTED,
        _ => &[],
    };
    let mut line_end = 0;
    for groups in HEAD.each(text) {
        let head = groups.first();
        let (start, line) = line(text, head.start);
        let before = &line[..head.start - start];
        // What a sentence tells at its end.
        let is_retold = source == Source::Prose
            && before.ends_with(": ")
            && ["Error: ", "fatal: ", "FATAL: "]
                .iter()
                .any(|said| text[head.start..].starts_with(said));
        if is_retold || BEFORE.is_in(before) {
            if head.end > line_end {
                let end = text[head.end..].find('\n');
                line_end = end.map_or(text.len(), |end| head.end + end);
            }
            let end = stop(text, head.start..line_end, source);
            add(found, text, head.start..end, at);
        }
    }
    for groups in PANIC.each(text) {
        let whole = groups.first();
        // The comment around it goes on as it likes.
        let next = match source {
            Source::Code(_) => None,
            Source::Prose | Source::Terminal => next_line(text, &whole),
        };
        add(found, text, groups.range(2).or(next).unwrap_or(whole), at);
    }
    let retold: &[Pattern] = match source {
        Source::Prose => &RETOLD,
        _ => &[],
    };
    let all = MESSAGES.iter().chain(printed).chain(retold);
    let mut all: Vec<_> = all
        .flat_map(|pattern| pattern.each(text).map(|groups| groups.first()))
        .collect();
    if source == Source::Terminal {
        let fine = |groups: &Groups| {
            let line = &text[groups.range(0).unwrap_or_default()];
            let behind = line.split_once(": ").map_or("", |(_, behind)| behind);
            FINE.is_in(behind) || FINE.is_in(&text[groups.first()])
        };
        let said = SAID.each(text).filter(|groups| !fine(groups));
        all.extend(said.map(|groups| groups.first()));
    }
    // Of those that overlap the one that begins first says most: `Failed to connect to a: Connection
    // refused`.
    all.sort_by_key(|range| range.start);
    for range in all {
        let end = stop(text, range.clone(), source);
        add(found, text, range.start..end, at);
    }
}

/// Where a message ends that a sentence has in it: with the sentence.
fn stop(text: &str, range: Range<usize>, source: Source) -> usize {
    static SENTENCE: Pattern = Pattern::new(r"[a-z](\. )[A-Z][a-z]");

    let (start, line) = line(text, range.start);
    let is_within = source == Source::Prose
        && line[..range.start - start].contains(|c: char| c.is_ascii_alphabetic());
    let said = &text[range.start..floor(text, range.end.min(range.start + LONGEST))];
    let stop = SENTENCE.within(said).next().filter(|_| is_within);
    stop.map_or(range.end, |stop| range.start + stop.first().start)
}

/// The line behind the place of a panic, where that is all its line says.
fn next_line(text: &str, panic: &Range<usize>) -> Option<Range<usize>> {
    let said = text[panic.clone()].trim_end();
    if !said.ends_with(':') || !said.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let start = panic.end + text[panic.end..].find('\n')? + 1;
    let line = text[start..].lines().next()?;
    let start = start + line.len() - line.trim_start().len();
    let line = line.trim();
    (!NO_MESSAGE.is_in(line)).then(|| start..start + line.len())
}

static FIELD: Pattern = Pattern::new(r"\berr(?:or)?=");
static RAISED: Pattern = Pattern::new(r"(?:[:@](?:raises?|throws|exception|except)) $");
/// Which project it is, as MSBuild tells last, or which check, as mypy does.
static BEHIND: Pattern =
    Pattern::new(r"(?: \[[^\[\]\n]+\.\w{2,3}proj(?:::[^\[\]\n]*)?\]|  \[[a-z]+(?:-[a-z]+)*\])$");

/// The longest message that is kept whole, in bytes.
const LONGEST: usize = 2_000;

fn add(found: &mut Found<'_>, text: &str, mut range: Range<usize>, at: usize) {
    range.end = floor(text, range.end.min(range.start + LONGEST));
    // What a comment for documentation says of an exception.
    if RAISED.is_in(&text[floor(text, range.start.saturating_sub(20))..range.start]) {
        return;
    }
    // Where a log has a field for the error, the other says what was done.
    let is_told = text[..range.start].ends_with(" msg=\"");
    if is_told && FIELD.is_in(line(text, range.start).1) {
        return;
    }
    let said = text[range.clone()].trim_end();
    // Maven counts its tests so.
    if said.contains(" <<< ") {
        return;
    }
    let behind = BEHIND.within(said).next().map(|groups| groups.first());
    let said = behind.map_or(said, |behind| &said[..behind.start]);
    // What stands between backquotes is all of a message, and nothing behind them is.
    let (line_start, line) = line(text, range.start);
    let before = &line[..range.start - line_start];
    // Some close a backquote with a single quote.
    let open = before
        .rfind('`')
        .filter(|open| before.matches('`').count() % 2 == 1 && !before[*open..].contains('\''));
    let close = said.find('`').map(|close| range.start + close);
    let mut end = range.start + said.len();
    if let (Some(open), Some(close)) = (open, close) {
        end = close;
        if before[open + 1..].ends_with(": ") {
            range.start = line_start + open + 1;
        }
    }
    let said = &text[range.start..end];
    // What a sentence quotes ends with its quote.
    let quote = text[..range.start].chars().next_back();
    let quote = quote.filter(|c| matches!(c, '`' | '\'' | '"'));
    let end = quote
        .and_then(|quote| said.find(quote))
        .unwrap_or(said.len());
    range.end = range.start + said[..end].trim_end().len();
    let value = text[range.clone()].to_owned();
    // Docker looks elsewhere then.
    let is_step = value.starts_with("Unable to find image");
    if !is_code(&value) && !is_step {
        found.add_around(Kind::ErrorMessage, moved(range, at), value);
    }
}

/// Whether a line that looks like a message is code: `Error: Send + Sync,`, `error: string;`.
fn is_code(said: &str) -> bool {
    let rest = said.split_once(": ").map_or("", |(_, rest)| rest.trim());
    rest.starts_with('[') && rest.contains("! => {")
        || rest.ends_with([';', '{', ','])
        || rest.ends_with("=>")
        || !rest.contains(' ') && rest.ends_with(['>', ')'])
}
