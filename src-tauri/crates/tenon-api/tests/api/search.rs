//! Searching through the owner, and its index.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tenon_api::ops::{self, StreamOp};
use tenon_api::owner::{Caller, Owner};
use tenon_api::wire::{
    IndexAction, IndexControlParams, IndexState, IndexStatusParams, Nothing, SearchQuery,
    SearchRunParams, SearchStopParams, UiEvent,
};
use tenon_core::{Code, WirePath};
use tenon_testkit::wait_until;

use crate::desk::Desk;

/// Runs a search to its end and gives its messages.
fn search(owner: &Arc<Owner>, text: &str, limit: u32) -> Vec<Value> {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = heard.clone();
    let stream = move |message: Vec<u8>| {
        let message = serde_json::from_slice(&message).expect("a message is JSON");
        ear.lock().expect("no panic").push(message);
        true
    };
    let params = params(text, limit);
    ops::search_run::run(owner, &Caller::window("main"), params, Box::new(stream))
        .expect("it starts");
    wait_until("the end of the search", || {
        let heard = heard.lock().expect("no panic");
        heard
            .last()
            .is_some_and(|last: &Value| last.get("done").is_some())
    });
    let messages = heard.lock().expect("no panic");
    messages.clone()
}

fn params(text: &str, limit: u32) -> SearchRunParams {
    let search = SearchQuery {
        text: text.into(),
        ..SearchQuery::default()
    };
    SearchRunParams {
        search,
        limit,
        whole: false,
    }
}

pub fn hits(owner: &Arc<Owner>, text: &str) -> Vec<String> {
    let messages = search(owner, text, 1_000);
    let hits = messages
        .iter()
        .filter_map(|message| message["hits"].as_array())
        .flatten();
    let place = |hit: &Value| {
        format!(
            "{}:{}",
            hit["path"]["path"].as_str().expect("a path"),
            hit["line"]
        )
    };
    hits.map(place).collect()
}

fn followed(desk: &Desk) -> bool {
    let status = desk.call::<ops::index_status>(IndexStatusParams {
        path: None,
        limit: 0,
    });
    status.expect("it tells").progress.followed
}

#[test]
fn hits_come_in_pages_and_the_last_message_tells_how_it_ended() {
    let lines = "needle\n".repeat(2_500);
    let desk = Desk::new(&[("a.txt", &lines), ("b.txt", "hay\nä needle\n")]);
    let messages = search(&desk.owner, "needle", 10_000);
    let sizes: Vec<_> = messages
        .iter()
        .filter_map(|m| m["hits"].as_array())
        .map(Vec::len)
        .collect();
    assert_eq!(sizes.iter().sum::<usize>(), 2_501);
    assert!(
        sizes[0] <= 100 && sizes.iter().all(|size| *size <= 1_000),
        "{sizes:?}"
    );
    let hit = messages[messages.len() - 2]["hits"]
        .as_array()
        .and_then(|hits| hits.last());
    let hit = hit.expect("the last hit");
    assert_eq!(hit["path"]["path"], "b.txt");
    assert_eq!(hit["ranges"], serde_json::json!([[2, 8]]));
    let done = &messages.last().expect("a message")["done"];
    assert_eq!(
        (&done["files"], &done["hits"], &done["truncated"]),
        (&2.into(), &2_501.into(), &false.into())
    );
    let few = search(&desk.owner, "needle", 3);
    let done = &few.last().expect("a message")["done"];
    assert_eq!(
        (&done["hits"], &done["truncated"]),
        (&3.into(), &true.into())
    );
}

#[test]
fn a_wrong_question_is_refused_before_anything_runs() {
    let desk = Desk::new(&[("a.txt", "x")]);
    for (text, limit) in [
        ("/a(/", 10),
        ("foo:x", 10),
        ("kind:dream x", 10),
        ("", 10),
        ("x", 0),
    ] {
        let stream = Box::new(|_: Vec<u8>| panic!("nothing is sent"));
        let caller = Caller::window("main");
        let refused = ops::search_run::run(&desk.owner, &caller, params(text, limit), stream);
        assert_eq!(
            refused.expect_err("it is wrong").code,
            Code::Invalid,
            "{text}"
        );
    }
    let unknown = SearchStopParams {
        search: "nothing".into(),
    };
    assert_eq!(desk.call::<ops::search_stop>(unknown), Ok(Nothing {}));
}

