//! Which files may be other ones than before, told to the windows.

use tenon_core::WirePath;

use super::Owner;
use crate::wire::UiEvent;

/// So many files are named at once.
const MOST: usize = 256;

/// Names the files that changed; with `all` any file may have.
pub(super) fn tell<'a>(owner: &Owner, changed: impl Iterator<Item = &'a Vec<u8>>, all: bool) {
    let named = changed.take(MOST + 1);
    let mut paths: Vec<_> = named.map(|path| WirePath::from_bytes(path)).collect();
    let more = all || paths.len() > MOST;
    paths.truncate(MOST);
    if more || !paths.is_empty() {
        owner.hub().emit(UiEvent::FilesWritten { paths, more });
    }
}
