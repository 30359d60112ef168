//! `tenon search --mode lexical` and `kind:symbol`, as a script would.

use serde_json::{Value, json};

use crate::bench::{Bench, Serve, finish};
use crate::read::with_input;
use crate::sidecar::real;

const FILES: &[(&str, &str)] = &[
    (
        "src/parse.rs",
        "//! Reading.\n\n/// Reads the header of a packet.\n#[inline]\npub fn read_packet_header(bytes: &[u8]) -> u8 {\n    bytes[0]\n}\n\npub fn unrelated() {}\n",
    ),
    ("notes.txt", "The quick okapi goes on.\n"),
    ("web/app.ts", "export function openWindow() { return 1; }\n"),
];

fn paths(rows: &[Value]) -> Vec<(&str, &Value)> {
    rows.iter()
        .map(|row| (row["path"].as_str().unwrap_or_default(), &row["line"]))
        .collect()
}

#[test]
fn a_sentence_finds_the_piece_it_shares_words_with_by_the_line_of_its_name() {
    let bench = Bench::new(FILES);
    let ask = |query: &str| {
        let asked = [
            "search", "--mode", "lexical", query, "--limit", "1", "--json",
        ];
        bench.run(asked).lines()
    };
    let found = ask("how is the header of a packet read, and who catches dragons?");
    assert_eq!(paths(&found), [("src/parse.rs", &json!(5))], "{found:?}");
    assert_eq!(found[0]["score"], json!(1.0));
    assert!(
        found[0]["ref"]
            .as_str()
            .is_some_and(|it| it.starts_with("symbol:"))
    );
    // What is no field is a word, and fields narrow.
    let found = ask("\"header window( ast:x lang:typescript");
    assert_eq!(paths(&found), [("web/app.ts", &json!(1))], "{found:?}");
    // Text without a grammar counts too.
    let found = ask("where does an okapi go");
    assert_eq!(paths(&found), [("notes.txt", &json!(1))], "{found:?}");
    assert_eq!(ask("zebra"), [] as [Value; 0]);
}

#[test]
fn a_field_that_cannot_be_read_is_refused_and_named() {
    let bench = Bench::new(FILES);
    for field in ["lang:nosuch", "kind:NotFound"] {
        let asked = format!("{field} where does an okapi go");
        let done = bench.run(["search", "--mode", "lexical", &asked, "--json"]);
        let error = done.error();
        assert_eq!((done.code, &error["code"]), (Some(1), &json!("invalid")));
        let value = field.split(':').nth(1).unwrap_or_default();
        assert!(error.to_string().contains(value), "{error}");
    }
}

#[test]
fn what_a_ranking_does_not_heed_is_refused_and_named() {
    let bench = Bench::new(FILES);
    let modes: &[&[&str]] = &[
        &["okapi", "--mode", "lexical"],
        &["okapi", "--mode", "semantic"],
        &["okapi", "--mode", "hybrid"],
        &["--like", "notes.txt:1"],
    ];
    let options: &[&[&str]] = &[
        &["--hidden"],
        &["--no-ignore"],
        &["--word"],
        &["--case"],
        &["--smart-case"],
        &["--context", "2"],
        &["--kind", "file"],
    ];
    for mode in modes {
        for option in options {
            let done = bench.run([&["search"], *mode, *option].concat());
            assert_eq!(done.code, Some(2), "{mode:?} {option:?}: {}", done.err);
            let start = format!("error: \"{}", option[0]);
            assert!(done.err.starts_with(&start), "{}", done.err);
            let named = mode.iter().find(|word| word.starts_with("--"));
            assert!(done.err.contains(named.expect("one")), "{}", done.err);
            assert!(done.err.contains("Leave it out, or "), "{}", done.err);
        }
    }
    let heeded = ["--ignore-case", "--path", "*.txt", "--limit", "1"];
    let asked = [&["search", "OKAPI", "--mode", "lexical"][..], &heeded].concat();
    let done = bench.run(asked);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.text().starts_with("notes.txt:1:"), "{}", done.text());
    // A line that asks so is answered by an error of its own.
    let line = json!({ "id": 1, "query": "okapi", "mode": "lexical", "noIgnore": true });
    let line = format!("{line}\n");
    let done = with_input(&bench, &["search", "--ndjson"], line.as_bytes());
    let error = done.lines().remove(0)["error"].clone();
    assert_eq!((done.code, &error["code"]), (Some(1), &json!("invalid")));
    let message = error["message"].as_str().expect("a message");
    let start = "\"noIgnore\" does not go with \"mode\": \"lexical\": ";
    assert!(message.starts_with(start), "{message}");
}

