//! Marks in comments as candidates for tasks.

use tenon_knowledge::entity::{Kind, Source, find};
use tenon_knowledge::task::{Around, Mark, candidate, origin};

use super::read::id;

/// Follows marks of files that are still there.
fn follow(seen: &[Mark], now: &[Mark]) -> Vec<Option<usize>> {
    tenon_knowledge::task::follow(seen, now, |_| false)
}

/// Follows marks of files that are gone.
fn gone(seen: &[Mark], now: &[Mark]) -> Vec<Option<usize>> {
    tenon_knowledge::task::follow(seen, now, |_| true)
}

#[test]
fn a_mark_that_is_found_in_code_becomes_a_candidate() {
    let code = "fn a() {\n    // FIXME(ana): the reader keeps all of a line.\n}\n";
    let found = find(code, Source::of_path("src/reader.rs"));
    let mark = &found
        .iter()
        .find(|entity| entity.kind == Kind::Todo)
        .unwrap()
        .value;
    let made = candidate(mark, "src/reader.rs", 2);
    assert_eq!(made.title, "The reader keeps all of a line");
    assert_eq!(made.word, "FIXME");
    assert_eq!(made.assignee.as_deref(), Some("ana"));
    assert_eq!(made.task, None);
    let wanted =
        "From `src/reader.rs:2`:\n\n```\nFIXME(ana): the reader keeps all of a line.\n```\n";
    assert_eq!(made.body, wanted);
}

#[test]
fn the_title_is_what_the_mark_says() {
    let title = |mark: &str| candidate(mark, "a.rs", 7).title;
    assert_eq!(title("TODO: iPhone names"), "iPhone names");
    assert_eq!(title("TODO - parse_line is slow"), "parse_line is slow");
    assert_eq!(title("TODO  two   spaces..."), "Two spaces");
    assert_eq!(title("TODO: \u{e9}crire"), "\u{c9}crire");
    assert_eq!(title("TODO"), "TODO in a.rs:7");
    assert_eq!(title("XXX(ana):"), "XXX in a.rs:7");
    let long = title(&format!("TODO: {}", "word ".repeat(40)));
    assert!(
        long.ends_with("word \u{2026}") && long.chars().count() <= 102,
        "{long}"
    );
    assert_eq!(
        title(&format!("TODO: {}", "\u{e9}".repeat(150)))
            .chars()
            .count(),
        102
    );
}

#[test]
fn a_mark_names_a_person_or_a_task_or_neither() {
    let named = |mark: &str| {
        let made = candidate(mark, "a.rs", 1);
        (made.assignee, made.task)
    };
    assert_eq!(named("TODO(@bo): x"), (Some("bo".into()), None));
    assert_eq!(named("TODO(T-14): x"), (None, Some(id("T-14"))));
    assert_eq!(named("TODO(when it is done): x"), (None, None));
    assert_eq!(named("TODO: (maybe) x"), (None, None));
}

#[test]
fn code_in_a_mark_does_not_end_the_code_around_it() {
    let body = candidate("TODO: ```` is long", "a.md", 1).body;
    assert!(
        body.contains("\n`````\nTODO: ```` is long\n`````\n"),
        "{body}"
    );
}

#[test]
fn a_task_says_where_it_comes_from() {
    for (path, mark) in [
        (
            "src/reader.rs",
            "FIXME(ana): the reader keeps all of a line.",
        ),
        ("a b:c.md", "TODO: ```` is long"),
    ] {
        let body = format!("Why.\n\n{}\nMore.\n", candidate(mark, path, 12).body);
        assert_eq!(origin(&body), Some((path, 12, mark)), "{body}");
    }
    for none in [
        "",
        "From `a.rs`:\n",
        "From `a.rs:x`:\n\n```\nTODO\n```",
        "From `a.rs:1`:\n\ntext\nTODO",
    ] {
        assert_eq!(origin(none), None, "{none}");
    }
}

/// The marks of a text, one in each line that has one.
fn marks(path: &str, text: &str) -> Vec<Mark> {
    let lines: Vec<&str> = text.lines().collect();
    let found = lines.iter().zip(1..).filter_map(|(line, number)| {
        Some(Mark {
            path: path.into(),
            line: number,
            text: line[line.find("TODO")?..].into(),
            around: Around::of(&lines, number),
        })
    });
    found.collect()
}

