//! The history of commands: what is kept of a run, how runs are found, imported and forgotten.

use std::fs;

use rusqlite::Connection;
use tenon_core::{RunId, TerminalId, WorkspaceId};
use tenon_gatekeeper::Masked;
use tenon_store::{
    DatabaseKind, ForgetRuns, ForgottenKey, NewOutput, NewRun, Place, ProfileId, Run, RunEnd,
    RunQuery, RunSource, RunState, RunsDb, RunsReader, StoreError, copy_database,
    forget_runs_in_copy, prove_database, salvage_runs,
};
use uuid::Uuid;

use crate::fixture::{Dice, Fixture, GATEKEEPER, NOW, files, holds};

/// More than any test here writes.
const MOST: u64 = 1 << 30;

fn place(fixture: &Fixture) -> Place {
    fixture.dirs.runs_place(ProfileId(Uuid::from_u128(1)))
}

fn open(fixture: &Fixture) -> RunsDb {
    RunsDb::open(&place(fixture), &fixture.ambient()).expect("runs.db opens")
}

fn key() -> ForgottenKey {
    ForgottenKey::derive(&[5; 32])
}

fn text(text: &str) -> Masked<String> {
    GATEKEEPER.masked(text)
}

fn id(n: u128) -> RunId {
    RunId(Uuid::from_u128((7 << 76) | (2 << 62) | n))
}

fn home() -> WorkspaceId {
    WorkspaceId(Uuid::from_u128(2))
}

fn run(n: u128, command: &str) -> NewRun {
    NewRun {
        id: id(n),
        command: text(command),
        cwd: Some(text("/w/app")),
        branch: Some(text("main")),
        host: text("desk"),
        session: text("s1"),
        workspace: Some(home()),
        terminal: Some(TerminalId(Uuid::from_u128(9))),
        source: RunSource::Tenon,
        at: Some(NOW + n as i64 * 10_000),
        order: 0,
        end: None,
    }
}

fn end(exit: i32, output: &str) -> RunEnd {
    RunEnd {
        exit: Some(exit),
        at: Some(NOW + 999),
        output: NewOutput {
            head: text(output),
            tail: text(""),
            left_out: 0,
            bytes: output.len() as u64,
            first_error: (exit != 0).then(|| (2, text("a.rs:1:2: error"))),
        },
        binary: false,
    }
}

fn ended(n: u128, command: &str, exit: i32) -> NewRun {
    NewRun {
        end: Some(end(exit, "")),
        ..run(n, command)
    }
}

fn all() -> RunQuery {
    RunQuery {
        limit: 100,
        ..RunQuery::default()
    }
}

fn words(words: &str) -> RunQuery {
    RunQuery {
        words: words.into(),
        ..all()
    }
}

/// The commands that fit, which are the same from memory and from the file.
#[track_caller]
fn commands(db: &RunsDb, query: &RunQuery) -> Vec<String> {
    let place = Place {
        file: db.file().into(),
        backups: db.file().into(),
        label: String::new(),
    };
    let found = db.list(query).expect("answered");
    let reader = RunsReader::open(&place).expect("opened").expect("there");
    assert_eq!(reader.list(query).expect("read"), found, "{query:?}");
    found.runs.into_iter().map(|run| run.command).collect()
}

