//! What every measurement needs: the programs, a folder to work in, and how long it may take.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::Run;

/// The surroundings of one run.
pub struct Work {
    /// Few pairs.
    pub quick: bool,
    /// Pairs of each measurement.
    pub pairs: usize,
    /// When everything has to be over.
    pub until: Instant,
    /// Events for the watcher.
    pub events: usize,
    /// Events a second.
    pub rate: u32,
    /// The ripgrep to compare with.
    pub rg: PathBuf,
    /// Where cargo has unpacked packages.
    pub sources: PathBuf,
    /// Where reports go.
    pub out: PathBuf,
    built: PathBuf,
    folder: TempDir,
}

impl Work {
    /// Looks for the programs beside this one.
    pub fn new(run: &Run) -> Result<Self> {
        let own = std::env::current_exe().context("this program's own path")?;
        let built = own.parent().context("this program's folder")?.to_path_buf();
        std::fs::create_dir_all(&run.out)?;
        Ok(Self {
            quick: run.quick,
            pairs: run.pairs(),
            until: Instant::now() + run.limit(),
            events: run.events,
            rate: run.rate,
            rg: whole(&run.rg)?,
            sources: run.sources.clone(),
            out: run.out.canonicalize()?,
            built,
            folder: tempfile::Builder::new().prefix("tenon-bench-").tempdir()?,
        })
    }

    /// A program that was built together with this one.
    pub fn program(&self, name: &str) -> Result<PathBuf> {
        let path = self.built.join(name);
        ensure!(
            path.is_file(),
            "{} is missing; scripts/bench.sh builds it",
            path.display()
        );
        Ok(path)
    }

    /// A folder that is gone after the run.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Fewer pairs, for what takes long.
    pub fn pairs_of(&self, most: usize) -> usize {
        self.pairs.min(if self.quick { 2 } else { most })
    }

    /// How long something may take: no longer than what is left.
    pub fn at_most(&self, seconds: u64) -> Instant {
        self.until
            .min(Instant::now() + Duration::from_secs(seconds))
    }
}

/// A program's path, whole: it is started from other folders. A bare name is searched for as usual.
fn whole(program: &Path) -> Result<PathBuf> {
    if program.components().count() < 2 {
        return Ok(program.to_path_buf());
    }
    let path = program.canonicalize();
    path.with_context(|| format!("the program {}", program.display()))
}
