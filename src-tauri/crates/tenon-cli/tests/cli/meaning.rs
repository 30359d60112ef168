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
    ] {
        let done = bench.run(["search", "--json"].iter().chain(asked));
        assert_eq!(
            (done.code, &done.error()["code"]),
            (Some(1), &json!("invalid")),
            "{asked:?}"
        );
    }
    for asked in [["--mode", "hybrid"], ["--mode", "lexical"]] {
        let done = bench.run(["search", "--json", " "].iter().chain(&asked));
        assert_eq!(
            (done.code, done.text().as_str()),
            (Some(0), ""),
            "{asked:?}"
        );
    }
    for place in ["src/door.rs:5", "src/door.rs:2-5"] {
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
