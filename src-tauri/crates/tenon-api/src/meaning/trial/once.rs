//! A call that does not stay answers from what the files say now, and from all that was made.

use super::desk::Desk;
use super::fake::Fault;
use crate::meaning::stint::TEXTS;
use crate::meaning::{About, Filter, Near};
use crate::owner::lock;
use crate::wire::MeaningState;

const ONE: &str = "fn one() { first(); }\n";
const TWO: &str = "fn two() { second(); }\n";

/// A folder that was read for its meaning by a process that has ended.
fn made(files: &[(&str, &str)]) -> Desk {
    let desk = Desk::new(files);
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    drop(meaning);
    lock(&desk.fake.0).launch += 1;
    desk
}

/// The text as it is embedded, with the name above it.
fn embedded(name: &str, text: &str) -> String {
    format!("{name}\n{}", text.trim())
}

fn ask(desk: &Desk, text: &str) -> Near {
    let near = desk
        .once()
        .search(About::Text(text), &Filter::default(), 50);
    near.expect("an answer")
}

#[track_caller]
fn finds(near: &Near, path: &str) {
    let best = near.hits.first().expect("a hit");
    assert_eq!(best.path, path.as_bytes(), "{near:?}");
    assert!(
        best.score > 0.999 && !near.partial && near.missing == 0,
        "{near:?}"
    );
}

#[test]
fn a_collection_that_is_not_what_was_written_is_whole_again_before_the_answer() {
    type Damage = fn(&Desk);
    let damages: [(&str, Damage); 4] = [
        ("gone", |desk| lock(&desk.fake.0).collections.clear()),
        ("a row less", |desk| {
            let mut state = lock(&desk.fake.0);
            drop(
                state
                    .collections
                    .values_mut()
                    .next()
                    .expect("one")
                    .pop_first(),
            );
        }),
        ("refused as damaged", |desk| {
            let mut state = lock(&desk.fake.0);
            // The model's name is asked for first.
            state.fault = Some((state.steps + 2, Fault::Damaged));
        }),
        ("gone, and the work rests", |desk| {
            drop(desk.begin().pause(true).expect("it rests"));
            lock(&desk.fake.0).collections.clear();
        }),
    ];
    for (what, damage) in damages {
        let desk = made(&[("a.rs", ONE), ("b.rs", TWO)]);
        damage(&desk);
        finds(&ask(&desk, &embedded("one", ONE)), "a.rs");
        finds(&ask(&desk, &embedded("two", TWO)), "b.rs");
        desk.check(what);
        let state = lock(&desk.fake.0);
        assert!(
            state.embedded.values().all(|n| *n == 1),
            "{what}: nothing is embedded again"
        );
    }
}

#[test]
fn a_database_that_is_gone_is_made_again() {
    let desk = made(&[("a.rs", ONE), ("b.rs", TWO)]);
    for name in ["meaning.db", "meaning.db-wal", "meaning.db-shm"] {
        let _ = std::fs::remove_file(desk.data.path().join(name));
    }
    finds(&ask(&desk, &embedded("one", ONE)), "a.rs");
    desk.check("made again");
}

#[test]
fn what_changed_since_the_last_call_is_found_where_it_is_now() {
    let desk = made(&[("a.rs", ONE), ("b.rs", TWO), ("c.rs", "fn three() {}\n")]);
    desk.write("a.rs", "\n\nfn one() { changed(); }\n");
    let at = |name: &str| desk.folder.path().join(name);
    std::fs::rename(at("b.rs"), at("moved.rs")).expect("it is moved");
    std::fs::remove_file(at("c.rs")).expect("it is removed");
    let near = ask(&desk, &embedded("one", "fn one() { changed(); }"));
    finds(&near, "a.rs");
    assert_eq!(near.hits[0].line, 3);
    let near = ask(&desk, &embedded("two", TWO));
    finds(&near, "moved.rs");
    assert_eq!(near.hits.len(), 2, "what is gone is in no answer: {near:?}");
    desk.check("as the files are");
    let state = lock(&desk.fake.0);
    assert!(
        state.embedded.values().all(|n| *n == 1),
        "{:?}",
        state.embedded
    );
}

#[test]
fn more_than_a_person_waits_for_is_counted_and_left_for_another_time() {
    let desk = made(&[("a.rs", ONE)]);
    let more = TEXTS + 7;
    for n in 0..more {
        desk.write(
            &format!("new/f{n}.rs"),
            &format!("fn f{n}() {{ body{n}(); }}\n"),
        );
    }
    let near = ask(&desk, &embedded("one", ONE));
    assert!(near.partial && near.missing >= 7, "{near:?}");
    assert!(lock(&desk.fake.0).embedded.len() <= 1 + TEXTS);
    // Each call does a part of it.
    let mut calls = 0;
    while ask(&desk, "x").partial {
        calls += 1;
        assert!(calls < 50, "it comes to an end");
    }
    desk.check("in the end");
    assert_eq!(lock(&desk.fake.0).embedded.len(), 1 + more);
}

#[test]
fn what_cannot_be_embedded_now_keeps_no_answer_back() {
    let desk = made(&[("a.rs", ONE)]);
    desk.write("b.rs", TWO);
    drop(desk.begin().pause(true).expect("it rests"));
    let near = ask(&desk, &embedded("one", ONE));
    assert_eq!((near.hits.len(), near.missing), (1, 1), "{near:?}");
}

#[test]
fn two_questions_at_once_are_both_answered() {
    let desk = Desk::new(&[("a.rs", "fn one() { first(); }\n")]);
    let meaning = desk.once();
    let ask = || meaning.search(About::Text("one"), &Filter::default(), 5);
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
        for one in all {
            let near = one.join().expect("it ends").expect("an answer");
            assert_eq!(near.hits.len(), 1);
        }
    });
}
