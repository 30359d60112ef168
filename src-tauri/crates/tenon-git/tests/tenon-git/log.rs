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
fn commits_of_one_second_come_in_the_order_that_they_were_made_in() {
    let fixture = Fixture::with_files();
    let git = git2::Repository::open(fixture.root()).expect("a repository");
    // All at one moment, and long before the first one.
    let then = git2::Time::new(1_000_000_000, 0);
    let person = git2::Signature::new("A", "a@example.com", &then).expect("a person");
    let names: Vec<String> = (0..40).map(|number| format!("commit {number}")).collect();
    for name in &names {
        let last = git.head().and_then(|head| head.peel_to_commit());
        let last = last.expect("a commit");
        let tree = last.tree().expect("its tree");
        git.commit(Some("HEAD"), &person, &person, name, &tree, &[&last])
            .expect("a commit");
    }
    let commits = fixture.repo().commits(names.len()).expect("a log");
    let said = commits.iter().map(|commit| &*commit.message);
    let wanted = names.iter().rev().map(String::as_str);
    assert_eq!(said.collect::<Vec<_>>(), wanted.collect::<Vec<_>>());
}

#[test]
fn an_unborn_branch_has_no_commits() {
    let fixture = Fixture::bare_ground();
    fixture.git(["init", "-q", "-b", "main"]);
    assert_eq!(fixture.repo().commits(10).expect("a log"), []);
}

#[test]
fn a_commit_tells_the_files_of_the_workspace_that_it_changed() {
    let fixture = Fixture::with_files();
    fixture.write("a.txt", "one\n");
    fixture.write("sub/new.txt", "new\n");
    std::fs::remove_file(fixture.root().join("b.txt")).expect("it was there");
    fixture.commit("second");
    let repo = fixture.repo();
    let ids: Vec<_> = repo.commits(2).expect("a log");
    let files = |repo: &tenon_git::Repo, at: usize| {
        let files = repo.touched(&ids[at].id).expect("its files");
        let names = files
            .iter()
            .map(|path| String::from_utf8_lossy(path).into_owned());
        names.collect::<Vec<_>>()
    };
    assert_eq!(files(&repo, 0), ["a.txt", "b.txt", "sub/new.txt"]);
    assert_eq!(
        files(&repo, 1),
        ["a.txt", "b.txt", "sub/c.txt"],
        "the first has all"
    );
    let below = tenon_git::Repo::discover(&fixture.root().join("sub"));
    let below = below.expect("no fault").expect("a repository");
    assert_eq!(files(&below, 0), ["new.txt"], "seen from a folder in it");
    assert!(repo.touched("no hash").is_err());
}

#[test]
fn a_branch_has_the_commits_that_no_other_branch_has() {
    let fixture = Fixture::with_files();
    let repo = fixture.repo();
    let state = repo.branches_state().expect("a state");
    fixture.git(["switch", "-q", "-c", "work"]);
    assert_eq!(
        repo.own_commits("work", 10).expect("none"),
        Vec::<String>::new()
    );
    fixture.commit("second");
    fixture.commit("third");
    let listed = fixture.git(["rev-list", "--topo-order", "-n", "2", "work"]);
    let listed = String::from_utf8(listed).expect("hex");
    let last: Vec<_> = listed.lines().map(str::to_owned).collect();
    assert_eq!(repo.own_commits("work", 10).expect("its own"), last);
    assert_eq!(repo.own_commits("work", 1).expect("its own"), last[..1]);
    assert_eq!(
        repo.own_commits("gone", 1).expect("none"),
        Vec::<String>::new()
    );
    assert_ne!(repo.branches_state().expect("a state"), state);
}
