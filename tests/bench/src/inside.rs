//! What runs inside a terminal that is measured. Times are of the clock that all processes share.
//!
//! A terminal answers the question where its cursor is only when it has parsed all that came before
//! it; that is how the end of the output is known, in every terminal alike.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, ensure};
use clap::Subcommand;
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcgetwinsize, tcsetattr};
use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};

/// Asks the terminal where its cursor is.
const WHERE: &[u8] = b"\x1b[6n";

/// The parts.
#[derive(Subcommand)]
pub enum Part {
    /// Prints a file with `cat`; the file may ask questions itself.
    Print {
        /// The file.
        file: PathBuf,
        /// Where the report goes.
        report: PathBuf,
        /// How many questions the file asks.
        #[arg(long, default_value_t = 0)]
        questions: usize,
    },
    /// Waits until everything before it is parsed.
    Parsed {
        /// Where the report goes.
        report: PathBuf,
    },
    /// Shows what is typed, and nothing else.
    Echo {
        /// A file that says that it runs.
        report: PathBuf,
    },
}

/// What a part tells.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// Columns of the terminal.
    pub cols: u16,
    /// Rows.
    pub rows: u16,
    /// When it began, in nanoseconds.
    pub began: u64,
    /// When the program inside had written everything.
    pub written: u64,
    /// When all of it was parsed.
    pub parsed: u64,
    /// The columns that the terminal answered.
    pub columns: Vec<usize>,
}

/// Now, in nanoseconds of the clock that all processes share.
pub fn now() -> u64 {
    let now = clock_gettime(ClockId::Monotonic);
    u64::try_from(now.tv_sec).unwrap_or(0) * 1_000_000_000 + u64::try_from(now.tv_nsec).unwrap_or(0)
}

/// Runs a part.
pub fn run(part: Part) -> Result<()> {
    match part {
        Part::Print {
            file,
            report,
            questions,
        } => print(&file, &report, questions),
        Part::Parsed { report } => {
            let began = now();
            quietly(|| {
                ask()?;
                read_answers(1)?;
                finish(
                    &report,
                    &Report {
                        began,
                        parsed: now(),
                        ..Report::default()
                    },
                )
            })
        }
        Part::Echo { report } => {
            let mut cat = Command::new("cat");
            cat.stdout(fs::File::create("/dev/null")?);
            finish(&report, &Report::default())?;
            Err(cat.exec()).context("cat")
        }
    }
}

fn print(file: &Path, report: &Path, questions: usize) -> Result<()> {
    let size = tcgetwinsize(std::io::stdout())?;
    quietly(|| {
        // Answers are read while questions are still being asked, or both sides would wait.
        let answers = thread::spawn(move || read_answers(questions + 1));
        let began = now();
        let printed = Command::new("cat").arg(file).status()?;
        let written = now();
        ensure!(printed.success(), "cat failed");
        ask()?;
        let columns = answers.join().ok().context("the reader failed")??;
        let report_of = Report {
            cols: size.ws_col,
            rows: size.ws_row,
            began,
            written,
            parsed: now(),
            columns,
        };
        finish(report, &report_of)
    })
}

fn ask() -> Result<()> {
    let mut out = std::io::stdout();
    out.write_all(WHERE)?;
    Ok(out.flush()?)
}

/// Runs with a terminal that neither shows what is typed nor waits for the end of a line.
fn quietly(work: impl FnOnce() -> Result<()>) -> Result<()> {
    let terminal = std::io::stdin();
    let usual = tcgetattr(&terminal)?;
    let mut quiet = usual.clone();
    quiet
        .local_modes
        .remove(LocalModes::ICANON | LocalModes::ECHO);
    tcsetattr(&terminal, OptionalActions::Now, &quiet)?;
    let done = work();
    tcsetattr(&terminal, OptionalActions::Now, &usual)?;
    done
}

/// Reads so many answers, `ESC [ row ; column R`, and gives their columns.
fn read_answers(count: usize) -> Result<Vec<usize>> {
    let (mut input, mut columns) = (std::io::stdin().lock(), Vec::new());
    let (mut buffer, mut answer) = ([0_u8; 4096], String::new());
    while columns.len() < count {
        let read = input.read(&mut buffer)?;
        ensure!(read > 0, "the terminal is gone");
        for byte in &buffer[..read] {
            answer.push(char::from(*byte));
            if *byte == b'R' {
                columns.extend(column(&answer));
                answer.clear();
            }
        }
    }
    Ok(columns)
}

fn column(answer: &str) -> Option<usize> {
    let (_, place) = answer.rsplit_once("\x1b[")?;
    place.trim_end_matches('R').split_once(';')?.1.parse().ok()
}

/// Writes the report under its name only when it is whole.
fn finish(path: &Path, report: &Report) -> Result<()> {
    let part = path.with_extension("part");
    fs::write(&part, serde_json::to_vec(report)?)?;
    Ok(fs::rename(part, path)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_gives_its_column_whatever_came_before() {
        assert_eq!(column("\x1b[12;7R"), Some(7));
        assert_eq!(
            column("abc\x1b[1;80R"),
            Some(80),
            "keys may have been typed"
        );
        assert_eq!(column("R"), None);
    }
}
