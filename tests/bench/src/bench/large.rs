//! A file of 100 MB, from the wish to open it until its text is on the screen.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::json;

use super::Stage;
use crate::desk::{Key, Picture, Place, Screen, Seen};
use crate::measure::figure::Statistic;
use crate::measure::report::{Bar, Question, Row};

const FILE: &str = "large.log";
const BYTES: usize = 100_000_000;
/// The part of the pixels that is not ground where lines of text stand close together.
const INK: f64 = 0.04;
/// Longer is a failure.
const PATIENCE: Duration = Duration::from_secs(30);

pub fn run(stage: &Stage<'_>) -> Result<Vec<Row>> {
    let screen = &stage.desk.screen;
    let path = stage.ours.folder.join(FILE);
    write_log(&path)?;
    let (pid, window) = stage.ours.open(stage.desk, None)?;
    screen.focus(pid)?;
    let reveal = || {
        stage
            .ours
            .ask("workspace_reveal", &json!({ "path": { "path": FILE } }))
    };
    let close = || -> Result<()> {
        screen.control(Key::Char('w'))?;
        screen.wait_for_calm(window, Duration::from_millis(1_000))
    };
    // The first time shows what has to be seen.
    let text = window.percent(30, 25, 55, 60);
    let empty = screen.picture(text)?;
    reveal()?;
    let wanted = first_text(screen, window, text, &empty)?;
    close()?;

    let until = stage.work.at_most(90);
    let most = if stage.work.quick { 2 } else { 10 };
    let mut times = Vec::new();
    while times.is_empty() || (times.len() < most && Instant::now() < until) {
        ensure!(screen.picture(text)? != wanted, "the file did not close");
        screen.forget()?;
        let began = Instant::now();
        reveal()?;
        loop {
            let told = screen.next(began + PATIENCE);
            ensure!(told.is_some(), "the file did not come up again");
            let looked = matches!(told, Some((_, Seen::Drawn(area))) if area.shared(&text) > 0);
            if looked && screen.picture(text)? == wanted {
                break;
            }
        }
        times.push(began.elapsed().as_secs_f64());
        screen.wait_for_calm(window, Duration::from_millis(700))?;
        close()?;
    }
    stage.desk.close(pid)?;
    fs::remove_file(&path)?;
    let question = Question {
        what: "a file of 100 MB, visible".to_owned(),
        unit: "s",
        peer: "",
        statistic: Statistic::Median,
        bar: Bar::AtMost(1.2),
    };
    Ok(vec![Row::alone(&question, &times)])
}

/// What the text looks like, once it is drawn and at rest. What stands there while it is on its way
/// is no more than a line.
fn first_text(screen: &Screen, window: Place, text: Place, empty: &Picture) -> Result<Picture> {
    let until = Instant::now() + PATIENCE;
    loop {
        screen.wait_for_calm(window, Duration::from_secs(1))?;
        let picture = screen.picture(text)?;
        if picture.ink() > INK && picture != *empty {
            return Ok(picture);
        }
        ensure!(Instant::now() < until, "the file never came up");
    }
}

fn write_log(path: &std::path::Path) -> Result<()> {
    let mut block = String::new();
    for number in 0..10_000 {
        let (minute, second) = (number / 60 % 60, number % 60);
        block.push_str(&format!(
            "2024-05-17T10:{minute:02}:{second:02}Z worker-{:02} handled request {number} in {} ms\n",
            number % 16,
            number * 31 % 997
        ));
    }
    let times = BYTES.div_ceil(block.len());
    Ok(crate::corpus::write_times(path, block.as_bytes(), times)?)
}
