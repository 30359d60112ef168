//! What is offered behind `[[`.

use tenon_knowledge::note::{Kind, Vault};
use tenon_testkit::Rng;

fn rows(vault: &Vault, query: &str) -> Vec<(Kind, String, String)> {
    let rows = vault.complete(query, b"d/from.md", 5);
    rows.into_iter()
        .map(|row| (row.kind, row.insert, row.shown))
        .collect()
}

fn made() -> Vault {
    let mut vault = Vault::new();
    vault.put(b"d/from.md", "# Here\n", 0);
    vault.put(
        b"line.md",
        "# Line buffer\n\n## Same\n\n# Other: x\n\n## Same\n\ntext ^one\n\nmore ^two\n",
        10,
    );
    vault.put(b"e/line.md", "---\nalias: Zebra\n---\n", 20);
    vault.put(b"d/e/outline.md", "", 30);
    vault.put(b"no[t].md", "", 40);
    vault.put("ze\u{301}ro.md".as_bytes(), "", 5);
    vault
}

#[test]
fn notes_are_offered_by_name_title_and_alias() {
    let vault = made();
    let note = |insert: &str, shown: &str| (Kind::Note, insert.to_owned(), shown.to_owned());
    assert_eq!(
        rows(&vault, "line"),
        [
            note("e/line", "line"),
            note("line", "line"),
            note("outline", "outline")
        ]
    );
    assert_eq!(
        rows(&vault, "line buf"),
        [note("line|Line buffer", "Line buffer")]
    );
    assert_eq!(rows(&vault, "zeb"), [note("e/line|Zebra", "Zebra")]);
    assert_eq!(
        rows(&vault, "e/li"),
        [note("e/line", "e/line"), note("outline", "d/e/outline")]
    );
    assert_eq!(
        rows(&vault, "Z\u{c9}RO"),
        [note("ze\u{301}ro", "ze\u{301}ro")]
    );
    let recent: Vec<_> = rows(&vault, "").into_iter().map(|row| row.1).collect();
    assert_eq!(
        recent,
        ["outline", "e/line", "line", "ze\u{301}ro", "from"],
        "changed last first"
    );
    assert_eq!(rows(&vault, "xyzzy"), []);
}

#[test]
fn headings_and_blocks_are_offered_behind_their_note() {
    let vault = made();
    let row = |kind, insert: &str, shown: &str| (kind, insert.to_owned(), shown.to_owned());
    assert_eq!(
        rows(&vault, "/line#"),
        [
            row(Kind::Heading, "line#Line buffer", "Line buffer"),
            row(Kind::Heading, "line#Same", "Same"),
            row(Kind::Heading, "line#Other x", "Other: x"),
            row(Kind::Heading, "line#Other x#Same", "Same"),
        ]
    );
    assert_eq!(
        rows(&vault, "/line#oth"),
        [row(Kind::Heading, "line#Other x", "Other: x")]
    );
    assert_eq!(rows(&vault, "#"), [row(Kind::Heading, "#Here", "Here")]);
    assert_eq!(
        rows(&vault, "/line#^tw"),
        [row(Kind::Block, "line#^two", "two")]
    );
    assert_eq!(rows(&vault, "nothing#"), []);
}

#[test]
fn what_is_inserted_leads_to_just_that_note() {
    let names = ["a", "A", "b c", "\u{e9}", "e\u{301}", "x.y", "a.markdown"];
    for seed in 1..=200 {
        let mut rng = Rng::seeded(seed);
        let mut vault = Vault::new();
        for _ in 0..rng.below(12) + 1 {
            let folder = rng.pick(&["", "d/", "d/e/", "D/"]);
            let name = rng.pick(&names).trim_end_matches(".markdown");
            let ending = rng.pick(&[".md", ".markdown"]);
            vault.put(
                format!("{folder}{name}{ending}").as_bytes(),
                "---\nalias: b c\n---\n",
                0,
            );
        }
        vault.put(b"d/from.md", "", 0);
        let rows = vault.complete("", b"d/from.md", 100);
        assert_eq!(rows.len(), vault.len());
        for row in rows {
            let to = vault
                .resolve(b"d/from.md", &row.insert)
                .expect("it leads somewhere");
            assert_eq!(to.path, row.path, "{row:?}");
        }
    }
}
