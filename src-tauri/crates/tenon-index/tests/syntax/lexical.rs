//! Chunks by words.

use tenon_index::syntax::{Symbols, lexical};

use crate::symbols;

fn workspace() -> Symbols {
    let mut symbols = symbols();
    let files = [
        (
            "save.rs",
            "/// Writes the text durably.\n#[must_use]\npub fn save_document(text: &str) { flush(text) }\nfn other() { nothing() }\n",
        ),
        (
            "find.py",
            "def find_files(pattern):\n    '''Find files whose names match a pattern.'''\n    return walk(pattern)\n",
        ),
        (
            "http.ts",
            "export class HTTPHeaderParser { parseLine(line: string) { return line; } }\n",
        ),
    ];
    for (path, text) in files {
        symbols
            .put(path.as_bytes(), text.as_bytes())
            .expect("it is read");
    }
    symbols
}

fn first(symbols: &Symbols, query: &str) -> Option<(String, u32, Vec<String>)> {
    let ranked = lexical::rank(symbols, query, &|_| true, 5);
    let best = ranked.first()?;
    let path = String::from_utf8_lossy(best.path).into_owned();
    Some((path, best.chunk.line, best.words.clone()))
}

#[test]
fn a_sentence_finds_what_it_speaks_of_although_words_are_missing() {
    let symbols = workspace();
    let (path, line, words) =
        first(&symbols, "where are documents saved, bananas?").expect("a hit");
    assert_eq!(
        (path.as_str(), line),
        ("save.rs", 3),
        "the line of the name"
    );
    assert!(words.contains(&"documents".to_owned()) && !words.contains(&"bananas".to_owned()));
    assert_eq!(
        first(&symbols, "how do I find a file by pattern")
            .expect("a hit")
            .0,
        "find.py"
    );
    assert_eq!(first(&symbols, "header").expect("a hit").0, "http.ts");
    assert_eq!(
        first(&symbols, "save_document").expect("a hit").0,
        "save.rs"
    );
}

#[test]
fn nothing_is_a_mistake() {
    let symbols = workspace();
    for query in [
        "", " ", "(((", "\"", "kind:", "/[/", "\u{0}", "é", "-", "banana",
    ] {
        assert_eq!(first(&symbols, query), None, "{query:?}");
    }
    assert!(lexical::rank(&symbols, "save", &|_| true, 0).is_empty());
}

#[test]
fn files_can_be_left_out() {
    let symbols = workspace();
    let keep = |path: &[u8]| path != b"save.rs" && !path.ends_with(b".py");
    let ranked = lexical::rank(&symbols, "save find line", &keep, 9);
    assert!(!ranked.is_empty() && ranked.iter().all(|hit| hit.path == b"http.ts"));
}
