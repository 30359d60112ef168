//! Vaults at random: whatever is renamed, the graph stays.

use tenon_knowledge::note::{Place, Vault};
use tenon_testkit::Rng;

use super::{Texts, vault, write};

const FOLDERS: &[&str] = &["", "a/", "a/b/", "A/", "c d/"];
const NAMES: &[&str] = &[
    "note.md",
    "Note.md",
    "note.markdown",
    "n\u{f6}te.md",
    "no\u{308}te.md",
    "two words.md",
    "v1.2.md",
    "a(b).md",
    "100%.md",
    "q&amp;a.md",
    "x_y.md",
    "note.png",
    "Makefile",
    "makefile.md",
    "it's.md",
    "a:b.md",
];
const HEADINGS: &[&str] = &[
    "One",
    "one",
    "Two words",
    "A: b",
    "\u{c9}t\u{e9}",
    "1. x",
    "*em*",
];
const ALIASES: &[&str] = &["note", "Other", "a/note", "two words"];

fn path(rng: &mut Rng) -> String {
    format!("{}{}", rng.pick(FOLDERS), rng.pick(NAMES))
}

fn fragment(rng: &mut Rng) -> String {
    match rng.below(5) {
        0 | 3 => format!("#{}", rng.pick(HEADINGS).replace('*', "")),
        1 => format!(
            "#{}#{}",
            rng.pick(HEADINGS).replace(['*', ':'], ""),
            rng.pick(HEADINGS).replace(['*', ':'], "")
        ),
        2 => "#^id".into(),
        _ => String::new(),
    }
}

/// A link to one of the files, or to nothing, in one of the ways to write it.
fn link(rng: &mut Rng, paths: &[String]) -> String {
    let to = match rng.below(12) {
        0 => (*rng.pick(ALIASES)).to_owned(),
        1 => "nothing".to_owned(),
        2 => String::new(),
        _ => rng.pick(paths).clone(),
    };
    let cut = rng.below(3);
    let mut end = to
        .splitn(cut + 1, '/')
        .last()
        .unwrap_or_default()
        .to_owned();
    if rng.below(2) == 0 {
        end = end
            .trim_end_matches(".md")
            .trim_end_matches(".markdown")
            .to_owned();
    }
    if rng.below(4) == 0 {
        end = end.to_lowercase();
    }
    let before = *rng.pick(&["", "", "", "", "/", "./", "../", "../../"]);
    let part = fragment(rng);
    let target = format!("{before}{end}");
    let spaced = |text: &str| {
        text.replace('%', "%25")
            .replace(' ', "%20")
            .replace('(', "%28")
            .replace(')', "%29")
            .replace('&', "%26")
            .replace(':', "%3A")
    };
    match rng.below(6) {
        0 | 1 => format!("[[{target}{part}]]"),
        2 => format!("![[{target}{part}|shown]]"),
        3 => format!("[x]({}{})", spaced(&target), spaced(&part)),
        4 => format!(
            "[x](<{}{}>)",
            target
                .replace('%', "%25")
                .replace('&', "%26")
                .replace(':', "%3A"),
            spaced(&part)
        ),
        _ => format!(
            "[x]({}#{})",
            spaced(&target),
            rng.pick(&["one", "one-1", "two-words", "été"])
        ),
    }
}

fn text(rng: &mut Rng, paths: &[String]) -> String {
    let mut text = String::new();
    if rng.below(4) == 0 {
        let up = fragment(rng).replace('"', "");
        text = format!(
            "---\naliases: [{}]\nup: \"[[{}{up}|ü]]\"\n---\n",
            rng.pick(ALIASES),
            rng.pick(paths)
        );
    }
    for _ in 0..rng.below(8) {
        match rng.below(4) {
            0 => {
                text += &format!(
                    "{} {}\n\n",
                    "#".repeat(rng.below(3) + 1),
                    rng.pick(HEADINGS)
                )
            }
            1 => text += &format!("> - {} and {} ^id\n\n", link(rng, paths), link(rng, paths)),
            2 => text += &format!("ü {}\r\n{}\r\n\r\n", link(rng, paths), link(rng, paths)),
            _ => text += &format!("{}\n===\n\n", rng.pick(&["One", "Sub", "Two words"])),
        }
    }
    text
}

fn random(rng: &mut Rng) -> (Texts, Vec<String>) {
    let paths: Vec<String> = (0..rng.below(9) + 2).map(|_| path(rng)).collect();
    let files = paths
        .iter()
        .map(|path| (path.clone().into_bytes(), text(rng, &paths)));
    let mut texts = Texts::new();
    for (path, text) in files {
        texts.insert(path, text);
    }
    let known = texts
        .keys()
        .map(|path| String::from_utf8(path.clone()).expect("it was a text"));
    let paths = known.collect();
    (texts, paths)
}

/// Where each link of each note leads, by the note and the number of the link.
type Graph = Vec<(Vec<u8>, usize, usize, Option<(Vec<u8>, Place)>)>;

fn graph(vault: &Vault) -> Graph {
    let mut all = Vec::new();
    for (path, note) in vault.notes() {
        for (number, link) in note.links.iter().enumerate() {
            let to = vault
                .follow(path, link)
                .map(|to| (to.path.to_vec(), to.place));
            all.push((path.to_vec(), number, link.line, to));
        }
    }
    all
}

