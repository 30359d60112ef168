//! Edits that keep links.

use tenon_knowledge::note::Refused;

use super::{texts, vault, write};

/// Renames in a vault and gives the text of `a.md` after it.
fn renamed(files: &[(&str, &str)], old: &str, new: &str) -> String {
    let mut all = texts(files);
    let changes = vault(&all)
        .rename(old.as_bytes(), new.as_bytes())
        .expect("it can be renamed");
    assert_eq!(changes.lost, [], "{old} {new}");
    write(&mut all, &changes.edits);
    all.remove(&b"a.md"[..]).expect("it is there")
}

#[test]
fn a_link_keeps_the_way_it_is_written() {
    for (before, new, after) in [
        ("[[b]]", "d/c.md", "[[c]]"),
        ("[[B|x]] ![[b#h|y]]", "d/c.md", "[[c|x]] ![[c#h|y]]"),
        ("[[b.md]]", "d/c.md", "[[c.md]]"),
        ("[[d/b]]", "d/c.md", "[[d/c]]"),
        ("[[d/b]]", "e/f/c.md", "[[e/f/c]]"),
        ("[[/d/b.md]]", "e/c.md", "[[/e/c.md]]"),
        ("[[./d/b]]", "c.md", "[[./c]]"),
        ("[[ b #h|z]]", "d/c.md", "[[ c #h|z]]"),
        (
            "| x |\n|---|\n| [[b\\|z]] |",
            "d/c.md",
            "| x |\n|---|\n| [[c\\|z]] |",
        ),
        ("[x](d/b.md)", "d/c d.md", "[x](d/c%20d.md)"),
        ("[x](./d/b.md#h)", "c.md", "[x](./c.md#h)"),
        ("[x](d/b.md \"t\")", "d/c.md", "[x](d/c.md \"t\")"),
        ("[x](<d/b.md>)", "d/c d.md", "[x](<d/c d.md>)"),
        ("[x](/d/b.md)", "e/c.md", "[x](/e/c.md)"),
        ("[x](d/b)", "d/c", "[x](d/c)"),
        ("[x](b.md)", "e/c.md", "[x](c.md)"),
        ("[x](d/b.md)", "d/ü.md", "[x](d/ü.md)"),
        (
            "[x](d/b.md?q#h)",
            "d/c?#%:(.md",
            "[x](d/c%3F%23%25%3A%28.md?q#h)",
        ),
        (
            "[x][r] [r]\n\n[r]: d/b.md\n",
            "d/c.md",
            "[x][r] [r]\n\n[r]: d/c.md\n",
        ),
        (
            "[[nothing]] `[[b]]` [[a]]",
            "d/c.md",
            "[[nothing]] `[[b]]` [[a]]",
        ),
    ] {
        let new = match new.ends_with(".md") {
            true => new.to_owned(),
            false => format!("{new}.md"),
        };
        let files = [("a.md", before), ("d/b.md", "# h"), ("z.md", "")];
        assert_eq!(renamed(&files, "d/b.md", &new), after, "{before} to {new}");
    }
}

#[test]
fn links_in_front_matter_go_along() {
    let files = [
        ("a.md", "---\nup: \"[[b|x]]\"\nsee: ['[[b#h]]']\n---\n"),
        ("b.md", "# h"),
    ];
    let expected = "---\nup: \"[[c|x]]\"\nsee: ['[[c#h]]']\n---\n";
    assert_eq!(renamed(&files, "b.md", "c.md"), expected);
    let all = texts(&files);
    let changes = vault(&all)
        .rename(b"b.md", b"it's.md")
        .expect("it can be renamed");
    assert_eq!(
        (changes.edits.len(), changes.lost),
        (1, vec![(b"a.md".to_vec(), 3)])
    );
    let changes = vault(&all)
        .rename_heading(b"b.md", "h", "it's")
        .expect("it is there");
    assert_eq!(changes.lost, [(b"a.md".to_vec(), 3)]);
}

#[test]
fn letters_beyond_ascii_stay_encoded_where_they_were() {
    let files = [("a.md", "[x](%C3%BC.md)"), ("ü.md", "")];
    assert_eq!(renamed(&files, "ü.md", "é.md"), "[x](%C3%A9.md)");
}

#[test]
fn links_of_others_are_made_longer_when_the_name_is_taken_from_them() {
    let files = [("a.md", "[[b]] [[x]]"), ("d/b.md", ""), ("x.md", "")];
    assert_eq!(renamed(&files, "x.md", "b.md"), "[[d/b]] [[b]]");
    let files = [("a.md", "[[b]]"), ("b.md", ""), ("x.md", "")];
    assert_eq!(renamed(&files, "x.md", "d/b.md"), "[[b]]");
    let files = [("a.md", "[[B]]"), ("b.md", ""), ("d/x.md", "")];
    assert_eq!(renamed(&files, "d/x.md", "d/B.md"), "[[b]]");
    let files = [
        ("a.md", "[[alias]]"),
        ("b.md", "---\naliases: alias\n---\n"),
        ("x.md", ""),
    ];
    assert_eq!(renamed(&files, "x.md", "alias.md"), "[[b]]");
}

#[test]
fn a_link_by_the_old_name_follows_although_that_is_an_alias_too() {
    let files = [
        ("a.md", "[[Tenon]] [[tools/tenon|x]] [[bench]]"),
        ("tools/Tenon.md", "---\naliases: [tenon, bench]\n---\n"),
    ];
    let after = renamed(&files, "tools/Tenon.md", "tools/Other.md");
    assert_eq!(after, "[[Other]] [[tools/Other|x]] [[bench]]");
}

