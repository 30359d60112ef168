//! What is true of every verb: flags, exit status, where errors go, where data goes.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;

use rustix::process::Signal;

use crate::bench::{Bench, Serve, below, finish};

#[test]
fn the_version_and_the_help_go_to_standard_output() {
    let bench = Bench::new(&[]);
    let version = bench.run(["--version"]);
    assert_eq!(
        (version.code, version.text()),
        (Some(0), format!("tenon {}\n", env!("CARGO_PKG_VERSION")))
    );
    let help = bench.run(["--help"]);
    assert_eq!(help.code, Some(0));
    for verb in [
        "open", "serve", "files", "read", "redact", "blocks", "md", "edit", "buffers", "doctor",
        "egress", "profile", "sidecar", "status", "backup", "key",
    ] {
        assert!(help.text().contains(verb), "{verb} is listed");
    }
    assert!(
        !help.text().contains("keep-sessions"),
        "what is not for people is not"
    );
}

#[test]
fn wrong_usage_is_told_on_standard_error_with_status_2() {
    let bench = Bench::new(&[]);
    let wrong: &[&[&str]] = &[
        &[],
        &["no-such-verb"],
        &["files", "--no-such-flag"],
        &["profile"],
        &["profile", "create"],
        &["status", "--workspace"],
        &["doctor", "superfluous"],
    ];
    for arguments in wrong {
        let ran = bench.run(*arguments);
        assert_eq!(
            (ran.code, ran.text().as_str()),
            (Some(2), ""),
            "{arguments:?}"
        );
        assert!(!ran.err.is_empty(), "{arguments:?}");
        let json = bench.run([&["--json"], *arguments].concat());
        assert_eq!(json.code, Some(2), "{arguments:?}");
        let error = json.error();
        assert_eq!(
            (&error["code"], &error["retryable"]),
            (&"invalid".into(), &false.into()),
            "{error}"
        );
    }
}

#[test]
fn a_wrong_value_of_an_option_is_wrong_usage_behind_every_verb() {
    let bench = Bench::new(&[("a.txt", "a")]);
    // A folder that cannot be opened shows that nothing ran before the value was read.
    let nowhere = bench.workspace.at(b"none").display().to_string();
    let wrong: &[(&[&str], &str)] = &[
        (&["search", "x", "--mode", "bogus"], "bogus"),
        (&["search", "x", "--kind", "bogus"], "text, file, symbol"),
        (&["search", "x", "--lang", "klingon"], "klingon"),
        (&["search", "x", "--path", "{a"], "unclosed"),
        (&["search", "x", "--context", "51"], "51"),
        (&["search", "x", "--limit", "-1"], "a whole number from 0"),
        (&["search", "x", "--since", "zzz"], "RFC 3339"),
        (&["search", "--like", "bad"], "src/main.rs:12"),
        (&["search", "--like", "a.txt:0"], "counted from 1"),
        (&["search", "--like", "a.txt:20-10"], "before the first one"),
        (&["search", "x", "--replace", "y", "--limit", "1"], "--path"),
        (
            &["search", "x", "--replace", "y", "--mode", "hybrid"],
            "--mode",
        ),
        (&["entities", "--kind", "bogus"], "person, organisation"),
        (&["entities", "-", "--as", "bogus"], "a.rs"),
        (&["log", "--since", "bogus"], "RFC 3339"),
        (&["log", "--kind", "bogus"], "document.saved"),
        (&["log", "--subject", "bogus"], "no reference"),
        (&["egress", "--since", "bogus"], "RFC 3339"),
        (&["runs", "--since", "bogus"], "RFC 3339"),
        (&["runs", "show", "bogus"], "run:ID"),
        (&["forget", "--since", "bogus"], "RFC 3339"),
        (&["forget", "bogus"], "no reference"),
        (&["sessions", "--limit", "51"], "51"),
        (&["history", "show", "a.txt", "--at", "bogus"], "RFC 3339"),
    ];
    for (arguments, what) in wrong {
        let more = ["--json", "--workspace", &nowhere];
        let ran = bench.run([*arguments, &more[..]].concat());
        assert_eq!((ran.code, ran.text().as_str()), (Some(2), ""), "{ran:?}");
        let error = ran.error();
        assert_eq!(error["code"], "invalid", "{error}");
        let message = error["message"].as_str().expect("a message");
        assert!(message.contains(what), "{arguments:?}: {message}");
    }
}

#[test]
fn flags_stand_before_or_after_the_verb() {
    let bench = Bench::new(&[("a.txt", ""), ("sub/b.txt", "")]);
    let sub = bench.workspace.at(b"sub").display().to_string();
    let before = bench.run(["--json", "--workspace", &sub, "files"]);
    let after = bench.run(["files", "--workspace", &sub, "--json"]);
    assert_eq!(before.text(), "{\"path\":\"b.txt\"}\n");
    assert_eq!(after.text(), before.text());
    let relative = bench.run(["files", "--workspace", "sub"]);
    assert_eq!(
        relative.text(),
        "b.txt\n",
        "a folder is named from where one is"
    );
}

