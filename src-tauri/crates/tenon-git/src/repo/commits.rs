//! The commits, which files they changed, and which of them a branch alone has.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use git2::{Delta, Diff, DiffFindOptions, DiffOptions, ErrorCode, Oid, Repository, Sort};

use super::Repo;
use crate::error::GitError;
use crate::log::{self, Commit};

/// Commits of another branch's own line that are looked through for where a branch begins.
const LONGEST_LINE: usize = 20_000;

/// Of a comparison with more files than this only those with the same bytes are found again.
const MANY: usize = 500;
/// So many files are compared with each other.
const COMPARED: usize = 200;

/// What a file was called, and what it is called since.
pub type Move = (Vec<u8>, Vec<u8>);

impl Repo {
    /// The last `limit` commits that HEAD leads to, the last first: one comes before those that it was
    /// made of, also where they have the same time or a later one.
    ///
    /// # Errors
    ///
    /// When the repository is damaged.
    pub fn commits(&self, limit: usize) -> Result<Vec<Commit>, GitError> {
        log::read(&self.inner, limit).map_err(self.failed("read the log"))
    }

    /// The files that a commit, by its 40 digits, added, changed or removed, relative to the workspace;
    /// those outside of it are left out, and a merge has none.
    ///
    /// # Errors
    ///
    /// When there is no such commit, or the repository is damaged.
    pub fn touched(&self, commit: &str) -> Result<Vec<Vec<u8>>, GitError> {
        let found = Oid::from_str(commit).and_then(|id| files(&self.inner, id, false));
        let (files, _) = found.map_err(self.failed("compare a commit with its parent"))?;
        Ok(files.iter().filter_map(|path| self.below(path)).collect())
    }

    /// Whether a file was there at a commit, by its 40 digits.
    ///
    /// # Errors
    ///
    /// When there is no such commit, or the repository is damaged.
    pub fn had(&self, commit: &str, path: &[u8]) -> Result<bool, GitError> {
        let whole = [&*self.prefix, b"/", path].concat();
        let whole = if self.prefix.is_empty() { path } else { &whole };
        let tree = Oid::from_str(commit).and_then(|id| self.inner.find_commit(id)?.tree());
        let tree = tree.map_err(self.failed("read a commit's files"))?;
        match tree.get_path(Path::new(OsStr::from_bytes(whole))) {
            Ok(_) => Ok(true),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(false),
            Err(error) => Err(self.failed("read a commit's files")(error)),
        }
    }

    /// The files that [`touched`](Self::touched) names, and those that the commit moved: what each was called before and is called then.
    /// One that was written anew by more than half is no moved one.
    ///
    /// # Errors
    ///
    /// When there is no such commit, or the repository is damaged.
    pub fn touched_and_moved(&self, commit: &str) -> Result<(Vec<Vec<u8>>, Vec<Move>), GitError> {
        let found = Oid::from_str(commit).and_then(|id| files(&self.inner, id, true));
        let (files, moves) = found.map_err(self.failed("compare a commit with its parent"))?;
        let files = files.iter().filter_map(|path| self.below(path)).collect();
        Ok((files, self.both_below(moves)))
    }

    /// The files that were moved since the last commit, whether or not git was told of it.
    ///
    /// # Errors
    ///
    /// When the repository is damaged.
    pub fn moved(&self) -> Result<Vec<Move>, GitError> {
        let moves = moved_since_head(&self.inner, &self.prefix);
        let moves = moves.map_err(self.failed("compare the files with the last commit"))?;
        Ok(self.both_below(moves))
    }

    fn both_below(&self, moves: Vec<Move>) -> Vec<Move> {
        let both = moves.into_iter().filter_map(|(old, new)| {
            let (old, new) = (self.below(&old)?, self.below(&new)?);
            Some((old, new))
        });
        both.collect()
    }

    /// A path of the repository, seen from the workspace.
    fn below(&self, path: &[u8]) -> Option<Vec<u8>> {
        let rest = path.strip_prefix(&*self.prefix)?;
        let rest = rest.strip_prefix(b"/").unwrap_or(rest);
        (self.prefix.is_empty() || rest.len() < path.len()).then(|| rest.to_vec())
    }

    /// The commits of a local branch's own line that no other local branch has, by their 40 digits, the
    /// last first, at most `limit`. None where there is no such branch.
    ///
    /// # Errors
    ///
    /// When the repository is damaged.
    pub fn own_commits(&self, branch: &str, limit: usize) -> Result<Vec<String>, GitError> {
        let found = of_branch(&self.inner, branch, limit);
        let found = found.map_err(self.failed("read a branch"))?;
        Ok(found.iter().map(ToString::to_string).collect())
    }

    /// A number that is another one when HEAD or a local branch leads elsewhere.
    ///
    /// # Errors
    ///
    /// When the repository is damaged.
    pub fn branches_state(&self) -> Result<u64, GitError> {
        state(&self.inner).map_err(self.failed("read the branches"))
    }
}

