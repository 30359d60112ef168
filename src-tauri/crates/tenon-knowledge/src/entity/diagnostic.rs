//! Names of things in code, as compilers, tests and stacks of calls print them.

use super::Kind;
use super::part::{BRACKET, COLON, DASH, DIGIT, DOT, HASH, HIGH, Part, QUOTE, SHOUT, TICK, UPPER};
use super::rule::{Found, Pattern, line, moved};

// Frames of stacks: Python, Java and JavaScript, Rust and Go, Ruby, the debuggers of C.
static FRAMES: [Pattern; 7] = [
    Pattern::of(DOT, 0, r"(?m)^created by ([\w./-]+\.[\w.()*]+)"),
    Pattern::of(
        QUOTE | DIGIT,
        0,
        r#"(?m)^\s*File "[^"\n]+", line \d+, in ([\w.<>]+)$"#,
    ),
    Pattern::of(
        BRACKET,
        0,
        r"(?m)^\s+at (?:async |new )?([\w$.<>]+(?:\[as \w+\])?) ?\(",
    ),
    Pattern::of(
        COLON | DIGIT,
        0,
        r"(?m)^\s*\d+: +(?:0x[0-9a-f]+ - )?([\w<>:$ ]+?(?:::\w+)+)(?:::h[0-9a-f]{16})?$",
    ),
    Pattern::of(
        DOT | BRACKET,
        0,
        r"(?m)^([\w./-]+\.[\w.()*]+)\((?:0x[^)\n]*|\{[^)\n]*|\.\.\.)?\)$",
    ),
    Pattern::of(
        COLON | DIGIT,
        TICK | QUOTE,
        r"(?m):\d+:in [`'](?:block in |rescue in )?([\w.#:]+[!?]?)'",
    ),
    Pattern::of(
        HASH | BRACKET | DIGIT,
        0,
        r"(?m)^#\d+ +(?:0x[0-9a-f]+ in )?([\w:~]+) \(",
    ),
];

// What tests are called, and the class of what was thrown behind a place.
static TESTS: [Pattern; 4] = [
    Pattern::of(
        UPPER,
        0,
        r"(?m)^E +((?:\w+\.)*[A-Z][A-Za-z]*(?:Error|Exception|Warning|Exit|Interrupt))(?::|$)",
    ),
    Pattern::of(COLON | DOT, 0, r"\.py::([A-Za-z_]\w*(?:::[A-Za-z_]\w*)*)"),
    Pattern::of(
        SHOUT | DASH,
        0,
        r"(?m)^--- (?:FAIL|PASS|SKIP): ([A-Za-z_]\w*)",
    ),
    Pattern::of(
        COLON | DIGIT | UPPER,
        0,
        r"(?m)^[\w./-]+:\d+: ([A-Z][A-Za-z]*(?:Error|Exception|Warning|Exit|Interrupt))$",
    ),
];

// A name in the quotes of a compiler. What stands before or behind says that it is one.
static BEHIND: Pattern = Pattern::of(
    0,
    TICK | QUOTE | HIGH,
    r"(?i)(?:function|method|variable|identifier|struct|class|type|enum|trait|name|symbol|reference to|member|property|field|declaration of|definition of|definition for|redefinition of|macro|constructor|mean|find|initialization of|export|attribute|argument|parameter|named|overload|use of|value of|call to|return value of|symbols?:)\s+(?:[‘'`](?:struct|enum|union|class) )?[‘'`]([A-Za-z_$][\w$]*(?:(?:::|\.)[A-Za-z_$~][\w$]*)*)(?:[’'`<(])",
);
static BEFORE: Pattern = Pattern::of(
    0,
    TICK | QUOTE | HIGH,
    r"[‘'`]([A-Za-z_$][\w$]*(?:(?:::|\.)[A-Za-z_$~][\w$]*)*)['’`] (?:undeclared|was not declared|is (?:assigned|declared|defined|not defined|private|protected|deprecated|never|used|already|ambiguous|unused|missing the)|has no (?:member|attribute|property)|does not (?:contain|exist|have)|in scope|redeclared|redefined|defined but|declared|implicitly)",
);
// Go quotes nothing.
static UNDEFINED: Pattern = Pattern::of(
    COLON | DIGIT,
    0,
    r"(?m):\d+:\d+: (?:undefined|declared and not used|undeclared name): ([A-Za-z_][\w.]*)$",
);

/// What a language itself has: no code of a person has defined it.
const BUILT_IN: [&str; 54] = [
    "any",
    "array",
    "as",
    "async",
    "auto",
    "await",
    "bigint",
    "bool",
    "boolean",
    "byte",
    "char",
    "class",
    "const",
    "dict",
    "double",
    "else",
    "enum",
    "error",
    "export",
    "false",
    "float",
    "fn",
    "for",
    "function",
    "if",
    "import",
    "int",
    "let",
    "list",
    "long",
    "module",
    "never",
    "new",
    "nil",
    "null",
    "number",
    "object",
    "return",
    "self",
    "short",
    "static",
    "str",
    "string",
    "struct",
    "symbol",
    "this",
    "true",
    "type",
    "undefined",
    "unknown",
    "unsigned",
    "use",
    "var",
    "void",
];

/// Behind these a quoted word is a file, a package or a word of a person.
static OTHERS: Pattern =
    Pattern::new(r"(?i)\b(?:module|package|crate|file|target|host|host ?name) named\s+$");

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize) {
    for groups in FRAMES
        .iter()
        .chain(&TESTS)
        .flat_map(|pattern| pattern.each(text))
    {
        let range = groups.first();
        if !text[range.clone()].starts_with('<') {
            found.add(Kind::Symbol, moved(range, at));
        }
    }
    for groups in BEHIND
        .each(text)
        .chain(BEFORE.each(text))
        .chain(UNDEFINED.each(text))
    {
        let range = groups.first();
        let name = &text[range.clone()];
        let whole = groups.range(0).unwrap_or_default();
        let (start, said) = line(text, range.start);
        let before = said
            .get(..range.start.saturating_sub(start + 1))
            .unwrap_or_default();
        if BUILT_IN.binary_search(&name).is_err() && !OTHERS.is_in(before) && whole.start >= start {
            found.add(Kind::Symbol, moved(range, at));
        }
    }
}
