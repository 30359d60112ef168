//! A vault of 10,000 notes: when it is open, what fits a link that is typed, and a note that 1,000
//! others link to under another name.
//!
//! The peer is what a person has without a vault: ripgrep over the same folder, and `sed -i` of the
//! files that it names.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::owned::followed;
use super::quality::Random;
use crate::measure::figure::Statistic;
use crate::measure::pairs::{Side, alternate};
use crate::measure::report::{Bar, Question, Row};
use crate::program::served::Served;
use crate::work::Work;

/// Notes in the vault.
const NOTES: usize = 10_000;
/// Every so many notes one links to the note that gets another name.
const LINKS: usize = NOTES / 1_000;
/// The seed of the vault.
const SEED: u64 = 7;
/// Rows of a list of what fits.
const ROWS: u32 = 50;
/// Names that the note has in turns.
const NAMES: [&str; 2] = ["The middle", "Another middle"];
const WORDS: [&str; 12] = [
    "buffer", "window", "journal", "parser", "socket", "thread", "cache", "symbol", "profile",
    "terminal", "snapshot", "link",
];

pub fn run(work: &Work) -> Result<Vec<Row>> {
    let folder = work.folder().join("vault");
    let (ours, peer) = (folder.join("ours"), folder.join("peer"));
    for notes in [&ours, &peer] {
        write(notes).with_context(|| format!("the vault {}", notes.display()))?;
    }
    let of = format!("{NOTES} notes, seed {SEED}");
    let mut rows = vec![opened(work, &folder, &ours, &peer)?.note(of)];
    let mut owner = Served::start(work, &folder.join("one"), &ours)?;
    followed(&mut owner, work.at_most(120))?;
    rows.push(completed(work, &mut owner, &peer)?);
    rows.push(renamed(work, &mut owner, &peer)?);
    rows.push(linked(work, &mut owner, &ours)?);
    drop(owner);
    std::fs::remove_dir_all(&folder)?;
    Ok(rows)
}

fn question(what: &str, peer: &'static str, statistic: Statistic, bar: Bar) -> Question {
    Question {
        what: what.to_owned(),
        unit: "ms",
        peer,
        statistic,
        bar,
    }
}

fn since(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1_000.0
}

/// From the start of a process that knows nothing to the list of all notes.
fn opened(work: &Work, folder: &Path, ours: &Path, peer: &Path) -> Result<Row> {
    let mut turns = 0;
    let pairs = alternate(work.pairs_of(10), work.at_most(120), |side| {
        let began = Instant::now();
        if side == Side::Peer {
            rg(work, peer, &["-c", r"\[\["])?;
            return Ok(vec![since(began)]);
        }
        turns += 1;
        let mut owner = Served::start(work, &folder.join(format!("open-{turns}")), ours)?;
        let list = owner.ask("note_list", &list())?;
        let took = since(began);
        ensure!(
            list["notes"].as_array().map_or(0, Vec::len) == NOTES,
            "all notes are listed"
        );
        Ok(vec![took])
    })?;
    let what = "a vault of 10,000 notes, from nothing to its list";
    let bar = Bar::AtMost(2_000.0);
    Ok(Row::of(
        &question(what, "ripgrep, files with links", Statistic::P95, bar),
        &pairs,
    ))
}

fn list() -> Value {
    json!({
        "tag": null, "text": "", "folder": null, "orphans": false, "unresolved": false, "lean": true
    })
}

/// What fits a link that is typed, letter by letter.
fn completed(work: &Work, owner: &mut Served, peer: &Path) -> Result<Row> {
    let mut number = 0;
    let pairs = alternate(work.pairs_of(60), work.at_most(60), |side| {
        number += 1;
        // A pair asks both sides the same.
        let word = WORDS[(number - 1) / 2 % WORDS.len()];
        let mut took = Vec::new();
        for end in 1..=word.len() {
            let typed = &word[..end];
            let began = Instant::now();
            match side {
                Side::Ours => {
                    let from = json!({ "path": "folder-1/n1.md" });
                    let params = json!({ "text": typed, "from": from, "limit": ROWS });
                    owner.ask("note_complete", &params)?;
                }
                Side::Peer => rg(work, peer, &["--files", "--iglob", &format!("*{typed}*")])?,
            }
            took.push(since(began));
        }
        Ok(took)
    })?;
    let what = "what fits a link that is typed, of 10,000 notes";
    Ok(Row::of(
        &question(what, "ripgrep, names", Statistic::P95, Bar::AtMost(30.0)),
        &pairs,
    ))
}

