//! What happened, put into the words of the decisions.

use std::io::{self, ErrorKind};

use crate::error::SidecarError;
use crate::state::{Activity, EngineReport, Input, State};
use crate::status::{Condition, Trouble};
use crate::wire::{EngineState, Health};

/// Whether the same program will be refused again for certain.
pub(super) fn is_lasting(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotFound
            | ErrorKind::PermissionDenied
            | ErrorKind::NotADirectory
            | ErrorKind::IsADirectory
    ) || error.raw_os_error() == Some(libc::ENOEXEC)
}

/// What a launch that did not come about is to the decisions.
pub(super) fn not_started(launch: u64, error: SidecarError) -> Input {
    match error {
        SidecarError::NoPython(trouble) => Input::NotStarted {
            launch,
            trouble,
            lasting: true,
        },
        other => {
            let mut reason = other.to_string();
            if let Some(first) = reason.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            let trouble = Trouble {
                reason: format!("{reason}."),
                hint: None,
            };
            Input::NotStarted {
                launch,
                trouble,
                lasting: false,
            }
        }
    }
}

/// What an answer about health is to the decisions; `seen` tells what the process did while none
/// came.
pub(super) fn report(
    launch: u64,
    answer: Result<Health, SidecarError>,
    seen: impl FnOnce() -> Activity,
) -> Input {
    match answer {
        Ok(health) => {
            let report = match health.engine.state {
                EngineState::Loading => EngineReport::Loading,
                EngineState::Ready => EngineReport::Ready,
                EngineState::Failed => {
                    let reason = health.engine.reason;
                    EngineReport::Failed {
                        reason: reason.unwrap_or_else(|| "The engine has failed.".to_owned()),
                        hint: health.engine.hint,
                    }
                }
            };
            Input::Healthy {
                launch,
                engine: health.engine.name,
                report,
            }
        }
        Err(SidecarError::Stranger) => Input::Stranger { launch },
        Err(error) => Input::Missed {
            launch,
            // Whoever answers with a failure is not too busy to answer.
            seen: match error {
                SidecarError::TimedOut(_) => seen(),
                _ => Activity::Idle,
            },
            what: error.to_string(),
        },
    }
}

/// What a caller is told whose work cannot be done now.
pub(super) fn unavailable(state: &State) -> Trouble {
    state
        .trouble()
        .cloned()
        .unwrap_or_else(|| match state.condition() {
            Condition::Starting => Trouble::new(
                "The sidecar is still starting.",
                "Try again when it is ready.",
            ),
            _ => Trouble::new("The sidecar is stopped.", "Restart it."),
        })
}
