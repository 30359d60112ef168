//! A command that fails, and what comes next.

use tenon_knowledge::link::{Edge, FINDERS, History, Kind, Known, Origin, Run, Saved, Thing, find};

const MINUTE: i64 = 60_000;

fn run(id: &str, exit: i32, began: i64, places: &[&str]) -> Run {
    Run {
        id: id.to_owned(),
        session: "s".to_owned(),
        command: "cargo test".to_owned(),
        branch: None,
        cwd: Some(Vec::new()),
        exit: Some(exit),
        began,
        ended: began + 1_000,
        places: places.iter().map(|place| (*place).to_owned()).collect(),
        event: Some(format!("end of {id}")),
    }
}

fn saved(path: &str, at: i64) -> Saved {
    Saved {
        path: path.into(),
        at,
        session: "s".to_owned(),
        event: Some(format!("save of {path}")),
    }
}

fn edges(runs: &[Run], saves: &[Saved]) -> Vec<Edge> {
    let mut known = Known::default();
    known.add_file(b"src/a.rs");
    known.add_file(b"src/b.rs");
    let history = History {
        runs,
        saves,
        ..History::default()
    };
    find(&history, &known)
}

fn of(edges: &[Edge], kind: Kind) -> Vec<(&Thing, bool)> {
    let of = edges.iter().filter(|edge| edge.kind == kind);
    of.map(|edge| (&edge.to, edge.suggestion)).collect()
}

#[test]
fn what_was_changed_before_the_command_passed_fixed_it() {
    let runs = [
        run("1", 101, 0, &["src/a.rs:4:2", "src/gone.rs:1"]),
        run("2", 0, 5 * MINUTE, &[]),
    ];
    let saves = [saved("src/b.rs", MINUTE), saved("src/a.rs", 2 * MINUTE)];
    let found = edges(&runs, &saves);
    let a = Thing::File(b"src/a.rs".to_vec());
    assert_eq!(of(&found, Kind::FailedAt), [(&a, false)]);
    let pass = Thing::Run("2".to_owned());
    let mut fixed = of(&found, Kind::FixedBy);
    fixed.sort();
    assert_eq!(fixed, [(&a, false), (&pass, false)]);
    assert!(of(&found, Kind::FollowedBy).is_empty(), "more is known");
    let by_file = found
        .iter()
        .find(|it| it.kind == Kind::FixedBy && it.to == a);
    let by_file = by_file.expect("it is there");
    assert_eq!(
        by_file.evidence,
        ["end of 1", "save of src/a.rs", "end of 2"]
    );
    assert_eq!(by_file.origin, Origin::Session);
}

#[test]
fn a_save_that_the_journal_tells_a_moment_late_was_made_before_the_command() {
    let runs = [
        run("1", 101, 0, &["src/a.rs:4:2"]),
        run("2", 0, 5 * MINUTE, &[]),
    ];
    let fixed = |late: i64| {
        let found = edges(&runs, &[saved("src/a.rs", 5 * MINUTE + late)]);
        !of(&found, Kind::FixedBy).is_empty()
    };
    assert!(fixed(1) && fixed(100));
    assert!(!fixed(101), "it was made while the command ran");
}

#[test]
fn the_first_save_soon_after_is_a_suggestion_and_a_later_one_nothing() {
    let runs = [run("1", 1, 0, &[])];
    let b = Thing::File(b"src/b.rs".to_vec());
    let soon = edges(
        &runs,
        &[saved("src/b.rs", 9 * MINUTE), saved("src/a.rs", 9 * MINUTE)],
    );
    assert_eq!(of(&soon, Kind::FollowedBy), [(&b, true)]);
    assert!(edges(&runs, &[saved("src/b.rs", 11 * MINUTE)]).is_empty());
    let mut other = saved("src/b.rs", MINUTE);
    other.session = "another".to_owned();
    assert!(edges(&runs, &[other]).is_empty());
}

#[test]
fn who_interrupts_a_command_says_nothing_of_files() {
    for exit in [0, 130, 143] {
        let runs = [run("1", exit, 0, &["src/a.rs:4"])];
        assert!(
            edges(&runs, &[saved("src/b.rs", MINUTE)]).is_empty(),
            "{exit}"
        );
    }
}

#[test]
fn a_save_answers_the_last_command_that_did_something_and_failed() {
    let look = |id: &str, began: i64, command: &str| Run {
        command: command.to_owned(),
        ..run(id, 1, began, &["src/a.rs:4"])
    };
    let runs = [
        run("1", 1, 0, &[]),
        run("2", 101, MINUTE, &[]),
        look("3", 2 * MINUTE, "grep -n grow src"),
        look("4", 3 * MINUTE, "git diff --exit-code; cat notes/trace.md"),
    ];
    let found = edges(&runs, &[saved("src/b.rs", 4 * MINUTE)]);
    let from: Vec<_> = found.iter().map(|edge| (edge.kind, &edge.from)).collect();
    let last = Thing::Run("2".to_owned());
    assert_eq!(from, [(Kind::FollowedBy, &last)]);
    let found = edges(&runs[..1], &[saved("src/b.rs", 4 * MINUTE)]);
    assert_eq!(found.len(), 1, "alone it is the one");
}

#[test]
fn what_another_program_changed_fixes_a_command_whose_output_names_it_and_answers_no_other() {
    let outside = |path: &str, at: i64| Saved {
        event: None,
        ..saved(path, at)
    };
    let runs = [
        run("1", 101, 0, &["src/a.rs:4:2"]),
        run("2", 0, 5 * MINUTE, &[]),
    ];
    let changes = [outside("src/b.rs", MINUTE), outside("src/a.rs", 2 * MINUTE)];
    let found = edges(&runs, &changes);
    let fixed: Vec<_> = found
        .iter()
        .filter(|edge| edge.kind == Kind::FixedBy && edge.to == Thing::File(b"src/a.rs".to_vec()))
        .collect();
    assert_eq!(fixed.len(), 1);
    assert!(fixed[0].reason.contains("another program"), "{fixed:?}");
    assert_eq!(fixed[0].evidence, ["end of 1", "end of 2"]);
    assert!(of(&found, Kind::FollowedBy).is_empty());
    let alone = edges(&[run("1", 1, 0, &[])], &changes);
    assert!(alone.is_empty(), "{alone:?}");
}

#[test]
fn each_finder_has_a_name_of_its_own() {
    let mut names: Vec<_> = FINDERS.iter().map(|finder| finder.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), FINDERS.len());
}
