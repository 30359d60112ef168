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
        like_run: None,
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
    // To the end of the file, however long it is: only the sidecar is missing.
    assert_eq!(
        refused(like(
            "a/one.rs",
            1,
            Some(1_000_000_000),
            SearchMode::Semantic
        )),
        Code::SidecarUnavailable
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
fn of_short_sections_in_one_piece_the_one_that_has_the_words_stands_for_it() {
    let plan = "# Plan\n\n## Holiday\n\nNobody works in August.\n\n## Buying a coffee machine\n\n\
                It makes espresso.\n\n## Dog policy\n\nDogs are welcome, but not in the kitchen.\n";
    let desk = Desk::new(&[("notes/plan.md", plan)]);
    for mode in [SearchMode::Lexical, SearchMode::Hybrid] {
        let found = ranked(&desk, params("espresso", mode));
        let row = &found.hits[0];
        assert_eq!(
            (row.line.get(), row.column.get(), &*row.text),
            (7, 4, "## Buying a coffee machine")
        );
        let piece = row.piece.as_ref().expect("it has a name");
        assert_eq!(
            (&*piece.name, piece.from.get(), piece.to.get(), piece.part),
            ("Buying a coffee machine", 7, 9, 0)
        );
        let best = piece.best.as_ref().expect("a line has the word");
        assert_eq!((best.line.get(), &*best.text), (9, "It makes espresso."));
        let named = desk.call::<ops::symbols_outline>(tenon_api::wire::SymbolsOutlineParams {
            path: "notes/plan.md".into(),
        });
        let named = named.expect("an outline").symbols;
        let section = named.iter().find(|it| it.line == 7).expect("a heading");
        assert_eq!(row.reference.as_ref(), Some(&section.reference));
        let found = ranked(&desk, params("kitchen", mode));
        assert_eq!(found.hits[0].line.get(), 11, "{:?}", found.hits);
    }
}

#[test]
fn the_best_line_of_a_type_is_none_of_the_functions_between_its_lines() {
    let text = format!(
        "class Kept {{\n  first = 'umbrella';\n{}\n  read() {{ return 'umbrella stand'; }}\n\n  last = 1;\n}}\n",
        "  other = 'nothing of interest';\n".repeat(4)
    );
    let desk = Desk::new(&[("kept.ts", &text)]);
    let found = ranked(&desk, params("umbrella stand", SearchMode::Lexical));
    let row = found
        .hits
        .iter()
        .find(|row| row.line.get() == 1)
        .expect("the class");
    let piece = row.piece.as_ref().expect("it has a name");
    let best = piece.best.as_ref().expect("a line has a word");
    assert_eq!((&*piece.name, best.line.get()), ("Kept", 2));
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

#[test]
fn the_headings_of_a_page_do_not_crowd_out_code() {
    let section = |n: usize| {
        let more = "It is told here at some length what a kettle does. ".repeat(8);
        format!("## Kettle boil {n}\n\nHow to boil a kettle. {more}\n\n")
    };
    let page: String = (0..6).map(section).collect();
    let code = "fn warm() { kettle(); }\n";
    let desk = Desk::new(&[("README.md", &page), ("a.rs", code), ("b.rs", code)]);
    let found = ranked(&desk, params("boil kettle", SearchMode::Lexical));
    let told = ["README.md"; 6];
    assert_eq!(paths(&found)[..6], told, "words alone keep their order");
    let found = ranked(&desk, params("boil kettle", SearchMode::Hybrid));
    let first = ["README.md", "README.md", "a.rs", "b.rs", "README.md"];
    assert_eq!(paths(&found)[..5], first, "{found:?}");
    let scores: Vec<f64> = found.hits.iter().map(|hit| hit.score).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
}

#[test]
fn a_file_that_is_gone_is_no_answer() {
    let desk = Desk::new(FILES);
    assert_eq!(
        paths(&ranked(&desk, params("tree", SearchMode::Lexical))).len(),
        3
    );
    std::fs::remove_file(desk.workspace.at(b"a/one.rs")).expect("it is removed");
    let found = ranked(&desk, params("tree", SearchMode::Lexical));
    assert!(!paths(&found).contains(&"a/one.rs"), "{found:?}");
}

#[test]
fn a_piece_that_begins_with_closing_brackets_shows_a_line_that_tells() {
    let mut text = "const table = [\n  {\n".to_owned();
    for number in 0..19 {
        text += &format!("    first_{number}: \"some value that is long enough\",\n");
    }
    text += &"    [],\n".repeat(60);
    text += "  },\n];\nregister(umbrella_stand);\nregister(other_stand);\n";
    let desk = Desk::new(&[("table.js", &text)]);
    let found = ranked(&desk, params("umbrella stand", SearchMode::Lexical));
    let hit = &found.hits[0];
    assert!(hit.text.chars().any(char::is_alphanumeric), "{found:?}");
    let line = text.lines().nth(hit.line.get() as usize - 1);
    assert_eq!(line, Some(&*hit.text));
}

#[test]
fn notes_and_tasks_are_ranked_as_what_they_are() {
    let desk = Desk::new(&[
        ("zoo.md", "# Zoo\n\nZebras graze here.\n"),
        ("zoo.rs", "/// Zebras graze.\nfn zebras() {}\n"),
        (
            ".tenon/tasks/T-1 Feed.md",
            "---\nid: T-1\ntitle: Feed\nstatus: To Do\n---\n\nZebras eat grass.\n",
        ),
        (".tenon/tasks/readme.md", "Zebras are in no task.\n"),
        (".hidden/zebras.md", "Zebras hide.\n"),
    ]);
    let found = |text: &str, mode| {
        let found = ranked(&desk, params(text, mode));
        let hits = found.hits.into_iter().map(|hit| (hit.kind, hit.path.path));
        let mut hits: Vec<_> = hits.collect();
        hits.sort();
        hits
    };
    let note = ("note".to_owned(), "zoo.md".to_owned());
    let task = ("task".to_owned(), ".tenon/tasks/T-1 Feed.md".to_owned());
    for mode in [SearchMode::Lexical, SearchMode::Hybrid] {
        assert_eq!(found("kind:note zebras", mode), std::slice::from_ref(&note));
        assert_eq!(found("kind:task zebras", mode), std::slice::from_ref(&task));
        assert_eq!(
            found("kind:note kind:task zebras", mode),
            [note.clone(), task.clone()]
        );
        assert_eq!(found("kind:note zebras -path:zoo.md", mode), []);
        // The folder of tasks is a hidden one.
        for narrowed in ["since:1h", "path:.tenon/**"] {
            let asked = format!("kind:task zebras {narrowed}");
            assert_eq!(found(&asked, mode), std::slice::from_ref(&task), "{asked}");
        }
    }
    let grass = ranked(&desk, params("kind:task grass", SearchMode::Lexical));
    assert_eq!(grass.hits[0].line.get(), 7, "the line that has the word");
    let all = found("zebras", SearchMode::Lexical);
    let paths: Vec<_> = all.iter().map(|(_, path)| &**path).collect();
    assert_eq!(paths, [".tenon/tasks/T-1 Feed.md", "zoo.md", "zoo.rs"]);
    assert!(all.iter().all(|(kind, _)| kind == "text"), "{all:?}");
}

#[test]
fn what_a_ranking_has_no_answer_to_is_refused_and_not_answered_by_nothing() {
    let desk = Desk::new(FILES);
    let answer = |text: &str, mode| desk.call::<ops::search_ranked>(params(text, mode));
    for mode in [SearchMode::Lexical, SearchMode::Hybrid] {
        for (text, why) in [
            ("", "needs words"),
            ("   ", "needs words"),
            ("lang:rust", "needs words"),
            ("walk kind:file", "names of files are not ranked"),
            ("kind:file kind:text walk", "names of files are not ranked"),
        ] {
            let error = answer(text, mode).expect_err(text);
            assert_eq!(error.code, Code::Invalid, "{text:?}");
            assert!(error.message.contains(why), "{text:?}: {error:?}");
            assert!(error.hint.is_some(), "{text:?}");
        }
        let commands = answer("kind:command exit:0", mode);
        assert!(commands.is_ok(), "commands are listed by how they ended");
    }
    let error = answer("walk kind:file", SearchMode::Semantic).expect_err("no answer");
    assert_eq!(error.code, Code::Invalid);
    let error = answer("walk since:zzz", SearchMode::Hybrid).expect_err("no moment");
    assert!(
        error.message.contains("is no moment such as 90s"),
        "{error:?}"
    );
}
