//! Names of things in code, as texts speak of them.

use super::part::{AT, CALL, COLON, HASH, HUMP, JOINT, POINT, Part, SHOUT, TICK, UNDER, UPPER};
use super::rule::{Found, Pattern, Words, around, floor, is_quoted, line, moved};
use super::{Comments, Kind, Source, diagnostic};

// `a::b`, `a.b()`, `Type.method`, `name()`, in backquotes or not.
static PATHS: Pattern = Pattern::of(
    0,
    COLON | HASH | JOINT,
    r"((?:[A-Z]\w*\\)*(?:[A-Za-z_$][\w$]*(?:::<[^<>\n]{1,40}>)?(?:::|->|#))+[A-Za-z_$~][\w$]*[!?]?(?:\(\))?)",
);
static CALLS: Pattern = Pattern::of(
    CALL,
    0,
    r"((?:[A-Za-z_$][\w$]*\.)*[A-Za-z_$][\w$]*[!?]?\(\))",
);
// A type and its member, a module and its type.
static MEMBERS: Pattern = Pattern::of(
    POINT | UPPER,
    0,
    r"\b([A-Z][a-z0-9]*[A-Za-z0-9]*[a-z][A-Za-z0-9]*\.[a-zA-Z_]\w+|[A-Z]{2,8}\.[a-z]+(?:[A-Z]\w*)?|(?:[a-z_][\w]*\.)+[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)\b",
);
static FIELDS: Pattern = Pattern::of(POINT | HUMP, 0, r"\b((?:[a-z_]\w*\.)+[a-z]+[A-Z]\w*)\b");
// In backquotes.
static QUOTED: Pattern = Pattern::of(
    TICK,
    0,
    r"`(&?(?:[A-Za-z_$][\w$]*(?:\.|::|->|#))*[A-Za-z_$][\w$]*[!?]?(?:<[^<>`\n]{1,40}>)?(?:\([^`\n]{0,60}\))?)`",
);
// As comments for documentation point at names, and as Go names what others raise.
static LINKED: Pattern = Pattern::of(
    AT,
    0,
    r"\{@(?:link|linkplain|see|inheritDoc) #?([A-Za-z_$][\w$.#]*\w)|@(?:see|throws|exception|raises) ([A-Z]\w*(?:(?:\.|#|::)\w+)*(?:\(\))?)",
);
static SENTINEL: Pattern = Pattern::of(POINT | SHOUT, 0, r"\b([a-z][a-z0-9]{1,15}\.[A-Z]{2,12})\b");
// Words that are written as only code writes them.
static SNAKE: Pattern = Pattern::of(
    UNDER,
    0,
    r"\b(_{0,2}[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+_{0,2})\b",
);
static CAMEL: Pattern = Pattern::of(
    0,
    HUMP | SHOUT,
    r"\b([a-z][a-z0-9]*(?:[A-Z][a-z0-9]+)+[A-Z]*|[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+|[A-Z]{2,}[a-z][a-z0-9]*(?:[A-Z][a-z0-9]+)+|[A-Z]+(?:Error|Exception))\b",
);
/// What Python calls by itself, and what Node has; others in such lines are printed bold.
static DUNDER: Pattern = Pattern::of(
    UNDER,
    0,
    r"\b(__(?:init|new|del|main|name|file|doc|dict|class|module|all|path|package|version|author|call|repr|str|bytes|format|hash|bool|eq|ne|lt|le|gt|ge|len|iter|next|reversed|contains|getitem|setitem|delitem|missing|getattr|getattribute|setattr|delattr|dir|get|set|delete|slots|enter|exit|aenter|aexit|aiter|anext|await|add|sub|mul|truediv|floordiv|mod|pow|and|or|xor|neg|pos|abs|invert|int|float|complex|index|round|copy|deepcopy|reduce|getstate|setstate|post_init|init_subclass|subclasshook|instancecheck|subclasscheck|import|builtins|future|annotations|wrapped|qualname|mro|bases|proto)__(?:\(\))?|__(?:dirname|filename))\b",
);
/// A bound or a measure, as code names its constants.
static CONSTANT: Pattern = Pattern::new(
    r"^(?:MAX|MIN|DEFAULT|NUM|TOTAL|INITIAL)_|_(?:ATTEMPTS|BITS|BYTES|CAPACITY|COUNT|DELAY|DEPTH|EPSILON|FACTOR|FLAGS?|HEIGHT|INTERVAL|LEN|LENGTH|LIMITS?|MASK|MAX|MIN|OFFSET|RATIO|RETRIES|SIZE|THRESHOLD|TOLERANCE|WIDTH|WINDOW)$",
);
/// What says that a name is of code.
static OF_CODE: Pattern =
    Pattern::new(r"(?i)\b(?:constants?|const|macros?|enum|#?define[ds]?|variant|bitmask)\b");
