//! The last commits.

use crate::fixture::Fixture;

#[test]
fn commits_come_the_last_first_with_their_messages() {
    let fixture = Fixture::with_files();
    fixture.git(["commit", "-q", "--allow-empty", "-m", "second\n\nFixes #12"]);
    let repo = fixture.repo();
    let commits = repo.commits(10).expect("a log");
    let head = String::from_utf8(fixture.git(["rev-parse", "HEAD"])).expect("hex");
    assert_eq!(commits.len(), 2);
    assert_eq!(commits[0].id, head.trim());
    assert_eq!(commits[0].message, "second\n\nFixes #12\n");
    assert_eq!(repo.commits(1).expect("a log"), commits[..1]);
}

#[test]
fn an_unborn_branch_has_no_commits() {
    let fixture = Fixture::bare_ground();
    fixture.git(["init", "-q", "-b", "main"]);
    assert_eq!(fixture.repo().commits(10).expect("a log"), []);
}
