//! Which files of the workspace are changed.

use git2::{Delta, DiffDelta, Repository, StatusOptions, Statuses};

use crate::head::{self, Operation};

/// How many entries a status lists at most.
pub const MAX_ENTRIES: usize = 10_000;

/// One change of one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Relative to the workspace, parts joined by `/`; not always UTF-8.
    pub path: Vec<u8>,
    /// `M` modified, `A` added, `D` deleted, `R` renamed, `U` untracked, `C` in conflict.
    pub letter: char,
    /// Whether the change is in the index; a file can have one change there and one more outside.
    pub staged: bool,
}

/// What is changed in the workspace, and where HEAD stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The branch's short name, also before its first commit; none when HEAD is detached.
    pub branch: Option<String>,
    /// The commit as 40 hexadecimal digits; none before the first one.
    pub head: Option<String>,
    /// Whether HEAD names a commit and not a branch.
    pub detached: bool,
    /// The short name of the branch that the current one follows, when it exists.
    pub upstream: Option<String>,
    /// Commits here that the upstream does not have; 0 when that cannot be told.
    pub ahead: usize,
    /// Commits of the upstream that are not here; 0 when that cannot be told.
    pub behind: usize,
    /// What git has begun and not finished.
    pub operation: Option<Operation>,
    /// The changes, sorted by path; only those in the workspace's folder.
    ///
    /// One thing differs from git: a file stays ignored that a `.gitignore` takes back by its
    /// plain name (`!keep.log`) from a rule of another `.gitignore`; libgit2 drops such a line.
    pub entries: Vec<Entry>,
    /// Whether there are more than [`MAX_ENTRIES`], and the rest is left out.
    pub truncated: bool,
}

/// Reads the status of what lies below `prefix`, the workspace's path in the repository.
pub(crate) fn read(repo: &Repository, prefix: &[u8]) -> Result<Status, git2::Error> {
    let head = head::read(repo)?;
    let mut options = StatusOptions::new();
    options
        .include_untracked(true)
        .recurse_untracked_dirs(true)
        .renames_head_to_index(true)
        // To look into a submodule means to open another repository, which nobody has checked.
        .exclude_submodules(true);
    if !prefix.is_empty() {
        options.disable_pathspec_match(true).pathspec(prefix);
    }
    let statuses = repo.statuses(Some(&mut options))?;
    let (entries, truncated) = list(&statuses, prefix);
    let (upstream, ahead, behind) = match head.upstream {
        Some(upstream) => (Some(upstream.name), upstream.ahead, upstream.behind),
        None => (None, 0, 0),
    };
    Ok(Status {
        branch: head.branch,
        head: head.commit,
        detached: head.detached,
        upstream,
        ahead,
        behind,
        operation: head::operation(repo),
        entries,
        truncated,
    })
}

fn list(statuses: &Statuses<'_>, prefix: &[u8]) -> (Vec<Entry>, bool) {
    let mut entries = Vec::new();
    for status in statuses.iter() {
        let staged = status
            .head_to_index()
            .and_then(|delta| entry(&delta, prefix, true));
        let unstaged = status
            .index_to_workdir()
            .and_then(|delta| entry(&delta, prefix, false));
        // A conflict is told by both comparisons and is one thing.
        let conflict = status.status().is_conflicted();
        entries.extend(staged.filter(|_| !conflict));
        entries.extend(unstaged.map(|entry| match conflict {
            true => Entry {
                letter: 'C',
                ..entry
            },
            false => entry,
        }));
    }
    entries.sort();
    let truncated = entries.len() > MAX_ENTRIES;
    entries.truncate(MAX_ENTRIES);
    (entries, truncated)
}

fn entry(delta: &DiffDelta<'_>, prefix: &[u8], staged: bool) -> Option<Entry> {
    let letter = match delta.status() {
        Delta::Added => 'A',
        Delta::Deleted => 'D',
        Delta::Modified | Delta::Typechange => 'M',
        Delta::Renamed | Delta::Copied => 'R',
        Delta::Untracked => 'U',
        Delta::Conflicted => 'C',
        Delta::Unmodified | Delta::Ignored | Delta::Unreadable => return None,
    };
    let path = delta
        .new_file()
        .path_bytes()
        .or_else(|| delta.old_file().path_bytes())?;
    Some(Entry {
        path: below(path, prefix)?.to_owned(),
        letter,
        staged,
    })
}

/// `path` as seen from `prefix`, without the slash that marks a nested repository.
fn below<'a>(path: &'a [u8], prefix: &[u8]) -> Option<&'a [u8]> {
    let path = path.strip_suffix(b"/").unwrap_or(path);
    if prefix.is_empty() {
        Some(path)
    } else {
        path.strip_prefix(prefix)?.strip_prefix(b"/")
    }
}
