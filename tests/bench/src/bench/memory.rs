//! Memory of the idle window with everything it started.

use std::time::Duration;

use anyhow::Result;

use super::{Stage, start};
use crate::measure::figure::Statistic;
use crate::measure::pairs::alternate;
use crate::measure::report::{Bar, Question, Row};
use crate::program::tree;

pub fn run(stage: &Stage<'_>) -> Result<Vec<Row>> {
    std::fs::write(stage.ours.folder.join(start::TEXT), "\n".repeat(12))?;
    let idle = Duration::from_secs(if stage.work.quick { 5 } else { 30 });
    // One after the other: what both map is shared, and would count in parts for either.
    let mut strangers = 0;
    let pairs = alternate(stage.work.pairs_of(3), stage.work.at_most(240), |side| {
        let (pid, _) = stage.desk.open(&mut start::command(stage, side)?)?;
        stage.desk.screen.pass(idle);
        strangers = strangers.max(tree::strangers(pid));
        let memory = tree::memory(pid)?;
        stage.desk.close(pid)?;
        Ok(vec![memory])
    })?;
    let question = Question {
        what: "memory when idle, without the sidecar".to_owned(),
        unit: "MiB",
        peer: "a Tauri window with an input",
        statistic: Statistic::Median,
        bar: Bar::AbovePeer(120.0),
    };
    let mut row = Row::of(&question, &pairs).note(format!(
        "shares (PSS) of all processes, {} s after the last paint",
        idle.as_secs()
    ));
    if strangers > 0 {
        row = row.note(format!(
            "too low for both: {strangers} other processes of WebKit ran"
        ));
    }
    Ok(vec![row])
}
