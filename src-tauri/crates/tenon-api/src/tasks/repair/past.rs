//! What the commits say of two tasks with one id: which file came first, and which of the two was
//! there when a text was written.

use std::collections::HashMap;

use tenon_git::{GitError, Repo};
use tenon_knowledge::task::{Side, Task};

use crate::commits::LAST;
use crate::owner::Owner;

/// The commits that changed each file, the last first.
#[derive(Default)]
pub(super) struct Past {
    repo: Option<Repo>,
    changed: HashMap<Vec<u8>, Vec<(String, i64)>>,
}

impl Past {
    /// Reads the last commits. Without a repository nothing is known.
    pub fn read(owner: &Owner, notices: &mut Vec<String>) -> Self {
        let mut past = Self::default();
        if let Err(error) = past.fill(owner) {
            notices.push(format!(
                "The commits were not asked which task is older and what texts mean: {error}."
            ));
        }
        past
    }

    fn fill(&mut self, owner: &Owner) -> Result<(), GitError> {
        let Some(repo) = Repo::discover(owner.root())? else {
            return Ok(());
        };
        for commit in repo.commits(LAST)? {
            for path in repo.touched(&commit.id)? {
                let of = self.changed.entry(path).or_default();
                of.push((commit.id.clone(), commit.at));
            }
        }
        self.repo = Some(repo);
        Ok(())
    }

    /// When a file came, in seconds since 1970; nothing where no commit has it.
    pub fn came(&self, path: &str) -> Option<i64> {
        let changed = self.changed.get(path.as_bytes())?.iter();
        changed.map(|(_, at)| *at).min()
    }

    /// On which side a text was written: that where only one of the two tasks was there, each time
    /// that it was changed. Of a text that was written on since the last commit nobody knows.
    pub fn side(&self, path: &str, now: &str, elder: &Task, younger: &Task) -> Side {
        let (Some(repo), Some(changed)) = (&self.repo, self.changed.get(path.as_bytes())) else {
            return Side::Unknown;
        };
        let head = repo.head_blob(path.as_bytes()).ok().flatten();
        let head = head.and_then(|id| repo.blob_of(&id).ok().flatten());
        if head.as_deref() != Some(now.as_bytes()) {
            return Side::Unknown;
        }
        let mut found = Side::Unknown;
        for (commit, _) in changed {
            let had = |task: &Task| repo.had(commit, task.path.as_bytes());
            let side = match (had(elder), had(younger)) {
                (Ok(true), Ok(false)) => Side::Elder,
                (Ok(false), Ok(true)) => Side::Younger,
                // Neither was there, so it meant none of them then.
                (Ok(false), Ok(false)) => continue,
                _ => return Side::Unknown,
            };
            if found != Side::Unknown && found != side {
                return Side::Unknown;
            }
            found = side;
        }
        found
    }
}