#[test]
fn a_note_that_moves_takes_its_own_links_along() {
    let text = "[[a]] [[#h]] [x](d/b.md) [y](a.md) [z](../a.md) [p](i/p.png) ![[p.png]]\n\n# h\n";
    let mut all = texts(&[
        ("d/a.md", text),
        ("d/d/b.md", ""),
        ("a.md", ""),
        ("d/i/p.png", ""),
    ]);
    let changes = vault(&all)
        .rename(b"d/a.md", b"e/f/c.md")
        .expect("it moves");
    assert_eq!(changes.lost, []);
    write(&mut all, &changes.edits);
    assert_eq!(
        all[&b"d/a.md"[..]],
        "[[c]] [[#h]] [x](../../d/d/b.md) [y](c.md) [z](../../a.md) [p](../../d/i/p.png) ![[p.png]]\n\n# h\n"
    );
}

#[test]
fn a_folder_moves_with_all_its_files() {
    let mut all = texts(&[
        ("a.md", "[[d/b]] [x](d/p.png) [[c]]"),
        ("d/b.md", "[x](p.png) [y](../a.md)"),
        ("d/c.md", ""),
        ("d/p.png", ""),
        ("dd/b.md", ""),
    ]);
    let changes = vault(&all).rename(b"d", b"e/f").expect("it moves");
    write(&mut all, &changes.edits);
    assert_eq!(all[&b"a.md"[..]], "[[e/f/b]] [x](e/f/p.png) [[c]]");
    assert_eq!(all[&b"d/b.md"[..]], "[x](p.png) [y](../../a.md)");
}

#[test]
fn what_a_wikilink_cannot_hold_is_told() {
    let all = texts(&[("a.md", "\n[[b]] [x](b.md)"), ("b.md", "")]);
    let changes = vault(&all)
        .rename(b"b.md", b"b#c.md")
        .expect("it can be renamed");
    assert_eq!(changes.lost, [(b"a.md".to_vec(), 2)]);
    assert_eq!(changes.edits.len(), 1);
    assert_eq!(changes.edits[0].text, "b%23c.md");
    let changes = vault(&all)
        .rename(b"b.md", b"\xff.md")
        .expect("it can be renamed");
    assert_eq!(changes.edits[0].text, "%FF.md");
}

#[test]
fn names_that_are_not_there_or_taken_are_refused() {
    let vault = vault(&texts(&[("a.md", ""), ("b.md", "")]));
    assert_eq!(
        vault.rename(b"c.md", b"d.md"),
        Err(Refused::NoFile("c.md".into()))
    );
    assert_eq!(
        vault.rename(b"a.md", b"b.md"),
        Err(Refused::Taken("b.md".into()))
    );
    assert_eq!(
        vault.rename(b"a.md", b"A.md").map(|changes| changes.edits),
        Ok(vec![])
    );
}

#[test]
fn a_heading_takes_its_links_along() {
    let b = "# Top ^t\n\n## One\n\n### Same\n\nTwo *x*\n---\n\n### Same ###\n\n[[#Same]] [i](#same-1)\n";
    for (old, new, line, after) in [
        (
            "One",
            "New: *x*",
            "## New: *x*",
            "[[b#New x]] [[b#New x#Same|y]] [[b#Two x#Same]] [x](b.md#New%20x) [y](b.md#new-x) [z](b.md#same-1)",
        ),
        (
            "Top",
            "One",
            "# One ^t",
            "[[b#One#One]] [[b#one#Same|y]] [[b#Two x#Same]] [x](b.md#One#One) [y](b.md#one-1) [z](b.md#same-1)",
        ),
        (
            "Two x#Same",
            "Last",
            "### Last ###",
            "[[b#One]] [[b#one#Same|y]] [[b#Two x#Last]] [x](b.md#One) [y](b.md#one) [z](b.md#last)",
        ),
        ("two-x", "One", "One\n---", ""),
    ] {
        let mut all = texts(&[
            (
                "a.md",
                "[[b#One]] [[b#one#Same|y]] [[b#Two x#Same]] [x](b.md#One) [y](b.md#one) [z](b.md#same-1)",
            ),
            ("b.md", b),
        ]);
        let changes = vault(&all)
            .rename_heading(b"b.md", old, new)
            .expect("it is there");
        write(&mut all, &changes.edits);
        assert!(
            all[&b"b.md"[..]].contains(line),
            "{old}: {}",
            all[&b"b.md"[..]]
        );
        if old == "two-x" {
            // The second "One" has headings of the same texts as the first, so nothing names them.
            assert_eq!(changes.lost, [(b"a.md".to_vec(), 1)]);
            continue;
        }
        assert_eq!(changes.lost, [], "{old}");
        assert_eq!(all[&b"a.md"[..]], after, "{old}");
    }
}

#[test]
fn what_is_no_heading_is_refused() {
    let vault = vault(&texts(&[("b.md", "# One\n")]));
    for new in ["", " ", "a\nb", "a ^id"] {
        let told = vault.rename_heading(b"b.md", "One", new);
        assert_eq!(told, Err(Refused::NotAHeading(new.trim().into())));
    }
    let told = vault
        .rename_heading(b"b.md", "Two", "x")
        .expect_err("there is none");
    assert!(told.to_string().contains("no heading \"Two\""));
}
