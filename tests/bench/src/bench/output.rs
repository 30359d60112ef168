//! Coloured text through `cat`, until all of it is parsed.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::json;

use super::Stage;
use super::terminal::{self, Terminal};
use crate::corpus;
use crate::inside::Report;
use crate::measure::figure::Statistic;
use crate::measure::pairs::{Side, alternate};
use crate::measure::report::{Bar, Question, Row};
use crate::program::peer::Peer;

/// Bytes of the block that everything is made of.
const BLOCK: usize = 4_000_000;
/// How many times Tenon and the bare parser get it.
const TIMES: usize = 25;
/// Bytes for the plugin, which would take minutes for all.
const LITTLE: usize = 2_000_000;
/// Bytes of the text in which the terminal is asked where its cursor is, and after how many each.
const ASKED: usize = 16_000_000;
const ASKED_EVERY: usize = 16_000;
/// How long anything of this may take.
const PATIENCE: Duration = Duration::from_secs(170);

pub fn run(stage: &Stage<'_>) -> Result<Vec<Row>> {
    let block = corpus::coloured(BLOCK);
    let folder = stage.work.folder();
    let (all, little) = (folder.join("all.txt"), folder.join("little.txt"));
    let times = if stage.work.quick { 5 } else { TIMES };
    corpus::write_times(&all, &block, times)?;
    fs::write(&little, &block[..LITTLE])?;
    // A terminal's line ends reach the parser as two bytes; from memory they have to be that.
    let memory = folder.join("memory.txt");
    fs::write(&memory, with_returns(&block))?;
    let megabytes = (block.len() * times) as f64 / 1e6;

    let ours = Terminal::open(stage)?;
    let lost = nothing_is_lost(stage, &ours)?;
    let size = print(&ours, &little)?;

    let mut bare = Peer::open(stage.work, stage.desk, "xterm", Some(&memory))?;
    bare.ask(&json!({ "do": "resize", "cols": size.cols, "rows": size.rows }))?;
    bare.ask(&json!({ "do": "parse", "times": 1 }))?;
    let against_bare = alternate(stage.work.pairs_of(6), stage.work.at_most(200), |side| {
        let seconds = match side {
            Side::Ours => {
                stage.desk.screen.focus(ours.pid)?;
                took(&print(&ours, &all)?)
            }
            Side::Peer => {
                stage.desk.screen.focus(bare.pid)?;
                let began = Instant::now();
                bare.ask(&json!({ "do": "parse", "times": times }))?;
                began.elapsed().as_secs_f64()
            }
        };
        Ok(vec![megabytes / seconds])
    })?;
    stage.desk.close(bare.pid)?;

    let against_plugin =
        alternate(
            stage.work.pairs_of(6),
            stage.work.at_most(120),
            |side| match side {
                Side::Ours => {
                    stage.desk.screen.focus(ours.pid)?;
                    Ok(vec![megabytes / took(&print(&ours, &all)?)])
                }
                Side::Peer => {
                    let report = print_by_plugin(stage, &little, &size)?;
                    Ok(vec![LITTLE as f64 / 1e6 / took(&report)])
                }
            },
        )?;
    stage.desk.close(ours.pid)?;

    let row = |what: String, peer, limit, pairs| {
        let question = Question {
            what,
            unit: "MB/s",
            peer,
            statistic: Statistic::Median,
            bar: Bar::RatioAtLeast(limit),
        };
        Row::of(&question, pairs)
    };
    Ok(vec![
        row(
            format!("{megabytes:.0} MB of coloured text"),
            "bare xterm.js fed from memory, in the same webview",
            0.6,
            &against_bare,
        )
        .note(format!(
            "{} x {} cells, DOM renderer; {lost}",
            size.cols, size.rows
        )),
        row(
            "the same against a plugin".to_owned(),
            "tauri-plugin-pty 0.3.1",
            14.0,
            &against_plugin,
        )
        .note(format!(
            "the plugin printed {} MB; its rate is of those",
            LITTLE / 1_000_000
        )),
    ])
}

fn took(report: &Report) -> f64 {
    report.parsed.saturating_sub(report.began) as f64 / 1e9
}

fn print(ours: &Terminal<'_>, file: &Path) -> Result<Report> {
    let report = ours.start("p", &format!("print {}", file.display()))?;
    terminal::report(&report, PATIENCE)
}

/// A window of its own for each: the plugin's reads never end, and each one that is left occupies a
/// worker of the runtime.
fn print_by_plugin(stage: &Stage<'_>, file: &Path, size: &Report) -> Result<Report> {
    let mut plugin = Peer::open(stage.work, stage.desk, "pty", None)?;
    let report = terminal::report_path(stage);
    plugin.ask(&json!({
        "do": "start",
        "file": std::env::current_exe()?,
        "args": ["inside", "print", file, report],
        "cols": size.cols,
        "rows": size.rows,
    }))?;
    let report = terminal::report(&report, PATIENCE)?;
    stage.desk.close(plugin.pid)?;
    Ok(report)
}

/// Prints text that asks where the cursor is, and compares every answer.
fn nothing_is_lost(stage: &Stage<'_>, ours: &Terminal<'_>) -> Result<String> {
    let (text, columns) = corpus::questions(ASKED, ASKED_EVERY);
    let file = stage.work.folder().join("asked.txt");
    fs::write(&file, &text)?;
    let part = format!("print --questions {} {}", columns.len(), file.display());
    let report = ours.start("l", &part)?;
    let report = terminal::report(&report, PATIENCE)?;
    // The last answer is the one to the question behind the text.
    let answered = &report.columns[..report.columns.len().saturating_sub(1)];
    ensure!(
        answered == columns,
        "of {} questions inside the text {} were answered rightly: output was lost",
        columns.len(),
        answered
            .iter()
            .zip(&columns)
            .filter(|(a, b)| a == b)
            .count()
    );
    Ok(format!(
        "nothing lost: {} cursor reports in {} MB, each with the right column",
        columns.len(),
        text.len() / 1_000_000
    ))
}

fn with_returns(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() + text.len() / 50);
    for byte in text {
        if *byte == b'\n' {
            bytes.push(b'\r');
        }
        bytes.push(*byte);
    }
    bytes
}
