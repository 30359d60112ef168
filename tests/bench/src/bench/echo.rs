//! From a key to its echo in a terminal.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::json;

use super::terminal::{self, Terminal};
use super::{Stage, typing};
use crate::desk::{BESIDE, Key, Place};
use crate::measure::figure::Statistic;
use crate::measure::pairs::{Pairs, Side, alternate};
use crate::measure::report::{Bar, Question, Row};
use crate::program::peer::Peer;

/// Types into a terminal of ours and into xterm by turns; both show what is typed already.
pub fn against_xterm(stage: &Stage<'_>, ours: &Terminal<'_>) -> Result<Pairs> {
    let screen = &stage.desk.screen;
    let report = terminal::report_path(stage);
    let mut xterm = stage.desk.command("xterm");
    xterm.args(["-geometry", "120x40", "-e", "sh", "-c"]);
    xterm.arg(format!("{} echo {}", terminal::inside()?, report.display()));
    let (xterm, _) = stage.desk.open(&mut xterm)?;
    let xterm_at = screen.put(xterm, BESIDE)?;
    terminal::report(&report, Duration::from_secs(20))?;
    turn(stage, ours.pid, ours.place)?;
    turn(stage, xterm, xterm_at)?;
    let pairs = alternate(
        stage.work.pairs,
        stage.work.at_most(150),
        |side| match side {
            Side::Ours => turn(stage, ours.pid, ours.place),
            Side::Peer => turn(stage, xterm, xterm_at),
        },
    )?;
    stage.desk.close(xterm)?;
    Ok(pairs)
}

fn turn(stage: &Stage<'_>, pid: u32, place: Place) -> Result<Vec<f64>> {
    let screen = &stage.desk.screen;
    screen.focus(pid)?;
    let times = typing::times(screen, Key::Char('q'), place).context("typing into a terminal")?;
    screen.press(Key::Return)?;
    screen.wait_for_calm(place, Duration::from_millis(300))?;
    Ok(times)
}

pub fn run(stage: &Stage<'_>) -> Result<Vec<Row>> {
    let ours = Terminal::open(stage)?;
    let report = ours.start("e", "echo")?;
    terminal::report(&report, Duration::from_secs(20))?;
    let xterms = against_xterm(stage, &ours)?;

    let memory = stage.work.folder().join("nothing.txt");
    std::fs::write(&memory, "")?;
    let mut bare = Peer::open(stage.work, stage.desk, "xterm", Some(&memory))?;
    bare.ask(&json!({ "do": "focus" }))?;
    turn(stage, bare.pid, bare.place)?;
    let bares = alternate(
        stage.work.pairs,
        stage.work.at_most(150),
        |side| match side {
            Side::Ours => turn(stage, ours.pid, ours.place),
            Side::Peer => turn(stage, bare.pid, bare.place),
        },
    )?;
    stage.desk.close(bare.pid)?;
    stage.desk.close(ours.pid)?;

    let row = |what: &str, peer, bar, pairs| {
        let question = Question {
            what: what.to_owned(),
            unit: "ms",
            peer,
            statistic: Statistic::P95,
            bar,
        };
        Row::of(&question, pairs)
    };
    let to_xterm = Bar::AbovePeer(8.0);
    let webview = "xterm.js that draws what is typed, without a shell, in the same webview";
    Ok(vec![
        row(
            "key to echo in a terminal",
            "xterm on the same display",
            to_xterm,
            &xterms,
        ),
        row(
            "the same against the webview's least",
            webview,
            Bar::Nothing,
            &bares,
        ),
    ])
}
