//! What this run has open and was doing, kept so that it can be put back later.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tenon_core::{Code, Millis, SessionId, TerminalId, WirePath};
use tenon_store::Session;

use super::{Owner, lock};
use crate::wire::{SessionInfo, SessionOpened, SessionTerminal, Whole};
use crate::{ApiError, ApiResult};

mod tabs;

use tabs::tabs_of;

/// The form of what is kept.
const VERSION: u64 = 1;
/// Files and programs that are named of one run.
const NAMED: usize = 10;
/// Runs that are kept.
pub(crate) const KEPT: u32 = 50;

/// What is known of this run.
#[derive(Default)]
pub(crate) struct Sessions(Mutex<Run>);

#[derive(Default)]
struct Run {
    /// The layout of each window, by its label.
    windows: BTreeMap<String, Value>,
    /// Files that were opened or saved, the last one first.
    files: Vec<WirePath>,
    /// Programs that ran in terminals, the last one first.
    commands: Vec<String>,
    /// What was written last, without its moment.
    written: Option<State>,
    /// Texts that the person had forgotten, as JSON writes them; those that count only as whole
    /// strings with their quotes.
    forgotten: Vec<String>,
}

/// One run as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct State {
    v: u64,
    /// When it was kept.
    at: Millis,
    branch: Option<String>,
    windows: BTreeMap<String, Value>,
    terminals: Vec<SessionTerminal>,
    files: Vec<WirePath>,
    commands: Vec<String>,
}

/// Why a run cannot be put back.
fn read(state: &Value) -> Result<State, String> {
    match state["v"].as_u64() {
        Some(VERSION) => {}
        Some(newer) if newer > VERSION => {
            return Err(format!("It was kept by a newer Tenon (form {newer})."));
        }
        _ => return Err("What was kept of it is damaged.".to_owned()),
    }
    serde_json::from_value(state.clone()).map_err(|_| "What was kept of it is damaged.".to_owned())
}

fn first<T: PartialEq>(list: &mut Vec<T>, item: T) {
    list.retain(|other| *other != item);
    list.insert(0, item);
    list.truncate(NAMED);
}

impl State {
    /// Whether there is anything to put back: of a run without a window, the files it worked with.
    fn is_empty(&self) -> bool {
        let unseen = self.windows.is_empty() && !self.files.is_empty();
        !unseen
            && self.terminals.is_empty()
            && self
                .windows
                .values()
                .all(|layout| tabs_of(layout).is_empty())
    }

    fn told(&self, session: &Session, current: bool) -> SessionInfo {
        SessionInfo {
            id: session.id,
            started_at: Whole::clamped(session.started_at),
            ended_at: session.ended_at.map(Whole::clamped),
            at: Whole::clamped(self.at),
            current,
            branch: self.branch.clone(),
            tabs: self.windows.values().flat_map(tabs_of).collect(),
            terminals: self.terminals.clone(),
            files: self.files.clone(),
            commands: self.commands.clone(),
            problem: None,
        }
    }
}

impl Owner {
    /// A window's layout is this now.
    pub(crate) fn note_layout(&self, window: &str, layout: Value) {
        lock(&self.sessions.0)
            .windows
            .insert(window.to_owned(), layout);
        self.session_changed();
    }

    /// A window begins with this layout.
    pub(crate) fn note_first_layout(&self, window: &str, layout: &Value) {
        let mut run = lock(&self.sessions.0);
        run.windows
            .entry(window.to_owned())
            .or_insert_with(|| layout.clone());
    }

    /// A file was opened or saved. Of what is left out of the journal a run says nothing either.
    pub(crate) fn note_file(&self, path: &[u8]) {
        if !self.journaled(path) {
            return;
        }
        let path = WirePath::from_bytes(&self.masked_path(path));
        first(&mut lock(&self.sessions.0).files, path);
        self.session_changed();
    }

    /// A program runs in front of a terminal's shell.
    pub(crate) fn note_program(&self, name: &str) {
        let (name, _) = self.app.gatekeeper.mask_text(name);
        first(&mut lock(&self.sessions.0).commands, name);
        self.session_changed();
    }

