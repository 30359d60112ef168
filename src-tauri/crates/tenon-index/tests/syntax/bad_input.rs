//! Input that is no program.

use std::time::Duration;

use tenon_index::syntax::{Language, Limits, Skipped, extract};

use crate::{lines, read};

#[test]
fn nothing_overflows_or_panics() {
    let deep = "(".repeat(100_000);
    let nested = "fn a() { ".repeat(20_000);
    let blocks = "[{\"a\":".repeat(50_000);
    let arrows = "const a = () => { ".repeat(5_000);
    let texts: Vec<&[u8]> = vec![
        b"",
        b"\xef\xbb\xbf",
        b"\xff\xfe\xfd fn a() {}",
        b"\n\n\n",
        b"fn",
        b"\"unterminated",
        deep.as_bytes(),
        nested.as_bytes(),
        blocks.as_bytes(),
        arrows.as_bytes(),
    ];
    // Long enough for a real file, and short enough for a test.
    let limits = Limits {
        time: Duration::from_millis(300),
        ..Limits::default()
    };
    for language in Language::ALL {
        for text in &texts {
            match extract(*language, text, limits) {
                Ok(found) => {
                    let most = found.symbols.iter().map(|s| s.parents.len()).max();
                    assert!(most.unwrap_or(0) <= 64, "no more names than anybody reads");
                }
                Err(why) => assert_eq!(why, Skipped::TooSlow(limits.time), "{}", language.word()),
            }
        }
    }
}

#[test]
fn invalid_bytes_cost_only_what_they_are_in() {
    let text = b"fn a() {}\n// \xff\xfe\nfn b() {}\n";
    let found = extract(Language::Rust, text, Limits::default()).expect("it is read");
    assert_eq!(lines(&found), ["1 function a", "3 function b"]);
    let found = extract(Language::Markdown, b"# \xff x\n", Limits::default());
    assert_eq!(lines(&found.expect("it is read")), ["1 heading \u{fffd} x"]);
}

#[test]
fn marks_and_line_ends_change_no_line() {
    let plain = read(Language::Rust, "fn a() {}\n\nfn b() {}\n");
    let marked = read(Language::Rust, "\u{feff}fn a() {}\r\n\r\nfn b() {}\r\n");
    assert_eq!(lines(&plain), lines(&marked));
    assert_eq!(plain.lines, 3);
    assert_eq!(marked.symbols[0].body, plain.symbols[0].body);
}
