//! What the last commits changed together.

use std::collections::HashMap;
use std::sync::Arc;

use tenon_git::{GitError, Repo};
use tenon_knowledge::context::Together;

use crate::owner::{Owner, lock};

/// So many of the last commits are looked at.
const COMMITS: usize = 2_000;
/// Commits of more files are not read.
const LARGEST: usize = 30;

/// A first commit of more files than this is one that brings what is there.
const FEW: usize = 4;

/// What is known of the commits.
#[derive(Default)]
pub(super) struct Commits {
    /// The last commit when this was made.
    head: Option<String>,
    together: Option<Arc<Together>>,
    /// The files that each commit changed.
    files: HashMap<String, Vec<Vec<u8>>>,
}

/// What commits changed together, where there is a repository. Only commits that are new are read.
pub(super) fn together(owner: &Owner) -> Option<Arc<Together>> {
    let repo = match Repo::discover(owner.root()) {
        Ok(repo) => repo?,
        Err(error) => {
            tracing::info!(%error, "the commits do not tell what matters");
            return None;
        }
    };
    let mut known = lock(&owner.context.commits);
    if let Err(error) = known.follow(&repo) {
        tracing::info!(%error, "the commits do not tell what matters");
    }
    known.together.clone()
}

impl Commits {
    fn follow(&mut self, repo: &Repo) -> Result<(), GitError> {
        let last = repo.commits(1)?.pop().map(|commit| commit.id);
        if self.together.is_some() && self.head == last {
            return Ok(());
        }
        let commits = repo.commits(COMMITS)?;
        let mut files = HashMap::with_capacity(commits.len());
        for commit in &commits {
            let changed = match self.files.remove(&commit.id) {
                Some(changed) => changed,
                None => {
                    let files = repo.touched(&commit.id)?;
                    // What changes nearly everything says nothing of what belongs together.
                    if files.len() > LARGEST {
                        Vec::new()
                    } else {
                        files
                    }
                }
            };
            files.insert(commit.id.clone(), changed);
        }
        // The first commit of all brings what is there, and changes nothing together.
        if let Some(first) = commits.last().filter(|_| commits.len() < COMMITS)
            && let Some(brought) = files.get_mut(&first.id).filter(|files| files.len() > FEW)
        {
            brought.clear();
        }
        let of = |commit: &tenon_git::Commit| files.get(&commit.id).map(Vec::as_slice);
        self.together = Some(Arc::new(Together::of(commits.iter().filter_map(of))));
        self.files = files;
        self.head = last;
        Ok(())
    }
}
