//! `tenon serve`: own the workspace without a window.

use std::process::ExitCode;

use serde_json::json;
use tenon_api::app::App;
use tenon_api::owner::{Claim, Owner};
use tenon_api::{ApiError, ApiResult};
use tenon_core::Code;

use crate::Session;

pub fn run(session: &Session) -> ApiResult<ExitCode> {
    let app = App::open(session.surroundings.clone(), true)?;
    app.log.install(
        session
            .surroundings
            .var("LOG")
            .and_then(|filter| filter.to_str()),
    )?;
    let owner = match Owner::claim(&app, &session.workspace, session.profile.as_deref())? {
        Claim::Owned(owner) => owner,
        Claim::Taken(_) => {
            return Err(
                ApiError::new(Code::Conflict, "another Tenon owns this folder already")
                    .hint("\"tenon status\" tells which."),
            );
        }
    };
    // Signals are listened for before anybody is told that the owner is up.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|e| ApiError::new(Code::Internal, e.to_string()))?;
    let ended = runtime.block_on(async {
        use tokio::signal::unix::{SignalKind, signal};
        let fail = |e: std::io::Error| ApiError::new(Code::Internal, e.to_string());
        let mut interrupt = signal(SignalKind::interrupt()).map_err(fail)?;
        let mut terminate = signal(SignalKind::terminate()).map_err(fail)?;
        let mut hangup = signal(SignalKind::hangup()).map_err(fail)?;
        owner.serve()?;
        app.watch_settings()?;
        app.start_backups()?;
        app.start_sidecar();
        if let Some(sentence) = owner.restored().moved() {
            session.out.notice(&sentence);
        }
        let info = owner.info()?;
        let record = json!({ "serving": info, "pid": std::process::id() });
        session.out.record(&record, |_| {
            format!("serving {} · {}", info.root, info.profile.name)
        })?;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
        Ok(())
    });
    app.sidecar.stop();
    owner.close();
    ended.map(|()| ExitCode::SUCCESS)
}

/// Ends the terminal sessions of a Tenon that was killed.
pub fn keep_sessions() -> ApiResult<ExitCode> {
    tenon_api::keep_sessions(std::io::stdin())?;
    Ok(ExitCode::SUCCESS)
}
