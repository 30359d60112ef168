//! Looking at files: what changed since it was read is read again.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::Metadata;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use tenon_index::syntax::{Change, Language, Limits, Prepared, Stamp};
use tenon_workspace::walk;

use super::Shared;
use crate::ApiResult;
use crate::owner::lock;
use crate::tasks;

/// Threads that read.
const THREADS: usize = 2;
/// Files that are put beside the others at once while nothing is known yet.
const BATCH: usize = 512;
/// The largest file that is read whole to see what its name does not tell, in bytes.
const SCRIPT: u64 = 1 << 20;
/// Of a larger one, how many bytes tell whether it is text.
const HEAD: u64 = 8 << 10;

/// Looks at the file or the folder `path`, and at everything when it is empty.
pub(super) fn refresh(shared: &Shared, path: &[u8]) -> ApiResult<()> {
    let path = path.strip_suffix(b"/").unwrap_or(path);
    let absolute = shared.root.path().join(OsStr::from_bytes(path));
    let is_file = !path.is_empty() && absolute.symlink_metadata().is_ok_and(|meta| meta.is_file());
    if is_file {
        let this = BTreeSet::from([path.to_vec()]);
        if may_have_moved(shared, &this) {
            refresh(shared, b"")?;
        }
        look(shared, &this, Scope::These);
        return Ok(());
    }
    let found = Mutex::new(BTreeSet::new());
    let below = |name: &[u8]| match path {
        b"" => name.to_vec(),
        _ => [path, b"/", name].concat(),
    };
    let problems = walk::files(&absolute, false, THREADS, || {
        |name: &[u8]| {
            lock(&found).insert(below(name));
            true
        }
    });
    for problem in problems.iter().take(20) {
        tracing::info!("left out of the symbols: {problem}");
    }
    let mut found = found.into_inner().unwrap_or_default();
    if path.is_empty() {
        found.extend(tasks::own(&shared.root));
    }
    if !path.is_empty() && may_have_moved(shared, &found) {
        refresh(shared, b"")?;
    }
    look(shared, &found, Scope::Below(path));
    Ok(())
}

/// Whether one of the files may be one that is known by another name: then both have to be looked at
/// together, or its symbols would seem to be new.
fn may_have_moved(shared: &Shared, files: &BTreeSet<Vec<u8>>) -> bool {
    let symbols = shared.lock();
    symbols.whole() && files.iter().any(|path| !symbols.knows(path))
}

/// Which known files are gone when they are not among those that were found.
pub(super) enum Scope<'a> {
    /// Those that were asked for by name.
    These,
    /// All below a folder.
    Below(&'a [u8]),
}

/// A file that is not as it was when it was read, and how it was then.
struct Stale {
    path: Vec<u8>,
    known: Option<Stamp>,
    now: Option<Stamp>,
}

/// A file as it is on the disk; nothing when there is none.
pub(crate) fn stamp_of(root: &tenon_workspace::Root, path: &[u8]) -> Option<Stamp> {
    let meta = root.absolute(path).symlink_metadata().ok()?;
    meta.is_file().then(|| stamp(&meta))
}

fn stamp(meta: &Metadata) -> Stamp {
    Stamp {
        size: meta.size(),
        modified: meta
            .mtime()
            .wrapping_mul(1_000_000_000)
            .wrapping_add(meta.mtime_nsec()),
        inode: meta.ino(),
    }
}

/// Reads those of the files that changed.
pub(super) fn look(shared: &Shared, paths: &BTreeSet<Vec<u8>>, scope: Scope<'_>) {
    let Found {
        stale,
        first,
        awaiting,
    } = stale(shared, paths, &scope);
    let batch = if first || awaiting { BATCH } else { usize::MAX };
    let next = AtomicUsize::new(0);
    let read = Mutex::new(Vec::new());
    // What may have moved is kept until all is seen.
    let moved = Mutex::new(Vec::new());
    let work = || {
        while let Some(one) = stale.get(next.fetch_add(1, Ordering::SeqCst)) {
            if shared.stopping.load(Ordering::SeqCst) {
                return;
            }
            let change = change(shared, one);
            let full = {
                let mut read = lock(&read);
                read.push((one, change));
                (read.len() >= batch).then(|| std::mem::take(&mut *read))
            };
            match full {
                Some(full) if first => apply(shared, full),
                Some(full) => lock(&moved).extend(settle(shared, full)),
                None => {}
            }
        }
    };
    if stale.len() > 1 {
        std::thread::scope(|scope| {
            for _ in 1..THREADS {
                scope.spawn(work);
            }
            work();
        });
    } else {
        work();
    }
    // What was only half looked at would seem to have lost what the other half holds.
    let ended = !shared.stopping.load(Ordering::SeqCst);
    if first || ended {
        let mut read = read.into_inner().unwrap_or_default();
        read.append(&mut lock(&moved));
        apply(shared, read);
    }
    let whole = matches!(scope, Scope::Below(b""));
    if ended && whole {
        shared.lock().complete();
    }
    if let Some(tell) = shared.read.get()
        && (whole || !stale.is_empty())
    {
        let paths: BTreeSet<_> = stale.iter().map(|one| one.path.clone()).collect();
        tell((!whole).then_some(&paths));
    }
}

