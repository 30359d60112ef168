//! Searching by meaning where nobody has the folder open, with the real sidecar.

use std::ffi::OsStr;
use std::path::PathBuf;

use serde_json::json;

use crate::bench::{Bench, Ran, below, finish};
use crate::read::given;
use crate::sidecar::real;

const FILES: &[(&str, &str)] = &[
    (
        "src/door.rs",
        "/// Opens it.\npub fn open_the_door(colour: &str) {\n    paint(colour);\n}\n",
    ),
    ("notes.txt", "The quick okapi goes on and on.\n"),
];

/// One call with a sidecar of its own; nothing where there is no Python for it.
fn alone<S: AsRef<OsStr>>(bench: &Bench, arguments: impl IntoIterator<Item = S>) -> Ran {
    let mut command = bench.command(arguments);
    command
        .env_remove("TENON_SIDECAR_PYTHON")
        .env("TENON_SIDECAR_ENGINE", "hashing");
    finish(&mut command)
}

fn vectors(bench: &Bench) -> PathBuf {
    let profiles = bench.home.path().join(".local/share/tenon/profiles");
    let mut all = below(&profiles).into_iter();
    all.find(|path| path.ends_with("vectors"))
        .expect("a folder of vectors")
}

#[track_caller]
fn finds(bench: &Bench, query: &str, place: &str) {
    let found = alone(
        bench,
        ["search", "--mode", "semantic", "--limit", "1", query],
    );
    assert!(
        found.text().starts_with(place),
        "{query}: {} {}",
        found.text(),
        found.err
    );
    assert_eq!((found.code, found.err.as_str()), (Some(0), ""), "{query}");
}

#[test]
fn damage_is_mended_and_changes_are_seen_before_the_answer() {
    let bench = Bench::new(FILES);
    if real(&bench).is_none() {
        return;
    }
    let made = alone(&bench, ["index", "--wait-for-meaning", "--json"]).value();
    assert_eq!(made["rows"], json!(2), "{made}");
    let cut = |ends: &str| {
        let files = below(&vectors(&bench)).into_iter();
        let files =
            files.filter(|path| path.is_file() && path.extension().is_some_and(|end| end == ends));
        for file in files {
            std::fs::write(&file, b"cut").expect("it is cut");
        }
    };
    std::fs::remove_dir_all(vectors(&bench)).expect("they are removed");
    finds(&bench, "okapi goes on", "notes.txt:1:");
    cut("lance");
    finds(&bench, "okapi goes on", "notes.txt:1:");
    cut("manifest");
    let at = |path: &str| bench.workspace.at(path.as_bytes());
    std::fs::rename(at("notes.txt"), at("moved.txt")).expect("it is moved");
    finds(&bench, "okapi goes on", "moved.txt:1:");
    bench
        .workspace
        .put(b"moved.txt", b"\n\nA slow tapir stands.\n");
    finds(&bench, "tapir stands", "moved.txt:3:");
    std::fs::remove_file(at("moved.txt")).expect("it is removed");
    let found = alone(
        &bench,
        ["search", "--mode", "hybrid", "--json", "tapir stands"],
    );
    let paths: Vec<_> = found
        .lines()
        .iter()
        .map(|row| row["path"].clone())
        .collect();
    assert_eq!(
        (paths, found.err.as_str()),
        (vec![json!("src/door.rs")], "")
    );
}

#[test]
fn a_folder_that_nobody_has_open_says_that_the_work_on_meaning_is_paused() {
    let bench = Bench::new(FILES);
    assert_eq!(
        bench.run(["status", "--json"]).value()["meaning"],
        json!(null)
    );
    let paused = bench.run(["index", "pause", "--meaning"]);
    assert_eq!(paused.code, Some(0), "{}", paused.err);
    let status = bench.run(["status"]);
    let told = "not open (0 unsaved) · by meaning: paused";
    assert!(status.text().contains(told), "{}", status.text());
    let status = bench.run(["status", "--json"]).value();
    assert_eq!(status["meaning"]["state"], json!("paused"), "{status}");
    assert_eq!(status["running"], json!(false));
    bench.run(["index", "resume", "--meaning"]);
    let status = bench.run(["status", "--json"]).value();
    assert_eq!(status["meaning"]["state"], json!("waiting"), "{status}");
    assert!(!bench.run(["status"]).text().contains("paused"));
}

