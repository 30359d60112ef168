//! Where links lead.

use tenon_knowledge::note::{Form, Place, Resolved, Vault};

use super::{texts, vault};

/// Where a target leads from `d/from.md`, with the others that it fits.
fn lead(vault: &Vault, from: &str, target: &str) -> Option<(String, Vec<String>)> {
    let text = |path: &[u8]| String::from_utf8(path.to_vec()).expect("it was a text");
    let Resolved { path, others, .. } = vault.resolve(from.as_bytes(), target)?;
    Some((text(path), others.into_iter().map(text).collect()))
}

#[test]
fn a_name_leads_where_obsidian_goes() {
    let files = [
        "d/from.md",
        "d/Note.md",
        "Note.md",
        "e/f/Note.md",
        "e/case.md",
        "e/Case.md",
        "no\u{308}.md",
        "x/v1.2.md",
        "x/y.markdown",
        "x/y.md.md",
        "p.png",
        "d/e/p.png",
        "Makefile",
        "q/Makefile.md",
        "q/only.md",
        "z/q/only.md",
    ];
    let mut vault = Vault::new();
    for path in files {
        vault.put(path.as_bytes(), "", 0);
    }
    for (target, expected, others) in [
        ("Note", Some("d/Note.md"), 2),
        ("note.MD", Some("d/Note.md"), 2),
        ("/Note", Some("Note.md"), 0),
        ("../Note", Some("Note.md"), 0),
        ("./Note", Some("d/Note.md"), 0),
        ("../../Note", None, 0),
        ("f/Note", Some("e/f/Note.md"), 0),
        ("e/f/Note.md", Some("e/f/Note.md"), 0),
        ("e/Note", None, 0),
        ("case", Some("e/case.md"), 0),
        ("Case", Some("e/Case.md"), 0),
        ("CASE", Some("e/Case.md"), 1),
        ("n\u{f6}", Some("no\u{308}.md"), 0),
        ("N\u{d6}", Some("no\u{308}.md"), 0),
        ("v1.2", Some("x/v1.2.md"), 0),
        ("y", Some("x/y.markdown"), 0),
        ("y.md", Some("x/y.md.md"), 0),
        ("p.png", Some("p.png"), 1),
        ("e/p.png", Some("d/e/p.png"), 0),
        ("p", None, 0),
        ("Makefile", Some("q/Makefile.md"), 0),
        ("/Makefile", Some("Makefile"), 0),
        ("only", Some("q/only.md"), 1),
        ("q/only", Some("q/only.md"), 0),
        ("", Some("d/from.md"), 0),
        ("from|x", Some("d/from.md"), 0),
        ("nothing", None, 0),
    ] {
        let got = lead(&vault, "d/from.md", target);
        let path = got.as_ref().map(|(path, _)| path.as_str());
        assert_eq!(path, expected, "{target}");
        assert_eq!(
            got.map_or(0, |(_, others)| others.len()),
            others,
            "{target}"
        );
    }
    assert_eq!(
        lead(&vault, "e/from.md", "Note"),
        None,
        "there is no such note"
    );
    assert_eq!(
        lead(&vault, "e/case.md", "Note")
            .map(|(path, _)| path)
            .as_deref(),
        Some("Note.md")
    );
}

#[test]
fn aliases_come_last() {
    let vault = vault(&texts(&[
        ("a.md", "---\naliases: [B, AC/DC, Both]\n---\n"),
        ("b.md", ""),
        ("d/c.md", "---\nalias: both\n---\n"),
        ("d/from.md", "[x](Both)"),
    ]));
    for (target, expected, others) in [
        ("B", Some("b.md"), 0),
        ("ac/dc", Some("a.md"), 0),
        ("Both", Some("d/c.md"), 1),
    ] {
        let got = lead(&vault, "d/from.md", target).expect(target);
        assert_eq!(
            (Some(got.0.as_str()), got.1.len()),
            (expected, others),
            "{target}"
        );
    }
    assert_eq!(
        vault.unresolved()[0].target,
        "Both",
        "Markdown's links know no aliases"
    );
}

