//! `tenon backup` and `tenon key`.

use std::fs;

use rustix::process::Signal;
use serde_json::json;

use crate::bench::{Bench, Serve};

/// Opens the folder once, so that there is something to back up.
fn visit(bench: &Bench) {
    let serve = Serve::start(&mut bench.command(["serve", "--json"]));
    serve.signal(Signal::TERM);
    assert_eq!(serve.ended(), Some(0));
}

#[test]
fn a_backup_is_made_listed_and_put_back() {
    let bench = Bench::new(&[]);
    visit(&bench);
    let made = bench.run(["backup", "--json"]).value();
    assert_eq!(made["withKey"], json!(false));
    assert_eq!(made["leftOut"], json!([]));
    assert_eq!(made["workspaces"].as_array().map(Vec::len), Some(1));
    let name = made["name"].as_str().expect("a name");
    assert_eq!(bench.run(["backup", "list", "--json"]).value(), made);
    let dry = bench.run(["backup", "restore", name, "--dry-run", "--json"]);
    let dry = dry.value();
    assert_eq!(
        (&dry["dryRun"], &dry["aside"]),
        (&json!(true), &json!(null))
    );
    let done = bench.run(["backup", "restore", name, "--json"]).value();
    let file = done["files"][0]["path"]
        .as_str()
        .expect("a file")
        .to_owned();
    assert!(fs::metadata(&file).is_ok(), "it is there");
    let aside = done["aside"].as_str().expect("a folder");
    assert!(fs::metadata(aside).is_ok(), "and what was before, too");
    visit(&bench);
    let text = bench.run(["backup"]);
    assert!(text.text().contains("without the keys"), "{}", text.text());
}

#[test]
fn a_backup_goes_through_the_owner_and_is_not_put_back_under_it() {
    let bench = Bench::new(&[]);
    let serve = Serve::start(&mut bench.command(["serve", "--json"]));
    let made = bench.run(["backup", "--with-key", "--json"]).value();
    assert_eq!(made["withKey"], json!(true));
    let name = made["name"].as_str().expect("a name");
    let refused = bench.run(["backup", "restore", name, "--json"]);
    assert_eq!(
        (refused.code, &refused.error()["code"]),
        (Some(1), &json!("conflict"))
    );
    serve.signal(Signal::TERM);
    assert_eq!(serve.ended(), Some(0));
    bench.run(["backup", "restore", name, "--json"]).value();
}

#[test]
fn what_cannot_be_done_is_an_error_that_says_what_to_do() {
    let bench = Bench::new(&[]);
    visit(&bench);
    for (arguments, code) in [
        (&["backup", "--to", "not-mounted", "--json"][..], "notFound"),
        (&["backup", "restore", "none", "--json"], "notFound"),
        (&["key", "new", "--json"], "preconditionFailed"),
    ] {
        let ran = bench.run(arguments);
        let error = ran.error();
        assert_eq!((ran.code, &error["code"]), (Some(1), &json!(code)));
        assert!(error["hint"].is_string(), "{error}");
    }
    let listed = bench.run(["backup", "list", "--json"]);
    assert_eq!((listed.code, listed.lines().len()), (Some(0), 0));
}

#[test]
fn a_text_whose_key_was_put_back_stands_beside_the_one_that_was_made_since() {
    let bench = Bench::new(&[("a.txt", "old\n")]);
    edit(&bench, "first ");
    let keys = bench.home.path().join(".config/tenon/keys");
    let key = |name: &std::ffi::OsStr| !name.to_string_lossy().starts_with("redaction");
    let entries = fs::read_dir(&keys).expect("keys");
    let mut names = entries.map(|entry| entry.expect("an entry").file_name());
    let name = names.find(|name| key(name)).expect("the folder's key");
    let away = bench.home.path().join("away.key");
    fs::rename(keys.join(&name), &away).expect("moved away");
    bench.run(["key", "new", "--json"]).value();
    edit(&bench, "second ");
    fs::rename(&away, keys.join(&name)).expect("put back");

    let listed = || bench.run(["buffers", "--text", "--json"]).lines();
    let expect = [
        json!({"path": "a.txt", "dirty": true, "length": 11, "text": "second old\n"}),
        json!({"untitled": "a.txt (earlier text)", "dirty": true, "length": 10, "text": "first old\n"}),
    ];
    assert_eq!(listed(), expect, "each once, under a name of its own");
    assert_eq!(listed(), expect, "also after the next start");
}

