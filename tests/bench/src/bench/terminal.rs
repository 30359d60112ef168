//! Tenon's terminal, with a command running in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::Stage;
use crate::desk::{Key, Place, Screen};
use crate::inside::Report;

/// Keys that are bound for these measurements, because the usual ones need Shift.
pub const KEYS: &str = r#"[
  { "key": "ctrl+9", "command": "terminal.new", "when": "terminalFocus" },
  { "key": "ctrl+8", "command": "terminal.split", "when": "terminalFocus" }
]
"#;
const NEW: char = '9';
const SPLIT: char = '8';

/// Tenon with a terminal that has the focus.
pub struct Terminal<'a> {
    stage: &'a Stage<'a>,
    /// The window's process.
    pub pid: u32,
    /// The part of the window that the terminal is in.
    pub place: Place,
}

impl<'a> Terminal<'a> {
    /// Opens the window and a terminal in it, with the shell's prompt shown.
    pub fn open(stage: &'a Stage<'a>) -> Result<Self> {
        let (pid, window) = stage.ours.open(stage.desk, None)?;
        let screen = &stage.desk.screen;
        screen.focus(pid)?;
        screen.control(Key::Char('`'))?;
        let terminal = Self {
            stage,
            pid,
            place: window.percent(15, 60, 100, 97),
        };
        screen.wait_for_calm(window, Duration::from_millis(700))?;
        terminal.prompt()?;
        Ok(terminal)
    }

    /// Opens another terminal in its place, which has the focus then.
    pub fn another(&self) -> Result<()> {
        self.screen().control(Key::Char(NEW))?;
        self.prompt()
    }

    /// Opens another terminal beside it, which has the focus then.
    pub fn beside(&self) -> Result<Self> {
        self.screen().control(Key::Char(SPLIT))?;
        let place = self.place.percent(55, 20, 98, 100);
        let terminal = Self {
            stage: self.stage,
            pid: self.pid,
            place,
        };
        terminal.prompt()?;
        Ok(terminal)
    }

    /// Waits until its shell runs commands: the first thing that can be proved of it.
    fn prompt(&self) -> Result<()> {
        let ready = self.stage.work.folder().join("ready");
        // It is there only after an earlier terminal.
        let _ = fs::remove_file(&ready);
        let script = self.script("r", &format!("echo '{{}}' > {}", ready.display()))?;
        for _ in 0..5 {
            self.screen().pass(Duration::from_millis(500));
            self.screen().type_line(&script)?;
            if wait_for(&ready, Duration::from_secs(4)).is_ok() {
                return self
                    .screen()
                    .wait_for_calm(self.place, Duration::from_millis(300));
            }
        }
        bail!("no terminal of Tenon's ran a command")
    }

    fn screen(&self) -> &'a Screen {
        &self.stage.desk.screen
    }

    /// A script in the workspace, and how it is called there. Names and words need no Shift.
    pub fn script(&self, name: &str, body: &str) -> Result<String> {
        use std::os::unix::fs::PermissionsExt;
        let path = self.stage.ours.folder.join(name);
        fs::write(&path, format!("#!/bin/sh\n{body}\n"))?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
        Ok(format!("./{name}"))
    }

    /// Runs one of this program's parts for the inside of terminals; gives where it reports.
    pub fn start(&self, name: &str, part: &str) -> Result<PathBuf> {
        let report = report_path(self.stage);
        let call = self.script(name, &format!("{} {part} {}", inside()?, report.display()))?;
        self.screen().type_line(&call)?;
        Ok(report)
    }
}

/// Where the next report goes; what stood there is removed.
pub fn report_path(stage: &Stage<'_>) -> PathBuf {
    let path = stage.work.folder().join("inside.json");
    // It is there only after an earlier one.
    let _ = fs::remove_file(&path);
    path
}

/// How this program is called inside a terminal.
pub fn inside() -> Result<String> {
    let own = std::env::current_exe()?;
    Ok(format!("{} inside", own.display()))
}

/// Waits for a report.
pub fn report(path: &Path, patience: Duration) -> Result<Report> {
    let text = wait_for(path, patience)?;
    serde_json::from_str(&text).context("the report of what ran inside")
}

fn wait_for(path: &Path, patience: Duration) -> Result<String> {
    let until = Instant::now() + patience;
    loop {
        match fs::read_to_string(path) {
            Ok(text) if !text.is_empty() => return Ok(text),
            _ if Instant::now() > until => bail!("{} never came", path.display()),
            _ => std::thread::sleep(Duration::from_millis(10)),
        }
    }
}
