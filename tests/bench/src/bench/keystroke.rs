//! From a key to its letter, in a Rust file of 1 MB.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::{Stage, typing};
use crate::corpus;
use crate::desk::{Key, Place};
use crate::measure::figure::Statistic;
use crate::measure::pairs::{Pairs, Side, alternate};
use crate::measure::report::{Bar, Question, Row};
use crate::program;
use crate::program::peer::Peer;

/// The file that is typed into.
const FILE: &str = "records.rs";
const BYTES: usize = 1 << 20;
/// A letter that the file does not have.
const LETTER: char = 'q';
/// How long both may parse before anything is typed.
const PARSING: Duration = Duration::from_secs(3);

/// Both editors, side by side.
struct Editors<'a> {
    stage: &'a Stage<'a>,
    ours: u32,
    ours_at: Place,
    peer: Peer,
    peer_at: Place,
    /// Letters that each was given.
    typed: [usize; 2],
}

pub fn run(stage: &Stage<'_>) -> Result<Vec<Row>> {
    let path = stage.ours.folder.join(FILE);
    let text = corpus::rust_file(BYTES);
    fs::write(&path, &text)?;
    let line = corpus::empty_line(&text);

    let (ours, ours_at) = stage
        .ours
        .open(stage.desk, Some(&format!("{FILE}:{line}:1")))?;
    let mut peer = Peer::open(stage.work, stage.desk, "codemirror", Some(&path))?;
    let peer_at = peer.place;
    peer.ask(&json!({ "do": "goTo", "line": line }))?;
    stage.desk.screen.pass(PARSING);
    let mut editors = Editors {
        stage,
        ours,
        ours_at: ours_at.percent(20, 12, 100, 95),
        peer,
        peer_at,
        typed: [0; 2],
    };
    // The first letters of each wake caches; they are counted and not timed.
    editors.turn(Side::Ours)?;
    editors.turn(Side::Peer)?;

    let until = stage.work.at_most(200);
    let calm = alternate(stage.work.pairs, until, |side| editors.turn(side))?;
    let until = stage.work.at_most(200);
    let busy = alternate(stage.work.pairs, until, |side| match side {
        Side::Ours => {
            let _busy = program::busy()?;
            editors.turn(Side::Ours)
        }
        Side::Peer => editors.turn(Side::Ours),
    })?;
    editors.check(&path)?;
    stage.desk.close(editors.ours)?;
    stage.desk.close(editors.peer.pid)?;
    Ok(vec![
        row(
            "key to letter, 1 MB of Rust",
            "a bare CodeMirror page",
            1.2,
            &calm,
        ),
        row(
            "the same with both cores busy",
            "itself, not busy",
            1.3,
            &busy,
        ),
    ])
}

fn row(what: &str, peer: &'static str, limit: f64, pairs: &Pairs) -> Row {
    let question = Question {
        what: what.to_owned(),
        unit: "ms",
        peer,
        statistic: Statistic::P95,
        bar: Bar::RatioAtMost(limit),
    };
    Row::of(&question, pairs)
}

impl Editors<'_> {
    fn turn(&mut self, side: Side) -> Result<Vec<f64>> {
        let screen = &self.stage.desk.screen;
        let (pid, place) = match side {
            Side::Ours => (self.ours, self.ours_at),
            Side::Peer => (self.peer.pid, self.peer_at),
        };
        screen.focus(pid)?;
        let times = typing::times(screen, Key::Char(LETTER), place)
            .with_context(|| format!("typing into the editor, {side:?}"))?;
        self.typed[side as usize] += times.len();
        screen.press(Key::Return)?;
        screen.wait_for_calm(place, Duration::from_millis(300))?;
        Ok(times)
    }

    /// Whether every letter is where it belongs: in the file that is saved, and on the page.
    fn check(&mut self, path: &Path) -> Result<()> {
        let screen = &self.stage.desk.screen;
        screen.focus(self.ours)?;
        screen.control(Key::Char('s'))?;
        let wanted = self.typed[Side::Ours as usize];
        let mut saved = 0;
        for _ in 0..100 {
            saved = fs::read_to_string(path)?.matches(LETTER).count();
            if saved == wanted {
                break;
            }
            screen.pass(Duration::from_millis(100));
        }
        ensure!(saved == wanted, "{saved} of {wanted} letters were saved");
        let shown = self.peer.ask(&json!({ "do": "count", "letter": LETTER }))?;
        let wanted = self.typed[Side::Peer as usize];
        ensure!(
            shown["count"] == wanted,
            "the page has {shown} of {wanted} letters"
        );
        Ok(())
    }
}
