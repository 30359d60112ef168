//! `tenon index`.

use serde_json::json;

use crate::bench::Bench;

#[test]
fn an_index_is_made_and_tells_of_its_files() {
    let bench = Bench::new(&[
        ("a.rs", "fn a() {}\n\n"),
        ("bin", "\0"),
        (".gitignore", "no\n"),
        ("no", "x"),
        (".git/HEAD", ""),
    ]);
    let report = bench.run(["index", "--json"]).value();
    assert_eq!(
        (&report["files"], &report["lines"], &report["bytes"]),
        (&json!(3), &json!(3), &json!(14))
    );
    assert_eq!(
        report["skipped"],
        json!([{ "path": "bin", "reason": "it is binary" }])
    );
    assert!(report["elapsedMs"].is_u64());
    let state = |path: &str| bench.run(["index", "status", path, "--json"]).value();
    assert_eq!(
        state("bin"),
        json!({ "path": "bin", "state": "skipped", "reason": "it is binary" })
    );
    assert_eq!(state("no")["state"], "ignored");
    let status = bench.run(["index", "status", "--json"]).value();
    assert_eq!(
        (&status["files"], &status["running"]),
        (&json!(3), &json!(false))
    );
    assert_eq!(bench.run(["search", "fn a", "--json"]).lines().len(), 1);
}

#[test]
fn text_is_ranked_up_to_a_size_and_named_beyond_it() {
    let bench = Bench::new(&[("a.rs", "fn a() {}\n")]);
    let large = |name: &str, size: usize| {
        let line = "Some words about nothing at all.\n";
        let mut text = line.repeat(size / line.len());
        text.push_str("The okapi stands at the very end.\n");
        bench.workspace.put(name.as_bytes(), text.as_bytes());
    };
    large("some.txt", 2 << 20);
    large("much.txt", 5 << 20);
    bench.workspace.put(b"binary", &vec![0; 5 << 20]);
    bench.run(["index"]).text();
    let found = bench.run(["search", "--mode", "lexical", "okapi", "--json"]);
    let paths: Vec<_> = found
        .lines()
        .iter()
        .map(|row| row["path"].clone())
        .collect();
    assert_eq!(paths, ["some.txt", "much.txt"], "its lines come last");
    let state = |path: &str| bench.run(["index", "status", path, "--json"]).value();
    assert_eq!(
        state("some.txt"),
        json!({ "path": "some.txt", "state": "indexed" })
    );
    let much = json!({ "path": "much.txt", "state": "indexed", "unranked": "larger than 4 MiB" });
    assert_eq!(state("much.txt"), much);
    assert_eq!(
        bench.run(["index", "status", "--json"]).value()["unranked"],
        json!(1)
    );
    let told = bench.run(["index", "status"]).text();
    assert!(told.contains("1 file too large to be ranked"), "{told}");
}

#[test]
fn without_an_owner_there_is_no_work_to_pause() {
    let bench = Bench::new(&[("a.rs", "")]);
    let ran = bench.run(["index", "pause", "--json"]);
    assert_eq!(ran.error()["code"], "preconditionFailed");
    assert_eq!(ran.code, Some(1));
}

#[test]
fn what_is_never_read_is_told_by_what_it_is() {
    let bench = Bench::new(&[("a.rs", "fn a() {}\n"), ("d/b.rs", "fn b() {}\n")]);
    let at = |path: &str| bench.workspace.at(path.as_bytes());
    std::os::unix::fs::symlink("a.rs", at("link.rs")).expect("a link");
    std::os::unix::fs::symlink("/etc/passwd", at("d/out")).expect("a link");
    std::os::unix::net::UnixListener::bind(at("socket")).expect("a socket");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        at("pipe"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .expect("a pipe");
    bench.run(["index"]);
    for (path, what) in [
        ("link.rs", "a symbolic link"),
        ("d/out", "a symbolic link"),
        ("pipe", "a named pipe"),
        ("socket", "a socket"),
    ] {
        let told = bench.run(["index", "status", path, "--json"]).value();
        assert_eq!(told["state"], "skipped", "{told}");
        assert!(
            told["reason"]
                .as_str()
                .is_some_and(|why| why.contains(what)),
            "{told}"
        );
    }
    let out = bench.run(["index", "status", "../x", "--json"]);
    assert_eq!(out.error()["code"], "permission");
}

#[test]
fn a_folder_that_cannot_be_looked_into_is_among_what_is_left_out() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new(&[("a.rs", "fn a() {}\n"), ("shut/b.rs", "fn b() {}\n")]);
    let shut = bench.workspace.at(b"shut");
    let mode = |mode| {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(&shut, mode).expect("ours");
    };
    mode(0o000);
    // Root looks into it all the same.
    let closed = std::fs::read_dir(&shut).is_err();
    let report = bench.run(["index", "--json"]).value();
    mode(0o700);
    if closed {
        assert_eq!(report["skipped"][0]["path"], "shut", "{report}");
    }
}

#[test]
fn waiting_for_meaning_says_in_one_sentence_why_it_cannot() {
    let bench = Bench::new(&[("a.rs", "fn a() {}\n")]);
    // There is no Python in this environment.
    let failed = bench.run(["index", "--wait-for-meaning", "--json"]);
    let error = failed.error();
    assert_eq!(error["code"], "sidecarUnavailable");
    assert!(error["hint"].to_string().contains("make setup"), "{error}");
    let status = bench.run(["index", "status", "--json"]).value();
    assert_eq!(status["meaning"]["state"], "waiting");
    let paused = bench.run(["index", "pause", "--meaning", "--json"]).value();
    assert_eq!(paused["state"], "paused", "{paused}");
    let refused = bench.run(["index", "--wait-for-meaning", "--json"]);
    assert_eq!(refused.error()["code"], "preconditionFailed", "it stays so");
    let resumed = bench
        .run(["index", "resume", "--meaning", "--json"])
        .value();
    assert_eq!(resumed["state"], "waiting", "{resumed}");
    let usage = bench.run(["index", "--wait-for-meaning", "pause"]);
    assert_eq!(usage.code, Some(2), "one or the other");
}