#[test]
fn an_unsaved_text_whose_name_was_forgotten_does_not_write_it_again() {
    let bench = Bench::new(&[("zebraquark.txt", "old\n")]);
    let mut command = bench.command(["edit", "zebraquark.txt", "--json"].to_vec());
    let mut child = command
        .stdin(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = child.stdin.take().expect("a pipe");
    std::io::Write::write_all(&mut input, b"{\"changes\": [[0, 0, \"x\"]]}\n").expect("it reads");
    drop(input);
    child.wait_with_output().expect("it ends");
    let forget = ["forget", "--match", "zebraquark", "--json"];
    assert_eq!(bench.run(forget).value()["left"], json!([]));
    assert_eq!(
        bench.run(["buffers", "--json"]).value()["path"],
        "zebraquark.txt"
    );
    let again = bench.run(forget).value();
    assert_eq!(
        (&again["events"], &again["rows"]),
        (&json!(0), &json!(0)),
        "{again}"
    );
}

#[test]
fn a_missing_key_is_said_once_and_each_text_that_waits_for_it_is_named_once() {
    let bench = Bench::new(&[("a.txt", "old\n")]);
    edit(&bench, "first ");
    let keys = bench.home.path().join(".config/tenon/keys");
    for entry in fs::read_dir(&keys).expect("keys").flatten() {
        if !entry.file_name().to_string_lossy().starts_with("redaction") {
            fs::remove_file(entry.path()).expect("removed");
        }
    }
    let ran = bench.run(["history", "list", "a.txt", "--json"]);
    let told: Vec<_> = ran.err.lines().collect();
    assert_eq!(told.len(), 2, "{}", ran.err);
    assert!(
        told[1].contains("wait for the key") && told[1].contains("a.txt"),
        "{}",
        told[1]
    );
    let ran = bench.run(["buffers", "--json"]);
    assert_eq!(
        (ran.code, ran.err.lines().count()),
        (Some(1), 3),
        "{}",
        ran.err
    );
    let last = ran.err.lines().last().expect("an error");
    let error: serde_json::Value = serde_json::from_str(last).expect("JSON");
    assert_eq!(error["retryable"], json!(false));
    assert!(error["hint"].is_string(), "{error}");
}

#[test]
fn a_place_that_takes_no_files_is_named_itself() {
    let bench = Bench::new(&[]);
    visit(&bench);
    let error = bench.run(["backup", "--to", "/proc", "--json"]).error();
    let message = error["message"].as_str().expect("a message");
    assert!(
        message.contains("\"/proc\"") && !message.contains("draft"),
        "{message}"
    );
    assert!(error["hint"].is_string(), "{error}");
}

/// Puts letters in front of `a.txt` without saving.
fn edit(bench: &Bench, letters: &str) {
    let mut command = bench.command(["edit", "a.txt", "--json"].to_vec());
    let mut child = command
        .stdin(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    let line = format!("{}\n", json!({ "changes": [[0, 0, letters]] }));
    let mut input = child.stdin.take().expect("a pipe");
    std::io::Write::write_all(&mut input, line.as_bytes()).expect("it reads");
    drop(input);
    assert!(child.wait_with_output().expect("it ends").status.success());
}

#[test]
fn a_backup_in_a_folder_that_is_no_workspace_makes_it_none() {
    let bench = Bench::new(&[]);
    bench.run(["backup", "--json"]).value();
    let made = bench.run(["backup", "--json"]).value();
    assert_eq!(made["workspaces"], json!([]), "nothing was opened by it");
}

#[test]
fn a_lost_database_is_an_error_for_who_only_looks_and_a_notice_for_who_goes_on() {
    let bench = Bench::new(&[]);
    visit(&bench);
    let made = bench.run(["backup", "--json"]).value();
    let name = made["name"].as_str().expect("a name");
    let done = bench.run(["backup", "restore", name, "--json"]).value();
    let file = done["files"][0]["path"].as_str().expect("a file");
    fs::write(file, "").expect("emptied");
    let looked = bench.run(["log", "--json"]);
    assert_eq!(looked.code, Some(1));
    let hint = looked.error()["hint"].to_string();
    assert!(hint.contains(name), "{hint}");
    assert_eq!(bench.run(["doctor"]).code, Some(1));
    let went_on = bench.run(["buffers", "--json"]);
    assert!(went_on.err.contains(name), "{}", went_on.err);
}
