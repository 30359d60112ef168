//! What is embedded, in which order, and when the work rests.

use std::time::Duration;

use serde_json::json;

use super::desk::Desk;
use crate::meaning::heal::{UPSERTS, WRITES};
use crate::meaning::{About, Filter, Meaning};
use crate::owner::lock;
use crate::wire::{MeaningScope, MeaningState};
use tenon_core::Code;

const ONE: &str = "fn one() { first(); }\n";
const TWO: &str = "fn two() { second(); }\n";

#[test]
fn the_same_text_is_embedded_once_across_files_branches_and_restarts() {
    let desk = Desk::new(&[("a.rs", ONE), ("b.rs", ONE)]);
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    assert_eq!(
        lock(&desk.fake.0).embedded.len(),
        1,
        "one text in two files"
    );
    // Another branch, and back, and the other one again.
    for text in [TWO, ONE, TWO] {
        desk.write("a.rs", text);
        desk.look(&meaning);
        desk.until(&meaning, MeaningState::Ready);
        desk.check(text);
    }
    drop(meaning);
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    desk.check("after a restart");
    let state = lock(&desk.fake.0);
    assert_eq!(state.embedded.len(), 2);
    assert!(
        state.embedded.values().all(|n| *n == 1),
        "{:?}",
        state.embedded
    );
    assert_eq!(state.requests.len(), 2, "and nothing was asked for in vain");
}

#[test]
fn each_row_that_is_written_counts_once_as_embedded_or_as_reused() {
    let desk = Desk::new(&[("a.rs", ONE), ("b.rs", ONE), ("c.rs", TWO)]);
    let counts = |meaning: &Meaning| {
        let status = meaning.status();
        (status.embedded.get(), status.reused.get())
    };
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    assert_eq!(counts(&meaning), (2, 1), "one text in two files");
    let at = |name: &str| desk.folder.path().join(name);
    std::fs::rename(at("c.rs"), at("d.rs")).expect("it is moved");
    desk.look(&meaning);
    desk.until(&meaning, MeaningState::Ready);
    assert_eq!(counts(&meaning), (2, 2), "moved");
    desk.write("a.rs", "fn one() { third(); }\n");
    desk.look(&meaning);
    desk.until(&meaning, MeaningState::Ready);
    assert_eq!(counts(&meaning), (3, 2), "another branch");
    desk.write("a.rs", ONE);
    desk.look(&meaning);
    desk.until(&meaning, MeaningState::Ready);
    assert_eq!(counts(&meaning), (3, 3), "and back");
    drop(meaning);
    lock(&desk.fake.0).collections.clear();
    lock(&desk.fake.0).launch += 1;
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    assert_eq!(counts(&meaning), (0, 3), "filled again in another run");
    desk.check("in the end");
}

#[test]
fn a_slow_engine_is_asked_for_less_and_a_text_without_end_is_left_out() {
    let files: Vec<_> = (0..40)
        .map(|n| (format!("f{n}.rs"), format!("fn f{n}() {{ body{n}(); }}\n")))
        .collect();
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (&name[..], &text[..]))
        .collect();
    let desk = Desk::new(&files);
    lock(&desk.fake.0).slow = Some(2);
    lock(&desk.fake.0).endless = Some("body7(".into());
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    let state = lock(&desk.fake.0);
    assert_eq!(state.embedded.len(), 39);
    assert!(state.hung < 9, "{} requests were too many", state.hung);
}

#[test]
fn a_pause_holds_and_outlives_a_restart() {
    let desk = Desk::new(&[("a.rs", ONE)]);
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    let paused = meaning.pause(true).expect("it rests");
    assert_eq!(paused.state, MeaningState::Paused);
    desk.write("b.rs", TWO);
    desk.look(&meaning);
    desk.until(&meaning, MeaningState::Paused);
    drop(meaning);
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Paused);
    assert_eq!(lock(&desk.fake.0).embedded.len(), 1, "nothing was embedded");
    meaning.pause(false).expect("it goes on");
    desk.until(&meaning, MeaningState::Ready);
    desk.check("afterwards");
}