#[test]
fn lines_of_files_that_are_too_large_to_be_ranked_are_found_below_the_others() {
    let bench = Bench::new(FILES);
    let filler = "nothing of interest stands in this line\n".repeat((5 << 20) / 40);
    let large = format!("{filler}the Wombat met an okapi\n{filler}only an okapi\n");
    bench.workspace.put(b"large.log", large.as_bytes());
    let ask = |more: &[&str]| bench.run([&["search", "--json"], more].concat());
    for mode in ["lexical", "hybrid"] {
        let done = ask(&["--mode", mode, "where is a wombat?"]);
        assert_eq!(done.code, Some(0), "{}", done.err);
        let rows = done.lines();
        let last = rows.last().expect("a row");
        assert_eq!(paths(&rows).last(), Some(&("large.log", &json!(131_073))));
        assert_eq!(
            (&last["column"], &last["lists"]),
            (&json!(5), &json!(["text"]))
        );
        let why = last["why"].as_str().expect("a reason");
        assert!(why.contains("wombat") && why.contains("too large"), "{why}");
        assert!(!done.err.contains("large.log"), "{}", done.err);
    }
    let both = ask(&["--mode", "lexical", "okapi wombat"]).lines();
    let places = paths(&both);
    let first = ("notes.txt", &json!(1));
    assert_eq!((places[0], places.len()), (first, 3), "{both:?}");
    assert_eq!(
        places[1],
        ("large.log", &json!(131_073)),
        "it has both words"
    );
    assert!(both[1]["score"].as_f64() <= both[0]["score"].as_f64());
    // Where there is no room for it, or only meaning counts, it is said.
    let full = ask(&["--mode", "lexical", "okapi", "--limit", "1"]);
    assert_eq!((full.code, full.lines().len()), (Some(0), 1));
    let told: Value = serde_json::from_str(&full.err).expect("a notice");
    let told = told["notice"].as_str().expect("a sentence");
    assert!(told.starts_with("large.log was not looked at"), "{told}");
    assert!(told.contains("larger than 4 MiB"), "{told}");
    let elsewhere = ask(&[
        "--mode", "lexical", "okapi", "--limit", "1", "--path", "*.txt",
    ]);
    assert_eq!(elsewhere.err, "", "it was not asked for");
    let line = json!({ "id": 1, "query": "okapi", "mode": "lexical", "limit": 1 });
    let done = with_input(
        &bench,
        &["search", "--ndjson"],
        format!("{line}\n").as_bytes(),
    );
    let unranked = &done.lines()[0]["unranked"];
    assert_eq!(unranked[0]["path"], "large.log", "{unranked}");
}

#[test]
fn what_would_narrow_a_replacing_without_a_word_is_refused() {
    let bench = Bench::new(FILES);
    for more in [["--limit", "1"], ["--mode", "lexical"], ["--kind", "file"]] {
        let asked = ["search", "okapi", "--replace", "x", more[0], more[1]];
        assert_ne!(bench.run(asked).code, Some(0), "{more:?}");
    }
    let asked = ["search", "kind:file okapi", "--replace", "x"];
    assert_ne!(bench.run(asked).code, Some(0), "a field says it too");
    assert_eq!(
        bench.workspace.bytes(b"notes.txt"),
        b"The quick okapi goes on.\n"
    );
}

