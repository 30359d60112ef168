//! A file that is opened by itself: its folder is no workspace before somebody says so.

use tenon_api::ops;
use tenon_api::owner::Owner;
use tenon_api::wire::{
    DocumentSaveParams, IndexStatus, IndexStatusParams, Nothing, RaiseParams, TrustParams,
};
use tenon_testkit::{TempWorkspace, wait_until};

use crate::desk::{Desk, own};
use crate::documents::change;
use crate::folder::versions;

fn loose() -> Desk {
    let files = [("a.rs", "fn a() {}\n"), ("b.rs", "fn b() {}\n")];
    Desk::served(TempWorkspace::with(&files), Owner::serve_file)
}

fn index(desk: &Desk) -> IndexStatus {
    let params = IndexStatusParams {
        path: None,
        limit: 0,
    };
    desk.call::<ops::index_status>(params).expect("it answers")
}

fn expect_taken_up(desk: &Desk) {
    wait_until("a version of every file", || versions(desk, "b.rs") > 0);
    wait_until("the index", || index(desk).progress.followed);
}

#[test]
fn only_what_is_opened_is_kept_and_read_until_the_question_is_answered() {
    let desk = loose();
    let doc = desk.open("a.rs").doc;
    desk.call::<ops::document_change>(change(doc, 1, &[(0, 0, "// new\n")]))
        .expect("it is typed");
    let save = DocumentSaveParams {
        doc,
        path: None,
        encoding: None,
        line_end: None,
        overwrite: false,
        counter: 1,
    };
    desk.call::<ops::document_save>(save).expect("it is saved");
    wait_until("what it was, and what it is", || {
        versions(&desk, "a.rs") == 2
    });
    // Others write into the folder, also into the file that is open.
    desk.workspace.put(b"b.rs", b"fn changed() {}\n");
    desk.workspace.put(b"c.rs", b"fn c() {}\n");
    wait_until("the list of files", || desk.find("c.rs").0 == ["c.rs"]);
    desk.workspace.put(b"a.rs", b"fn outside() {}\n");
    wait_until("its next version", || versions(&desk, "a.rs") == 3);
    assert_eq!(
        (versions(&desk, "b.rs"), versions(&desk, "c.rs")),
        (0, 0),
        "nobody opened these"
    );
    let progress = index(&desk).progress;
    assert!(!progress.followed && progress.total.get() == 0, "no index");
    let status = desk.call::<ops::history_status>(Nothing {});
    assert!(!status.expect("it answers").scanning, "no baseline");

    let answer = TrustParams { trusted: false };
    desk.call::<ops::workspace_trust>(answer)
        .expect("it is noted");
    expect_taken_up(&desk);
}

#[test]
fn a_folder_that_is_opened_itself_is_a_workspace_from_then_on() {
    let desk = loose();
    desk.open("a.rs");
    assert!(!index(&desk).progress.followed);
    let folder = RaiseParams::default();
    desk.call::<ops::workspace_raise>(folder)
        .expect("it answers");
    expect_taken_up(&desk);
    desk.owner.close();
    let Desk {
        owner,
        app,
        workspace,
        home: _home,
    } = desk;
    drop(owner);
    let again = own(&app, workspace.path());
    again.serve_file().expect("it serves");
    workspace.put(b"b.rs", b"fn later() {}\n");
    let caller = tenon_api::owner::Caller::window("main");
    let list = || {
        let params = tenon_api::wire::HistoryListParams {
            path: "b.rs".into(),
        };
        let listed = <ops::history_list as ops::Op>::run(&again, &caller, params);
        listed.map_or(0, |listed| listed.versions.len())
    };
    wait_until("the next version", || list() == 2);
}
