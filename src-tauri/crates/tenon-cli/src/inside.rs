//! The window whose terminal this program runs in, as the terminal's environment names it.

use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use tenon_api::link::Link;
use tenon_api::surroundings::{SOCKET, Surroundings, TERMINAL, WORKSPACE};
use tenon_core::TerminalId;

use crate::Session;

impl Session {
    /// The folder of the shell, relative to the window's in which it is; empty elsewhere, where paths
    /// are told from the workspace.
    pub fn seen_from(&self) -> Vec<u8> {
        let inside = self.inside.as_ref();
        let inside = inside.filter(|inside| inside.root == self.workspace);
        let below = inside.and_then(|inside| self.surroundings.cwd.strip_prefix(&inside.root).ok());
        below.map_or_else(Vec::new, |below| below.as_os_str().as_bytes().to_vec())
    }

    /// A path as the workspace knows it, of one that is seen from the shell's folder.
    pub fn shell_path(&self, path: String) -> String {
        let from = String::from_utf8(self.seen_from()).unwrap_or_default();
        match from.is_empty() || path.starts_with('/') {
            true => path,
            false => format!("{from}/{path}"),
        }
    }
}

/// The window of the terminal.
#[derive(Clone)]
pub struct Inside {
    socket: PathBuf,
    uid: u32,
    /// The folder that it shows.
    pub root: PathBuf,
    /// The terminal.
    pub terminal: Option<TerminalId>,
}

impl Inside {
    /// What the environment names; `None` outside of Tenon's terminals.
    pub fn of(around: &Surroundings) -> Option<Self> {
        Some(Self {
            socket: around.var(SOCKET)?.into(),
            uid: around.uid,
            root: around.var(WORKSPACE)?.into(),
            terminal: around
                .var(TERMINAL)
                .and_then(|id| id.to_str()?.parse().ok()),
        })
    }

    /// Whether something lies in the window's folder, or is that folder.
    pub fn holds(&self, path: &Path) -> bool {
        path.starts_with(&self.root)
    }

    /// The way to the window's owner; `None` when it is gone, or another user's.
    pub fn link(&self) -> Option<Link> {
        Link::at(&self.socket, self.uid)
    }
}
