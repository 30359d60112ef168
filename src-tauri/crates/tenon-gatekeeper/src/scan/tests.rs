//! How much work a text can make that is made to make work. It is counted, not timed: every byte
//! that an expression looks at, and what judging a match costs besides.

use tenon_testkit::Rng;

use super::*;
use crate::rule_set::file;

/// The size of each text, in bytes.
const SIZE: usize = 4_000;
/// So much may be looked at for each byte of a text, by all rules together.
const MOST: usize = 20;

fn work(text: &str) -> usize {
    let part = Part {
        seen: text.as_bytes(),
        base: 0,
        core: 0..text.len(),
    };
    let mut ends = Ends::default();
    hits(&RuleSet::built_in(), &part, &mut ends, &mut Vec::new());
    ends.work / text.len().max(1)
}

fn repeated(unit: &str) -> String {
    unit.repeat(SIZE / unit.len() + 1)
}

fn keywords() -> Vec<&'static str> {
    let rules = file().rules.iter();
    let mut all: Vec<_> = rules
        .flat_map(|rule| rule.keywords.iter().map(String::as_str))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Every text that is worse than allowed, worst first.
fn check(texts: impl Iterator<Item = (String, String)>) {
    let mut bad: Vec<_> = texts
        .map(|(name, text)| (work(&text), name))
        .filter(|(work, _)| *work > MOST)
        .collect();
    bad.sort_by(|a, b| b.cmp(a));
    assert!(
        bad.is_empty(),
        "{} texts: {:?}",
        bad.len(),
        &bad[..bad.len().min(30)]
    );
}

#[test]
fn no_keyword_repeated_makes_rules_look_at_the_same_bytes_over_and_over() {
    let keywords = keywords();
    let joins = ["", "=", ": ", "=\"", " = ", "a1B2c3D4e5", "=x1 ", "\n"];
    check(keywords.iter().flat_map(|keyword| {
        joins.iter().map(move |join| {
            let unit = format!("{keyword}{join}");
            (unit.clone(), repeated(&unit))
        })
    }));
}

#[test]
fn no_mixture_of_keywords_makes_more_work_either() {
    let mut rng = Rng::seeded(0x510_7e57);
    let keywords = keywords();
    let pieces = [
        "=", ":", " ", "\"", "'", "://", "@", "-", "_", ".", "/", "\n", "a", "A1", "x9", "T3Blbk",
        ";",
    ];
    check((0..300).map(|round| {
        let mut unit = String::new();
        for _ in 0..1 + rng.below(6) {
            unit.push_str(keywords[rng.below(keywords.len())]);
            for _ in 0..rng.below(3) {
                unit.push_str(pieces[rng.below(pieces.len())]);
            }
        }
        (format!("{round}: {unit}"), repeated(&unit))
    }));
}

#[test]
fn no_long_line_makes_more_work_either() {
    let base64 = |size: usize| "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY".repeat(size / 43);
    check(
        [
            ("base64", base64(SIZE)),
            ("a key of base64", format!("token={}", base64(SIZE))),
            (
                "keys of base64",
                repeated(&format!("token={} ", base64(500))),
            ),
            ("keys in base64", repeated(&format!("eyJ{}.", base64(90)))),
            ("hex", repeated("0123456789abcdef")),
            ("one letter", repeated("A")),
            ("addresses", repeated("http://a:")),
            ("options", format!("curl {}", repeated("curl -x "))),
        ]
        .map(|(name, text)| (name.to_owned(), text))
        .into_iter(),
    );
}
