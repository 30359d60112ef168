//! TODO, FIXME and their likes.

use super::part::{Part, SHOUT};
use super::rule::{Found, Pattern, Words, moved};
use super::{Kind, Source};

// In comments the word alone is a mark; in prose it takes a colon or a name in brackets, or a box.
static IN_COMMENT: Pattern = Pattern::of(
    SHOUT,
    0,
    r"(?m)(?:^|[^\w$.`'\x22-])((?:TODO|FIXME|XXX|HACK)\b(?:\([^)\n]{1,60}\))?(?:[:\-\s][^\n]*)?)",
)
.beside(&MARKS);
static IN_PROSE: Pattern = Pattern::of(
    SHOUT,
    0,
    r"(?m)(?:^|[^\w$.`'\x22-])((?:TODO|FIXME|XXX|HACK)\b(?:\([^)\n]{1,60}\):?|:)[^\n]*)",
)
.beside(&MARKS);
static MARKS: Pattern = Pattern::new("TODO|FIXME|XXX|HACK");

/// Where another mark begins on the same line.
static NEXT: Pattern =
    Pattern::new(r"[^\w$.`'\x22-]((?:TODO|FIXME|XXX|HACK)(?:\([^)\n]{1,60}\):?|:)(?:\s|$))");

/// Who is to do it: `FIXME(ana)`.
static NAMED: Pattern =
    Pattern::new(r"^(?:TODO|FIXME|XXX|HACK)\(@?([A-Za-z](?:[A-Za-z0-9]|[._-][A-Za-z0-9]){1,38})\)");

/// What stands in the brackets too, and is nobody.
static TOPICS: Words = Words::new(include_str!("words/topics.txt"));

/// What ends a comment on the same line.
const ENDS: [&str; 4] = ["*/", "-->", "--}}", "#}"];

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize, source: Source) {
    let pattern = match source {
        Source::Code(_) => &IN_COMMENT,
        Source::Prose | Source::Terminal => &IN_PROSE,
    };
    for groups in pattern.each(text) {
        let mut rest = groups.first();
        while !rest.is_empty() {
            let next = NEXT.within(&text[rest.clone()]).next();
            let end = next.map_or(rest.end, |next| rest.start + next.first().start);
            add(found, text, rest.start..end, at);
            rest.start = end;
        }
    }
}

fn add(found: &mut Found<'_>, text: &str, mut range: std::ops::Range<usize>, at: usize) {
    let said = &text[range.clone()];
    let end = ENDS.iter().filter_map(|end| said.find(end)).min();
    let mut said = said[..end.unwrap_or(said.len())].trim_end();
    // What stands between two marks is none of either.
    for sign in ["//", "#", ";", ",", "|", "--", " -", " /"] {
        said = said.strip_suffix(sign).unwrap_or(said).trim_end();
    }
    range.end = range.start + said.len();
    // `XXX-XX-XXXX` and `TODO, FIXME and XXX` speak of the words.
    let rest = said.trim_start_matches(|c: char| c.is_ascii_uppercase());
    if rest.starts_with(['-', ',', '/']) && !rest.starts_with("- ") {
        return;
    }
    let value = said.to_owned();
    if let Some(name) = named(&value) {
        let said = format!("@{}", &value[name.clone()]);
        // With its sign it is a handle by itself.
        if !value[..name.start].ends_with('@') {
            found.add_as(Kind::Handle, moved(name, range.start + at), said);
        }
    }
    found.add_around(Kind::Todo, moved(range, at), value);
}

/// Where the name of a person stands in a mark.
fn named(mark: &str) -> Option<std::ops::Range<usize>> {
    let name = NAMED.within(mark).next()?.range(1)?;
    let said = &mark[name.clone()];
    // A version or a ticket: `TODO(v2)`, `TODO(abc-12)`.
    let is_numbered = said.ends_with(|c: char| c.is_ascii_digit())
        && (said.len() < 4 || said.contains(['-', '.']));
    let is_shouted = said.len() > 3 && !said.bytes().any(|b| b.is_ascii_lowercase());
    let is_topic = said
        .split(['-', '_', '.'])
        .any(|word| TOPICS.has(&word.to_ascii_lowercase()));
    (!is_numbered && !is_shouted && !is_topic).then_some(name)
}
