//! Searching through the owner, and its index.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tenon_api::ops::{self, StreamOp};
use tenon_api::owner::{Caller, Owner};
use tenon_api::wire::{
    IndexAction, IndexControlParams, IndexState, IndexStatusParams, Nothing, SearchEditFile,
    SearchEditParams, SearchEditPart, SearchEdited, SearchQuery, SearchRunParams, SearchStopParams,
    UiEvent, Whole,
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

pub fn followed(desk: &Desk) -> bool {
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
    // What the disk tells of one change may come in two parts, and the second begin another walk.
    wait_until("it is found without a walk", || {
        followed(&desk) && hits(&desk.owner, "fresh") == ["x.log:1"] && followed(&desk)
    });
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

/// A line by its number, what it was, and what takes its place.
type Edited<'a> = (i64, &'a str, &'a [&'a str]);

fn edit(desk: &Desk, files: &[(&str, &[Edited])]) -> SearchEdited {
    let files = files.iter().map(|(path, parts)| SearchEditFile {
        path: WirePath::from_bytes(path.as_bytes()),
        parts: parts
            .iter()
            .map(|(line, before, after)| SearchEditPart {
                line: Whole::clamped(*line),
                before: vec![(*before).to_owned()],
                after: after.iter().map(|line| (*line).to_owned()).collect(),
            })
            .collect(),
    });
    let params = SearchEditParams {
        files: files.collect(),
    };
    desk.call::<ops::search_edit>(params).expect("it writes")
}

#[test]
fn edited_lines_are_written_and_undone_in_one_step_and_a_file_that_changed_is_named() {
    let desk = Desk::new(&[
        ("a.txt", "one\ntwo\nthree\n"),
        ("b.txt", "one\n"),
        ("c.txt", "one\n"),
        ("d.txt", "one\n"),
    ]);
    let open = desk.open("a.txt");
    let unsaved = desk.open("d.txt");
    let typed = crate::documents::change(unsaved.doc, 1, &[(0, 0, "mine ")]);
    desk.call::<ops::document_change>(typed)
        .expect("it applies");
    desk.workspace.put(b"c.txt", b"first\none\n");
    let done = edit(
        &desk,
        &[
            ("a.txt", &[(1, "one", &["1", "1b"]), (3, "three", &[])]),
            ("b.txt", &[(1, "one", &["uno"])]),
            ("c.txt", &[(1, "one", &["uno"])]),
            ("d.txt", &[(1, "one", &["uno"])]),
        ],
    );
    let came: Vec<_> = done
        .files
        .iter()
        .map(|file| (file.done, file.reason.as_deref()))
        .collect();
    assert_eq!(
        came,
        [
            (true, None),
            (true, None),
            (false, Some("It changed since it was shown.")),
            (false, Some("It has unsaved text; save it first.")),
        ]
    );
    assert_eq!(desk.workspace.bytes(b"a.txt"), b"1\n1b\ntwo\n");
    assert_eq!(
        desk.text(open.doc),
        "1\n1b\ntwo\n",
        "an open document has it"
    );
    assert_eq!(desk.workspace.bytes(b"c.txt"), b"first\none\n");

    let undone = desk
        .call::<ops::history_undo>(Nothing {})
        .expect("it is undone");
    assert_eq!(undone.changed, 2);
    assert_eq!(desk.workspace.bytes(b"a.txt"), b"one\ntwo\nthree\n");
    assert_eq!(desk.workspace.bytes(b"b.txt"), b"one\n");
}

#[test]
fn parts_that_do_not_follow_each_other_and_paths_outside_are_refused() {
    let desk = Desk::new(&[("a.txt", "one\ntwo\n")]);
    let part = |line: i64, after: &str| SearchEditPart {
        line: Whole::clamped(line),
        before: vec!["one".into()],
        after: vec![after.into()],
    };
    let refused = |path: &str, parts: Vec<SearchEditPart>| {
        let path = WirePath::from_bytes(path.as_bytes());
        let files = vec![SearchEditFile { path, parts }];
        desk.call::<ops::search_edit>(SearchEditParams { files })
            .expect_err("it is refused")
            .code
    };
    let twice = refused("a.txt", vec![part(1, "x"), part(1, "y")]);
    assert_eq!(twice, Code::Invalid);
    assert_eq!(refused("a.txt", vec![part(1, "x\ny")]), Code::Invalid);
    assert_eq!(refused("../a.txt", vec![part(1, "x")]), Code::Permission);
    assert_eq!(desk.workspace.bytes(b"a.txt"), b"one\ntwo\n");
}
