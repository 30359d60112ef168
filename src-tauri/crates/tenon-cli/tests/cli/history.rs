//! `tenon history`, as a script would.

use serde_json::{Value, json};
use tenon_testkit::wait_until;

use crate::bench::{Bench, Serve};

fn now(bench: &Bench) -> String {
    let folder = bench.runtime.path().join("probe");
    std::fs::write(&folder, "").expect("written");
    let made = folder
        .metadata()
        .and_then(|meta| meta.modified())
        .expect("its time");
    let since = made
        .duration_since(std::time::UNIX_EPOCH)
        .expect("after 1970");
    since.as_millis().to_string()
}

/// Waits until the file system's clock has moved on.
fn past(bench: &Bench, at: &str) {
    wait_until("the clock to move on", || now(bench) != *at);
}

#[test]
fn a_folder_is_taken_back_without_an_owner() {
    let bench = Bench::new(&[("a.txt", "old"), ("b/gone.txt", "was here")]);
    let status = bench.run(["history", "scan", "--json"]).value();
    assert_eq!(
        (&status["files"], &status["complete"]),
        (&json!(2), &json!(true))
    );
    let since = bench.run(["history", "status", "--json"]).value()["since"].as_u64();
    // The files may have been made in different moments of the file system's clock.
    let at = now(&bench);
    assert!(since <= at.parse().ok(), "{since:?} is after {at}");
    past(&bench, &at);
    past(&bench, &now(&bench));
    bench.workspace.put(b"a.txt", b"new text");
    bench.workspace.put(b"made.txt", b"made later");
    std::fs::remove_file(bench.workspace.at(b"b/gone.txt")).expect("removed");
    let plan = bench
        .run([
            "history",
            "restore",
            ".",
            "--at",
            &at,
            "--dry-run",
            "--json",
        ])
        .value();
    let actions: Vec<_> = plan["files"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|file| (&file["path"], &file["action"]))
        .collect();
    assert_eq!(
        actions,
        [
            (&json!("a.txt"), &json!("change")),
            (&json!("b/gone.txt"), &json!("create")),
            (&json!("made.txt"), &json!("remove")),
        ]
    );
    assert_eq!(
        bench.workspace.bytes(b"a.txt"),
        b"new text",
        "a dry run does nothing"
    );
    let done = bench
        .run(["history", "restore", ".", "--at", &at, "--json"])
        .value();
    assert_eq!(
        (&done["changed"], &done["created"], &done["removed"]),
        (&json!(1), &json!(1), &json!(1))
    );
    assert_eq!(bench.workspace.bytes(b"a.txt"), b"old");
    let shown = bench.run(["history", "show", "a.txt", "--at", &at]);
    assert_eq!(shown.out, b"old", "the bytes and nothing else");
    let shown = bench.run(["history", "show", "a.txt", "--at", &at, "--json"]);
    let shown = shown.value();
    assert_eq!(
        (&shown["path"], &shown["length"], &shown["text"]),
        (&json!("a.txt"), &json!(3), &json!("old"))
    );
    assert!(
        shown["at"].as_u64() <= at.parse().ok(),
        "since when it was so"
    );
    assert!(shown["version"].is_u64() && shown.get("base64").is_none());
    bench.run(["history", "undo", "--json"]).value();
    assert_eq!(bench.workspace.bytes(b"a.txt"), b"new text");
    assert_eq!(bench.workspace.bytes(b"made.txt"), b"made later");
    let again = bench.run(["history", "undo", "--json"]);
    assert_eq!(
        (again.code, &again.error()["code"]),
        (Some(1), &json!("notFound"))
    );
    let kinds: Vec<Value> = bench.run(["history", "list", "a.txt", "--json"]).lines();
    let kinds: Vec<_> = kinds.iter().map(|line| line["kind"].clone()).collect();
    assert_eq!(
        kinds,
        ["restored", "restored", "external", "baseline"],
        "the newest first"
    );
}