#[test]
fn what_is_saved_created_moved_and_removed_is_found_at_once() {
    let desk = Desk::new(&[
        ("a.txt", "old"),
        ("d/b.txt", "old"),
        (".gitignore", "*.log\n"),
        (".git/HEAD", ""),
    ]);
    wait_until("the index follows the disk", || followed(&desk));
    assert_eq!(hits(&desk.owner, "old"), ["a.txt:1", "d/b.txt:1"]);
    let found = |text: &str, want: &[&str]| {
        wait_until(&format!("{text} in {want:?}"), || {
            hits(&desk.owner, text) == want
        });
    };
    desk.workspace.put(b"a.txt", b"fresh");
    desk.workspace.put(b"new/c.txt", b"\nfresh");
    desk.workspace.put(b"x.log", b"fresh");
    found("fresh", &["a.txt:1", "new/c.txt:2"]);
    std::fs::rename(desk.workspace.at(b"d"), desk.workspace.at(b"e")).expect("it moves");
    found("old", &["e/b.txt:1"]);
    std::fs::remove_file(desk.workspace.at(b"a.txt")).expect("it goes");
    found("fresh", &["new/c.txt:2"]);
    desk.workspace.put(b".gitignore", b"new\n");
    found("fresh", &["x.log:1"]);
    wait_until("the index follows the disk again", || followed(&desk));
    found("fresh", &["x.log:1"]);
    assert!(followed(&desk), "and that needed no walk");
}

#[test]
fn the_index_tells_of_its_files_and_can_be_paused_and_run() {
    let desk = Desk::new(&[
        ("a.txt", "x\ny\n"),
        ("bin", "\0"),
        (".gitignore", "no\n"),
        ("no", ""),
        (".git/HEAD", ""),
    ]);
    let report = desk.call::<ops::index_run>(Nothing {}).expect("it runs");
    assert_eq!((report.files.get(), report.lines.get()), (3, 3));
    assert_eq!(report.skipped.len(), 1);
    assert_eq!(report.skipped[0].reason.as_deref(), Some("it is binary"));
    let state = |path: &str| {
        let path = Some(WirePath::from(path));
        let status = desk.call::<ops::index_status>(IndexStatusParams { path, limit: 10 });
        status
            .expect("it tells")
            .states
            .into_iter()
            .map(|file| file.state)
            .collect::<Vec<_>>()
    };
    assert_eq!(state("a.txt"), [IndexState::Indexed]);
    assert_eq!(state("bin"), [IndexState::Skipped]);
    assert_eq!(state("no"), [IndexState::Ignored]);
    assert_eq!(state("").len(), 3);

    wait_until("the index follows the disk", || followed(&desk));
    let heard = desk.hear();
    let control = |action| {
        desk.call::<ops::index_control>(IndexControlParams { action })
            .expect("it does")
    };
    assert!(control(IndexAction::Pause).progress.paused);
    heard.wait("the windows are told", |event| match event {
        UiEvent::IndexProgress { progress } => progress.paused.then_some(()),
        _ => None,
    });
    desk.workspace.put(b"late.txt", b"late");
    desk.workspace.put(b"a.txt", b"late");
    let both = ["a.txt:1", "late.txt:1"];
    wait_until("they are found while it waits", || {
        hits(&desk.owner, "late") == both
    });
    assert_eq!(state("a.txt"), [IndexState::Stale]);
    assert!(!control(IndexAction::Resume).progress.paused);
    wait_until("it is in the index", || {
        state("late.txt") == [IndexState::Indexed]
    });
}

#[test]
fn the_index_is_written_down_beside_the_data() {
    let desk = Desk::new(&[("a.txt", "needle")]);
    desk.call::<ops::index_run>(Nothing {}).expect("it runs");
    let row = desk.owner.row();
    let file = desk
        .owner
        .app()
        .dirs
        .index_dir(row.profile, row.id)
        .join("text.idx");
    let kept = std::fs::read(&file).expect("it was written");
    let holds = |text: &[u8]| kept.windows(text.len()).any(|part| part == text);
    assert!(
        !holds(b"a.txt") && !holds(b"needle"),
        "it holds no path and no text"
    );
}
