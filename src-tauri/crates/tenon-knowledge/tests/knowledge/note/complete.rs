//! What is offered behind `[[`.

use tenon_knowledge::note::{Form, Kind, LinkFormat, Settings, Vault};
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

#[test]
fn a_new_link_is_written_as_the_settings_want_it_and_leads_there() {
    let mut vault = Vault::new();
    for path in [
        "d/from.md",
        "d/a b.md",
        "a b.md",
        "e/f/c.md",
        "e/p[1].png",
        "p.png",
    ] {
        vault.put(path.as_bytes(), "", 0);
    }
    let formats = [
        LinkFormat::Shortest,
        LinkFormat::Relative,
        LinkFormat::Absolute,
    ];
    for (to, shown, wiki, markdown) in [
        (
            "d/a b.md",
            None,
            ["[[a b]]", "[[a b]]", "[[d/a b]]"],
            ["[a b](a%20b.md)", "[a b](a%20b.md)", "[a b](d/a%20b.md)"],
        ),
        (
            "a b.md",
            Some("x [y]"),
            ["[[/a b]]", "[[../a b]]", "[[/a b]]"],
            [
                "[x \\[y\\]](/a%20b.md)",
                "[x \\[y\\]](../a%20b.md)",
                "[x \\[y\\]](/a%20b.md)",
            ],
        ),
        (
            "e/f/c.md",
            Some("C"),
            ["[[c|C]]", "[[../e/f/c|C]]", "[[e/f/c|C]]"],
            ["[C](c.md)", "[C](../e/f/c.md)", "[C](e/f/c.md)"],
        ),
        (
            "p.png",
            None,
            ["![[p.png]]", "![[../p.png]]", "![[p.png]]"],
            ["![p.png](p.png)", "![p.png](../p.png)", "![p.png](p.png)"],
        ),
    ] {
        for (at, link_format) in formats.into_iter().enumerate() {
            for (markdown_links, expected) in [(false, wiki[at]), (true, markdown[at])] {
                let settings = Settings {
                    link_format,
                    markdown_links,
                    ..Settings::default()
                };
                let embed = to.ends_with(".png");
                let link = vault.link_to(b"d/from.md", to.as_bytes(), &settings, embed, shown);
                assert_eq!(link.as_deref(), Some(expected));
                vault.put(b"d/from.md", expected, 0);
                let back = vault.backlinks(to.as_bytes());
                assert_eq!(back.len(), 1, "{expected}");
                assert_eq!(
                    matches!(back[0].link.form, Form::Embed | Form::Image),
                    embed
                );
            }
        }
    }
    let none = vault.link_to(
        b"d/from.md",
        b"e/p[1].png",
        &Settings::default(),
        true,
        None,
    );
    assert_eq!(none, None, "no wikilink can hold its name");
}