/// Names that are written like code and are none.
static PROPER: Words = Words::new(include_str!("words/proper.txt"));

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize, source: Source) {
    if source == Source::Terminal {
        diagnostic::find(found, text, at);
    }
    for groups in QUOTED.each(text) {
        let range = groups.first();
        let said = &text[range.clone()];
        // A variable that is set has no code either, with its quotes.
        let is_set =
            !said.bytes().any(|b| b.is_ascii_lowercase()) && SET.is_in(line(text, range.start).1);
        if is_named_like_code(said) && !is_set {
            let value = plain(said);
            found.add_as(Kind::Symbol, moved(range, at), value);
        }
    }
    for groups in LINKED.each(text) {
        let range = groups.first();
        let value = plain(&text[range.clone()]);
        found.add_as(Kind::Symbol, moved(range, at), value);
    }
    if matches!(source, Source::Code(_)) {
        for groups in SENTINEL.each(text) {
            add(found, text, groups.first(), at, source);
        }
    }
    for groups in PATHS.each(text).chain(CALLS.each(text)) {
        add(found, text, groups.first(), at, source);
    }
    // What programs print so is the name of a log, or a key.
    let fields = (source != Source::Terminal).then(|| FIELDS.each(text));
    for groups in MEMBERS.each(text).chain(fields.into_iter().flatten()) {
        let range = groups.first();
        let last = text[range.clone()].rsplit('.').next().unwrap_or_default();
        if !EXTENSIONS.contains(&last) {
            add(found, text, range, at, source);
        }
    }
    for groups in DUNDER.each(text) {
        add(found, text, groups.first(), at, source);
    }
    for groups in SNAKE.each(text).chain(CAMEL.each(text)) {
        let range = groups.first();
        let said = &text[range.clone()];
        // A link's words name what they lead to, not code.
        let is_link = text[range.end..].starts_with("](") && text[..range.start].ends_with('[');
        if !PROPER.has(said)
            && !is_key(text, &range, source)
            && !is_link
            && !is_variable(text, &range, source)
        {
            add(found, text, range, at, source);
        }
    }
}

/// Whether it is a key of what stands before a note's text: `blockedBy: T-4`.
fn is_key(text: &str, range: &std::ops::Range<usize>, source: Source) -> bool {
    source == Source::Prose
        && (text.starts_with("---\n") || text.starts_with("---\r\n"))
        && text[range.end..].starts_with(':')
        && text[..range.start].ends_with('\n')
        && !text[3..range.start].contains("\n---")
}

/// Whether it stands in an attribute of Rust, which names lints and features: `#[allow(dead_code)]`.
fn is_in_attribute(text: &str, range: &std::ops::Range<usize>) -> bool {
    let (start, line) = line(text, range.start);
    let before = line.get(..range.start - start).unwrap_or_default();
    ["#[", "#!["].iter().any(|open| {
        let open = before.rfind(open).map(|at| &before[at..]);
        open.is_some_and(|open| !open.contains(']'))
    })
}

/// What the line behind a comment defines.
static DEFINED: Pattern = Pattern::new(
    r"^\s*(?:(?:pub(?:\([a-z]+\))?|export|default|async|static|public|private|protected|final|abstract|const|unsafe) )*(?:func(?: \([^)\n]*\))?|type|var|const|fn|def|class|function|struct|enum|trait|interface|let) ([A-Za-z_]\w{2,})\b",
);

/// Adds the name that a comment begins with, where it is the one of what follows: `// Push adds a
/// job` before `func (q *Queue) Push(`.
pub(super) fn of_definition(found: &mut Found<'_>, text: &str, part: &std::ops::Range<usize>) {
    let said = &text[part.clone()];
    let first = said.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '*'));
    let word = first
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .next();
    let Some(word) = word.filter(|word| word.len() > 2) else {
        return;
    };
    let behind = text[part.end..].trim_start_matches(['*', '/']).trim_start();
    let behind = behind.lines().next().unwrap_or_default();
    let behind = &behind[..floor(behind, 200)];
    let name = DEFINED.within(behind).next().map(|groups| groups.first());
    if name.is_some_and(|name| &behind[name] == word) {
        let start = part.start + (said.len() - first.len());
        found.add(Kind::Symbol, start..start + word.len());
    }
}

