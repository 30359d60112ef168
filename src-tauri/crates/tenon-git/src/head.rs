//! Where HEAD stands: branch, commit, upstream, and an operation that is not finished.

use git2::{Branch, ErrorCode, Repository, RepositoryState};

/// What git has begun in the worktree and not finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// A merge.
    Merge,
    /// A rebase, or patches being applied.
    Rebase,
    /// A cherry-pick, of one commit or several.
    CherryPick,
    /// A revert, of one commit or several.
    Revert,
    /// A search by bisection.
    Bisect,
}

/// The branch that the current one follows, and how far apart they are in commits.
#[derive(Debug)]
pub(crate) struct Upstream {
    pub name: String,
    pub ahead: usize,
    pub behind: usize,
}

/// HEAD and what it names.
#[derive(Debug, Default)]
pub(crate) struct Head {
    pub branch: Option<String>,
    pub commit: Option<String>,
    pub detached: bool,
    pub upstream: Option<Upstream>,
}

/// The branch that HEAD names.
pub(crate) fn branch(repo: &Repository) -> Result<Option<String>, git2::Error> {
    let link = repo.find_reference("HEAD")?;
    let target = link.symbolic_target_bytes().map(String::from_utf8_lossy);
    Ok(target.map(|name| match name.strip_prefix("refs/heads/") {
        Some(short) => short.to_owned(),
        None => name.into_owned(),
    }))
}

/// Reads HEAD; a branch without a commit has its name and nothing else.
pub(crate) fn read(repo: &Repository) -> Result<Head, git2::Error> {
    let branch = branch(repo)?;
    let detached = branch.is_none();
    let resolved = match repo.head() {
        Ok(head) => head,
        Err(error) if matches!(error.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => {
            return Ok(Head {
                branch,
                detached,
                ..Head::default()
            });
        }
        Err(error) => return Err(error),
    };
    let commit = resolved.target().map(|oid| oid.to_string());
    let upstream = if resolved.is_branch() {
        upstream(repo, resolved)
    } else {
        None
    };
    Ok(Head {
        branch,
        commit,
        detached,
        upstream,
    })
}

/// The upstream of a branch; one that is configured but gone counts as none.
fn upstream(repo: &Repository, head: git2::Reference<'_>) -> Option<Upstream> {
    let here = head.target()?;
    let upstream = Branch::wrap(head).upstream().ok()?;
    let name = String::from_utf8_lossy(upstream.name_bytes().ok()?).into_owned();
    let there = upstream.get().resolve().ok()?.target()?;
    let (ahead, behind) = repo
        .graph_ahead_behind(here, there)
        .unwrap_or_else(|error| {
            // Commits can be missing, as in a partial clone; the rest of the status still holds.
            tracing::debug!(%error, "the distance to the upstream is not known");
            (0, 0)
        });
    Some(Upstream {
        name,
        ahead,
        behind,
    })
}

/// The operation that is not finished, when there is one.
pub(crate) fn operation(repo: &Repository) -> Option<Operation> {
    match repo.state() {
        RepositoryState::Clean => None,
        RepositoryState::Merge => Some(Operation::Merge),
        RepositoryState::Revert | RepositoryState::RevertSequence => Some(Operation::Revert),
        RepositoryState::CherryPick | RepositoryState::CherryPickSequence => {
            Some(Operation::CherryPick)
        }
        RepositoryState::Bisect => Some(Operation::Bisect),
        RepositoryState::Rebase
        | RepositoryState::RebaseInteractive
        | RepositoryState::RebaseMerge
        | RepositoryState::ApplyMailbox
        | RepositoryState::ApplyMailboxOrRebase => Some(Operation::Rebase),
    }
}
