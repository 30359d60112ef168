//! Branch, upstream and unfinished operations.

use tenon_git::Operation;

use crate::fixture::Fixture;

#[test]
fn an_unborn_branch_has_a_name_and_no_commit() {
    let fixture = Fixture::bare_ground();
    fixture.git(["init", "-q", "-b", "topic/first"]);
    let status = fixture.repo().status().expect("a status");
    assert_eq!(
        status.branch.as_deref(),
        Some("topic/first"),
        "the name of the branch to be"
    );
    assert_eq!(
        (status.head, status.detached),
        (None, false),
        "there is no commit yet"
    );
}

#[test]
fn a_branch_and_a_detached_head_name_the_commit() {
    let fixture = Fixture::with_files();
    let commit = String::from_utf8(fixture.git(["rev-parse", "HEAD"])).expect("hex");
    let repo = fixture.repo();
    for (branch, detached) in [(Some("main"), false), (None, true)] {
        let status = repo.status().expect("a status");
        assert_eq!(status.branch.as_deref(), branch, "the branch");
        assert_eq!(status.head.as_deref(), Some(commit.trim()), "the commit");
        assert_eq!(status.detached, detached, "whether HEAD is detached");
        fixture.git(["checkout", "-q", "--detach"]);
    }
}

#[test]
fn the_upstream_is_told_with_its_distance() {
    let fixture = Fixture::with_files();
    let repo = fixture.repo();
    let told = || {
        let status = repo.status().expect("a status");
        (status.upstream, status.ahead, status.behind)
    };
    assert_eq!(told(), (None, 0, 0), "no upstream is configured");
    fixture.git(["remote", "add", "origin", "/nonexistent"]);
    fixture.git(["update-ref", "refs/remotes/origin/main", "HEAD"]);
    fixture.git(["branch", "-q", "--set-upstream-to=origin/main"]);
    let name = Some("origin/main".to_owned());
    assert_eq!(told(), (name.clone(), 0, 0), "configured after opening");
    fixture.commit("theirs");
    fixture.git(["update-ref", "refs/remotes/origin/main", "HEAD"]);
    fixture.git(["reset", "-q", "--hard", "HEAD~"]);
    fixture.commit("ours");
    fixture.commit("ours too");
    assert_eq!(told(), (name, 2, 1), "two here, one there");
    fixture.git(["update-ref", "-d", "refs/remotes/origin/main"]);
    assert_eq!(told(), (None, 0, 0), "the upstream is gone");
}

#[test]
fn an_unfinished_operation_is_named() {
    let operations: [(&[&str], Operation); 5] = [
        (&["merge", "other"], Operation::Merge),
        (&["rebase", "other"], Operation::Rebase),
        (&["cherry-pick", "other"], Operation::CherryPick),
        (&["revert", "--no-commit", "HEAD"], Operation::Revert),
        (&["bisect", "start"], Operation::Bisect),
    ];
    for (command, expect) in operations {
        let fixture = Fixture::with_files();
        fixture.git(["checkout", "-q", "-b", "other"]);
        fixture.write("a.txt", "other\n");
        fixture.commit("other");
        fixture.git(["checkout", "-q", "main"]);
        fixture.write("a.txt", "main\n");
        fixture.commit("main");
        assert_eq!(
            fixture.repo().status().expect("a status").operation,
            None,
            "before {command:?}"
        );
        fixture.git_in(&fixture.root(), command);
        let status = fixture.repo().status().expect("a status");
        assert_eq!(status.operation, Some(expect), "after git {command:?}");
    }
}
