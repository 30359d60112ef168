//! What git says.

use serde_json::json;
use tenon_core::WirePath;
use tenon_git::{MarkKind, Operation, Repo};
use tenon_workspace::text;

use crate::history::Order;
use crate::owner::{Caller, Owner, lock};
use crate::wire::{
    CommitList, CommitListParams, GitEntry, GitMark, GitMarkKind, GitMarks, GitMarksParams,
    GitStatus, Nothing, UiEvent,
};
use crate::{ApiError, ApiResult, commits};

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

/// Looks for the repository; what it answers holds as long as there is none.
pub(crate) fn discover(owner: &Owner) -> GitStatus {
    let found = owner.root.renew().map_err(ApiError::from);
    let found = found.and_then(|()| Ok(Repo::discover(owner.root())?));
    let (repo, problem) = match found {
        Ok(repo) => (repo, None),
        Err(e) => (None, Some(e.message)),
    };
    *lock(&owner.repo) = repo;
    if let Some(files) = owner.files.get() {
        files.watch_repository(owner);
    }
    GitStatus {
        problem,
        ..absent()
    }
}

/// Asks git again and tells the windows when the answer is another one.
pub(crate) fn refresh(owner: &Owner) -> GitStatus {
    let status = read(owner);
    let mut last = lock(&owner.git);
    if *last != status {
        let before = std::mem::replace(&mut *last, status.clone());
        drop(last);
        note_switch(owner, &before, &status);
        if before.head != status.head {
            owner.history.tell(Order::Committed);
        }
        owner.hub().emit(UiEvent::GitChanged {
            status: status.clone(),
        });
    }
    status
}

/// Writes down that another branch is checked out. What was there when the folder was opened, and a
/// repository that comes or goes, are no switch; without a branch the commit counts.
fn note_switch(owner: &Owner, before: &GitStatus, after: &GitStatus) {
    let place = |status: &GitStatus| match &status.branch {
        Some(branch) => (Some(branch.clone()), None),
        None => (None, status.head.clone()),
    };
    if before.present && after.present && place(before) != place(after) {
        let payload = json!({ "from": before.branch, "to": after.branch, "head": after.head });
        owner.record("git.branchSwitched", owner.subject(), payload, None);
    }
}

fn read(owner: &Owner) -> GitStatus {
    let status = || lock(&owner.repo).as_ref().map(Repo::status);
    if let Some(Ok(status)) = status() {
        return wire(status);
    }
    // There was none, or it is gone or was exchanged; so it is looked for.
    let without = discover(owner);
    match status() {
        None => without,
        Some(Ok(status)) => wire(status),
        Some(Err(e)) => GitStatus {
            problem: Some(ApiError::from(e).message),
            ..absent()
        },
    }
}

fn wire(status: tenon_git::Status) -> GitStatus {
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
    // What this caller is told first, the other windows are told too.
    Ok(refresh(owner))
}

pub(crate) fn commit_list(
    owner: &Owner,
    _: &Caller,
    params: CommitListParams,
) -> ApiResult<CommitList> {
    commits::list(owner, &params)
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
