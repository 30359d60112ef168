//! Backups: verified copies of the databases, in a folder each, and the way back.
//!
//! A backup is written under a name that starts with a dot, proved, made durable, and only then gets
//! its name; what failed or was killed leaves no folder that looks like one. Every database in it is
//! a plain SQLite file of its own.

mod create;
mod list;
mod manifest;
mod mend;
mod name;
mod places;
mod restore;
mod runs;
mod schedule;

use std::fs::File;
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::{FlockOperation, flock};
use tenon_core::Code;

use crate::{ApiError, ApiResult};

pub use list::databases_of;
pub(crate) use list::strike;
pub(crate) use mend::{only_read, open_app_db};
pub(crate) use places::elsewhere;
pub(crate) use restore::{ASIDE, clear_waiting, finish_restore, order_waiting};
pub(crate) use runs::runs_of;
pub(crate) use schedule::Schedule;

/// How the name of a backup begins that is not finished.
const DRAFT: &str = ".draft-";

/// What the system said about a file of a backup, in a sentence.
fn failed(doing: &str, path: &Path, fault: &io::Error) -> ApiError {
    let path = path.display();
    let (code, message) = match fault.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (
            Code::Storage,
            format!("There is no room left to {doing} \"{path}\""),
        ),
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => (
            Code::Storage,
            format!("\"{path}\" cannot be written: the folder or its disk is read-only"),
        ),
        io::ErrorKind::NotFound => (Code::NotFound, format!("\"{path}\" is not there")),
        _ => (
            Code::Storage,
            format!("Could not {doing} \"{path}\": {fault}"),
        ),
    };
    ApiError::new(code, message)
}

/// Removes files, those that are there.
fn forget(files: &[&Path]) -> ApiResult<()> {
    for file in files {
        match std::fs::remove_file(file) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                return Err(failed("remove", file, &e));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Makes the names in a folder durable.
fn sync_folder(folder: &Path) -> ApiResult<()> {
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|e| failed("make durable", folder, &e))
}

/// Held while backups are made, removed or put back, by one process at a time.
struct Busy(#[expect(dead_code, reason = "closing the file lets the lock go")] File);

impl Busy {
    /// Waits until nobody else works on backups.
    fn wait(data: &Path) -> ApiResult<Self> {
        let path = data.join("backups.lock");
        let file = std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(|e| failed("lock", &path, &e))?;
        loop {
            match flock(&file, FlockOperation::LockExclusive) {
                Ok(()) => return Ok(Self(file)),
                Err(rustix::io::Errno::INTR) => {}
                Err(e) => return Err(failed("lock", &path, &e.into())),
            }
        }
    }
}
