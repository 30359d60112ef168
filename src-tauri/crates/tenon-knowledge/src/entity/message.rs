//! Messages of errors: what a program says that went wrong.

use std::ops::Range;

use super::part::{BRACKET, COLON, DIGIT, Part, QUOTE, SHOUT, SQUARE, UPPER};
use super::rule::{Found, Pattern, floor, line, moved};
use super::{Kind, Source};

/// What programs begin to tell of an error with.
static HEAD: Pattern = Pattern::of(
    COLON,
    0,
    r"((?:fatal error|Fatal error|error|fatal|Error|ERROR|FATAL|panic|E)(?:\[[A-Z]?\d+\]| \[[A-Z_0-9]+\]| [A-Z]{1,4}\d{3,5})?: +)[^\s]",
);
/// What stands before that: a tool, a place or nothing, as in `git: ` and `a.c:3:5: `.
static BEFORE: Pattern = Pattern::new(
    r"^[ \t]*(?://+|#+|\*|--|;+|>)?[ \t]*(?:(?:[A-Za-z]:\\[^\n:(]+|[\w./+@\\-]+)(?:\(\d+(?:,\d+)?\)|(?::\d+){0,2})?:? (?:- |: |[\w./-]+: )?)?$|\]: $|[`\x22'(]$",
);

/// A line that tells of an error, wherever it is quoted.
static MESSAGES: [Pattern; 6] = [
    Pattern::new(
        r"(?m)^(?:npm |pnpm )(ERR! [^\n]*|error (?:code |E[A-Z]{3,} |Missing |Invalid |Unsupported |Cannot |Failed |Unknown |Exit |\d|[a-z]+ E[A-Z]+: )[^\n]*)",
    ),
    // An exception with its name.
    Pattern::of(
        COLON | UPPER,
        0,
        r"(?m)(?:^|[\s(`'\x22])((?:[A-Za-z_][\w$]*(?:\.|::))*[A-Z][A-Za-z0-9]*(?:Error|Exception|Warning|Panic|Interrupt|Iteration|Failure|Fault|Timeout|Refused|Denied|Abort)(?: \[[A-Z_0-9]+\])?: +[^\s][^\n]*)",
    ),
    Pattern::new(r"\b(panicked at [^\n]*)"),
    Pattern::of(
        COLON,
        0,
        r"(?m)^[^\s:][^:\n]{0,60}: (?:[^:\n]{1,80}: ){0,2}?((?:No such file or directory|Permission denied|command not found|[Cc]annot [a-z]+[ :][^\n]{2,}|connect to [^\n]{2,}|Could not [^\n]{2,}|Failed to [^\n]{2,}|Connection refused|Operation not permitted|Is a directory|Not a directory|Device or resource busy|No space left on device|Segmentation fault|Address already in use)[^\n]*)$",
    ),
    Pattern::new(
        r"(?m)^(Segmentation fault(?: \(core dumped\))?|Killed|Aborted(?: \(core dumped\))?|Bus error(?: \(core dumped\))?)$",
    ),
    Pattern::of(
        COLON,
        0,
        r"(Error (?:response from daemon|from server(?: \(\w+\))?): [^\n]+)",
    ),
];

