//! How soon a hybrid answer is there among 100,000 pieces, and what it spends its time on.
//!
//! The owner, the sidecar, the built-in model and the collection are the real ones. Only the vectors
//! of the pieces are made by chance, because to embed so many would take most of an hour; they are
//! put where the owner keeps those that it has made, and it writes them to the sidecar as ever.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tenon_core::{Clock, Millis};
use tenon_store::{MeaningDb, PassageScope, Place};

use super::owned::followed;
use super::quality::{Random, embedded};
use crate::measure::figure::Statistic;
use crate::measure::report::{Bar, Question, Row};
use crate::measure::say;
use crate::program::served::Served;
use crate::program::tree;
use crate::sources;
use crate::work::Work;

/// Pieces that there are at least.
const PIECES: i64 = 100_000;
/// Lines of sources that have so many pieces.
const LINES: usize = 1_450_000;
/// Questions.
const QUESTIONS: usize = 200;
/// Words of the shortest question.
const WORDS: usize = 6;
/// Rows of an answer, as a window asks for.
const ROWS: usize = 100;
/// The seed of the questions and the vectors; it is printed.
const SEED: u64 = 1;
/// Of the built-in model.
const MODEL: &str = "all-MiniLM-L6-v2";
const DIMENSIONS: usize = 384;
/// Vectors that are kept at once.
const TOGETHER: usize = 5_000;
/// After so many looks at which nothing has changed the files are all cut.
const QUIET: u32 = 6;
/// Looks, 2 s apart, at which hardly anything ran: then the work is done.
const CALM: u32 = 4;
/// Hundredths of a second of processor between two looks that count as hardly anything.
const IDLE_TICKS: u64 = 20;
/// How long cutting the files may take.
const PATIENCE: Duration = Duration::from_secs(400);

struct Now;

impl Clock for Now {
    fn now(&self) -> Millis {
        let since = std::time::SystemTime::UNIX_EPOCH.elapsed();
        since.map_or(0, |since| since.as_millis() as Millis)
    }
}

pub fn run(work: &Work) -> Result<Vec<Row>> {
    let top = work.folder().join("ranked");
    let data = work.folder().join("ranked-data");
    std::fs::create_dir_all(&data)?;
    let size = sources::gather(&work.sources, &top, LINES)?;
    let mut random = Random(SEED);
    let asked = questions(&top, &mut random)?;
    cut(work, &data, &top)?;
    fill(&data, &mut random)?;
    let mut owner = Served::start(work, &data, &top)?;
    followed(&mut owner, Instant::now() + PATIENCE)?;
    owner.ask("meaning_pause", &json!({ "paused": false }))?;
    let pieces = embedded(&mut owner)?;
    ensure!(pieces >= PIECES, "there are only {pieces} pieces");
    at_rest(&owner)?;
    let mut answers = Vec::new();
    for (number, text) in asked.iter().enumerate() {
        let answer = answer(&mut owner, text)?;
        // The first ones fill caches, of this process and of others.
        if number >= 10 {
            answers.push(answer);
        }
    }
    let of = format!(
        "{pieces} pieces, {} files, {} lines, {} questions, seed {SEED}, {ROWS} rows",
        size.files,
        size.lines,
        answers.len()
    );
    Ok(rows(&answers, &of))
}

/// Has every file cut into pieces, and nothing embedded.
fn cut(work: &Work, data: &Path, top: &Path) -> Result<()> {
    let mut owner = Served::start(work, data, top)?;
    owner.ask("meaning_pause", &json!({ "paused": true }))?;
    followed(&mut owner, Instant::now() + PATIENCE)?;
    let until = Instant::now() + PATIENCE;
    let (mut before, mut same) = (0, 0);
    loop {
        let status = owner.ask("meaning_status", &json!({}))?;
        let total = status["total"].as_i64().unwrap_or(0);
        let is_same = status["state"] == "paused" && total > 0 && total == before;
        same = if is_same { same + 1 } else { 0 };
        if same == QUIET {
            say(&format!("   {total} pieces"));
            return Ok(());
        }
        before = total;
        ensure!(Instant::now() < until, "the files are not cut: {status}");
        std::thread::sleep(Duration::from_secs(2));
    }
}

