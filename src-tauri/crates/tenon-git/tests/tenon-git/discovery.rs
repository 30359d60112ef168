//! Which repository a folder belongs to.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use tenon_git::{GitError, Repo};

use crate::fixture::Fixture;

#[test]
fn a_folder_without_a_repository_has_none() {
    let fixture = Fixture::bare_ground();
    assert!(
        Repo::discover(&fixture.root()).expect("readable").is_none(),
        "there is no .git"
    );
    let missing = fixture.root().join("missing");
    assert!(
        matches!(Repo::discover(&missing), Err(GitError::Io { .. })),
        "a folder must exist"
    );
}

#[test]
fn the_repository_around_a_subfolder_is_found_also_through_a_link() {
    let fixture = Fixture::with_files();
    let link = fixture.base().join("link");
    symlink(fixture.root().join("sub"), &link).expect("a link");
    for root in [fixture.root(), fixture.root().join("sub"), link] {
        assert_eq!(
            fixture.repo_at(&root).folder(),
            fixture.root(),
            "from {}",
            root.display()
        );
    }
}

#[test]
fn an_empty_git_folder_is_passed_over() {
    let fixture = Fixture::with_files();
    fs::create_dir(fixture.root().join("sub/.git")).expect("a folder");
    let repo = fixture.repo_at(&fixture.root().join("sub"));
    assert_eq!(repo.folder(), fixture.root(), "the walk goes on above it");
}

#[test]
fn the_inside_of_a_git_folder_is_no_workspace_of_it() {
    let fixture = Fixture::with_files();
    let inside = fixture.root().join(".git/refs");
    assert!(
        Repo::discover(&inside).expect("readable").is_none(),
        "git has no files there"
    );
}

#[test]
fn a_repository_without_a_worktree_is_none() {
    let fixture = Fixture::bare_ground();
    fixture.git(["init", "-q", "--bare", ".bare"]);
    fixture.write(".git", "gitdir: ./.bare\n");
    assert!(
        Repo::discover(&fixture.root()).expect("readable").is_none(),
        "it is bare"
    );
}

#[test]
fn linked_worktrees_submodules_and_separate_git_folders_are_read() {
    let fixture = Fixture::with_files();
    let linked = fixture.base().join("linked");
    fixture.git([
        "worktree",
        "add",
        "-q",
        "-b",
        "wt",
        linked.to_str().expect("plain"),
    ]);
    fixture.git_in(&fixture.base(), ["clone", "-q", "w", "inner"]);
    let inner = fixture.base().join("inner");
    fixture.git([
        "submodule",
        "--quiet",
        "add",
        inner.to_str().expect("plain"),
        "mod",
    ]);
    fixture.git_in(
        &fixture.base(),
        ["clone", "-q", "--separate-git-dir=apart", "w", "clone"],
    );
    let clone = fixture.base().join("clone");
    for (root, branch) in [
        (linked, "wt"),
        (fixture.root().join("mod"), "main"),
        (clone, "main"),
    ] {
        fs::write(root.join("a.txt"), "changed\n").expect("an edit");
        let repo = fixture.repo_at(&root);
        let status = repo.status().expect("a status");
        assert_eq!(
            status.branch.as_deref(),
            Some(branch),
            "in {}",
            root.display()
        );
        assert_eq!(status.entries.len(), 1, "one edit in {}", root.display());
        let watched = repo.watch_paths();
        for name in ["HEAD", "index", "refs", "config"] {
            let path = watched.iter().find(|path| path.ends_with(name));
            assert!(
                path.is_some_and(|path| path.exists()),
                "{name} is watched where it is"
            );
        }
    }
}

#[test]
fn a_partial_clone_is_read() {
    let fixture = Fixture::with_files();
    fixture.git(["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", fixture.root().display());
    let clone = fixture.git_in(
        &fixture.base(),
        ["clone", "-q", "--filter=blob:none", &url, "part"],
    );
    assert!(
        clone.status.success(),
        "{}",
        String::from_utf8_lossy(&clone.stderr)
    );
    let status = fixture
        .repo_at(&fixture.base().join("part"))
        .status()
        .expect("a status");
    assert_eq!(
        (status.branch.as_deref(), status.entries),
        (Some("main"), vec![]),
        "a clean clone"
    );
}

#[test]
fn the_folder_alone_chooses_the_repository() {
    let fixture = Fixture::with_files();
    fixture.write("a.txt", "changed\n");
    let repo = fixture.repo();
    assert_eq!(
        repo.folder(),
        fixture.root(),
        "the repository of the folder"
    );
    let status = repo.status().expect("a status");
    assert_eq!(status.branch.as_deref(), Some("main"), "with its own HEAD");
    assert_eq!(status.entries.len(), 1, "and its own index and files");
    assert!(
        repo.head_text(b"a.txt").expect("readable").is_some(),
        "and its own objects"
    );
}

#[test]
fn the_environment_does_not_choose_the_repository() {
    // A test may not change its own environment while others run, so this program is run again.
    let mut child = Command::new(std::env::current_exe().expect("this program"));
    child.args([
        "discovery::the_folder_alone_chooses_the_repository",
        "--exact",
    ]);
    for name in [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_COMMON_DIR",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_NAMESPACE",
        "GIT_CEILING_DIRECTORIES",
    ] {
        child.env(name, "/nonexistent");
    }
    let output = child.output().expect("the child runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "with GIT_DIR set: {text}"
    );
}

#[test]
fn a_repository_can_go_to_another_thread() {
    let repo = Fixture::with_files();
    let opened = repo.repo();
    let status = std::thread::spawn(move || opened.status())
        .join()
        .expect("no panic");
    assert!(status.is_ok(), "read on another thread");
}

#[test]
fn a_git_folder_that_is_exchanged_or_removed_is_an_error() {
    let fixture = Fixture::with_files();
    let repo = fixture.repo();
    fs::rename(fixture.root().join(".git"), fixture.base().join("moved")).expect("moved away");
    assert!(
        matches!(repo.status(), Err(GitError::Git { .. })),
        "it is gone"
    );
    fixture.write(".git", "gitdir: ../moved\n");
    assert!(
        matches!(repo.status(), Err(GitError::Misdirected { .. })),
        "it is another one"
    );
    assert!(fixture.repo().status().is_ok(), "which can be opened anew");
}
