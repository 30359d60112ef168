//! Finding by name, definitions and uses.

use tenon_index::syntax::{Definition, Language, Stands, Symbols, occurrences};

use crate::symbols;

fn workspace(files: &[(&str, &str)]) -> Symbols {
    let mut symbols = symbols();
    for (path, text) in files {
        symbols
            .put(path.as_bytes(), text.as_bytes())
            .expect("it is read");
    }
    symbols
}

fn found(symbols: &Symbols, query: &str) -> Vec<String> {
    let found = symbols.find(query, 3);
    found
        .iter()
        .map(|located| located.symbol.name.to_string())
        .collect()
}

#[test]
fn the_name_that_was_meant_comes_first() {
    let symbols = workspace(&[
        (
            "a.rs",
            "fn open_file() {} fn openness() {} struct Open; impl Door { fn open(&self) {} }",
        ),
        ("b.rs", "impl Window { fn open(&self) {} }"),
    ]);
    assert_eq!(found(&symbols, "open_file")[0], "open_file");
    assert_eq!(found(&symbols, "Open")[0], "Open");
    assert_eq!(found(&symbols, "opfi"), ["open_file"]);
    let window = symbols.find("Window::open", 10);
    assert_eq!(window.len(), 1);
    assert_eq!(window[0].path, b"b.rs");
    assert!(symbols.find("zzz", 10).is_empty());
    assert_eq!(
        symbols.find("", 2).len(),
        2,
        "nothing asked, anything found"
    );
}

/// Where a question is asked; no text has it.
const MARK: char = '\u{1}';

/// Where the name at the mark is defined, as the first answer says.
pub fn first(files: &[(&str, &str)]) -> String {
    let mut clean = Vec::new();
    let mut place = None;
    for (path, text) in files {
        if let Some(at) = text.find(MARK) {
            place = Some((*path, at));
        }
        clean.push((*path, text.replace(MARK, "")));
    }
    let (path, at) = place.expect("a mark");
    let files: Vec<_> = clean
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .collect();
    let symbols = workspace(&files);
    let text = files.iter().find(|(p, _)| *p == path).expect("there").1;
    let read = |path: &[u8]| {
        let file = files.iter().find(|(name, _)| name.as_bytes() == path)?;
        Some(file.1.to_owned())
    };
    let found = symbols.definitions(path.as_bytes(), text, at, &read);
    match found
        .first()
        .unwrap_or_else(|| panic!("no answer in {text}"))
    {
        Definition::Symbol(first) => {
            let path = String::from_utf8_lossy(first.path);
            let parents = first.symbol.parents.join("/");
            format!("{path}:{}:{parents}", first.symbol.line)
        }
        Definition::Bound(bound) => {
            let path = String::from_utf8_lossy(&bound.path);
            format!(
                "{path}:{}:{} {}",
                bound.line,
                bound.units,
                bound.kind.word()
            )
        }
    }
}

#[test]
fn definitions_prefer_what_is_near_and_what_is_said() {
    let two = ("z.rs", "pub fn run() {}\n");
    assert_eq!(
        first(&[("a.rs", "fn run() {}\nfn b() { r\u{1}un() }\n"), two]),
        "a.rs:1:"
    );
    assert_eq!(
        first(&[
            ("s/a.rs", "fn b() { r\u{1}un() }\n"),
            ("s/b.rs", "pub fn run() {}"),
            two
        ]),
        "s/b.rs:1:"
    );
    let imported = ("a/x.py", "from lib.zed import run\nr\u{1}un()\n");
    assert_eq!(
        first(&[
            imported,
            ("b/y.py", "def run(): pass"),
            ("lib/zed.py", "def run(): pass")
        ]),
        "lib/zed.py:1:"
    );
    let types = "impl A { fn new() {} }\nimpl B { fn new() {} }\nfn f() { B::n\u{1}ew() }\n";
    assert_eq!(first(&[("a.rs", types)]), "a.rs:2:B");
    let own =
        "impl A { fn go(&self) {} }\nimpl B { fn go(&self) {}\n fn f(&self) { self.g\u{1}o() } }\n";
    assert_eq!(first(&[("a.rs", own)]), "a.rs:2:B");
    let languages = [
        ("a.ts", "r\u{1}un()"),
        ("a.py", "def run(): pass"),
        ("q/b.js", "function run() {}"),
    ];
    assert_eq!(first(&languages), "q/b.js:1:", "one family of languages");
    let field = "struct S { size: u8 }\nfn size() {}\nfn f(s: S) { s.si\u{1}ze; }\n";
    assert_eq!(first(&[("a.rs", field)]), "a.rs:1:S");
}

#[test]
fn uses_are_names_and_not_words_in_texts() {
    let text = "fn used() {}\n// used\nfn b() { used(); \"used\"; é::used(unused) }\n";
    let symbols = workspace(&[("a.rs", text), ("b.rs", "fn c() {}")]);
    assert_eq!(symbols.mentions("used"), [b"a.rs"]);
    assert!(symbols.mentions("use").is_empty());
    let found = occurrences(Language::Rust, text.as_bytes(), "used").expect("it is read");
    let places: Vec<_> = found
        .iter()
        .map(|o| (o.line, o.column, o.units, o.stands))
        .collect();
    assert_eq!(
        places,
        [
            (1, 3, 3, Stands::Definition),
            (3, 9, 9, Stands::Reference),
            (3, 29, 28, Stands::Reference)
        ]
    );
    assert_eq!(found[0].text, "fn used() {}");
    assert!(
        symbols
            .definitions(b"a.rs", "none", 1, &|_| None)
            .is_empty()
    );
}

#[test]
fn uses_are_found_where_the_grammar_has_no_names() {
    let places = |language, text: &str, name| -> Vec<(u32, u32)> {
        let found = occurrences(language, text.as_bytes(), name).expect("it is read");
        found.iter().map(|o| (o.line, o.column)).collect()
    };
    let macros = "#define A(x) \\\n  go(x, \"go\") /* go */ + gone + go\nint b = A(1);\n";
    assert_eq!(places(Language::C, macros, "go"), [(2, 2), (2, 32)]);
    let label = "int f() { goto end; end: return 1; }";
    assert_eq!(places(Language::C, label, "end"), [(1, 15), (1, 20)]);
    let taken = "const { a, b } = f(); g(a);";
    assert_eq!(places(Language::TypeScript, taken, "a"), [(1, 8), (1, 24)]);
    let variable = "macro_rules! m { ($a:expr) => { $a + a } }";
    assert_eq!(
        places(Language::Rust, variable, "a"),
        [(1, 19), (1, 33), (1, 37)]
    );
}

#[test]
fn a_name_that_is_brought_in_is_told_from_one_that_is_used() {
    use Stands::{Definition, Import, Reference};
    let roles = |language, text: &str| -> Vec<Stands> {
        let found = occurrences(language, text.as_bytes(), "go").expect("it is read");
        found.iter().map(|o| o.stands).collect()
    };
    let cases = [
        (Language::Rust, "use a::{b, go};\nfn f() { go() }\n"),
        (Language::Rust, "use go::b;\nfn f() { go::c() }\n"),
        (Language::Python, "from a import (\n    go,\n)\ngo()\n"),
        (Language::TypeScript, "import { go } from './a';\ngo();\n"),
        (Language::Java, "import a.go;\nclass A { go b; }\n"),
    ];
    for (language, text) in cases {
        assert_eq!(roles(language, text), [Import, Reference], "{text}");
    }
    let own = "def go(): pass\nimport go\n";
    assert_eq!(roles(Language::Python, own), [Definition, Import]);
}
