//! Which files are searched, and files that others would trip over.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use tenon_index::find::{Ask, Engine};
use tenon_testkit::TempWorkspace;

use crate::support::{all, literal, place, places, run};

fn tree() -> TempWorkspace {
    TempWorkspace::with(&[
        (".git/config", "x"),
        (".gitignore", "*.log\n/out\n"),
        ("a.log", "x"),
        ("out/x.rs", "x"),
        (".hidden", "x"),
        (".dir/y.rs", "x"),
        ("src/main.rs", "x"),
        ("src/lib.py", "x"),
        ("src/index.tsx", "x"),
        ("readme.md", "x"),
    ])
}

fn with(change: impl FnOnce(&mut Ask)) -> Vec<String> {
    let mut ask = literal("x");
    change(&mut ask);
    let found = places(&tree(), &ask);
    found
        .iter()
        .map(|place| place.trim_end_matches(":1:1").to_owned())
        .collect()
}

#[test]
fn hidden_and_ignored_files_are_left_out_until_they_are_asked_for() {
    let plain = ["readme.md", "src/index.tsx", "src/lib.py", "src/main.rs"];
    assert_eq!(with(|_| ()), plain);
    assert_eq!(with(|ask| ask.hidden = true)[..2], [".dir/y.rs", ".hidden"]);
    let ignored = with(|ask| ask.no_ignore = true);
    assert_eq!(
        ignored,
        [
            "a.log",
            "out/x.rs",
            "readme.md",
            "src/index.tsx",
            "src/lib.py",
            "src/main.rs"
        ]
    );
}

#[test]
fn patterns_and_languages_are_those_of_ripgrep() {
    let globs = |globs: &[&str]| {
        let globs = globs.iter().map(|glob| (*glob).to_owned()).collect();
        with(|ask| ask.globs = globs)
    };
    assert_eq!(globs(&["*.rs"]), ["src/main.rs"]);
    assert_eq!(globs(&["!*.rs", "!*.md"]), ["src/index.tsx", "src/lib.py"]);
    assert_eq!(
        globs(&["*.log"]),
        ["a.log"],
        "a pattern brings back what is ignored"
    );
    let langs = |langs: &[&str]| {
        let langs = langs.iter().map(|lang| (*lang).to_owned()).collect();
        with(|ask| ask.languages = langs)
    };
    assert_eq!(langs(&["rust", "python"]), ["src/lib.py", "src/main.rs"]);
    assert_eq!(langs(&["tsx"]), ["src/index.tsx"]);
    assert_eq!(
        with(|ask| ask.without_languages = vec!["py".into()]).len(),
        3
    );
}

#[test]
fn only_files_that_changed_since_then() {
    let workspace = tree();
    let old = std::fs::File::options()
        .write(true)
        .open(workspace.at(b"src/main.rs"));
    let old = old.expect("a file");
    let then = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000);
    old.set_modified(then).expect("a time");
    let since = |since| {
        places(
            &workspace,
            &Ask {
                since: Some(since),
                ..literal("x")
            },
        )
        .len()
    };
    assert_eq!((since(1_000_000), since(1_000_001)), (4, 3));
}

#[test]
fn pipes_links_and_devices_are_no_files_and_never_waited_for() {
    let workspace = tree();
    let made = Command::new("mkfifo").arg(workspace.at(b"pipe")).status();
    assert!(made.expect("mkfifo").success());
    std::os::unix::fs::symlink("readme.md", workspace.at(b"link")).expect("a link");
    std::os::unix::fs::symlink("/dev/zero", workspace.at(b"zero")).expect("a link");
    assert_eq!(places(&workspace, &literal("x")).len(), 4);
}

#[test]
fn a_sparse_file_is_binary_and_a_long_line_is_named() {
    let workspace = tree();
    let sparse = std::fs::File::create(workspace.at(b"sparse")).expect("a file");
    sparse.set_len(4 << 30).expect("a size");
    let mut long = vec![b'y'; 3 << 20];
    long.extend(b"x\n");
    workspace.put(b"long", &long);
    let (hits, done) = all(&workspace, &literal("x"));
    let hit = hits
        .iter()
        .find(|hit| hit.path == b"long")
        .expect("it is found");
    assert_eq!(
        (hit.column, hit.cut, done.problems.len()),
        ((3 << 20) + 1, true, 0)
    );
    let engine = Engine::new(workspace.path(), 2).longest_line(1 << 20);
    let (hits, done) = run(&engine, &literal("x"));
    assert_eq!(hits.len(), 4);
    let problem = (
        b"long".to_vec(),
        "it has a line longer than 1 MiB".to_owned(),
    );
    assert_eq!(done.problems, [problem]);
}

#[test]
fn what_cannot_be_read_is_named_and_what_is_gone_is_not() {
    let workspace = TempWorkspace::new();
    for number in 0..40 {
        workspace.put(format!("{number:02}").as_bytes(), b"x");
    }
    let denied = workspace.at(b"05");
    std::fs::set_permissions(&denied, std::fs::Permissions::from_mode(0o000)).expect("a mode");
    let may_read_anything = std::fs::File::open(&denied).is_ok();
    let mut hits = Vec::new();
    let stop = std::sync::atomic::AtomicBool::new(false);
    let engine = Engine::new(workspace.path(), 1);
    let done = engine.run(&literal("x"), &stop, &mut |hit| {
        // The next file goes away in the middle of the search.
        let _ = std::fs::remove_file(workspace.at(b"39"));
        hits.push(place(&hit));
        true
    });
    let done = done.expect("it runs");
    assert!(!hits.iter().any(|place| place.starts_with("39")));
    if !may_read_anything {
        assert_eq!(done.problems.len(), 1);
        assert_eq!(done.problems[0].0, b"05");
    }
}

#[test]
fn many_hits_in_many_files_come_in_order_and_a_stop_ends_them() {
    let workspace = TempWorkspace::new();
    for number in 0..60 {
        let lines = "x\n".repeat(if number == 10 { 5_000 } else { number });
        workspace.put(format!("{number:02}").as_bytes(), lines.as_bytes());
    }
    let (hits, done) = all(&workspace, &literal("x"));
    assert_eq!(done.files, 59);
    let order: Vec<_> = hits
        .iter()
        .map(|hit| (hit.path.clone(), hit.line))
        .collect();
    assert!(order.is_sorted(), "by file, then by line");
    assert_eq!(hits.len(), 60 * 59 / 2 - 10 + 5_000);
    let mut seen = 0;
    let stop = std::sync::atomic::AtomicBool::new(false);
    let done = Engine::new(workspace.path(), 4).run(&literal("x"), &stop, &mut |_| {
        seen += 1;
        if seen == 300 {
            stop.store(true, std::sync::atomic::Ordering::SeqCst);
        }
        true
    });
    let done = done.expect("it runs");
    assert!(seen < hits.len() && done.truncated, "{seen}");
}

#[test]
fn files_are_found_by_their_paths() {
    let ask = Ask {
        kinds: vec!["file".into()],
        ..literal("in")
    };
    let hits = all(&tree(), &ask).0;
    let found: Vec<_> = hits
        .iter()
        .map(|hit| (hit.kind, hit.text.as_str()))
        .collect();
    assert_eq!(found, [("file", "src/index.tsx"), ("file", "src/main.rs")]);
    assert_eq!(hits[0].ranges, [[4, 6]]);
}