#[test]
fn an_owner_keeps_what_others_write() {
    let bench = Bench::new(&[("a.txt", "before")]);
    let _serve = Serve::start(&mut bench.command(["serve", "--json"]));
    let list = || bench.run(["history", "list", "a.txt", "--json"]).lines();
    wait_until("the first version", || list().len() == 1);
    bench.workspace.put(b"a.txt", b"after");
    wait_until("the second version", || list().len() == 2);
    let at = list()[1]["at"].to_string();
    assert_eq!(
        bench.run(["history", "show", "a.txt", "--at", &at]).out,
        b"before"
    );
    let pinned = bench
        .run(["history", "pin", &list()[1]["id"].to_string(), "--json"])
        .value();
    assert_eq!(pinned["pinned"], json!(true));
}

#[test]
fn what_cannot_be_is_said() {
    let bench = Bench::new(&[
        ("a.txt", "text"),
        (".ignore", "skipped\n"),
        ("skipped", "x"),
        ("folder/in.txt", "x"),
    ]);
    let check = |arguments: &[&str], code: i32, word: &str| {
        let ran = bench.run(arguments.iter().chain(&["--json"]));
        assert_eq!(ran.code, Some(code), "{arguments:?}: {}", ran.err);
        assert_eq!(ran.error()["code"], json!(word), "{arguments:?}");
    };
    check(&["history", "list", "a.txt"], 1, "notFound");
    bench.run(["history", "scan", "--json"]).value();
    check(&["history", "list", "skipped"], 1, "preconditionFailed");
    check(&["history", "list", "../a.txt"], 3, "permission");
    check(&["history", "list", "folder"], 1, "invalid");
    check(&["history", "show", "folder", "--at", "1"], 1, "invalid");
    check(&["history", "show", "a.txt", "--at", "1"], 1, "notFound");
    check(&["history", "show", "a.txt", "--at", "-1"], 1, "notFound");
    let early = bench.run(["history", "restore", "a.txt", "--at", "-1"]);
    assert!(
        early.err.contains("(1969-12-31T23:59:59.999Z)"),
        "{}",
        early.err
    );
    check(
        &["history", "restore", ".", "--at", "1"],
        1,
        "preconditionFailed",
    );
    check(
        &["history", "restore", ".", "--at", "9999999999999"],
        1,
        "invalid",
    );
    check(
        &["history", "show", "a.txt", "--at", "2200-01-01T00:00:00Z"],
        1,
        "invalid",
    );
    // Noon in UTC is the same day nearly everywhere.
    let early = bench.run(["history", "restore", ".", "--at", "43200000"]);
    assert!(early.err.contains(" Jan 1970 "), "{}", early.err);
    assert!(
        early.err.contains("(1970-01-01T12:00:00.000Z)"),
        "{}",
        early.err
    );
    check(
        &["history", "restore", ".", "--at", "yesterday"],
        2,
        "invalid",
    );
    check(&["history", "restore", "."], 2, "invalid");
    check(&["history", "undo"], 1, "notFound");
    check(&["history", "pin", "99"], 1, "notFound");
}

