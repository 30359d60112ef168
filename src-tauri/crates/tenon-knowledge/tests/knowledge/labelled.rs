//! Precision and recall by kind on texts that were labelled by hand, without a look at the rules.
//!
//! The rules were made with the texts `learn-…`; `test-…` are only counted.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use tenon_knowledge::entity::{Entity, Kind, Source, find};

const PRECISION: f64 = 0.95;
const RECALL: f64 = 0.85;

/// A text without its markup, and what was labelled in it.
pub fn labelled(marked: &str) -> (String, Vec<(Kind, std::ops::Range<usize>)>) {
    let mut text = String::new();
    let mut open: Vec<(Kind, usize)> = Vec::new();
    let mut labels = Vec::new();
    let mut rest = marked;
    while !rest.is_empty() {
        let opened = rest.strip_prefix("[[").and_then(|inner| {
            let (kind, behind) = inner.split_once('|')?;
            Some((kind.parse::<Kind>().ok()?, behind))
        });
        if let Some((kind, behind)) = opened {
            open.push((kind, text.len()));
            rest = behind;
        } else if let (Some(behind), false) = (rest.strip_prefix("]]"), open.is_empty()) {
            let (kind, start) = open.pop().expect("it is open");
            labels.push((kind, start..text.len()));
            rest = behind;
        } else {
            let mut chars = rest.chars();
            text.extend(chars.next());
            rest = chars.as_str();
        }
    }
    assert!(open.is_empty(), "a label is not closed: {open:?}");
    (text, labels)
}

#[derive(Default)]
struct Count {
    right: usize,
    wrong: Vec<String>,
    missed: Vec<String>,
}

impl Count {
    fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong.len()).max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / (self.right + self.missed.len()).max(1) as f64
    }
}

/// The labelled texts of a set, each with its name: a file is one text, or in the files `varied-…`
/// one for every line `=== NAME`.
pub fn texts(set: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let entries = std::fs::read_dir(&folder).expect("the fixtures are there");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("it is read").path())
        .collect();
    paths.sort();
    let mut texts = Vec::new();
    for path in paths {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !name.starts_with(set) {
            continue;
        }
        let marked = std::fs::read_to_string(&path).expect("it is text");
        match marked.strip_prefix("=== ") {
            Some(many) => texts.extend(many.split("\n=== ").map(|one| {
                let (name, text) = one.split_once('\n').unwrap_or_default();
                (name.to_owned(), format!("{text}\n"))
            })),
            None => texts.push((name, marked)),
        }
    }
    texts
}

pub fn source(name: &str) -> Source {
    match name {
        name if !name.starts_with("learn-") && !name.starts_with("test-") => Source::of_path(name),
        name if name.contains("rust") => Source::of_path("a.rs"),
        name if name.contains("python") => Source::of_path("a.py"),
        name if name.contains("typescript") => Source::of_path("a.ts"),
        name if name.contains("manifest.toml") => Source::of_path("Cargo.toml"),
        name if name.contains("manifest.json") => Source::of_path("package.json"),
        name if name.contains("terminal") => Source::Terminal,
        _ => Source::Prose,
    }
}

fn count(set: &str) -> BTreeMap<Kind, Count> {
    let mut counts: BTreeMap<Kind, Count> = BTreeMap::new();
    for (name, marked) in texts(set) {
        let (text, labels) = labelled(&marked);
        let found = find(&text, source(&name));
        let shown = |kind: Kind, range: &std::ops::Range<usize>| {
            let line = text[..range.start].matches('\n').count() + 1;
            format!("{name}:{line} {kind} {:?}", &text[range.clone()])
        };
        let is_same = |entity: &Entity, label: &(Kind, std::ops::Range<usize>)| {
            entity.kind == label.0 && entity.range == label.1
        };
        for label in &labels {
            let count = counts.entry(label.0).or_default();
            match found.iter().any(|entity| is_same(entity, label)) {
                true => count.right += 1,
                false => count.missed.push(shown(label.0, &label.1)),
            }
        }
        for entity in &found {
            if !labels.iter().any(|label| is_same(entity, label)) {
                let count = counts.entry(entity.kind).or_default();
                count.wrong.push(shown(entity.kind, &entity.range));
            }
        }
    }
    counts
}

fn table(set: &str, counts: &BTreeMap<Kind, Count>) -> String {
    let mut table = format!("{set}: kind, labelled, precision, recall\n");
    for (kind, count) in counts {
        let labels = count.right + count.missed.len();
        let (precision, recall) = (count.precision(), count.recall());
        let _ = writeln!(table, "{kind:14} {labels:5} {precision:.3} {recall:.3}");
    }
    table
}

#[expect(
    clippy::print_stdout,
    reason = "the figures belong in the test's output"
)]
fn check(set: &str) {
    let counts = count(set);
    println!("{}", table(set, &counts));
    // All kinds at once: what mends one may spoil another.
    let mut bad = String::new();
    for (kind, count) in &counts {
        if count.precision() < PRECISION {
            let _ = writeln!(bad, "{set}, {kind}, wrong: {:#?}", count.wrong);
        }
        if count.recall() < RECALL {
            let _ = writeln!(bad, "{set}, {kind}, missed: {:#?}", count.missed);
        }
    }
    assert!(bad.is_empty(), "{bad}");
    assert_eq!(counts.len(), Kind::ALL.len(), "every kind is in the texts");
}

#[test]
fn entities_of_the_texts_that_the_rules_were_made_with_are_found() {
    check("learn-");
}

#[test]
fn entities_of_texts_that_the_rules_were_not_made_with_are_found() {
    check("test-");
}

#[test]
fn entities_of_varied_texts_that_the_rules_were_made_with_are_found() {
    check("varied-learn");
}

#[test]
fn entities_of_varied_texts_that_the_rules_were_not_made_with_are_found() {
    check("varied-test");
}

#[test]
fn entities_of_texts_that_were_labelled_after_the_rules_are_found() {
    check("varied-unseen");
}

#[test]
fn entities_of_the_first_fresh_texts_are_found() {
    check("fresh-first");
}

#[test]
fn entities_of_the_second_fresh_texts_are_found() {
    check("fresh-second");
}

#[test]
fn entities_of_the_third_fresh_texts_are_found() {
    check("fresh-third");
}

#[test]
fn entities_of_the_fourth_fresh_texts_are_found() {
    check("fresh-fourth");
}

#[test]
fn entities_of_the_fifth_fresh_texts_are_found() {
    check("fresh-fifth");
}

#[test]
fn entities_of_the_sixth_fresh_texts_are_found() {
    check("fresh-sixth");
}

#[test]
fn entities_of_the_seventh_fresh_texts_are_found() {
    check("fresh-seventh");
}

#[test]
fn entities_of_the_ninth_fresh_texts_are_found() {
    check("fresh-ninth");
}

#[test]
fn entities_of_the_tenth_fresh_texts_are_found() {
    check("fresh-tenth");
}

#[test]
fn entities_of_the_eleventh_fresh_texts_are_found() {
    check("fresh-eleventh");
}

#[test]
fn entities_of_the_twelfth_fresh_texts_are_found() {
    check("fresh-twelfth");
}

#[test]
fn entities_of_the_eighth_fresh_texts_are_found() {
    check("fresh-eighth");
}
