//! A checkout that changes 100,000 files under an owner's eyes: when its index is right again.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::owned::followed;
use crate::measure::figure::Statistic;
use crate::measure::report::{Bar, Question, Row};
use crate::measure::say;
use crate::program::served::Served;
use crate::work::Work;

/// Files that differ between the two branches; more events than the system holds for a watcher.
const FILES: usize = 100_000;
/// Files of one folder.
const FOLDER: usize = 100;
/// How long the index may take before it counts as wrong.
const PATIENCE: Duration = Duration::from_secs(120);

pub fn run(work: &Work) -> Result<Vec<Row>> {
    let folder = work.folder().join("checkout");
    let project = folder.join("project");
    fs::create_dir_all(&project)?;
    git(&project, &["init", "--quiet", "--initial-branch=one"])?;
    write(&project, "one")?;
    commit(&project)?;
    git(&project, &["checkout", "--quiet", "-b", "three"])?;
    write(&project, "three")?;
    commit(&project)?;
    let mut owner = Served::start(work, &folder, &project)?;
    followed(&mut owner, Instant::now() + PATIENCE)?;
    let turns = if work.quick { 2 } else { 20 };
    let (mut times, mut right) = (Vec::new(), 0);
    for turn in 0..turns {
        let (branch, other) = if turn % 2 == 0 {
            ("one", "three")
        } else {
            ("three", "one")
        };
        git(&project, &["checkout", "--quiet", branch])?;
        let began = Instant::now();
        loop {
            let status = followed(&mut owner, began + PATIENCE)?;
            let bytes = FILES as u64 * text(0, branch).len() as u64;
            let holds = status["files"] == FILES as u64 && status["bytes"] == bytes;
            if holds && count(work, &folder, branch)? == FILES && count(work, &folder, other)? == 0
            {
                right += 1;
                break;
            }
            if began.elapsed() > PATIENCE {
                say(&format!("   checkout {turn} is not seen: {status}"));
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        times.push(began.elapsed().as_secs_f64());
    }
    drop(owner);
    fs::remove_dir_all(&project)?;
    let question = Question {
        what: "a checkout of 100,000 files to a right index".to_owned(),
        unit: "s",
        peer: "",
        statistic: Statistic::P99,
        bar: Bar::AtMost(10.0),
    };
    let of = format!("{right} of {turns} right, from the end of git");
    Ok(vec![Row::alone(&question, &times).note(of)])
}

/// What a file holds on a branch. The size tells the branches apart, so that the sum of all sizes in
/// the index proves that each was read again.
fn text(number: usize, branch: &str) -> String {
    format!("fn part_{number:06}() -> &'static str {{\n    \"branch_{branch}\"\n}}\n")
}

/// Lines that a search through the owner finds.
fn count(work: &Work, folder: &Path, branch: &str) -> Result<usize> {
    let mut command = Command::new(work.program("tenon")?);
    command
        .args(["search", "--literal", "--json", "--data-dir"])
        .arg(folder.join("data"))
        .arg(format!("branch_{branch}\""))
        .current_dir(folder.join("project"))
        .env("XDG_RUNTIME_DIR", folder.join("run"));
    let out = command.output().with_context(|| format!("{command:?}"))?;
    ensure!(
        out.status.success() || out.stdout.is_empty(),
        "{command:?}: {}",
        String::from_utf8_lossy(&out.stderr)
    );
    Ok(out.stdout.iter().filter(|byte| **byte == b'\n').count())
}

fn write(project: &Path, branch: &str) -> Result<()> {
    for number in 0..FILES {
        let folder = project.join(format!("part-{:04}", number / FOLDER));
        if number % FOLDER == 0 {
            fs::create_dir_all(&folder)?;
        }
        fs::write(folder.join(format!("{number:06}.rs")), text(number, branch))?;
    }
    Ok(())
}

fn commit(project: &Path) -> Result<()> {
    git(project, &["add", "--all"])?;
    git(project, &["commit", "--quiet", "--message", "all of it"])
}

fn git(project: &Path, arguments: &[&str]) -> Result<()> {
    let mut command = Command::new("git");
    command
        .args(["-c", "user.name=bench", "-c", "user.email=bench@localhost"])
        .args(["-c", "gc.auto=0", "-c", "core.fsync=none"])
        .args(arguments)
        .current_dir(project)
        .stdin(Stdio::null());
    let status = command.status().with_context(|| format!("{command:?}"))?;
    ensure!(status.success(), "{command:?} failed");
    Ok(())
}
