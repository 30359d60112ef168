//! What the launcher is told, and what it tells.

use std::os::fd::RawFd;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::level::{Hold, Level};

/// The first argument that makes a program the launcher; the second is the channel's descriptor.
pub const LAUNCH_WORD: &str = "__tenon-egress-launch";

/// What a locked program may do, and how far the lock goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The program to become; without one the launcher only tells what would hold.
    pub program: Option<Program>,
    /// Files and folders that may be read, beyond what every program needs of the system.
    pub reads: Vec<PathBuf>,
    /// Files and folders from which programs may be started, which includes reading.
    pub runs: Vec<PathBuf>,
    /// Folders that may be read and written.
    pub writes: Vec<PathBuf>,
    /// Listening sockets that are passed in.
    pub sockets: Vec<RawFd>,
    /// The proxy's port on 127.0.0.1.
    pub proxy: u16,
    /// The process that started the launcher; when it is gone, so is the program.
    pub parent: i32,
    /// The most that is tried; tests ask for less than the machine can.
    pub ceiling: Level,
}

/// A program and its arguments. Its environment is the launcher's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Its file.
    #[serde(with = "bytes")]
    pub path: PathBuf,
    /// What it is told, without its own name.
    pub arguments: Vec<String>,
}

/// What the launcher says before it becomes the program. A passed-out listener goes with it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    pub(crate) hold: Hold,
    /// Whether the message carries the proxy's listener of the inside.
    pub(crate) listener: bool,
}

/// A path as it is, also one that is not UTF-8.
mod bytes {
    use std::ffi::OsString;
    use std::os::unix::ffi::{OsStrExt, OsStringExt};
    use std::path::{Path, PathBuf};

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(path: &Path, to: S) -> Result<S::Ok, S::Error> {
        path.as_os_str().as_bytes().serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<PathBuf, D::Error> {
        Ok(OsString::from_vec(Vec::<u8>::deserialize(from)?).into())
    }
}

/// Keeps the launcher to one thread in a program that is linked with WebKit: its allocator would
/// start one of its own before `main`, unless this variable gives way to the system's.
pub(crate) const ONE_THREAD: (&str, &str) = ("Malloc", "1");
