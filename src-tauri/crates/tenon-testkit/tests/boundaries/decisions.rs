//! The list of decisions.

use std::collections::BTreeSet;

use crate::repository::{expect_none, files, text};

fn decisions() -> Vec<String> {
    let names = files().into_iter().filter_map(|path| {
        let name = path.strip_prefix("docs/decisions/")?;
        name.starts_with(|c: char| c.is_ascii_digit())
            .then(|| name.to_owned())
    });
    names.collect()
}

#[test]
fn the_index_lists_every_decision_and_nothing_else() {
    let index = text("docs/decisions/index.md").expect("the index is text");
    let listed: BTreeSet<_> = index
        .split("](")
        .skip(1)
        .filter_map(|link| link.split(')').next())
        .filter(|link| link.starts_with(|c: char| c.is_ascii_digit()))
        .map(str::to_owned)
        .collect();
    let there: BTreeSet<_> = decisions().into_iter().collect();
    assert_eq!(listed, there, "left: in the index; right: in the folder");
}

#[test]
fn decisions_are_numbered_without_gaps_and_have_a_status() {
    let mut findings = Vec::new();
    for (index, name) in decisions().iter().enumerate() {
        if !name.starts_with(&format!("{:04}-", index + 1)) {
            findings.push(format!("{name}: number {:04} was due", index + 1));
        }
        let page = text(&format!("docs/decisions/{name}")).unwrap_or_default();
        let known = ["Status: Accepted", "Status: Superseded by "];
        if !page
            .lines()
            .any(|line| known.iter().any(|status| line.starts_with(status)))
        {
            findings.push(format!("{name}: no line that starts with one of {known:?}"));
        }
    }
    expect_none("decisions follow the template", &findings);
}
