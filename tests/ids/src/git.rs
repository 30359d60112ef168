//! What git says of a history: commits, what changed between two of them, and texts.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

/// A repository that is read only, with a process that gives texts.
pub struct Git {
    folder: PathBuf,
    process: Child,
    asked: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// What happened to a file between two commits: its path and text before and after, where it had one.
pub struct Changed {
    /// Before; `None` when it is new.
    pub old: Option<(Vec<u8>, String)>,
    /// After; `None` when it is gone. The paths differ when git takes it for a rename.
    pub new: Option<(Vec<u8>, String)>,
}

impl Git {
    /// Opens a repository: a work tree, or a bare folder.
    pub fn open(folder: &Path) -> Result<Self> {
        let mut process = git(folder)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("git cannot be started")?;
        let asked = process.stdin.take().context("git has no input")?;
        let answers = process.stdout.take().context("git has no output")?;
        Ok(Self {
            folder: folder.to_owned(),
            process,
            asked,
            answers: BufReader::new(answers),
        })
    }

    /// The commits of the main line, the first one first. A merge counts as one change.
    pub fn commits(&self) -> Result<Vec<String>> {
        let out = self.run(&["rev-list", "--first-parent", "--reverse", "HEAD"])?;
        let text = String::from_utf8(out).context("commits are not text")?;
        Ok(text.lines().map(ToOwned::to_owned).collect())
    }

    /// The files that differ between two commits, with renames as git finds them.
    pub fn between(&self, old: &str, new: &str) -> Result<Vec<Changed>> {
        let out = self.run(&["diff-tree", "-r", "-M", "-z", "--raw", old, new])?;
        let mut parts = out.split(|b| *b == 0);
        let mut changed = Vec::new();
        while let Some(head) = parts.next().filter(|head| !head.is_empty()) {
            let head = String::from_utf8_lossy(head).into_owned();
            let fields: Vec<&str> = head.trim_start_matches(':').split(' ').collect();
            let [old_mode, new_mode, old_id, new_id, status] = fields[..] else {
                bail!("git says \"{head}\"");
            };
            let first = parts.next().context("a path is missing")?.to_vec();
            let second = match status.starts_with(['R', 'C']) {
                true => parts.next().context("a path is missing")?.to_vec(),
                false => first.clone(),
            };
            let side = |mode: &str, id: &str, path: Vec<u8>| {
                let file = mode.starts_with("100");
                file.then(|| (path, id.to_owned()))
            };
            changed.push(Changed {
                old: side(old_mode, old_id, first),
                new: side(new_mode, new_id, second),
            });
        }
        Ok(changed)
    }

    /// The bytes of an object.
    pub fn bytes(&mut self, id: &str) -> Result<Vec<u8>> {
        writeln!(self.asked, "{id}")?;
        self.asked.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        let size = head.trim_end().rsplit(' ').next().unwrap_or_default();
        let size: usize = size
            .parse()
            .with_context(|| format!("git says \"{head}\""))?;
        let mut bytes = vec![0; size + 1];
        self.answers.read_exact(&mut bytes)?;
        bytes.truncate(size);
        Ok(bytes)
    }

    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>> {
        let out = git(&self.folder)
            .args(arguments)
            .stderr(Stdio::null())
            .output()
            .context("git cannot be started")?;
        ensure!(out.status.success(), "git {} failed", arguments.join(" "));
        Ok(out.stdout)
    }
}

impl Drop for Git {
    fn drop(&mut self) {
        // It has written nothing, so that its end needs no care.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Git on a repository, without what a person has configured.
fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder);
    git.args(["-c", "diff.renameLimit=2000", "-c", "core.quotePath=false"]);
    git.env("GIT_CONFIG_NOSYSTEM", "1");
    git.env("GIT_CONFIG_GLOBAL", "/dev/null");
    git
}
