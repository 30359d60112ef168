//! Layouts, small values and runs.

use serde_json::json;

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
