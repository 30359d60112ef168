//! Walking the tree by the rules of ignore files, exactly as `rg --files` does.

use std::ffi::OsStr;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Mutex;

use ignore::{WalkBuilder, WalkState};
use rustix::fs::FileType;

/// The names of ignore files.
pub const IGNORE_FILES: [&str; 3] = [".gitignore", ".ignore", ".rgignore"];

/// The rules of every walk: the defaults of the `ignore` crate and `.rgignore`.
///
/// With `hidden`, names that start with a dot are walked too, all but `.git` and the temporary files
/// of saves.
pub fn builder(folder: &Path, hidden: bool) -> WalkBuilder {
    let mut builder = WalkBuilder::new(folder);
    builder.hidden(!hidden);
    if folder.ancestors().any(rules_would_block) {
        // The rules above cannot be had, so that nothing is left out by any.
        builder.ignore(false).git_ignore(false).git_exclude(false);
    } else {
        builder.add_custom_ignore_filename(".rgignore");
    }
    builder.filter_entry(move |entry| {
        let name = entry.file_name();
        if hidden && (name == ".git" || crate::save::is_temporary(name.as_bytes())) {
            return false;
        }
        let is_folder = entry.depth() > 0 && entry.file_type().is_some_and(|kind| kind.is_dir());
        !(is_folder && rules_would_block(entry.path()))
    });
    builder
}

/// A walk in which no ignore file counts, as `rg --no-ignore` has it; `hidden` is as in [`builder`].
pub fn builder_without_rules(folder: &Path, hidden: bool) -> WalkBuilder {
    let mut builder = WalkBuilder::new(folder);
    builder.standard_filters(false).hidden(!hidden);
    builder.filter_entry(move |entry| {
        let name = entry.file_name();
        !(hidden && (name == ".git" || crate::save::is_temporary(name.as_bytes())))
    });
    builder
}

/// Whether an ignore file of `folder` is a pipe or a device, which would be read for ever.
fn rules_would_block(folder: &Path) -> bool {
    let blocks = |name: &str| {
        rustix::fs::stat(folder.join(name)).is_ok_and(|stat| {
            let kind = FileType::from_raw_mode(stat.st_mode);
            !matches!(kind, FileType::RegularFile | FileType::Directory)
        })
    };
    let found = IGNORE_FILES.into_iter().any(blocks) || blocks(".git/info/exclude");
    if found {
        tracing::warn!(folder = %folder.display(), "an ignore file is a pipe or a device");
    }
    found
}

/// Hands every file to `visit` as its path relative to `folder`, in no particular order, on up to
/// `threads` threads. Links, pipes and devices are not files. Returns what could not be read.
pub fn files<V, F>(folder: &Path, hidden: bool, threads: usize, visitor: V) -> Vec<String>
where
    V: Fn() -> F + Sync,
    F: FnMut(&[u8]) -> bool + Send,
{
    let problems = Mutex::new(Vec::new());
    builder(folder, hidden)
        .threads(threads)
        .build_parallel()
        .run(|| {
            let mut visit = visitor();
            let problems = &problems;
            Box::new(move |entry| {
                let entry = match entry {
                    Ok(entry) => entry,
                    Err(e) => {
                        if let Ok(mut list) = problems.lock() {
                            list.push(e.to_string());
                        }
                        return WalkState::Continue;
                    }
                };
                if !entry.file_type().is_some_and(|kind| kind.is_file()) {
                    return WalkState::Continue;
                }
                let path = entry
                    .path()
                    .strip_prefix(folder)
                    .unwrap_or_else(|_| entry.path());
                if visit(path.as_os_str().as_bytes()) {
                    WalkState::Continue
                } else {
                    WalkState::Quit
                }
            })
        });
    problems.into_inner().unwrap_or_default()
}

