//! What lies in other branches, and which are merged.

use std::collections::HashSet;

use crate::fixture::Fixture;

fn names(fixture: &Fixture, folders: &[&str]) -> HashSet<String> {
    let names = fixture.repo().names_in_branches(folders, &|_| false);
    let text = |name: Vec<u8>| String::from_utf8(name).expect("UTF-8 here");
    names.expect("names").names.into_iter().map(text).collect()
}

fn merged(fixture: &Fixture, branches: &[&str]) -> Vec<String> {
    let merged = fixture.repo().merged(branches).expect("an answer");
    let named = merged.into_iter();
    named
        .map(|one| format!("{} in {}", one.branch, one.base))
        .collect()
}

fn set(names: &[&str]) -> HashSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn names_come_from_local_and_remote_branches_and_folders_below() {
    let fixture = Fixture::with_files();
    fixture.write("tasks/T-1 a.md", "a");
    fixture.write("elsewhere/T-99 b.md", "b");
    fixture.commit("on main");
    fixture.git(["switch", "-q", "-c", "side"]);
    fixture.write("tasks/completed/T-2 b.md", "b");
    fixture.commit("on side");
    fixture.git(["switch", "-q", "-c", "far", "main"]);
    fixture.write("tasks/T-3 c.md", "c");
    fixture.commit("far away");
    fixture.git(["update-ref", "refs/remotes/origin/far", "HEAD"]);
    fixture.git(["switch", "-q", "main"]);
    fixture.git(["branch", "-q", "-D", "far"]);
    let all = set(&["T-1 a.md", "T-2 b.md", "T-3 c.md"]);
    assert_eq!(names(&fixture, &["tasks"]), all);
    assert_eq!(names(&fixture, &["nowhere", "../tasks"]), set(&[]));
}

#[test]
fn texts_of_files_that_are_asked_for_come_once_from_every_branch() {
    let fixture = Fixture::with_files();
    fixture.write("tasks/cap it.md", "---\nid: T-7\n---\n");
    fixture.write("tasks/T-1 a.md", "a");
    fixture.commit("on main");
    fixture.git(["switch", "-q", "-c", "side"]);
    fixture.write("tasks/cap it.md", "---\nid: T-8\n---\n");
    fixture.commit("on side");
    let asked = |name: &[u8]| name.starts_with(b"cap");
    let found = fixture.repo().names_in_branches(&["tasks"], &asked);
    let mut texts = found.expect("texts").texts;
    texts.sort();
    assert_eq!(
        texts,
        ["---\nid: T-7\n---\n", "---\nid: T-8\n---\n"].map(str::as_bytes)
    );
}

#[test]
fn a_repository_without_a_commit_has_no_names_and_nothing_merged() {
    let fixture = Fixture::unborn();
    assert_eq!(names(&fixture, &["tasks"]), set(&[]));
    assert_eq!(merged(&fixture, &["side"]), [""; 0]);
}

#[test]
fn a_merged_branch_is_told_and_one_that_only_began_is_not() {
    let fixture = Fixture::with_files();
    for branch in ["done", "open"] {
        fixture.git(["switch", "-q", "-c", branch, "main"]);
        fixture.write(format!("{branch}.txt"), branch);
        fixture.commit(branch);
    }
    fixture.git(["switch", "-q", "main"]);
    fixture.git(["branch", "fresh"]);
    let all = ["done", "open", "fresh", "main", "nowhere"];
    assert_eq!(merged(&fixture, &all), [""; 0]);
    fixture.git(["merge", "-q", "--no-ff", "--no-edit", "done"]);
    assert_eq!(merged(&fixture, &all), ["done in main"]);
    fixture.git(["branch", "equal"]);
    assert_eq!(merged(&fixture, &["equal"]), [""; 0]);
}

#[test]
fn a_branch_that_was_fast_forwarded_counts_once_the_base_goes_on() {
    let fixture = Fixture::with_files();
    fixture.git(["switch", "-q", "-c", "done"]);
    fixture.write("done.txt", "done");
    fixture.commit("done");
    fixture.git(["switch", "-q", "main"]);
    fixture.git(["merge", "-q", "--ff-only", "done"]);
    assert_eq!(merged(&fixture, &["done"]), [""; 0], "it is the base");
    fixture.write("more.txt", "more");
    fixture.commit("more");
    assert_eq!(merged(&fixture, &["done"]), ["done in main"]);
}

#[test]
fn the_base_is_what_the_remote_calls_so() {
    let fixture = Fixture::with_files();
    fixture.git(["switch", "-q", "-c", "develop"]);
    fixture.git(["switch", "-q", "-c", "done"]);
    fixture.write("done.txt", "done");
    fixture.commit("done");
    fixture.git(["switch", "-q", "develop"]);
    fixture.git(["merge", "-q", "--no-ff", "--no-edit", "done"]);
    assert_eq!(merged(&fixture, &["done"]), [""; 0], "main has it not");
    fixture.git(["update-ref", "refs/remotes/origin/develop", "HEAD"]);
    let (head, target) = ("refs/remotes/origin/HEAD", "refs/remotes/origin/develop");
    fixture.git(["symbolic-ref", head, target]);
    assert_eq!(merged(&fixture, &["done"]), ["done in develop"]);
}
