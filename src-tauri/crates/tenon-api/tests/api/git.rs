//! What git says, and when it says something new.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;
use tenon_api::ops;
use tenon_api::wire::{
    CommitList, CommitListParams, GitMarkKind, GitMarksParams, GitStatus, Nothing, UiEvent,
};
use tenon_core::Code;
use tenon_testkit::TempWorkspace;

use crate::desk::{Desk, Heard};
use crate::documents::change;

pub fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]);
    command
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null");
    command
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let status = command.status().expect("git is installed");
    assert!(status.success(), "git {arguments:?}");
}

fn repository() -> Desk {
    let workspace = TempWorkspace::with(&[("a.txt", "one\ntwo\nthree\n"), ("b.txt", "b\n")]);
    git(workspace.path(), &["init", "-q", "-b", "main"]);
    git(workspace.path(), &["add", "."]);
    git(workspace.path(), &["commit", "-q", "-m", "first"]);
    Desk::over(workspace)
}

fn status(desk: &Desk) -> GitStatus {
    desk.call::<ops::git_status>(Nothing {})
        .expect("it answers")
}

fn letters(status: &GitStatus) -> Vec<(String, String)> {
    let entries = status.entries.iter();
    entries
        .map(|entry| (entry.path.path.clone(), entry.letter.clone()))
        .collect()
}

fn wait(heard: &Heard, what: &str, wanted: impl Fn(&GitStatus) -> bool) -> GitStatus {
    heard.wait(what, |event| match event {
        UiEvent::GitChanged { status } if wanted(status) => Some(status.clone()),
        _ => None,
    })
}

#[test]
fn the_branch_and_what_differs_are_told() {
    let desk = repository();
    assert_eq!(status(&desk).branch.as_deref(), Some("main"));
    assert_eq!(letters(&status(&desk)), []);
    let heard = desk.hear();
    desk.workspace.put(b"a.txt", b"changed\n");
    desk.workspace.put(b"new.txt", b"n");
    let told = wait(&heard, "both letters", |status| status.entries.len() == 2);
    let want = [("a.txt".into(), "M".into()), ("new.txt".into(), "U".into())];
    assert_eq!(letters(&told), want);
}

#[test]
fn a_commit_and_a_switch_of_the_branch_in_a_terminal_are_seen() {
    let desk = repository();
    let heard = desk.hear();
    git(desk.workspace.path(), &["switch", "-q", "-c", "feature/x"]);
    wait(&heard, "the other branch", |status| {
        status.branch.as_deref() == Some("feature/x")
    });
    desk.workspace.put(b"a.txt", b"changed\n");
    wait(&heard, "a change", |status| status.entries.len() == 1);
    let heard = desk.hear();
    git(
        desk.workspace.path(),
        &["commit", "-q", "-a", "-m", "second"],
    );
    wait(&heard, "a clean tree", |status| status.entries.is_empty());
}

#[test]
fn a_repository_that_is_made_later_is_followed_like_any_other() {
    let desk = Desk::new(&[("a.txt", "a")]);
    assert!(!status(&desk).present);
    let heard = desk.hear();
    git(desk.workspace.path(), &["init", "-q", "-b", "main"]);
    wait(&heard, "the repository", |status| status.present);
    git(desk.workspace.path(), &["add", "."]);
    wait(&heard, "the staged file", |status| {
        status.entries.iter().any(|entry| entry.staged)
    });
    let heard = desk.hear();
    // Only files of the repository itself change now.
    git(desk.workspace.path(), &["commit", "-q", "-m", "first"]);
    wait(&heard, "a clean tree", |status| {
        status.entries.is_empty() && status.head.is_some()
    });
    let heard = desk.hear();
    std::fs::remove_dir_all(desk.workspace.at(b".git")).expect("removed");
    wait(&heard, "no repository", |status| {
        !status.present && status.problem.is_none()
    });
}

#[test]
fn what_one_window_asks_for_is_told_to_the_others() {
    let workspace = TempWorkspace::with(&[("a.txt", "a")]);
    git(workspace.path(), &["init", "-q"]);
    let home = crate::desk::Home::new();
    let app = home.app();
    // Without the watcher, so that nobody else asks.
    let owner = crate::desk::own(&app, workspace.path());
    let heard = Heard::on(owner.hub());
    let caller = tenon_api::owner::Caller::window("main");
    let answer =
        <ops::git_status as ops::Op>::run(&owner, &caller, Nothing {}).expect("it answers");
    assert_eq!(wait(&heard, "the same", |_| true), answer);
}

