//! Looking for commands: that the quick way finds what looking at every row finds.

use tenon_core::RunId;
use tenon_gatekeeper::Masked;
use tenon_store::{
    ForgottenKey, NewOutput, NewRun, Place, ProfileId, RunEnd, RunExit, RunQuery, RunSource,
    RunsDb, StoreError,
};
use uuid::Uuid;

use crate::fixture::{Dice, Fixture, GATEKEEPER, NOW};

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

fn one(dice: &mut Dice, of: &[&str]) -> String {
    of[dice.below(of.len() as u64) as usize].to_owned()
}

/// A command that ran and ended `n` tens of seconds after the first one.
fn ran(n: u128, command: &str, exit: Option<i32>) -> NewRun {
    NewRun {
        id: RunId(Uuid::from_u128((7 << 76) | (2 << 62) | n)),
        command: text(command),
        cwd: Some(text("/w/app")),
        branch: None,
        host: text("desk"),
        session: text("s1"),
        workspace: None,
        terminal: None,
        source: RunSource::Bash,
        at: Some(NOW + n as i64 * 10_000),
        order: 0,
        end: Some(RunEnd {
            exit,
            at: None,
            output: NewOutput {
                head: text(""),
                tail: text(""),
                left_out: 0,
                bytes: 0,
                first_error: None,
            },
            binary: false,
        }),
    }
}

/// How well a command fits, by the plainest rules.
fn level(typed: &str, command: &str) -> u8 {
    let (typed, command) = (typed.trim().to_lowercase(), command.to_lowercase());
    if typed == command {
        return 6;
    }
    if command.starts_with(&typed) {
        return 5;
    }
    let begins = |at: usize| at == 0 || !command.as_bytes()[at - 1].is_ascii_alphanumeric();
    let of_word = |word: &str| {
        let mut found = command.match_indices(word).map(|(at, _)| at).peekable();
        if found.peek().is_some() {
            // Occurrences that overlap count, too.
            let mut all = (0..command.len()).filter(|at| command[*at..].starts_with(word));
            return if all.any(begins) { 4 } else { 3 };
        }
        // All of these commands are short: letters that follow each other are never far apart.
        let widths = (0..command.len()).filter_map(|from| {
            let mut at = from;
            for letter in word.bytes() {
                at += command.bytes().skip(at).position(|byte| byte == letter)? + 1;
            }
            let is_near = at - from <= 2 * word.len() + 8;
            let first = command.as_bytes()[from] == word.as_bytes()[0];
            Some(if first && begins(from) && is_near {
                2
            } else {
                1
            })
        });
        widths.max().unwrap_or(0)
    };
    typed.split_whitespace().map(of_word).min().unwrap_or(1)
}

