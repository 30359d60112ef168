//! `tenon open`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use serde_json::json;
use tenon_api::ops;
use tenon_api::wire::{RaisedParams, UiEvent};
use tenon_testkit::wait_until;

use crate::bench::{Bench, Serve, TENON, finish};
use crate::serve::client;

#[test]
fn without_a_display_it_says_what_to_do() {
    let bench = Bench::new(&[("sub/a.txt", "")]);
    let ran = bench.run(["open", "--json"]);
    assert_eq!(
        (ran.code, &ran.error()["code"]),
        (Some(1), &json!("preconditionFailed"))
    );
    assert!(
        ran.error()["hint"]
            .as_str()
            .expect("a way")
            .contains("tenon serve")
    );
    for (odd, code, says) in [
        (
            "sub:3",
            "invalid",
            "\" is a folder, and a folder has no line 3",
        ),
        ("run:abc", "notFound", "There is no command run:abc"),
    ] {
        let error = bench.run(["open", odd, "--json"]).error();
        assert_eq!(error["code"], json!(code), "{odd}");
        let message = error["message"].as_str().unwrap_or_default();
        assert!(message.contains(says), "{message}");
    }
    let missing = bench.run(["open", "none.txt:3", "--json"]);
    assert_eq!(
        (missing.code, &missing.error()["code"]),
        (Some(1), &json!("notFound"))
    );
}

#[test]
fn what_is_no_file_is_named_and_nothing_is_shown() {
    let bench = Bench::new(&[("a.rs", "")]);
    let pipe = bench.workspace.at(b"pipe");
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, mode).expect("a pipe");
    // Also where a window shows the folder, and would be asked.
    let _serve = Serve::start(&mut bench.command(["serve", "--json"]));
    for odd in [pipe.to_str().expect("UTF-8"), "pipe", "/dev/null"] {
        let ran = bench.run(["open", odd, "--json"]);
        assert_eq!((ran.code, ran.text()), (Some(1), String::new()), "{odd}");
        assert_eq!(ran.error()["code"], json!("invalid"), "{odd}");
        let message = ran.error()["message"].to_string();
        assert!(
            message.contains("is a pipe, a socket or a device"),
            "{message}"
        );
    }
}

/// A folder with the program and a window's program that only tells its arguments.
fn installed(bench: &Bench) -> (PathBuf, PathBuf) {
    let folder = bench.home.path().join("bin");
    fs::create_dir(&folder).expect("a folder");
    let program = folder.join("tenon");
    if fs::hard_link(TENON, &program).is_err() {
        fs::copy(TENON, &program).expect("a copy");
    }
    let told = folder.join("told");
    let window = folder.join("tenon-window");
    let script = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$@\" > '{0}.new'\nmv '{0}.new' '{0}'\n",
        told.display()
    );
    fs::write(&window, script).expect("written");
    fs::set_permissions(&window, fs::Permissions::from_mode(0o700)).expect("it runs");
    (program, told)
}

#[test]
fn the_window_is_started_on_the_folder_with_the_place_to_show() {
    let bench = Bench::new(&[("src/a.rs", ""), ("odd:7", "")]);
    let other = tempfile::tempdir().expect("a folder elsewhere");
    fs::write(other.path().join("x.txt"), "").expect("written");
    let (program, told) = installed(&bench);
    let root = bench.workspace.path().display().to_string();
    let elsewhere = other
        .path()
        .canonicalize()
        .expect("it is there")
        .display()
        .to_string();
    let data = bench.home.path().join("data").display().to_string();
    let made = bench.run(["profile", "create", "Work", "--data-dir", &data]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    let table: &[(&[&str], &[&str])] = &[
        (&[], &[&root]),
        (&["src"], &[&format!("{root}/src")]),
        (
            &["src/a.rs"],
            &["--open", &format!("{root}/src/a.rs"), &root],
        ),
        (
            &["src/a.rs:3"],
            &["--open", &format!("{root}/src/a.rs:3:1"), &root],
        ),
        (
            &["src/a.rs:3:9"],
            &["--open", &format!("{root}/src/a.rs:3:9"), &root],
        ),
        (&["odd:7"], &["--open", &format!("{root}/odd:7"), &root]),
        (
            &[&format!("{elsewhere}/x.txt")],
            &["--open", &format!("{elsewhere}/x.txt"), &elsewhere],
        ),
        (
            &["--data-dir", &data, "--profile", "Work"],
            &[&root, "--profile", "Work", "--data-dir", &data],
        ),
    ];
    for (arguments, expected) in table {
        let mut command = Command::new(&program);
        command
            .arg("open")
            .args(*arguments)
            .arg("--json")
            .current_dir(bench.workspace.path());
        command
            .env_clear()
            .env("HOME", bench.home.path())
            .env("PATH", "/usr/bin:/bin")
            .env("DISPLAY", ":none");
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let ran = finish(&mut command);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.err);
        wait_until("the window's program", || told.exists());
        let got = fs::read_to_string(&told).expect("what it was told");
        assert_eq!(got.lines().collect::<Vec<_>>(), *expected, "{arguments:?}");
        fs::remove_file(&told).expect("for the next one");
    }
}

#[test]
fn a_window_that_shows_the_folder_is_asked_over_the_owners_socket() {
    let bench = Bench::new(&[("src/a.rs", "")]);
    let _serve = Serve::start(&mut bench.command(["serve", "--json"]));
    let alone = bench.run(["open", "src/a.rs:3:9", "--json"]);
    assert_eq!(
        (alone.code, &alone.error()["code"]),
        (Some(1), &json!("preconditionFailed")),
        "an owner without a window shows nothing"
    );
    let window = Arc::new(client(&bench));
    let (asked, heard) = std::sync::mpsc::channel();
    let answering = window.clone();
    let _relay = window.hub().subscribe(move |event| {
        let UiEvent::RaiseRequested { request, show, .. } = event.event.clone() else {
            return;
        };
        let _ = asked.send(show.target);
        let answering = answering.clone();
        std::thread::spawn(move || {
            let answer = RaisedParams { request };
            answering
                .call::<ops::workspace_raised>(&answer)
                .expect("it is taken");
        });
    });
    let opened = bench.run(["open", "src/a.rs:3:9", "--json"]).value();
    assert_eq!(
        (&opened["line"], &opened["column"]),
        (&json!(3), &json!(9)),
        "{opened}"
    );
    let target = heard.recv().expect("it was asked").expect("a place");
    assert_eq!(
        (target.path.path.as_str(), target.line, target.column),
        ("src/a.rs", Some(3), Some(9))
    );
    assert_eq!(
        bench.run(["open", "--json"]).code,
        Some(0),
        "the folder alone"
    );
    assert_eq!(heard.recv().expect("it was asked"), None);
}
