//! `tenon key`.

use std::process::ExitCode;

use clap::Subcommand;
use tenon_api::ApiResult;

use crate::Session;

#[derive(Subcommand)]
pub enum KeyVerb {
    /// Go on with a new key where the old one is lost; what it sealed stays.
    New,
}

/// Makes a new key beside one that is lost.
pub fn renew(session: &Session) -> ApiResult<ExitCode> {
    let app = session.app()?;
    let made = app.renew_key(&session.workspace)?;
    session.out.record(&made, |made| {
        format!(
            "a new key seals from now on: {}\nwhat an older key sealed opens again when that key is put back",
            made.path
        )
    })?;
    Ok(ExitCode::SUCCESS)
}
