//! Screens of terminals beyond the run: what is kept of them, and how one begins again.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use tenon_core::{Code, Millis, TerminalId, WirePath};
use tenon_terminal::{Past, TerminalState};

use super::{Owner, lock};
use crate::wire::{TerminalKept, Whole};
use crate::{ApiError, ApiResult};

/// The form of what is kept.
const VERSION: u64 = 1;

/// What the owner knows of kept screens.
#[derive(Default)]
pub(crate) struct Screens {
    state: Mutex<State>,
    /// Held while a terminal begins again.
    pub restoring: Mutex<()>,
}

#[derive(Default)]
struct State {
    /// Terminals of earlier runs; read when somebody first asks.
    kept: Option<BTreeMap<TerminalId, TerminalKept>>,
    /// Closed by the person: nothing of them is kept any more.
    gone: BTreeSet<TerminalId>,
}

/// What stands before the bytes, as one line of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    v: u64,
    name: Option<String>,
    shell: WirePath,
    cwd: WirePath,
    cols: u16,
    rows: u16,
}

/// One screen that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeptScreen {
    head: Head,
    at: Millis,
    bytes: Vec<u8>,
}

/// How a kept terminal begins again.
pub(crate) struct Again {
    pub shell: PathBuf,
    pub cwd: PathBuf,
    pub name: Option<String>,
    pub past: Past,
    pub mark: String,
}

/// Why something that was kept cannot be read.
#[derive(Debug, PartialEq, Eq)]
enum Unread {
    /// A later version of the program wrote it.
    Newer(u64),
    /// It is not what this program writes.
    Damaged,
}

fn encode(state: &TerminalState, past: &Past) -> Vec<u8> {
    let head = Head {
        v: VERSION,
        name: state.name.clone(),
        shell: WirePath::from_bytes(state.shell.as_os_str().as_bytes()),
        cwd: WirePath::from_bytes(state.cwd.as_os_str().as_bytes()),
        cols: past.cols,
        rows: past.rows,
    };
    // Texts and numbers always are JSON.
    let mut bytes = serde_json::to_vec(&head).unwrap_or_default();
    bytes.push(b'\n');
    bytes.extend_from_slice(&past.bytes);
    bytes
}

fn decode(bytes: &[u8], at: Millis) -> Result<KeptScreen, Unread> {
    let end = bytes.iter().position(|b| *b == b'\n');
    let (head, rest) = bytes.split_at(end.ok_or(Unread::Damaged)?);
    let head: serde_json::Value = serde_json::from_slice(head).map_err(|_| Unread::Damaged)?;
    match head["v"].as_u64() {
        Some(VERSION) => {}
        Some(newer) if newer > VERSION => return Err(Unread::Newer(newer)),
        _ => return Err(Unread::Damaged),
    }
    let head: Head = serde_json::from_value(head).map_err(|_| Unread::Damaged)?;
    if !(1..=1000).contains(&head.cols) || !(1..=1000).contains(&head.rows) {
        return Err(Unread::Damaged);
    }
    Ok(KeptScreen {
        head,
        at,
        bytes: rest[1..].to_vec(),
    })
}

/// A path of the system, whatever its bytes.
fn path_of(path: &WirePath) -> Option<PathBuf> {
    Some(OsString::from_vec(path.to_bytes().ok()?).into())
}

impl KeptScreen {
    fn told(&self, id: TerminalId) -> TerminalKept {
        let shell = self.head.shell.path.rsplit('/').next().unwrap_or_default();
        let usual = || shell.to_owned();
        TerminalKept {
            id,
            name: self.head.name.clone().unwrap_or_else(usual),
            cwd: self.head.cwd.path.clone(),
            kept_at: Whole::clamped(self.at),
            problem: None,
        }
    }