    fn session_changed(&self) {
        if let Some(keeping) = self.keeping.get() {
            keeping.session_changed();
        }
    }

    /// This run as it is now; nothing before there is something to say of it: a window told what it
    /// shows, or somebody works in it without one.
    fn state(&self) -> Option<State> {
        let terminals = self.session_terminals();
        let run = lock(&self.sessions.0);
        // A call of the command line that is the owner for a moment is no run that anybody goes back to.
        let at_work = !(run.files.is_empty() && terminals.is_empty());
        if run.windows.is_empty() && !(self.app.is_service() && at_work) {
            return None;
        }
        Some(State {
            v: VERSION,
            at: self.app.surroundings.ambient.clock.now(),
            branch: lock(&self.git).branch.clone(),
            windows: run.windows.clone(),
            terminals,
            files: run.files.clone(),
            commands: run.commands.clone(),
        })
    }

    /// Terminals that are open, those that did not begin again yet among them.
    fn session_terminals(&self) -> Vec<SessionTerminal> {
        let kept = self.kept_screens();
        let kept = kept
            .into_iter()
            .filter(|kept| kept.problem.is_none())
            .map(|kept| (kept.id, kept.name, kept.cwd));
        let running = self.terminals.list().into_iter().filter(|one| one.running);
        let running = running.map(|state| {
            let info = crate::handle::terminal::info(&state);
            (info.id, info.name, info.cwd)
        });
        let mut all: Vec<_> = kept.chain(running).collect();
        all.sort_by_key(|(id, ..)| *id);
        let told = all
            .into_iter()
            .map(|(id, name, cwd)| self.session_terminal(id, name, &cwd));
        told.collect()
    }

    fn session_terminal(&self, id: TerminalId, name: String, cwd: &str) -> SessionTerminal {
        let inside = Path::new(cwd).strip_prefix(self.root.path());
        let folder = inside.ok().map(|inside| WirePath {
            path: inside.display().to_string(),
            path_bytes: None,
        });
        SessionTerminal {
            id,
            name,
            cwd: cwd.to_owned(),
            folder,
            // It changes all the time; who asks is told.
            kept_at: None,
        }
    }

    /// Keeps what this run has open, if it changed.
    pub(crate) fn keep_session(&self) {
        let Some(state) = self.state() else { return };
        {
            let mut run = lock(&self.sessions.0);
            let same = |written: &State| {
                State {
                    at: state.at,
                    ..written.clone()
                } == state
            };
            if run.written.as_ref().is_some_and(same) {
                return;
            }
            run.written = Some(state.clone());
        }
        if let Err(e) = self
            .masked_state(&state)
            .and_then(|state| Ok(self.db.keep_session_state(state)?))
        {
            lock(&self.sessions.0).written = None;
            tracing::warn!(error = %e, "what is open could not be kept");
        }
    }

    /// A run names files and folders, which are facts.
    fn masked_state(&self, state: &State) -> ApiResult<Value> {
        let fault = |e: serde_json::Error| ApiError::new(Code::Internal, e.to_string());
        let text = serde_json::to_string(state).map_err(fault)?;
        let (masked, _) = self.app.gatekeeper.mask_text(&text);
        serde_json::from_str(&self.without_forgotten(masked)).map_err(fault)
    }

    /// JSON that is to be kept, without what was forgotten: what is open may still name it.
    pub(crate) fn without_forgotten(&self, json: String) -> String {
        let forgotten = &lock(&self.sessions.0).forgotten;
        forgotten.iter().fold(json, |kept, text| {
            let whole = text.starts_with('"');
            kept.replace(text, if whole { "\"*\"" } else { "*" })
        })
    }

    /// Leaves these texts out of what is kept from now on; only where they are all that a string
    /// says, if they are `whole`.
    pub(crate) fn forget_in_session(&self, texts: &[String], whole: bool) {
        let quoted = texts
            .iter()
            .map(|text| Value::from(text.as_str()).to_string());
        let inner = |text: String| text[1..text.len() - 1].to_owned();
        let texts = quoted.map(|text| if whole { text } else { inner(text) });
        lock(&self.sessions.0).forgotten.extend(texts);
    }

