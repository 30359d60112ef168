//! Real sources to search and to parse: what cargo has unpacked of this project's own dependencies.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// Lines that are gathered.
const LINES: usize = 1_000_000;
/// A package with more lines than these holds what a program wrote, mostly.
const GENERATED: usize = 60_000;

/// What was gathered.
#[derive(Debug, Clone, Copy, Default)]
pub struct Size {
    /// Files.
    pub files: usize,
    /// Bytes.
    pub bytes: u64,
    /// Lines.
    pub lines: usize,
}

/// Copies packages to `top`, in the order of their names, until there are a million lines.
pub fn million(unpacked: &Path, top: &Path) -> Result<Size> {
    gather(unpacked, top, LINES)
}

/// The same until there are `enough` lines.
pub fn gather(unpacked: &Path, top: &Path, enough: usize) -> Result<Size> {
    let mut size = Size::default();
    for package in packages(unpacked)? {
        if size.lines >= enough {
            break;
        }
        let files = read(&package)?;
        let lines: usize = files.iter().map(|(_, text)| count(text)).sum();
        if lines > GENERATED {
            continue;
        }
        let name = package.file_name().context("a package has a name")?;
        for (path, text) in files {
            let to = top.join(name).join(path.strip_prefix(&package)?);
            fs::create_dir_all(to.parent().context("a file is in a folder")?)?;
            fs::write(to, &text)?;
            size.files += 1;
            size.bytes += text.len() as u64;
        }
        size.lines += lines;
    }
    ensure!(
        size.lines >= enough / 2,
        "cargo has unpacked only {} lines of sources",
        size.lines
    );
    Ok(size)
}

/// Every file below a folder, in the order of the paths.
pub fn read(top: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let (mut folders, mut files) = (vec![top.to_path_buf()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                files.push((entry.path(), fs::read(entry.path())?));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The first file of a name below a folder.
pub fn find(top: &Path, name: &str) -> Result<Option<PathBuf>> {
    let mut folders = vec![top.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else if entry.file_name() == name {
                return Ok(Some(entry.path()));
            }
        }
    }
    Ok(None)
}

/// The folders of unpacked packages, by name.
pub fn packages(top: &Path) -> Result<Vec<PathBuf>> {
    let mut packages = Vec::new();
    for registry in fs::read_dir(top).with_context(|| format!("reading {}", top.display()))? {
        for package in fs::read_dir(registry?.path())? {
            packages.push(package?.path());
        }
    }
    packages.sort_by(|a, b| a.file_name().cmp(&b.file_name()));
    Ok(packages)
}

fn count(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_in_the_order_of_their_paths() {
        let top = tempfile::tempdir().expect("a folder");
        fs::create_dir(top.path().join("b")).expect("a folder in it");
        fs::write(top.path().join("b/c"), "1\n2\n").expect("a file");
        fs::write(top.path().join("a"), "3").expect("a file");
        let files = read(top.path()).expect("it can be read");
        let names: Vec<_> = files
            .iter()
            .map(|(path, _)| path.strip_prefix(top.path()).expect("below it"))
            .collect();
        assert_eq!(names, [Path::new("a"), Path::new("b/c")]);
        assert_eq!(count(&files[1].1), 2);
    }
}
