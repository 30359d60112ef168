//! Codes and messages of errors.

use super::Kind;
use super::rule::{Found, Pattern, around, line, moved};

/// Codes that compilers, systems and protocols give.
static CODES: [Pattern; 5] = [
    // rustc, TypeScript, C#, MSVC, the linker, clippy's and eslint's names are not codes.
    Pattern::new(
        r"\b(E0\d{3}|TS\d{4,5}|CS\d{4}|BC\d{5}|FS\d{4}|LNK\d{4}|MSB\d{4}|NU\d{4}|CA\d{4}|IDE\d{4}|ORA-\d{5}|PGRST\d{3}|SQLSTATE\[?\s?[0-9A-Z]{5}\]?|PLS-\d{5}|DB2-\d{4,5}|C[1-6]\d{3}|(?:SC|DL)\d{4}|[EWFCR]\d{4})\b",
    ),
    // POSIX, of which each has a number.
    Pattern::new(
        r"\b(E(?:ACCES|ADDRINUSE|ADDRNOTAVAIL|AGAIN|AI_AGAIN|ALREADY|BADF|BUSY|CANCELED|CHILD|CONNABORTED|CONNREFUSED|CONNRESET|DEADLK|DESTADDRREQ|DOM|DQUOT|EXIST|FAULT|FBIG|HOSTDOWN|HOSTUNREACH|INPROGRESS|INTR|INVAL|IO|ISCONN|ISDIR|LOOP|MFILE|MLINK|MSGSIZE|NAMETOOLONG|NETDOWN|NETUNREACH|NFILE|NOBUFS|NODEV|NOENT|NOEXEC|NOLCK|NOMEM|NOSPC|NOSYS|NOTCONN|NOTDIR|NOTEMPTY|NOTFOUND|NOTSOCK|NOTSUP|NOTTY|NXIO|OPNOTSUPP|OVERFLOW|PERM|PIPE|PROTO|RANGE|ROFS|SPIPE|SRCH|STALE|TIMEDOUT|TIMEOUT|TXTBSY|WOULDBLOCK|XDEV|RESOLVE|INTEGRITY|RESOLVER|LIFECYCLE|BADENGINE|USAGE|TARGET|404))\b",
    ),
    Pattern::new(
        r"\b(SIG(?:ABRT|ALRM|BUS|CHLD|CONT|FPE|HUP|ILL|INT|IO|KILL|PIPE|PROF|PWR|QUIT|SEGV|STOP|SYS|TERM|TRAP|TSTP|TTIN|TTOU|URG|USR1|USR2|VTALRM|WINCH|XCPU|XFSZ))\b",
    ),
    Pattern::new(
        r"\b((?:ERR|NS_ERROR|SQLITE|STATUS|WSAE|SEC_ERROR|CURLE|X509_V_ERR)_[A-Z0-9_]{2,60})\b",
    ),
    Pattern::new(
        r"\b((?:HTTP|[Ss]tatus(?: [Cc]ode)?)[ :=]+[45]\d\d|[45]\d\d (?:Bad Request|Unauthorized|Payment Required|Forbidden|Not Found|Method Not Allowed|Not Acceptable|Request Timeout|Conflict|Gone|Payload Too Large|Unsupported Media Type|Unprocessable Entity|Too Many Requests|Internal Server Error|Not Implemented|Bad Gateway|Service Unavailable|Gateway Timeout|Insufficient Storage))\b",
    ),
];
static EXIT: Pattern = Pattern::new(
    r"(?i)\b(exit(?:ed)?(?: with)?(?: (?:status|code))(?: ?[:=])? (?:-?\d{1,10}\b|0x[0-9A-F]{2,8})|0x[8C][0-9A-F]{7})\b",
);

