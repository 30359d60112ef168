//! Commands among what is found by meaning: each text once, as long as it is in the history.

use std::collections::BTreeMap;

use tenon_core::RunId;
use tenon_store::DistinctCommand;
use uuid::Uuid;

use super::desk::{Desk, FakeCommands};
use crate::meaning::commands::COMMAND;
use crate::meaning::{About, Filter, Meaning};
use crate::owner::lock;
use crate::wire::MeaningState;

const ONE: &str = "fn one() { first(); }\n";

fn run(n: u128) -> RunId {
    RunId(Uuid::from_u128((7 << 76) | (2 << 62) | n))
}

fn command(n: u128, command: &str) -> DistinctCommand {
    DistinctCommand {
        run: run(n),
        command: command.into(),
        at: n as i64,
    }
}

fn desk(commands: &[DistinctCommand]) -> (Desk, FakeCommands) {
    let fake = FakeCommands::default();
    *lock(&fake.0) = commands.to_vec();
    let desk = Desk {
        commands: Some(fake.clone()),
        ..Desk::new(&[("a.rs", ONE)])
    };
    (desk, fake)
}

/// The commands in the collection: their references, by what stands for their files.
fn kept(desk: &Desk) -> Vec<String> {
    let state = lock(&desk.fake.0);
    let rows = state.collections.values().flat_map(BTreeMap::iter);
    let rows = rows.filter(|(_, row)| row.kind == COMMAND);
    rows.map(|(key, _)| key.reference.clone()).collect()
}

fn of(n: u128) -> String {
    format!("run:{}", run(n))
}

#[track_caller]
fn near(meaning: &Meaning, text: &str, kind: &str) -> Vec<String> {
    let filter = Filter {
        kinds: vec![kind.into()],
        ..Filter::default()
    };
    let near = meaning.search(About::Text(text), &filter, 10);
    let hits = near.expect("it answers").hits.into_iter();
    hits.map(|hit| hit.reference).collect()
}

#[test]
fn each_command_is_embedded_once_and_found_by_its_kind() {
    let (desk, history) = desk(&[command(2, "docker ps"), command(1, "make all")]);
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    assert_eq!(kept(&desk), [of(1), of(2)]);
    let found = near(&meaning, "make all", COMMAND);
    assert_eq!((found.len(), &found[0]), (2, &of(1)));
    assert!(
        near(&meaning, "make all", "code")
            .iter()
            .all(|it| !it.starts_with("run:"))
    );
    // The same text another time needs nothing, and a new one is taken up when it is told.
    lock(&history.0).insert(0, command(3, "make all"));
    lock(&history.0).insert(0, command(4, "make none"));
    meaning.hear_command(run(3));
    meaning.hear_command(run(4));
    desk.until(&meaning, MeaningState::Ready);
    assert_eq!(kept(&desk), [of(1), of(2), of(4)]);
    drop(meaning);
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    assert_eq!(kept(&desk), [of(1), of(2), of(4)], "after a restart");
    let state = lock(&desk.fake.0);
    assert!(
        state.embedded.values().all(|n| *n == 1),
        "{:?}",
        state.embedded
    );
}

#[test]
fn a_command_that_is_forgotten_leaves_no_row_and_no_vector() {
    let (desk, history) = desk(&[command(2, "docker ps"), command(1, "make all")]);
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    let row = meaning
        .db()
        .expect("open")
        .about(&of(2))
        .expect("read")
        .remove(0);
    lock(&history.0).remove(0);
    meaning.forget_commands(&[run(2)]).expect("it is forgotten");
    desk.until(&meaning, MeaningState::Ready);
    assert_eq!(kept(&desk), [of(1)]);
    let db = meaning.db().expect("open");
    assert_eq!(db.about(&of(2)).expect("read"), []);
    let model = lock(&desk.fake.0).model.clone();
    assert_eq!(db.vector(&row.key.hash, &model).expect("read"), None);
    // What had the same text and is not forgotten takes the row over.
    lock(&history.0).insert(0, command(5, "make all"));
    lock(&history.0).retain(|command| command.run != run(1));
    meaning.forget_commands(&[run(1)]).expect("it is forgotten");
    desk.until(&meaning, MeaningState::Ready);
    assert_eq!(kept(&desk), [of(5)]);
    drop(meaning);
    // Another owner forgot one while nobody looked.
    lock(&history.0).clear();
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    assert_eq!(kept(&desk), [""; 0]);
}
