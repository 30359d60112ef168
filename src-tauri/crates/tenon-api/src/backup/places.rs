//! Where backups were made outside of the data folder, so that what is forgotten is forgotten there
//! too.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use tenon_core::Code;

use super::failed;
use super::list::folders;
use crate::{ApiError, ApiResult, atomic};

/// The folders that were named, as JSON.
const FILE: &str = "backup.places";

/// What is left of the folders in which backups were made.
#[derive(Debug, Default)]
pub(crate) struct Elsewhere {
    /// The backups that are there.
    pub backups: Vec<PathBuf>,
    /// Folders that are not there now.
    pub away: Vec<PathBuf>,
}

/// Notes durably that backups are made in a folder.
pub(super) fn remember(data: &Path, folder: &Path) -> ApiResult<()> {
    let mut places = read(data)?;
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    if places.contains(&real) {
        return Ok(());
    }
    places.push(real);
    write(data, &places)
}

/// Looks for the backups that were made outside of the data folder. A folder that is there and
/// holds none any more is not looked at again.
pub(crate) fn elsewhere(data: &Path) -> ApiResult<Elsewhere> {
    let places = read(data)?;
    let mut found = Elsewhere::default();
    let mut kept = Vec::new();
    for place in &places {
        let backups = match place.is_dir() {
            true => folders(place)?,
            false => Vec::new(),
        };
        if place.is_dir() && backups.is_empty() {
            continue;
        }
        if backups.is_empty() {
            found.away.push(place.clone());
        }
        found.backups.extend(backups);
        kept.push(place.clone());
    }
    if kept.len() < places.len() {
        write(data, &kept)?;
    }
    Ok(found)
}

fn read(data: &Path) -> ApiResult<Vec<PathBuf>> {
    let file = data.join(FILE);
    match fs::read(&file) {
        Ok(text) => serde_json::from_slice(&text).map_err(|e| {
            let message = format!("\"{}\" is damaged: {e}", file.display());
            ApiError::new(Code::Storage, message)
                .hint("It names the folders in which backups were made; mend or remove it.")
        }),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(e) => Err(failed("read", &file, &e)),
    }
}

fn write(data: &Path, places: &[PathBuf]) -> ApiResult<()> {
    let file = data.join(FILE);
    let text =
        serde_json::to_vec(places).map_err(|e| ApiError::new(Code::Internal, e.to_string()))?;
    atomic::write(&file, &text, 0o600).map_err(|e| failed("write", &file, &e))
}
