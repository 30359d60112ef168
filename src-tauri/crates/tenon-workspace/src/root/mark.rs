//! What tells a folder from every other one, whatever it is called.

use rustix::fs::{AtFlags, StatxFlags};

use super::Root;

/// What a folder keeps when it is renamed, and no copy of it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FolderMark {
    /// The device that it is on.
    pub device: u64,
    /// Its number there, which another folder may get once it is gone.
    pub inode: u64,
    /// When it was made, in nanoseconds since 1970: no other folder of that number was made then.
    pub born: i64,
}

impl Root {
    /// The mark of the folder; none where the file system does not know when it was made.
    pub fn mark(&self) -> Option<FolderMark> {
        let flags = StatxFlags::INO | StatxFlags::BTIME;
        let found = rustix::fs::statx(&*self.handle(), "", AtFlags::EMPTY_PATH, flags).ok()?;
        let known = StatxFlags::from_bits_retain(found.stx_mask);
        let born = found.stx_btime;
        let since = i128::from(born.tv_sec) * 1_000_000_000 + i128::from(born.tv_nsec);
        (known.contains(flags) && since > 0).then_some(FolderMark {
            device: u64::from(found.stx_dev_major) << 32 | u64::from(found.stx_dev_minor),
            inode: found.stx_ino,
            born: i64::try_from(since).ok()?,
        })
    }
}
