//! `tenon profile`: needs no workspace.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Subcommand;
use tenon_api::ApiResult;
use tenon_api::app::App;
use tenon_api::wire::ProfileInfo;
use tenon_core::counted;

use crate::Session;

/// What is done with profiles.
#[derive(Subcommand)]
pub enum ProfileVerb {
    /// List the profiles.
    List,
    /// Make a profile.
    Create {
        /// 1 to 64 characters.
        name: String,
    },
    /// Rename a profile.
    Rename {
        /// Its name or id.
        profile: String,
        /// The new name.
        name: String,
    },
    /// Delete a profile with everything in it.
    Delete {
        /// Its name or id.
        profile: String,
    },
}

fn app(session: &Session) -> ApiResult<Arc<App>> {
    session.app()
}

fn line(profile: &ProfileInfo) -> String {
    let folders = counted(profile.workspaces, "folder");
    format!("{}  {}  {folders}", profile.id, profile.name)
}

pub fn list(session: &Session) -> ApiResult<ExitCode> {
    for profile in app(session)?.profiles()?.profiles {
        session.out.record(&profile, line)?;
    }
    Ok(ExitCode::SUCCESS)
}

pub fn create(session: &Session, name: &str) -> ApiResult<ExitCode> {
    session
        .out
        .record(&app(session)?.create_profile(name)?, line)?;
    Ok(ExitCode::SUCCESS)
}

pub fn rename(session: &Session, profile: &str, name: &str) -> ApiResult<ExitCode> {
    session
        .out
        .record(&app(session)?.rename_profile(profile, name)?, line)?;
    Ok(ExitCode::SUCCESS)
}

pub fn delete(session: &Session, profile: &str) -> ApiResult<ExitCode> {
    app(session)?.delete_profile(profile)?;
    let deleted = serde_json::json!({ "deleted": profile });
    session
        .out
        .record(&deleted, |_| format!("\"{profile}\" is deleted"))?;
    Ok(ExitCode::SUCCESS)
}
