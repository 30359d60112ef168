//! `tenon egress`, and the lock as the program itself puts it on.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use serde_json::Value;
use tenon_testkit::wait_until;

use crate::bench::{Bench, Serve};

/// Tells of one attempt, twice, as the sidecar's hook does, and stays until it is ended.
const TELLS: &str = r#"#!/bin/bash
attempt='{"way":"connect","target":"192.0.2.1:443","by":"fetcher (fetcher.net:7)"}'
echo "$attempt" >&"$TENON_EGRESS_FD"
echo "$attempt" >&"$TENON_EGRESS_FD"
echo 'no attempt at all' >&"$TENON_EGRESS_FD"
read -r
"#;

fn has_namespaces() -> bool {
    let tool = Command::new("unshare")
        .args(["-Urn", "true"])
        .stderr(Stdio::null())
        .status();
    tool.is_ok_and(|status| status.success())
}

fn egress(bench: &Bench) -> Vec<Value> {
    let said = bench.run(["egress", "--json"]).text();
    said.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

#[test]
fn what_holds_is_said_by_the_process_that_is_locked_and_what_it_tried_is_listed() {
    let bench = Bench::new(&[]);
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("python");
    fs::write(&script, TELLS).expect("a script");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("its mode");
    let before = egress(&bench);
    assert_eq!(before[0]["running"], false, "{before:?}");
    let mut command = bench.command(["serve", "--json"]);
    command.env("TENON_SIDECAR_PYTHON", &script);
    let _serve = Serve::start(&mut command);
    let mut shown = Vec::new();
    wait_until("the attempt is in the journal", || {
        shown = egress(&bench);
        shown.len() > 1 && shown[0]["running"] == true
    });
    assert_eq!(shown.len(), 2, "the same attempt is told once: {shown:?}");
    assert_eq!(
        shown[0]["holds"], before[0]["holds"],
        "trying told the truth"
    );
    let attempt = &shown[1];
    assert_eq!(
        (&attempt["way"], &attempt["target"]),
        (&"connect".into(), &"192.0.2.1:443".into())
    );
    assert_eq!(attempt["by"], "fetcher (fetcher.net:7)");
    if has_namespaces() {
        assert_ne!(shown[0]["holds"]["level"], "byAgreement", "{shown:?}");
        assert_eq!(attempt["decision"], "denied", "{attempt}");
    }
    let doctor = bench.run(["doctor", "--json"]).value();
    let checks = doctor["checks"].as_array().expect("checks");
    let found = checks
        .iter()
        .find(|check| check["name"] == "egress")
        .expect("it is looked at");
    assert!(
        found["detail"]
            .as_str()
            .is_some_and(|text| text.contains("the sidecar that runs"))
    );
    let text = bench.run(["egress"]).text();
    assert!(
        text.contains("192.0.2.1:443") && text.contains("by fetcher"),
        "{text}"
    );
    let none = bench
        .run(["egress", "--json", "--since", "2999-01-01T00:00:00Z"])
        .text();
    assert_eq!(none.lines().count(), 1, "only what holds: {none}");
}