/// Ends of names of products, hosts and files.
const EXTENSIONS: &[&str] = &[
    "js", "ts", "io", "com", "org", "net", "dev", "md", "py", "rs", "go", "app", "ai", "toml",
    "json", "txt", "yml", "yaml", "lock", "html", "css", "exe", "dll", "jl",
];

/// Whether it is a variable of the environment, which no code has defined.
fn is_variable(text: &str, range: &std::ops::Range<usize>, source: Source) -> bool {
    let is_shouted = !text[range.clone()].bytes().any(|b| b.is_ascii_lowercase());
    let (before, next) = around(text, range);
    let is_set = next == Some('=') || matches!(before, Some('$' | '{'));
    let said = line(text, range.start).1;
    let near = floor(text, range.start.saturating_sub(30))..floor(text, range.end + 15);
    let is_of_code = matches!(source, Source::Code(comments) if !matches!(comments, Comments::Hash | Comments::Shell));
    // A sentence may speak of a constant of code.
    let is_constant = source == Source::Prose
        && (CONSTANT.is_in(&text[range.clone()]) || OF_CODE.is_in(&text[near]));
    is_shouted
        && (is_set
            // What stands in comments of shells and of settings is one too.
            || !is_of_code && !is_constant
            || ENVIRONMENT.is_in(said))
}

static SET: Pattern = Pattern::new(r"(?i)\b(?:env|environment|exports?|sets?|unset)\b");
static ENVIRONMENT: Pattern = Pattern::new(r"(?i)\b(?:env|environment|export)\b");

const OF_OTHERS: [&str; 2] = ["from server (", "resource \""];
static CUT: Pattern = Pattern::new(r"^[a-z]\.(?:[a-z]\.|[a-z]+\.)*[A-Z]");
/// Lines in which a program shows code.
static EXCERPT: Pattern =
    Pattern::new(r"^(?:\s*\d*\s*\||[>E]?\s{4,}|.*\d\d:\d\d:\d\d [+-]\d{4} +\d+\))");

static WRITER: Pattern = Pattern::new(r"\b(?:ERROR|WARN|WARNING|INFO|DEBUG|TRACE) +$");
static FIELD: Pattern = Pattern::new(r#"^=["\w/]"#);
/// What is indented too, and is no code.
static TOLD: Pattern = Pattern::new(
    r"^\s+(?:(?:PASS|FAIL|SKIP|SLOW|LEAK|ABORT|SIG[A-Z]+|TIMEOUT) \[|thread '|test [\w:]+ \.\.\.|[\w$.]+(?:Error|Exception): )",
);

fn is_excerpt(line: &str) -> bool {
    EXCERPT.is_in(line) && !TOLD.is_in(line)
}

/// Whether the line behind is one of a commit's message, which git indents: above it are such lines
/// up to the commit's head.
fn is_of_commit(before: &str) -> bool {
    /// So many lines of one message are looked at.
    const LINES: usize = 60;

    let mut lines = before.lines().rev().take(LINES);
    let head = lines.find(|line| !line.is_empty() && !line.starts_with("    "));
    head.is_some_and(|head| {
        ["Date: ", "CommitDate: ", "Author: ", "Merge: "]
            .iter()
            .any(|it| head.starts_with(it))
    })
}

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
    let (start, whole) = line(text, range.start);
    let is_excerpt =
        source == Source::Terminal && is_excerpt(whole) && !is_of_commit(&text[..start]);
    // What a log cuts short, the reason of a server, and a kind of thing that Terraform makes.
    let said = &text[range.clone()];
    let is_short = source == Source::Terminal
        && (CUT.is_in(said) || OF_OTHERS.iter().any(|of| text[..range.start].ends_with(of)));
    // Who writes a line of a log: `ERROR pier::net: peer went away`.
    let is_writer = source == Source::Terminal
        && matches!(next, Some(':' | ']'))
        && WRITER.is_in(&text[start..range.start]);
    // A field of a log, whatever it is called.
    let is_field =
        source == Source::Terminal && FIELD.is_in(&text[range.end..floor(text, range.end + 4)]);
    if !is_piece
        && !is_excerpt
        && !is_short
        && !is_field
        && !is_writer
        && !is_in_attribute(text, &range)
    {
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
    name.contains(|c: char| c.is_ascii_alphanumeric())
        && (has_call || has_path || name.contains('_') || humps || is_type)
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
