//! Commits, the last first.

use git2::{DiffOptions, ErrorCode, Oid, Repository, Sort};

/// A commit as its log has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its hash, in 40 hexadecimal digits.
    pub id: String,
    /// When it was made, in seconds since 1970.
    pub at: i64,
    /// Its message; what is not UTF-8 is replaced.
    pub message: String,
}

/// The last `limit` commits that HEAD leads to; none where there is no commit yet.
pub(crate) fn read(repo: &Repository, limit: usize) -> Result<Vec<Commit>, git2::Error> {
    let head = match repo.head() {
        Err(error) if error.code() == ErrorCode::UnbornBranch => return Ok(Vec::new()),
        head => head?.peel_to_commit()?,
    };
    let mut walk = repo.revwalk()?;
    walk.set_sorting(Sort::TIME)?;
    walk.push(head.id())?;
    let mut commits = Vec::new();
    for id in walk.take(limit) {
        let commit = repo.find_commit(id?)?;
        commits.push(Commit {
            id: commit.id().to_string(),
            at: commit.time().seconds(),
            message: String::from_utf8_lossy(commit.message_bytes()).into_owned(),
        });
    }
    Ok(commits)
}

/// The files that a commit changed against its first parent, by their paths in the repository;
/// nothing of a merge, nor of a commit of more than `most` files.
pub(crate) fn changed(
    repo: &Repository,
    id: &str,
    most: usize,
) -> Result<Vec<Vec<u8>>, git2::Error> {
    let commit = repo.find_commit(Oid::from_str(id)?)?;
    if commit.parent_count() > 1 {
        return Ok(Vec::new());
    }
    let before = match commit.parents().next() {
        Some(parent) => Some(parent.tree()?),
        None => None,
    };
    let mut options = DiffOptions::new();
    options.skip_binary_check(true).ignore_submodules(true);
    let after = commit.tree()?;
    let diff = repo.diff_tree_to_tree(before.as_ref(), Some(&after), Some(&mut options))?;
    if diff.deltas().len() > most {
        return Ok(Vec::new());
    }
    let files = diff.deltas().filter_map(|delta| {
        let file = delta.new_file().path_bytes();
        file.or_else(|| delta.old_file().path_bytes())
            .map(<[u8]>::to_vec)
    });
    Ok(files.collect())
}
