//! Looking for commands in a history of 1,000,000.
//!
//! The peer is a scan with `LIKE` of the same rows in SQLite, as programs do that keep a history in a
//! table: the newest rows in which every word stands, each command once.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Result, ensure};
use rusqlite::{Connection, params_from_iter};
use tenon_core::{Clock, Ids, Millis, RunId};
use tenon_gatekeeper::{Gatekeeper, Masked};
use tenon_store::{
    Ambient, DataDirs, DirHints, ForgottenKey, NewOutput, NewRun, ProfileId, RunEnd, RunQuery,
    RunSource, RunsDb, SystemEntropy,
};
use uuid::Uuid;

use crate::measure::figure::Statistic;
use crate::measure::pairs::{Side, alternate};
use crate::measure::report::{Bar, Question, Row};
use crate::work::Work;

/// Commands in the history.
const COMMANDS: u64 = 1_000_000;
/// Rows of an answer, as the panel asks for them.
const ROWS: usize = 200;
/// The folder of the terminal in which is asked.
const HERE: &str = "/w/7";
/// Milliseconds within which an answer is at once.
const AT_ONCE: f64 = 30.0;
/// What is typed, by what makes it quick or slow.
const TYPED: &[(&str, &[&str])] = &[
    ("nothing typed", &[""]),
    ("one letter", &["g", "s", "e"]),
    ("a common word", &["git", "docker", "staging"]),
    (
        "several words",
        &["git st", "pytest -m", "git checkout git"],
    ),
    (
        "letters that follow each other",
        &["gtchkt", "crgo tst", "kgp"],
    ),
    ("a rare word", &["3f7", "a1b2", "f00d"]),
    ("no match", &["zzz", "gitx", "sutats"]),
];
/// Words of commands that people type.
const WORDS: [&str; 24] = [
    "git",
    "status",
    "checkout",
    "cargo",
    "test",
    "--workspace",
    "docker",
    "run",
    "-it",
    "npm",
    "install",
    "kubectl",
    "get",
    "pods",
    "-n",
    "staging",
    "python",
    "-m",
    "pytest",
    "grep",
    "-rn",
    "src/main.rs",
    "make",
    "ssh",
];

pub fn run(work: &Work) -> Result<Vec<Row>> {
    let folder = work.folder().join("history");
    let (ours, peer) = made(&folder)?;
    let mut rows = Vec::new();
    for (sort, typed) in TYPED {
        let mut number = 0;
        let pairs = alternate(work.pairs_of(40), work.at_most(60), |side| {
            number += 1;
            // A pair asks both sides the same.
            let words = typed[(number - 1) / 2 % typed.len()];
            let filters = [None, Some(HERE)];
            let mut took = Vec::new();
            for cwd in filters {
                let began = Instant::now();
                match side {
                    Side::Ours => _ = ours.list(&query(words, cwd))?,
                    Side::Peer => peer_list(&peer, words, cwd)?,
                }
                took.push(began.elapsed().as_secs_f64() * 1_000.0);
            }
            Ok(took)
        })?;
        let question = |what: String, statistic, bar| Question {
            what,
            unit: "ms",
            peer: "SQLite, LIKE",
            statistic,
            bar,
        };
        let what = format!("search of 1,000,000 commands, {sort}");
        rows.push(
            Row::of(
                &question(what.clone(), Statistic::P95, Bar::AtMost(AT_ONCE)),
                &pairs,
            )
            .note(format!(
                "{ROWS} rows, each command once; everywhere and in one folder"
            )),
        );
        let bar = Bar::RatioAtMost(1.0);
        rows.push(Row::of(
            &question(format!("{what}, median"), Statistic::Median, bar),
            &pairs,
        ));
    }
    Ok(rows)
}

fn query(words: &str, cwd: Option<&str>) -> RunQuery {
    RunQuery {
        words: words.to_owned(),
        cwd: cwd.map(str::to_owned).into_iter().collect(),
        // As the panel asks, which stands in a folder.
        near: vec![HERE.to_owned()],
        unique: true,
        limit: ROWS,
        ..RunQuery::default()
    }
}

