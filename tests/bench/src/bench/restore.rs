//! The first paint of a folder that was left with much open, beside that of an empty one.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::Stage;
use crate::desk::{Desk, Place, Seen};
use crate::measure::figure::Statistic;
use crate::measure::pairs::{Side, alternate};
use crate::measure::report::{Bar, Question, Row};
use crate::program::Program;
use crate::program::ours::Ours;

const TABS: usize = 50;
const TERMINALS: usize = 8;
/// The name of the data that was left with all of that.
const FULL: &str = "full";
/// What takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(40);

pub fn run(stage: &Stage<'_>) -> Result<Vec<Row>> {
    fill(stage)?;
    let pairs = alternate(stage.work.pairs, stage.work.at_most(180), |side| {
        let mut command = match side {
            Side::Ours => stage.ours.fresh_from(FULL, stage.desk, None)?,
            Side::Peer => stage.ours.fresh(stage.desk, None)?,
        };
        stage.desk.screen.forget()?;
        let began = Instant::now();
        let pid = stage.desk.keep(Program::start(&mut command)?);
        let painted = first_paint(stage.desk, began)?;
        stage.desk.close(pid)?;
        Ok(vec![painted])
    })?;
    let question = Question {
        what: format!("first paint with {TABS} tabs and {TERMINALS} terminals"),
        unit: "ms",
        peer: "the same with nothing open",
        statistic: Statistic::Median,
        bar: Bar::AbovePeer(150.0),
    };
    Ok(vec![Row::of(&question, &pairs)])
}

/// Leaves a folder with tabs and terminals.
fn fill(stage: &Stage<'_>) -> Result<()> {
    let name = |n: usize| format!("tab-{n:02}.rs");
    for n in 0..TABS {
        let text = format!("/// Line of file {n}.\nfn main() {{}}\n").repeat(200);
        fs::write(stage.ours.folder.join(name(n)), text)?;
    }
    // Makes the data of a fresh start; the command itself is not needed yet.
    drop(stage.ours.fresh(stage.desk, None)?);
    stage.ours.use_once(stage.desk, |ours| {
        for n in 0..TABS {
            let place = json!({ "path": { "path": name(n) }, "line": null, "column": null });
            ours.ask("workspace_reveal", &place)?;
        }
        for _ in 0..TERMINALS {
            let start =
                json!({ "restore": null, "cwd": null, "name": null, "cols": 120, "rows": 12 });
            let terminal = ours.ask("terminal_start", &start)?;
            let line = json!({ "id": terminal["id"], "data": "seq 1 5000\n" });
            ours.ask("terminal_write", &line)?;
        }
        wait(ours, "the tabs and terminals", |run| {
            count(&run["tabs"]) == TABS && count(&run["terminals"]) == TERMINALS
        })
    })?;
    // The terminals get their panels when the folder opens again, and those are kept with the layout.
    stage.ours.use_once(stage.desk, |ours| {
        let until = Instant::now() + PATIENCE;
        while count(&ours.ask("terminal_list", &json!({}))?["terminals"]) == 0 {
            ensure!(Instant::now() < until, "no terminal began again");
            std::thread::park_timeout(Duration::from_millis(50));
        }
        wait(ours, "the tabs", |run| count(&run["tabs"]) == TABS)
    })?;
    stage.ours.keep_as(FULL)
}

fn count(list: &Value) -> usize {
    list.as_array().map_or(0, Vec::len)
}

/// Waits until the run that answers has something open.
fn wait(ours: &Ours, what: &str, holds: impl Fn(&Value) -> bool) -> Result<()> {
    let until = Instant::now() + PATIENCE;
    loop {
        let list = ours.ask("session_list", &json!({ "limit": 1 }))?;
        if list["sessions"].get(0).is_some_and(&holds) {
            return Ok(());
        }
        ensure!(Instant::now() < until, "in vain: {what}");
        std::thread::park_timeout(Duration::from_millis(50));
    }
}

/// Milliseconds until a window has drawn more than a twentieth of itself.
fn first_paint(desk: &Desk, began: Instant) -> Result<f64> {
    let until = began + PATIENCE;
    let mut mapped: Option<Place> = None;
    loop {
        let (at, seen) = desk.screen.next(until).context("no window was drawn")?;
        match (seen, mapped) {
            // A window may be gone before it can be looked at; the real one stays.
            (Seen::Mapped(window), None) if desk.screen.is_window(window).unwrap_or(false) => {
                mapped = Some(desk.screen.place_of(window)?);
            }
            (Seen::Drawn(area), Some(window)) if area.shared(&window) * 20 > window.area() => {
                return Ok(at.duration_since(began).as_secs_f64() * 1_000.0);
            }
            _ => {}
        }
    }
}
