//! Repositories in a temporary folder, and a `git` that knows nothing of this machine.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Once, mpsc};
use std::time::Duration;

use tempfile::TempDir;
use tenon_git::{GitError, Repo};

/// How long anything may take before it counts as hanging.
const DEADLINE: Duration = Duration::from_secs(20);

pub struct Fixture {
    base: TempDir,
}

impl Fixture {
    /// An empty folder; `w` in it is where the repository goes.
    pub fn bare_ground() -> Self {
        forget_the_machine();
        let base = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(base.path().join("w")).expect("the workspace");
        fs::create_dir(base.path().join("home")).expect("a home");
        Self { base }
    }

    /// A repository without a commit.
    pub fn unborn() -> Self {
        let fixture = Self::bare_ground();
        fixture.git(["init", "-q", "-b", "main"]);
        fixture
    }

    /// A repository with `a.txt`, `b.txt` and `sub/c.txt` committed.
    pub fn with_files() -> Self {
        let fixture = Self::unborn();
        fixture.write("a.txt", "one\ntwo\nthree\n");
        fixture.write("b.txt", "b\n");
        fixture.write("sub/c.txt", "some\nlines\nthat\nare\nlong\nenough\n");
        fixture.commit("first");
        fixture
    }

    /// The folder around the repository, canonical.
    pub fn base(&self) -> PathBuf {
        self.base.path().canonicalize().expect("the base exists")
    }

    pub fn root(&self) -> PathBuf {
        self.base().join("w")
    }

    pub fn write(&self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("its folder");
        fs::write(path, text).expect("a file of the test");
    }

    pub fn commit(&self, message: &str) {
        self.git(["add", "-A"]);
        self.git(["commit", "-q", "--allow-empty", "-m", message]);
    }

    /// Runs git in the repository and expects it to succeed.
    pub fn git<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Vec<u8> {
        let output = self.git_in(&self.root(), args);
        assert!(
            output.status.success(),
            "git: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        output.stdout
    }

    /// Runs git in `folder`, whatever comes of it.
    pub fn git_in<S: AsRef<OsStr>>(
        &self,
        folder: &Path,
        args: impl IntoIterator<Item = S>,
    ) -> Output {
        Command::new("git")
            .args(args)
            .current_dir(folder)
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("HOME", self.base().join("home"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "A")
            .env("GIT_AUTHOR_EMAIL", "a@example.com")
            .env("GIT_COMMITTER_NAME", "A")
            .env("GIT_COMMITTER_EMAIL", "a@example.com")
            .env("GIT_EDITOR", "true")
            .env("GIT_ALLOW_PROTOCOL", "file")
            .output()
            .expect("git runs")
    }

    /// A program that leaves a trace when it is run, and the place of the trace.
    pub fn canary(&self) -> (String, PathBuf) {
        let (script, trace) = (self.base().join("canary"), self.base().join("trace"));
        let text = format!("#!/bin/sh\ntouch '{}'\ncat\n", trace.display());
        fs::write(&script, text).expect("the canary");
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("executable");
        (script.display().to_string(), trace)
    }

    pub fn pipe(&self, path: impl AsRef<Path>) {
        let path = self.base().join(path);
        let mode = rustix::fs::Mode::from_raw_mode(0o644);
        rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, mode, 0)
            .expect("a pipe");
    }

    pub fn repo(&self) -> Repo {
        self.repo_at(&self.root())
    }

    pub fn repo_at(&self, root: &Path) -> Repo {
        Repo::discover(root)
            .expect("it is readable")
            .expect("there is a repository")
    }

    /// The error that opening ends with, as the person reads it.
    pub fn refusal(&self) -> GitError {
        let root = self.root();
        within_the_deadline(move || match Repo::discover(&root) {
            Err(error) => error,
            Ok(found) => panic!("it must be refused, but was read: {}", found.is_some()),
        })
    }
}

/// Runs `work` and fails when it hangs.
pub fn within_the_deadline<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, result) = mpsc::channel();
    let thread = std::thread::spawn(move || drop(done.send(work())));
    match result.recv_timeout(DEADLINE) {
        Ok(value) => value,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("it hangs"),
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            std::panic::resume_unwind(thread.join().expect_err("it panicked"))
        }
    }
}

/// Makes libgit2 pass over the configuration of whoever runs the tests.
fn forget_the_machine() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for level in [
            git2::ConfigLevel::System,
            git2::ConfigLevel::Global,
            git2::ConfigLevel::XDG,
            git2::ConfigLevel::ProgramData,
        ] {
            // SAFETY: every test makes its fixture first, so nothing of libgit2 runs yet.
            unsafe { git2::opts::set_search_path(level, "/nonexistent") }.expect("a search path");
        }
    });
}