#[test]
fn lines_that_differ_from_the_last_commit_are_marked_as_they_are_typed() {
    let desk = repository();
    let doc = desk.open("a.txt").doc;
    let marks = || {
        desk.call::<ops::git_marks>(GitMarksParams { doc })
            .expect("marks")
            .marks
    };
    assert_eq!(marks(), []);
    desk.call::<ops::document_change>(change(doc, 1, &[(4, 7, "ZWEI\nnew")]))
        .expect("it applies");
    let found: Vec<_> = marks()
        .iter()
        .map(|mark| (mark.kind, mark.from, mark.to))
        .collect();
    assert_eq!(found, [(GitMarkKind::Modified, 2, 3)]);
}

#[test]
fn a_switched_branch_is_an_event_and_other_news_of_git_is_not() {
    let desk = repository();
    git(desk.workspace.path(), &["branch", "side"]);
    let heard = desk.hear();
    assert_eq!(status(&desk).branch.as_deref(), Some("main"));
    desk.workspace.put(b"a.txt", b"changed\n");
    wait(&heard, "the change", |status| !status.entries.is_empty());
    git(desk.workspace.path(), &["checkout", "-q", "side"]);
    wait(&heard, "the branch", |status| {
        status.branch.as_deref() == Some("side")
    });
    git(desk.workspace.path(), &["checkout", "-q", "--detach"]);
    let last = wait(&heard, "no branch", |status| status.detached);
    let ended = desk.close();
    let switched = ended
        .rows
        .iter()
        .filter(|row| row.header.kind == "git.branchSwitched")
        .map(crate::journal::payload);
    let head = last.head;
    let want = [
        json!({ "from": "main", "to": "side", "head": head }),
        json!({ "from": "side", "to": null, "head": head }),
    ];
    assert_eq!(switched.collect::<Vec<_>>(), want);
}

fn commits(desk: &Desk, query: &str, limit: u32) -> CommitList {
    let query = query.to_owned();
    desk.call::<ops::commit_list>(CommitListParams { query, limit })
        .expect("it answers")
}

fn subjects(list: &CommitList) -> Vec<&str> {
    list.commits.iter().map(|row| &*row.subject).collect()
}

#[test]
fn commits_are_found_by_words_and_by_their_hashes_the_last_first() {
    let desk = repository();
    let folder = desk.workspace.path();
    let said = [
        "Parser: keep spaces\n\nnothing of this",
        "parser: read tabs",
    ];
    let secret = "Use ghp_16C7e42F292c6912E7710c838347Ae178B4a for now";
    for message in said.iter().chain([&secret]) {
        git(folder, &["commit", "-q", "--allow-empty", "-m", message]);
    }
    let all = commits(&desk, "", 100);
    assert_eq!(
        subjects(&all)[1..],
        ["parser: read tabs", "Parser: keep spaces", "first"],
        "the last first, though most are of one second"
    );
    assert!(!all.more);
    let masked = subjects(&all)[0];
    assert!(masked.starts_with("Use <REDACTED:"), "{masked}");
    assert_eq!(
        subjects(&commits(&desk, "PARSER keep", 5)),
        ["Parser: keep spaces"]
    );
    assert_eq!(commits(&desk, "nothing of this", 5).commits, []);
    let parser = commits(&desk, "parser", 1);
    assert_eq!(
        (subjects(&parser), parser.more),
        (vec!["parser: read tabs"], true)
    );
    let wanted = &all.commits[2];
    assert!(wanted.hash.starts_with(&wanted.short) && wanted.short.len() >= 10);
    assert_eq!(wanted.reference, format!("commit:{}", wanted.hash));
    let found = commits(&desk, &wanted.short.to_uppercase(), 5);
    assert_eq!(found.commits, std::slice::from_ref(wanted));
    // What is kept between two questions is not older than the repository.
    git(folder, &["reset", "-q", "--hard", "HEAD~2"]);
    assert_eq!(
        subjects(&commits(&desk, "", 100)),
        ["Parser: keep spaces", "first"]
    );
    let refused = desk.call::<ops::commit_list>(CommitListParams {
        query: String::new(),
        limit: 0,
    });
    assert_eq!(refused.map_err(|error| error.code), Err(Code::Invalid));
    let bare = Desk::over(TempWorkspace::with(&[("a.txt", "")]));
    assert_eq!(commits(&bare, "", 5).commits, [], "no repository");
}