#[test]
fn another_model_fills_a_collection_of_its_own_while_the_old_one_answers() {
    let desk = Desk::new(&[("a.rs", ONE)]);
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    let status = meaning.pause(true).expect("it rests");
    assert_eq!(status.engine.as_deref(), Some("hashing"));
    {
        let mut state = lock(&desk.fake.0);
        state.model = "other".into();
        state.launch += 1;
    }
    // While the new vectors are not complete, the old ones answer.
    desk.write("b.rs", TWO);
    desk.look(&meaning);
    tenon_testkit::wait_until("what is new is named", || {
        meaning.nudge();
        let reason = meaning.status().reason;
        reason.is_some_and(|it| it.starts_with("1 piece of new text can be found once"))
    });
    let near = meaning.search(About::Text(ONE), &Filter::default(), 5);
    let near = near.expect("an answer");
    assert_eq!((near.hits.len(), near.missing), (1, 1));
    meaning.pause(false).expect("it goes on");
    desk.until(&meaning, MeaningState::Ready);
    tenon_testkit::wait_until("the old collection is gone", || {
        meaning.nudge();
        lock(&desk.fake.0).collections.len() == 1
    });
    assert_eq!(meaning.status().engine.as_deref(), Some("other"));
    assert_eq!(meaning.status().switching_to, None);
}

#[test]
fn an_engine_that_cannot_be_used_takes_nothing_from_the_one_that_answers() {
    let desk = Desk::new(&[("a.rs", ONE)]);
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    let why = crate::ApiError::new(Code::NotFound, "the folder is not there").hint("name it");
    lock(&desk.wishes).engine = Err(why);
    desk.until(&meaning, MeaningState::Failed);
    // What is new is read on, and the status goes on saying what is wrong.
    desk.write("b.rs", TWO);
    desk.look(&meaning);
    tenon_testkit::wait_until("the new text is found", || {
        let near = meaning.search(About::Text(&format!("two\n{TWO}")), &Filter::default(), 5);
        near.is_ok_and(|near| near.hits.len() == 2 && !near.partial)
    });
    let status = meaning.status();
    assert_eq!(status.state, MeaningState::Failed);
    assert_eq!(status.reason.as_deref(), Some("The folder is not there"));
    assert_eq!(status.engine.as_deref(), Some("hashing"));
    desk.check("by the engine before");
}

#[test]
fn only_what_is_touched_is_embedded_where_the_person_says_so() {
    let desk = Desk::new(&[("old.rs", ONE), ("open.rs", TWO)]);
    for name in ["old.rs", "open.rs"] {
        let old = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        let file = std::fs::File::options()
            .write(true)
            .open(desk.folder.path().join(name));
        file.and_then(|file| file.set_modified(old))
            .expect("an old file");
    }
    lock(&desk.wishes).scope = MeaningScope::Touched;
    let meaning = desk.begin();
    meaning.on_open(|| vec![b"open.rs".to_vec()]);
    desk.until(&meaning, MeaningState::Ready);
    let texts: Vec<_> = lock(&desk.fake.0).embedded.keys().cloned().collect();
    assert_eq!(texts, [format!("two\n{}", TWO.trim())]);
    lock(&desk.wishes).scope = MeaningScope::All;
    tenon_testkit::wait_until("both texts", || {
        meaning.nudge();
        lock(&desk.fake.0).embedded.len() == 2
    });
    desk.until(&meaning, MeaningState::Ready);
    desk.check("all");
}

#[test]
fn a_text_that_is_refused_holds_up_no_other() {
    let desk = Desk::new(&[("a.rs", ONE), ("b.rs", TWO), ("c.rs", "fn three() {}\n")]);
    lock(&desk.fake.0).refused = Some("second".into());
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    let state = lock(&desk.fake.0);
    assert_eq!(state.embedded.len(), 2);
    assert_eq!(state.collections.values().next().expect("one").len(), 2);
}

