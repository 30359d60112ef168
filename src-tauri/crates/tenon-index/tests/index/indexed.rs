//! The index loses no hit: asked with it and without it, a question has the same answer.

use std::sync::Arc;

use tenon_index::find::{Ask, Engine, Hit};
use tenon_index::text::{State, TextIndex};
use tenon_testkit::{Rng, TempWorkspace};

use crate::reference::{question, text};
use crate::support::{Now, literal, regex, run};

pub fn index(workspace: &TempWorkspace) -> Arc<TextIndex> {
    Arc::new(TextIndex::new(workspace.path(), Arc::new(Now)))
}

fn with(workspace: &TempWorkspace, index: &Arc<TextIndex>) -> Engine {
    Engine::new(workspace.path(), 2).narrowed_by(index.clone())
}

/// The hits with the index, after they are compared with those without it.
#[track_caller]
fn same(workspace: &TempWorkspace, index: &Arc<TextIndex>, ask: &Ask) -> Vec<Hit> {
    compared(workspace, index, ask).0
}

/// And how many files less were read.
#[track_caller]
fn compared(workspace: &TempWorkspace, index: &Arc<TextIndex>, ask: &Ask) -> (Vec<Hit>, u64) {
    let (want, all) = run(&Engine::new(workspace.path(), 1), ask);
    let (got, done) = run(&with(workspace, index), ask);
    assert_eq!(got, want, "{ask:?}, followed: {}", index.is_followed());
    (got, all.scanned - done.scanned.min(all.scanned))
}

const PATHS: &[&str] = &[
    "a",
    "b.rs",
    "c.py",
    ".d",
    "e/f.rs",
    "e/.g",
    "e/h/i.md",
    ".j/k.rs",
    "skip.log",
    "e/skip.log",
    "out/l",
    "m",
    "n.rs",
    "o/p/q/r",
];

fn change(rng: &mut Rng, workspace: &TempWorkspace) -> Vec<u8> {
    let path = rng.pick(PATHS).as_bytes();
    match rng.below(8) {
        0 => drop(std::fs::remove_file(workspace.at(path))),
        1 => {
            let folder = workspace.at(b"e");
            drop(std::fs::remove_dir_all(folder));
            return b"e".to_vec();
        }
        2 => workspace.put(path, b"foo\0binary"),
        _ => workspace.put(path, &text(rng, 120)),
    }
    path.to_vec()
}

fn asked(rng: &mut Rng) -> Ask {
    let globs: &[&[&str]] = &[
        &[],
        &[],
        &[],
        &["!e"],
        &["!*.rs"],
        &["*.rs"],
        &["*.log"],
        &["e/**"],
    ];
    let langs: &[&[&str]] = &[&[], &[], &[], &["rust"]];
    let owned = |some: &[&str]| some.iter().map(|one| (*one).to_owned()).collect();
    Ask {
        hidden: rng.below(2) == 0,
        no_ignore: rng.below(8) == 0,
        globs: owned(rng.pick::<&[&str]>(globs)),
        languages: owned(rng.pick::<&[&str]>(langs)),
        without_languages: owned(if rng.below(8) == 0 { &["py"] } else { &[] }),
        ..question(rng)
    }
}

#[test]
fn a_question_has_the_same_answer_with_and_without_an_index() {
    let mut rng = Rng::seeded(0x1d0_0002);
    let (mut hits, mut less) = (0, 0);
    for round in 0..12 {
        let workspace = TempWorkspace::with(&[(".ignore", "*.log\nout\n")]);
        for _ in 0..20 {
            change(&mut rng, &workspace);
        }
        let index = index(&workspace);
        // In every other round somebody tells of changes.
        let told = round % 2 == 0;
        assert!(index.refresh(2, told).expect("it lists"));
        assert_eq!(index.is_followed(), told);
        for _ in 0..10 {
            for _ in 0..rng.below(3) {
                let path = change(&mut rng, &workspace);
                let below = PATHS.iter().map(|path| path.as_bytes());
                let below = below.filter(|other| other.starts_with(&path));
                if told {
                    index.touch(below.chain([&path[..]]));
                }
            }
            if rng.below(3) == 0 {
                assert!(index.catch_up());
            }
            for _ in 0..5 {
                let ask = asked(&mut rng);
                let (found, saved) = compared(&workspace, &index, &ask);
                hits += found.len();
                less += saved;
            }
        }
    }
    assert!(
        hits > 1_000 && less > 100,
        "there are hits, and files that need no reading: {hits} {less}"
    );
}

#[test]
fn only_files_that_can_have_a_hit_are_read() {
    let workspace = TempWorkspace::with(&[("a", "needle"), ("b", "noodle"), ("c", "NEEDLE é")]);
    let index = index(&workspace);
    index.refresh(1, true).expect("it lists");
    let scanned = |ask: &Ask| run(&with(&workspace, &index), ask).1.scanned;
    assert_eq!(scanned(&literal("nowhere")), 0);
    assert_eq!(
        scanned(&literal("needle")),
        2,
        "small and capital letters are one here"
    );
    assert_eq!(scanned(&regex("n(ee|oo)dle$")), 3);
    assert_eq!(scanned(&regex("(?i)É")), 3, "too short to be narrowed");
    assert_eq!(scanned(&regex("nood.*")), 1);
}

