//! Names of things in code, as compilers, tests and stacks of calls print them.

use super::Kind;
use super::part::{
    BRACKET, COLON, DASH, DIGIT, DOT, HASH, HIGH, Part, QUOTE, SHOUT, SQUARE, TICK, UPPER,
};
use super::rule::{Found, Pattern, line, moved};

// Frames of stacks: Python, Java and JavaScript, Rust and Go, Ruby, the debuggers of C.
static FRAMES: [Pattern; 8] = [
    // Elixir.
    Pattern::of(BRACKET, 0, r"(?m)^ *\*\* \(([A-Z][\w.]*)\) "),
    Pattern::of(DOT, 0, r"(?m)^created by ([\w./-]+\.[\w.()*]+)"),
    Pattern::of(
        QUOTE | DIGIT,
        0,
        r#"(?m)^\s*File "[^"\n]+", line \d+, in ([\w.<>]+)$"#,
    ),
    Pattern::of(
        BRACKET,
        0,
        r"(?m)^(?:npm (?:error|ERR!))?\s+at (?:async |new )?((?:java\.[a-z.]+/|jdk\.[a-z.]+/|[\w.-]+@[\d.]+/)?[\w$.<>]+)(?: ?\[as \w+\])? ?\(",
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
static TESTS: [Pattern; 14] = [
    Pattern::of(
        SQUARE | DOT,
        0,
        r"(?m)^\[ERROR\] +((?:\w+\.)+[A-Z]\w*\.\w+)(?: --|:)",
    ),
    // javac's, rustc's and mypy's ways to name what they speak of.
    Pattern::of(
        COLON,
        0,
        r"(?m)^[ \t]+(?:symbol|location): +(?:static )?(?:variable|method|class|interface|enum|constructor) ([\w.$]+)",
    ),
    Pattern::of(
        COLON,
        0,
        r"(?m)^[ \t]+(?:symbol|location): +variable \w+ of type ([\w.$]+)",
    ),
    Pattern::of(TICK | COLON, 0, r"`([A-Z]\w*): [A-Z][\w:+ ]*` is not"),
    Pattern::of(TICK | COLON, 0, r"`[A-Z][\w:<>]*: ([A-Z]\w*)` is not"),
    Pattern::of(QUOTE, 0, r#""([A-Za-z_][\w.]*)" has no attribute"#),
    Pattern::of(QUOTE, 0, r#"has no attribute "([A-Za-z_]\w*)""#),
    Pattern::of(QUOTE, 0, r#"; maybe "([A-Za-z_]\w*)""#),
    Pattern::of(QUOTE, 0, r#"expected "([A-Z]\w*)""#),
    Pattern::of(
        COLON | UPPER,
        0,
        r"(?m)^[ \t]+((?:[\w$]+\.)*[A-Z]\w*(?:Error|Exception)): ",
    ),
    Pattern::of(
        UPPER,
        0,
        r"(?m)^E +((?:\w+\.)+[A-Z]\w*|(?:\w+\.)*[A-Z][A-Za-z]*(?:Error|Exception|Warning|Exit|Interrupt))(?::|$)",
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
        r"(?m)^[\w./-]+(?:\.py:\d+: ([A-Z][A-Za-z]+)|:\d+: ([A-Z][A-Za-z]*(?:Error|Exception|Warning|Exit|Interrupt)))$",
    ),
];

// A name in the quotes of a compiler. What stands before or behind says that it is one.
static BEHIND: Pattern = Pattern::of(
    0,
    TICK | QUOTE | HIGH,
    r"(?i)(?:function|method|variable|identifier|struct|class|type|enum|trait|name|symbol|reference to|member|property|field|declaration of|definition of|definition for|redefinition of|macro|constructor|mean|find|initialization of|export|attribute|argument|parameter|named|overload|use of|value of|call to|return value of|symbols?:|(?:member|method|field|property|variable|attribute|variant|type) of)\s+(?:[‘'`](?:struct|enum|union|class) )?[‘'`]([A-Za-z_$][\w$]*(?:(?:::|\.)[A-Za-z_$~][\w$]*)*)(?:[’'`<(])",
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
    r"(?m):\d+:\d+: (?:(?:undefined|declared and not used|undeclared name):|[^\n]* (?:arguments? (?:to|in call to)|return value of|call to)) ([A-Za-z_][\w.]*)$",
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
        // Mypy names modules in the same words.
        let is_module = text[..range.start].ends_with("Module \"");
        if !text[range.clone()].starts_with('<') && !is_module {
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
