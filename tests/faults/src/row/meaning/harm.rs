//! What may happen to a collection while no sidecar runs.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::row::Given;

/// One kind of damage.
#[derive(Debug, Clone, Copy)]
pub(super) enum Harm {
    /// The newest manifest is nothing but zeros.
    Zeroed,
    /// It is cut.
    Cut,
    /// It is gone.
    Gone,
    /// One bit of a file with rows is another.
    Flipped,
    /// One bit of the newest manifest is another.
    FlippedManifest,
    /// One bit of the checksums is another.
    FlippedSums,
}

/// All of them, in turns.
pub(super) const HARMS: [Harm; 6] = [
    Harm::Zeroed,
    Harm::Flipped,
    Harm::Cut,
    Harm::FlippedManifest,
    Harm::Gone,
    Harm::FlippedSums,
];

/// Does it to a collection below `folder`.
pub(super) fn harm(folder: &Path, harm: Harm, given: &mut Given<'_>) -> Result<()> {
    let mut all = Vec::new();
    below(folder, &mut all);
    let mut manifests = ending(&all, "manifest");
    manifests.sort_by_key(|path| fs::metadata(path).and_then(|meta| meta.modified()).ok());
    let newest = manifests.last().context("there is a manifest")?;
    let length = fs::metadata(newest)?.len();
    match harm {
        Harm::Zeroed => fs::write(newest, vec![0; usize::try_from(length)?])?,
        Harm::Cut => {
            let file = OpenOptions::new().write(true).open(newest)?;
            file.set_len(given.dice.below(length.max(1)))?;
        }
        Harm::Gone => fs::remove_file(newest)?,
        Harm::FlippedManifest => flip(newest, given)?,
        Harm::Flipped => {
            let data = ending(&all, "lance");
            let at = usize::try_from(given.dice.below(data.len() as u64))?;
            flip(data.get(at).context("there are rows")?, given)?;
        }
        Harm::FlippedSums => {
            let mut sums = all.iter().filter(|path| path.ends_with("sums.json"));
            flip(sums.next().context("there are checksums")?, given)?;
        }
    }
    Ok(())
}

fn flip(file: &Path, given: &mut Given<'_>) -> Result<()> {
    let mut bytes = fs::read(file)?;
    let at = usize::try_from(given.dice.below(bytes.len() as u64))?;
    *bytes.get_mut(at).context("it is not empty")? ^= 1 << given.dice.below(8);
    Ok(fs::write(file, bytes)?)
}

fn ending(all: &[PathBuf], end: &str) -> Vec<PathBuf> {
    let ends = |path: &&PathBuf| path.extension().is_some_and(|is| is == end);
    all.iter().filter(ends).cloned().collect()
}

fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => below(&path, found),
            path => found.push(path),
        }
    }
}
