//! How much of what tools complain about is found, and how much of what is found is a complaint: over
//! outputs that were written and labelled from knowledge of the tools, before any matcher saw them.
//!
//! A section of `corpus.txt` begins with `### TOOL WHAT`, and what is to be found in it stands behind
//! `>>>`: how bad it is, and its place.

use std::collections::BTreeMap;

use tenon_script::problem::{Place, Reader, Severity};

#[derive(Default)]
struct Count {
    expected: usize,
    found: usize,
    right: usize,
}

fn placed(severity: Severity, place: &Place) -> String {
    let word = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let column = place.column.map(|column| format!(":{column}"));
    format!(
        "{word} {}:{}{}",
        place.path,
        place.line,
        column.unwrap_or_default()
    )
}

fn found(output: &str) -> Vec<String> {
    let mut reader = Reader::new();
    reader.feed(output.as_bytes());
    reader.end();
    let told = reader.take();
    let told = told
        .iter()
        .map(|told| placed(told.severity, &told.places[0]));
    told.collect()
}

#[test]
fn most_of_what_tools_complain_about_is_found_and_little_else() {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let mut all = Count::default();
    for section in include_str!("../fixtures/corpus.txt").split("### ").skip(1) {
        let (title, text) = section.split_once('\n').expect("a title and a text");
        let (wanted, output): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.starts_with(">>> "));
        let found = found(&(output.join("\n") + "\n"));
        let mut missing: Vec<&str> = wanted.iter().map(|line| &line[4..]).collect();
        let expected = missing.len();
        let mut extra = Vec::new();
        for one in &found {
            match missing.iter().position(|wanted| wanted == one) {
                Some(at) => drop(missing.remove(at)),
                None => extra.push(one),
            }
        }
        if !missing.is_empty() || !extra.is_empty() {
            println!("{title}: missing {missing:?}, too much {extra:?}");
        }
        let tool = title.split(' ').next().unwrap_or_default();
        for count in [counts.entry(tool).or_default(), &mut all] {
            count.expected += expected;
            count.found += found.len();
            count.right += found.len() - extra.len();
        }
    }
    for (tool, count) in &counts {
        println!(
            "{tool}: {} of {} found, {} of them too much",
            count.right,
            count.expected,
            count.found - count.right
        );
    }
    let share = |part: usize, of: usize| part as f64 / of as f64;
    let (precision, recall) = (share(all.right, all.found), share(all.right, all.expected));
    println!("precision {precision:.3}, recall {recall:.3}");
    assert!(precision >= 0.95 && recall >= 0.95, "{precision} {recall}");
}
