//! `settings.json` and `keybindings.json`: JSON with comments that people edit by hand.
//!
//! What cannot be read keeps its default, and the problem names its line.

pub(crate) mod embeddings;
mod file;
pub(crate) mod secrets;
mod table;

pub use file::{read_keybindings, read_settings, update};
pub use table::{ENTRIES, Entry, Fault, defaults};

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tenon_core::Code;

use crate::wire::{SettingsSnapshot, SettingsUpdateParams};
use crate::{ApiError, ApiResult};

/// The person's files, and what they said when they were read last.
pub struct SettingsFiles {
    folder: PathBuf,
    current: Mutex<SettingsSnapshot>,
}

impl SettingsFiles {
    /// Reads the files in the config folder.
    pub fn open(folder: &Path) -> Self {
        let snapshot = read(folder);
        Self {
            folder: folder.to_path_buf(),
            current: Mutex::new(snapshot),
        }
    }

    /// What holds now.
    pub fn snapshot(&self) -> SettingsSnapshot {
        self.current
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Reads the files again; the answer is the new state when it differs.
    pub fn reload(&self) -> Option<SettingsSnapshot> {
        let now = read(&self.folder);
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if *current == now {
            return None;
        }
        *current = now.clone();
        Some(now)
    }

    /// Writes one setting, keeping comments and order.
    pub fn update(&self, params: &SettingsUpdateParams) -> ApiResult<SettingsSnapshot> {
        let entry = ENTRIES
            .iter()
            .find(|entry| entry.key == params.key)
            .ok_or_else(|| {
                ApiError::new(
                    Code::NotFound,
                    format!("there is no setting \"{}\"", params.key),
                )
                .hint("Open the settings to see all of them.")
            })?;
        let value: serde_json::Value = serde_json::from_str(&params.value)
            .map_err(|e| ApiError::new(Code::Invalid, format!("the value is not JSON: {e}")))?;
        if !value.is_null() {
            let mut probe = self.snapshot().settings;
            (entry.set)(&mut probe, &value).map_err(|fault| {
                ApiError::new(fault.code(), format!("\"{}\": {fault}", params.key))
            })?;
        }
        // One at a time, so that two windows cannot both start from the same old text.
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        update(&self.folder.join("settings.json"), entry.key, &value)?;
        *current = read(&self.folder);
        Ok(current.clone())
    }
}

fn read(folder: &Path) -> SettingsSnapshot {
    let (settings_path, keybindings_path) = (
        folder.join("settings.json"),
        folder.join("keybindings.json"),
    );
    let mut problems = Vec::new();
    SettingsSnapshot {
        settings: read_settings(&settings_path, &mut problems),
        defaults: defaults(),
        keybindings: read_keybindings(&keybindings_path, &mut problems),
        problems,
        settings_path: settings_path.display().to_string(),
        keybindings_path: keybindings_path.display().to_string(),
    }
}