/// A note with 1,000 links to it gets another name.
fn renamed(work: &Work, owner: &mut Served, peer: &Path) -> Result<Row> {
    let (mut ours_now, mut peer_now) = (0, 0);
    let pairs = alternate(work.pairs_of(20), work.at_most(120), |side| {
        let now = match side {
            Side::Ours => &mut ours_now,
            Side::Peer => &mut peer_now,
        };
        let (from, to) = (NAMES[*now], NAMES[1 - *now]);
        *now = 1 - *now;
        let began = Instant::now();
        match side {
            Side::Ours => {
                let path = |name: &str| json!({ "path": format!("{name}.md") });
                let params = json!({ "note": path(from), "to": path(to), "dryRun": false });
                let done = owner.ask("note_rename", &params)?;
                let notes = done["relinked"].as_array().map_or(0, Vec::len);
                ensure!(notes == NOTES / LINKS, "{notes} notes were changed");
            }
            Side::Peer => replaced(work, peer, from, to)?,
        }
        Ok(vec![since(began)])
    })?;
    let what = "another name for a note with 1,000 links to it";
    let bar = Bar::AtMost(1_000.0);
    Ok(Row::of(
        &question(what, "ripgrep and sed", Statistic::P95, bar),
        &pairs,
    )
    .note("Tenon's can be undone, and is whole or not at all"))
}

fn replaced(work: &Work, peer: &Path, from: &str, to: &str) -> Result<()> {
    let found = Command::new(&work.rg)
        .args(["-l", "-F", &format!("[[{from}")])
        .current_dir(peer)
        .stderr(Stdio::null())
        .output()?;
    let names = String::from_utf8(found.stdout)?;
    let status = Command::new("sed")
        .args(["-i", &format!(r"s/\[\[{from}/[[{to}/g")])
        .args(names.lines())
        .current_dir(peer)
        .status()?;
    ensure!(status.success(), "sed changes the links");
    std::fs::rename(
        peer.join(format!("{from}.md")),
        peer.join(format!("{to}.md")),
    )?;
    Ok(())
}

/// What is linked to a note, right after another one was written.
fn linked(work: &Work, owner: &mut Served, ours: &Path) -> Result<Row> {
    let note = ours.join("folder-3/changed.md");
    let mut took = Vec::new();
    for number in 0..work.pairs_of(20) {
        std::fs::write(&note, format!("[[n{number}]]\n"))?;
        let params = json!({
            "of": format!("note:folder-{}/n{number}.md", number % 20), "depth": 1, "kinds": null,
            "since": null, "suggestions": false, "limit": 200
        });
        let began = Instant::now();
        owner.ask("link_graph", &params)?;
        took.push(since(began));
    }
    let what = "what is linked to a note, after another one was written";
    Ok(Row::alone(
        &question(what, "", Statistic::Median, Bar::Nothing),
        &took,
    ))
}

fn rg(work: &Work, folder: &Path, arguments: &[&str]) -> Result<()> {
    let status = Command::new(&work.rg)
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .status()?;
    // 1 says that nothing fits.
    ensure!(
        matches!(status.code(), Some(0 | 1)),
        "ripgrep ended with {status}"
    );
    Ok(())
}

/// Notes in folders, each with some links, tags and a few hundred words.
fn write(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut random = Random(SEED);
    let mut pick = |end: usize| (random.bits() % end as u64) as usize;
    std::fs::write(folder.join(format!("{}.md", NAMES[0])), "# The middle\n")?;
    for number in 0..NOTES - 1 {
        let mut text = format!(
            "---\ntags: [{}]\naliases: [{} {number}]\n---\n# {} of {number}\n\n",
            WORDS[pick(WORDS.len())],
            WORDS[pick(WORDS.len())],
            WORDS[pick(WORDS.len())],
        );
        for _ in 0..3 {
            for _ in 0..60 {
                text += WORDS[pick(WORDS.len())];
                text.push(' ');
            }
            write!(
                text,
                "[[n{}]]\n\n## {}\n\n",
                pick(NOTES - 1),
                WORDS[pick(WORDS.len())]
            )?;
        }
        if number % LINKS == 0 {
            writeln!(text, "See [[{}|here]].", NAMES[0])?;
        }
        std::fs::write(place(folder, number)?, text)?;
    }
    Ok(())
}

fn place(folder: &Path, number: usize) -> Result<PathBuf> {
    let folder = folder.join(format!("folder-{}", number % 20));
    if number < 20 {
        std::fs::create_dir_all(&folder)?;
    }
    Ok(folder.join(format!("n{number}.md")))
}
