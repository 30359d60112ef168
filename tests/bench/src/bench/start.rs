//! From the start of a program to the first letter that can be typed.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::Stage;
use crate::desk::glyph::{self, Glyph};
use crate::desk::{Desk, Place, Seen};
use crate::measure::figure::{Figures, Statistic};
use crate::measure::load::drop_caches;
use crate::measure::pairs::{Side, alternate};
use crate::measure::report::{Bar, Question, Row};
use crate::measure::say;
use crate::program::Program;

/// The text of Tenon is typed into; empty lines, so that the line stands away from the edges.
pub const TEXT: &str = "start.txt";
/// Where in it the cursor stands.
pub const TEXT_AT: &str = "start.txt:6:1";
/// Between two letters.
const BEAT: Duration = Duration::from_millis(10);
/// A start that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(40);

/// When things happened, in milliseconds from the start.
struct Times {
    mapped: f64,
    painted: f64,
    interactive: f64,
}

/// Both programs, and what their first letter looks like.
struct Starts<'a> {
    stage: &'a Stage<'a>,
    ours: Glyph,
    peer: Glyph,
}

pub fn run(stage: &Stage<'_>) -> Result<Vec<Row>> {
    std::fs::write(stage.ours.folder.join(TEXT), "\n".repeat(12))?;
    let starts = Starts {
        stage,
        ours: learn(stage, Side::Ours)?,
        peer: learn(stage, Side::Peer)?,
    };
    let mut rows = vec![starts.row("start to first letter, warm", false)?];
    match drop_caches() {
        Ok(()) => rows.push(starts.row("start to first letter, cold", true)?),
        Err(e) => say(&format!(
            "   no cold starts: the page cache cannot be emptied ({e})"
        )),
    }
    Ok(rows)
}

/// What starts one side.
pub fn command(stage: &Stage<'_>, side: Side) -> Result<Command> {
    match side {
        Side::Ours => stage.ours.fresh(stage.desk, Some(TEXT_AT)),
        Side::Peer => Ok(stage.desk.command(stage.work.program("tenon-bench-hello")?)),
    }
}

/// The part of a window in which letters appear; around it other things change with each letter.
fn letters(side: Side, window: Place) -> Place {
    match side {
        Side::Ours => window.percent(25, 18, 95, 70),
        Side::Peer => window,
    }
}

fn learn(stage: &Stage<'_>, side: Side) -> Result<Glyph> {
    let (pid, window) = stage.desk.open(&mut command(stage, side)?)?;
    let glyph = Glyph::learn(&stage.desk.screen, letters(side, window));
    let glyph = glyph.with_context(|| format!("the first start, {side:?}"))?;
    stage.desk.close(pid)?;
    Ok(glyph)
}

impl Starts<'_> {
    fn row(&self, what: &str, cold: bool) -> Result<Row> {
        let (mut ours, mut peer) = (Vec::new(), Vec::new());
        let work = self.stage.work;
        let pairs = alternate(
            work.pairs,
            work.at_most(if cold { 300 } else { 180 }),
            |side| {
                let mut command = command(self.stage, side)?;
                if cold {
                    drop_caches()?;
                }
                let glyph = match side {
                    Side::Ours => &self.ours,
                    Side::Peer => &self.peer,
                };
                let times = once(self.stage.desk, &mut command, glyph)?;
                let interactive = times.interactive;
                match side {
                    Side::Ours => ours.push(times),
                    Side::Peer => peer.push(times),
                }
                Ok(vec![interactive])
            },
        )?;
        let question = Question {
            what: what.to_owned(),
            unit: "ms",
            peer: "a Tauri window with an input",
            statistic: Statistic::Median,
            bar: Bar::RatioAtMost(1.25),
        };
        Ok(Row::of(&question, &pairs)
            .note(steps("ours", &ours))
            .note(steps("peer", &peer)))
    }
}

fn steps(side: &str, times: &[Times]) -> String {
    let median = |of: fn(&Times) -> f64| {
        let samples: Vec<f64> = times.iter().map(of).collect();
        Figures::of(&samples).median
    };
    format!(
        "{side}: window up {:.0} ms, first paint {:.0} ms, first letter {:.0} ms (medians)",
        median(|t| t.mapped),
        median(|t| t.painted),
        median(|t| t.interactive),
    )
}

/// One start. Letters are typed from the moment the window is up until one of them is seen.
fn once(desk: &Desk, command: &mut Command, glyph: &Glyph) -> Result<Times> {
    let screen = &desk.screen;
    screen.forget()?;
    let began = Instant::now();
    let pid = desk.keep(Program::start(command)?);
    let until = began + PATIENCE;
    let since = |at: Instant| at.duration_since(began).as_secs_f64() * 1_000.0;
    let (mut mapped, mut painted): (Option<(Instant, Place)>, Option<Instant>) = (None, None);
    let mut next_letter = began;
    loop {
        let beat = (Instant::now() + BEAT).min(until);
        let told = screen.next(beat);
        let mut look = false;
        match told {
            // A window may be gone before it can be looked at; the real one stays.
            Some((at, Seen::Mapped(window)))
                if mapped.is_none() && screen.is_window(window).unwrap_or(false) =>
            {
                mapped = Some((at, screen.place_of(window)?));
            }
            Some((at, Seen::Drawn(area))) => {
                if let Some((_, window)) = mapped
                    && painted.is_none()
                    && area.shared(&window) * 20 > window.area()
                {
                    painted = Some(at);
                }
                look = area.shared(&glyph.place()) > 0;
            }
            _ => {}
        }
        if look && mapped.is_some() && glyph.is_shown(screen)? {
            let interactive = Instant::now();
            let (mapped, _) = mapped.context("a letter was seen before the window")?;
            desk.close(pid)?;
            return Ok(Times {
                mapped: since(mapped),
                painted: since(painted.unwrap_or(interactive)),
                interactive: since(interactive),
            });
        }
        if mapped.is_some() && Instant::now() >= next_letter {
            glyph::type_one(screen)?;
            next_letter = Instant::now() + BEAT;
        }
        anyhow::ensure!(Instant::now() < until, "no letter appeared after the start");
    }
}
