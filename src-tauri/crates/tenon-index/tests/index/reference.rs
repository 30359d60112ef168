//! Against a search that is written as plainly as can be: split into lines, ask the regex crate.

use regex::bytes::RegexBuilder;
use tenon_index::find::{Ask, Case, Term};
use tenon_testkit::{Rng, TempWorkspace};

use crate::support::all;

/// Pieces that text is made of, and that questions ask for.
const PIECES: &[&str] = &[
    "foo",
    "Foo",
    "bar",
    "fo",
    " ",
    "_",
    "é",
    "É",
    "k",
    "\u{212a}",
    "s",
    "ſ",
    "9",
    "\r",
    "\t",
    "ß",
    "日本",
    "x",
    "-",
    "\u{1f600}",
];
const PATTERNS: &[&str] = &[
    "foo",
    "fo+",
    "^foo",
    "foo$",
    r"\bfoo\b",
    "(foo|bar)",
    "[a-f]oo",
    "x*",
    r"\w+\s",
    "é",
    "(?i)É",
    "f.o",
    r"\d",
    "^$",
    "k",
    "(ab)?foo",
    "s{2}",
    ".",
    r"[^f]oo",
    r"o\s*b",
];

pub fn text(rng: &mut Rng, pieces: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for _ in 0..rng.below(pieces) {
        match rng.below(12) {
            0 | 1 => bytes.push(b'\n'),
            2 if rng.below(30) == 0 => bytes.push(0xff),
            _ => bytes.extend(rng.pick(PIECES).bytes()),
        }
    }
    bytes
}

pub fn question(rng: &mut Rng) -> Ask {
    let term = if rng.below(2) == 0 {
        let count = 1 + rng.below(3);
        Term::Literal((0..count).map(|_| *rng.pick(PIECES)).collect())
    } else {
        Term::Regex((*rng.pick(PATTERNS)).to_owned())
    };
    Ask {
        case: *rng.pick(&[Case::Sensitive, Case::Ignore, Case::Smart]),
        word: rng.below(6) == 0,
        ..Ask::whole(term)
    }
}

/// The lines that hold a match, and where the first one begins.
fn reference(bytes: &[u8], ask: &Ask) -> Vec<(u64, u64)> {
    let (pattern, shown) = match &ask.terms[0] {
        Term::Literal(text) => (regex::escape(text), text.clone()),
        Term::Regex(pattern) => (
            pattern.clone(),
            pattern
                .replace("\\b", "")
                .replace("\\w", "")
                .replace("\\s", "")
                .replace("\\d", "")
                .replace("(?i)", ""),
        ),
    };
    let has_letter = !shown.is_empty() && shown.chars().any(|c| !"^$.*+()[]{}|?".contains(c));
    let fold = match ask.case {
        Case::Sensitive => false,
        Case::Ignore => true,
        Case::Smart => has_letter && !shown.chars().any(char::is_uppercase),
    };
    let pattern = match ask.word {
        true => format!(r"\b{{start-half}}(?:{pattern})\b{{end-half}}"),
        false => pattern,
    };
    let regex = RegexBuilder::new(&pattern)
        .case_insensitive(fold)
        .multi_line(true)
        .build()
        .expect("a good pattern");
    let mut lines: Vec<_> = bytes.split(|b| *b == b'\n').collect();
    if lines.last().is_some_and(|last| last.is_empty()) {
        lines.pop();
    }
    let found = lines.iter().enumerate().filter_map(|(at, line)| {
        regex
            .find(line)
            .map(|m| (at as u64 + 1, m.start() as u64 + 1))
    });
    found.collect()
}

#[test]
fn every_hit_is_the_references_and_none_is_missing() {
    let mut rng = Rng::seeded(0x7e57_0001);
    let mut hits = 0;
    for _ in 0..60 {
        let bytes = text(&mut rng, 400);
        let workspace = TempWorkspace::new();
        workspace.put(b"a", &bytes);
        for _ in 0..25 {
            let ask = question(&mut rng);
            let want = reference(&bytes, &ask);
            let got: Vec<_> = all(&workspace, &ask)
                .0
                .iter()
                .map(|hit| (hit.line, hit.column))
                .collect();
            assert_eq!(got, want, "{ask:?}\n{:?}", String::from_utf8_lossy(&bytes));
            hits += got.len();
        }
    }
    assert!(hits > 5_000, "the questions fit the texts: {hits}");
}