/// The paths of the files that a commit added, changed or removed, seen from its first parent. A merge
/// has none: what it brings was told by its commits.
fn files(
    repo: &Repository,
    id: Oid,
    with_moves: bool,
) -> Result<(Vec<Vec<u8>>, Vec<Move>), git2::Error> {
    let commit = repo.find_commit(id)?;
    if commit.parent_count() > 1 {
        return Ok(<_>::default());
    }
    let before = match commit.parent(0) {
        Ok(parent) => Some(parent.tree()?),
        // The first commit of all, or of a shallow clone.
        Err(error) if error.code() == ErrorCode::NotFound && commit.parent_count() == 1 => {
            return Ok(<_>::default());
        }
        Err(_) => None,
    };
    let mut options = DiffOptions::new();
    options.ignore_submodules(true).skip_binary_check(true);
    let mut diff =
        repo.diff_tree_to_tree(before.as_ref(), Some(&commit.tree()?), Some(&mut options))?;
    let files = diff.deltas().filter_map(|delta| {
        let file = match delta.status() {
            Delta::Deleted => delta.old_file(),
            _ => delta.new_file(),
        };
        file.path_bytes().map(<[u8]>::to_vec)
    });
    let files = files.collect();
    let moves = match with_moves {
        true => moves(&mut diff)?,
        false => Vec::new(),
    };
    Ok((files, moves))
}

/// What a comparison says was moved.
fn moves(diff: &mut Diff<'_>) -> Result<Vec<Move>, git2::Error> {
    let has = |wanted: &[Delta]| diff.deltas().any(|delta| wanted.contains(&delta.status()));
    if !has(&[Delta::Deleted]) || !has(&[Delta::Added, Delta::Untracked]) {
        return Ok(Vec::new());
    }
    let mut options = DiffFindOptions::new();
    options.renames(true).for_untracked(true);
    options.rename_limit(COMPARED);
    options.exact_match_only(diff.deltas().len() > MANY);
    diff.find_similar(Some(&mut options))?;
    let moved = diff
        .deltas()
        .filter(|delta| delta.status() == Delta::Renamed);
    let moved = moved.filter_map(|delta| {
        let (old, new) = (delta.old_file(), delta.new_file());
        Some((old.path_bytes()?.to_vec(), new.path_bytes()?.to_vec()))
    });
    Ok(moved.collect())
}

fn moved_since_head(repo: &Repository, prefix: &[u8]) -> Result<Vec<Move>, git2::Error> {
    let Ok(head) = repo.head().and_then(|head| head.peel_to_tree()) else {
        return Ok(Vec::new());
    };
    let mut options = DiffOptions::new();
    options.ignore_submodules(true).skip_binary_check(true);
    if !prefix.is_empty() {
        options.disable_pathspec_match(true).pathspec(prefix);
    }
    let compare = |options: &mut DiffOptions| {
        repo.diff_tree_to_workdir_with_index(Some(&head), Some(options))
    };
    let known = compare(&mut options)?;
    let mut letters = known.deltas().map(|delta| delta.status());
    if letters.all(|status| status != Delta::Deleted) {
        return Ok(Vec::new());
    }
    options.include_untracked(true).recurse_untracked_dirs(true);
    moves(&mut compare(&mut options)?)
}

/// The commits of a branch's own line that no other local branch's own line has, the last first, at
/// most `limit`; none where there is no such branch.
fn of_branch(repo: &Repository, name: &str, limit: usize) -> Result<Vec<Oid>, git2::Error> {
    let Ok(branch) = repo.find_reference(&format!("refs/heads/{name}")) else {
        return Ok(Vec::new());
    };
    let tip = branch.peel_to_commit()?.id();
    let mut others = HashSet::new();
    for other in repo.branches(Some(git2::BranchType::Local))? {
        let (other, _) = other?;
        if other.name_bytes()? == name.as_bytes() {
            continue;
        }
        // A branch that leads nowhere has no commits.
        let Ok(commit) = other.get().peel_to_commit() else {
            continue;
        };
        for id in line(repo, commit.id())?.take(LONGEST_LINE) {
            others.insert(id?);
        }
    }
    let mut own = Vec::new();
    for id in line(repo, tip)? {
        let id = id?;
        if others.contains(&id) || own.len() == limit {
            break;
        }
        own.push(id);
    }
    Ok(own)
}

/// A branch's own line of commits: of a merge only the first parent.
fn line(repo: &Repository, tip: Oid) -> Result<git2::Revwalk<'_>, git2::Error> {
    let mut walk = repo.revwalk()?;
    walk.simplify_first_parent()?;
    walk.set_sorting(Sort::NONE)?;
    walk.push(tip)?;
    Ok(walk)
}

/// What tells the local branches and HEAD from what they were.
fn state(repo: &Repository) -> Result<u64, git2::Error> {
    let mut state = DefaultHasher::new();
    let head = repo.head().ok();
    head.and_then(|head| head.target())
        .map(|id| id.as_bytes().to_vec())
        .hash(&mut state);
    for branch in repo.branches(Some(git2::BranchType::Local))? {
        let (branch, _) = branch?;
        branch.name_bytes()?.hash(&mut state);
        branch
            .get()
            .target()
            .map(|id| id.as_bytes().to_vec())
            .hash(&mut state);
    }
    Ok(state.finish())
}