/// A line that tells of an error.
static MESSAGES: [Pattern; 6] = [
    // A tool, a place or nothing before it: `error: …`, `git: fatal: …`, `a.c:3:5: error: …`.
    Pattern::new(
        r"(?m)(?:^[ \t]*(?://+|#+|\*|--|;+|>)?[ \t]*(?:[\w./+@\\-]{1,80}(?:\(\d+(?:,\d+)?\)|(?::\d+){0,2})?:? (?:[\w./-]{1,40}: )?)?|\]: |[`\x22'(])((?:error|fatal|fatal error|Error|ERROR|FATAL|panic|E)(?:\[[A-Z]?\d+\]| [A-Z]{1,4}\d{3,5})?: +[^\s][^\n]*)",
    ),
    Pattern::new(r"(?m)^(?:npm )(ERR! [^\n]*)"),
    // An exception with its name.
    Pattern::new(
        r"(?m)(?:^|[\s(`'\x22])((?:[A-Za-z_][\w$]*(?:\.|::))*[A-Z][A-Za-z0-9]*(?:Error|Exception|Warning|Panic|Interrupt|Iteration|Failure|Fault|Timeout|Refused|Denied|Abort)(?: \[[A-Z_0-9]+\])?: +[^\s][^\n]*)",
    ),
    Pattern::new(r"\b(panicked at [^\n]*)"),
    Pattern::new(
        r"(?m)^[^\s:][^:\n]{0,60}: (?:[^:\n]{1,80}: ){0,2}?((?:No such file or directory|Permission denied|command not found|cannot [a-z]+ [^\n]{2,}|connect to [^\n]{2,}|Could not [^\n]{2,}|Connection refused|Operation not permitted|Is a directory|Not a directory|Device or resource busy|No space left on device|Segmentation fault|Address already in use)[^\n]*)$",
    ),
    Pattern::new(
        r"(?m)^(Segmentation fault(?: \(core dumped\))?|Killed|Aborted(?: \(core dumped\))?|Bus error(?: \(core dumped\))?)$",
    ),
];

pub(super) fn find(found: &mut Found<'_>, text: &str, at: usize) {
    for groups in MESSAGES.iter().flat_map(|pattern| pattern.each(text)) {
        let mut range = groups.first();
        let said = text[range.clone()].trim_end();
        // What a sentence quotes ends with its quote.
        let quote = text[..range.start].chars().next_back();
        let quote = quote.filter(|c| matches!(c, '`' | '\'' | '"'));
        let end = quote
            .and_then(|quote| said.find(quote))
            .unwrap_or(said.len());
        range.end = range.start + said[..end].trim_end().len();
        let value = text[range.clone()].to_owned();
        if !is_code(&value) {
            found.add_around(Kind::ErrorMessage, moved(range, at), value);
        }
    }
    for groups in CODES.iter().flat_map(|pattern| pattern.each(text)) {
        let range = groups.first();
        let (before, next) = around(text, &range);
        let is_piece = matches!(
            before,
            Some('-' | '_' | '/' | '.' | '#' | '$' | '%' | '@' | '+' | '<')
        ) || matches!(next, Some('-' | '_' | '/' | '+'))
            || next == Some('.')
                && text[range.end + 1..].starts_with(|c: char| c.is_alphanumeric());
        if !is_piece && (is_plain(&text[range.clone()]) || speaks_of_errors(text, range.start)) {
            found.add(Kind::ErrorCode, moved(range, at));
        }
    }
    for groups in EXIT.each(text) {
        found.add(Kind::ErrorCode, moved(groups.first(), at));
    }
}

/// Whether a code can be nothing else; a letter with four digits may be the number of a part.
fn is_plain(code: &str) -> bool {
    let letters = code.bytes().take_while(u8::is_ascii_alphabetic).count();
    letters > 2
        || letters == 0
        || code.starts_with("TS")
        || code.starts_with("E0")
        || !code.is_ascii()
}

static OF_ERRORS: Pattern = Pattern::new(
    r"(?i)\b(?:error|errors|warning|fatal|lint|noqa|pylint|flake8|ruff|clippy|shellcheck|hadolint|disable|code|diagnostic|failed|fails)\b",
);

fn speaks_of_errors(text: &str, at: usize) -> bool {
    OF_ERRORS.is_in(line(text, at).1)
}

/// Whether a line that looks like a message is code: `Error: Send + Sync,`, `error: string;`.
fn is_code(said: &str) -> bool {
    let rest = said.split_once(": ").map_or("", |(_, rest)| rest.trim());
    rest.ends_with([';', '{', ','])
        || rest.ends_with("=>")
        || !rest.contains(' ') && rest.ends_with(['>', ')'])
}
