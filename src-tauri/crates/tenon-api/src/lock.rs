//! Who owns a workspace: a lock on a file, and a socket named after workspace and data folder.

use std::fs::{DirBuilder, DirEntry, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};
use sha2::{Digest, Sha256};
use tenon_core::{Code, WorkspaceId};

use crate::{ApiError, ApiResult};

/// Held for as long as this process owns the workspace; the kernel lets it go when we die.
#[derive(Debug)]
pub struct OwnerLock(#[expect(dead_code, reason = "closing the file lets the lock go")] File);

impl OwnerLock {
    /// Takes the lock in a workspace's data folder; `None` when another process owns it.
    pub fn take(workspace_dir: &Path) -> ApiResult<Option<Self>> {
        let path = lock_file(workspace_dir);
        let fail = |e: io::Error| {
            ApiError::new(
                Code::Storage,
                format!("\"{}\" cannot be locked: {e}", path.display()),
            )
        };
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(workspace_dir)
            .map_err(fail)?;
        let mut options = OpenOptions::new();
        options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600);
        // One that is there can be locked also where nothing can be made or written.
        let file = options
            .open(&path)
            .or_else(|why| File::open(&path).map_err(|_| why));
        let file = file.map_err(fail)?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {
                // For whoever finds it held and gets no answer; a disk that takes nothing still locks.
                let _ = file.set_len(0);
                let _ = (&file).write_all(std::process::id().to_string().as_bytes());
                Ok(Some(Self(file)))
            }
            Err(rustix::io::Errno::WOULDBLOCK) => Ok(None),
            Err(e) => Err(fail(e.into())),
        }
    }
}

/// Whether a process owns the workspace whose data folder this is. Nothing is locked to find out, so
/// that it is in nobody's way.
pub(crate) fn is_owned(workspace_dir: &Path) -> bool {
    let file = lock_file(workspace_dir);
    let (Some(pid), Ok(held)) = (noted(&file), file.metadata()) else {
        return false;
    };
    // The number may belong to another process by now.
    let is_held = |entry: DirEntry| {
        let open = entry.path().metadata();
        open.is_ok_and(|open| (open.dev(), open.ino()) == (held.dev(), held.ino()))
    };
    match std::fs::read_dir(format!("/proc/{pid}/fd")) {
        Ok(entries) => entries.flatten().any(is_held),
        // It lives, and does not let itself be looked at.
        Err(e) => e.kind() == io::ErrorKind::PermissionDenied,
    }
}

/// The process that wrote its number into the file of a lock.
fn noted(file: &Path) -> Option<u32> {
    std::fs::read_to_string(file).ok()?.trim().parse().ok()
}

/// The process that holds the lock in a workspace's data folder, and what it was started as: the program
/// and the first word of its arguments, which is the verb.
pub(crate) fn holder(workspace_dir: &Path) -> Option<(u32, String)> {
    let pid = noted(&lock_file(workspace_dir))?;
    let line = std::fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let words = line.split(|byte| *byte == 0);
    let mut words = words.map(String::from_utf8_lossy);
    let program = words.next()?;
    let name = Path::new(program.as_ref()).file_name()?.to_string_lossy();
    // More of it may be what the person looks for, which is nobody's business.
    let verb = words
        .next()
        .filter(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()));
    Some(match verb {
        Some(verb) => (pid, format!("{name} {verb}")),
        None => (pid, name.into_owned()),
    })
}

/// The file that an owner holds, in a workspace's data folder.
pub(crate) fn lock_file(workspace_dir: &Path) -> PathBuf {
    workspace_dir.join("owner.lock")
}

/// Whether there is any owner's socket; nothing is made for it.
pub(crate) fn any_socket(runtime_dir: Option<&Path>, uid: u32) -> bool {
    let entries = std::fs::read_dir(folder_path(runtime_dir, uid));
    entries.is_ok_and(|mut entries| entries.next().is_some())
}

fn folder_path(runtime_dir: Option<&Path>, uid: u32) -> PathBuf {
    match runtime_dir.filter(|dir| dir.is_absolute() && dir.is_dir()) {
        Some(dir) => dir.join("tenon"),
        None => PathBuf::from(format!("/tmp/tenon-{uid}")),
    }
}