#[test]
fn a_run_is_kept_as_it_begins_and_as_it_ends() -> Result<(), StoreError> {
    let fixture = Fixture::new();
    let db = open(&fixture);
    db.begin(run(1, "cargo build")).wait()?;
    let begun = db.run(id(1))?.expect("it is there");
    assert_eq!(begun.state, RunState::Running);
    assert_eq!((begun.exit, begun.ended), (None, None));
    assert!(
        db.end(id(1), end(101, "x\na.rs:1:2: error\n"), MOST)
            .wait()?
    );
    let Run {
        command,
        cwd,
        branch,
        exit,
        state,
        bytes,
        first_error,
        terminal,
        workspace,
        ..
    } = db.run(id(1))?.expect("still");
    assert_eq!(
        (command.as_str(), cwd.as_deref()),
        ("cargo build", Some("/w/app"))
    );
    assert_eq!((branch.as_deref(), exit), (Some("main"), Some(101)));
    assert_eq!((state, bytes), (RunState::Ended, 18));
    assert_eq!(first_error, Some((2, "a.rs:1:2: error".into())));
    assert_eq!(workspace, Some(home()));
    let output = db.output(id(1))?.expect("it wrote something");
    assert_eq!(output.head, "x\na.rs:1:2: error\n");
    assert_eq!(db.of_terminal(terminal.expect("in one"), 10)?.len(), 1);
    assert!(!db.end(id(7), end(0, ""), MOST).wait()?, "nobody knows it");
    Ok(())
}

#[test]
fn the_oldest_outputs_go_when_there_are_too_many_and_their_commands_stay() -> Result<(), StoreError>
{
    let fixture = Fixture::new();
    let (db, other) = (open(&fixture), open(&fixture));
    let output = "y".repeat(1_000);
    for n in 1..=9 {
        db.begin(run(n, &format!("make {n}"))).wait()?;
        assert!(db.end(id(n), end(1, &output), 9_000).wait()?);
    }
    let kept = |n| Ok::<_, StoreError>(db.output(id(n))?.expect("a row").head.len());
    assert_eq!(
        (kept(1)?, kept(9)?),
        (1_000, 1_000),
        "there is room for all"
    );
    db.begin(run(10, "make 10")).wait()?;
    other.end(id(10), end(1, &output), 9_000).wait()?;
    assert_eq!(
        (kept(1)?, kept(2)?, kept(3)?),
        (0, 0, 1_000),
        "down to nine tenths"
    );
    let first = db.run(id(1))?.expect("it stays");
    assert_eq!((first.bytes, first.exit), (1_000, Some(1)));
    assert!(first.first_error.is_some(), "and so does its error");
    assert_eq!(db.output(id(1))?.expect("a row").left_out, 1_000);
    let reader = RunsReader::open(&place(&fixture))?.expect("there");
    assert_eq!(reader.outputs()?, (8_000, 2));
    db.check()?;
    assert_eq!(commands(&db, &all()).len(), 10);
    Ok(())
}

#[test]
fn a_run_whose_owner_is_gone_says_so() -> Result<(), StoreError> {
    let fixture = Fixture::new();
    let db = open(&fixture);
    db.begin(run(1, "sleep 1000")).wait()?;
    let elsewhere = NewRun {
        workspace: Some(WorkspaceId(Uuid::from_u128(3))),
        ..run(2, "sleep 2000")
    };
    db.begin(elsewhere).wait()?;
    assert_eq!(db.lose(home())?, [id(1)]);
    let state = |n| db.run(id(n)).map(|run| run.expect("there").state);
    assert_eq!(state(1)?, RunState::Lost);
    assert_eq!(state(2)?, RunState::Running, "another owner has it");
    Ok(())
}

#[test]
fn what_fits_better_comes_first_and_then_what_is_newer() {
    let fixture = Fixture::new();
    let db = open(&fixture);
    for (n, command) in [
        "git status",
        "git checkout main",
        "echo git",
        "git status",
        "legit",
        "GIT stash",
    ]
    .iter()
    .enumerate()
    {
        db.begin(run(n as u128 + 1, command)).wait().expect("kept");
    }
    assert_eq!(
        commands(&db, &words("git st")),
        ["GIT stash", "git status", "git status"]
    );
    let unique = RunQuery {
        unique: true,
        ..words("git")
    };
    assert_eq!(
        commands(&db, &unique),
        [
            "GIT stash",
            "git status",
            "git checkout main",
            "echo git",
            "legit"
        ]
    );
    assert_eq!(commands(&db, &words("gco")), ["git checkout main"]);
    assert_eq!(commands(&db, &words("nothing")), [""; 0]);
    assert_eq!(commands(&db, &all())[0], "GIT stash", "the newest first");
}