/// Writes every file's path through `line`, which formats one path into the buffer of its thread.
/// Buffers go to `out` whole, so that lines never mix. Ends early when `out` takes no more, and then
/// answers with the reason.
pub fn write_files(
    folder: &Path,
    hidden: bool,
    threads: usize,
    out: &Mutex<impl Write + Send>,
    line: impl Fn(&[u8], &mut Vec<u8>) + Sync,
) -> std::io::Result<Vec<String>> {
    let failed = Mutex::new(None);
    let problems = files(folder, hidden, threads, || {
        let bytes = Vec::with_capacity(64 << 10);
        let mut buffer = Lines {
            out,
            failed: &failed,
            bytes,
        };
        let line = &line;
        move |path: &[u8]| {
            line(path, &mut buffer.bytes);
            buffer.bytes.len() < 60 << 10 || buffer.flush()
        }
    });
    match failed.into_inner().unwrap_or_default() {
        Some(error) => Err(error),
        None => Ok(problems),
    }
}

struct Lines<'a, W: Write + Send> {
    out: &'a Mutex<W>,
    failed: &'a Mutex<Option<std::io::Error>>,
    bytes: Vec<u8>,
}

impl<W: Write + Send> Lines<'_, W> {
    fn flush(&mut self) -> bool {
        let Ok(mut out) = self.out.lock() else {
            return false;
        };
        let written = out.write_all(&self.bytes).and_then(|()| out.flush());
        self.bytes.clear();
        match written {
            Ok(()) => true,
            Err(error) => {
                if let Ok(mut failed) = self.failed.lock() {
                    failed.get_or_insert(error);
                }
                false
            }
        }
    }
}

impl<W: Write + Send> Drop for Lines<'_, W> {
    fn drop(&mut self) {
        self.flush();
    }
}

/// The names in one folder that ignore files do not leave out.
///
/// `folder` is absolute and itself not ignored.
pub fn kept_names(folder: &Path) -> std::collections::HashSet<Vec<u8>> {
    names(folder, true)
}

fn names(folder: &Path, hidden: bool) -> std::collections::HashSet<Vec<u8>> {
    let walk = builder(folder, hidden).max_depth(Some(1)).build();
    let names = walk.flatten().filter(|entry| entry.depth() == 1);
    names
        .map(|entry| entry.file_name().as_bytes().to_vec())
        .collect()
}

/// Whether ignore files leave out the folder at `relative` below `root`, or one above it.
pub fn folder_is_ignored(root: &Path, relative: &[u8]) -> bool {
    folder_is_left_out(root, relative, true)
}

fn folder_is_left_out(root: &Path, relative: &[u8], hidden: bool) -> bool {
    let mut folder = root.to_path_buf();
    for part in relative
        .split(|b| *b == b'/')
        .filter(|part| !part.is_empty())
    {
        if part == b".git" || !names(&folder, hidden).contains(part) {
            return true;
        }
        folder.push(OsStr::from_bytes(part));
    }
    false
}

/// Whether a file is one that a walk lists, as far as rules go: for many paths, whose folders are
/// looked at once each.
#[derive(Debug, Default)]
pub struct Rules {
    plain: bool,
    kept: std::collections::HashMap<Vec<u8>, std::collections::HashSet<Vec<u8>>>,
}

impl Rules {
    /// The rules of a walk that leaves out names that start with a dot.
    pub fn without_hidden() -> Self {
        Self {
            plain: true,
            ..Self::default()
        }
    }

    /// Whether ignore files leave in what is at `path`, relative to `root`. What is not there is
    /// never left in.
    pub fn keep(&mut self, root: &Path, path: &[u8]) -> bool {
        let cut = path.iter().rposition(|b| *b == b'/');
        let (folder, name) = cut.map_or((&b""[..], path), |at| (&path[..at], &path[at + 1..]));
        if !self.kept.contains_key(folder) {
            let hidden = !self.plain;
            let names = if folder_is_left_out(root, folder, hidden) {
                std::collections::HashSet::new()
            } else {
                names(&root.join(OsStr::from_bytes(folder)), hidden)
            };
            self.kept.insert(folder.to_vec(), names);
        }
        self.kept[folder].contains(name)
    }
}
