//! The thread that reads all files once and then follows what the watcher sees.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError};
use tenon_workspace::{Change, walk::Rules};

use super::scan::{Scope, look, refresh};
use super::{Order, Shared};
use crate::owner::lock;
use crate::tasks;

/// The index is written when nothing has changed for this long. It is written whole, and what cannot
/// be made again is in the database at once.
const QUIET: Duration = Duration::from_secs(60);

pub(super) fn run(shared: &Shared, heard: &Receiver<Order>) {
    // What a person does comes first. On Linux this is the thread's own priority.
    let _ = rustix::process::setpriority_process(None, 10);
    let mut unsaved = false;
    loop {
        let order = if unsaved {
            heard.recv_timeout(QUIET)
        } else {
            heard.recv().map_err(Into::into)
        };
        match order {
            Ok(Order::Changed(changes)) => {
                drop(lock(&shared.writing));
                let rescan = changes.keys().any(|path| is_rule(path));
                let concerned = match rescan {
                    true => None,
                    false => concerned(shared, changes),
                };
                match concerned {
                    Some(paths) => look(shared, &paths, Scope::These),
                    None => scan(shared),
                }
                shared.settle();
                unsaved = true;
            }
            Ok(Order::Scan) => {
                scan(shared);
                shared.settle();
                unsaved = true;
            }
            Err(RecvTimeoutError::Timeout) => {
                shared.save();
                unsaved = false;
            }
            Ok(Order::Stop) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn scan(shared: &Shared) {
    if let Err(e) = refresh(shared, b"") {
        tracing::warn!(error = %e, "the files could not be looked at for symbols");
    } else if !shared.stopping.load(Ordering::SeqCst) {
        shared.complete.store(true, Ordering::SeqCst);
        if let Some(tell) = shared.read.get() {
            tell(None);
        }
    }
}

/// Whether a file says which others are left out.
fn is_rule(path: &[u8]) -> bool {
    let name = path.rsplit(|b| *b == b'/').next().unwrap_or_default();
    tenon_workspace::walk::IGNORE_FILES
        .iter()
        .any(|rule| rule.as_bytes() == name)
}

/// The files to look at; `None` when a folder came or went, so that all have to be looked at.
fn concerned(
    shared: &Shared,
    changes: std::collections::BTreeMap<Vec<u8>, Change>,
) -> Option<BTreeSet<Vec<u8>>> {
    let mut rules = Rules::default();
    let mut paths = BTreeSet::new();
    for (path, change) in changes {
        let hidden = path
            .split(|b| *b == b'/')
            .any(|part| part.starts_with(b"."));
        if hidden {
            if tasks::are_own_below(&path) && change != Change::Modified {
                return None;
            }
            if tasks::is_own(&path) {
                paths.insert(path);
            }
            continue;
        }
        let known = shared.lock().knows(&path);
        let absolute = shared.root.absolute(&path);
        match absolute.symlink_metadata() {
            Ok(meta) if meta.is_dir() => {
                // What is in a folder that moved here was not told one by one.
                if change == Change::Created {
                    return None;
                }
            }
            Ok(meta) if meta.is_file() => {
                if known || rules.keep(shared.root.path(), &path) {
                    paths.insert(path);
                }
            }
            _ if known => {
                paths.insert(path);
            }
            _ => {
                let below = [&path[..], b"/"].concat();
                let symbols = shared.lock();
                let mut known = symbols.paths().chain(symbols.awaiting());
                if known.any(|known| known.starts_with(&below)) {
                    return None;
                }
            }
        }
    }
    Some(paths)
}
