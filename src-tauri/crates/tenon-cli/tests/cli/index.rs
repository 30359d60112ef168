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
fn without_an_owner_there_is_no_work_to_pause() {
    let bench = Bench::new(&[("a.rs", "")]);
    let ran = bench.run(["index", "pause", "--json"]);
    assert_eq!(ran.error()["code"], "preconditionFailed");
    assert_eq!(ran.code, Some(1));
}
