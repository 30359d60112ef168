//! Codes of errors.

use super::Kind;
use super::part::{
    BRACKET, COLON, DASH, DIGIT, HUMP, JOINT, Part, QUOTE, SHOUT, SQUARE, UNDER, UPPER,
};
use super::rule::{Found, Pattern, around, line, moved};

/// A number of HTTP that says that it failed.
static STATUS: Pattern = Pattern::new(r"\b[45]\d\d\b");

/// Codes that compilers, systems and protocols give.
static CODES: [Pattern; 15] = [
    // rustc, TypeScript, C#, MSVC, the linker, clippy's and eslint's names are not codes.
    Pattern::of(
        DIGIT | UPPER,
        0,
        r"\b(E0\d{3}|TS\d{4,5}|CS\d{4}|BC\d{5}|FS\d{4}|LNK\d{4}|MSB\d{4}|NU\d{4}|CA\d{4}|IDE\d{4}|ORA-\d{5}|PGRST\d{3}|SQLSTATE[ :=]+[0-9A-Z]{5}|PLS-\d{5}|DB2-\d{4,5}|YN\d{4}|C[1-6]\d{3}|(?:SC|DL)\d{4}|GH0\d{2}|[EWFCR]\d{4})\b",
    ),
    Pattern::of(SQUARE | SHOUT, 0, r"\b(SQLSTATE\[[0-9A-Z]{5}\])"),
    // POSIX, of which each has a number.
    Pattern::of(
        0,
        SHOUT | DIGIT,
        r"\b(E(?:ACCES|ADDRINUSE|ADDRNOTAVAIL|AGAIN|AI_AGAIN|ALREADY|BADF|BUSY|CANCELED|CHILD|CONNABORTED|CONNREFUSED|CONNRESET|DEADLK|DESTADDRREQ|DOM|DQUOT|EXIST|FAULT|FBIG|HOSTDOWN|HOSTUNREACH|INPROGRESS|INTR|INVAL|IO|ISCONN|ISDIR|LOOP|MFILE|MLINK|MSGSIZE|NAMETOOLONG|NETDOWN|NETUNREACH|NFILE|NOBUFS|NODEV|NOENT|NOEXEC|NOLCK|NOMEM|NOSPC|NOSYS|NOTCONN|NOTDIR|NOTEMPTY|NOTFOUND|NOTSOCK|NOTSUP|NOTTY|NXIO|OPNOTSUPP|OVERFLOW|PERM|PIPE|PROTO|RANGE|ROFS|SPIPE|SRCH|STALE|TIMEDOUT|TIMEOUT|TXTBSY|WOULDBLOCK|XDEV|RESOLVE|INTEGRITY|RESOLVER|LIFECYCLE|BADENGINE|USAGE|TARGET|40[0-9]|429|50[0-4]))\b",
    ),
    Pattern::of(
        SHOUT,
        0,
        r"\b(SIG(?:ABRT|ALRM|BUS|CHLD|CONT|FPE|HUP|ILL|INT|IO|KILL|PIPE|PROF|PWR|QUIT|SEGV|STOP|SYS|TERM|TRAP|TSTP|TTIN|TTOU|URG|USR1|USR2|VTALRM|WINCH|XCPU|XFSZ))\b",
    ),
    Pattern::of(
        UNDER | SHOUT,
        0,
        r"\b((?:ERR|ERROR_[A-Z]{2,20}|NS_ERROR|SQLITE|STATUS|WSAE|SEC_ERROR|CURLE|X509_V_ERR|E)_[A-Z0-9_]{2,60})\b",
    ),
    // Why Kubernetes has no container running.
    Pattern::of(
        0,
        HUMP | SHOUT,
        r"\b(OOMKilled|CrashLoopBackOff|ImagePullBackOff|ErrImagePull|ErrImageNeverPull|InvalidImageName|CreateContainer(?:Config)?Error|RunContainerError|ContainerCannotRun)\b",
    ),
    Pattern::of(DIGIT, 0, r"(?:^|[^\w\[])((?:errno|Errno)(?: |=|: ?)[1-9]\d{0,2})\b"),
    // A status of HTTP with its reason.
    Pattern::of(
        DIGIT,
        0,
        r"(?i)\b([45]\d\d  ?(?:Bad Request|Unauthorized|Payment Required|Forbidden|Not Found|Method Not Allowed|Not Acceptable|Proxy Authentication Required|Request Time-?out|Conflict|Gone|Length Required|Precondition Failed|Payload Too Large|Request Entity Too Large|Content Too Large|URI Too Long|Unsupported Media Type|Range Not Satisfiable|Expectation Failed|I'm a teapot|Misdirected Request|Unprocessable (?:Entity|Content)|Locked|Failed Dependency|Too Early|Upgrade Required|Precondition Required|Too Many Requests|Request Header Fields Too Large|Unavailable For Legal Reasons|Internal Server Error|Not Implemented|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out|HTTP Version Not Supported|Insufficient Storage|Loop Detected|Network Authentication Required)|[45]\d\d \((?:Bad Request|Unauthorized|Payment Required|Forbidden|Not Found|Method Not Allowed|Not Acceptable|Proxy Authentication Required|Request Time-?out|Conflict|Gone|Length Required|Precondition Failed|Payload Too Large|Request Entity Too Large|Content Too Large|URI Too Long|Unsupported Media Type|Range Not Satisfiable|Expectation Failed|I'm a teapot|Misdirected Request|Unprocessable (?:Entity|Content)|Locked|Failed Dependency|Too Early|Upgrade Required|Precondition Required|Too Many Requests|Request Header Fields Too Large|Unavailable For Legal Reasons|Internal Server Error|Not Implemented|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out|HTTP Version Not Supported|Insufficient Storage|Loop Detected|Network Authentication Required)\))(?:\b|[^\w]|$)",
    )
    .beside(&STATUS),
    Pattern::of(
        DIGIT,
        0,
        r"\b((?:HTTP(?:/\d(?:\.\d)?)?|[Ss]tatus(?: [Cc]ode)?) +[45]\d\d)\b",
    ),
    // MySQL's.
    Pattern::of(
        DIGIT | SHOUT | BRACKET,
        0,
        r"\b(ERROR \d{4} \([0-9A-Z]{5}\))",
    ),
    // The answer in a line of a server's log: `"GET / HTTP/1.1" 404 19`.
    Pattern::of(
        DIGIT | SHOUT | QUOTE,
        0,
        r#" HTTP/\d(?:\.\d)?" ([45]\d\d)\b"#,
    ),
    // A field of what Node prints, and the end of a unit of systemd.
    Pattern::of(
        0,
        QUOTE | JOINT | COLON,
        r"\b(?i:status(?: code)?)(?:=|: ?)([45]\d\d)\b|\bcode: '([A-Z][A-Z\d]*_[A-Z\d_]+)'|\b(status=\d{1,3}/[A-Z_]{3,40})\b",
    ),
    // What was asked and answered so.
    Pattern::of(
        DIGIT,
        0,
        r"(?i)\b(?:returned error: |response code:? |error code:? |status(?:[_ -]?code)?\W{1,4}|(?:ends in|ended in|ends with|ended with|returned|returns|answered|answers|responded|responds|replied|got|gets|gave|gives|throws|threw|failed|fails)(?: back)?(?: with)?(?: an?| HTTP| status){0,2} )([45]\d\d)(?:[.,;:!?)\r\n]|$| (?:on|from|for|when|while|in|at|to|and|instead|again|response|error|errors|here|there|since|because|after|if|or|but|until)\b)",
    )
    .beside(&STATUS),
    Pattern::of(
        DIGIT,
        0,
        r"\b([45]\d\d) (?:(?:Server|Client) Error\b|(?:from|on|for|at) `?(?:https?://|(?:GET|POST|PUT|PATCH|DELETE|HEAD) ?/|/[a-z]))",
    ),
    // Rules of linters, of which a comment or a place speaks.
    Pattern::of(
        DIGIT | UPPER,
        COLON | DASH,
        r"(?:\bnoqa: ?|:\d+:\d+: |\^-+\^? )([A-Z]{1,4}\d{3,4})\b",
    ),
];
static EXIT: Pattern = Pattern::of(
    DIGIT,
    0,
    r"(?i)\b(exit(?:ed)?(?: with)?(?: (?:status|code))(?: ?[:=])? +(?:-?\d{1,10}\b|0x[0-9A-F]{2,8})|0x[8C][0-9A-F]{7})\b",
);

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize) {
    for groups in CODES.iter().flat_map(|pattern| pattern.each(text)) {
        let range = groups.first();
        let (before, next) = around(text, &range);
        let is_piece = matches!(
            before,
            Some('-' | '_' | '/' | '.' | '#' | '$' | '%' | '@' | '+' | '<')
        ) || matches!(next, Some('-' | '_' | '/' | '+'))
            || next == Some('.')
                && text[range.end + 1..].starts_with(|c: char| c.is_alphanumeric());
        // A level with a day, as Kubernetes logs: `E1122 07:26:15.05`.
        let is_level = LEVEL.is_in(&text[range.start..]);
        if !is_piece
            && !is_level
            && (is_plain(&text[range.clone()])
                || [": ", "^ ", "-- "]
                    .iter()
                    .any(|before| text[..range.start].ends_with(before))
                || speaks_of_errors(text, range.start))
        {
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
        || code.starts_with("YN")
        || code.starts_with("E0")
        || code.starts_with("E_")
        || !code.is_ascii()
}

static LEVEL: Pattern = Pattern::new(r"^[EWIF]\d{4} \d\d:");

static OF_ERRORS: Pattern = Pattern::new(
    r"(?i)\b(?:error|errors|warning|fatal|lint|noqa|pylint|flake8|ruff|clippy|shellcheck|hadolint|disable|code|diagnostic|failed|fails)\b",
);

fn speaks_of_errors(text: &str, at: usize) -> bool {
    OF_ERRORS.is_in(line(text, at).1)
}