#[test]
fn symbols_are_rows_of_a_search_beside_text() {
    let bench = Bench::new(FILES);
    let rows = |query: &str| bench.run(["search", query, "--json"]).lines();
    let found = rows("sym:packet");
    assert_eq!(paths(&found), [("src/parse.rs", &json!(5))], "{found:?}");
    assert_eq!(found[0]["kind"], "symbol");
    assert_eq!(
        paths(&rows("kind:symbol open path:web")),
        [("web/app.ts", &json!(1))]
    );
    assert_eq!(rows("kind:symbol open path:src"), [] as [Value; 0]);
}

#[test]
fn many_questions_may_be_ranked_or_not_line_by_line() {
    let bench = Bench::new(FILES);
    let asked = [
        json!({ "id": "a", "query": "packet header", "mode": "lexical", "limit": 1 }),
        json!({ "id": "b", "query": "fn unrelated", "literal": true }),
        json!({ "id": "c", "query": "(", "regex": true }),
    ];
    let lines: String = asked.iter().map(|line| format!("{line}\n")).collect();
    let done = with_input(&bench, &["search", "--ndjson", "--json"], lines.as_bytes());
    let answers = done.lines();
    assert_eq!(answers[0]["hits"][0]["line"], json!(5), "{answers:?}");
    assert_eq!(answers[1]["hits"][0]["line"], json!(9), "{answers:?}");
    assert_eq!(answers[2]["error"]["code"], "invalid", "{answers:?}");
    assert_eq!(done.code, Some(1));
}

