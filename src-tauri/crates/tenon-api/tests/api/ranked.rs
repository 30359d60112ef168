//! Rankings through the owner, with and without what the sidecar brings.

use tenon_api::ops;
use tenon_api::wire::{
    DocumentOpenParams, SearchHit, SearchLike, SearchMode, SearchQuery, SearchRanked,
    SearchRankedParams, Whole,
};
use tenon_core::Code;

use crate::desk::Desk;

const FILES: &[(&str, &str)] = &[
    ("a/one.rs", "fn walk_tree() { step(); }\n"),
    ("b/two.rs", "fn walk_tree() { step(); }\n"),
    ("c/three.rs", "fn walker() { walk(); tree(); more(); }\n"),
    ("notes.md", "# Notes\n\nHow to walk.\n"),
];

pub fn params(text: &str, mode: SearchMode) -> SearchRankedParams {
    SearchRankedParams {
        search: SearchQuery {
            text: text.into(),
            mode,
            ..SearchQuery::default()
        },
        limit: 10,
        front: None,
        like: None,
    }
}

fn ranked(desk: &Desk, params: SearchRankedParams) -> SearchRanked {
    desk.call::<ops::search_ranked>(params).expect("it ranks")
}

fn paths(found: &SearchRanked) -> Vec<&str> {
    found
        .hits
        .iter()
        .map(|hit| hit.path.path.as_str())
        .collect()
}

fn of<'a>(found: &'a SearchRanked, path: &str) -> &'a SearchHit {
    let mut hits = found.hits.iter();
    hits.find(|hit| hit.path.path == path).expect("it is found")
}

#[test]
fn without_a_sidecar_words_and_names_answer_and_the_answer_says_so() {
    let desk = Desk::new(FILES);
    let found = ranked(&desk, params("walk tree", SearchMode::Hybrid));
    let why = found.text_only.as_ref().expect("it says why");
    assert_eq!(why.code, Code::SidecarUnavailable);
    assert_eq!(paths(&found)[..2], ["a/one.rs", "b/two.rs"], "{found:?}");
    let first = &found.hits[0];
    assert_eq!(first.lists, ["text", "symbol"]);
    assert_eq!(
        (first.score, first.line.get(), first.column.get()),
        (1.0, 1, 4)
    );
    assert!(first.why.contains("its name fits"), "{}", first.why);
    assert_eq!(of(&found, "notes.md").lists, ["text"]);
    let again = ranked(&desk, params("walk tree", SearchMode::Hybrid));
    assert_eq!(
        again.hits, found.hits,
        "the same question has the same answer"
    );

    let failed = desk.call::<ops::search_ranked>(params("walk tree", SearchMode::Semantic));
    assert_eq!(
        failed.expect_err("nothing answers").code,
        Code::SidecarUnavailable
    );
    let lexical = ranked(&desk, params("walk tree", SearchMode::Lexical));
    assert!(lexical.text_only.is_none() && lexical.hits.iter().all(|it| it.lists == ["text"]));
}

#[test]
fn what_is_open_or_near_the_file_in_front_comes_before_its_equals() {
    let desk = Desk::new(FILES);
    let mut near = params("walk tree", SearchMode::Hybrid);
    near.front = Some("b/other.rs".into());
    let found = ranked(&desk, near);
    assert_eq!(paths(&found)[0], "b/two.rs");
    assert!(
        found.hits[0].why.contains("near the open file"),
        "{:?}",
        found.hits[0]
    );
    let open = DocumentOpenParams {
        path: "b/two.rs".into(),
        encoding: None,
    };
    desk.call::<ops::document_open>(open).expect("it opens");
    let found = ranked(&desk, params("walk tree", SearchMode::Hybrid));
    assert_eq!(paths(&found)[0], "b/two.rs");
    assert!(found.hits[0].why.contains("; open;"), "{:?}", found.hits[0]);
    let lexical = ranked(&desk, params("walk tree", SearchMode::Lexical));
    assert_eq!(
        paths(&lexical)[0],
        "a/one.rs",
        "words alone know of no window"
    );
}

