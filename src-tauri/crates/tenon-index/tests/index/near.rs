//! Several words: what counts as near.

use tenon_index::find::{Ask, Term};
use tenon_index::query::parse;
use tenon_testkit::TempWorkspace;

use crate::support::all;

fn ask(query: &str) -> Ask {
    parse(query, Ask::default(), &|_| Err("no time".into())).expect("it reads")
}

fn lines(text: &str, query: &str) -> Vec<u64> {
    let workspace = TempWorkspace::with(&[("a", text)]);
    all(&workspace, &ask(query))
        .0
        .iter()
        .map(|hit| hit.line)
        .collect()
}

#[test]
fn all_words_stand_in_the_line_or_within_three_lines() {
    assert_eq!(lines("foo bar\nfoo\n", "foo bar"), [1, 2]);
    assert_eq!(lines("foo\n\n\nbar\n", "foo bar"), [1, 4]);
    assert_eq!(lines("foo\n\n\n\nbar\n", "foo bar"), [] as [u64; 0]);
    assert_eq!(lines("foo\nbar\n\nbaz\n", "foo bar baz"), [1, 2, 4]);
    assert_eq!(
        lines("foo\nbar\n\n\nbaz\n", "foo bar baz"),
        [2],
        "baz is too far from foo"
    );
    assert_eq!(lines("foo\n\nfoo bar\n", "/^fo+$/ bar"), [1, 3]);
}

#[test]
fn what_is_left_out_is_left_out_by_line() {
    assert_eq!(lines("foo\nfoo bar\n", "foo -bar"), [1]);
    assert_eq!(
        lines("foo no\nbar\n", "foo bar -no"),
        [2],
        "a line that is no hit still is near"
    );
}

#[test]
fn nearer_words_score_higher_and_the_row_says_why() {
    let workspace = TempWorkspace::with(&[("a", "foo bar\n\n\n\n\nfoo\n\nbar\n")]);
    let hits = all(&workspace, &ask("foo bar")).0;
    let rows: Vec<_> = hits
        .iter()
        .map(|hit| (hit.line, hit.score, hit.why.as_str()))
        .collect();
    let far = 1.0 / 3.0;
    assert_eq!(rows[0], (1, 1.0, "the line holds \"foo\" and \"bar\""));
    assert_eq!(
        rows[1],
        (6, far, "the line holds \"foo\", all within 2 lines")
    );
    assert_eq!(
        rows[2],
        (8, far, "the line holds \"bar\", all within 2 lines")
    );
}

#[test]
fn words_with_context_and_a_limit() {
    let text = "0\nfoo\nbar\n3\n4\n5\n6\n7\nfoo\n";
    let workspace = TempWorkspace::with(&[("a", text)]);
    let asked = Ask {
        context: 1,
        ..ask("foo bar")
    };
    let hits = all(&workspace, &asked).0;
    let around: Vec<_> = hits
        .iter()
        .map(|hit| (hit.before.join(""), hit.after.join("")))
        .collect();
    assert_eq!(
        around,
        [("0".into(), "bar".into()), ("foo".into(), "3".into())]
    );
    let each = |term: &Term| matches!(term, Term::Literal(_));
    assert!(asked.terms.iter().all(each));
    assert_eq!(
        all(
            &workspace,
            &Ask {
                limit: Some(1),
                ..asked
            }
        )
        .0
        .len(),
        1
    );
}
