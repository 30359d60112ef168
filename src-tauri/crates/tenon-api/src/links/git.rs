//! Commits and branches.

use std::collections::HashMap;

use tenon_git::{Move, Repo};
use tenon_knowledge::link::{Branch, Commit, Mention, in_message};

use crate::commits::{LAST, subject};
use crate::owner::Owner;
use crate::tasks::LinkedTask;

/// So many commits of the branch of a task are its.
const OF_BRANCH: usize = 200;

/// What a commit says; it never changes.
#[derive(Clone)]
pub(super) struct Message {
    /// Its first line, masked.
    pub subject: String,
    pub mentions: Vec<Mention>,
    files: Vec<Vec<u8>>,
    moves: Vec<Move>,
}

/// The last commits, those of the tasks' branches among them.
#[derive(Clone, Default)]
pub(super) struct Commits {
    pub commits: Vec<Commit>,
    pub branches: Vec<Branch>,
    /// By their hashes.
    pub messages: HashMap<String, Message>,
    /// What files were called and are called since, the first move first.
    pub moves: Vec<Move>,
}

/// Reads what is new. A repository that cannot be read has no commits here; where git itself is asked
/// the fault is told.
pub(super) fn read(owner: &Owner, last: &mut Commits, tasks: &[LinkedTask]) -> Commits {
    match read_all(owner, last, tasks) {
        Ok(now) => {
            *last = now.clone();
            now
        }
        Err(error) => {
            tracing::info!(%error, "commits are not linked");
            Commits::default()
        }
    }
}

fn read_all(
    owner: &Owner,
    last: &Commits,
    tasks: &[LinkedTask],
) -> Result<Commits, tenon_git::GitError> {
    let Some(repo) = Repo::discover(owner.root())? else {
        return Ok(Commits::default());
    };
    let mut now = Commits::default();
    for commit in repo.commits(LAST)? {
        let message = match last.messages.get(&commit.id) {
            Some(known) => known.clone(),
            None => {
                let (files, moves) = repo.touched_and_moved(&commit.id)?;
                Message {
                    subject: subject(owner, &commit.message),
                    mentions: in_message(&commit.message),
                    files,
                    moves,
                }
            }
        };
        now.commits.push(Commit {
            hash: commit.id.clone(),
            at: commit.at.saturating_mul(1_000),
            files: message.files.clone(),
        });
        now.messages.insert(commit.id, message);
    }
    let moved = now.commits.iter().rev();
    let moved = moved.filter_map(|commit| now.messages.get(&commit.hash));
    now.moves = moved.flat_map(|message| message.moves.clone()).collect();
    now.moves.extend(repo.moved()?);
    // The commits of the branch that is checked out belong to the tasks that were begun on it.
    let checked_out = repo.branch()?;
    let mut names: Vec<&str> = tasks
        .iter()
        .filter_map(|linked| linked.task.branch.as_deref())
        .collect();
    names.extend(checked_out.as_deref());
    names.sort_unstable();
    names.dedup();
    for name in names {
        now.branches.push(Branch {
            name: name.to_owned(),
            commits: repo.own_commits(name, OF_BRANCH)?,
        });
    }
    Ok(now)
}
