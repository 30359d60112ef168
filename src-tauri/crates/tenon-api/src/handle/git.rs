//! What git says.

use std::sync::Arc;

use tenon_core::WirePath;
use tenon_git::{MarkKind, Operation, Repo};
use tenon_workspace::text;

use crate::ApiResult;
use crate::owner::{Caller, Owner, lock};
use crate::wire::{
    GitEntry, GitMark, GitMarkKind, GitMarks, GitMarksParams, GitStatus, Nothing, UiEvent,
};

/// No repository.
pub(crate) fn absent() -> GitStatus {
    GitStatus {
        present: false,
        problem: None,
        branch: None,
        head: None,
        detached: false,
        ahead: 0,
        behind: 0,
        operation: None,
        entries: Vec::new(),
        truncated: false,
    }
}

/// Looks for the repository.
pub(crate) fn discover(owner: &Owner) {
    let (repo, problem) = match Repo::discover(owner.root()) {
        Ok(repo) => (repo, None),
        Err(e) => (None, Some(e.to_string())),
    };
    let mut status = absent();
    status.problem = problem;
    *lock(&owner.git) = status;
    *lock(&owner.repo) = repo;
}

/// Asks git again and tells the windows when the answer is another one.
pub(crate) fn refresh(owner: &Arc<Owner>) {
    let status = read(owner);
    let mut last = lock(&owner.git);
    if *last != status {
        *last = status.clone();
        drop(last);
        owner.hub().emit(UiEvent::GitChanged { status });
    }
}

fn read(owner: &Owner) -> GitStatus {
    if lock(&owner.repo).is_none() {
        discover(owner);
    }
    let repo = lock(&owner.repo);
    let Some(found) = repo.as_ref() else {
        return lock(&owner.git).clone();
    };
    let status = match found.status() {
        Ok(status) => status,
        Err(e) => {
            // The repository may have gone or been exchanged; it is looked for again next time.
            drop(repo);
            *lock(&owner.repo) = None;
            return GitStatus {
                problem: Some(e.to_string()),
                ..absent()
            };
        }
    };
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    GitStatus {
        present: true,
        problem: None,
        branch: status.branch,
        head: status.head,
        detached: status.detached,
        ahead: count(status.ahead),
        behind: count(status.behind),
        operation: status.operation.map(|operation| {
            match operation {
                Operation::Merge => "merge",
                Operation::Rebase => "rebase",
                Operation::CherryPick => "cherry-pick",
                Operation::Revert => "revert",
                Operation::Bisect => "bisect",
            }
            .to_owned()
        }),
        entries: status
            .entries
            .into_iter()
            .map(|entry| GitEntry {
                path: WirePath::from_bytes(&entry.path),
                letter: entry.letter.to_string(),
                staged: entry.staged,
            })
            .collect(),
        truncated: status.truncated,
    }
}

pub(crate) fn git_status(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<GitStatus> {
    let status = read(owner);
    *lock(&owner.git) = status.clone();
    Ok(status)
}

pub(crate) fn git_marks(owner: &Owner, _: &Caller, params: GitMarksParams) -> ApiResult<GitMarks> {
    let (path, current) = {
        let documents = lock(&owner.documents);
        let document = documents.get(params.doc)?;
        let Some(path) = document.path.clone() else {
            return Ok(GitMarks { marks: Vec::new() });
        };
        (path, document.text.clone())
    };
    let repo = lock(&owner.repo);
    let Some(repo) = repo.as_ref() else {
        return Ok(GitMarks { marks: Vec::new() });
    };
    let decode = |bytes: &[u8]| Some(text::decode(bytes).text);
    let marks = repo.marks(&path, &current.to_string(), decode)?;
    let wire = marks.into_iter().map(|mark| GitMark {
        kind: match mark.kind {
            MarkKind::Added => GitMarkKind::Added,
            MarkKind::Modified => GitMarkKind::Modified,
            MarkKind::Deleted => GitMarkKind::Deleted,
        },
        from: mark.from_line,
        to: mark.to_line,
    });
    Ok(GitMarks {
        marks: wire.collect(),
    })
}
