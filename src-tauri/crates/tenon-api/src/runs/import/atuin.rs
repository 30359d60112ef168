//! Atuin's database.

use std::path::Path;

use tenon_core::Code;
use tenon_store::{AtuinFault, AtuinRow, read_atuin};

use super::{Entry, Parsed};
use crate::{ApiError, ApiResult};

/// Reads what is not deleted.
pub(super) fn read(file: &Path) -> ApiResult<Parsed> {
    let shown = file.display();
    let history = read_atuin(file).map_err(|fault| {
        let message = fault.to_string();
        match fault {
            AtuinFault::Missing(_) => ApiError::new(Code::NotFound, message),
            AtuinFault::Busy(_) => ApiError {
                retryable: true,
                ..ApiError::new(Code::Conflict, message)
                    .hint("Wait for what holds it to end, and import again. Nothing was changed.")
            },
            AtuinFault::Unknown(..) | AtuinFault::Newer(..) => {
                ApiError::new(Code::PreconditionFailed, message)
                    .hint("Update Tenon, or import the shell's own history. Nothing was changed.")
            }
            AtuinFault::Unreadable(..) => ApiError::new(Code::Storage, message).hint(format!(
                "\"{shown}\" was only read. Atuin itself may be able to mend it."
            )),
        }
    })?;
    Ok(Parsed {
        entries: history.rows.into_iter().map(entry).collect(),
        unreadable: history.odd,
        warning: history.newer.map(|form| {
            format!(
                "\"{shown}\" is a newer Atuin's than this Tenon knows (its form is {form}). All that is needed is there, but look whether the commands are right."
            )
        }),
    })
}

fn entry(row: AtuinRow) -> Entry {
    const NANOS: i64 = 1_000_000;
    let at = row.timestamp / NANOS;
    // Both are -1 while a command runs.
    let ended = (row.duration >= 0).then(|| at.saturating_add(row.duration / NANOS));
    let exit = i32::try_from(row.exit).ok();
    Entry {
        command: row.command,
        at: Some(at),
        ended,
        exit: exit.filter(|exit| ended.is_some() && *exit >= 0),
        cwd: Some(row.cwd).filter(|cwd| !cwd.is_empty() && cwd != "unknown"),
        session: Some(row.session),
        host: row.hostname.split(':').next().map(str::to_owned),
        id: Some(row.id),
    }
}