#[test]
fn a_mark_is_followed_when_lines_come_and_go() {
    let before = marks(
        "a.rs",
        "fn a() {\n  // TODO: x\n}\nfn b() {\n  // TODO: x\n}\n",
    );
    let more = "use c;\n".repeat(40);
    let now = format!("{more}fn a() {{\n  // TODO: x\n}}\n\n\nfn b() {{\n// TODO: x\n\n}}\n");
    assert_eq!(follow(&before, &marks("a.rs", &now)), [Some(0), Some(1)]);
    let swapped = "fn b() {\n  // TODO: x\n}\nfn a() {\n  // TODO: x\n}\n";
    let two = marks(
        "a.rs",
        "fn a() {\n  // TODO: x\n}\nfn b() {\n  // TODO: x\n}\nend",
    );
    assert_eq!(
        follow(&two[..1], &marks("a.rs", swapped)),
        [Some(1)],
        "by what is around it"
    );
    let alone = marks("a.rs", "// TODO: x\n");
    assert_eq!(
        follow(&alone, &marks("a.rs", "one\n// TODO: x\n")),
        [Some(0)]
    );
}

#[test]
fn the_nearest_of_equal_marks_is_taken_and_each_once() {
    let lines = |at: &[usize]| {
        let mark = |line: &usize| Mark {
            path: b"a.rs".to_vec(),
            line: *line,
            text: "TODO: x".into(),
            around: None,
        };
        at.iter().map(mark).collect::<Vec<_>>()
    };
    assert_eq!(follow(&lines(&[50]), &lines(&[45, 52, 80])), [Some(1)]);
    assert_eq!(
        follow(&lines(&[10, 11]), &lines(&[11, 12])),
        [Some(1), Some(0)]
    );
    assert_eq!(follow(&lines(&[10, 11]), &lines(&[11])), [None, Some(0)]);
    assert_eq!(follow(&lines(&[10]), &[]), [None]);
}

#[test]
fn a_mark_is_followed_into_another_file_and_when_its_text_changes() {
    let text = "fn a() {\n  // TODO: cap the buffer\n}\n";
    let seen = marks("a.rs", text);
    assert_eq!(
        follow(&seen, &marks("b.rs", text)),
        [Some(0)],
        "its file was renamed"
    );
    let changed = marks("a.rs", &text.replace("cap", "bound"));
    assert_eq!(follow(&seen, &changed), [Some(0)], "its text was changed");
    let other = "fn b() {\n  // TODO: cap the buffer\n}\n";
    let twin = marks("a.rs", &format!("{other}{}", text.replace("cap", "bound")));
    assert_eq!(
        follow(&seen, &twin),
        [Some(1)],
        "not the one that says the same"
    );
    let signs = marks("a.rs", "{\n  // TODO: x\n}\n");
    let now = marks("a.rs", "{\n  // TODO: y\n}\n");
    assert_eq!(follow(&signs, &now), [None], "signs tell nothing");
    let both = marks("b.rs", &text.replace("cap", "bound"));
    assert_eq!(follow(&seen, &both), [None], "that is another one");
    let moved = marks("b.rs", "mod c;\n// TODO: cap the buffer\nmod d;\n");
    assert_eq!(follow(&seen, &moved), [Some(0)], "it stands nowhere else");
    let twice = [moved.clone(), marks("c.rs", "x\n// TODO: cap the buffer\n")].concat();
    assert_eq!(follow(&seen, &twice), [None], "nobody knows which");
    let bare = marks("a.rs", "fn a() {\n  // TODO\n}\n");
    assert_eq!(
        follow(&bare, &marks("b.rs", "x\n// TODO\ny\n")),
        [None],
        "it says nothing"
    );
}

#[test]
fn a_longer_mark_is_another_one() {
    let seen = marks("a.rs", "one\n// TODO: x\ntwo\n");
    assert_eq!(
        follow(&seen, &marks("a.rs", "three\n// TODO: x and y\nfour\n")),
        [None]
    );
}

#[test]
fn a_mark_is_followed_when_its_file_is_renamed_and_its_text_is_another() {
    let before = marks("lib/n.py", "def alpha():\n  # TODO: x\n  pass\n");
    let text = "def alpha():\n  # TODO: weigh the pears\n  pass\n";
    assert_eq!(gone(&before, &marks("lib/renamed.py", text)), [Some(0)]);
    let other = marks("lib/renamed.rs", text);
    assert_eq!(gone(&before, &other), [None], "a file of another kind");
    let twice = [marks("a.py", text), marks("b.py", text)].concat();
    assert_eq!(gone(&before, &twice), [None], "nobody knows which");
}
