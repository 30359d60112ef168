//! Terminals.

mod environment;
mod marks;

use std::ops::ControlFlow;
use std::path::PathBuf;

use tenon_core::{Code, TerminalId};
use tenon_terminal::shell::{ShellSources, pick};
use tenon_terminal::{
    AttachmentId, Before, Chunk, Exit, StartOptions, TerminalError, TerminalState, View,
};

use crate::ops::Stream;
use crate::owner::{Caller, Owner, lock};
use crate::wire::{
    Nothing, TerminalAckParams, TerminalAttached, TerminalDetachParams, TerminalExit, TerminalInfo,
    TerminalList, TerminalParams, TerminalRenameParams, TerminalResizeParams, TerminalStartParams,
    TerminalView, TerminalWriteParams, UiEvent, Whole,
};
use crate::{ApiError, ApiResult};

/// The first byte of a message that holds output.
const BYTES: u8 = 0;
/// The first byte of a message that holds a snapshot.
const SNAPSHOT: u8 = 1;
/// The first byte of a message that holds marks, as JSON.
const MARKS: u8 = 2;

/// A terminal as windows see it.
pub(crate) fn info(state: &TerminalState) -> TerminalInfo {
    let shell = state.shell.display().to_string();
    let usual = state
        .shell
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    TerminalInfo {
        id: state.id,
        name: state.name.clone().unwrap_or(usual),
        title: state.title.clone(),
        shell,
        cwd: state.cwd.display().to_string(),
        pid: state.pid,
        cols: state.cols.into(),
        rows: state.rows.into(),
        busy: state.busy.clone(),
        exit: state.exit.map(exit),
        started_at: Whole::clamped(state.started_at),
    }
}

/// How a shell ended, as windows see it.
pub(crate) fn exit(exit: Exit) -> TerminalExit {
    match exit {
        Exit::Code(code) => TerminalExit {
            code: Some(code),
            signal: None,
        },
        Exit::Signal(number) => TerminalExit {
            code: None,
            signal: Some(format!("signal {number}")),
        },
    }
}

pub(crate) fn size(cols: u32, rows: u32) -> ApiResult<(u16, u16)> {
    // What does not fit in 16 bits is refused by the terminal like any other wrong size.
    Ok((
        u16::try_from(cols).unwrap_or(0),
        u16::try_from(rows).unwrap_or(0),
    ))
}

/// The shell that a new terminal gets.
pub(crate) fn usual_shell(owner: &Owner) -> ApiResult<PathBuf> {
    let settings = owner.app.settings.snapshot().settings;
    let around = &owner.app.surroundings;
    let passwd = std::fs::read_to_string("/etc/passwd").ok();
    let setting = Some(settings.terminal_shell.as_str()).filter(|shell| !shell.is_empty());
    Ok(pick(ShellSources {
        setting,
        env_shell: around.var("SHELL"),
        passwd: passwd.as_deref(),
        search_path: around.var("PATH"),
    })?)
}

pub(crate) fn terminal_start(
    owner: &Owner,
    _: &Caller,
    params: TerminalStartParams,
) -> ApiResult<TerminalInfo> {
    let (cols, rows) = size(params.cols, params.rows)?;
    if let Some(id) = params.restore {
        return restore(owner, id, cols, rows);
    }
    let cwd = match &params.cwd {
        None => owner.root().to_path_buf(),
        Some(path) => owner
            .root
            .absolute(&owner.root.place(&path.to_bytes()?)?.real),
    };
    let id = TerminalId::new(owner.app.surroundings.ambient.ids.as_ref());
    let start = Start {
        id,
        shell: usual_shell(owner)?,
        cwd,
        name: params.name,
        before: None,
    };
    run(owner, start, cols, rows)
}

/// Begins a kept terminal again. Two windows may ask for that at once; the second gets the first's.
fn restore(owner: &Owner, id: TerminalId, cols: u16, rows: u16) -> ApiResult<TerminalInfo> {
    let _one = lock(&owner.screens.restoring);
    if let Ok(state) = owner.terminals.state(id) {
        return Ok(info(&state));
    }
    let begin = owner.kept_screen(id)?.again(owner, || usual_shell(owner))?;
    let before = Before {
        past: begin.past,
        mark: begin.mark,
    };
    let start = Start {
        id,
        shell: begin.shell,
        cwd: begin.cwd,
        name: begin.name,
        before: Some(before),
    };
    let started = run(owner, start, cols, rows)?;
    owner.began_again(id);
    Ok(started)
}

/// What differs from one terminal to the next.
pub(crate) struct Start {
    pub id: TerminalId,
    pub shell: PathBuf,
    pub cwd: PathBuf,
    pub name: Option<String>,
    pub before: Option<Before>,
}

