//! `tenon runs`, from histories in a home folder to what is printed, with an owner and without one.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::bench::{Bench, Serve};

const SECRET: &str = concat!("ghp_", "0123456789abcdefghijABCDEFGHIJ012345");

/// A home with a history of each shell.
fn bench() -> Bench {
    let bench = Bench::new(&[("a.txt", "")]);
    let home = bench.home.path();
    let bash = format!(
        "#1700000000\ngit status\n#1700000010\nexport TOKEN={SECRET}\n#1700000020\n hidden\n#1700000030\nmake\ninstall\n"
    );
    fs::write(home.join(".bash_history"), bash).expect("written");
    let zsh = ": 1700000100:5;cargo test\n: 1700000200:0;git status\n";
    fs::write(home.join(".zsh_history"), zsh).expect("written");
    let fish = home.join(".local/share/fish");
    fs::create_dir_all(&fish).expect("made");
    let text = "- cmd: git checkout main\n  when: 1700000300\n";
    fs::write(fish.join("fish_history"), text).expect("written");
    bench
}

#[track_caller]
fn commands(bench: &Bench, arguments: &[&str]) -> Vec<String> {
    let ran = bench.run([&["runs", "--json"], arguments].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let command = |run: &Value| run["command"].as_str().expect("text").to_owned();
    ran.lines().iter().map(command).collect()
}

fn counts(value: &Value) -> (Option<i64>, Option<i64>, Option<i64>) {
    let count = |key: &str| value[key].as_i64();
    (count("added"), count("known"), count("excluded"))
}

#[test]
fn histories_are_taken_over_once_and_masked() {
    let bench = bench();
    let dry = bench.run(["runs", "import", "--dry-run", "--json"]);
    assert_eq!(dry.code, Some(0), "{}", dry.err);
    assert_eq!(commands(&bench, &[]), [""; 0], "nothing was written");
    let done = bench.run(["runs", "import", "--json"]);
    let told: Vec<_> = done.lines().iter().map(counts).collect();
    let (none, one) = (Some(0), Some(1));
    assert_eq!(
        told,
        [
            (one, none, none),
            (Some(2), none, none),
            (Some(3), none, one)
        ]
    );
    assert_eq!(dry.lines().iter().map(counts).collect::<Vec<_>>(), told);
    let again = bench.run(["runs", "import", "--json"]);
    let added = again
        .lines()
        .iter()
        .map(|one| counts(one).0)
        .collect::<Vec<_>>();
    assert_eq!(added, [none, none, none], "twice adds nothing");
    let all = commands(&bench, &[]);
    assert_eq!(all.len(), 6);
    assert_eq!(all[0], "git checkout main", "the newest first");
    assert_eq!(all[3], "make\ninstall");
    assert!(all[4].starts_with("export TOKEN=<REDACTED:"), "{}", all[4]);
    assert_eq!(commands(&bench, &["gco"]), ["git checkout main"]);
    assert_eq!(commands(&bench, &["status", "git"]).len(), 2);
    assert_eq!(commands(&bench, &["status", "--unique"]).len(), 1);
    assert_eq!(commands(&bench, &["--limit", "2"]).len(), 2);
    assert_eq!(
        commands(&bench, &["--since", "1700000250000"]),
        ["git checkout main"]
    );
    assert_eq!(
        commands(&bench, &["status", "--near", "/w"]).len(),
        2,
        "no history file tells the folder: nothing is left out"
    );
    let row = bench.run(["runs", "cargo", "--json"]).value();
    assert_eq!(row["startedAt"], 1_700_000_100_000_i64);
    assert_eq!(row["endedAt"], 1_700_000_105_000_i64);
    assert_eq!(
        (&row["source"], &row["state"]),
        (&"zsh".into(), &"ended".into())
    );
    assert_eq!(row["exit"], Value::Null, "no history file tells it");
    let table = bench.run(["runs"]).text();
    assert_eq!(table.lines().count(), 6, "{table}");
    assert!(
        table.contains("  make …\n") && table.contains("5.0 s"),
        "{table}"
    );
    let data = bench.home.path().join(".local/share/tenon");
    assert!(!held(&data, SECRET), "no file has the secret");
}

#[test]
fn what_was_forgotten_does_not_come_back_with_the_next_import() {
    let bench = bench();
    bench.run(["runs", "import"]);
    let gone = bench.run(["runs", "checkout", "--json"]).value();
    let reference = format!("run:{}", gone["id"].as_str().expect("an id"));
    for forget in [vec![reference.as_str()], vec!["--match", "cargo test"]] {
        let ran = bench.run([vec!["forget"], forget].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    }
    assert_eq!(commands(&bench, &[]).len(), 4);
    for arguments in [vec!["--dry-run"], vec![]] {
        let ran = bench.run([vec!["runs", "import", "--json"], arguments].concat());
        let told = ran.lines();
        let told = told.iter().map(|history| {
            let count = |key: &str| history[key].as_i64();
            (count("added"), count("known"), count("forgotten"))
        });
        let (none, one) = (Some(0), Some(1));
        assert_eq!(
            told.collect::<Vec<_>>(),
            [(none, none, one), (none, one, one), (none, Some(3), none)]
        );
    }
    assert_eq!(commands(&bench, &[]).len(), 4, "nothing came back");
    let text = bench.run(["runs", "import", "fish"]).text();
    assert!(
        text.ends_with("0 added, 0 known, 1 forgotten before\n"),
        "{text}"
    );
    let again = bench.run(["forget", &reference, "--json"]);
    assert_eq!(again.error()["code"], "notFound", "{}", again.err);
}

fn held(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .any(|entry| {
            let path = entry.path();
            match path.is_dir() {
                true => held(&path, text),
                false => {
                    let bytes = fs::read(&path).unwrap_or_default();
                    bytes
                        .windows(text.len())
                        .any(|part| part == text.as_bytes())
                }
            }
        })
}

#[test]
fn an_owner_answers_the_same() {
    let bench = bench();
    let import = bench.run(["runs", "import", "zsh"]);
    assert!(
        import.text().contains("2 commands: 2 added, 0 known"),
        "{}",
        import.text()
    );
    let alone = bench.run(["runs", "--json"]).lines();
    let _serve = Serve::start(&mut bench.command(["serve", "--json"]));
    assert_eq!(bench.run(["runs", "--json"]).lines(), alone);
    let done = bench.run(["runs", "import", "bash", "--json"]).value();
    assert_eq!(counts(&done).0, Some(3));
    assert_eq!(commands(&bench, &["make"]), ["make\ninstall"]);
    let id = alone[0]["id"].as_str().expect("an id").to_owned();
    let shown = bench
        .run(["runs", "show", &format!("run:{id}"), "--json"])
        .value();
    assert_eq!(
        (&shown["command"], &shown["output"]),
        (&"git status".into(), &"".into())
    );
    let found = bench
        .run(["search", "kind:command status", "--json"])
        .value();
    assert_eq!(
        (&found["kind"], &found["text"]),
        (&"command".into(), &"git status".into())
    );
    assert_eq!(found["ref"], format!("run:{id}"));
    let apart = ["search", "--json", "kind:command", "status", "git"];
    assert_eq!(
        bench.run(apart).value(),
        found,
        "several words are one query"
    );
    let ranked = [
        "search",
        "kind:command status",
        "--mode",
        "hybrid",
        "--json",
    ];
    assert_eq!(bench.run(ranked).value()["ref"], found["ref"]);
    let text = bench.run(["runs", "show", &id]).text();
    assert!(text.contains("noted by     zsh\n"), "{text}");
}

#[test]
fn bad_input_is_named() {
    let bench = bench();
    let file = bench.home.path().join("odd");
    fs::write(
        &file,
        "no database, and longer than its first page would have to be",
    )
    .expect("written");
    let odd = file.display().to_string();
    let image = bench.home.path().join("image.png");
    fs::write(
        &image,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0\xff\xfe\n\x80\x81",
    )
    .expect("written");
    let image = image.display().to_string();
    for (arguments, code, part) in [
        (vec!["--since", "soon"], "invalid", "\"soon\" is no moment"),
        (vec!["--cwd", "a.txt"], "invalid", "is no folder"),
        (vec!["--cwd", "gone"], "notFound", "it is not there"),
        (
            vec!["show", "run:0190e3b4-0000-7000-8000-000000000001"],
            "notFound",
            "There is no command run:0190e3b4",
        ),
        (
            vec!["show", "run:7"],
            "invalid",
            "a command is named run:ID",
        ),
        (vec!["--limit", "0"], "invalid", "0 is not in 1.."),
        (vec!["--near", "/w"], "invalid", "<QUERY>"),
        (vec!["import", "tcsh"], "invalid", "possible values: bash"),
        (
            vec!["import", "atuin"],
            "notFound",
            "There is no history of Atuin",
        ),
        (
            vec!["import", "atuin", "--file", &odd],
            "storage",
            "it is no database",
        ),
        (
            vec!["import", "bash", "--file", "/dev/null"],
            "invalid",
            "is no file",
        ),
        (
            vec!["import", "zsh", "--file", &image],
            "invalid",
            "is no text, so it is no history of a shell",
        ),
        (
            vec!["import", "bash", "--file", "gone"],
            "notFound",
            "gone\"",
        ),
        (vec!["import", "--file", "x"], "invalid", "<SOURCE>"),
    ] {
        let ran = bench.run([&["--json", "runs"], &arguments[..]].concat());
        let error = ran.error();
        assert_eq!(error["code"], code, "{arguments:?}: {error}");
        let message = error["message"].as_str().expect("text");
        assert!(message.contains(part), "{arguments:?}: {message}");
    }
}