#[test]
fn a_new_name_leaves_every_link_where_it_led() {
    let mut edits = 0;
    each(1_500, |rng| {
        let (mut texts, paths) = random(rng);
        let (old, new) = match rng.below(8) {
            0 => (
                rng.pick(&["a", "a/b", "A", "c d"]).to_string(),
                rng.pick(&["z", "a/z", "y/z z"]).to_string(),
            ),
            _ => (rng.pick(&paths).clone(), path(rng)),
        };
        let before = vault(&texts);
        let Ok(changes) = before.rename(old.as_bytes(), new.as_bytes()) else {
            return;
        };
        assert_eq!(changes.lost, [], "{old} to {new}: {texts:#?}");
        edits += changes.edits.len();
        let moved = |path: &[u8]| match path.strip_prefix(old.as_bytes()) {
            Some(rest) if rest.is_empty() || rest.starts_with(b"/") => {
                [new.as_bytes(), rest].concat()
            }
            _ => path.to_vec(),
        };
        let was = texts.clone();
        write(&mut texts, &changes.edits);
        let after: Texts = texts
            .iter()
            .map(|(path, text)| (moved(path), text.clone()))
            .collect();
        let after = vault(&after);
        let mut expected: Graph = graph(&before)
            .into_iter()
            .map(|(path, number, line, to)| {
                (
                    moved(&path),
                    number,
                    line,
                    to.map(|(to, place)| (moved(&to), place)),
                )
            })
            .collect();
        expected.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        let got = graph(&after);
        // What led nowhere may lead somewhere now.
        let only = |graph: &Graph| -> Graph {
            let pairs = graph.iter().zip(&expected);
            pairs
                .filter(|(_, e)| e.3.is_some())
                .map(|(one, _)| one.clone())
                .collect()
        };
        // A note that is none any more has no links, and one that becomes one has them.
        if tenon_knowledge::note::is_note(old.as_bytes())
            == tenon_knowledge::note::is_note(new.as_bytes())
        {
            assert_eq!(got.len(), expected.len());
            assert_eq!(
                only(&got),
                only(&expected),
                "{old} to {new}: {was:#?}\n{:#?}",
                changes.edits
            );
        }
        let mut kept = before;
        kept.relocate(old.as_bytes(), new.as_bytes());
        for (path, text) in &texts {
            kept.put(&moved(path), text, 0);
        }
        assert_eq!(
            graph(&kept),
            got,
            "a vault that follows is as one made anew"
        );
    });
    assert!(edits > 500, "{edits}");
}

#[test]
fn a_new_heading_leaves_every_link_where_it_led() {
    let mut edits = 0;
    let mut lost = 0;
    each(1_500, |rng| {
        let (mut texts, paths) = random(rng);
        let note = rng.pick(&paths).clone();
        let before = vault(&texts);
        let headings = before
            .note(note.as_bytes())
            .map(|note| note.headings.clone());
        let Some(headings) = headings.filter(|headings| !headings.is_empty()) else {
            return;
        };
        let (old, new) = (
            rng.pick(&headings).text.clone(),
            *rng.pick(&["New one", "One", "Two words", "x #y: [z]", "`c` *d*"]),
        );
        let changes = before
            .rename_heading(note.as_bytes(), &old, new)
            .expect("it has one");
        edits += changes.edits.len() - 1;
        lost += changes.lost.len();
        let was = texts.clone();
        write(&mut texts, &changes.edits);
        let (expected, got) = (graph(&before), graph(&vault(&texts)));
        assert_eq!(expected.len(), got.len());
        for (was_there, is_there) in expected.iter().zip(&got) {
            let told = changes.lost.contains(&(was_there.0.clone(), was_there.2));
            let missing = matches!(was_there.3, Some((_, Place::Missing)));
            if !told && !missing {
                assert_eq!(
                    was_there, is_there,
                    "{note} {old} to {new}: {was:#?}\n{:#?}",
                    changes.edits
                );
            }
        }
    });
    assert!(edits > 100 && lost * 10 < edits, "{edits} {lost}");
}

#[test]
fn putting_and_removing_in_any_order_is_as_making_anew() {
    each(500, |rng| {
        let (mut texts, paths) = random(rng);
        let mut kept = vault(&texts);
        for _ in 0..6 {
            let path = rng.pick(&paths).clone();
            match rng.below(2) {
                0 => {
                    kept.remove(path.as_bytes());
                    texts.remove(path.as_bytes());
                }
                _ => {
                    let text = text(rng, &paths);
                    kept.put(path.as_bytes(), &text, 0);
                    texts.insert(path.into_bytes(), text);
                }
            }
            let anew = vault(&texts);
            assert_eq!(graph(&kept), graph(&anew));
            for path in &paths {
                assert_eq!(
                    kept.backlinks(path.as_bytes()),
                    anew.backlinks(path.as_bytes())
                );
            }
        }
    });
}

/// Calls `test` with so many seeds; each prints itself, and the last printed is the one that failed.
fn each(count: u64, mut test: impl FnMut(&mut Rng)) {
    for seed in 1..=count {
        test(&mut Rng::seeded(seed));
    }
}
