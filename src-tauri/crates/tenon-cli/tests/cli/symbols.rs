//! `tenon symbols`.

use serde_json::{Value, json};
use tenon_testkit::TempWorkspace;

use crate::bench::Bench;

fn write(workspace: &TempWorkspace, path: &str, text: &str) {
    let file = workspace.at(path.as_bytes());
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    std::fs::write(file, text).expect("written");
}

fn bench() -> Bench {
    Bench::new(&[
        (".git/config", ""),
        (".gitignore", "left\n"),
        ("src/b.py", "@decorated\ndef later():\n    pass\n"),
        (
            "src/a.rs",
            "struct S;\nimpl S {\n    #[inline]\n    fn go(&self) {}\n}\n",
        ),
        ("left/x.rs", "fn ignored() {}\n"),
        (".hidden/x.rs", "fn hidden() {}\n"),
        ("text.txt", "fn none() {}\n"),
        ("run", "#!/bin/sh\nstart() { :; }\n"),
    ])
}

fn names(lines: &[Value]) -> Vec<&str> {
    lines
        .iter()
        .filter_map(|line| line["name"].as_str())
        .collect()
}

#[test]
fn all_symbols_come_by_path_and_line_and_keep_their_ids() {
    let bench = bench();
    let first = bench.run(["symbols", "--json"]);
    assert_eq!(first.code, Some(0), "{}", first.err);
    let lines = first.lines();
    assert_eq!(names(&lines), ["start", "S", "go", "later"]);
    let mut go = lines[2].clone();
    assert!(go["id"].as_str().is_some_and(|id| id.len() == 36));
    go["id"] = Value::Null;
    let expected = json!({ "id": null, "path": "src/a.rs", "line": 4, "kind": "method", "name": "go", "parent": ["S"] });
    assert_eq!(go, expected);
    assert_eq!(lines[3]["line"], 2, "the line of the name");
    write(
        &bench.workspace,
        "src/a.rs",
        "\n\nstruct S;\nimpl S {\n    fn go(&self) {}\n}\n",
    );
    let again = bench.run(["symbols", "--json"]).lines();
    let ids = |lines: &[Value]| {
        lines
            .iter()
            .map(|line| line["id"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&lines), ids(&again));
    assert_eq!(again[2]["line"], 5);
}

#[test]
fn what_exists_is_a_path_and_all_else_a_name() {
    let bench = bench();
    let run = |arguments: &[&str]| {
        let ran = bench.run([&["symbols", "--json"], arguments].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        ran.lines()
            .iter()
            .map(|line| line["name"].as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(run(&["src"]), ["S", "go", "later"]);
    assert_eq!(run(&["./src/"]), ["S", "go", "later"]);
    assert_eq!(run(&["src/b.py"]), ["later"]);
    assert_eq!(run(&["src", "--limit", "1"]), ["S"]);
    assert_eq!(run(&["ltr"]), ["later"]);
    assert_eq!(run(&["S::go"]), ["go"]);
    assert_eq!(run(&["nothing_like_it"]), Vec::<String>::new());
    assert_eq!(
        run(&["left/x.rs"]),
        ["ignored"],
        "what is named is looked at"
    );
    assert_eq!(run(&["text.txt"]), Vec::<String>::new());
    let text = bench.run(["symbols", "go"]).text();
    assert_eq!(text, "src/a.rs:4: method S › go\n");
}

#[test]
fn a_path_that_leads_out_is_refused() {
    let bench = bench();
    let ran = bench.run(["symbols", "--json", "../.."]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert_eq!(ran.error()["code"], "permission");
}

#[test]
fn without_a_place_for_data_the_files_answer_and_it_is_said() {
    let bench = bench();
    let file = bench.home.path().join("file");
    std::fs::write(&file, "").expect("written");
    let place = file.join("data").display().to_string();
    let run = |arguments: &[&str]| {
        let ran = bench.run([&["--data-dir", &place, "symbols", "--json"], arguments].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(ran.err.contains("their ids are not kept"), "{}", ran.err);
        let lines = ran.lines();
        names(&lines).join(" ")
    };
    assert_eq!(run(&[]), "start S go later");
    assert_eq!(run(&["src/b.py"]), "later");
    assert_eq!(run(&["S::go"]), "go");
}

#[test]
fn ids_that_were_lost_are_told() {
    let bench = bench();
    bench.run(["symbols"]);
    let mut folders = vec![bench.home.path().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.ends_with("workspace.db") {
                std::fs::remove_file(path).expect("removed");
            } else if path.ends_with("index") {
                std::fs::remove_dir_all(path).expect("removed");
            } else if path.is_dir() {
                folders.push(path);
            }
        }
    }
    let ran = bench.run(["symbols"]);
    assert!(ran.err.contains("all of them have new ids"), "{}", ran.err);
    let again = bench.run(["symbols"]);
    assert!(!again.err.contains("ids"), "{}", again.err);
}
