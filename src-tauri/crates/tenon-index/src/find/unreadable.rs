//! What a question is about and cannot be read.

use std::path::Path;

use super::ask::Ask;
use super::list::{Problem, list};
use super::scan::open;
use crate::error::Result;

/// The files and folders that a question is about and that cannot be read, and why. Each is opened
/// and none is read.
pub fn unreadable(folder: &Path, ask: &Ask, threads: usize) -> Result<Vec<Problem>> {
    let (files, mut problems) = list(folder, ask, threads, false)?;
    for file in files {
        if let Err(error) = open(folder, &file.path) {
            problems.push((file.path, error.to_string()));
        }
    }
    Ok(problems)
}