#[test]
fn of_many_files_the_first_come_first_and_the_rest_as_it_is_then() {
    let workspace = TempWorkspace::new();
    let path = |number: usize| format!("d{}/{number:03}.txt", number / 40);
    for number in 0..120 {
        let text = if number % 3 == 0 {
            "common"
        } else {
            "common rare"
        };
        workspace.put(path(number).as_bytes(), text.as_bytes());
    }
    let index = index(&workspace);
    index.refresh(2, true).expect("it lists");
    for limit in [None, Some(10), Some(50)] {
        for word in ["common", "rare", "nowhere", "."] {
            let ask = Ask {
                limit,
                ..regex(word)
            };
            same(&workspace, &index, &ask);
        }
    }
    // What changes while hits are given is right for the files that were not come to.
    let mut found = Vec::new();
    let ask = literal("common");
    let stop = std::sync::atomic::AtomicBool::new(false);
    let engine = Engine::new(workspace.path(), 1).narrowed_by(index.clone());
    let done = engine.run(&ask, &stop, &mut |hit| {
        if found.is_empty() {
            workspace.put(b"d3/new.txt", b"common");
            workspace.put(b"d0/000", b"common");
            std::fs::remove_file(workspace.at(path(119).as_bytes())).expect("it goes");
            let news = [&b"d3/new.txt"[..], b"d0/000", b"d2/119.txt"];
            index.touch(news);
            assert!(index.catch_up());
        }
        found.push(String::from_utf8_lossy(&hit.path).into_owned());
        true
    });
    assert!(done.expect("it runs").problems.is_empty());
    let want: Vec<_> = (0..119).map(path).chain(["d3/new.txt".into()]).collect();
    assert_eq!(found, want);
}

#[test]
fn what_is_touched_is_read_until_it_was_looked_at() {
    let workspace = TempWorkspace::with(&[
        ("a", "old"),
        ("b/c", "old"),
        (".gitignore", "no\n"),
        (".git/x", ""),
    ]);
    let index = index(&workspace);
    index.refresh(1, true).expect("it lists");
    workspace.put(b"a", b"fresh");
    workspace.put(b"d", b"fresh");
    workspace.put(b"no", b"fresh");
    index.touch([&b"a"[..], b"d", b"no", b"b"]);
    let found = |text: &str| {
        let hits = same(&workspace, &index, &literal(text));
        hits.into_iter()
            .map(|hit| String::from_utf8_lossy(&hit.path).into_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(found("fresh"), ["a", "d"]);
    assert_eq!(
        run(&with(&workspace, &index), &literal("fresh")).1.scanned,
        3
    );
    assert!(index.catch_up());
    assert_eq!(found("fresh"), ["a", "d"]);
    assert_eq!(
        run(&with(&workspace, &index), &literal("fresh")).1.scanned,
        2
    );
    assert_eq!(found("old"), ["b/c"]);
    std::fs::remove_dir_all(workspace.at(b"b")).expect("it goes");
    index.touch([&b"b"[..]]);
    assert!(index.catch_up());
    assert!(
        index.entries(b"b").is_empty(),
        "what was below a folder is forgotten"
    );
}

#[test]
fn without_news_the_disk_is_asked_and_a_loss_of_news_is_one_case_of_it() {
    let workspace = TempWorkspace::with(&[("a", "old")]);
    let index = index(&workspace);
    index.refresh(1, true).expect("it lists");
    index.lose();
    workspace.put(b"a", b"fresh one");
    workspace.put(b"b", b"fresh");
    assert_eq!(same(&workspace, &index, &literal("fresh")).len(), 2);
    index.refresh(1, true).expect("it lists");
    assert!(index.is_followed());
    assert_eq!(same(&workspace, &index, &literal("fresh")).len(), 2);
}

#[test]
fn each_file_has_a_state_and_a_reason() {
    let workspace = TempWorkspace::with(&[("text", "a\nb"), ("bin", "a\0"), ("empty", "")]);
    let large = std::fs::File::create(workspace.at(b"large")).expect("a file");
    large.set_len(65 << 20).expect("a size");
    let index = index(&workspace);
    index.refresh(1, true).expect("it lists");
    let states: Vec<_> = index
        .entries(b"")
        .into_iter()
        .map(|entry| (entry.path, entry.state))
        .collect();
    let want = [
        ("bin", State::Binary),
        ("empty", State::Indexed),
        ("large", State::Large),
        ("text", State::Indexed),
    ];
    assert_eq!(
        states,
        want.map(|(path, state)| (path.as_bytes().to_vec(), state))
    );
    let totals = index.totals();
    assert_eq!((totals.files, totals.bytes, totals.lines), (4, 3, 2));
}

#[test]
fn the_work_can_be_stopped_and_goes_on_later() {
    let workspace = TempWorkspace::with(&[("a", "needle")]);
    let index = index(&workspace);
    index.control().stop();
    assert!(
        !index.refresh(1, true).expect("it lists"),
        "it did not come to its end"
    );
    assert!(!index.is_followed() && index.control().progress().stopped);
    assert_eq!(same(&workspace, &index, &literal("needle")).len(), 1);
    index.control().resume();
    assert!(index.refresh(1, true).expect("it lists"));
    assert_eq!(index.control().progress().done, 1);
}
