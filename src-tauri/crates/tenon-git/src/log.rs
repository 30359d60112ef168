//! Commits, the last first.

use git2::{ErrorCode, Repository, Sort};

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

/// The last `limit` commits that HEAD leads to, none before one that was made of it, and otherwise by
/// their times; none where there is no commit yet.
pub(crate) fn read(repo: &Repository, limit: usize) -> Result<Vec<Commit>, git2::Error> {
    let head = match repo.head() {
        Err(error) if error.code() == ErrorCode::UnbornBranch => return Ok(Vec::new()),
        head => head?.peel_to_commit()?,
    };
    let mut walk = repo.revwalk()?;
    // Of commits of one second the time alone does not say which came first.
    walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
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
