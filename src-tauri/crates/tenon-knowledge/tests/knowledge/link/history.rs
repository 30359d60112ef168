//! How many of the links that are found are right, and how many that are right are found, in projects
//! whose histories were prepared by hand. The labels were written before anything was run on them.

use std::collections::BTreeSet;

use super::project::Project;

/// Precision and recall of what was found.
struct Figures {
    precision: f64,
    recall: f64,
}

fn share(part: usize, all: usize) -> f64 {
    let count = |number: usize| f64::from(u32::try_from(number).expect("a small number"));
    count(part) / count(all.max(1))
}

#[expect(
    clippy::print_stdout,
    reason = "the figures belong in the test's output"
)]
fn figures(what: &str, found: &BTreeSet<String>, right: &BTreeSet<String>) -> Figures {
    let good = found.intersection(right).count();
    let figures = Figures {
        precision: share(good, found.len()),
        recall: share(good, right.len()),
    };
    println!(
        "{what}: {} found, {good} right of {}: precision {:.3}, recall {:.3}",
        found.len(),
        right.len(),
        figures.precision,
        figures.recall
    );
    found
        .difference(right)
        .for_each(|edge| println!("  wrong: {edge}"));
    right
        .difference(found)
        .for_each(|edge| println!("  missed: {edge}"));
    figures
}

fn check(name: &str, fixture: &str) {
    let project = Project::read(fixture);
    let (hard, soft) = project.found();
    let sure = figures(&format!("{name}, hard links"), &hard, &project.hard);
    let guessed = figures(&format!("{name}, suggestions"), &soft, &project.soft);
    assert!(sure.precision >= 0.99 && sure.recall >= 0.9);
    assert!(guessed.precision >= 0.8 && guessed.recall >= 0.7);
}

#[test]
fn links_of_a_project_in_rust_are_right() {
    check("sluice", include_str!("../../history/sluice.txt"));
}

/// This one was not looked at while the finders were made.
#[test]
fn links_of_another_project_in_python_are_right() {
    check("almanac", include_str!("../../history/almanac.txt"));
}
