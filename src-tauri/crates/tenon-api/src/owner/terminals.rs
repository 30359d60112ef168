//! What terminals tell goes to the journal, to those who follow commands, and to the windows.

use std::sync::Arc;

use serde_json::json;
use tenon_core::EntityKind;
use tenon_terminal::TerminalEvent;

use super::{Owner, reference};
use crate::wire::UiEvent;

impl Owner {
    pub(super) fn follow_terminals(self: &Arc<Self>) {
        self.scripts.know(self);
        let owner = Arc::downgrade(self);
        self.terminals.on_event(move |event| {
            let Some(owner) = owner.upgrade() else { return };
            let id = match event {
                TerminalEvent::Grew { id } => {
                    if let Some(keeping) = owner.keeping.get() {
                        keeping.grew(*id);
                    }
                    return;
                }
                TerminalEvent::RunStarted { .. }
                | TerminalEvent::RunWrote { .. }
                | TerminalEvent::RunEnded { .. }
                | TerminalEvent::Ready { .. } => {
                    let script = owner.scripts.hear(&owner, event);
                    owner.problems.hear(&owner, event, script);
                    return owner.runs.hear(&owner, event);
                }
                TerminalEvent::Started { id, .. }
                | TerminalEvent::Exited { id, .. }
                | TerminalEvent::Renamed { id, .. }
                | TerminalEvent::TitleChanged { id, .. } => *id,
            };
            // One that was closed is forgotten before its end is told.
            let state = owner.terminals.state(id).ok();
            let terminal = state.as_ref().map(crate::handle::terminal::info);
            let subject = || reference(EntityKind::Terminal, &id.to_string());
            match event {
                TerminalEvent::Started { .. } => {
                    let payload = terminal.as_ref().map(|terminal| {
                        let known = owner.journaled(terminal.cwd.as_bytes());
                        let cwd = known.then_some(&terminal.cwd);
                        json!({ "shell": terminal.shell, "cwd": cwd })
                    });
                    owner.record(
                        "terminal.started",
                        subject(),
                        payload.unwrap_or_default(),
                        None,
                    );
                }
                TerminalEvent::Exited { exit, .. } => {
                    let exit = crate::handle::terminal::exit(*exit);
                    owner.record("terminal.ended", subject(), json!({ "exit": exit }), None);
                    owner.ended(id, exit.signal.is_some());
                    owner.scripts.hear(&owner, event);
                }
                TerminalEvent::Renamed { .. } => {
                    if let Some(keeping) = owner.keeping.get() {
                        keeping.grew(id);
                    }
                }
                TerminalEvent::TitleChanged { .. }
                | TerminalEvent::Grew { .. }
                | TerminalEvent::RunStarted { .. }
                | TerminalEvent::RunWrote { .. }
                | TerminalEvent::RunEnded { .. }
                | TerminalEvent::Ready { .. } => {}
            }
            let Some(terminal) = terminal else { return };
            owner.hub.emit(UiEvent::TerminalChanged { terminal });
        });
    }
}
