//! Handles of people: `@name`.

use super::part::{AT, Part, SLASH};
use super::rule::{Found, Pattern, Words, around, floor, is_quoted, moved};
use super::{Kind, Source};

static HANDLE: Pattern = Pattern::of(
    AT,
    0,
    r"(?:^|[\s(\[{,;:/*>])(@[\p{L}0-9][\p{L}\p{M}0-9_-]{0,38}(?:\.[\p{L}0-9][\p{L}\p{M}0-9_-]{0,30})*)",
);

/// Words that follow an `@` in comments of code, in style sheets and before what is decorated.
static TAGS: Words = Words::new(include_str!("words/tags.txt"));

/// What decorators belong to: `@app.route`.
const MODULES: [&str; 17] = [
    "app",
    "pytest",
    "functools",
    "click",
    "router",
    "api",
    "bp",
    "blueprint",
    "celery",
    "unittest",
    "mock",
    "dataclasses",
    "contextlib",
    "typing",
    "numba",
    "torch",
    "tf",
];

/// A team of an organisation; else a name with a stroke is a package.
static TEAM: Pattern = Pattern::of(
    AT | SLASH,
    0,
    r"(?:^|[\s(\[{,;:])(@[A-Za-z0-9][\w-]{0,38}/(?:[a-z0-9-]*-)?(?:team|maintainers|owners|reviewers|devs|admins|core-team))\b",
);

/// Another handle, of which a stroke parts this one: `@ana/@kim`.
static OTHER: Pattern = Pattern::new(r"(?:^|[^\w/])@[\p{L}0-9][\p{L}\p{M}0-9_-]*/$");
/// A team whose scope says so, or that owns a path in a list of owners.
static OWNERS: Pattern = Pattern::of(
    AT | SLASH,
    0,
    r"(?:^|[\s(\[{,;:])(@(?:teams?|groups?)/[A-Za-z0-9][\w-]{0,60})|(?m:^)(?:\*[^\s@]*|/[^\s@]*)[ \t]+(?:@[\w./-]+[ \t]+)*(@[A-Za-z0-9][\w-]{0,38}/[A-Za-z0-9][\w-]{0,60})",
);
/// A team that a sentence turns to, named for what it does.
static ASKED: Pattern = Pattern::of(
    AT | SLASH,
    0,
    r"(?i)\b(?:cc|ask(?:ed|ing)?|ping(?:ed|ing)?|tag(?:ged|ging)?|thanks|thank you|review(?:er)?s?|reviewed by|approv(?:al|ed) (?:by|from)|assign(?:ed)? (?:it )?to|owned by|owners?|over to|by|hey|hi|hello)[:,]? (?:@[\w/-]+,? (?:and )?)*(@[A-Za-z0-9][\w-]{0,38}/(?:[a-z0-9-]*-)?(?:core|back-?end|front-?end|infra|infrastructure|platform|security|sre|ops|devops|docs|design|qa|mobile|data|release|releng|support|legal|api|web|build|ci))\b",
);

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize, source: Source) {
    for groups in [&TEAM, &OWNERS, &ASKED].iter().flat_map(|it| it.each(text)) {
        let range = groups.first();
        let is_package = matches!(around(text, &range).1, Some('@' | '/' | '-'));
        if !is_package && !is_quoted(text, &range) {
            found.add(Kind::Handle, moved(range, at));
        }
    }
    for groups in HANDLE.each(text) {
        let mut range = groups.first();
        // A dash belongs to the name where nothing but it stands between the name and a blank.
        while text[range.clone()].ends_with("--") || is_joined(text, &range) {
            range.end -= 1;
        }
        let name = &text[range.start + 1..range.end];
        let (before, next) = around(text, &range);
        // A flag in an expansion of a shell: `${(@f)x}`.
        let is_flag = before == Some('(') && text[..range.start - 1].ends_with(['{', '$']);
        // A scope of npm, a host behind a user, a decorator with arguments, a template's variable.
        let is_listed = text[range.end..].starts_with("/@");
        let is_behind =
            OTHER.is_in(&text[floor(text, range.start.saturating_sub(50))..range.start]);
        let is_other = matches!(next, Some('/' | '(' | '@' | '=' | '{' | '$')) && !is_listed
            || before == Some('/') && !text[..range.start].ends_with("//") && !is_behind
            // `@app.route` of a decorator has no brackets in every language.
            || matches!(source, Source::Code(_)) && text[range.end..].starts_with(" (");
        let is_number = name.bytes().all(|b| b.is_ascii_digit());
        let module = name.split_once('.').map(|(module, _)| module);
        let is_tag = TAGS.has(name) || module.is_some_and(|module| MODULES.contains(&module));
        if is_flag || is_other || is_number || is_tag || is_quoted(text, &range) {
            continue;
        }
        found.add(Kind::Handle, moved(range, at));
    }
}

/// Whether a dash at the end joins the name with what follows: `@ana-(x)`.
fn is_joined(text: &str, range: &std::ops::Range<usize>) -> bool {
    let next = text[range.end..].chars().next();
    text[range.clone()].ends_with('-')
        && next.is_some_and(|c| {
            !c.is_whitespace() && !matches!(c, ')' | ']' | ',' | '.' | ':' | ';' | '!' | '?')
        })
}
