//! Which files may be other ones than before, told to the windows.

use std::collections::BTreeMap;

use tenon_core::WirePath;
use tenon_workspace::Change;

use super::{Owner, inside};
use crate::wire::UiEvent;

/// So many files are named at once.
const MOST: usize = 256;

/// Names the files that changed; with `all` any file may have.
pub(super) fn tell(owner: &Owner, changed: &BTreeMap<Vec<u8>, Change>, all: bool) {
    let inside = changed.keys().filter(|path| inside(path));
    let named = inside.take(MOST + 1);
    let mut paths: Vec<_> = named.map(|path| WirePath::from_bytes(path)).collect();
    let more = all || paths.len() > MOST;
    paths.truncate(MOST);
    if more || !paths.is_empty() {
        owner.hub().emit(UiEvent::FilesWritten { paths, more });
    }
}
