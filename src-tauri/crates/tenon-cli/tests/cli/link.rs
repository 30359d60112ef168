//! `tenon link`.

use serde_json::{Value, json};

use crate::bench::{Bench, Serve};
use crate::sidecar::real;

fn listed(bench: &Bench, of: &[&str]) -> Vec<Value> {
    let ran = bench.run([&["link", "list", "--json"], of].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.lines()
}

#[test]
fn links_are_added_listed_and_removed_with_an_owner_and_without() {
    let bench = Bench::new(&[("a.txt", ""), ("b.txt", "")]);
    assert_eq!(
        listed(&bench, &[]),
        [] as [Value; 0],
        "nothing was ever opened"
    );
    let made = bench.run(["link", "add", "file:a.txt", "file:b.txt", "--json"]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    let link = made.lines()[0].clone();
    let about = (&link["kind"], &link["origin"], &link["confidence"]);
    let files = (&link["fromFile"], &link["toFile"]);
    assert_eq!(files, (&json!("a.txt"), &json!("b.txt")), "paths are text");
    assert_eq!(about, (&json!("related"), &json!("person"), &json!(1.0)));
    let _serve = Serve::start(&mut bench.command(["serve", "--json"]));
    let only = std::slice::from_ref(&link);
    assert_eq!(listed(&bench, &[]), only, "the owner knows it");
    assert_eq!(listed(&bench, &["file:b.txt"]), only);
    let to = link["to"].as_str().expect("a reference");
    let told = bench.run(["link", "add", "file:a.txt", to]);
    let from = link["from"].as_str().expect("a reference");
    let id = link["id"].as_str().expect("an id");
    assert_eq!(
        told.text().trim_end(),
        format!("{id}  file:a.txt -> file:b.txt"),
        "the same one, by the names of its files"
    );
    let itself = bench.run(["link", "add", from, from, "--json"]);
    assert_eq!(
        (itself.code, &itself.error()["code"]),
        (Some(1), &json!("invalid"))
    );
    let line = bench
        .run(["link", "add", from, "file:b.txt:12", "--json"])
        .error();
    assert_eq!(line["code"], json!("invalid"));
    let hint = line["hint"].as_str().unwrap_or_default();
    assert!(hint.contains("\"file:b.txt\""), "{line}");
    let removed = bench.run(["link", "remove", id, "--json"]);
    assert_eq!(removed.lines(), [json!({ "removed": id })]);
    assert_eq!(listed(&bench, &[]), [] as [Value; 0]);
    let again = bench.run(["link", "remove", id, "--json"]);
    assert_eq!(
        (again.code, &again.error()["code"]),
        (Some(1), &json!("notFound"))
    );
    let wrong = bench.run(["link", "remove", "x"]);
    assert_eq!(wrong.code, Some(2), "no identity at all");
    let wrong = bench.run(["link", "add", "file:a.txt", "b.txt"]);
    assert_eq!(wrong.code, Some(2), "no reference");
    let wrong = bench.run(["link", "list", "b.txt"]);
    assert_eq!(wrong.code, Some(2), "no reference");
}

const CODE: &str = "fn drain_sink() -> u8 {\n    // See T-14.\n    2\n}\n";
const NOTE: &str = "# Plan\n\nOf `drain_sink`.\n";
const TASK: &str = "---\nid: T-14\ntitle: Cap it\nstatus: To Do\n---\n\nSee notes/plan.md.\n";

fn asked(bench: &Bench, words: &[&str]) -> Vec<Value> {
    let ran = bench.run([&["link"], words, &["--json"]].concat());
    assert_eq!(ran.code, Some(0), "{words:?} {}", ran.err);
    ran.lines()
}

#[test]
fn what_is_linked_to_a_thing_is_printed_and_guesses_are_judged() {
    let bench = Bench::new(&[
        ("src/sink.rs", CODE),
        ("notes/plan.md", NOTE),
        (".tenon/tasks/T-14 Cap it.md", TASK),
    ]);
    let rows = asked(&bench, &["graph", "task:T-14"]);
    let things = rows.iter().filter_map(|row| row["thing"]["title"].as_str());
    let mut things: Vec<_> = things.collect();
    assert_eq!(things.remove(0), "Cap it", "the one that is asked about");
    things.sort_unstable();
    assert_eq!(things, ["Plan", "drain_sink"]);
    let edges = rows.iter().filter(|row| !row["edge"].is_null()).count();
    assert_eq!(edges, 2, "{rows:?}");
    let told = bench.run(["link", "graph", "task:T-14"]);
    let line = "task:T-14 Cap it -mentions-> note Plan  \"notes/plan.md\" in the task  .tenon/tasks/T-14 Cap it.md:7";
    assert!(told.text().lines().any(|it| it == line), "{}", told.text());

    let counts = asked(&bench, &["counts", "task:T-14"]);
    assert_eq!(counts[0]["files"], json!(2));
    let told = bench
        .run(["link", "counts", "task:T-14", "task:T-9"])
        .text();
    let lines = [
        "task:T-14  2 files, 0 commands, 0 commits  notes/plan.md · src/sink.rs",
        "task:T-9  0 files, 0 commands, 0 commits",
    ];
    assert_eq!(told.lines().collect::<Vec<_>>(), lines);

    let above = asked(&bench, &["above", "src/sink.rs"]);
    assert_eq!(above[0]["things"][0]["ref"], json!("task:T-14"));
    let told = bench.run(["link", "above", "src/sink.rs"]).text();
    assert_eq!(told.trim_end(), "1: drain_sink: T-14");

    let guessed = asked(&bench, &["suggest"]);
    let edge = guessed.iter().find(|row| !row["edge"].is_null());
    let edge = &edge.expect("one")["edge"];
    assert_eq!(edge["reason"], json!("same symbol: drain_sink"));
    let to = edge["to"].as_str().expect("a symbol");
    asked(&bench, &["reject", "note:notes/plan.md", to]);
    assert_eq!(
        asked(&bench, &["suggest", "note:plan"]).len(),
        1,
        "the note alone"
    );
    asked(
        &bench,
        &["accept", "note:notes/plan.md", to, "--kind", "similar"],
    );
    let rows = asked(
        &bench,
        &["graph", "note:notes/plan.md", "--kind", "similar"],
    );
    assert_eq!(rows.len(), 3, "the note, the symbol and the link: {rows:?}");
}

#[test]
fn a_thing_that_is_not_there_is_a_sentence_and_a_wrong_word_is_wrong_usage() {
    let bench = Bench::new(&[("a.txt", "")]);
    let gone = bench.run(["link", "graph", "note:notes/x.md"]);
    assert_eq!((gone.code, gone.text().as_str()), (Some(1), ""));
    let gone = bench
        .run(["link", "graph", "note:notes/x.md", "--json"])
        .error();
    assert_eq!(gone["code"], json!("notFound"));
    let none = bench.run(["link", "accept", "file:a.txt", "note:x", "--json"]);
    assert_eq!(
        (none.code, &none.error()["code"]),
        (Some(1), &json!("notFound"))
    );
    for wrong in [
        &["link", "graph", "file:a.txt", "--depth", "4"][..],
        &["link", "graph", "file:a.txt", "--kind", "loves"],
        &["link", "graph", "a.txt"],
    ] {
        assert_eq!(bench.run(wrong).code, Some(2), "{wrong:?}");
    }
}

#[test]
fn a_link_to_a_symbol_is_listed_by_its_name_and_place() {
    let bench = Bench::new(&[("src/sink.rs", CODE), ("a.txt", "")]);
    let found = bench.run(["symbols", "drain_sink", "--json"]).lines();
    let id = found[0]["id"].as_str().expect("an id").to_owned();
    let symbol = format!("symbol:{id}");
    let made = bench.run(["link", "add", "file:a.txt", &symbol]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    let told = bench.run(["link", "list"]).text();
    let said = "file:a.txt -> symbol drain_sink (src/sink.rs:1)";
    assert!(told.trim_end().ends_with(said), "{told}");
}

#[test]
fn links_to_symbols_follow_lines_and_names_between_calls_without_an_owner() {
    let code = "pub struct Meter;\n\nimpl Meter {\n    pub fn tick(&self) -> u8 {\n        41 + 1\n    }\n\n    pub fn reset_all(&self) -> u8 {\n        7 * 3\n    }\n}\n";
    let other = "pub fn unrelated() -> u8 {\n    let x = 5;\n    let y = 6;\n    x + y\n        + 7\n        + 8\n        + 9\n        + 10\n}\n\n";
    let bench = Bench::new(&[
        ("a.rs", code),
        ("line.md", "See a.rs:9.\n"),
        ("name.md", "See [[Meter::tick]].\n"),
    ]);
    let symbols = |note: &str| {
        let ran = bench.run(["link", "graph", note, "--json"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let lines = ran.lines();
        let things = lines.iter().map(|line| &line["thing"]);
        things
            .filter(|thing| thing["kind"] == "symbol")
            .map(|thing| thing["title"].as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(symbols("note:line.md"), ["Meter::reset_all"]);
    assert_eq!(symbols("note:name.md"), ["Meter::tick"]);
    let changed = format!("{other}{}", code.replace("fn tick", "fn tick_slowly"));
    bench.workspace.put(b"a.rs", changed.as_bytes());
    assert_eq!(symbols("note:line.md"), ["Meter::reset_all"]);
    assert_eq!(symbols("note:name.md"), ["Meter::tick_slowly"]);
}

#[test]
fn what_is_alike_in_meaning_is_suggested_and_judged_from_either_end() {
    let words = "wobbly okapi migrates sideways across seven frozen lagoons";
    let code = format!("// {words}\nfn go() {{}}\n");
    let bench = Bench::new(&[
        ("okapi.md", words),
        ("go.rs", &code),
        ("b.rs", "fn b() {}\n"),
    ]);
    let Some(mut command) = real(&bench) else {
        return;
    };
    let _serve = Serve::start(&mut command);
    let waited = bench.run(["index", "--wait-for-meaning", "--json"]);
    assert_eq!(waited.code, Some(0), "{}", waited.err);
    let suggested = |of: &[&str]| {
        let ran = bench.run([&["link", "suggest", "--json"], of].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let lines = ran.lines().into_iter();
        lines
            .filter(|line| !line["edge"].is_null())
            .map(|line| (line["edge"]["from"].clone(), line["edge"]["to"].clone()))
            .collect::<Vec<_>>()
    };
    let all = suggested(&[]);
    assert_eq!(all.len(), 1, "no note is named: {all:?}");
    // The file is alike to the note; the note is nearer to what is in the file.
    let of_file = suggested(&["file:go.rs"]);
    assert_eq!(of_file.len(), 1, "{of_file:?}");
    let (from, to) = &of_file[0];
    let ends = [from, to].map(|end| end.as_str().expect("a reference"));
    let ran = bench.run(["link", "reject", ends[0], ends[1]]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(suggested(&["file:go.rs"]).is_empty());
}
