//! How good the answers of a search are: by words, by meaning, and by both.

mod notes;
mod pairs;
mod random;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use crate::measure::figure::Statistic;
use crate::measure::report::{Bar, Question, Row};
use crate::measure::say;
use crate::program::served::Served;
use crate::work::Work;

pub use random::Random;

/// What the sets of pairs are drawn with, out of the packages that no weight was chosen on.
const SEEDS: [u64; 2] = [11, 12];
/// Rows that are looked through for the answer.
const ROWS: usize = 100;
/// A right answer further down than this is not found by a person.
const SEEN: usize = 10;
/// Points of recall by which both together have to be better than the better of them.
const BETTER: f64 = 3.0;
/// How long embedding may stand still.
const STUCK: Duration = Duration::from_secs(300);

/// A question, and where its answers stand.
pub struct Asked {
    text: String,
    places: Vec<Place>,
}

/// Lines of a file; a row in one of them is right.
pub struct Place {
    path: String,
    from: u32,
    to: u32,
}

pub fn run(work: &Work) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let top = work.folder().join("notes");
    let asked = notes::write(Path::new("."), &top)?;
    rows.extend(measure(work, "this project", &top, &asked)?);
    // The larger sets take minutes to embed, so that a quick look leaves them out.
    for seed in SEEDS.into_iter().filter(|_| !work.quick) {
        let top = work.folder().join(format!("pairs-{seed}"));
        let asked = pairs::write(&work.sources, &top, pairs::Half::HeldOut, seed)?;
        rows.extend(measure(
            work,
            &format!("functions, seed {seed}"),
            &top,
            &asked,
        )?);
    }
    Ok(rows)
}

/// How good the answers of one mode were.
struct Found {
    /// Of 100 questions, how many have a right row among the first ones.
    recall: f64,
    /// The mean of 1 / place of the first right row.
    rank: f64,
    /// Of each answer, in milliseconds.
    took: Vec<f64>,
}

fn measure(work: &Work, what: &str, top: &Path, asked: &[Asked]) -> Result<Vec<Row>> {
    let data = work.folder().join(format!("{what}-data"));
    std::fs::create_dir_all(&data)?;
    let mut owner = Served::start(work, &data, top)?;
    let pieces = embedded(&mut owner)?;
    let [lexical, semantic, hybrid] = ["lexical", "semantic", "hybrid"];
    let lexical = answers(&mut owner, lexical, asked)?;
    let semantic = answers(&mut owner, semantic, asked)?;
    let hybrid = answers(&mut owner, hybrid, asked)?;
    let of = format!("{} questions, {pieces} pieces", asked.len());
    let row = |name: &str, unit, value: f64, bar| {
        let question = Question {
            what: format!("{what}: {name}"),
            unit,
            peer: "",
            statistic: Statistic::Median,
            bar,
        };
        Row::alone(&question, &[value]).note(of.clone())
    };
    let better = hybrid.recall - lexical.recall.max(semantic.recall);
    let took = Question {
        what: format!("{what}: a hybrid answer"),
        unit: "ms",
        peer: "",
        statistic: Statistic::P95,
        bar: Bar::AtMost(150.0),
    };
    Ok(vec![
        row("recall@10 lexical", "%", lexical.recall, Bar::Nothing),
        row("recall@10 semantic", "%", semantic.recall, Bar::Nothing),
        row("recall@10 hybrid", "%", hybrid.recall, Bar::Nothing),
        row("hybrid above both", "points", better, Bar::AtLeast(BETTER)),
        row("MRR lexical", "", lexical.rank, Bar::Nothing),
        row("MRR semantic", "", semantic.rank, Bar::Nothing),
        row("MRR hybrid", "", hybrid.rank, Bar::Nothing),
        Row::alone(&took, &hybrid.took).note(of.clone()),
    ])
}

/// Waits until every piece can be found by meaning, and says how many there are.
pub fn embedded(owner: &mut Served) -> Result<i64> {
    owner.ask("index_run", &json!({}))?;
    let (mut last, mut moved) = (-1, Instant::now());
    loop {
        let status = owner.ask("meaning_status", &json!({}))?;
        let done = status["done"].as_i64().unwrap_or(0);
        if status["state"] == "ready" && status["total"].as_i64() == Some(done) && done > 0 {
            return Ok(done);
        }
        if status["state"] == "failed" || status["state"] == "off" {
            bail!("nothing is embedded: {status}");
        }
        if done != last {
            (last, moved) = (done, Instant::now());
            say(&format!(
                "   {done} of {} pieces are embedded",
                status["total"]
            ));
        }
        ensure!(moved.elapsed() < STUCK, "embedding stands still: {status}");
        std::thread::sleep(Duration::from_secs(1));
    }
}

fn answers(owner: &mut Served, mode: &str, asked: &[Asked]) -> Result<Found> {
    let (mut seen, mut ranks, mut took) = (0, 0.0, Vec::new());
    for one in asked {
        let params = json!({ "search": { "text": one.text, "mode": mode }, "limit": ROWS });
        let began = Instant::now();
        let answer = owner.ask("search_ranked", &params)?;
        took.push(began.elapsed().as_secs_f64() * 1e3);
        ensure!(answer["textOnly"].is_null(), "{}", answer["textOnly"]);
        let hits = answer["hits"].as_array().context("an answer has hits")?;
        if let Some(place) = hits.iter().position(|hit| is_right(one, hit)) {
            seen += usize::from(place < SEEN);
            ranks += 1.0 / (place + 1) as f64;
        }
    }
    let count = asked.len() as f64;
    Ok(Found {
        recall: 100.0 * seen as f64 / count,
        rank: ranks / count,
        took,
    })
}

fn is_right(asked: &Asked, hit: &Value) -> bool {
    let line = hit["line"].as_i64().unwrap_or(0);
    asked.places.iter().any(|place| {
        let lines = i64::from(place.from)..=i64::from(place.to);
        hit["path"]["path"] == *place.path && lines.contains(&line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_right_when_it_is_the_function_and_not_only_its_file() {
        let asked = Asked {
            text: "x".to_owned(),
            places: vec![Place {
                path: "a.rs".to_owned(),
                from: 3,
                to: 5,
            }],
        };
        let hit = |path: &str, line| json!({ "path": { "path": path }, "line": line });
        assert!(is_right(&asked, &hit("a.rs", 3)) && is_right(&asked, &hit("a.rs", 5)));
        assert!(!is_right(&asked, &hit("a.rs", 2)) && !is_right(&asked, &hit("b.rs", 3)));
    }
}