/// What only programs print.
static PRINTED: [Pattern; 15] = [
    // Logs of which a field is the error: `error="…"`, `"err":"…"`.
    Pattern::of(
        QUOTE,
        0,
        r#"\b(?:err|error)(?:=|"[ \t]*:[ \t]*)"((?:[^"\\\n]|\\[^\n]){2,})"#,
    ),
    Pattern::of(COLON | BRACKET, 0, r"(?m)^curl: \(\d+\) ([^\n]+)$"),
    Pattern::of(
        COLON,
        0,
        r"(?m)^g?make(?:\[\d+\])?: \*\*\* (?:\[[^\]\n]*\] )?([^\n]+)$",
    ),
    // Ruby: `a.rb:3:in `b': undefined method …`.
    Pattern::of(COLON | DIGIT, 0, r"(?m):\d+:in [`'][^'\n]+': ([^\n]+)$"),
    // Maven, with the place of what it tells.
    Pattern::of(
        SQUARE | SHOUT,
        0,
        r"(?m)^\[ERROR\] +(?:[^\s:]+:\[\d+,\d+\] )?([A-Za-z][^\n]*[a-z][^\n]*)$",
    ),
    // A line of a log: the level, who says it, what is said.
    Pattern::of(
        SHOUT,
        0,
        r"(?m)^[\[\d][^\n]{0,60}?\b(?:ERROR|FATAL|CRITICAL|SEVERE|CRIT)\b\]?(?: \d+ ---)?(?: +\[[^\]\n]*\]){0,2}(?: [^\s]+?(?: -|:| :))? +([A-Za-z][^\n]*[a-z][^\n]*)$",
    ),
    Pattern::of(
        COLON | SHOUT,
        0,
        r"(?m)^(?:ERROR|CRITICAL):[\w.]+:([^\n]+)$",
    ),
    Pattern::of(COLON, 0, r"(?m)^dpkg: (error [^\n]+)$"),
    // Go's HTTP, and what a base logs behind its process.
    Pattern::of(
        QUOTE | COLON,
        0,
        r#"((?:Get|Post|Put|Head|Delete) "[^"\s]+": [^\n]+)"#,
    ),
    Pattern::of(
        SQUARE | SHOUT,
        0,
        r"\[\d+\] ((?:ERROR|FATAL|PANIC): +[^\n]+)",
    ),
    // What is said without any name before it.
    Pattern::new(
        r"(?m)(?:^|^[ \t]+[^\n]*  )((?:Failed to|Unable to|Could not|Couldn't|Cannot|Can't|The connection to the server) [a-z\d/][^\n]*)$",
    ),
    Pattern::of(COLON, 0, r"(?m)^ninja: (build stopped: [^\n]+)$"),
    Pattern::of(
        COLON,
        0,
        r"(?m)^(?:[\w./-]*sh|env): (?:(?:line )?\d+: )?[\w./-]+: (not found)$",
    ),
    Pattern::new(
        r"\b(memory allocation of \d+ bytes failed|[Cc]onnection unexpectedly closed(?: \([^)\n]*\))?|Connection closed by [^\n]+|Host key verification failed\.?|Segmentation fault(?: \(core dumped\))?)",
    ),
    // The sentences of the system, wherever they stand.
    Pattern::new(
        r"\b(No such file or directory|Permission denied(?: \([a-z,-]+\)\.?)?|[Cc]onnection refused|[Cc]onnection timed out|[Cc]onnection reset by peer|[Aa]ddress already in use|command not found(?:: [\w./-]+)?|No space left on device|Operation not permitted|Read-only file system|Too many open files|Broken pipe|Input/output error|Cannot allocate memory|No route to host|Network is unreachable|Host is down|Directory not empty|File exists|Exec format error|Text file busy)\b\.?",
    ),
];

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize, source: Source) {
    let printed: &[Pattern] = match source {
        Source::Terminal => &PRINTED,
        _ => &[],
    };
    let mut line_end = 0;
    for groups in HEAD.each(text) {
        let head = groups.first();
        let (start, line) = line(text, head.start);
        if BEFORE.is_in(&line[..head.start - start]) {
            if head.end > line_end {
                let end = text[head.end..].find('\n');
                line_end = end.map_or(text.len(), |end| head.end + end);
            }
            add(found, text, head.start..line_end, at);
        }
    }
    for groups in MESSAGES
        .iter()
        .chain(printed)
        .flat_map(|pattern| pattern.each(text))
    {
        add(found, text, groups.first(), at);
    }
}

/// The longest message that is kept whole, in bytes.
const LONGEST: usize = 2_000;

fn add(found: &mut Found<'_>, text: &str, mut range: Range<usize>, at: usize) {
    range.end = floor(text, range.end.min(range.start + LONGEST));
    let said = text[range.clone()].trim_end();
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
    rest.ends_with([';', '{', ','])
        || rest.ends_with("=>")
        || !rest.contains(' ') && rest.ends_with(['>', ')'])
}
