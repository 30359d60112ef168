//! Values of options. They are read before anything runs, so that a wrong one is wrong usage, with
//! exit status 2, whatever verb it stands behind.

use std::ffi::OsString;

use clap::builder::{OsStringValueParser, TypedValueParser};
use tenon_api::wire::{SearchLike, Whole};
use tenon_api::{ApiError, journal_source, moment};
use tenon_core::{LinkId, RunId, WirePath};
use tenon_index::query;
use tenon_knowledge::entity::{Kind, Source};

/// Kinds of entities that the sidecar finds.
pub const NAMES: [&str; 3] = ["person", "organisation", "project"];

/// A value, or a sentence about what is wrong with it.
type Read<T> = Result<T, String>;

/// A moment as a person writes it. What it means depends on when it is asked for.
pub fn moment(text: &str) -> Read<String> {
    let read = moment::parse(text, 0);
    read.map(|_| text.to_owned()).map_err(|error| error.words())
}

/// A day.
pub fn day(text: &str) -> Read<String> {
    let read = text.parse::<jiff::civil::Date>();
    read.map(|day| day.to_string()).map_err(|_| no_day(text))
}

/// Why a text is no day.
pub fn no_day(text: &str) -> String {
    let mut parts = text.split('-');
    let is_number = |part: Option<&str>, digits: usize| {
        part.is_some_and(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let is_written = is_number(parts.next(), 4) && is_number(parts.next(), 2);
    match is_written && is_number(parts.next(), 2) && parts.next().is_none() {
        true => "there is no such day in the calendar".to_owned(),
        false => "a day is written as 2026-11-22".to_owned(),
    }
}

/// The identity of a link.
pub fn link(text: &str) -> Read<LinkId> {
    let read = text.parse();
    read.map_err(|_| "\"tenon link list\" tells the identities of links; this is none".into())
}

/// The number of a criterion.
pub fn criterion(text: &str) -> Read<u32> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| "a criterion is named by its number, counted from 1".into())
}

/// How many there may be at most.
pub fn count(text: &str) -> Read<usize> {
    text.parse()
        .map_err(|_| "a count is a whole number from 0, such as 20".into())
}

/// What stands in things that are to be forgotten. One that is no text is refused later, with more
/// to say.
pub fn forgettable() -> impl TypedValueParser<Value = OsString> {
    OsStringValueParser::new().try_map(|text| match text.len() {
        0..4 => Err("a text to forget has at least 4 bytes; a shorter one stands everywhere"),
        _ => Ok(text),
    })
}

/// A kind of event, or an area of kinds.
pub fn event_kind(text: &str) -> Read<String> {
    checked(text, journal_source::check_kind)
}

/// A reference such as `file:ID` or `file:PATH`.
pub fn reference(text: &str) -> Read<String> {
    checked(text, journal_source::check_reference)
}

/// A kind of link.
pub fn link_kind(text: &str) -> Read<String> {
    let kind: tenon_knowledge::link::Kind = text.parse()?;
    Ok(kind.word().to_owned())
}

fn checked(text: &str, check: impl Fn(&str) -> Result<(), ApiError>) -> Read<String> {
    let checked = check(text);
    checked
        .map(|()| text.to_owned())
        .map_err(|error| error.words())
}

/// A kind of row of a search.
pub fn row_kind(text: &str) -> Read<String> {
    match query::KINDS.contains(&text) {
        true => Ok(text.to_owned()),
        false => Err(format!("the kinds are {}", query::KINDS.join(", "))),
    }
}

/// A language or type of file.
pub fn language(text: &str) -> Read<String> {
    query::language(text).map(|()| text.to_owned())
}

/// A pattern of paths.
pub fn pattern(text: &str) -> Read<String> {
    query::pattern(text, &[text.to_owned()]).map(|()| text.to_owned())
}

/// A kind of entity.
pub fn entity_kind(text: &str) -> Read<String> {
    if is_name(text) || text.parse::<Kind>().is_ok() {
        return Ok(text.to_owned());
    }
    let kinds = Kind::ALL.iter().map(|kind| kind.word()).chain(NAMES);
    let kinds: Vec<_> = kinds.collect();
    Err(format!("the kinds are {}", kinds.join(", ")))
}

/// Whether entities of a kind are found by the sidecar.
pub fn is_name(kind: &str) -> bool {
    NAMES.contains(&kind)
}

/// What a text is in which entities are looked for.
pub fn source(text: &str) -> Read<Source> {
    match text {
        "prose" => Ok(Source::Prose),
        "terminal" => Ok(Source::Terminal),
        name if name.contains('.') || name.chars().any(char::is_uppercase) => {
            Ok(Source::of_path(name))
        }
        _ => Err("it is \"prose\", \"terminal\" or the name of a file such as a.rs".into()),
    }
}

/// What `--like` names.
pub enum Like {
    Lines(SearchLike),
    Run(RunId),
}

/// `PATH:LINE`, `PATH:LINE-LINE` or `run:ID`.
pub fn alike(text: &str) -> Read<String> {
    like(text).map(|_| text.to_owned())
}

/// Reads `PATH:LINE`, `PATH:LINE-LINE` or `run:ID`.
pub fn like(text: &str) -> Read<Like> {
    match text.starts_with("run:") {
        true => run(text).map(Like::Run),
        false => lines(text).map(Like::Lines),
    }
}

/// Reads `run:ID`, or an id alone.
pub fn run(text: &str) -> Read<RunId> {
    let id = text.strip_prefix("run:").unwrap_or(text);
    id.parse()
        .map_err(|_| "a command is named run:ID, as \"tenon runs --json\" tells it".into())
}

/// How a command ended: a status, or `!` and one.
pub fn exit(text: &str) -> Read<String> {
    query::exit(text).map(|_| text.to_owned())
}

/// Reads `PATH:LINE` or `PATH:LINE-LINE`.
fn lines(text: &str) -> Read<SearchLike> {
    let read = || {
        let (path, lines) = text.rsplit_once(':')?;
        let (line, end) = match lines.split_once('-') {
            Some((line, end)) => (line, Some(end.parse::<u32>().ok()?)),
            None => (lines, None),
        };
        let line = line.parse::<u32>().ok()?;
        Some(SearchLike {
            path: WirePath::from(path),
            line: Whole::size(u64::from(line)),
            end_line: end.map(|end| Whole::size(u64::from(end))),
        })
    };
    let like = read()
        .ok_or("a place is written as src/main.rs:12, or src/main.rs:12-20 for several lines")?;
    let line = like.line.get();
    if line == 0 {
        return Err("lines are counted from 1".into());
    }
    if like.end_line.as_ref().is_some_and(|end| end.get() < line) {
        return Err("the last line stands before the first one".into());
    }
    Ok(like)
}