    /// The last runs with something in them, the newest first; this one as it is now.
    pub(crate) fn session_infos(&self, limit: u32) -> ApiResult<Vec<SessionInfo>> {
        self.keep_session();
        let own = self.db.session_id();
        let screens: BTreeMap<TerminalId, Millis> = self.db.screens()?.into_iter().collect();
        let mut infos = Vec::new();
        for session in self.db.kept_sessions(KEPT)? {
            let current = session.id == own;
            let told = match session.state.as_ref().map(read) {
                None => continue,
                Some(Ok(mut state)) => {
                    // What is left out may have been kept before the settings said so.
                    let told = |file: &WirePath| file.to_bytes().map(|path| self.journaled(&path));
                    state.files.retain(|file| told(file).unwrap_or(false));
                    if state.is_empty() {
                        continue;
                    }
                    for terminal in &mut state.terminals {
                        terminal.kept_at = screens.get(&terminal.id).copied().map(Whole::clamped);
                    }
                    state.told(&session, current)
                }
                Some(Err(problem)) => unread(&session, problem),
            };
            infos.push(told);
        }
        // What was put aside when another run was opened began with this one and ended before it.
        infos.sort_by_key(|info| std::cmp::Reverse((info.current, info.at)));
        infos.truncate(limit as usize);
        Ok(infos)
    }

    /// What a window needs to put a run back. What it shows now is kept as a run of its own first.
    pub(crate) fn open_session(&self, window: &str, id: SessionId) -> ApiResult<SessionOpened> {
        let sessions = self.db.kept_sessions(KEPT)?;
        let gone = || ApiError::new(Code::NotFound, "This session is no longer kept.");
        let found = sessions.iter().find(|one| one.id == id).ok_or_else(gone)?;
        let state = read(found.state.as_ref().unwrap_or(&Value::Null)).map_err(|problem| {
            ApiError::new(Code::PreconditionFailed, problem)
                .hint("Open another session. This one is left where it is.")
        })?;
        if let Some(present) = self.state().filter(|state| !state.is_empty()) {
            self.db
                .add_session(self.since, self.masked_state(&present)?)?;
        }
        let layout = state
            .windows
            .get(window)
            .or_else(|| state.windows.values().next());
        Ok(SessionOpened {
            layout: layout.map(Value::to_string),
            terminals: state.terminals,
        })
    }
}

fn unread(session: &Session, problem: String) -> SessionInfo {
    SessionInfo {
        id: session.id,
        started_at: Whole::clamped(session.started_at),
        ended_at: session.ended_at.map(Whole::clamped),
        at: Whole::clamped(session.ended_at.unwrap_or(session.started_at)),
        current: false,
        branch: None,
        tabs: Vec::new(),
        terminals: Vec::new(),
        files: Vec::new(),
        commands: Vec::new(),
        problem: Some(problem),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_run_of_a_newer_program_and_a_damaged_one_are_told_apart() {
        let whole = json!({
            "v": 1, "at": 5, "branch": null, "windows": {}, "terminals": [], "files": [],
            "commands": [], "later": true,
        });
        assert!(read(&whole).expect("it is one of ours").is_empty());
        assert!(
            read(&json!({ "v": 2 }))
                .expect_err("newer")
                .contains("newer Tenon")
        );
        for broken in [
            json!(null),
            json!([]),
            json!({ "v": 1 }),
            json!({ "v": "1" }),
        ] {
            assert!(
                read(&broken).expect_err("broken").contains("damaged"),
                "{broken}"
            );
        }
    }

    #[test]
    fn what_was_used_last_comes_first_and_once() {
        let mut list = Vec::new();
        for n in [1, 2, 3, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12] {
            first(&mut list, n);
        }
        assert_eq!(list, [12, 11, 10, 9, 8, 7, 6, 5, 4, 1]);
    }
}
