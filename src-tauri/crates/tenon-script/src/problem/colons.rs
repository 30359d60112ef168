//! `FILE:LINE:COLUMN: error: …`, which most compilers and linters print: gcc, clang, rustc in short,
//! go, mypy, ruff in short, flake8, pylint, shellcheck in gcc's form, linkers.

use super::line::Placed;
use super::rustc::is_rule;
use super::{Line, Matcher, Place, Severity, Told};

/// See the module.
#[derive(Default)]
pub(super) struct Colons {
    /// Whether the last test of Go that was named has failed.
    go_failed: bool,
    /// Where a test of Go has failed, of which the next lines tell.
    go_open: Option<Place>,
}

/// Words for how bad it is, the longer ones first.
const WORDS: &[(&str, Severity)] = &[
    ("internal compiler error", Severity::Error),
    ("fatal error", Severity::Error),
    ("runtime error", Severity::Error),
    ("error", Severity::Error),
    ("warning", Severity::Warning),
    ("note", Severity::Info),
    ("remark", Severity::Info),
    ("info", Severity::Info),
    ("style", Severity::Info),
];

/// The end of a note of gcc's that is about its own messages.
const ONCE: &str = "is reported only once for each function it appears in";
/// How what a linker says begins.
const LINKED: &[&str] = &["undefined reference to ", "multiple definition of "];

impl Matcher for Colons {
    fn line(&mut self, line: &Line<'_>, told: &mut Vec<Told>) -> bool {
        if line.trimmed.starts_with("--- ") {
            self.go_failed = line.trimmed.starts_with("--- FAIL: ");
            self.go_open = None;
            return false;
        }
        if let Some(place) = self.go_open.take() {
            if line.trimmed.starts_with("Error Trace:") {
                self.go_open = Some(place);
                return true;
            }
            let message = line.trimmed.strip_prefix("Error:");
            let message = message.unwrap_or(line.trimmed);
            told.push(Told::new("go", Severity::Error, place, message));
            return true;
        }
        let Some(at) = line.placed() else {
            let found = objected(line.trimmed);
            let is_found = found.is_some();
            told.extend(found);
            return is_found;
        };
        let found = worded(at)
            .or_else(|| linted(at))
            .or_else(|| linked(at))
            .or_else(|| made(at))
            .or_else(|| self.go(line, at));
        let is_found = found.is_some();
        told.extend(found);
        is_found
    }
}

fn place(at: Placed<'_>, path: &str) -> Place {
    Place::new(path, at.line, at.column)
}

/// `error: …`, `error[E0308]: …`, with a code in brackets at the end where there is one.
fn worded(at: Placed<'_>) -> Option<Told> {
    let begins = |word: &str| {
        let first = at.rest.get(..word.len());
        first.is_some_and(|first| first.eq_ignore_ascii_case(word))
    };
    let (word, severity) = WORDS.iter().find(|(word, _)| begins(word))?;
    if !at.is_apart || at.rest.ends_with(ONCE) {
        return None;
    }
    let rest = &at.rest[word.len()..];
    let (first, message) = match rest.strip_prefix('[') {
        Some(rest) => {
            let (code, message) = rest.split_once("]:")?;
            (Some(code), message)
        }
        None => (None, rest.strip_prefix(':')?),
    };
    let message = message.trim();
    let (message, last) = match code_at_end(message) {
        Some((message, code)) if first.is_none() => (message, Some(code)),
        _ => (message, None),
    };
    let code = first.or(last);
    let ending = at.path.rsplit('.').next().unwrap_or_default();
    let source = match ending {
        "rs" => "rustc",
        "py" | "pyi" => "mypy",
        "go" => "go",
        "java" => "javac",
        _ if code.is_some_and(|code| code.starts_with("SC") && is_rule(code)) => "shellcheck",
        _ => "cc",
    };
    Some(Told::new(source, *severity, place(at, at.path), message).code(code))
}

/// `… [-Wunused]`, `… [SC2086]`, `…  [arg-type]`.
fn code_at_end(message: &str) -> Option<(&str, &str)> {
    let (rest, code) = message.strip_suffix(']')?.rsplit_once(" [")?;
    let is_code = !code.is_empty()
        && code
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_=+.:,".contains(&byte));
    is_code.then(|| (rest.trim_end(), code))
}

/// `F401 unused import`, as linters of Python print.
fn linted(at: Placed<'_>) -> Option<Told> {
    if !at.path.ends_with(".py") && !at.path.ends_with(".pyi") {
        return None;
    }
    let (code, message) = at.rest.split_once(' ')?;
    let is_pylint = code.ends_with(':') && is_rule(code.trim_end_matches(':'));
    let code = code.trim_end_matches(':');
    let message = message.strip_prefix("[*] ").unwrap_or(message);
    let severity = match code {
        "invalid-syntax" | "SyntaxError" => Severity::Error,
        _ if !is_rule(code) => return None,
        _ if is_pylint && code.starts_with(['E', 'F']) => Severity::Error,
        _ if is_pylint && code.starts_with(['C', 'R', 'I']) => Severity::Info,
        _ if code.starts_with("E9") || code.starts_with("F82") => Severity::Error,
        _ => Severity::Warning,
    };
    let source = if is_pylint { "pylint" } else { "lint" };
    Some(Told::new(source, severity, place(at, at.path), message).code(Some(code)))
}

/// What a linker misses, where the line of the source is known.
fn linked(at: Placed<'_>) -> Option<Told> {
    if !LINKED.iter().any(|words| at.rest.starts_with(words)) {
        return None;
    }
    let path = at.path.rsplit(": ").next().unwrap_or(at.path);
    Some(Told::new("ld", Severity::Error, place(at, path), at.rest))
}

/// What a linker misses in an object without lines, `a.c:(.text+0xa): undefined reference to `b'`: the
/// object tells its source, of which the first line stands for all.
fn objected(text: &str) -> Option<Told> {
    let (path, rest) = text.split_once(":(.")?;
    let (_, rest) = rest.split_once("): ")?;
    if !LINKED.iter().any(|words| rest.starts_with(words)) {
        return None;
    }
    let path = path.rsplit(": ").next().unwrap_or(path);
    let is_made = [".o", ".a", ".so", ")"]
        .iter()
        .any(|end| path.ends_with(end));
    (!is_made).then(|| Told::new("ld", Severity::Error, Place::new(path, 1, None), rest))
}

/// `Makefile:7: *** missing separator.  Stop.`
fn made(at: Placed<'_>) -> Option<Told> {
    let message = at.rest.strip_prefix("*** ")?;
    let message = message.trim_end_matches("Stop.");
    Some(Told::new(
        "make",
        Severity::Error,
        place(at, at.path),
        message,
    ))
}

impl Colons {
    /// Go says no word for how bad it is. What a test logs stands indented below its name.
    fn go(&mut self, line: &Line<'_>, at: Placed<'_>) -> Option<Told> {
        let path = at.path.strip_prefix("vet: ").unwrap_or(at.path);
        if !path.ends_with(".go") || path.contains(' ') {
            return None;
        }
        if line.is_indented() && !self.go_failed {
            return None;
        }
        if at.rest.is_empty() {
            self.go_open = line.is_indented().then(|| place(at, path));
            return None;
        }
        let severity = match at.path.len() == path.len() {
            true => Severity::Error,
            false => Severity::Warning,
        };
        Some(Told::new("go", severity, place(at, path), at.rest))
    }
}
