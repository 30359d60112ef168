//! Which calls of a process change what is on the disk.

use std::path::Path;

use crate::trace::Call;

/// What a call does to the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Writes into a file, or makes room in it.
    Write,
    /// Makes a file or a folder.
    Make,
    /// Renames or links.
    Name,
    /// Removes a name.
    Remove,
    /// Makes durable.
    Sync,
}

/// What a call does to the disk below `tree`; nothing for all others.
pub fn kind(call: &Call, tree: &Path) -> Option<Kind> {
    let inside = |argument: usize| {
        call.file(argument)
            .is_some_and(|file| file.starts_with(tree))
    };
    // The flag of a file without a name holds the one of a folder, so all of its bits count.
    let nameless = libc::O_TMPFILE as u64;
    let makes = |flags: u64| flags & libc::O_CREAT as u64 != 0 || flags & nameless == nameless;
    match call.number {
        libc::SYS_write | libc::SYS_pwrite64 | libc::SYS_writev | libc::SYS_pwritev => {
            inside(0).then_some(Kind::Write)
        }
        libc::SYS_ftruncate | libc::SYS_fallocate => inside(0).then_some(Kind::Write),
        libc::SYS_copy_file_range => inside(2).then_some(Kind::Write),
        libc::SYS_sendfile => inside(0).then_some(Kind::Write),
        libc::SYS_fsync | libc::SYS_fdatasync => inside(0).then_some(Kind::Sync),
        libc::SYS_rename | libc::SYS_renameat | libc::SYS_renameat2 => Some(Kind::Name),
        libc::SYS_link | libc::SYS_linkat => Some(Kind::Name),
        libc::SYS_unlink | libc::SYS_unlinkat | libc::SYS_rmdir => Some(Kind::Remove),
        libc::SYS_mkdir | libc::SYS_mkdirat => Some(Kind::Make),
        libc::SYS_openat if makes(call.arguments[2]) => Some(Kind::Make),
        _ => None,
    }
}
