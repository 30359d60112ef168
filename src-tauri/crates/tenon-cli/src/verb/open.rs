//! `tenon open`: hands a folder, a file or a text to the window, starting it when there is none; and
//! what a reference names to one that is there.

mod named;
mod piped;
mod start;

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::ExitCode;

use serde_json::json;
use tenon_api::link::Link;
use tenon_api::owner::Caller;
use tenon_api::place::Place;
use tenon_api::wire::{OpenTarget, RaiseParams};
use tenon_api::{ApiError, ApiResult, ops};
use tenon_core::{Code, WirePath};

use self::named::Named;
use crate::Session;

pub fn run(session: &Session, target: Option<&OsStr>) -> ApiResult<ExitCode> {
    if target == Some(OsStr::new("-")) {
        return piped::run(session);
    }
    let cwd = &session.surroundings.cwd;
    let target = match target {
        None => Place::whole(session.workspace.clone()),
        Some(text) => match named::read(cwd, folder_of_window(session), text) {
            Some(Named::Thing(thing)) => return named::show(session, &thing),
            Some(Named::File(place)) => place,
            Some(Named::NoRun) => return Err(no_run(text)),
            None => Place::parse(cwd, text),
        },
    };
    let real = target.real()?;
    if let Some(line) = target.line.filter(|_| real.is_dir()) {
        let shown = target.path.display();
        let message = format!("\"{shown}\" is a folder, and a folder has no line {line}");
        return Err(ApiError::new(Code::Invalid, message)
            .hint(format!("\"tenon open {shown}\" opens the folder.")));
    }
    let folder = match session.inside.as_ref() {
        // Wherever the shell is, what lies in the window's folder is shown in the window.
        Some(inside) if inside.holds(&real) => inside.root.clone(),
        _ => Place::folder_of(&real, &session.workspace),
    };
    let record = json!({
        "opened": real.display().to_string(),
        "workspace": folder.display().to_string(),
        "line": target.line,
        "column": target.column,
    });
    let told = |how: &str| {
        let text = format!("{how} {}", real.display());
        session.out.record(&record, |_| text)
    };
    if raise_place(session, &folder, &real, &target)? {
        told("shown in the open window:")?;
        return Ok(ExitCode::SUCCESS);
    }
    start::display(session)?;
    let place = (!real.is_dir()).then(|| {
        let mut place = real.clone().into_os_string();
        if let Some(line) = target.line {
            place.push(format!(":{line}:{}", target.column.unwrap_or(1)));
        }
        place
    });
    start::window(session, &folder, place)?;
    told("opened")?;
    Ok(ExitCode::SUCCESS)
}

/// The refusal of what is written as a command's reference and is none.
fn no_run(text: &OsStr) -> ApiError {
    let text = text.display();
    ApiError::new(Code::NotFound, format!("there is no command {text}"))
        .hint("\"tenon runs --json\" tells the identity of each. A file of that name is \"./…\".")
}

/// Asks the workspace's owner for a window that shows it already; `false` when there is none. This
/// needs no session bus, over which a second start of the window would hand itself over.
fn raise_place(session: &Session, folder: &Path, real: &Path, target: &Place) -> ApiResult<bool> {
    let Some(link) = owner_of(session, folder)? else {
        return Ok(false);
    };
    let target = (real != folder).then(|| {
        let path = real.strip_prefix(folder).unwrap_or(real);
        OpenTarget {
            path: WirePath::from_bytes(path.as_os_str().as_bytes()),
            line: target.line,
            column: target.column,
        }
    });
    let show = RaiseParams {
        target,
        ..RaiseParams::default()
    };
    raise(session, &link, show)
}

/// Asks for a window that shows something, of several the one of this terminal; `false` when no
/// window shows the workspace.
pub fn raise(session: &Session, link: &Link, mut show: RaiseParams) -> ApiResult<bool> {
    show.terminal = session.inside.as_ref().and_then(|inside| inside.terminal);
    let answer = link.call::<ops::workspace_raise>(&Caller::command_line(), show)?;
    Ok(answer.raised)
}

/// The folder of the window: in a terminal of Tenon that of its own one, wherever the shell is.
pub fn folder_of_window(session: &Session) -> &Path {
    let inside = session.inside.as_ref();
    inside.map_or(&session.workspace, |inside| &inside.root)
}

/// The owner of a folder, if it has one: in a terminal of its window the one that the terminal names.
pub fn owner_of(session: &Session, folder: &Path) -> ApiResult<Option<Link>> {
    if let Some(inside) = session
        .inside
        .as_ref()
        .filter(|inside| inside.root == folder)
    {
        if let Some(link) = inside.link() {
            return Ok(Some(link));
        }
        session.out.notice("the window of this terminal is gone");
    }
    Link::reach(&session.app()?, folder, session.profile.as_deref())
}

/// The refusal where a window would be needed that nobody shows.
pub fn no_window(folder: &Path) -> ApiError {
    let message = format!("no window shows \"{}\"", folder.display());
    ApiError::new(Code::PreconditionFailed, message)
        .hint("\"tenon open\" opens one, where there is a display.")
}