#[test]
fn what_is_not_read_before_the_answer_is_counted() {
    let bench = Bench::new(FILES);
    if real(&bench).is_none() {
        return;
    }
    for n in 0..80 {
        let text = format!("pub fn number_{n}() {{\n    body_{n}();\n}}\n");
        bench
            .workspace
            .put(format!("src/f{n}.rs").as_bytes(), text.as_bytes());
    }
    let early = alone(&bench, ["search", "--mode", "semantic", "okapi"]);
    let told = "pieces of text cannot be found by meaning yet; \"tenon index --wait-for-meaning\"";
    assert!(early.err.contains(told), "{}", early.err);
}

#[test]
fn a_question_without_words_and_a_line_that_is_not_there_are_refused() {
    let bench = Bench::new(FILES);
    for asked in [
        &["--mode", "semantic", ""][..],
        &["--mode", "semantic", " \t "],
        &["--mode", "semantic", "lang:rust"],
        &["--mode", "hybrid", " "],
        &["--mode", "lexical", " "],
    ] {
        let done = bench.run(["search", "--json"].iter().chain(asked));
        assert_eq!(
            (done.code, &done.error()["code"]),
            (Some(1), &json!("invalid")),
            "{asked:?}"
        );
    }
    for place in ["src/door.rs:5", "src/door.rs:5-6"] {
        let error = bench.run(["search", "--json", "--like", place]).error();
        let told = "\"src/door.rs\" has 4 lines, so there is no line 5";
        assert_eq!(
            (&error["code"], &error["message"]),
            (&json!("invalid"), &json!(told))
        );
    }
}

#[test]
fn a_place_without_a_vector_is_compared_by_its_text() {
    let bench = Bench::new(FILES);
    if real(&bench).is_none() {
        return;
    }
    let like = |place: &str| {
        alone(
            &bench,
            ["search", "--json", "--like", place, "--limit", "1"],
        )
    };
    assert_eq!(like("notes.txt:1").lines()[0]["path"], "src/door.rs");
    bench.run(["index", "pause", "--meaning"]);
    bench
        .workspace
        .put(b"new.txt", b"Somebody comes to open the door.\n");
    let found = like("new.txt:1");
    assert_eq!(found.lines()[0]["path"], "src/door.rs", "{}", found.err);
    let told = "1 piece of text cannot be found by meaning yet";
    assert!(found.err.contains(told), "{}", found.err);
    let line = json!({ "id": 1, "query": "door", "mode": "hybrid" });
    let mut many = bench.command(["search", "--ndjson", "--json"]);
    many.env_remove("TENON_SIDECAR_PYTHON")
        .env("TENON_SIDECAR_ENGINE", "hashing");
    let answers = given(&mut many, format!("{line}\n").as_bytes()).lines();
    assert_eq!(answers[0]["missing"], json!(1), "{answers:?}");
}

/// Writes the person's settings, one value a line.
fn settings(bench: &Bench, lines: &[&str]) {
    let config = bench.home.path().join(".config/tenon");
    std::fs::create_dir_all(&config).expect("a folder");
    let text = format!("{{\n  {}\n}}\n", lines.join(",\n  "));
    std::fs::write(config.join("settings.json"), text).expect("written");
}

