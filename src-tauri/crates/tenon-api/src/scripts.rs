//! Scripts of the folder: found in its files, and run in terminals that are named after them.
//!
//! A script is typed at the prompt of a shell, so that it stands in the terminal, in the history and
//! in the journal like any other command. The shell's marks tell when it waits for one (`Ready`); a
//! shell that makes none is typed into after a while.

mod folder;
mod wire;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::time::Duration;

use tenon_core::{Code, RunId, TerminalId};
use tenon_script::{Script, Shell};
use tenon_terminal::{TerminalEvent, TerminalState};

use crate::handle::terminal::{self, Start};
use crate::owner::{Owner, lock};
use crate::wire::{ScriptRunParams, ScriptStarted, UiEvent};
use crate::{ApiError, ApiResult};
pub(crate) use folder::find;
pub(crate) use wire::{info, list};

/// How long a shell that should mark its prompt is waited for.
const PATIENCE: Duration = Duration::from_secs(4);
/// Takes away what is typed at a prompt, in every shell's usual keys.
const KILL_LINE: &str = "\x15";
/// The longest name of a terminal, in characters.
const NAME: usize = 100;

/// The terminals that scripts were started in.
#[derive(Default)]
pub(crate) struct Scripts {
    desks: Mutex<HashMap<TerminalId, Desk>>,
    /// For what happens after a while.
    owner: OnceLock<Weak<Owner>>,
}

/// A terminal of a script.
struct Desk {
    script: String,
    /// Whether its shell ever marked a prompt.
    marks: bool,
    phase: Phase,
}

enum Phase {
    /// The shell is starting; this is to be typed at its first prompt.
    Starting(String),
    /// This was typed, and its command has not begun.
    Typed {
        line: String,
        /// Whether the shell marked a prompt since then. Some draw theirs again when the window
        /// gets another size.
        again: bool,
    },
    Running(RunId),
    /// The shell waits for a command.
    Idle,
}

impl Scripts {
    /// The owner that this belongs to.
    pub(crate) fn know(&self, owner: &Arc<Owner>) {
        // The first one stays; there is no other.
        let _ = self.owner.set(Arc::downgrade(owner));
    }

    /// Follows a terminal; answers with the script that a command which begins is.
    pub(crate) fn hear(&self, owner: &Owner, event: &TerminalEvent) -> Option<String> {
        match event {
            TerminalEvent::Ready { id } => {
                let line = {
                    let mut desks = lock(&self.desks);
                    let desk = desks.get_mut(id)?;
                    desk.marks = true;
                    match &mut desk.phase {
                        Phase::Starting(line) => {
                            let line = std::mem::take(line);
                            desk.phase = Phase::typed(&line);
                            line
                        }
                        Phase::Typed { again, .. } => {
                            *again = true;
                            return None;
                        }
                        Phase::Running(_) | Phase::Idle => {
                            desk.phase = Phase::Idle;
                            return None;
                        }
                    }
                };
                write(owner, *id, &line);
                None
            }
            TerminalEvent::RunStarted { id, run } => {
                let mut desks = lock(&self.desks);
                let desk = desks.get_mut(id)?;
                // What a line editor shows of a long line may have blanks more or less.
                let bare = |text: &str| text.split_whitespace().collect::<String>();
                let is_ours = matches!(
                    &desk.phase,
                    Phase::Typed { line, .. } if bare(line) == bare(&run.command)
                );
                desk.phase = Phase::Running(run.run);
                is_ours.then(|| desk.script.clone())
            }
            TerminalEvent::RunEnded { id, run } => {
                let mut desks = lock(&self.desks);
                let desk = desks.get_mut(id)?;
                if matches!(desk.phase, Phase::Running(running) if running == run.run) {
                    desk.phase = Phase::Idle;
                }
                None
            }
            TerminalEvent::Exited { id, .. } => {
                lock(&self.desks).remove(id);
                None
            }
            _ => None,
        }
    }

    /// A terminal in which the script has ended, taken for its next run.
    fn take_idle(
        &self,
        owner: &Owner,
        script: &str,
        line: impl Fn(&TerminalState) -> Option<String>,
    ) -> Option<(TerminalState, String)> {
        let mut desks = lock(&self.desks);
        desks.retain(|id, _| owner.terminals.state(*id).is_ok());
        desks.iter_mut().find_map(|(id, desk)| {
            let state = owner.terminals.state(*id).ok()?;
            let is_idle = match desk.phase {
                Phase::Idle => true,
                // Where no mark tells, the program in front does.
                Phase::Typed { again, .. } => again || !desk.marks,
                Phase::Starting(_) | Phase::Running(_) => false,
            };
            let fits = desk.script == script && is_idle && state.busy.is_none() && state.running;
            if !fits {
                return None;
            }
            let line = line(&state)?;
            desk.phase = Phase::typed(&line);
            Some((state, line))
        })
    }

    fn add(&self, id: TerminalId, script: &str, phase: Phase) {
        let desk = Desk {
            script: script.into(),
            marks: false,
            phase,
        };
        lock(&self.desks).insert(id, desk);
    }

    /// What was to be typed into a shell that marked no prompt until now.
    fn overdue(&self, id: TerminalId) -> Option<String> {
        let mut desks = lock(&self.desks);
        let desk = desks.get_mut(&id)?;
        let Phase::Starting(line) = &mut desk.phase else {
            return None;
        };
        let line = std::mem::take(line);
        desk.phase = Phase::typed(&line);
        Some(line)
    }
}

