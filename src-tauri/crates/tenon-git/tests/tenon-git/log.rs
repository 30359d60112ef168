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

#[test]
fn a_commit_tells_the_files_that_it_changed_seen_from_the_workspace() {
    let fixture = Fixture::with_files();
    for (path, text) in [("sub/a.txt", "a"), ("sub/b.txt", "b"), ("subtop.txt", "t")] {
        fixture.write(path, text);
    }
    fixture.git(["add", "."]);
    fixture.git(["commit", "-q", "-m", "three"]);
    fixture.git(["rm", "-q", "sub/b.txt"]);
    fixture.git(["commit", "-q", "-m", "one goes"]);
    let repo = fixture.repo();
    let ids = ["HEAD", "HEAD~1"].map(|name| {
        let id = String::from_utf8(fixture.git(["rev-parse", name])).expect("hex");
        id.trim().to_owned()
    });
    let changed = |at: usize, most| repo.changed_by(&ids[at], most).expect("its files");
    assert_eq!(changed(0, 9), [b"sub/b.txt".to_vec()]);
    let three = ["sub/a.txt", "sub/b.txt", "subtop.txt"].map(|path| path.as_bytes().to_vec());
    assert_eq!(changed(1, 3), three);
    assert_eq!(changed(1, 2), Vec::<Vec<u8>>::new(), "too many say nothing");
    let below = fixture.repo_at(&fixture.root().join("sub"));
    let inside = below.changed_by(&ids[1], 9).expect("its files");
    assert_eq!(inside, [b"a.txt".to_vec(), b"b.txt".to_vec()]);
    assert!(repo.changed_by("no commit", 9).is_err());
}
