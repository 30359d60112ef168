//! What holds for every text, whatever is found in it.

use std::ops::Range;

use tenon_knowledge::entity::{Entity, Kind, Source, find};

use tenon_testkit::Rng;

use crate::labelled::texts;

fn sources() -> [Source; 7] {
    [
        Source::Prose,
        Source::Terminal,
        Source::of_path("a.rs"),
        Source::of_path("a.py"),
        Source::of_path("a.sql"),
        Source::of_path("a.html"),
        Source::of_path("Cargo.toml"),
    ]
}

/// Finds twice, and checks what holds for every answer.
#[track_caller]
fn checked(text: &str, source: Source, about: &str) -> Vec<Entity> {
    let found = find(text, source);
    assert_eq!(found, find(text, source), "{about}: not the same twice");
    let mut ends = [0; Kind::ALL.len()];
    let mut last = 0;
    for Entity { range, kind, value } in &found {
        let said = text.get(range.clone());
        assert!(
            said.is_some_and(|said| !said.is_empty()),
            "{about}: {range:?}"
        );
        assert!(!value.is_empty(), "{about}: {range:?} has no value");
        assert!(range.start >= last, "{about}: {range:?} is out of order");
        last = range.start;
        let end = &mut ends[*kind as usize];
        assert!(
            range.start >= *end,
            "{about}: {kind} {range:?} overlaps one before it"
        );
        *end = range.end;
    }
    found
}

const PIECES: [&str; 66] = [
    "\u{1b}[31m",
    "\u{1b}]0;",
    " ",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{1f600}",
    "é",
    "\u{fffd}",
    "\u{202e}",
    "`",
    "```",
    "```sh\n",
    "\"",
    "'",
    "‘",
    "’",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "@",
    "#",
    "$ ",
    "~/",
    "/",
    "\\",
    ":",
    "::",
    "://",
    "https://",
    ".",
    "-",
    "_",
    "=",
    "==",
    "!",
    "12",
    "2026-01-05",
    "Jan 5",
    "5 May 2026",
    "1.2.3",
    "v2.0",
    "#12",
    "T-7",
    "AB-12",
    "error: ",
    "fatal: ",
    "TODO: ",
    "E0308",
    "TS2345",
    "ENOENT",
    "deadbee1",
    "src/",
    "a.rs",
    "C:\\",
    "serde",
    "fn_a()",
    "CamelCase",
    "git ",
    "// ",
];

#[test]
fn every_answer_is_in_order_on_characters_and_without_overlaps_in_a_kind() {
    // One seed for each process: a failure shows it, to be put here in its place.
    let seed = u64::from(std::process::id());
    let mut chance = Rng::seeded(seed);
    for _ in 0..400 {
        let pieces = (0..chance.below(60)).map(|_| *chance.pick(&PIECES));
        let text: String = pieces.collect();
        for source in sources() {
            checked(&text, source, &format!("SEED={seed} {text:?}"));
        }
    }
}

#[test]
fn bytes_that_are_no_text_change_nothing_around_them() {
    let bytes = b"see \xff\xfe `src/a.rs:12` \xc3( and #42\xf0\x9f";
    let text = String::from_utf8_lossy(bytes);
    let found = checked(&text, Source::Prose, "invalid bytes");
    let said: Vec<_> = found
        .iter()
        .map(|entity| &text[entity.range.clone()])
        .collect();
    assert_eq!(said, ["src/a.rs:12", "#42"]);
}

#[test]
fn line_ends_of_windows_change_nothing_but_places() {
    let mut different = Vec::new();
    for (name, marked) in texts("") {
        let (text, _) = crate::labelled::labelled(&marked);
        let windows = text.replace('\n', "\r\n");
        let source = crate::labelled::source(&name);
        let place = |range: &Range<usize>| {
            let behind = |at: usize| at + text[..at].matches('\n').count();
            behind(range.start)..behind(range.end)
        };
        let wanted: Vec<_> = checked(&text, source, &name)
            .iter()
            .map(|it| (it.kind, place(&it.range)))
            .collect();
        let found: Vec<_> = checked(&windows, source, &name)
            .iter()
            .map(|it| (it.kind, it.range.clone()))
            .collect();
        let shown = |(kind, range): &(Kind, Range<usize>)| {
            format!("{name} {kind} {:?}", &windows[range.clone()])
        };
        different.extend(
            wanted
                .iter()
                .filter(|it| !found.contains(it))
                .map(|it| format!("lost {}", shown(it))),
        );
        different.extend(
            found
                .iter()
                .filter(|it| !wanted.contains(it))
                .map(|it| format!("more {}", shown(it))),
        );
    }
    assert!(different.is_empty(), "{different:#?}");
}

#[test]
fn long_lines_and_many_signs_are_taken() {
    let size = 1 << 16;
    for piece in [
        "a",
        "a_",
        "A",
        "Aa",
        "a.",
        "a/",
        "/",
        "(",
        ")",
        "[",
        "`",
        "\"",
        "\0",
        "#",
        "#1 ",
        "@a ",
        "1",
        "f",
        "-",
        "::",
        "`a` ",
        "error: a ",
        "(error: a",
        "\"error: a\" ",
        "TODO: ",
        "TODO(",
        "http://x) ",
        "http://x(",
        "a@1.2.3 ",
        "1.2.3-",
        "src/a.rs:1:2 ",
        "a.rs/",
        "C:\\a ",
        "2026-01-05 ",
        "fix abc1234 ",
        "AB-1 ",
        "/* ",
        "// ",
        "$ git a ",
        "see #12, ",
        "‘a’ ",
        "\u{1b}",
        "\u{1b}[1m",
        "\u{1b}]",
        "a)](",
        "https://a)](",
        "Go 1.22, ",
        "panicked at a:1:\n",
        "`a: ",
    ] {
        let text = piece.repeat(size / piece.len());
        for source in [Source::Prose, Source::Terminal, Source::of_path("a.rs")] {
            let found = find(&text, source);
            assert!(found.len() <= size, "{piece}");
        }
    }
    for piece in ["(", ")", "[", "]", "(("] {
        let text = format!("see https://example.org/{} there", piece.repeat(100_000));
        checked(&text, Source::Prose, piece);
    }
    checked(&"a_b ".repeat(1 << 18), Source::Prose, "one line");
}
