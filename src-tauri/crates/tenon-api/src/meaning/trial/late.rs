//! New text while another model takes over.

use super::desk::Desk;
use crate::meaning::target::Target;
use crate::meaning::{About, Filter, Meaning, Near};
use crate::owner::lock;
use crate::wire::MeaningState;
use tenon_core::Code;
use tenon_testkit::wait_until;

const ONE: &str = "fn one() { first(); }\n";
const TWO: &str = "fn two() { second(); }\n";
const OLD: &str = "fn old() { long_ago(); }\n";

/// A folder that one model has read, when another one begins to, which gives no answer yet.
fn switching(desk: &Desk) -> Meaning {
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    {
        let mut state = lock(&desk.fake.0);
        state.model = "other".into();
        state.held = Some("other".into());
        state.launch += 1;
    }
    wait_until("the other one begins", || {
        meaning.nudge();
        meaning.status().switching_to.as_deref() == Some("other")
    });
    meaning
}

fn near(meaning: &Meaning, text: &str) -> Near {
    let near = meaning.search(About::Text(text), &Filter::default(), 5);
    near.expect("an answer")
}

/// The texts that a model was to embed.
fn texts_of(desk: &Desk, model: &str) -> Vec<String> {
    let state = lock(&desk.fake.0);
    let own = state.by_model.iter().filter(|(name, _)| name == model);
    own.flat_map(|(_, texts)| texts.clone()).collect()
}

fn release(desk: &Desk, meaning: &Meaning) {
    lock(&desk.fake.0).held = None;
    desk.until(meaning, MeaningState::Ready);
    wait_until("the old collection is gone", || {
        meaning.nudge();
        lock(&desk.fake.0).collections.len() == 1
    });
    assert_eq!(meaning.status().engine.as_deref(), Some("other"));
    desk.check("by the other model");
}

#[test]
fn what_is_written_while_another_model_takes_over_is_found_at_once() {
    let desk = Desk::new(&[("a.rs", ONE)]);
    let meaning = switching(&desk);
    desk.write("b.rs", TWO);
    // A file from before is left to the new model.
    desk.write("old.rs", OLD);
    let old = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    let file = std::fs::File::options()
        .write(true)
        .open(desk.folder.path().join("old.rs"));
    file.and_then(|file| file.set_modified(old))
        .expect("an old file");
    desk.look(&meaning);
    let two = format!("two\n{}", TWO.trim());
    wait_until("it is found by the model before", || {
        let found = near(&meaning, &two);
        let best = found.hits.first();
        best.is_some_and(|best| best.path == b"b.rs" && best.score > 0.999)
    });
    let status = meaning.status();
    assert_eq!(status.switching_to.as_deref(), Some("other"), "{status:?}");
    wait_until("only the old file is missing", || {
        near(&meaning, &two).missing == 1
    });
    let one = format!("one\n{}", ONE.trim());
    assert_eq!(texts_of(&desk, "hashing"), [one, two], "each once");
    release(&desk, &meaning);
}

#[test]
fn a_model_before_that_does_not_start_is_asked_once_and_holds_nothing_up() {
    let desk = Desk::new(&[("a.rs", ONE)]);
    let meaning = switching(&desk);
    lock(&desk.fake.0).broken = Some("hashing".into());
    for (path, text) in [("b.rs", TWO), ("c.rs", OLD)] {
        desk.write(path, text);
        desk.look(&meaning);
        wait_until("it was asked", || lock(&desk.fake.0).asked_broken == 1);
    }
    wait_until("what is new is counted", || {
        meaning.nudge();
        near(&meaning, ONE).missing == 2
    });
    release(&desk, &meaning);
    assert_eq!(lock(&desk.fake.0).asked_broken, 1);
}

#[test]
fn the_new_model_answers_early_where_the_one_before_cannot() {
    let desk = Desk::new(&[("a.rs", ONE), ("b.rs", TWO)]);
    let meaning = switching(&desk);
    let two = format!("two\n{}", TWO.trim());
    {
        let mut state = lock(&desk.fake.0);
        state.deaf = Some("hashing".into());
        // What the new one has of them by now.
        let rows = state.collections.values().next().expect("the old rows");
        let rows = rows.clone().into_iter();
        let rows = rows.filter(|(_, row)| row.path == "b.rs").collect();
        let new = Target::new("other", "").collection;
        state.collections.insert(new, rows);
    }
    let found = near(&meaning, &two);
    let best = found.hits.first().expect("what there is");
    assert_eq!(best.path, b"b.rs");
    assert_eq!((found.partial, found.missing), (true, 2), "none is written");
    lock(&desk.fake.0).collections.clear();
    assert_eq!(near(&meaning, &two).hits, [], "nothing is there yet");
    lock(&desk.fake.0).held = None;
}

#[test]
fn a_question_waits_for_the_sidecar_of_an_owner_that_is_starting() {
    let desk = Desk::new(&[("a.rs", ONE)]);
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    {
        let mut state = lock(&desk.fake.0);
        (state.up, state.coming) = (false, true);
    }
    let hurried = Some(std::time::Duration::ZERO);
    let early = meaning.search_within(About::Text(ONE), &Filter::default(), 5, hurried);
    assert_eq!(early.expect_err("no time").code, Code::SidecarUnavailable);
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| near(&meaning, ONE).hits.len());
        wait_until("it waits", || lock(&desk.fake.0).looked > 2);
        lock(&desk.fake.0).up = true;
        assert_eq!(asked.join().expect("an answer"), 1);
    });
}