fn peer_list(conn: &Connection, words: &str, cwd: Option<&str>) -> Result<()> {
    let words: Vec<String> = words.split(' ').map(|word| format!("%{word}%")).collect();
    let likes = "AND command LIKE ? ".repeat(words.len());
    let folder = cwd.map_or("", |_| "AND cwd = ? ");
    let sql = format!(
        "SELECT command, cwd, exit, max(at) FROM history WHERE 1 {likes}{folder}
         GROUP BY command ORDER BY max(at) DESC LIMIT {ROWS}"
    );
    let given = words.iter().map(String::as_str).chain(cwd);
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query(params_from_iter(given))?;
    while let Some(row) = rows.next()? {
        let _: String = row.get(0)?;
    }
    Ok(())
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) % end
    }

    /// A command; four of five are typed once only, which is more than people do.
    fn command(&mut self) -> String {
        let mut command = String::new();
        for _ in 0..3 + self.below(4) {
            command += WORDS[self.below(WORDS.len() as u64) as usize];
            command.push(' ');
        }
        if self.below(5) > 0 {
            command += &format!("{:x}", self.below(1 << 40));
        }
        command.trim_end().to_owned()
    }
}

struct SystemIds;

impl Ids for SystemIds {
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

struct NoTime;

impl Clock for NoTime {
    fn now(&self) -> Millis {
        0
    }
}

/// The same commands in Tenon's history and in a table.
fn made(folder: &Path) -> Result<(RunsDb, Connection)> {
    std::fs::create_dir_all(folder)?;
    let dirs = DataDirs::resolve(&DirHints {
        home: folder.to_owned(),
        ..DirHints::default()
    });
    let ambient = Ambient {
        clock: Arc::new(NoTime),
        ids: Arc::new(SystemIds),
        entropy: Arc::new(SystemEntropy),
    };
    let ours = RunsDb::open(&dirs.runs_place(ProfileId(Uuid::nil())), &ambient)?;
    let peer = Connection::open(folder.join("peer.db"))?;
    peer.execute_batch(
        "PRAGMA journal_mode = WAL;
         CREATE TABLE history (id INTEGER PRIMARY KEY, command TEXT, cwd TEXT, exit INTEGER, at INTEGER);
         CREATE INDEX history_at ON history (at);
         CREATE INDEX history_command ON history (command);",
    )?;
    let gatekeeper = Gatekeeper::new([7; 32]);
    let text = |text: &str| gatekeeper.masked(text);
    let mut dice = Dice(5);
    for first in (0..COMMANDS).step_by(50_000) {
        let change = peer.unchecked_transaction()?;
        let mut runs = Vec::new();
        for number in first..first + 50_000 {
            let command = text(&dice.command());
            let cwd = text(&format!("/w/{}", dice.below(500)));
            let exit = i32::from(dice.below(10) == 0);
            let at = 1_700_000_000_000 + number as i64 * 10_000;
            change
                .prepare_cached("INSERT INTO history (command, cwd, exit, at) VALUES (?, ?, ?, ?)")?
                .execute((command.get(), cwd.get(), exit, at))?;
            runs.push(NewRun {
                id: RunId(Uuid::now_v7()),
                command,
                cwd: Some(cwd),
                branch: None,
                host: text("desk"),
                session: text(&format!("s{}", dice.below(3_000))),
                workspace: None,
                terminal: None,
                source: RunSource::Bash,
                at: Some(at),
                order: 0,
                end: Some(ended(exit, text(""))),
            });
        }
        change.commit()?;
        ours.import(runs, &ForgottenKey::derive(&[5; 32]))?;
    }
    let page = ours.list(&query("", None))?;
    ensure!(page.runs.len() == ROWS && page.more, "the history is there");
    Ok((ours, peer))
}

fn ended(exit: i32, nothing: Masked<String>) -> RunEnd {
    RunEnd {
        exit: Some(exit),
        at: None,
        output: NewOutput {
            head: nothing.clone(),
            tail: nothing,
            left_out: 0,
            bytes: 0,
            first_error: None,
        },
        binary: false,
    }
}