#[test]
fn a_value_that_does_not_hold_is_told_wherever_it_is_met() {
    let bench = Bench::new(FILES);
    let folder = "\"embeddings.engine\": \"folder\"";
    let server = "\"embeddings.engine\": \"ollama\"";
    let cases: [(&[&str], i32, &str, &str); 7] = [
        (
            &["\"embeddings.engine\": \"nothing\""],
            1,
            "invalid",
            "takes one of minilm",
        ),
        (&["\"embeddings.cpu\": 5"], 1, "invalid", "from 10 to 100"),
        (
            &[folder, "\"embeddings.folder\": \"/nowhere/at/all\""],
            1,
            "notFound",
            "is not there",
        ),
        (
            &[server, "\"embeddings.url\": \"127.0.0.1:11434\""],
            1,
            "invalid",
            "takes addresses such as",
        ),
        (
            &[
                server,
                "\"egress.engines\": [\"http://127.0.0.1:9\"]",
                "\"embeddings.url\": \"http://127.0.0.1:9\"",
            ],
            1,
            "invalid",
            "needs a model's name",
        ),
        (
            &[server, "\"embeddings.url\": \"http://127.0.0.1:9\""],
            3,
            "permission",
            "may not ask",
        ),
        (
            &[server, "\"embeddings.url\": \"https://api.example.com/v1\""],
            3,
            "permission",
            "on this machine only",
        ),
    ];
    for (lines, exit, code, words) in cases {
        settings(&bench, lines);
        let refused: [&[&str]; 3] = [
            &["search", "--json", "--mode", "semantic", "door"],
            &["search", "--json", "--like", "src/door.rs:2"],
            &["index", "--json", "--wait-for-meaning"],
        ];
        for asked in refused {
            let done = bench.run(asked);
            let error = done.error();
            assert_eq!(error["code"], code, "{asked:?}: {error}");
            let message = error["message"].as_str().unwrap_or_default();
            assert!(message.contains(words), "{asked:?}: {error}");
            assert!(error["hint"].is_string(), "{asked:?}: {error}");
            assert_eq!(done.code, Some(exit), "{asked:?}: {error}");
        }
        let hybrid = bench.run(["search", "--mode", "hybrid", "door"]);
        assert!(hybrid.text().starts_with("src/door.rs:"), "{}", hybrid.err);
        assert_eq!(hybrid.code, Some(0));
        let told = hybrid.err.contains("text only: ") && hybrid.err.contains(words);
        assert!(told, "{}", hybrid.err);
        let status = bench.run(["status", "--json"]).value();
        assert_eq!(status["meaning"]["state"], "failed", "{status}");
        assert_eq!(status["meaning"]["code"], code, "{status}");
        assert!(bench.run(["status"]).text().contains(words));
        let index = bench.run(["index", "status", "--json"]).value();
        assert_eq!(index["meaning"]["code"], code, "{index}");
        let doctor = bench.run(["doctor"]).text();
        let told =
            |line: &str| line.contains("meaning ") && line.contains(words) && line.contains(code);
        assert!(doctor.lines().any(told), "{doctor}");
    }
    // Words alone need no engine.
    let lexical = bench.run(["search", "--mode", "lexical", "door"]);
    assert_eq!((lexical.code, lexical.err.as_str()), (Some(0), ""));
    settings(&bench, &["\"embeddings.cpu\": 50"]);
    assert_eq!(
        bench.run(["status", "--json"]).value()["meaning"],
        json!(null)
    );
}

#[test]
fn a_damaged_record_is_said_and_what_is_whole_is_taken_over() {
    let bench = Bench::new(FILES);
    if real(&bench).is_none() {
        return;
    }
    let wait = ["index", "--wait-for-meaning", "--json"];
    let made = alone(&bench, wait).value();
    assert_eq!((&made["rows"], &made["embedded"]), (&json!(2), &json!(2)));
    let data = bench.home.path().join(".local/share/tenon");
    let all = below(&data).into_iter();
    let mut own = all.filter(|path| path.ends_with("meaning.db"));
    let file = own.next().expect("the record");
    std::fs::write(&file, [0x5a; 9_000]).expect("it is damaged");
    let again = alone(&bench, wait);
    let aside = format!("{}.damaged-", file.display());
    assert!(again.err.contains(&aside), "{}", again.err);
    let again = again.value();
    assert_eq!(
        (&again["rows"], &again["embedded"], &again["reused"]),
        (&json!(2), &json!(0), &json!(2)),
        "{again}"
    );
    finds(&bench, "okapi goes on", "notes.txt:1:");
    let doctor = bench.run(["doctor"]).text();
    assert!(doctor.contains(&aside), "{doctor}");
}

#[test]
fn an_engine_before_answers_with_a_word_on_what_is_wrong_but_never_for_a_server_elsewhere() {
    let bench = Bench::new(FILES);
    if real(&bench).is_none() {
        return;
    }
    alone(&bench, ["index", "--wait-for-meaning"]);
    settings(&bench, &["\"embeddings.cpu\": 5"]);
    let asked = ["search", "--mode", "semantic", "okapi goes on"];
    let found = alone(&bench, asked);
    assert!(found.text().starts_with("notes.txt:1:"), "{}", found.err);
    assert!(found.err.contains("from 10 to 100"), "{}", found.err);
    settings(&bench, &["\"embeddings.url\": \"https://api.example.com\""]);
    let refused = alone(&bench, asked);
    assert_eq!((refused.code, refused.text().as_str()), (Some(3), ""));
}
