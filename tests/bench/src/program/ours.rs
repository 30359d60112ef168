//! Tenon's window, on a folder and with data of its own.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::bench::KEYS;
use crate::desk::{Desk, Place};

/// No sidecar: it is not part of what is measured, and its memory is told by itself.
const SETTINGS: &str = "{ \"sidecar.enabled\": false }\n";

/// How long the window may take to close when it is asked to.
const CLOSING: Duration = Duration::from_secs(10);

/// Tenon with a workspace that was open before, as on most days.
pub struct Ours {
    window: PathBuf,
    /// What the workspace holds.
    pub folder: PathBuf,
    data: PathBuf,
    kept: PathBuf,
    runtime: PathBuf,
}

impl Ours {
    /// Opens the workspace once and trusts it, so that no later start pays for its first time.
    pub fn prepare(folder: &Path, window: PathBuf, desk: &Desk) -> Result<Self> {
        let top = folder.join("ours");
        let ours = Self {
            window,
            folder: top.join("folder"),
            data: top.join("data"),
            kept: top.join("kept"),
            runtime: top.join("run"),
        };
        fs::create_dir_all(&ours.folder)?;
        fs::create_dir_all(&ours.runtime)?;
        fs::create_dir_all(ours.data.join("config"))?;
        fs::write(ours.data.join("config/settings.json"), SETTINGS)?;
        fs::write(ours.data.join("config/keybindings.json"), KEYS)?;
        ours.use_once(desk, |ours| {
            ours.ask("workspace_trust", &json!({ "trusted": true }))
                .map(drop)
        })?;
        fs::rename(&ours.data, &ours.kept)?;
        Ok(ours)
    }

    /// Opens the window on the data that is there, does something with it, and closes it in order.
    pub fn use_once(&self, desk: &Desk, work: impl FnOnce(&Self) -> Result<()>) -> Result<()> {
        let (pid, _) = desk.open(&mut self.command(desk, None))?;
        work(self)?;
        desk.screen.ask_to_close(pid)?;
        if !desk.ended(pid, CLOSING)? {
            bail!("the window does not close when it is asked to");
        }
        desk.close(pid)
    }

    /// Keeps the data that is there beside that of [`Self::prepare`], under a name.
    pub fn keep_as(&self, name: &str) -> Result<()> {
        copy(&self.data, &self.kept.with_file_name(name))
    }

    fn command(&self, desk: &Desk, open: Option<&str>) -> Command {
        let mut command = desk.command(&self.window);
        command.arg(&self.folder).arg("--data-dir").arg(&self.data);
        if let Some(place) = open {
            command.arg("--open").arg(self.folder.join(place));
        }
        command.env("XDG_RUNTIME_DIR", &self.runtime);
        command.current_dir(&self.folder);
        command
    }

    /// What starts the window with the data it had after [`Self::prepare`]. `open` is
    /// `FILE[:LINE:COLUMN]` in the workspace.
    pub fn fresh(&self, desk: &Desk, open: Option<&str>) -> Result<Command> {
        self.fresh_from("kept", desk, open)
    }

    /// The same with data that was kept under a name.
    pub fn fresh_from(&self, name: &str, desk: &Desk, open: Option<&str>) -> Result<Command> {
        if self.data.exists() {
            fs::remove_dir_all(&self.data)?;
        }
        copy(&self.kept.with_file_name(name), &self.data)?;
        Ok(self.command(desk, open))
    }

    /// Starts it and waits until it is drawn.
    pub fn open(&self, desk: &Desk, open: Option<&str>) -> Result<(u32, Place)> {
        desk.open(&mut self.fresh(desk, open)?)
    }

    /// Asks the owner of the workspace, which is the window that runs.
    pub fn ask(&self, method: &str, params: &Value) -> Result<Value> {
        let sockets = fs::read_dir(self.runtime.join("tenon"))?;
        // Sockets of windows that were killed stay behind, and nobody answers on them.
        let mut stream = sockets
            .flatten()
            .find_map(|entry| UnixStream::connect(entry.path()).ok())
            .context("no window listens on a socket")?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let request = json!({ "v": 1, "id": 1, "method": method, "params": params });
        writeln!(stream, "{request}")?;
        for line in BufReader::new(&stream).lines() {
            let reply: Value = serde_json::from_str(&line?)?;
            if reply["id"] != 1 {
                continue;
            }
            if let Some(fault) = reply.get("error") {
                bail!("{method}: {fault}");
            }
            return Ok(reply["result"].clone());
        }
        bail!("{method}: the window gave no answer")
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let copied = Command::new("cp").arg("-a").arg(from).arg(to).status()?;
    if !copied.success() {
        bail!("{} cannot be copied", from.display());
    }
    Ok(())
}
