//! The workspace's folder is deleted, renamed, and comes back, while its owner runs.

use std::fs;

use tenon_api::ops;
use tenon_api::wire::{
    DiskState, DocumentSaveParams, FileFindParams, HistoryListParams, Nothing, PathParams,
    SymbolsFindParams, TerminalStartParams, UiEvent,
};
use tenon_core::Code;
use tenon_testkit::{TempWorkspace, wait_until};

use crate::desk::Desk;
use crate::git::git;

fn desk() -> Desk {
    let workspace = TempWorkspace::with(&[("a.txt", "a\n"), ("src/b.rs", "fn before() {}\n")]);
    git(workspace.path(), &["init", "-q", "-b", "main"]);
    let desk = Desk::over(workspace);
    wait_until("the repository", || status(&desk).present);
    desk
}

fn status(desk: &Desk) -> tenon_api::wire::GitStatus {
    desk.call::<ops::git_status>(Nothing {})
        .expect("it answers")
}

pub fn versions(desk: &Desk, path: &str) -> usize {
    let params = HistoryListParams { path: path.into() };
    let listed = desk.call::<ops::history_list>(params);
    listed.map_or(0, |listed| listed.versions.len())
}

fn list(desk: &Desk) -> tenon_api::ApiResult<Vec<String>> {
    let listed = desk.call::<ops::tree_list>(PathParams { path: "".into() })?;
    Ok(listed.entries.into_iter().map(|e| e.name).collect())
}

/// Every kind of question says that the folder is gone, and what to do.
fn expect_gone(desk: &Desk) {
    let find = FileFindParams {
        query: "a".into(),
        limit: 10,
    };
    let symbols = SymbolsFindParams {
        query: "before".into(),
        limit: 10,
        fresh: true,
    };
    let terminal = TerminalStartParams {
        cols: 80,
        rows: 24,
        cwd: None,
        name: None,
        restore: None,
    };
    let answers = [
        list(desk).map(drop),
        desk.raw::<ops::file_read>(tenon_api::wire::FileReadParams {
            path: "a.txt".into(),
        })
        .map(drop),
        desk.call::<ops::file_find>(find).map(drop),
        desk.call::<ops::symbols_find>(symbols).map(drop),
        desk.call::<ops::terminal_start>(terminal).map(drop),
        desk.call::<ops::history_scan>(Nothing {}).map(drop),
    ];
    for answer in answers {
        let error = answer.expect_err("there is no folder");
        assert_eq!(error.code, Code::PreconditionFailed, "{error:?}");
        assert!(
            error.message.ends_with("was deleted, moved or renamed"),
            "{error:?}"
        );
        assert!(error.hint.is_some(), "what to do");
    }
    let git = status(desk);
    assert!(
        !git.present && git.problem.is_some_and(|why| why.contains("renamed")),
        "git knows of no repository"
    );
}

fn expect_followed(desk: &Desk, name: &str) {
    let heard = desk.hear();
    desk.workspace.put(name.as_bytes(), b"new\n");
    heard.wait("news of a file", |event| {
        matches!(event, UiEvent::FilesChanged { folders, .. } if !folders.is_empty()).then_some(())
    });
    wait_until("the file in the list of files", || {
        desk.find(name).0.contains(&name.to_owned())
    });
    wait_until("the file in the local history", || versions(desk, name) > 0);
}

#[test]
fn a_folder_that_is_made_again_is_used_listed_and_followed_again() {
    let desk = desk();
    let doc = desk.open("a.txt").doc;
    let heard = desk.hear();
    fs::remove_dir_all(desk.workspace.path()).expect("it is ours");
    heard.wait("the tree to be told", |event| {
        matches!(event, UiEvent::FilesChanged { rescan: true, .. }).then_some(())
    });
    heard.wait("the document's file to be missing", |event| match event {
        UiEvent::DocumentChanged { document } if document.doc == doc => {
            (document.disk == DiskState::Missing).then_some(())
        }
        _ => None,
    });
    expect_gone(&desk);

    let heard = desk.hear();
    fs::create_dir(desk.workspace.path()).expect("its place is free");
    git(desk.workspace.path(), &["init", "-q", "-b", "other"]);
    heard.wait("the tree to be told", |event| {
        matches!(event, UiEvent::FilesChanged { rescan: true, .. }).then_some(())
    });
    heard.wait("the other repository", |event| match event {
        UiEvent::GitChanged { status } => (status.branch.as_deref() == Some("other")).then_some(()),
        _ => None,
    });
    assert!(list(&desk).expect("it is there").is_empty());
    expect_followed(&desk, "new.txt");
    let save = DocumentSaveParams {
        doc,
        path: None,
        encoding: None,
        line_end: None,
        overwrite: false,
        counter: 0,
    };
    desk.call::<ops::document_save>(save).expect("it is saved");
    assert_eq!(
        fs::read(desk.workspace.at(b"a.txt")).expect("it is there"),
        b"a\n"
    );
    let heard = desk.hear();
    git(desk.workspace.path(), &["switch", "-q", "-c", "third"]);
    heard.wait("the next branch", |event| match event {
        UiEvent::GitChanged { status } => (status.branch.as_deref() == Some("third")).then_some(()),
        _ => None,
    });
}

#[test]
fn a_folder_that_was_renamed_and_is_back_is_followed_again() {
    let desk = desk();
    let away = desk.workspace.path().with_extension("away");
    wait_until("the first version", || versions(&desk, "a.txt") == 1);
    let heard = desk.hear();
    fs::rename(desk.workspace.path(), &away).expect("it is ours");
    heard.wait("the tree to be told", |event| {
        matches!(event, UiEvent::FilesChanged { rescan: true, .. }).then_some(())
    });
    expect_gone(&desk);
    let heard = desk.hear();
    fs::rename(&away, desk.workspace.path()).expect("it is ours");
    heard.wait("the tree to be told", |event| {
        matches!(event, UiEvent::FilesChanged { rescan: true, .. }).then_some(())
    });
    wait_until("the list of files", || {
        desk.find("b.rs").0 == ["src/b.rs"] && !desk.find("").2
    });
    expect_followed(&desk, "src/new.rs");
    let heard = desk.hear();
    git(desk.workspace.path(), &["switch", "-q", "-c", "later"]);
    heard.wait("the branch", |event| match event {
        UiEvent::GitChanged { status } => (status.branch.as_deref() == Some("later")).then_some(()),
        _ => None,
    });
    assert_eq!(
        versions(&desk, "a.txt"),
        1,
        "no file was said to be deleted meanwhile"
    );
}
