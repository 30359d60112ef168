//! From a key to its echo in a terminal.

use std::time::Duration;

use anyhow::{Context, Result};

use super::terminal::{self, Terminal};
use super::{Stage, typing};
use crate::desk::{BESIDE, Key};
use crate::measure::figure::Statistic;
use crate::measure::pairs::{Side, alternate};
use crate::measure::report::{Bar, Question, Row};

pub fn run(stage: &Stage<'_>) -> Result<Vec<Row>> {
    let screen = &stage.desk.screen;
    let ours = Terminal::open(stage)?;
    let report = ours.start("e", "echo")?;
    terminal::report(&report, Duration::from_secs(20))?;

    let report = terminal::report_path(stage);
    let mut xterm = stage.desk.command("xterm");
    xterm.args(["-geometry", "120x40", "-e", "sh", "-c"]);
    xterm.arg(format!("{} echo {}", terminal::inside()?, report.display()));
    let (xterm, _) = stage.desk.open(&mut xterm)?;
    let xterm_at = screen.put(xterm, BESIDE)?;
    terminal::report(&report, Duration::from_secs(20))?;

    let turn = |side: Side| {
        let (pid, place) = match side {
            Side::Ours => (ours.pid, ours.place),
            Side::Peer => (xterm, xterm_at),
        };
        screen.focus(pid)?;
        let times = typing::times(screen, Key::Char('q'), place)
            .with_context(|| format!("typing into the terminal, {side:?}"))?;
        screen.press(Key::Return)?;
        screen.wait_for_calm(place, Duration::from_millis(300))?;
        Ok(times)
    };
    turn(Side::Ours)?;
    turn(Side::Peer)?;
    let pairs = alternate(stage.work.pairs, stage.work.at_most(200), turn)?;
    let question = Question {
        what: "key to echo in a terminal".to_owned(),
        unit: "ms",
        peer: "xterm on the same display",
        statistic: Statistic::P95,
        bar: Bar::AbovePeer(8.0),
    };
    stage.desk.close(xterm)?;
    stage.desk.close(ours.pid)?;
    Ok(vec![Row::of(&question, &pairs)])
}
