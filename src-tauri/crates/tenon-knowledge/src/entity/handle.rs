//! Handles of people: `@name`.

use super::part::{AT, Part, SLASH};
use super::rule::{Found, Pattern, Words, around, is_quoted, moved};
use super::{Kind, Source};

static HANDLE: Pattern = Pattern::of(
    AT,
    0,
    r"(?:^|[\s(\[{,;:/*>])(@[A-Za-z0-9](?:[A-Za-z0-9_-]{0,37}[A-Za-z0-9_])?(?:\.[A-Za-z0-9][A-Za-z0-9_-]{0,30})*)",
);

/// Words that follow an `@` in comments of code and in style sheets.
static TAGS: Words = Words::new(include_str!("words/tags.txt"));

/// A team of an organisation; else a name with a stroke is a package.
static TEAM: Pattern = Pattern::of(
    AT | SLASH,
    0,
    r"(?:^|[\s(\[{,;:])(@[A-Za-z0-9][\w-]{0,38}/(?:[a-z0-9-]*-)?(?:team|maintainers|owners|reviewers|core|devs|admins))\b",
);

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize, source: Source) {
    for groups in TEAM.each(text) {
        let range = groups.first();
        let is_package = matches!(around(text, &range).1, Some('@' | '/' | '-'));
        if !is_package && !is_quoted(text, &range) {
            found.add(Kind::Handle, moved(range, at));
        }
    }
    for groups in HANDLE.each(text) {
        let range = groups.first();
        let name = &text[range.start + 1..range.end];
        let (before, next) = around(text, &range);
        // A scope of npm, a host behind a user, a decorator with arguments, a template's variable.
        let is_other = matches!(next, Some('/' | '(' | '@' | '=' | '{' | '$'))
            || before == Some('/') && !text[..range.start].ends_with("//")
            // `@app.route` of a decorator has no brackets in every language.
            || matches!(source, Source::Code(_)) && text[range.end..].starts_with(" (");
        let is_number = name.bytes().all(|b| b.is_ascii_digit());
        let is_tag = match source {
            Source::Code(_) => TAGS.has(name),
            Source::Prose | Source::Terminal => false,
        };
        if is_other || is_number || is_tag || is_quoted(text, &range) {
            continue;
        }
        found.add(Kind::Handle, moved(range, at));
    }
}