#[test]
fn a_failure_is_one_sentence_or_one_object_and_nothing_on_standard_output() {
    let bench = Bench::new(&[("file", "")]);
    for (workspace, code) in [("none", "notFound"), ("file", "invalid")] {
        for verb in [
            &["files"][..],
            &["read", "x"],
            &["status"],
            &["serve"],
            &["sidecar", "status"],
        ] {
            let arguments = [verb, &["--workspace", workspace]].concat();
            let text = bench.run(&arguments);
            assert_eq!(
                (text.code, text.text().as_str()),
                (Some(1), ""),
                "{arguments:?}"
            );
            assert!(
                text.err.starts_with("tenon: ") && text.err.lines().count() == 1,
                "{}",
                text.err
            );
            let json = bench.run([&arguments[..], &["--json"]].concat());
            assert_eq!(json.code, Some(1), "{arguments:?}");
            assert_eq!(json.error()["code"], code, "{arguments:?}");
        }
    }
}

#[test]
fn what_is_refused_ends_with_status_3() {
    let bench = Bench::new(&[]);
    let folder = bench.runtime.path().join("tenon");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::set_permissions(&folder, Permissions::from_mode(0o755)).expect("loosened");
    let ran = bench.run(["serve", "--json"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert_eq!(ran.error()["code"], "permission");
    assert!(ran.error()["hint"].is_string(), "it says what to do");
}

#[test]
fn a_data_folder_of_its_own_takes_everything() {
    let bench = Bench::new(&[("a.txt", "a")]);
    let data = tempfile::tempdir().expect("a folder");
    let place = data.path().join("made/on/the/way").display().to_string();
    let verbs: &[&[&str]] = &[
        &["files"],
        &["read", "a.txt"],
        &["status"],
        &["profile", "create", "Work"],
        &["profile", "list"],
        &["sidecar", "status"],
        &["doctor"],
    ];
    for verb in verbs {
        let ran = bench.run([*verb, &["--data-dir", &place]].concat());
        assert_eq!(ran.code, Some(0), "{verb:?}: {}", ran.err);
    }
    let serve = Serve::start(&mut bench.command(["serve", "--json", "--data-dir", &place]));
    serve.signal(Signal::TERM);
    assert_eq!(serve.ended(), Some(0));
    assert!(data.path().join("made/on/the/way/app.db").is_file());
    assert_eq!(
        below(bench.home.path()),
        Vec::<std::path::PathBuf>::new(),
        "nothing is at home"
    );
    assert_eq!(
        bench.workspace.names(b""),
        [b"a.txt".to_vec()],
        "nor in the workspace"
    );
    assert_eq!(
        bench.sockets(),
        Vec::<std::path::PathBuf>::new(),
        "and no socket is left"
    );

    let mut variable = bench.command(["profile", "list", "--json"]);
    variable.env("TENON_DATA_DIR", &place);
    let names: Vec<_> = finish(&mut variable)
        .lines()
        .iter()
        .map(|profile| profile["name"].clone())
        .collect();
    assert!(
        names.contains(&"Work".into()),
        "the variable names it too: {names:?}"
    );
}

#[test]
fn data_at_home_is_the_person_s_alone() {
    let bench = Bench::new(&[]);
    assert_eq!(bench.run(["status"]).code, Some(0));
    let data = bench.home.path().join(".local/share/tenon");
    for path in below(&data).into_iter().chain([data]) {
        let mode = path.metadata().expect("it is there").permissions().mode();
        assert_eq!(
            mode & 0o077,
            0,
            "{} is open to others: {mode:o}",
            path.display()
        );
    }
    let keys = bench.home.path().join(".config/tenon/keys");
    assert_eq!(
        keys.metadata().expect("keys").permissions().mode() & 0o777,
        0o700
    );
}

#[test]
fn the_doctor_looks_at_everything() {
    let bench = Bench::new(&[]);
    let report = bench.run(["doctor", "--json"]).value();
    assert_eq!(report["ok"], true, "{report}");
    let checks = report["checks"].as_array().expect("a list");
    let find = |name: &str| {
        checks
            .iter()
            .find(|check| check["name"] == name)
            .expect("it is looked at")
    };
    assert_eq!(find("pty")["state"], "ok");
    assert_eq!(find("sidecar")["state"], "missing");
    assert_eq!(find("model")["state"], "missing");
    let text = bench.run(["doctor"]);
    assert_eq!(text.code, Some(0), "the sidecar is not needed");
    assert!(text.text().lines().count() >= checks.len());
    let elsewhere = bench
        .run(["doctor", "--json", "--workspace", "none"])
        .value();
    assert_eq!(
        elsewhere["ok"], true,
        "a folder that is not there is no fault of the machine's"
    );
}

#[test]
fn the_doctor_names_the_file_of_the_model_that_is_damaged_and_what_mends_it() {
    let bench = Bench::new(&[]);
    let folder = bench
        .home
        .path()
        .join(".cache/tenon/models/all-MiniLM-L6-v2");
    std::fs::create_dir_all(&folder).expect("folders");
    let sums = r#"{"format": 2, "files": {"model.onnx": "00", "tokenizer.json": "00"}}"#;
    std::fs::write(folder.join("checksums.json"), sums).expect("written");
    let look = || {
        let report = bench.run(["doctor", "--json"]).value();
        let checks = report["checks"].as_array().expect("a list").clone();
        let model = checks.into_iter().find(|check| check["name"] == "model");
        let model = model.expect("it is looked at");
        assert_eq!(
            (&report["ok"], &model["state"]),
            (&true.into(), &"missing".into())
        );
        assert!(model["hint"].is_string(), "{model}");
        model["detail"].as_str().expect("a sentence").to_owned()
    };
    assert!(look().contains("model.onnx is missing"), "{}", look());
    std::fs::write(folder.join("model.onnx"), "x").expect("written");
    assert!(look().contains("model.onnx is damaged"), "{}", look());
}