/// What has to be read.
struct Found {
    stale: Vec<Stale>,
    /// Whether nothing is known yet.
    first: bool,
    /// Whether something is known of files that were not read.
    awaiting: bool,
}

fn stale(shared: &Shared, paths: &BTreeSet<Vec<u8>>, scope: &Scope<'_>) -> Found {
    let now: Vec<Option<Stamp>> = paths
        .iter()
        .map(|path| {
            let absolute = shared.root.path().join(OsStr::from_bytes(path));
            let meta = absolute.symlink_metadata().ok();
            meta.filter(Metadata::is_file).map(|meta| stamp(&meta))
        })
        .collect();
    let symbols = shared.lock();
    let awaiting = symbols.awaiting().next().is_some();
    let first = !awaiting && symbols.paths().next().is_none();
    let mut stale: Vec<Stale> = paths
        .iter()
        .zip(now)
        .map(|(path, now)| Stale {
            known: symbols.stamp(path),
            path: path.clone(),
            now,
        })
        .filter(|one| {
            let gone = one.now.is_none() && symbols.knows(&one.path);
            one.known != one.now || gone
        })
        .collect();
    if let Scope::Below(folder) = scope {
        let below = |path: &&[u8]| {
            let rest = path.strip_prefix(*folder);
            rest.is_some_and(|rest| folder.is_empty() || rest.starts_with(b"/"))
        };
        let gone = symbols.paths().chain(symbols.awaiting()).filter(below);
        let gone = gone.filter(|path| !paths.contains(*path));
        stale.extend(gone.map(|path| Stale {
            path: path.to_vec(),
            known: symbols.stamp(path),
            now: None,
        }));
    }
    Found {
        stale,
        first,
        awaiting,
    }
}

fn change(shared: &Shared, stale: &Stale) -> Change {
    let gone = || Change::Removed(stale.path.clone());
    let Some(now) = stale.now else { return gone() };
    let limits = Limits::default();
    let named = Language::of_name(&stale.path).is_some();
    let is_text = named || now.size <= SCRIPT || is_text(shared, &stale.path);
    if !is_text || now.size > limits.size as u64 {
        return Change::Put(Prepared::unread(
            &shared.gatekeeper,
            &stale.path,
            Some(now),
            limits,
            is_text,
        ));
    }
    // A file may be gone, or be another one, since it was looked at; it is looked at again then.
    match shared.root.read(&stale.path) {
        Ok((bytes, _)) => Change::Put(Prepared::read(
            &shared.gatekeeper,
            &stale.path,
            &bytes,
            Some(now),
            limits,
        )),
        Err(e) => {
            tracing::debug!(error = %e, "a file has no symbols because it cannot be read");
            gone()
        }
    }
}

/// Whether a file has no zero byte at its start.
fn is_text(shared: &Shared, path: &[u8]) -> bool {
    let mut head = Vec::new();
    let read = shared.root.open_file(path).is_ok_and(|(file, _)| {
        let read = file.take(HEAD).read_to_end(&mut head);
        read.is_ok()
    });
    read && !head.contains(&0)
}

/// Puts those files beside the rest that are as they are remembered, and gives back the others.
fn settle<'a>(shared: &Shared, read: Vec<(&'a Stale, Change)>) -> Vec<(&'a Stale, Change)> {
    let mut symbols = shared.lock();
    let mut others = Vec::new();
    for (one, change) in read {
        if symbols.stamp(&one.path) == one.known {
            let rest = symbols.settle(vec![change]).pop();
            others.extend(rest.map(|change| (one, change)));
        }
    }
    others
}

/// Puts what was read beside the rest, unless somebody else has read it meanwhile.
fn apply(shared: &Shared, read: Vec<(&Stale, Change)>) {
    if read.is_empty() {
        return;
    }
    shared.apply(|symbols| {
        let current = |one: &Stale| symbols.stamp(&one.path) == one.known;
        let read = read.into_iter().filter(|(one, _)| current(one));
        let changes: Vec<Change> = read.map(|(_, change)| change).collect();
        symbols.apply(changes);
    });
}