#[test]
fn filters_narrow_and_go_together() {
    let fixture = Fixture::new();
    let db = open(&fixture);
    let in_folder = |n, folder: &str| NewRun {
        cwd: Some(text(folder)),
        ..ended(n, &format!("in {folder}"), 0)
    };
    let other = NewRun {
        session: text("s2"),
        branch: Some(text("topic")),
        workspace: None,
        ..ended(5, "elsewhere", 1)
    };
    for new in [
        in_folder(1, "/w/app"),
        in_folder(2, "/w/app/src"),
        in_folder(3, "/w/apple"),
        ended(4, "false", 1),
        other,
    ] {
        db.begin(new).wait().expect("kept");
    }
    let check =
        |query: RunQuery, want: &[&str]| assert_eq!(commands(&db, &query), want, "{query:?}");
    let below = |cwd: &str| RunQuery {
        cwd: vec![cwd.into()],
        ..all()
    };
    check(below("/w/app/src"), &["in /w/app/src"]);
    check(
        below("/w/app"),
        &["elsewhere", "false", "in /w/app/src", "in /w/app"],
    );
    check(
        below("/w/app/"),
        &["elsewhere", "false", "in /w/app/src", "in /w/app"],
    );
    check(below("/nowhere"), &[]);
    assert_eq!(commands(&db, &below("/")).len(), 5);
    let failed = RunQuery {
        failed: true,
        ..all()
    };
    check(failed.clone(), &["elsewhere", "false"]);
    check(
        RunQuery {
            branch: Some("topic".into()),
            ..failed.clone()
        },
        &["elsewhere"],
    );
    check(
        RunQuery {
            session: Some("s1".into()),
            ..failed.clone()
        },
        &["false"],
    );
    check(
        RunQuery {
            session: Some("never".into()),
            ..failed.clone()
        },
        &[],
    );
    check(
        RunQuery {
            workspace: Some(home()),
            ..failed
        },
        &["false"],
    );
    check(
        RunQuery {
            since: Some(NOW + 40_000),
            ..all()
        },
        &["elsewhere", "false"],
    );
}

#[test]
fn pages_follow_each_other_without_gap_or_repetition() {
    let fixture = Fixture::new();
    let db = open(&fixture);
    let mut dice = Dice::new(11);
    let parts = ["git", "log", "x", "make all", "gxixt", "digit", "ls -la"];
    for n in 1..=60 {
        let one = |dice: &mut Dice| parts[dice.below(parts.len() as u64) as usize];
        let command = format!("{} {}", one(&mut dice), one(&mut dice));
        let at = Some(NOW + dice.below(40) as i64 * 1_000);
        let new = NewRun {
            at,
            ..run(n, &command)
        };
        db.begin(new).wait().expect("kept");
    }
    for (typed, unique) in [
        ("", false),
        ("git", false),
        ("git", true),
        ("l", true),
        ("", true),
    ] {
        let query = RunQuery {
            unique,
            ..words(typed)
        };
        let whole = db.list(&query).expect("answered").runs;
        assert!(!whole.is_empty(), "{typed:?}");
        let mut parts = Vec::new();
        let mut after = None;
        loop {
            let part = RunQuery {
                after,
                limit: 7,
                ..query.clone()
            };
            commands(&db, &part);
            let page = db.list(&part).expect("answered");
            after = page.runs.last().map(|run| run.id);
            parts.extend(page.runs);
            if !page.more {
                break;
            }
        }
        assert_eq!(parts, whole, "{typed:?} {unique}");
    }
    let gone = RunQuery {
        after: Some(id(999)),
        ..all()
    };
    assert!(matches!(db.list(&gone), Err(StoreError::NotFound(_))));
}