/// The folder of the owners' sockets: ours alone, checked before every use.
///
/// `$XDG_RUNTIME_DIR/tenon`, or `/tmp/tenon-UID` where that is unset. A folder of another user, a
/// link, or one that others may enter is refused, so that nobody can stand in for an owner.
pub fn socket_folder(runtime_dir: Option<&Path>, uid: u32) -> ApiResult<PathBuf> {
    let folder = folder_path(runtime_dir, uid);
    let refuse = |why: String| {
        ApiError::new(
            Code::Permission,
            format!("the socket folder \"{}\" {why}", folder.display()),
        )
        .hint("Remove it, or set XDG_RUNTIME_DIR to a folder of your own with mode 0700.")
    };
    match DirBuilder::new().mode(0o700).create(&folder) {
        Ok(()) => {}
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
        Err(e) => return Err(refuse(format!("cannot be made: {e}"))),
    }
    let meta = folder
        .symlink_metadata()
        .map_err(|e| refuse(format!("cannot be read: {e}")))?;
    if !meta.is_dir() {
        return Err(refuse("is not a folder".into()));
    }
    if meta.uid() != uid {
        return Err(refuse("belongs to another user".into()));
    }
    if meta.mode() & 0o077 != 0 {
        return Err(refuse(format!(
            "may be entered by others (mode {:o})",
            meta.mode() & 0o777
        )));
    }
    Ok(folder)
}

/// The socket of the owner of a workspace: at most 107 bytes, as the kernel asks.
pub fn socket_path(folder: &Path, data_dir: &Path, workspace: WorkspaceId) -> PathBuf {
    let mut hash = Sha256::new();
    hash.update(data_dir.as_os_str().as_encoded_bytes());
    hash.update([0]);
    hash.update(workspace.0.as_bytes());
    folder.join(format!("{}.sock", hex::encode(&hash.finalize()[..12])))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_workspace_has_one_owner_at_a_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = OwnerLock::take(folder.path())
            .expect("a lock")
            .expect("it is free");
        assert!(is_owned(folder.path()));
        assert!(
            OwnerLock::take(folder.path()).expect("no fault").is_none(),
            "it is held"
        );
        let (pid, what) = holder(folder.path()).expect("it is known");
        assert_eq!(pid, std::process::id());
        assert!(what.starts_with("tenon"), "{what}");
        drop(first);
        assert!(!is_owned(folder.path()), "though its number stands there");
        assert!(
            OwnerLock::take(folder.path()).expect("no fault").is_some(),
            "it is free again"
        );
    }

    #[test]
    fn a_socket_folder_that_is_not_ours_alone_is_refused() {
        let base = tempfile::tempdir().expect("a folder");
        let uid = rustix::process::getuid().as_raw();
        let made = socket_folder(Some(base.path()), uid).expect("it is made");
        assert_eq!(made.metadata().expect("there").mode() & 0o777, 0o700);

        std::fs::set_permissions(&made, std::fs::Permissions::from_mode(0o755)).expect("loosened");
        let open = socket_folder(Some(base.path()), uid).expect_err("others may enter");
        assert_eq!(open.code, Code::Permission);

        std::fs::remove_dir(&made).expect("removed");
        symlink("/tmp", &made).expect("a link");
        assert_eq!(
            socket_folder(Some(base.path()), uid)
                .expect_err("a link")
                .code,
            Code::Permission
        );

        let foreign = socket_folder(Some(&base.path().join("none")), uid + 1);
        assert!(
            foreign.is_err() || !base.path().join("none").exists(),
            "never a stranger's folder"
        );
        // What the fallback may have made for the uid that does not exist is removed again.
        let _ = std::fs::remove_dir(format!("/tmp/tenon-{}", uid + 1));
    }

    #[test]
    fn a_socket_path_is_short_and_names_the_data_folder_too() {
        let id: WorkspaceId = "0192f0c1-2345-7abc-8def-0123456789ab"
            .parse()
            .expect("an id");
        let folder = Path::new("/run/user/1000/tenon");
        let one = socket_path(folder, Path::new("/a"), id);
        assert_ne!(one, socket_path(folder, Path::new("/b"), id));
        assert!(one.as_os_str().len() <= 107);
    }
}
