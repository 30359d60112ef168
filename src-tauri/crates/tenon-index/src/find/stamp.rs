//! What tells that a file is still the one that was read.

use std::ffi::OsStr;
use std::fs::{File, Metadata};
use std::io;
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{AtFlags, CWD, Mode, OFlags, StatxFlags, openat, statx};

/// How a file was when it was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// When its bytes changed, in nanoseconds since 1970.
    pub modified: i64,
    /// When anything about it changed.
    pub changed: i64,
    /// Its number on the disk.
    pub inode: u64,
}

impl Stamp {
    /// What the disk says of a file.
    pub fn of(meta: &Metadata) -> Self {
        Self {
            size: meta.len(),
            modified: nanos(meta.mtime(), meta.mtime_nsec()),
            changed: nanos(meta.ctime(), meta.ctime_nsec()),
            inode: meta.ino(),
        }
    }
}

fn nanos(seconds: i64, rest: i64) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(rest)
}

/// Looks at many files, most of which lie in the folder of the one before: a name in an open folder
/// is found much sooner than a whole path.
#[derive(Debug, Default)]
pub(crate) struct Looker {
    folder: Vec<u8>,
    open: Option<File>,
}

impl Looker {
    /// How a file is now. Links are not followed.
    pub fn look(&mut self, path: &Path) -> io::Result<Stamp> {
        let bytes = path.as_os_str().as_bytes();
        let Some(cut) = memchr::memrchr(b'/', bytes) else {
            return stamp(CWD, path.as_os_str());
        };
        let (above, name) = (&bytes[..=cut], OsStr::from_bytes(&bytes[cut + 1..]));
        let open = self.open.take().filter(|_| self.folder == above);
        let folder = match open {
            Some(open) => open,
            None => {
                let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
                let opened = openat(CWD, OsStr::from_bytes(above), flags, Mode::empty())?;
                self.folder.clear();
                self.folder.extend_from_slice(above);
                File::from(opened)
            }
        };
        stamp(&*self.open.insert(folder), name)
    }
}

fn stamp(folder: impl AsFd, name: &OsStr) -> io::Result<Stamp> {
    let wanted = StatxFlags::SIZE | StatxFlags::MTIME | StatxFlags::CTIME | StatxFlags::INO;
    let found = statx(folder, name, AtFlags::SYMLINK_NOFOLLOW, wanted)?;
    let time = |time: rustix::fs::StatxTimestamp| nanos(time.tv_sec, i64::from(time.tv_nsec));
    Ok(Stamp {
        size: found.stx_size,
        modified: time(found.stx_mtime),
        changed: time(found.stx_ctime),
        inode: found.stx_ino,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_into_an_open_folder_tells_what_the_path_tells() {
        let top = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(top.path().join("in")).expect("a folder in it");
        let paths = ["a", "b", "in/a", "in/b", "a"].map(|name| top.path().join(name));
        for path in &paths {
            std::fs::write(path, path.as_os_str().as_encoded_bytes()).expect("a file");
        }
        let mut looker = Looker::default();
        for path in &paths {
            let meta = path.symlink_metadata().expect("it is there");
            let seen = looker.look(path).expect("it is there");
            assert_eq!(seen, Stamp::of(&meta), "{}", path.display());
        }
        std::fs::remove_file(&paths[0]).expect("it can go");
        assert!(looker.look(&paths[0]).is_err(), "what is gone is not told");
    }
}
