//! The size that a window had, kept for its next start.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::app::App;

/// A window's size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WindowState {
    /// Logical pixels.
    pub width: f64,
    /// Logical pixels.
    pub height: f64,
    /// Whether it fills the screen.
    pub maximized: bool,
}

impl Default for WindowState {
    fn default() -> Self {
        Self {
            width: 1440.0,
            height: 900.0,
            maximized: false,
        }
    }
}

impl App {
    fn window_file(&self, label: &str) -> PathBuf {
        self.dirs.data.join("windows").join(format!("{label}.json"))
    }

    /// The size that the window with this label had last. What cannot be read counts as never kept.
    pub fn window_state(&self, label: &str) -> WindowState {
        let text = std::fs::read_to_string(self.window_file(label)).unwrap_or_default();
        let state: WindowState = serde_json::from_str(&text).unwrap_or_default();
        WindowState {
            width: state.width.clamp(640.0, 16_384.0),
            height: state.height.clamp(400.0, 16_384.0),
            ..state
        }
    }

    /// Keeps a window's size.
    pub fn keep_window_state(&self, label: &str, width: f64, height: f64, maximized: bool) {
        let file = self.window_file(label);
        let kept = file
            .parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| {
                let text = serde_json::to_string(&WindowState {
                    width,
                    height,
                    maximized,
                })?;
                crate::atomic::write(&file, text.as_bytes(), 0o600)
            });
        if let Err(e) = kept {
            tracing::warn!(error = %e, "the window's size was not kept");
        }
    }
}
