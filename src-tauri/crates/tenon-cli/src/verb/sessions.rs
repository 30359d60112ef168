//! `tenon sessions`: the last runs in a workspace, the newest first.

use std::process::ExitCode;

use tenon_api::ApiResult;
use tenon_api::ops;
use tenon_api::owner::Caller;
use tenon_api::wire::{SessionInfo, SessionListParams};
use tenon_workspace::Root;

use crate::Session;

pub fn run(session: &Session, limit: u32) -> ApiResult<ExitCode> {
    let app = session.app()?;
    let link = match session.reach(&app)? {
        Some(link) => link,
        // A look at a folder that was never opened writes nothing down about it.
        None => {
            let root = Root::open(&session.workspace)?;
            if app.known(&root, session.profile.as_deref())?.is_none() {
                return Ok(ExitCode::SUCCESS);
            }
            session.link_in(&app)?
        }
    };
    let params = SessionListParams { limit };
    let list = link.call::<ops::session_list>(&Caller::command_line(), params)?;
    for one in &list.sessions {
        session.out.flat_record(one, |one| line(session, one))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn line(session: &Session, one: &SessionInfo) -> String {
    let when = session.surroundings.local_time(one.at.get());
    if let Some(problem) = &one.problem {
        return format!("{when}  {problem}");
    }
    let tabs = one.tabs.iter().map(|tab| tab.title.as_str());
    let files = one.files.iter().map(|file| file.path.as_str());
    // A run without a window has no tabs; the files that were worked with stand for them.
    let tabs: Vec<&str> = match one.tabs.is_empty() {
        true => files.collect(),
        false => tabs.collect(),
    };
    let mut parts = vec![tabs.join(", ")];
    parts.extend(one.branch.clone());
    if !one.terminals.is_empty() {
        let folders = one.terminals.iter().map(|terminal| terminal.cwd.as_str());
        let word = if one.terminals.len() == 1 {
            "terminal"
        } else {
            "terminals"
        };
        parts.push(format!(
            "{word} in {}",
            folders.collect::<Vec<_>>().join(", ")
        ));
    }
    if !one.commands.is_empty() {
        parts.push(one.commands.join(", "));
    }
    parts.retain(|part| !part.is_empty());
    let now = if one.current { " (now)" } else { "" };
    format!("{when}{now}  {}", parts.join(" · "))
}
