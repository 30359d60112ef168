//! Ctrl-C while a program floods the terminal: how long until it has the prompt again.

use std::time::Duration;

use anyhow::Result;

use super::Stage;
use super::terminal::{self, Terminal};
use crate::desk::Key;
use crate::inside;
use crate::measure::figure::{Figures, Statistic};
use crate::measure::report::{Bar, Question, Row};

/// How long the flood runs before it is stopped.
const FLOOD: Duration = Duration::from_secs(2);

pub fn run(stage: &Stage<'_>) -> Result<Vec<Row>> {
    let screen = &stage.desk.screen;
    let ours = Terminal::open(stage)?;
    let until = stage.work.at_most(120);
    let (mut shown, mut ended) = (Vec::new(), Vec::new());
    while shown.is_empty() || (shown.len() < stage.work.pairs && std::time::Instant::now() < until)
    {
        let report = terminal::report_path(stage);
        // The shell survives the signal, waits for what it started, and then asks the terminal.
        let body = format!(
            "trap : INT\nyes 'the quick brown fox jumps over the lazy dog'\nexec {} parsed {}",
            terminal::inside()?,
            report.display()
        );
        screen.type_line(&ours.script("y", &body)?)?;
        screen.pass(FLOOD);
        let pressed = inside::now();
        screen.control(Key::Char('c'))?;
        let report = terminal::report(&report, Duration::from_secs(20))?;
        let since = |at: u64| at.saturating_sub(pressed) as f64 / 1e6;
        shown.push(since(report.parsed));
        ended.push(since(report.began));
        screen.pass(Duration::from_millis(300));
    }
    stage.desk.close(ours.pid)?;
    let question = Question {
        what: "Ctrl-C during yes to the prompt".to_owned(),
        unit: "ms",
        peer: "",
        statistic: Statistic::P95,
        bar: Bar::AtMost(100.0),
    };
    let row = Row::alone(&question, &shown)
        .note(format!(
            "the program itself was gone after {:.0} ms (median)",
            Figures::of(&ended).median
        ))
        .note("until the terminal has parsed all that came before the prompt, and said so");
    Ok(vec![row])
}
