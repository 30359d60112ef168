//! Layouts, small values and runs.

use serde_json::json;
use tenon_core::SessionId;
use tenon_store::WorkspaceDb;
use uuid::Uuid;

use crate::fixture::{Fixture, NOW};

#[test]
fn each_window_gets_its_own_last_layout_back() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    assert_eq!(db.layout("main").expect("read"), None, "none yet");
    db.put_layout("main", json!({ "rail": "files" }))
        .expect("kept");
    db.put_layout("second", json!([])).expect("kept");
    fixture.clock.advance(7);
    db.put_layout("main", json!({ "rail": "search" }))
        .expect("kept");
    let main = db.layout("main").expect("read").expect("one");
    assert_eq!(
        (main.json, main.updated_at),
        (json!({ "rail": "search" }), NOW + 7),
        "the last"
    );
    assert_eq!(
        db.layout("second").expect("read").expect("one").json,
        json!([]),
        "its own"
    );
    db.keep("recentFiles", json!(["a"])).expect("kept");
    db.keep("recentFiles", json!(["b"])).expect("kept");
    assert_eq!(
        db.kept("recentFiles").expect("read"),
        Some(json!(["b"])),
        "the last value"
    );
    assert_eq!(db.kept("other").expect("read"), None, "nothing was kept");
}

#[test]
fn a_run_without_an_end_is_told_of_once_whatever_the_clock_says() {
    let fixture = Fixture::new();
    let open = |n: u128| {
        let key = tenon_store::ContentKey::new([5; 32]);
        let session = SessionId(Uuid::from_u128(n));
        WorkspaceDb::open(&fixture.place(), key, session, fixture.ambient()).expect("it opens")
    };
    let db = open(1);
    assert_eq!(db.lost_sessions(true).expect("read"), [], "the first run");
    db.start_session().expect("noted");
    drop(db);
    fixture.clock.advance(-1_000_000);
    let db = open(2);
    let killed = [SessionId(Uuid::from_u128(1))];
    assert_eq!(db.lost_sessions(false).expect("read"), killed, "looked at");
    assert_eq!(db.lost_sessions(true).expect("read"), killed, "and told");
    assert_eq!(db.lost_sessions(true).expect("read"), [], "once");
    db.start_session().expect("noted");
    db.end_session().expect("noted");
    drop(db);
    assert_eq!(open(3).lost_sessions(true).expect("read"), [], "in order");
}

#[test]
fn runs_with_something_in_them_are_listed_added_and_trimmed() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    db.start_session().expect("noted");
    assert_eq!(db.kept_sessions(9).expect("read"), [], "nothing is open");
    db.keep_session_state(json!({ "n": 0 })).expect("kept");
    for n in 1..=5 {
        fixture.clock.advance(1);
        db.add_session(NOW + n, json!({ "n": n })).expect("added");
    }
    let numbers = || -> Vec<_> {
        let sessions = db.kept_sessions(9).expect("read");
        let number = |session: tenon_store::Session| session.state.expect("kept")["n"].as_i64();
        sessions.into_iter().map(number).collect()
    };
    assert_eq!(numbers(), [5, 4, 3, 2, 1, 0].map(Some), "the newest first");
    db.trim_sessions(3).expect("trimmed");
    assert_eq!(numbers(), [5, 4, 3].map(Some), "the oldest are forgotten");
    assert_eq!(
        db.sessions(9).expect("read").len(),
        6,
        "the runs themselves are not"
    );
}

#[test]
fn a_run_that_was_killed_has_no_end_but_what_it_had_open() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    db.start_session().expect("noted");
    db.keep_session_state(json!({ "tabs": 3 })).expect("kept");
    let killed = db.sessions(10).expect("read");
    assert_eq!(
        (killed.len(), killed[0].ended_at),
        (1, None),
        "it may still run"
    );
    assert_eq!(killed[0].state, Some(json!({ "tabs": 3 })), "what was open");
    fixture.clock.advance(9);
    db.end_session().expect("noted");
    assert_eq!(
        db.sessions(10).expect("read")[0].ended_at,
        Some(NOW + 9),
        "ended in order"
    );
}