#[test]
fn what_a_replacing_wrote_is_called_so_with_its_exact_time() {
    let bench = Bench::new(&[("a.txt", "one two")]);
    bench.run(["history", "scan", "--json"]).value();
    let ran = bench.run(["search", "two", "--replace", "three"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(bench.workspace.bytes(b"a.txt"), b"one three");
    bench.run(["history", "undo", "--json"]).value();
    let list = bench.run(["history", "list", "a.txt", "--json"]).lines();
    let kinds: Vec<_> = list.iter().map(|line| line["kind"].clone()).collect();
    assert_eq!(kinds, ["restored", "replaced", "beforeBulk", "baseline"]);
    let text = bench.run(["history", "list", "a.txt"]).text();
    assert!(text.contains("a.txt  (replaced text)"), "{text}");
    for (line, version) in text.lines().zip(&list) {
        let at = tenon_api::moment::text(version["at"].as_i64().expect("a time"));
        assert!(line.contains(&format!("  {at}  ")), "{line}");
        assert_eq!(at.len(), "2026-11-22T04:05:41.480Z".len());
    }
}

#[test]
fn what_was_moved_while_nobody_looked_is_taken_back_to_its_old_name() {
    let bench = Bench::new(&[("a.txt", "one"), ("b.txt", "two")]);
    bench.run(["history", "scan", "--json"]).value();
    let at = now(&bench);
    past(&bench, &at);
    std::fs::create_dir(bench.workspace.at(b"up")).expect("made");
    for (from, to) in [("a.txt", "moved.txt"), ("b.txt", "up/b.txt")] {
        let (from, to) = (
            bench.workspace.at(from.as_bytes()),
            bench.workspace.at(to.as_bytes()),
        );
        std::fs::rename(from, to).expect("moved");
    }
    let done = bench
        .run(["history", "restore", ".", "--at", &at, "--json"])
        .value();
    assert_eq!(
        (&done["created"], &done["removed"]),
        (&json!(2), &json!(2)),
        "{done}"
    );
    assert_eq!(bench.workspace.bytes(b"a.txt"), b"one");
    assert_eq!(bench.workspace.bytes(b"b.txt"), b"two");
    assert!(!bench.workspace.at(b"moved.txt").exists());
    assert!(!bench.workspace.at(b"up/b.txt").exists());
}

#[test]
fn a_file_whose_name_is_forgotten_keeps_its_history() {
    let bench = Bench::new(&[("zebraquark.txt", "a")]);
    bench.run(["history", "scan", "--json"]).value();
    let versions = |bench: &Bench| {
        let listed = bench.run(["history", "list", "zebraquark.txt", "--json"]);
        assert_eq!(listed.code, Some(0), "{}", listed.err);
        listed.lines()
    };
    let before = versions(&bench);
    let done = bench
        .run(["forget", "--match", "zebraquark", "--json"])
        .value();
    assert_eq!(done["sealed"], serde_json::json!(1), "{done}");
    assert_eq!(done["left"], serde_json::json!([]));
    assert_eq!(versions(&bench), before, "and it is not born again");
    bench.run(["history", "scan", "--json"]).value();
    assert_eq!(versions(&bench), before);
}

#[test]
fn a_file_that_was_moved_while_nobody_looked_takes_its_history_along() {
    let bench = Bench::new(&[
        ("one.txt", "only one is so"),
        ("twin.txt", "two are so"),
        ("triplet.txt", "two are so"),
        ("copied.txt", "copied then"),
        ("empty.txt", ""),
        ("dir/deep.txt", "deep in a folder"),
        ("open.txt", "unsaved on top"),
    ]);
    bench.run(["history", "scan", "--json"]).value();
    let at = now(&bench);
    past(&bench, &at);
    crate::editing::unsaved(&bench, "open.txt");
    for (from, to) in [
        ("one.txt", "uno.txt"),
        ("twin.txt", "twin-2.txt"),
        ("triplet.txt", "triplet-2.txt"),
        ("copied.txt", "copy-1.txt"),
        ("empty.txt", "vacant.txt"),
        ("dir", "folder"),
        ("open.txt", "elsewhere.txt"),
    ] {
        let at = |path: &str| bench.workspace.at(path.as_bytes());
        std::fs::rename(at(from), at(to)).expect("moved");
    }
    bench.workspace.put(b"copy-2.txt", b"copied then");
    bench.run(["history", "scan", "--json"]).value();
    let then = |path: &str| {
        let shown = bench.run(["history", "show", path, "--at", &at]);
        (shown.code == Some(0)).then(|| shown.text())
    };
    let kinds = |path: &str| -> Vec<Value> {
        let listed = bench.run(["history", "list", path, "--json"]).lines();
        listed.iter().map(|one| one["kind"].clone()).collect()
    };
    assert_eq!(then("uno.txt").as_deref(), Some("only one is so"));
    assert_eq!(kinds("uno.txt"), ["moved", "moved", "baseline"]);
    assert_eq!(then("folder/deep.txt").as_deref(), Some("deep in a folder"));
    // The old name still says what was there, and that it went.
    assert_eq!(then("one.txt").as_deref(), Some("only one is so"));
    assert_eq!(kinds("one.txt"), ["moved", "baseline"]);
    for path in [
        "twin-2.txt",
        "triplet-2.txt",
        "copy-1.txt",
        "copy-2.txt",
        "vacant.txt",
        "elsewhere.txt",
    ] {
        assert_eq!(then(path), None, "{path} may be another one");
        assert_eq!(kinds(path), ["away"], "{path}");
    }
    let twice = bench.run(["history", "scan", "--json"]);
    assert_eq!(twice.code, Some(0));
    assert_eq!(kinds("uno.txt").len(), 3, "a second look finds nothing");
}