#[test]
fn without_a_sidecar_both_together_answer_by_text_and_meaning_alone_fails() {
    let bench = Bench::new(FILES);
    let ask = |more: &[&str]| {
        let asked = ["search", "--json", "--limit", "1"].iter().chain(more);
        bench.run(asked)
    };
    let done = ask(&["--mode", "hybrid", "read packet header"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(paths(&done.lines()), [("src/parse.rs", &json!(5))]);
    assert_eq!(done.lines()[0]["lists"], json!(["text", "symbol"]));
    assert!(done.err.contains("text only: "), "{}", done.err);
    for more in [
        &["--mode", "semantic", "read packet header"][..],
        &["--like", "src/parse.rs:6"],
        &["--like", "src/parse.rs:5-7"],
    ] {
        let done = ask(more);
        assert_eq!(done.code, Some(1), "{more:?}");
        let error = done.error();
        assert_eq!(error["code"], "sidecarUnavailable", "{error}");
        assert!(error["hint"].is_string(), "{error}");
    }
    for like in ["src/parse.rs", "src/parse.rs:x", ":-", "src/parse.rs:3-"] {
        let done = ask(&["--like", like]);
        assert_eq!(
            (done.code, &done.error()["code"]),
            (Some(2), &json!("invalid")),
            "{like}"
        );
    }
    let asked = json!({ "id": 1, "query": "packet header", "mode": "hybrid", "limit": 1 });
    let like = json!({ "id": 2, "like": "src/parse.rs:6" });
    let lines = format!("{asked}\n{like}\n");
    let answers = with_input(&bench, &["search", "--ndjson", "--json"], lines.as_bytes()).lines();
    assert_eq!(
        answers[0]["textOnly"]["code"], "sidecarUnavailable",
        "{answers:?}"
    );
    assert_eq!(answers[0]["hits"][0]["line"], json!(5), "{answers:?}");
    assert_eq!(
        answers[1]["error"]["code"], "sidecarUnavailable",
        "{answers:?}"
    );
}

#[test]
fn with_a_sidecar_rows_come_by_meaning_are_narrowed_before_and_are_like_a_place() {
    let bench = Bench::new(FILES);
    let Some(mut command) = real(&bench) else {
        return;
    };
    let mut alone = bench.command(["search", "--mode", "semantic", "okapi"]);
    alone
        .env_remove("TENON_SIDECAR_PYTHON")
        .env("TENON_SIDECAR_ENGINE", "hashing");
    let early = finish(&mut alone);
    assert_eq!(early.code, Some(0), "{}", early.err);
    assert_eq!(early.err, "", "so few are read before the answer");
    assert!(early.text().starts_with("notes.txt:1:"), "{}", early.text());
    let _serve = Serve::start(&mut command);
    let waited = bench.run(["index", "--wait-for-meaning", "--json"]);
    assert_eq!(waited.code, Some(0), "{}", waited.err);
    let ask = |more: &[&str]| {
        let done = bench.run(["search", "--json"].iter().chain(more));
        assert_eq!((done.code, done.err.as_str()), (Some(0), ""), "{more:?}");
        done.lines()
    };
    let found = ask(&["--mode", "semantic", "the quick okapi goes on"]);
    assert_eq!(paths(&found)[0], ("notes.txt", &json!(1)), "{found:?}");
    assert!(
        found.len() > 1,
        "what shares no word is found too: {found:?}"
    );
    assert!(
        found.iter().all(|row| row["lists"] == json!(["meaning"])),
        "{found:?}"
    );
    assert_eq!(found[0]["score"], json!(1.0));
    assert!(found[0].get("ref").is_none(), "it is about no symbol");
    let narrowed = ask(&["--mode", "semantic", "okapi lang:rust", "--limit", "1"]);
    assert_eq!(narrowed[0]["path"], "src/parse.rs", "{narrowed:?}");
    let narrowed = ask(&["--mode", "semantic", "okapi", "--path", "web/**"]);
    assert_eq!(paths(&narrowed), [("web/app.ts", &json!(1))]);
    assert_eq!(
        narrowed[0]["ref"].as_str().map(|it| &it[..7]),
        Some("symbol:")
    );
    assert_eq!(
        ask(&["--mode", "semantic", "okapi path:nowhere"]),
        [] as [Value; 0]
    );

    let both = ask(&["--mode", "hybrid", "read packet header"]);
    assert_eq!(
        both[0]["lists"],
        json!(["text", "symbol", "meaning"]),
        "{both:?}"
    );
    assert_eq!(paths(&both)[0], ("src/parse.rs", &json!(5)));

    let like = ask(&["--like", "src/parse.rs:6"]);
    assert!(
        !like.is_empty()
            && paths(&like)
                .iter()
                .all(|at| *at != ("src/parse.rs", &json!(5))),
        "{like:?}"
    );
    let like = ask(&["--like", "notes.txt:1-1", "--limit", "1"]);
    assert!(paths(&like)[0].0 != "notes.txt", "{like:?}");
}

/// A call that lasts ends its process with it.
struct Lasting(std::process::Child);

impl Drop for Lasting {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_call_that_lasts_answers_the_others_in_a_folder_without_an_owner() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new(&[("src/door.rs", "fn open_door() { hinge(); }\n")]);
    let python = bench.home.path().join("python");
    // Behind the lock it can start nothing else, and ends with whoever started it.
    let script = "#!/bin/sh\nwhile read -r line; do :; done\n";
    std::fs::write(&python, script).expect("a sidecar that never answers");
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&python, mode).expect("it runs");
    let mut command = bench.command(["index", "--wait-for-meaning"]);
    let command = command.env("TENON_SIDECAR_PYTHON", &python);
    let child = command.stderr(std::process::Stdio::null()).spawn();
    let _lasting = Lasting(child.expect("it starts"));
    tenon_testkit::wait_until("it owns the folder and answers", || {
        let status = bench.run(["status", "--json"]);
        status.code == Some(0) && status.value()["running"] == true
    });
    for asked in [
        &["search", "--mode", "lexical", "hinge"][..],
        &["symbols", "door"],
        &["index", "status"],
        &["entities"],
    ] {
        let done = bench.run(asked);
        assert_eq!(done.code, Some(0), "{asked:?}: {}", done.err);
    }
}