#[test]
fn what_is_found_is_what_looking_at_every_row_finds() -> Result<(), StoreError> {
    let fixture = Fixture::new();
    let db = open(&fixture);
    let mut dice = Dice::new(23);
    let words = [
        "git",
        "log",
        "x",
        "make",
        "gxixt",
        "digit",
        "ls",
        "-la",
        "LOG",
        "a.b",
        "tests/all",
    ];
    // More than are looked at in one step.
    let mut runs = Vec::new();
    for n in 1..=6_000_u128 {
        let mut command = one(&mut dice, &words);
        for _ in 0..dice.below(4) {
            command = format!("{command} {}", one(&mut dice, &words));
        }
        let exit = [None, Some(0), Some(0), Some(1), Some(130)][dice.below(5) as usize];
        let new = NewRun {
            cwd: Some(text(&one(&mut dice, &["/w/app", "/w/app/src", "/w/apple"]))),
            session: text(&one(&mut dice, &["s1", "s2"])),
            branch: (dice.below(2) == 0).then(|| text("main")),
            at: Some(NOW + dice.below(3_000) as i64 * 10_000),
            ..ran(n, &command, exit)
        };
        runs.push(new);
    }
    db.import(runs.clone(), &key())?;
    // Rows have the numbers in which they were added, and of equal times the later one is first.
    let mut order: Vec<&NewRun> = runs.iter().collect();
    order.sort_by_key(|run| (run.at, run.id.0));
    order.reverse();
    let mut times: std::collections::HashMap<&String, u32> = Default::default();
    for run in &runs {
        *times.entry(run.command.get()).or_default() += 1;
    }
    for asked in 0..400 {
        let typed = [
            "",
            "g",
            "git",
            "GIT LOG",
            "lo",
            "ma ls",
            "gt",
            "mk la",
            "glx",
            "a.b",
            "digit x make x",
            "all",
            "git log",
            "qq",
            "t",
            "-",
            "x x",
        ][dice.below(17) as usize];
        let some = dice.below(64);
        let with = |bit: u64| some & bit != 0;
        let exits = [RunExit::With(0), RunExit::With(1), RunExit::Without(1)];
        let query = RunQuery {
            words: typed.into(),
            cwd: if with(1) {
                vec!["/w/app".into()]
            } else {
                Vec::new()
            },
            failed: with(2) && with(4),
            exit: (with(2) && !with(4)).then(|| exits[dice.below(3) as usize]),
            session: with(8).then(|| "s1".into()),
            branch: with(16).then(|| "main".into()),
            since: with(32).then_some(NOW + 8_000_000),
            near: match dice.below(3) {
                0 => Vec::new(),
                1 => vec!["/w/app/src".into()],
                _ => vec!["/w/apple".into(), "/nowhere".into()],
            },
            unique: dice.below(2) == 0,
            limit: 1 + dice.below(300) as usize,
            ..RunQuery::default()
        };
        let fits = |run: &&NewRun| {
            let cwd = run.cwd.as_ref().map(|cwd| cwd.get().as_str());
            let exit = run.end.as_ref().and_then(|end| end.exit);
            (query.cwd.is_empty() || cwd != Some("/w/apple"))
                && (!query.failed || exit.is_some_and(|exit| exit != 0))
                && match query.exit {
                    None => true,
                    Some(RunExit::With(want)) => exit == Some(want),
                    Some(RunExit::Without(other)) => exit.is_some_and(|exit| exit != other),
                }
                && query
                    .session
                    .as_ref()
                    .is_none_or(|it| it == run.session.get())
                && (query.branch.is_none() || run.branch.is_some())
                && query.since.is_none_or(|since| run.at >= Some(since))
        };
        // How often a command ran, whether just now, and where, counts only where words are given.
        let sort = |level: u8, number: usize, run: &NewRun| {
            let cwd = run.cwd.as_ref().map(|cwd| cwd.get());
            let is_here = cwd.is_some_and(|cwd| query.near.contains(cwd));
            let is_often = number < 100 || times[run.command.get()] >= 3;
            let counts = !typed.is_empty();
            let often_counts = counts && query.unique && level >= 3;
            (counts && is_here, often_counts && is_often)
        };
        let mut seen = std::collections::HashSet::new();
        let mut want: Vec<_> = order
            .iter()
            .enumerate()
            .filter(|(_, run)| fits(run))
            .map(|(number, run)| {
                let level = level(typed, run.command.get());
                (level, sort(level, number, run), *run)
            })
            .filter(|(level, ..)| *level > 0)
            .collect();
        want.sort_by_key(|(level, sort, _)| std::cmp::Reverse((*level, *sort)));
        let want: Vec<(u8, RunId)> = want
            .into_iter()
            .filter(|(.., run)| !query.unique || seen.insert(run.command.get()))
            .map(|(level, _, run)| (level, run.id))
            .collect();
        let page = db.list(&query)?;
        let found: Vec<RunId> = page.runs.iter().map(|run| run.id).collect();
        let first: Vec<RunId> = want.iter().take(query.limit).map(|(_, id)| *id).collect();
        assert_eq!(found, first, "question {asked}: {query:?}");
        assert_eq!(page.more, want.len() > query.limit, "{query:?}");
        // The next page goes on there.
        if let Some(last) = found.last() {
            let rest = RunQuery {
                after: Some(*last),
                ..query.clone()
            };
            let next: Vec<RunId> = db.list(&rest)?.runs.iter().map(|run| run.id).collect();
            let behind = want.iter().skip(query.limit).take(query.limit);
            assert_eq!(
                next,
                behind.map(|(_, id)| *id).collect::<Vec<_>>(),
                "{rest:?}"
            );
        }
    }
    Ok(())
}

#[test]
fn the_newest_are_told_while_the_rest_is_read() -> Result<(), StoreError> {
    let fixture = Fixture::new();
    let runs = (1..=9_000).map(|n| ran(n, &format!("make {n}"), Some(0)));
    open(&fixture).import(runs.collect(), &key())?;
    let db = open(&fixture);
    let early = RunQuery {
        words: "make".into(),
        limit: 3,
        early: true,
        ..RunQuery::default()
    };
    let whole = RunQuery {
        early: false,
        ..early.clone()
    };
    let first = db.list(&early)?;
    let commands: Vec<_> = first.runs.iter().map(|run| run.command.as_str()).collect();
    assert_eq!(
        (commands, first.partial),
        (vec!["make 9000", "make 8999", "make 8998"], true)
    );
    // Another owner writes meanwhile, also what is older than all.
    let other = open(&fixture);
    other.begin(ran(10_000, "make new", None)).wait()?;
    other
        .begin(NewRun {
            at: Some(1),
            ..ran(10_001, "make old", None)
        })
        .wait()?;
    let oldest = RunQuery {
        words: "make 1".into(),
        ..early.clone()
    };
    while db.list(&oldest)?.partial {
        std::thread::yield_now();
    }
    assert_eq!(db.list(&oldest)?.runs[0].command, "make 1");
    let all = db.list(&early)?;
    assert_eq!(
        (all.partial, all.runs[0].command.as_str()),
        (false, "make new")
    );
    assert_eq!(db.list(&whole)?, all);
    let last = RunQuery {
        words: "old".into(),
        ..early
    };
    assert_eq!(db.list(&last)?.runs[0].command, "make old");
    Ok(())
}

#[test]
fn who_waits_gets_all_however_far_the_reading_is() -> Result<(), StoreError> {
    let fixture = Fixture::new();
    let runs = (1..=9_000).map(|n| ran(n, &format!("make {n}"), Some(0)));
    open(&fixture).import(runs.collect(), &key())?;
    let db = open(&fixture);
    let early = RunQuery {
        limit: 1,
        early: true,
        ..RunQuery::default()
    };
    assert!(db.list(&early)?.partial);
    let whole = RunQuery {
        words: "make 1".into(),
        limit: 1,
        ..RunQuery::default()
    };
    let page = db.list(&whole)?;
    assert_eq!(
        (page.runs[0].command.as_str(), page.partial),
        ("make 1", false)
    );
    // What is closed in the middle of it is closed.
    let db = open(&fixture);
    assert!(db.list(&early)?.partial);
    drop(db);
    Ok(())
}