#[test]
fn what_is_in_memory_follows_what_others_write() {
    let fixture = Fixture::new();
    let (db, other) = (open(&fixture), open(&fixture));
    db.begin(run(2, "make")).wait().expect("kept");
    assert_eq!(commands(&db, &all()), ["make"]);
    other.begin(run(1, "make first")).wait().expect("kept");
    assert_eq!(commands(&db, &words("make")), ["make", "make first"]);
    let failed = RunQuery {
        failed: true,
        ..all()
    };
    assert_eq!(commands(&db, &failed), [""; 0]);
    other.end(id(1), end(2, ""), MOST).wait().expect("kept");
    assert_eq!(commands(&db, &failed), ["make first"]);
    other
        .forget(&ForgetRuns::One(id(2)), &key())
        .expect("forgotten");
    assert_eq!(commands(&db, &all()), ["make first"]);
    other.begin(run(3, "make again")).wait().expect("kept");
    assert_eq!(commands(&db, &all()), ["make again", "make first"]);
}

#[test]
fn an_import_adds_what_is_new_once() -> Result<(), StoreError> {
    let fixture = Fixture::new();
    let db = open(&fixture);
    db.begin(run(1, "ls")).wait()?;
    let from = |n, command: &str, at| NewRun {
        source: RunSource::Bash,
        at,
        order: n as i64,
        ..ended(n, command, 0)
    };
    let runs = vec![
        from(11, "ls", Some(NOW + 10_500)),
        from(12, "ls", Some(NOW + 50_000)),
        from(13, "pwd", None),
        from(14, "cd", None),
    ];
    let told = |done: tenon_store::Imported| (done.added, done.known);
    let reader = RunsReader::open(&place(&fixture))?.expect("there");
    assert_eq!(
        told(reader.would_import(&runs, &key())?),
        (3, 1),
        "only told"
    );
    assert_eq!(commands(&db, &all()), ["ls"]);
    assert_eq!(
        told(db.import(runs.clone(), &key())?),
        (3, 1),
        "Tenon saw the first one, too"
    );
    assert_eq!(told(db.import(runs, &key())?), (0, 4), "twice adds nothing");
    assert_eq!(
        commands(&db, &all()),
        ["ls", "ls", "cd", "pwd"],
        "without a time they come last"
    );
    let since = RunQuery {
        since: Some(0),
        ..all()
    };
    assert_eq!(
        commands(&db, &since),
        ["ls", "ls"],
        "nobody knows when the others were"
    );
    assert_eq!(db.run(id(13))?.expect("there").at, None);
    Ok(())
}

/// What another program noted, so many tens of seconds after the first.
fn noted(n: u128, source: RunSource, command: &str, at: Option<i64>) -> NewRun {
    NewRun {
        source,
        at,
        order: n as i64,
        ..ended(n, command, 0)
    }
}

