//! Whether a disk has room.

use std::path::Path;

/// With fewer free bytes than these SQLite cannot write a transaction of a few pages.
const LITTLE: u64 = 64 << 10;

/// Whether the disk under a file, which may not be there yet, is as good as full for this person. What
/// the system does not tell counts as room.
pub(crate) fn is_gone(file: &Path) -> bool {
    let there = file.ancestors().find(|path| path.exists());
    there
        .and_then(|path| rustix::fs::statvfs(path).ok())
        .is_some_and(|disk| {
            let no_files = disk.f_files > 0 && disk.f_favail == 0;
            disk.f_bavail.saturating_mul(disk.f_frsize) < LITTLE || no_files
        })
}
