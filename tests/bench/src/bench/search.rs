//! Questions over a million lines: how soon the first hits are there, and all of them beside ripgrep.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use tenon_index::find::{Ask, Engine, Term};
use tenon_index::text::TextIndex;

use super::text::{System, THREADS};
use crate::measure::figure::Statistic;
use crate::measure::pairs::{Side, alternate};
use crate::measure::report::{Bar, Question, Row};
use crate::measure::say;
use crate::sources;
use crate::work::Work;

/// Questions.
const QUESTIONS: usize = 500;
/// What a window shows first, in hits.
const FIRST: usize = 100;
/// A text with fewer hits than these is rare.
const RARE: usize = 10;
/// The seed of the questions; it is printed.
const SEED: u64 = 20_261_121;

/// A question, and what is known of it.
struct Asked {
    text: String,
    regex: bool,
    hits: usize,
}

pub fn run(work: &Work) -> Result<Vec<Row>> {
    let top = work.folder().join("searched");
    let size = sources::million(&work.sources, &top)?;
    let index = Arc::new(TextIndex::new(&top, Arc::new(System)));
    ensure!(index.refresh(THREADS, true)?, "the index was made");
    let engine = Engine::new(&top, THREADS).narrowed_by(index);
    let mut asked = questions(&top)?;
    let count = if work.quick { QUESTIONS / 5 } else { QUESTIONS };
    asked.truncate(count);
    say(&format!("   {count} questions, seed {SEED}"));

    let mut first = Vec::new();
    for one in asked.iter().filter(|one| !one.regex) {
        let began = Instant::now();
        ours(&engine, one, Some(FIRST))?;
        first.push(began.elapsed().as_secs_f64() * 1e3);
    }
    let (mut rare, mut all, mut slower) = (Vec::new(), Vec::new(), Vec::new());
    for one in &mut asked {
        // The peer is heard first, so that what both read is in memory.
        let theirs = rg(work, &top, one)?;
        one.hits = theirs;
        let found = ours(&engine, one, None)?;
        ensure!(
            found == theirs,
            "{:?} has {found} hits here and {theirs} in ripgrep",
            one.text
        );
        let pair = alternate(3, work.at_most(30), |side| {
            let began = Instant::now();
            match side {
                Side::Ours => ours(&engine, one, None)?,
                Side::Peer => rg(work, &top, one)?,
            };
            Ok(vec![began.elapsed().as_secs_f64() * 1e3])
        })?;
        let middle = |side| Statistic::Median.of(&pair.all(side));
        let ratio = middle(Side::Ours) / middle(Side::Peer);
        if ratio > 1.2 {
            slower.push(format!("{:?} {ratio:.2} ({theirs} hits)", one.text));
        }
        all.push(ratio);
        if !one.regex && theirs <= RARE {
            rare.push(1.0 / ratio);
        }
    }
    std::fs::remove_dir_all(&top)?;

    let question = |what: &str, unit, statistic, bar| Question {
        what: what.to_owned(),
        unit,
        peer: "",
        statistic,
        bar,
    };
    let of = format!("{} files, {} lines", size.files, size.lines);
    let what = "the first 100 hits of a literal";
    let mut worst = Row::alone(
        &question("slowest against rg -j2", "x", Statistic::P99, Bar::Nothing),
        &all,
    )
    .note(format!(
        "{} of {count} are slower than 1.2 of rg (bar 0)",
        slower.len()
    ));
    for line in slower.iter().take(12) {
        worst = worst.note(line.clone());
    }
    Ok(vec![
        Row::alone(
            &question(what, "ms", Statistic::Median, Bar::AtMost(1.0)),
            &first,
        )
        .note(of),
        Row::alone(
            &question(what, "ms", Statistic::P99, Bar::AtMost(15.0)),
            &first,
        ),
        Row::alone(
            &question(
                "faster than rg, rare texts",
                "x",
                Statistic::Median,
                Bar::AtLeast(10.0),
            ),
            &rare,
        ),
        worst,
    ])
}

fn ours(engine: &Engine, one: &Asked, limit: Option<usize>) -> Result<usize> {
    let term = match one.regex {
        true => Term::Regex(one.text.clone()),
        false => Term::Literal(one.text.clone()),
    };
    let ask = Ask {
        limit,
        ..Ask::whole(term)
    };
    let mut hits = 0;
    engine.run(&ask, &AtomicBool::new(false), &mut |hit| {
        std::hint::black_box(&hit);
        hits += 1;
        true
    })?;
    Ok(hits)
}

/// The same of ripgrep, as an editor calls it; answers how many lines it prints.
fn rg(work: &Work, top: &std::path::Path, one: &Asked) -> Result<usize> {
    let mut command = Command::new(&work.rg);
    command.args(["-j2", "--no-heading", "--line-number", "--column"]);
    if !one.regex {
        command.arg("--fixed-strings");
    }
    command.arg("--regexp").arg(&one.text).arg("./");
    command.current_dir(top).stdin(Stdio::null());
    let out = command.output().with_context(|| format!("{command:?}"))?;
    ensure!(
        out.status.code().is_some_and(|code| code < 2),
        "{command:?}: {}",
        String::from_utf8_lossy(&out.stderr)
    );
    Ok(out.stdout.iter().filter(|byte| **byte == b'\n').count())
}

/// Words and parts of lines that stand somewhere in the sources, texts that do not, and expressions.
fn questions(top: &std::path::Path) -> Result<Vec<Asked>> {
    let files = sources::read(top)?;
    let texts: Vec<&str> = files
        .iter()
        .filter_map(|(_, text)| std::str::from_utf8(text).ok())
        .filter(|text| text.lines().count() > 20)
        .collect();
    ensure!(!texts.is_empty(), "there are sources");
    let mut state = SEED;
    let mut dice = |sides: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % sides.max(1)
    };
    let mut asked = Vec::new();
    while asked.len() < QUESTIONS {
        let text = texts[dice(texts.len())];
        let lines: Vec<_> = text.lines().collect();
        let line = lines[dice(lines.len())].trim();
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let words: Vec<_> = line
            .split(|c: char| !is_word(c))
            .filter(|word| word.len() >= 3 && word.is_ascii())
            .collect();
        let Some(word) = words.get(dice(words.len())) else {
            continue;
        };
        let (text, regex) = match asked.len() % 10 {
            0..=4 => ((*word).to_owned(), false),
            5 => (line.chars().take(40).collect(), false),
            6 => (format!("{word}{:x}", dice(1 << 20)), false),
            7 => (format!(r"\b{}\w*\(", &word[..3]), true),
            8 => (format!(r"(fn|struct|impl)\s+\w*{}", &word[1..]), true),
            _ => (format!(r"{word}\.\w+\s*="), true),
        };
        if text.len() >= 3 {
            asked.push(Asked {
                text,
                regex,
                hits: 0,
            });
        }
    }
    Ok(asked)
}