#[test]
fn what_cannot_go_on_says_why_and_spins_nothing() {
    let desk = Desk::new(&[("a.rs", ONE)]);
    lock(&desk.fake.0).up = false;
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Failed);
    assert_eq!(meaning.status().reason.as_deref(), Some("It is away."));
    let error = meaning.search(About::Text("x"), &Filter::default(), 5);
    assert_eq!(
        error.expect_err("nobody answers").code,
        Code::SidecarUnavailable
    );
    let refused = crate::ApiError::new(Code::Permission, "no").hint("name it");
    lock(&desk.wishes).engine = Err(refused);
    lock(&desk.fake.0).up = true;
    tenon_testkit::wait_until("the hint", || {
        meaning.nudge();
        meaning.status().hint.as_deref() == Some("name it")
    });
    // The step that was under way may have asked; no later one does.
    let asked = lock(&desk.fake.0).steps;
    lock(&desk.wishes).enabled = false;
    desk.until(&meaning, MeaningState::Off);
    assert_eq!(
        lock(&desk.fake.0).steps,
        asked,
        "nothing was asked meanwhile"
    );
}

#[test]
fn a_sidecar_that_hangs_takes_no_more_time_than_a_question_has() {
    let desk = Desk::new(&[("a.rs", ONE)]);
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    let within = Duration::from_millis(1_500);
    let asked = |within| meaning.search_within(About::Text(ONE), &Filter::default(), 5, within);
    asked(Some(within)).expect("an answer");
    let given = lock(&desk.fake.0).within.expect("it has an end");
    assert!(given > within, "the first question has more: {given:?}");
    lock(&desk.fake.0).silent = true;
    let error = asked(Some(within)).expect_err("nobody answers");
    assert_eq!(error.code, Code::SidecarUnavailable);
    assert!(
        error.message.contains("did not answer"),
        "{}",
        error.message
    );
    let given = lock(&desk.fake.0).within.expect("it has an end");
    assert!(given <= within, "what is left of the time: {given:?}");
    asked(None).expect("who has time waits, and is answered");
    assert_eq!(lock(&desk.fake.0).within, None);
}

#[test]
fn a_collection_is_brought_in_order_after_enough_writes_also_of_several_runs() {
    let desk = Desk::new(&[("a.rs", ONE)]);
    let writes = |meaning: &Meaning| {
        let kept = meaning.db().expect("it opens").kept(WRITES);
        kept.expect("it is read").and_then(|count| count.as_u64())
    };
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    // Once a day, and with the first rows of all.
    assert_eq!(lock(&desk.fake.0).optimized, 1);
    assert_eq!(writes(&meaning), Some(0));
    for number in 0..3 {
        desk.write("a.rs", &format!("fn one() {{ changed({number}); }}\n"));
        desk.look(&meaning);
        desk.until(&meaning, MeaningState::Ready);
    }
    assert_eq!(writes(&meaning), Some(3));
    drop(meaning);
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    assert_eq!(writes(&meaning), Some(3), "the next run goes on counting");
    let db = meaning.db().expect("it opens");
    db.keep(WRITES, json!(UPSERTS - 2)).expect("it is kept");
    for (number, optimized) in [(3, 1), (4, 2)] {
        desk.write("a.rs", &format!("fn one() {{ changed({number}); }}\n"));
        desk.look(&meaning);
        desk.until(&meaning, MeaningState::Ready);
        assert_eq!(lock(&desk.fake.0).optimized, optimized);
    }
    assert_eq!(writes(&meaning), Some(0), "and begins anew");
    desk.check("afterwards");
}

#[test]
fn only_text_that_is_in_a_file_now_is_found_and_more_like_it_leaves_itself_out() {
    let desk = Desk::new(&[("a.rs", ONE), ("b.rs", TWO)]);
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    let near = meaning.search(
        About::Text(&format!("one\n{}", ONE.trim())),
        &Filter::default(),
        5,
    );
    let near = near.expect("an answer");
    assert_eq!(near.hits[0].path, b"a.rs");
    assert!(near.hits[0].score > 0.999 && !near.partial, "{near:?}");
    let place = About::Place {
        path: b"a.rs",
        line: 1,
    };
    let like = meaning
        .search(place, &Filter::default(), 5)
        .expect("an answer");
    assert_eq!(like.hits.len(), 1, "{like:?}");
    assert_eq!(like.hits[0].path, b"b.rs");
    // Nobody has told yet that the file is another one.
    desk.write("a.rs", "fn changed() { everything(); }\n");
    let near = meaning.search(
        About::Text(&format!("one\n{}", ONE.trim())),
        &Filter::default(),
        5,
    );
    let near = near.expect("an answer");
    assert!(
        near.partial && near.hits.iter().all(|hit| hit.path != b"a.rs"),
        "{near:?}"
    );
}
