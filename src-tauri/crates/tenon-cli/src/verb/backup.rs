//! `tenon backup`: needs no workspace.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};
use tenon_api::app::App;
use tenon_api::link::Link;
use tenon_api::owner::Caller;
use tenon_api::wire::{BackupCreateParams, BackupInfo, BackupRestoreParams};
use tenon_api::{ApiResult, ops};
use tenon_core::counted;

use crate::Session;

/// What `tenon backup` takes.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct BackupArguments {
    /// A folder that is there; the data folder's own `backups` when left out.
    #[arg(long, value_name = "DIR")]
    to: Option<std::path::PathBuf>,
    /// Let the keys go with it: then whoever has the backup can read its content.
    #[arg(long)]
    with_key: bool,
    #[command(subcommand)]
    verb: Option<BackupVerb>,
}

#[derive(Subcommand)]
enum BackupVerb {
    /// List the backups in the data folder, the last one first.
    List,
    /// Put a backup back; what is there now is kept aside.
    Restore {
        /// Its name, or the folder it is.
        name: String,
        /// Only say what would be done.
        #[arg(long)]
        dry_run: bool,
        /// Only the workspace of this folder.
        #[arg(long, value_name = "DIR")]
        only: Option<std::path::PathBuf>,
    },
}

pub fn run(session: &Session, arguments: BackupArguments) -> ApiResult<ExitCode> {
    let app = session.app()?;
    match arguments.verb {
        None => create(session, &app, arguments.to.as_deref(), arguments.with_key),
        Some(BackupVerb::List) => list(session, &app),
        Some(BackupVerb::Restore {
            name,
            dry_run,
            only,
        }) => {
            let only = only.as_deref();
            restore(session, &app, name, dry_run, only)
        }
    }
}

/// What a backup does not hold, a line each.
fn left_out(backup: &BackupInfo) -> String {
    let lines = backup.left_out.iter();
    lines
        .map(|left| format!("\n    left out: \"{}\": {}", left.name, left.why))
        .collect()
}

/// A path as the owner's process understands it, which may be in another folder.
fn whole(session: &Session, path: &Path) -> String {
    let whole = session.surroundings.cwd.join(path);
    whole.to_string_lossy().into_owned()
}

fn create(
    session: &Session,
    app: &Arc<App>,
    to: Option<&Path>,
    with_key: bool,
) -> ApiResult<ExitCode> {
    let params = BackupCreateParams {
        to: to.map(|to| whole(session, to)),
        with_key,
        profile: session.profile.clone(),
    };
    // The folder need not be a workspace, and need not be there; the owner of one that is open is
    // asked, so that its journal says so.
    let owner = Link::reach(app, &session.workspace, None).ok().flatten();
    let made = match owner {
        Some(link) => link.call::<ops::backup_create>(&Caller::command_line(), params)?,
        None => app.back_up(&params)?,
    };
    session.out.record(&made, line)?;
    Ok(if made.left_out.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn line(made: &BackupInfo) -> String {
    if let Some(problem) = &made.problem {
        return format!("{}  cannot be put back: {problem}", made.name);
    }
    let key = if made.with_key {
        "with the keys: keep it where only you can read it"
    } else {
        "without the keys: unsaved text and history in it open only with this machine's keys"
    };
    let folders = counted(made.workspaces.len(), "folder");
    let mut text = format!(
        "{}  {folders}, {}, {key}\n    {}",
        made.name,
        counted(made.size.get(), "byte"),
        made.path
    );
    text.push_str(&left_out(made));
    text
}

fn list(session: &Session, app: &App) -> ApiResult<ExitCode> {
    for backup in app.backups()?.backups {
        session.out.record(&backup, line)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn restore(
    session: &Session,
    app: &App,
    name: String,
    dry_run: bool,
    only: Option<&Path>,
) -> ApiResult<ExitCode> {
    // A name of a kept backup stays one; anything with a slash is a folder.
    let name = if name.contains('/') {
        whole(session, Path::new(&name))
    } else {
        name
    };
    let params = BackupRestoreParams {
        name,
        dry_run,
        only: only.map(|only| whole(session, only)),
    };
    let everything = params.only.is_none();
    let done = app.restore(&params, false)?;
    session.out.record(&done, |done| {
        let verb = if done.dry_run {
            "would put back"
        } else {
            "put back"
        };
        let mut text = format!("{verb} {}", done.backup.name);
        for file in &done.files {
            text.push_str(&format!("\n    {}", file.path));
        }
        if let Some(aside) = &done.aside {
            text.push_str(&format!("\n    what was there before is kept in {aside}"));
        }
        if everything {
            text.push_str(&left_out(&done.backup));
        }
        text
    })?;
    // Who asked for everything is told that it was not everything.
    Ok(if everything && !done.backup.left_out.is_empty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
