//! Names of things in code, as texts speak of them.

use super::part::{CALL, COLON, DOT, HASH, HUMP, JOINT, Part, TICK, UNDER, UPPER};
use super::rule::{Found, Pattern, Words, around, is_quoted, line, moved};
use super::{Kind, Source, diagnostic};

// `a::b`, `a.b()`, `Type.method`, `name()`, in backquotes or not.
static PATHS: Pattern = Pattern::of(
    0,
    COLON | HASH | JOINT,
    r"((?:[A-Za-z_$][\w$]*(?:::<[^<>\n]{1,40}>)?(?:::|->|#))+[A-Za-z_$~][\w$]*[!?]?(?:\(\))?)",
);
static CALLS: Pattern = Pattern::of(
    CALL,
    0,
    r"((?:[A-Za-z_$][\w$]*\.)*[A-Za-z_$][\w$]*[!?]?\(\))",
);
// A type and its member, a module and its type.
static MEMBERS: Pattern = Pattern::of(
    DOT | UPPER,
    0,
    r"\b([A-Z][a-z0-9]*[A-Za-z0-9]*[a-z][A-Za-z0-9]*\.[a-zA-Z_]\w+|(?:[a-z_][\w]*\.)+[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)\b",
);
// In backquotes.
static QUOTED: Pattern = Pattern::of(
    TICK,
    0,
    r"`(&?(?:[A-Za-z_$][\w$]*(?:\.|::|->|#))*[A-Za-z_$][\w$]*[!?]?(?:<[^<>`\n]{1,40}>)?(?:\([^`\n]{0,60}\))?)`",
);
// Words that are written as only code writes them.
static SNAKE: Pattern = Pattern::of(
    UNDER,
    0,
    r"\b(_{0,2}[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+_{0,2})\b",
);
static CAMEL: Pattern = Pattern::of(
    HUMP,
    0,
    r"\b([a-z][a-z0-9]*(?:[A-Z][a-z0-9]+)+[A-Z]*|[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+)\b",
);
/// Names that are written like code and are none.
static PROPER: Words = Words::new(include_str!("words/proper.txt"));

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize, source: Source) {
    if source == Source::Terminal {
        diagnostic::find(found, text, at);
    }
    for groups in QUOTED.each(text) {
        let range = groups.first();
        let said = &text[range.clone()];
        if is_named_like_code(said) {
            let value = plain(said);
            found.add_as(Kind::Symbol, moved(range, at), value);
        }
    }
    for groups in PATHS.each(text).chain(CALLS.each(text)) {
        add(found, text, groups.first(), at, source);
    }
    for groups in MEMBERS.each(text) {
        let range = groups.first();
        let last = text[range.clone()].rsplit('.').next().unwrap_or_default();
        if !EXTENSIONS.contains(&last) {
            add(found, text, range, at, source);
        }
    }
    for groups in SNAKE.each(text).chain(CAMEL.each(text)) {
        let range = groups.first();
        let said = &text[range.clone()];
        // A link's words name what they lead to, not code.
        let is_link = text[range.end..].starts_with("](") && text[..range.start].ends_with('[');
        if !PROPER.has(said) && !is_link && !is_variable(text, &range, source) {
            add(found, text, range, at, source);
        }
    }
}

/// Ends of names of products, hosts and files.
const EXTENSIONS: &[&str] = &[
    "js", "ts", "io", "com", "org", "net", "dev", "md", "py", "rs", "go", "app", "ai", "toml",
    "json", "txt", "yml", "yaml", "lock", "html", "css",
];

/// Whether it is a variable of the environment, which no code has defined.
fn is_variable(text: &str, range: &std::ops::Range<usize>, source: Source) -> bool {
    let is_shouted = !text[range.clone()].bytes().any(|b| b.is_ascii_lowercase());
    let (before, next) = around(text, range);
    let is_set = next == Some('=') || matches!(before, Some('$' | '{'));
    is_shouted
        && (is_set
            || !matches!(source, Source::Code(_))
            || ENVIRONMENT.is_in(line(text, range.start).1))
}

static ENVIRONMENT: Pattern = Pattern::new(r"(?i)\b(?:env|environment|export)\b");

/// Lines in which a program shows code.
static EXCERPT: Pattern =
    Pattern::new(r"^(?:\s*\d*\s*\||[>E]?\s{4,}|.*\d\d:\d\d:\d\d [+-]\d{4} +\d+\))");

fn add(
    found: &mut Found<'_>,
    text: &str,
    range: std::ops::Range<usize>,
    at: usize,
    source: Source,
) {
    let (before, next) = around(text, &range);
    // A piece of a path, an address, a package's name, an option or a mark of the gatekeeper.
    let is_piece = matches!(
        before,
        Some('/' | '\\' | '-' | '@' | '#' | '%' | '.' | '<' | ':' | '~')
    ) && !(before == Some('#') && text[..range.start].ends_with("# "))
        || matches!(next, Some('/' | '\\' | '@' | '-'))
        || next == Some('.') && text[range.end + 1..].starts_with(|c: char| c.is_alphanumeric());
    // What follows an `@` is a decorator, in quotes too.
    // A lint's name has a dash: `clippy::needless-x`.
    let is_whole = before == Some('@') || next == Some('-');
    let is_piece = is_piece && (is_whole || !is_quoted(text, &range));
    let is_excerpt = source == Source::Terminal && EXCERPT.is_in(line(text, range.start).1);
    if !is_piece && !is_excerpt {
        let value = plain(&text[range.clone()]);
        found.add_as(Kind::Symbol, moved(range, at), value);
    }
}

/// Whether a quoted word can be no ordinary one: it has a case, a line below, a dot or brackets.
fn is_named_like_code(said: &str) -> bool {
    let name = said.split(['(', '<']).next().unwrap_or_default();
    let has_call = said.contains('(');
    let has_path =
        name.contains("::") || name.contains("->") || name.contains('#') || name.contains('.');
    let humps = name.chars().skip(1).any(|c| c.is_ascii_uppercase());
    let is_type = name.len() > 1 && name.starts_with(|c: char| c.is_ascii_uppercase());
    let is_shouted = name
        .chars()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    (has_call || has_path || name.contains('_') || humps || is_type)
        && (!is_shouted || has_call)
        && !PROPER.has(said)
        && !CONSTANTS.contains(&said)
}

/// Constants that languages have, and what they call themselves.
const CONSTANTS: [&str; 4] = ["False", "None", "Self", "True"];

/// A name without its brackets and arguments.
fn plain(said: &str) -> String {
    let name = said.split('(').next().unwrap_or_default();
    let name = name.strip_prefix('&').unwrap_or(name);
    name.to_owned()
}