#[test]
fn what_was_forgotten_does_not_come_back_by_an_import() -> Result<(), StoreError> {
    let fixture = Fixture::new();
    let db = open(&fixture);
    let told = |done: tenon_store::Imported| (done.added, done.known, done.forgotten);
    db.begin(run(1, "echo here")).wait()?;
    let bash = vec![
        noted(11, RunSource::Bash, "echo wombat-4711", Some(NOW + 500_000)),
        noted(12, RunSource::Bash, "echo undated", None),
        noted(13, RunSource::Bash, "ls", Some(NOW + 700_000)),
        noted(14, RunSource::Bash, "echo here", Some(NOW + 10_900)),
    ];
    assert_eq!(told(db.import(bash.clone(), &key())?), (3, 1, 0));
    let copy = fixture.folder.path().join("copy.db");
    copy_database(DatabaseKind::Runs, db.file(), &copy, None)?;
    for what in [
        ForgetRuns::Match(vec![WORD.into()]),
        ForgetRuns::One(id(12)),
        ForgetRuns::One(id(1)),
    ] {
        assert!(db.forget(&what, &key())?.wiped);
        let done = forget_runs_in_copy(&copy, &what, &key())?;
        assert!(done.is_some_and(|done| done.wiped && done.runs.len() == 1));
    }
    let reader = RunsReader::open(&place(&fixture))?.expect("there");
    assert_eq!(told(reader.would_import(&bash, &key())?), (0, 1, 3));
    assert_eq!(told(db.import(bash.clone(), &key())?), (0, 1, 3));
    // zsh noted the same commands, each a little later, and one more.
    let zsh = vec![
        noted(21, RunSource::Zsh, "echo wombat-4711", Some(NOW + 501_999)),
        noted(22, RunSource::Zsh, "ls", Some(NOW + 701_000)),
        noted(23, RunSource::Zsh, "echo wombat-4711", Some(NOW + 600_000)),
    ];
    assert_eq!(
        told(db.import(zsh, &key())?),
        (1, 1, 1),
        "what ran at another time is another run"
    );
    // A history that is lost and comes back from the copy knows it, too.
    let other = Place {
        file: fixture.folder.path().join("other.db"),
        ..place(&fixture)
    };
    let other = RunsDb::open(&other, &fixture.ambient())?;
    assert_eq!(other.adopt(&copy)?, 1);
    assert_eq!(told(other.import(bash.clone(), &key())?), (0, 1, 3));
    other.check()?;
    // With another key nobody can tell what the marks are of.
    let foreign = ForgottenKey::derive(&[6; 32]);
    assert_eq!(told(other.import(bash, &foreign)?), (3, 1, 0));
    let since = ForgetRuns::Since(NOW + 400_000, home());
    assert_eq!(db.forget(&since, &key())?.runs.len(), 2);
    let again = vec![noted(13, RunSource::Bash, "ls", Some(NOW + 700_000))];
    assert_eq!(told(db.import(again, &key())?), (0, 0, 1), "by time, too");
    db.check()
}

#[test]
fn a_history_of_before_there_were_marks_is_brought_forward() -> Result<(), StoreError> {
    let fixture = Fixture::new();
    let place = place(&fixture);
    let db = open(&fixture);
    db.begin(run(1, "echo wombat-4711")).wait()?;
    drop(db);
    let conn = Connection::open(&place.file).expect("opened");
    conn.execute_batch(
        "DROP TABLE forgotten_run; DELETE FROM row_sum_table WHERE tbl = 'forgotten_run';
         PRAGMA user_version = 2026112260",
    )
    .expect("as it was");
    drop(conn);
    let copy = fixture.folder.path().join("copy.db");
    copy_database(DatabaseKind::Runs, &place.file, &copy, None)?;
    let reader = RunsReader::open(&place)?.expect("read as it is");
    let new = [noted(11, RunSource::Bash, "ls", None)];
    assert_eq!(reader.would_import(&new, &key())?.added, 1);
    let what = ForgetRuns::Match(vec![WORD.into()]);
    let done = forget_runs_in_copy(&copy, &what, &key())?.expect("it is one");
    assert_eq!((done.runs.len(), done.wiped), (1, true));
    let db = open(&fixture);
    assert_eq!(db.adopt(&copy)?, 0);
    assert_eq!(db.forget(&what, &key())?.runs, [id(1)]);
    db.check()
}

const WORD: &str = "wombat-4711";

fn with_word(db: &RunsDb) -> Result<(), StoreError> {
    db.begin(ended(1, "ls", 0)).wait()?;
    db.begin(ended(2, &format!("echo {WORD}"), 0)).wait()?;
    db.begin(run(3, "cat notes")).wait()?;
    let output = format!("first\n{WORD}\n");
    db.end(id(3), end(0, &output), MOST).wait()?;
    let in_folder = NewRun {
        cwd: Some(text(&format!("/w/{WORD}"))),
        ..run(4, "pwd")
    };
    db.begin(in_folder).wait()
}

