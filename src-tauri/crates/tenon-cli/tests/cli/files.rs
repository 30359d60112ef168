//! `tenon files`.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::bench::{Bench, end, finish};

/// A tree with every kind of ignore rule and every odd name.
fn tree() -> Bench {
    let bench = Bench::new(&[
        (".git/config", ""),
        (".git/info/exclude", "excluded\n"),
        (".gitignore", "*.log\n!keep.log\n/target\n"),
        (".ignore", "from-ignore\n"),
        (".rgignore", "from-rgignore\n"),
        ("a.log", ""),
        ("keep.log", ""),
        ("target/x", ""),
        ("sub/target/x", ""),
        ("sub/.gitignore", "!a.log\ninner\n"),
        ("sub/a.log", ""),
        ("sub/inner/x", ""),
        ("from-ignore/x", ""),
        ("from-rgignore/x", ""),
        ("excluded", ""),
        (".hidden/x", ""),
        (".env", ""),
        ("src/main.rs", ""),
    ]);
    bench.workspace.add_odd_names();
    symlink("src", bench.workspace.at(b"to-src")).expect("a link");
    symlink("src/main.rs", bench.workspace.at(b"to-main")).expect("a link");
    let fifo = Command::new("mkfifo")
        .arg(bench.workspace.at(b"pipe"))
        .status();
    assert!(fifo.expect("mkfifo").success());
    bench
}

fn sorted(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut lines: Vec<_> = bytes.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
    lines.sort();
    lines
}

fn path_of(line: &Value) -> Vec<u8> {
    match line["pathBytes"].as_str() {
        Some(encoded) => STANDARD.decode(encoded).expect("base64"),
        None => line["path"].as_str().expect("a path").as_bytes().to_vec(),
    }
}

#[test]
fn files_are_those_of_ripgrep() {
    let bench = tree();
    let flags: [(&[&str], &[&str]); 2] = [
        (&["files"], &["--files"]),
        (
            &["files", "--hidden"],
            &["--files", "--hidden", "-g", "!.git"],
        ),
    ];
    for (ours, theirs) in flags {
        let mut ripgrep = Command::new("rg");
        ripgrep
            .args(theirs)
            .current_dir(bench.workspace.path())
            .env_clear()
            .env("PATH", "/usr/bin:/bin");
        let Ok(theirs) = ripgrep.stdin(Stdio::null()).output() else {
            println!("skipped: ripgrep is not installed, and it is what this compares with");
            return;
        };
        let text = bench.run(ours);
        assert_eq!((text.code, text.err.as_str()), (Some(0), ""));
        assert_eq!(sorted(&text.out), sorted(&theirs.stdout), "{ours:?}");

        let json = bench.run([ours, &["--json"]].concat());
        let paths: BTreeSet<_> = json.lines().iter().map(path_of).collect();
        let names: Vec<u8> = paths
            .iter()
            .flat_map(|path| [path, &b"\n"[..]].concat())
            .collect();
        assert_eq!(sorted(&names), sorted(&theirs.stdout), "{ours:?} --json");
    }
}

#[test]
fn each_line_of_json_is_one_file_whatever_its_name() {
    let bench = tree();
    let lines = bench.run(["files", "--json"]).lines();
    let odd = lines
        .iter()
        .filter(|line| line["path"].as_str().expect("a path").starts_with("odd/"));
    assert_eq!(odd.count(), tenon_testkit::ODD_NAMES.len());
    let lossy: Vec<_> = lines
        .iter()
        .filter(|line| line.get("pathBytes").is_some())
        .collect();
    assert_eq!(
        lossy.len(),
        1,
        "only what is not UTF-8 is encoded: {lossy:?}"
    );
    assert_eq!(path_of(lossy[0]), b"odd/not utf-8 \xff\xfe");
    assert!(
        lossy[0]["path"]
            .as_str()
            .expect("for people")
            .contains('\u{fffd}')
    );
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let bench = Bench::new(&[]);
    for number in 0..3_000 {
        bench
            .workspace
            .put(format!("{}/{number}", "long".repeat(20)).as_bytes(), b"");
    }
    bench.workspace.put(b"large", &vec![b'x'; 1 << 20]);
    for arguments in [
        &["files"][..],
        &["files", "--json"],
        &["read", "large"],
        &["read", "large", "--json"],
    ] {
        let mut child = bench.command(arguments).spawn().expect("it starts");
        let mut first = [0];
        let mut out = BufReader::with_capacity(1, child.stdout.take().expect("a pipe"));
        std::io::Read::read_exact(&mut out, &mut first).expect("a byte");
        drop(out);
        let ran = end(child);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn an_empty_folder_has_no_files() {
    let bench = Bench::new(&[]);
    let ran = bench.run(["files"]);
    assert_eq!((ran.code, ran.text().as_str()), (Some(0), ""));
}

#[test]
fn files_and_read_work_together() {
    let bench = tree();
    let listed = bench.run(["files", "--json"]).lines().len();
    let shell = format!(
        "'{0}' files | grep -v -e two -e lines | '{0}' read --json",
        crate::bench::TENON
    );
    let mut command = bench.command::<&str>([]);
    let program = std::mem::replace(&mut command, Command::new("sh"));
    command
        .args(["-c", &shell])
        .current_dir(bench.workspace.path())
        .env_clear();
    command.envs(
        program
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let ran = finish(&mut command);
    let read = ran.out.lines().map_while(Result::ok).count();
    assert_eq!(
        read,
        listed - 1,
        "all but the name that has two lines: {}",
        ran.err
    );
    assert!(!ran.text().contains("\"ok\":false"), "{}", ran.text());
}