pub(crate) fn run(owner: &Owner, start: Start, cols: u16, rows: u16) -> ApiResult<TerminalInfo> {
    let Start {
        id,
        shell,
        cwd,
        name,
        before,
    } = start;
    let settings = owner.app.settings.snapshot().settings;
    let state = owner.terminals.start(StartOptions {
        id,
        shell,
        args: Vec::new(),
        cwd,
        env: environment::of(owner, id),
        cols,
        rows,
        scrollback: settings.terminal_scrollback as usize,
        before,
        integration: settings
            .terminal_shell_integration
            .then(|| owner.app.dirs.shell_integration()),
        output_kept: settings.terminal_history_output_kib as usize * 1024,
    })?;
    if let Some(name) = name.filter(|name| !name.trim().is_empty()) {
        owner.terminals.rename(id, Some(&name))?;
    }
    Ok(info(&owner.terminals.state(id).unwrap_or(state)))
}

pub(crate) fn terminal_list(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<TerminalList> {
    Ok(TerminalList {
        terminals: owner.terminals.list().iter().map(info).collect(),
        kept: owner.kept_screens(),
    })
}

pub(crate) fn terminal_attach(
    owner: &Owner,
    caller: &Caller,
    params: TerminalParams,
    mut stream: Stream,
) -> ApiResult<TerminalAttached> {
    let attachment = owner.terminals.attach(
        params.id,
        Box::new(move |chunk| {
            let (mark, bytes) = match chunk {
                Chunk::Bytes(bytes) => (BYTES, bytes),
                Chunk::Snapshot(snapshot) => (SNAPSHOT, snapshot.bytes),
                Chunk::Marks(marks) => (MARKS, marks::json(&marks)),
                Chunk::Ended(_) => return ControlFlow::Break(()),
            };
            let mut message = Vec::with_capacity(bytes.len() + 1);
            message.push(mark);
            message.extend_from_slice(&bytes);
            if stream(message) {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        }),
    )?;
    lock(&owner.attachments)
        .entry(caller.id.clone())
        .or_default()
        .push((params.id, attachment));
    let number = u32::try_from(attachment.0)
        .map_err(|_| ApiError::new(Code::Internal, "there were too many attachments"))?;
    Ok(TerminalAttached {
        terminal: info(&owner.terminals.state(params.id)?),
        attachment: number,
    })
}

pub(crate) fn terminal_detach(
    owner: &Owner,
    caller: &Caller,
    params: TerminalDetachParams,
) -> ApiResult<Nothing> {
    let attachment = AttachmentId(params.attachment.into());
    owner.terminals.detach(params.id, attachment);
    if let Some(held) = lock(&owner.attachments).get_mut(&caller.id) {
        held.retain(|(_, other)| *other != attachment);
    }
    Ok(Nothing {})
}

pub(crate) fn terminal_ack(
    owner: &Owner,
    _: &Caller,
    params: TerminalAckParams,
) -> ApiResult<Nothing> {
    let attachment = AttachmentId(params.attachment.into());
    owner
        .terminals
        .ack(params.id, attachment, params.bytes as usize);
    if let Some(view) = params.view {
        let view = match view {
            TerminalView::Front => View::Front,
            TerminalView::Aside => View::Aside,
            TerminalView::Hidden => View::Hidden,
        };
        owner.terminals.see(params.id, attachment, view);
    }
    Ok(Nothing {})
}

pub(crate) fn terminal_write(
    owner: &Owner,
    _: &Caller,
    params: TerminalWriteParams,
) -> ApiResult<Nothing> {
    owner.terminals.write(params.id, params.data.as_bytes())?;
    Ok(Nothing {})
}

pub(crate) fn terminal_resize(
    owner: &Owner,
    _: &Caller,
    params: TerminalResizeParams,
) -> ApiResult<Nothing> {
    let (cols, rows) = size(params.cols, params.rows)?;
    owner.terminals.resize(params.id, cols, rows)?;
    Ok(Nothing {})
}

pub(crate) fn terminal_rename(
    owner: &Owner,
    _: &Caller,
    params: TerminalRenameParams,
) -> ApiResult<TerminalInfo> {
    let name = Some(params.name.trim()).filter(|name| !name.is_empty());
    owner.terminals.rename(params.id, name)?;
    Ok(info(&owner.terminals.state(params.id)?))
}

pub(crate) fn terminal_close(
    owner: &Owner,
    _: &Caller,
    params: TerminalParams,
) -> ApiResult<Nothing> {
    let was_kept = owner.forget_screen(params.id);
    match owner.terminals.close(params.id) {
        // One that never began again has no shell to end.
        Err(TerminalError::Unknown { .. }) if was_kept => {}
        closed => closed?,
    }
    owner.hub().emit(UiEvent::TerminalClosed { id: params.id });
    Ok(Nothing {})
}