#[test]
fn a_text_is_forgotten_here_and_in_copies() -> Result<(), StoreError> {
    let fixture = Fixture::new();
    let db = open(&fixture);
    with_word(&db)?;
    let copy = fixture.folder.path().join("copy.db");
    copy_database(DatabaseKind::Runs, db.file(), &copy, None)?;
    let what = ForgetRuns::Match(vec![WORD.into()]);
    let done = db.forget(&what, &key())?;
    assert_eq!((done.runs.len(), done.wiped), (3, true));
    assert_eq!(commands(&db, &all()), ["ls"]);
    let done = forget_runs_in_copy(&copy, &what, &key())?.expect("it is one");
    assert_eq!((done.runs.len(), done.wiped), (3, true));
    for (path, bytes) in files(fixture.folder.path()) {
        assert!(!holds(&bytes, WORD), "{}", path.display());
    }
    prove_database(DatabaseKind::Runs, &copy, None)?;
    db.check()?;
    assert_eq!(db.adopt(&copy)?, 0, "nothing comes back from there");
    let other = fixture.folder.path().join("other");
    fs::write(&other, "no database").expect("written");
    assert_eq!(forget_runs_in_copy(&other, &what, &key())?, None);
    Ok(())
}

#[test]
fn one_run_and_what_began_since_can_be_forgotten() -> Result<(), StoreError> {
    let fixture = Fixture::new();
    let db = open(&fixture);
    for n in 1..=4 {
        let workspace = (n != 3).then(home);
        let new = NewRun {
            workspace,
            ..ended(n, &format!("c{n}"), 0)
        };
        db.begin(new).wait()?;
    }
    let away = NewRun {
        workspace: Some(WorkspaceId(Uuid::from_u128(77))),
        ..ended(5, "away", 0)
    };
    db.begin(away).wait()?;
    assert_eq!(db.forget(&ForgetRuns::One(id(1)), &key())?.runs, [id(1)]);
    assert_eq!(
        db.forget(&ForgetRuns::One(id(1)), &key())?.runs,
        [],
        "it is gone"
    );
    let since = ForgetRuns::Since(NOW + 30_000, home());
    assert_eq!(db.forget(&since, &key())?.runs, [id(3), id(4)]);
    assert_eq!(
        commands(&db, &all()),
        ["away", "c2"],
        "what belongs to another folder stays"
    );
    Ok(())
}

#[test]
fn what_a_copy_has_more_comes_back() -> Result<(), StoreError> {
    let fixture = Fixture::new();
    let db = open(&fixture);
    with_word(&db)?;
    let copy = fixture.folder.path().join("copy.db");
    copy_database(DatabaseKind::Runs, db.file(), &copy, None)?;
    let (before, output) = (db.list(&all())?, db.output(id(3))?);
    for n in [1, 3, 4] {
        db.forget(&ForgetRuns::One(id(n)), &key())?;
    }
    db.begin(ended(8, "later", 0)).wait()?;
    assert_eq!(db.adopt(&copy)?, 3);
    assert_eq!(db.adopt(&copy)?, 0);
    let mut after = db.list(&all())?;
    assert_eq!(after.runs.remove(0).command, "later", "what is new stays");
    assert_eq!(after, before);
    assert_eq!(db.output(id(3))?, output);
    db.check()
}

#[test]
fn damage_is_found_and_what_is_whole_is_saved() -> Result<(), StoreError> {
    let fixture = Fixture::new();
    let db = open(&fixture);
    with_word(&db)?;
    drop(db);
    let place = place(&fixture);
    let conn = Connection::open(&place.file).expect("opened");
    conn.execute_batch("UPDATE run SET exit = 7 WHERE id = x'00000000000070008000000000000002'")
        .expect("changed behind its back");
    drop(conn);
    let fault = prove_database(DatabaseKind::Runs, &place.file, None).expect_err("damaged");
    assert!(fault.is_damage(), "{fault}");
    let (found, aside) = salvage_runs(&place, &fixture.ambient())?;
    assert!(aside.exists(), "the damaged one is kept");
    assert_eq!((found.saved, found.lost.get("run")), (3, Some(&1)));
    let db = open(&fixture);
    assert_eq!(commands(&db, &all()), ["pwd", "cat notes", "ls"]);
    db.check()
}
