//! Several terminals: a key's echo beside a flood, what idle ones use, and what a long one holds.

use std::time::Duration;

use anyhow::Result;

use super::terminal::{self, Terminal};
use super::{Stage, echo};
use crate::measure::figure::Statistic;
use crate::measure::report::{Bar, Question, Row};
use crate::program::tree;

/// Terminals that are idle.
const IDLE: usize = 10;
/// Terminals with a full scrollback.
const LONG: usize = 4;
/// Their lines.
const LINES: usize = 10_000;
/// What runs in terminals and is no part of the window.
const SHELLS: &[&str] = &["bash", "dash", "sh", "zsh", "fish"];

pub fn run(stage: &Stage<'_>) -> Result<Vec<Row>> {
    Ok(vec![beside_a_flood(stage)?, idle(stage)?, long(stage)?])
}

fn beside_a_flood(stage: &Stage<'_>) -> Result<Row> {
    let flooded = Terminal::open(stage)?;
    let flood = "exec yes 'the quick brown fox jumps over the lazy dog'";
    stage.desk.screen.type_line(&flooded.script("y", flood)?)?;
    let ours = flooded.beside()?;
    let report = ours.start("e", "echo")?;
    terminal::report(&report, Duration::from_secs(20))?;
    let pairs = echo::against_xterm(stage, &ours)?;
    stage.desk.close(ours.pid)?;
    let question = Question {
        what: "key to echo beside a terminal with yes".to_owned(),
        unit: "ms",
        peer: "xterm on the same display, with the same flood beside it",
        statistic: Statistic::P95,
        bar: Bar::AbovePeer(8.0),
    };
    Ok(Row::of(&question, &pairs))
}

fn idle(stage: &Stage<'_>) -> Result<Row> {
    let watched = Duration::from_secs(if stage.work.quick { 5 } else { 30 });
    let ours = Terminal::open(stage)?;
    for _ in 1..IDLE {
        ours.another()?;
    }
    // What was started settles first.
    stage.desk.screen.pass(Duration::from_secs(5));
    let before = tree::ticks(ours.pid);
    stage.desk.screen.pass(watched);
    let used = tree::ticks(ours.pid).saturating_sub(before);
    stage.desk.close(ours.pid)?;
    let question = Question {
        what: format!("{IDLE} idle terminals"),
        unit: "%",
        peer: "",
        statistic: Statistic::Median,
        bar: Bar::AtMost(0.5),
    };
    let share = used as f64 / watched.as_secs_f64();
    Ok(Row::alone(&question, &[share]).note(format!(
        "of one processor, by the window, its page and the shells, in {} s",
        watched.as_secs()
    )))
}

fn long(stage: &Stage<'_>) -> Result<Row> {
    let ours = Terminal::open(stage)?;
    let settle = || stage.desk.screen.pass(Duration::from_secs(5));
    settle();
    let before = tree::memory_without(ours.pid, SHELLS)?;
    for _ in 0..LONG {
        ours.another()?;
        let report = terminal::report_path(stage);
        let body = format!(
            "seq -f '%.0f the quick brown fox jumps over the lazy dog' {LINES}\nexec {} parsed {}",
            terminal::inside()?,
            report.display()
        );
        stage.desk.screen.type_line(&ours.script("l", &body)?)?;
        terminal::report(&report, Duration::from_secs(30))?;
    }
    // Old lines are packed once nothing comes any more, and the page's garbage goes after that.
    stage.desk.screen.pass(Duration::from_secs(30));
    let after = tree::memory_without(ours.pid, SHELLS)?;
    stage.desk.close(ours.pid)?;
    let question = Question {
        what: format!("memory of a terminal at {LINES} lines"),
        unit: "MiB",
        peer: "",
        statistic: Statistic::Median,
        bar: Bar::AtMost(12.0),
    };
    let each = (after - before) / LONG as f64;
    Ok(Row::alone(&question, &[each])
        .note("shares (PSS) of the window and its page, without shells; the mean of four"))
}