    /// Says how it begins again: in its folder, or the nearest one above that is left, with its own
    /// shell, or `usual` when that is gone.
    pub(crate) fn again(
        self,
        owner: &Owner,
        usual: impl FnOnce() -> ApiResult<PathBuf>,
    ) -> ApiResult<Again> {
        let mut mark = format!(
            "restored from {}",
            owner.app.surroundings.local_time(self.at)
        );
        let wanted = path_of(&self.head.cwd).unwrap_or_else(|| owner.root().to_path_buf());
        let cwd = nearest_folder(&wanted).unwrap_or_else(|| owner.root().to_path_buf());
        if cwd != wanted {
            mark.push_str(&format!(
                "; {} is gone, this is {}",
                wanted.display(),
                cwd.display()
            ));
        }
        let own = path_of(&self.head.shell).filter(|shell| is_program(shell));
        let shell = match own {
            Some(own) => own,
            None => {
                let usual = usual()?;
                let (gone, now) = (&self.head.shell.path, usual.display());
                mark.push_str(&format!("; {gone} is gone, this is {now}"));
                usual
            }
        };
        Ok(Again {
            shell,
            cwd,
            name: self.head.name,
            past: Past {
                cols: self.head.cols,
                rows: self.head.rows,
                bytes: self.bytes,
            },
            mark,
        })
    }
}

/// The folder itself or the nearest one above it that can be entered.
fn nearest_folder(wanted: &Path) -> Option<PathBuf> {
    let enters = |path: &&Path| std::fs::read_dir(path).is_ok();
    wanted.ancestors().find(enters).map(Path::to_path_buf)
}

fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path)
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

fn unreadable(id: TerminalId, at: Millis, problem: String) -> TerminalKept {
    TerminalKept {
        id,
        name: "Terminal".to_owned(),
        cwd: String::new(),
        kept_at: Whole::clamped(at),
        problem: Some(problem),
    }
}

impl Owner {
    fn keeps_screens(&self) -> bool {
        self.app.settings.snapshot().settings.terminal_restore
    }

    /// The terminals of earlier runs that did not begin again yet.
    pub(crate) fn kept_screens(&self) -> Vec<TerminalKept> {
        let mut state = lock(&self.screens.state);
        let kept = state.kept.get_or_insert_with(|| self.read_screens());
        if !self.keeps_screens() {
            return Vec::new();
        }
        kept.values().cloned().collect()
    }

    /// One terminal of an earlier run.
    pub(crate) fn kept_screen(&self, id: TerminalId) -> ApiResult<KeptScreen> {
        let mut state = lock(&self.screens.state);
        let kept = state.kept.get_or_insert_with(|| self.read_screens());
        let Some(told) = kept.get(&id).filter(|_| self.keeps_screens()) else {
            let message = format!("Nothing is kept of the terminal {id}.");
            return Err(ApiError::new(Code::NotFound, message).hint("Open a new terminal."));
        };
        self.read_screen(told.kept_at.get(), id).map_err(|problem| {
            ApiError::new(Code::PreconditionFailed, problem)
                .hint("Open a new terminal. What was kept is left where it is.")
        })
    }

    fn read_screens(&self) -> BTreeMap<TerminalId, TerminalKept> {
        let listed = self.db.screens().unwrap_or_else(|e| {
            tracing::error!(error = %e, "the kept terminals could not be listed");
            Vec::new()
        });
        if !self.keeps_screens() {
            for (id, _) in listed {
                self.drop_screen(id);
            }
            return BTreeMap::new();
        }
        let mut kept = BTreeMap::new();
        for (id, at) in listed {
            // What runs already has begun in this run.
            if self.terminals.state(id).is_err() {
                let told = match self.read_screen(at, id) {
                    Ok(screen) => screen.told(id),
                    Err(problem) => {
                        self.note_restored(|report| {
                            report.terminals = report.terminals.saturating_sub(1);
                            report.lost.push(problem.clone());
                        });
                        unreadable(id, at, problem)
                    }
                };
                kept.insert(id, told);
            }
        }
        kept
    }

    /// Reads what was kept, or says in a sentence why that cannot be.
    fn read_screen(&self, at: Millis, id: TerminalId) -> Result<KeptScreen, String> {
        let when = self.app.surroundings.local_time(at);
        let problem = match self.db.screen(id) {
            Ok(Some(screen)) => match decode(&screen.bytes, screen.at) {
                Ok(kept) => return Ok(kept),
                Err(Unread::Newer(v)) => {
                    format!("The terminal of {when} was kept by a newer Tenon (form {v}).")
                }
                Err(Unread::Damaged) => {
                    format!("What was kept of the terminal of {when} is damaged.")
                }
            },
            Ok(None) => format!("What was kept of the terminal of {when} is gone."),
            Err(e) => format!("What was kept of the terminal of {when} cannot be read: {e}"),
        };
        tracing::warn!(terminal = %id, "{problem}");
        Err(problem)
    }