impl Phase {
    fn typed(line: &str) -> Self {
        Self::Typed {
            line: line.trim().into(),
            again: false,
        }
    }
}

fn write(owner: &Owner, id: TerminalId, line: &str) {
    // A terminal that is just closed needs no command any more.
    if let Err(e) = owner.terminals.write(id, format!("{line}\r").as_bytes()) {
        tracing::warn!(error = %e, "a script was not typed");
    }
}

/// Runs a script in a terminal of its own, or in the one where it ran before.
pub(crate) fn start(
    owner: &Owner,
    script: &Script,
    params: &ScriptRunParams,
) -> ApiResult<ScriptStarted> {
    let (cols, rows) = terminal::size(params.cols, params.rows)?;
    let cwd = folder(owner, script)?;
    let words = script.with(&params.arguments);
    let idle = owner.scripts.take_idle(owner, &script.id, |state| {
        let shell = shell_of(&state.shell);
        match state.cwd == cwd {
            true => shell.line(&words),
            false => shell.line_in(&cwd.to_string_lossy(), &words),
        }
    });
    let reused = idle.is_some();
    let id = match idle {
        Some((state, line)) => {
            write(owner, state.id, &format!("{KILL_LINE}{line}"));
            state.id
        }
        None => {
            let program = terminal::usual_shell(owner)?;
            let shell = shell_of(&program);
            let line = shell
                .line(&words)
                .ok_or_else(|| cannot_be_typed(script, &program))?;
            let id = TerminalId::new(owner.app.surroundings.ambient.ids.as_ref());
            let start = Start {
                id,
                shell: program,
                cwd,
                name: Some(name(script)),
                before: None,
            };
            // Known before the shell's first prompt can come.
            let settings = owner.app.settings.snapshot().settings;
            let marks = settings.terminal_shell_integration && shell != Shell::Posix;
            owner.scripts.add(id, &script.id, Phase::Starting(line));
            if let Err(e) = terminal::run(owner, start, cols, rows) {
                lock(&owner.scripts.desks).remove(&id);
                return Err(e);
            }
            match marks {
                true => wait(owner, id)?,
                false => overdue(owner, id),
            }
            id
        }
    };
    let started = ScriptStarted {
        script: info(script),
        terminal: terminal::info(&owner.terminals.state(id)?),
        reused,
    };
    owner.hub().emit(UiEvent::ScriptStarted {
        script: started.script.clone(),
        terminal: started.terminal.clone(),
    });
    Ok(started)
}

/// Types what waits for a prompt that does not come.
fn overdue(owner: &Owner, id: TerminalId) {
    if let Some(line) = owner.scripts.overdue(id) {
        write(owner, id, &line);
    }
}

/// Types into a shell that marks no prompt although it should, after a while.
fn wait(owner: &Owner, id: TerminalId) -> ApiResult<()> {
    let owner = owner.scripts.owner.get().cloned().unwrap_or_default();
    std::thread::Builder::new()
        .name("tenon-script".into())
        .spawn(move || {
            std::thread::sleep(PATIENCE);
            if let Some(owner) = owner.upgrade() {
                overdue(&owner, id);
            }
        })
        .map(drop)
        .map_err(|e| ApiError::new(Code::Internal, e.to_string()))
}

fn shell_of(program: &Path) -> Shell {
    Shell::of(&program.to_string_lossy())
}

fn cannot_be_typed(script: &Script, shell: &Path) -> ApiError {
    let shell = shell.file_name().unwrap_or_default().to_string_lossy();
    ApiError::new(
        Code::Invalid,
        format!(
            "the command of \"{}\" has characters that cannot be typed in {shell}",
            script.name.escape_debug()
        ),
    )
    .hint("\"tenon scripts run\" runs it without a shell.")
}

/// The name of a script's terminal.
fn name(script: &Script) -> String {
    let name: String = script.name.chars().filter(|c| !c.is_control()).collect();
    let whole = match script.folder.as_str() {
        "" => name,
        folder => format!("{name} · {folder}"),
    };
    whole.chars().take(NAME).collect()
}

/// The script with an id, if it can be run with these arguments.
pub(crate) fn named(owner: &Owner, id: &str, arguments: &[String]) -> ApiResult<Script> {
    let found = find(owner)?;
    let script = found.scripts.into_iter().find(|script| script.id == id);
    let script = script.ok_or_else(|| {
        ApiError::new(Code::NotFound, format!("there is no script \"{id}\""))
            .hint("Its file may have changed; list the scripts again.")
    })?;
    if arguments.len() < script.required() {
        let wanted = script.parameters.iter();
        let wanted = wanted.filter(|parameter| parameter.default.is_none());
        let names: Vec<&str> = wanted.map(|parameter| parameter.name.as_str()).collect();
        let message = format!("\"{}\" has to be given: {}", script.name, names.join(", "));
        return Err(ApiError::new(Code::Invalid, message));
    }
    if arguments.iter().any(|argument| argument.contains('\0')) {
        return Err(ApiError::new(Code::Invalid, "an argument has a NUL in it"));
    }
    Ok(script)
}

/// The folder that a script runs in, inside of the workspace.
pub(crate) fn folder(owner: &Owner, script: &Script) -> ApiResult<PathBuf> {
    let place = owner.root.place(script.folder.as_bytes())?;
    Ok(owner.root.absolute(&place.real))
}