#[test]
fn links_of_markdown_go_by_the_path_first() {
    let from = "[a](n.md) [b](<../n.md>) [c](e%2Fn.md#%41%20b) [d](/d/n) [e](f/n.md) ![f](p%20q.png) [g](#a-b) [h](n.md?x=y#^id) [i][r] [j](http://x.y)\n\n# A b\n\n[r]: e/n.md\n";
    let vault = {
        let mut all = texts(&[
            ("d/from.md", from),
            ("n.md", ""),
            ("d/n.md", "x ^id\n"),
            ("d/e/n.md", "# A b"),
            ("e/f/n.md", ""),
        ]);
        all.insert(b"d/p q.png".to_vec(), String::new());
        vault(&all)
    };
    let note = vault.note(b"d/from.md").expect("it is there");
    let got: Vec<_> = note
        .links
        .iter()
        .map(|link| {
            let to = vault.follow(b"d/from.md", link).expect(&link.target);
            (std::str::from_utf8(to.path).expect("a text"), to.place)
        })
        .collect();
    assert_eq!(
        got,
        [
            ("d/n.md", Place::Whole),
            ("n.md", Place::Whole),
            ("d/e/n.md", Place::Heading(0)),
            ("d/n.md", Place::Whole),
            ("e/f/n.md", Place::Whole),
            ("d/p q.png", Place::Whole),
            ("d/from.md", Place::Heading(0)),
            ("d/n.md", Place::Block(0)),
            ("d/e/n.md", Place::Whole),
        ]
    );
    assert_eq!(note.links[5].form, Form::Image);
}

#[test]
fn a_link_leads_to_a_place_of_its_note() {
    let vault = vault(&texts(&[(
        "a.md",
        "# One\n\n## Two: x\n\ntext ^id-1\n\n# Three\n\n## Two: x\n",
    )]));
    for (target, expected) in [
        ("a#one", Place::Heading(0)),
        ("#Two x", Place::Heading(1)),
        ("a#Three#Two: x", Place::Heading(3)),
        ("#^ID-1", Place::Block(0)),
        ("#^none", Place::Missing),
        ("#none", Place::Missing),
        ("#two-x", Place::Missing),
        ("a#", Place::Whole),
    ] {
        let got = vault.resolve(b"a.md", target).expect(target);
        assert_eq!(got.place, expected, "{target}");
    }
}

#[test]
fn backlinks_tell_line_place_and_text_around() {
    let a = "# A\n\nSee [[b#H|h]] here.\n\n- ![[B]] ü [x](b.md)\n";
    let vault = vault(&texts(&[
        ("a.md", a),
        ("b.md", "# H\n\n[[#H]] [[b]]\n"),
        ("c.md", "[[nothing]] [[Nothing.md]] [[d]]"),
        ("d.md", "[[c]]"),
    ]));
    let got: Vec<_> = vault
        .backlinks(b"b.md")
        .into_iter()
        .map(|back| (back.from, back.link.line, back.place))
        .collect();
    assert_eq!(
        got,
        [
            (&b"a.md"[..], 3, Place::Heading(0)),
            (b"a.md", 5, Place::Whole),
            (b"a.md", 5, Place::Whole),
            (b"b.md", 3, Place::Heading(0)),
            (b"b.md", 3, Place::Whole),
        ]
    );
    let first = vault.backlinks(b"b.md")[0].link;
    assert_eq!(&a[first.range.clone()], "[[b#H|h]]");
    assert_eq!(&a[first.around.clone()], "See [[b#H|h]] here.");
    assert_eq!(vault.orphans(), [b"a.md"]);
    let unresolved: Vec<_> = vault
        .unresolved()
        .iter()
        .map(|one| (one.target.clone(), one.links.len()))
        .collect();
    assert_eq!(
        unresolved,
        [("nothing".to_owned(), 1), ("Nothing.md".to_owned(), 1)]
    );
    assert_eq!(vault.backlinks(b"none.md"), []);
    assert_eq!(vault.arrows().len(), 7);
}

