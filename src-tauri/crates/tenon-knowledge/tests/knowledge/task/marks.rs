//! Marks in comments as candidates for tasks.

use tenon_knowledge::entity::{Kind, Source, find};
use tenon_knowledge::task::{Now, candidate, follow};

use super::read::id;

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
fn a_mark_is_followed_when_its_line_moves() {
    let mark = "TODO: x";
    let at = |line: usize| -> Vec<String> {
        let text = |n| {
            if n == line {
                "  // TODO: x ".to_owned()
            } else {
                format!("line {n}")
            }
        };
        (1..=200).map(text).collect()
    };
    let now = |lines: &[String]| follow(50, mark, lines.iter().map(String::as_str));
    assert_eq!(now(&at(50)), Now::Near(50));
    assert_eq!(now(&at(70)), Now::Near(70));
    assert_eq!(now(&at(30)), Now::Near(30));
    assert_eq!(now(&at(71)), Now::Elsewhere(71));
    assert_eq!(now(&at(1)), Now::Elsewhere(1));
    assert_eq!(now(&at(0)), Now::Gone);
    let mut two = at(45);
    two[51] = "/* TODO: x */".into();
    assert_eq!(now(&two), Now::Near(52));
}

#[test]
fn a_longer_mark_is_another_one() {
    let now = |line: &str| follow(1, "TODO: x", [line]);
    assert_eq!(now("// TODO: x"), Now::Near(1));
    assert_eq!(now("// TODO: x and y"), Now::Gone);
    assert_eq!(now("// aTODO: x"), Now::Gone);
    assert_eq!(now("<!-- TODO: x -->"), Now::Near(1));
    assert_eq!(follow(1, "  ", ["a", ""]), Now::Gone);
    assert_eq!(follow(1, "TODO: x", []), Now::Gone);
}