    /// A kept terminal runs again; from now on it is one like any other.
    pub(crate) fn began_again(&self, id: TerminalId) {
        if let Some(kept) = &mut lock(&self.screens.state).kept {
            kept.remove(&id);
        }
    }

    /// Keeps what a terminal shows now, in place of what was kept before.
    pub(crate) fn keep_screen(&self, id: TerminalId) {
        // One thing after the other, so that nothing is kept of a terminal that is closed meanwhile.
        let state = lock(&self.screens.state);
        let Ok(terminal) = self.terminals.state(id) else {
            return;
        };
        if state.gone.contains(&id) || matches!(terminal.exit, Some(tenon_terminal::Exit::Code(_)))
        {
            return;
        }
        if !self.keeps_screens() {
            self.drop_screen(id);
            return;
        }
        let Ok(past) = self.terminals.past(id) else {
            return;
        };
        if let Err(e) = self.db.keep_screen(id, encode(&terminal, &past)) {
            tracing::warn!(error = %e, "what a terminal shows could not be kept");
        }
    }

    /// Keeps what every terminal shows.
    pub(crate) fn keep_screens(&self) {
        for terminal in self.terminals.list() {
            self.keep_screen(terminal.id);
        }
    }

    /// A shell ended. One that ended by itself is not wanted again; one that was killed from outside
    /// may be, as when the whole session of the person ends.
    pub(crate) fn ended(&self, id: TerminalId, killed: bool) {
        if !killed && !self.closed.load(std::sync::atomic::Ordering::SeqCst) {
            self.forget_screen(id);
        }
    }

    /// Keeps nothing of a terminal any more; says whether it was one of an earlier run.
    pub(crate) fn forget_screen(&self, id: TerminalId) -> bool {
        let mut state = lock(&self.screens.state);
        let kept = state.kept.get_or_insert_with(|| self.read_screens());
        let was_kept = kept.remove(&id).is_some();
        state.gone.insert(id);
        self.drop_screen(id);
        was_kept
    }

    fn drop_screen(&self, id: TerminalId) {
        if let Err(e) = self.db.drop_screen(id) {
            tracing::warn!(error = %e, "what was kept of a terminal could not be forgotten");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(v: u64) -> String {
        format!(
            r#"{{"v":{v},"name":"b","shell":{{"path":"/bin/sh"}},"cwd":{{"path":"/"}},"cols":80,"rows":24,"later":1}}"#
        )
    }

    #[test]
    fn what_is_kept_is_read_and_what_is_newer_or_damaged_is_told_apart() {
        let read = |text: &str| decode(text.as_bytes(), 7);
        let kept = read(&format!("{}\na\nb", head(1))).expect("it is one of ours");
        assert_eq!((kept.bytes.as_slice(), kept.at), (b"a\nb".as_slice(), 7));
        assert_eq!(kept.head.name.as_deref(), Some("b"));
        assert_eq!(read(&format!("{}\n", head(2))), Err(Unread::Newer(2)));
        let wide = head(1).replace("80", "0");
        for broken in [
            "",
            "{}",
            "\n",
            "{}\n",
            "[1]\nx",
            "{\"v\":0}\n",
            head(1).as_str(),
            format!("{wide}\n").as_str(),
        ] {
            assert_eq!(read(broken), Err(Unread::Damaged), "{broken:?}");
        }
    }

    #[test]
    fn a_folder_that_is_gone_is_replaced_by_the_nearest_above() {
        let base = tempfile::tempdir().expect("a folder");
        let there = base.path().join("a");
        std::fs::create_dir(&there).expect("a folder");
        assert_eq!(nearest_folder(&there), Some(there.clone()));
        assert_eq!(nearest_folder(&there.join("b/c")), Some(there));
    }
}