/// Waits until nothing is worked on any more: an index over so many vectors is made behind the last one.
fn at_rest(owner: &Served) -> Result<()> {
    let until = Instant::now() + PATIENCE;
    let mut calm = 0;
    while calm < CALM {
        ensure!(Instant::now() < until, "the owner does not come to rest");
        let before = tree::ticks(owner.pid());
        std::thread::sleep(Duration::from_secs(2));
        let used = tree::ticks(owner.pid()).saturating_sub(before);
        calm = if used <= IDLE_TICKS { calm + 1 } else { 0 };
    }
    Ok(())
}

/// Gives every piece a vector.
fn fill(data: &Path, random: &mut Random) -> Result<()> {
    let file = sources::find(data, "meaning.db")?.context("the pieces are in a file")?;
    let place = Place {
        file,
        backups: PathBuf::new(),
        label: "bench".to_owned(),
    };
    let db = MeaningDb::open(&place, &Now)?.db;
    loop {
        let missing = db.missing(MODEL, PassageScope::All, TOGETHER)?;
        if missing.is_empty() {
            return Ok(());
        }
        let made = missing.iter().map(|one| (one.hash, vector(random)));
        db.made(MODEL, made.collect())?;
    }
}

/// A vector of length 1.
fn vector(random: &mut Random) -> Vec<f32> {
    let figures =
        (0..DIMENSIONS).map(|_| (random.bits() >> 40) as f32 / (1_u64 << 23) as f32 - 1.0);
    let figures: Vec<f32> = figures.collect();
    let length = figures.iter().map(|one| one * one).sum::<f32>().sqrt();
    figures.iter().map(|one| one / length).collect()
}

/// Lines of documentation, drawn by chance.
fn questions(top: &Path, random: &mut Random) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for (_, text) in sources::read(top)? {
        let text = String::from_utf8_lossy(&text);
        let told = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("/// "));
        let told = told.filter(|line| line.split(' ').count() >= WORDS && !line.contains(':'));
        lines.extend(told.map(str::to_owned));
    }
    random.shuffle(&mut lines);
    lines.truncate(QUESTIONS);
    ensure!(lines.len() == QUESTIONS, "the sources have documentation");
    Ok(lines)
}

/// One answer: how long it took here, and what it says of its parts, in milliseconds.
struct Answer {
    whole: f64,
    took: Value,
}

fn answer(owner: &mut Served, text: &str) -> Result<Answer> {
    let params = json!({ "search": { "text": text, "mode": "hybrid" }, "limit": ROWS });
    let began = Instant::now();
    let answer = owner.ask("search_ranked", &params)?;
    let whole = began.elapsed().as_secs_f64() * 1e3;
    ensure!(answer["textOnly"].is_null(), "{}", answer["textOnly"]);
    let took = answer["took"].clone();
    Ok(Answer { whole, took })
}

fn rows(answers: &[Answer], of: &str) -> Vec<Row> {
    let part =
        |name: &'static str| move |answer: &Answer| answer.took[name].as_f64().unwrap_or(0.0);
    let row = |what: &str, statistic, bar, part: &dyn Fn(&Answer) -> f64| {
        let question = Question {
            what: what.to_owned(),
            unit: "ms",
            peer: "",
            statistic,
            bar,
        };
        let samples: Vec<f64> = answers.iter().map(part).collect();
        Row::alone(&question, &samples)
    };
    let embed = part("embedMs");
    let mut rows = vec![
        row(
            "a hybrid answer",
            Statistic::P95,
            Bar::AtMost(150.0),
            &|it| it.whole,
        )
        .note(of),
        row(
            "without the embedding of the question",
            Statistic::P95,
            Bar::AtMost(40.0),
            &|it| it.whole - embed(it),
        ),
    ];
    let parts = [
        ("of it: the words", "wordsMs"),
        ("of it: the names", "namesMs"),
        ("of it: the embedding", "embedMs"),
        ("of it: the search of vectors", "vectorsMs"),
        ("of it: meaning, with both and the way", "meaningMs"),
        ("of it: one list of all", "fuseMs"),
        ("of it: reading the lines", "linesMs"),
    ];
    rows.extend(parts.map(|(what, name)| row(what, Statistic::P95, Bar::Nothing, &part(name))));
    rows
}