#[test]
fn a_name_that_is_still_being_typed_is_found_by_it() {
    let desk = Desk::new(FILES);
    let found = ranked(&desk, params("alker", SearchMode::Hybrid));
    assert_eq!(paths(&found), ["c/three.rs"]);
    assert_eq!(found.hits[0].lists, ["symbol"]);
    let found = ranked(&desk, params("alker path:a", SearchMode::Hybrid));
    assert_eq!(paths(&found), [] as [&str; 0]);
}

#[test]
fn what_makes_no_question_is_refused_with_a_sentence() {
    let desk = Desk::new(FILES);
    let refused = |params| {
        let answer = desk.call::<ops::search_ranked>(params);
        answer.expect_err("it is refused").code
    };
    assert_eq!(refused(params("walk", SearchMode::Regex)), Code::Invalid);
    let like = |path: &str, line: i64, end: Option<i64>, mode| SearchRankedParams {
        like: Some(SearchLike {
            path: path.into(),
            line: Whole::clamped(line),
            end_line: end.map(Whole::clamped),
        }),
        ..params("", mode)
    };
    assert_eq!(
        refused(like("a/one.rs", 1, None, SearchMode::Hybrid)),
        Code::Invalid
    );
    assert_eq!(
        refused(like("a/one.rs", 0, None, SearchMode::Semantic)),
        Code::Invalid
    );
    assert_eq!(
        refused(like("a/one.rs", 2, Some(1), SearchMode::Semantic)),
        Code::Invalid
    );
    assert_eq!(
        refused(like("a/none.rs", 1, None, SearchMode::Semantic)),
        Code::NotFound
    );
    assert_eq!(
        refused(like("a/one.rs", 9, Some(9), SearchMode::Semantic)),
        Code::Invalid
    );
    assert_eq!(
        refused(like("../x", 1, None, SearchMode::Semantic)),
        Code::Permission
    );
    assert_eq!(
        refused(like("a/one.rs", 1, None, SearchMode::Semantic)),
        Code::SidecarUnavailable
    );
}

#[test]
fn a_later_part_of_a_function_says_whose_it_is_and_where_it_fits_best() {
    let mut long = "impl Walker {\n    fn walk_tree(&self) {\n".to_owned();
    for number in 0..60 {
        long += &format!("        self.first_step({number});\n");
    }
    for number in 0..60 {
        let what = if number == 30 {
            "umbrella_stand"
        } else {
            "other_step"
        };
        long += &format!("        self.{what}({number});\n");
    }
    long += "    }\n}\n";
    let desk = Desk::new(&[("long.rs", &long)]);
    let found = ranked(
        &desk,
        params("where is the umbrella stand", SearchMode::Lexical),
    );
    let piece = found.hits[0].piece.as_ref().expect("it has a name");
    assert_eq!((&*piece.name, &*piece.kind), ("walk_tree", "method"));
    assert!(piece.part > 0, "{piece:?}");
    let best = piece.best.as_ref().expect("a line has the words");
    assert_eq!(
        (best.line.get(), &*best.text),
        (93, "self.umbrella_stand(30);")
    );
    let lines = piece.from.get()..=piece.to.get();
    assert!(lines.contains(&93) && lines.contains(&found.hits[0].line.get()));
    assert!(
        found
            .took
            .is_some_and(|took| took.total_ms >= took.words_ms)
    );

    let found = ranked(&desk, params("walk tree", SearchMode::Hybrid));
    let piece = found.hits[0].piece.as_ref().expect("it has a name");
    assert_eq!(
        (&*piece.name, piece.part, piece.from.get()),
        ("walk_tree", 0, 2)
    );
}

#[test]
fn a_field_that_cannot_be_read_is_refused_in_every_ranking() {
    let desk = Desk::new(FILES);
    for mode in [
        SearchMode::Lexical,
        SearchMode::Semantic,
        SearchMode::Hybrid,
    ] {
        for wrong in [
            "walk kind:bogus",
            "walk lang:nope",
            "walk -since:2d",
            "walk sym:x",
        ] {
            let answer = desk.call::<ops::search_ranked>(params(wrong, mode));
            let error = answer.expect_err("it is refused");
            assert_eq!(error.code, Code::Invalid, "{wrong}: {error:?}");
        }
    }
    let found = ranked(&desk, params("walk -lang:rust", SearchMode::Lexical));
    assert_eq!(paths(&found), ["notes.md"]);
}