#[test]
fn a_note_is_read_once_and_its_text_not_kept() {
    let text = "\u{feff}---\ntitle: T\naliases: [x]\ntags: [a/b, C]\n---\n# H *h* ^top\n\nHead\n---\n\n#c #d [[x]]\n\n- [x] done\n";
    let mut vault = Vault::new();
    vault.put(b"d/n.md", text, 7);
    let note = vault.note(b"d/n.md").expect("it is there");
    assert_eq!(
        (note.title.as_deref(), note.changed, note.problem.clone()),
        (Some("T"), 7, None)
    );
    assert_eq!(note.aliases, ["x"]);
    assert_eq!(note.tags, ["a/b", "C", "d"]);
    let headings: Vec<_> = note
        .headings
        .iter()
        .map(|h| (h.text.as_str(), &text[h.range.clone()]))
        .collect();
    assert_eq!(headings, [("H h", "H *h*"), ("Head", "Head")]);
    assert_eq!(
        (note.blocks[0].id.as_str(), note.tasks[0].state),
        ("top", 'x')
    );
    assert!(vault.is_text_of(b"d/n.md", text) && !vault.is_text_of(b"d/n.md", "x"));
    vault.put(b"e.md", "text\n## Second\n", 0);
    vault.put(b"f.md", "text #A/B/c #é", 0);
    assert_eq!(vault.title(b"e.md").as_deref(), Some("Second"));
    assert_eq!(vault.title(b"f.md").as_deref(), Some("f"));
    let tags = [
        ("a", 2),
        ("a/b", 2),
        ("A/B/c", 1),
        ("C", 1),
        ("d", 1),
        ("é", 1),
    ];
    assert_eq!(
        vault.tags(),
        tags.map(|(tag, count)| (tag.to_owned(), count))
    );
    assert_eq!(vault.tagged("#A"), [&b"d/n.md"[..], b"f.md"]);
    assert_eq!(vault.tagged("E\u{301}"), [b"f.md"]);
}

#[test]
fn what_cannot_be_read_is_there_by_its_name_with_a_problem() {
    let mut vault = Vault::new();
    vault.put(
        b"broken.md",
        "---\ntitle: x\ntags: [a\n---\n# Head\n[[large]]\n",
        0,
    );
    vault.put(b"large.md", &"[[broken]]\n".repeat(5 << 20), 0);
    vault.attach(b"binary.md");
    vault.put(b"\xff/\xfe.md", "[[broken]]", 0);
    let broken = vault
        .note(b"broken.md")
        .and_then(|note| note.problem.clone())
        .expect("told");
    assert!(
        (3..=4).contains(&broken.line) && broken.sentence.contains("front matter"),
        "{broken:?}"
    );
    let headings = vault
        .note(b"broken.md")
        .map(|note| note.headings.as_slice());
    let names = headings.map(|all| all.iter().map(|it| &*it.text).collect::<Vec<_>>());
    assert_eq!(names.as_deref(), Some(&["Head"][..]), "and no key of it");
    let large = vault
        .note(b"large.md")
        .and_then(|note| note.problem.clone())
        .expect("told");
    assert!(large.sentence.contains("16 MiB"), "{large:?}");
    for path in ["broken", "large", "binary"] {
        let file = format!("{path}.md");
        assert_eq!(vault.title(file.as_bytes()).as_deref(), Some(path));
        assert!(vault.resolve(b"broken.md", path).is_some());
    }
    let back: Vec<_> = vault
        .backlinks(b"broken.md")
        .iter()
        .map(|back| back.from)
        .collect();
    assert_eq!(back, [b"\xff/\xfe.md"]);
    assert_eq!(vault.backlinks(b"large.md").len(), 1);
    assert_eq!((vault.len(), vault.is_empty()), (4, false));
}

#[test]
fn a_name_is_looked_up_from_the_workspaces_own_folder() {
    let mut vault = Vault::new();
    for path in ["Note.md", "d/Note.md", "d/only.md", "p.png"] {
        vault.put(path.as_bytes(), "---\naliases: Also\n---\n", 0);
    }
    for (name, expected, others) in [
        ("note", Some("Note.md"), 1),
        ("d/Note", Some("d/Note.md"), 0),
        (" ONLY ", Some("d/only.md"), 0),
        ("also", Some("Note.md"), 2),
        ("p.png", Some("p.png"), 0),
        ("gone", None, 0),
        ("", None, 0),
        (" ", None, 0),
    ] {
        let found = vault.look_up(name);
        let path = found.as_ref().map(|found| found.path);
        assert_eq!(path, expected.map(str::as_bytes), "{name}");
        let count = found.map_or(0, |found| found.others.len());
        assert_eq!(count, others, "{name}");
    }
}
