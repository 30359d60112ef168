//! Local history: what is kept when, and taking files and folders back.

use tenon_api::ops;
use tenon_api::wire::{
    DocumentSaveParams, HistoryAction, HistoryKind, HistoryListParams, HistoryPinParams,
    HistoryReadParams, HistoryRestoreParams, HistoryRestored, HistoryState, HistoryVersion,
    Nothing, TreeMoveParams, UiEvent, Whole,
};
use tenon_core::{Change, Code, DocId, Edit};
use tenon_testkit::{TempWorkspace, wait_until};

use crate::desk::{Desk, own};

fn desk(files: &[(&str, &str)]) -> Desk {
    let desk = Desk::new(files);
    scanned(&desk);
    desk
}

fn scanned(desk: &Desk) {
    desk.call::<ops::history_scan>(Nothing {})
        .expect("it scans");
}

fn list(desk: &Desk, path: &str) -> Vec<HistoryVersion> {
    let params = HistoryListParams { path: path.into() };
    desk.call::<ops::history_list>(params)
        .expect("it lists")
        .versions
}

fn kinds(desk: &Desk, path: &str) -> Vec<HistoryKind> {
    list(desk, path)
        .iter()
        .map(|version| version.kind)
        .collect()
}

fn read(desk: &Desk, id: Whole) -> Vec<u8> {
    let params = HistoryReadParams {
        path: None,
        at: None,
        id: Some(id),
    };
    desk.raw::<ops::history_read>(params).expect("its bytes")
}

fn restore(desk: &Desk, path: &str, at: Whole, dry_run: bool) -> HistoryRestored {
    let params = HistoryRestoreParams {
        path: path.into(),
        at: Some(at),
        id: None,
        dry_run,
    };
    desk.call::<ops::history_restore>(params)
        .expect("it restores")
}

/// A moment that is behind everything so far, and before everything from now on. The file system
/// dates changes by a clock of its own, which runs a little behind.
fn moment(desk: &Desk) -> Whole {
    let now = desk.app.surroundings.ambient.clock.now();
    let probe = desk.home.path().join("probe");
    wait_until("the clock of the file system to be past it", || {
        std::fs::write(&probe, "").expect("written");
        let meta = probe.metadata().expect("its marks");
        let at = |meta: &std::fs::Metadata| {
            use std::os::unix::fs::MetadataExt;
            meta.ctime() * 1_000 + meta.ctime_nsec() / 1_000_000
        };
        std::fs::remove_file(&probe).expect("removed");
        at(&meta) > now
    });
    Whole::clamped(now)
}

fn edit(desk: &Desk, doc: DocId, counter: u32, parents: Vec<String>, edit: Edit) {
    let change = Change {
        doc,
        replica: "r".into(),
        counter,
        parents,
        changes: vec![edit],
    };
    desk.call::<ops::document_change>(tenon_api::wire::DocumentChangeParams { change })
        .expect("it fits");
}

fn save(desk: &Desk, doc: DocId, counter: u32) {
    let params = DocumentSaveParams {
        doc,
        path: None,
        encoding: None,
        line_end: None,
        overwrite: false,
        counter,
    };
    desk.call::<ops::document_save>(params)
        .expect("it is saved");
}

#[test]
fn every_save_and_every_change_of_others_has_its_version_and_what_was_before() {
    let desk = desk(&[("a.txt", "one"), ("not-open.txt", "before")]);
    let doc = desk.open("a.txt").doc;
    edit(&desk, doc, 1, vec![], Edit(3, 3, " two".into()));
    save(&desk, doc, 1);
    edit(
        &desk,
        doc,
        2,
        vec!["r:1".into()],
        Edit(7, 7, " three".into()),
    );
    save(&desk, doc, 2);
    let versions = list(&desk, "a.txt");
    let texts: Vec<_> = versions.iter().map(|it| read(&desk, it.id)).collect();
    assert_eq!(
        texts,
        [&b"one two three"[..], b"one two", b"one"],
        "the newest first"
    );
    assert_eq!(
        kinds(&desk, "a.txt"),
        [HistoryKind::Save, HistoryKind::Save, HistoryKind::Baseline]
    );
    desk.workspace.put(b"not-open.txt", b"after");
    wait_until("the change to be seen", || {
        list(&desk, "not-open.txt").len() == 2
    });
    let versions = list(&desk, "not-open.txt");
    assert_eq!(versions[0].kind, HistoryKind::External);
    assert_eq!(read(&desk, versions[0].id), b"after");
    assert_eq!(
        read(&desk, versions[1].id),
        b"before",
        "it had never been open"
    );
}

#[test]
fn a_folder_goes_back_to_a_moment_and_the_restore_is_undone() {
    let desk = desk(&[
        ("keep.txt", "same"),
        ("src/a.txt", "old"),
        ("src/gone.txt", "was here"),
    ]);
    let at = moment(&desk);
    desk.workspace.put(b"src/a.txt", b"new text");
    desk.workspace.put(b"src/made.txt", b"made later");
    std::fs::remove_file(desk.workspace.at(b"src/gone.txt")).expect("removed");
    let plan = restore(&desk, "", at, true);
    let told: Vec<_> = plan
        .files
        .iter()
        .map(|it| (it.path.path.as_str(), it.action, it.done))
        .collect();
    assert_eq!(
        told,
        [
            ("src/a.txt", HistoryAction::Change, false),
            ("src/gone.txt", HistoryAction::Create, false),
            ("src/made.txt", HistoryAction::Remove, false),
        ]
    );
    assert_eq!(
        (plan.changed, plan.created, plan.removed, plan.unchanged),
        (1, 1, 1, 1)
    );
    assert_eq!(
        desk.workspace.bytes(b"src/a.txt"),
        b"new text",
        "nothing was done"
    );
    let done = restore(&desk, "", at, false);
    assert!(done.files.iter().all(|file| file.done), "{done:?}");
    assert_eq!(desk.workspace.bytes(b"src/a.txt"), b"old");
    assert_eq!(
        desk.workspace.names(b"src"),
        [b"a.txt".to_vec(), b"gone.txt".to_vec()]
    );
    let undone = desk
        .call::<ops::history_undo>(Nothing {})
        .expect("it is undone");
    assert_eq!((undone.changed, undone.created, undone.removed), (1, 1, 1));
    assert_eq!(desk.workspace.bytes(b"src/a.txt"), b"new text");
    assert_eq!(
        desk.workspace.names(b"src"),
        [b"a.txt".to_vec(), b"made.txt".to_vec()]
    );
    let again = desk
        .call::<ops::history_undo>(Nothing {})
        .expect_err("only once");
    assert_eq!(again.code, Code::NotFound);
    let kinds: Vec<_> = desk
        .close()
        .rows
        .into_iter()
        .map(|row| row.header.kind)
        .collect();
    assert!(
        kinds.iter().any(|kind| kind == "history.restored"),
        "{kinds:?}"
    );
    assert!(
        kinds.iter().any(|kind| kind == "history.undone"),
        "{kinds:?}"
    );
}

#[test]
fn a_file_that_was_renamed_or_removed_has_its_history() {
    let desk = desk(&[("old.txt", "text"), ("gone.txt", "was here")]);
    let params = TreeMoveParams {
        from: "old.txt".into(),
        to: "sub/new.txt".into(),
    };
    desk.call::<ops::tree_move>(params).expect("it moves");
    assert_eq!(
        kinds(&desk, "sub/new.txt").first(),
        Some(&HistoryKind::Moved)
    );
    let versions = list(&desk, "sub/new.txt");
    let oldest = versions.last().expect("the baseline");
    assert_eq!(
        (oldest.path.path.as_str(), oldest.kind),
        ("old.txt", HistoryKind::Baseline)
    );
    std::fs::remove_file(desk.workspace.at(b"gone.txt")).expect("removed");
    wait_until("its end to be seen", || {
        list(&desk, "gone.txt")
            .first()
            .is_some_and(|it| it.state == HistoryState::Removed)
    });
    let at = list(&desk, "gone.txt")[1].at;
    restore(&desk, "gone.txt", at, false);
    assert_eq!(desk.workspace.bytes(b"gone.txt"), b"was here");
}

#[test]
fn unsaved_text_is_kept_before_its_file_is_restored_and_stays_in_the_editor() {
    let desk = desk(&[("a.txt", "one")]);
    let at = moment(&desk);
    let doc = desk.open("a.txt").doc;
    edit(&desk, doc, 1, vec![], Edit(3, 3, " saved".into()));
    save(&desk, doc, 1);
    edit(
        &desk,
        doc,
        2,
        vec!["r:1".into()],
        Edit(0, 0, "unsaved ".into()),
    );
    let heard = desk.hear();
    restore(&desk, "a.txt", at, false);
    assert_eq!(desk.workspace.bytes(b"a.txt"), b"one");
    heard.wait("word of the change", |event| match event {
        UiEvent::DocumentChanged { document } if document.doc == doc => {
            (document.disk == tenon_api::wire::DiskState::Changed).then_some(())
        }
        _ => None,
    });
    assert_eq!(desk.text(doc), "unsaved one saved", "the buffer keeps it");
    let kept = list(&desk, "a.txt")
        .into_iter()
        .find(|it| !it.on_disk)
        .expect("a version");
    assert_eq!(read(&desk, kept.id), b"unsaved one saved");
    assert_eq!(kept.kind, HistoryKind::BeforeRestore);
}

#[test]
fn what_is_ignored_or_too_large_is_said_so() {
    let workspace = TempWorkspace::with(&[(".ignore", "skipped\n"), ("skipped", "x")]);
    workspace.put(b"large", &vec![b'x'; (1 << 20) + 1]);
    let desk = Desk::over(workspace);
    scanned(&desk);
    let why = |path: &str| {
        let params = HistoryListParams { path: path.into() };
        desk.call::<ops::history_list>(params)
            .expect("it lists")
            .skipped
            .expect("a sentence")
    };
    assert!(why("skipped").contains("Ignore files"));
    assert!(why("large").contains("too large"));
    let status = desk
        .call::<ops::history_status>(Nothing {})
        .expect("its state");
    assert_eq!(status.too_large.get(), 1);
    let outside = HistoryListParams {
        path: "../elsewhere".into(),
    };
    let refused = desk
        .call::<ops::history_list>(outside)
        .expect_err("outside");
    assert_eq!(refused.code, Code::Permission);
}

#[test]
fn what_changed_while_tenon_was_away_is_found_when_it_comes_back() {
    let desk = desk(&[
        ("a.txt", "before"),
        ("gone.txt", "was here"),
        ("same.txt", "same"),
    ]);
    let (app, root) = (desk.app.clone(), desk.workspace.path().to_owned());
    desk.owner.close();
    let Desk {
        owner,
        workspace,
        home,
        ..
    } = desk;
    drop(owner);
    workspace.put(b"a.txt", b"after all");
    std::fs::remove_file(workspace.at(b"gone.txt")).expect("removed");
    let owner = own(&app, &root);
    let desk = Desk {
        owner,
        app,
        workspace,
        home,
    };
    scanned(&desk);
    assert_eq!(
        kinds(&desk, "a.txt"),
        [HistoryKind::Away, HistoryKind::Baseline]
    );
    assert_eq!(
        kinds(&desk, "gone.txt"),
        [HistoryKind::Away, HistoryKind::Baseline]
    );
    assert_eq!(
        kinds(&desk, "same.txt"),
        [HistoryKind::Baseline],
        "nothing happened to it"
    );
}

#[test]
fn a_committed_file_costs_a_reference_until_it_differs() {
    let workspace = TempWorkspace::with(&[("a.txt", "committed\n"), ("b.txt", "not\n")]);
    for arguments in [
        &["init", "-q"][..],
        &["add", "a.txt"],
        &["commit", "-q", "-m", "first"],
    ] {
        crate::git::git(workspace.path(), arguments);
    }
    let desk = Desk::over(workspace);
    scanned(&desk);
    let state = |path| list(&desk, path)[0].state;
    assert_eq!(
        (state("a.txt"), state("b.txt")),
        (HistoryState::Git, HistoryState::Kept)
    );
    assert_eq!(read(&desk, list(&desk, "a.txt")[0].id), b"committed\n");
    std::fs::remove_dir_all(desk.workspace.at(b".git")).expect("removed");
    scanned(&desk);
    let states: Vec<_> = list(&desk, "a.txt").iter().map(|it| it.state).collect();
    let want = [HistoryState::Kept];
    assert_eq!(states, want, "what the file still has is kept here now");
}

#[test]
fn a_committed_text_that_git_removes_is_still_known() {
    let workspace = TempWorkspace::with(&[("a.txt", "amended\n"), ("b.txt", "removed\n")]);
    let git = |arguments: &[&str]| crate::git::git(workspace.path(), arguments);
    git(&["init", "-q"]);
    git(&["add", "a.txt", "b.txt"]);
    git(&["commit", "-q", "-m", "first"]);
    let folder = workspace.path().to_owned();
    let desk = Desk::over(workspace);
    scanned(&desk);
    let at = moment(&desk);
    let first = list(&desk, "a.txt").remove(0);
    assert_eq!(first.state, HistoryState::Git);
    desk.workspace.put(b"a.txt", b"another text\n");
    std::fs::remove_file(desk.workspace.at(b"b.txt")).expect("removed");
    wait_until("both to be seen", || {
        list(&desk, "a.txt").len() == 2 && list(&desk, "b.txt").len() == 2
    });
    let git = |arguments: &[&str]| crate::git::git(&folder, arguments);
    git(&["commit", "-q", "-a", "--amend", "-m", "second"]);
    git(&["reflog", "expire", "--expire=now", "--all"]);
    git(&["gc", "-q", "--prune=now"]);
    assert_eq!(read(&desk, first.id), b"amended\n");
    let done = restore(&desk, "", at, false);
    assert_eq!((done.failed, done.left), (0, 0), "{done:?}");
    assert_eq!(desk.workspace.bytes(b"a.txt"), b"amended\n");
    assert_eq!(desk.workspace.bytes(b"b.txt"), b"removed\n");
}

#[test]
fn what_the_newest_commit_lets_go_is_kept_before_its_file_changes() {
    let workspace = TempWorkspace::with(&[("a.txt", "first\n")]);
    let folder = workspace.path().to_owned();
    let git = |arguments: &[&str]| crate::git::git(&folder, arguments);
    git(&["init", "-q"]);
    git(&["add", "a.txt"]);
    git(&["commit", "-q", "-m", "first"]);
    workspace.put(b"b.txt", b"let go\n");
    git(&["add", "b.txt"]);
    git(&["commit", "-q", "-m", "second"]);
    let desk = Desk::over(workspace);
    scanned(&desk);
    desk.call::<ops::git_status>(Nothing {}).expect("a status");
    let first = list(&desk, "b.txt").remove(0);
    assert_eq!(first.state, HistoryState::Git);
    git(&["reset", "-q", "HEAD~1"]);
    desk.call::<ops::git_status>(Nothing {}).expect("a status");
    assert_eq!(list(&desk, "b.txt")[0].state, HistoryState::Kept);
    assert_eq!(list(&desk, "a.txt")[0].state, HistoryState::Git);
    git(&["reflog", "expire", "--expire=now", "--all"]);
    git(&["gc", "-q", "--prune=now"]);
    desk.workspace.put(b"b.txt", b"another text\n");
    assert_eq!(read(&desk, first.id), b"let go\n");
}

#[test]
fn a_pinned_version_says_so() {
    let desk = desk(&[("a.txt", "one")]);
    let id = list(&desk, "a.txt")[0].id;
    let pinned = desk.call::<ops::history_pin>(HistoryPinParams { id, pinned: true });
    assert!(pinned.expect("it is pinned").pinned);
    assert!(list(&desk, "a.txt")[0].pinned);
    let none = HistoryPinParams {
        id: Whole::clamped(9_999),
        pinned: true,
    };
    assert_eq!(
        desk.call::<ops::history_pin>(none).expect_err("none").code,
        Code::NotFound
    );
}

#[test]
fn a_move_by_another_program_takes_the_history_along_and_can_be_taken_back() {
    let desk = desk(&[("old/a.txt", "one of its kind"), ("keep.txt", "same")]);
    let at = moment(&desk);
    std::fs::rename(desk.workspace.at(b"old"), desk.workspace.at(b"new")).expect("moved");
    wait_until("the move to be seen", || {
        list(&desk, "new/a.txt")
            .first()
            .is_some_and(|it| it.kind == HistoryKind::Moved)
    });
    let versions = list(&desk, "new/a.txt");
    let oldest = versions.last().expect("the baseline");
    assert_eq!(oldest.path.path, "old/a.txt", "what it was before the move");
    let done = restore(&desk, "", at, false);
    assert_eq!((done.created, done.removed, done.failed), (1, 1, 0));
    assert_eq!(desk.workspace.bytes(b"old/a.txt"), b"one of its kind");
    assert!(
        !desk.workspace.at(b"new").exists(),
        "the folder went with its last file"
    );
}

#[test]
fn a_moment_before_a_move_is_known_under_the_new_path() {
    let desk = desk(&[("old/a.txt", "first"), ("old/sub/b.txt", "other")]);
    let before_any = Whole::clamped(1);
    let at = moment(&desk);
    let moved = |from: &str, to: &str| {
        let (from, to) = (from.into(), to.into());
        desk.call::<ops::tree_move>(TreeMoveParams { from, to })
            .expect("it moves");
    };
    moved("old", "mid");
    moved("mid", "new");
    desk.workspace.put(b"new/a.txt", b"second, longer");
    wait_until("the change to be seen", || {
        list(&desk, "new/a.txt")
            .first()
            .is_some_and(|it| it.size.get() == 14)
    });
    desk.workspace.put(b"new/later.txt", b"made later");
    wait_until("the new file to be seen", || {
        !list(&desk, "new/later.txt").is_empty()
    });
    let then = |path: &str, at| {
        desk.raw::<ops::history_read>(HistoryReadParams {
            path: Some(path.into()),
            at: Some(at),
            id: None,
        })
    };
    assert_eq!(then("new/a.txt", at).expect("its bytes"), b"first");
    assert_eq!(then("old/a.txt", at).expect("its bytes"), b"first");
    let late = then("new/later.txt", at).expect_err("it was not there");
    assert_eq!(late.code, Code::NotFound);
    let early = desk
        .call::<ops::history_restore>(HistoryRestoreParams {
            path: "new/later.txt".into(),
            at: Some(at),
            id: None,
            dry_run: true,
        })
        .expect_err("it was not there");
    assert_eq!(early.code, Code::PreconditionFailed, "{early:?}");
    then("new/a.txt", before_any).expect_err("before anybody looked");
    let alone = restore(&desk, "new/a.txt", at, true);
    assert_eq!((alone.changed, alone.created, alone.removed), (1, 0, 0));
    std::fs::remove_file(desk.workspace.at(b"new/later.txt")).expect("removed");
    let done = restore(&desk, "new", at, false);
    assert_eq!((done.changed, done.created, done.removed), (1, 0, 0));
    assert_eq!(desk.workspace.bytes(b"new/a.txt"), b"first");
    assert_eq!(desk.workspace.bytes(b"new/sub/b.txt"), b"other");
    desk.call::<ops::history_undo>(Nothing {}).expect("undone");
    assert_eq!(desk.workspace.bytes(b"new/a.txt"), b"second, longer");
}

#[test]
fn text_that_is_given_up_is_kept() {
    let desk = desk(&[("a.txt", "one")]);
    let doc = desk.open("a.txt").doc;
    edit(&desk, doc, 1, vec![], Edit(0, 0, "unsaved ".into()));
    let params = tenon_api::wire::DocumentRevertParams {
        doc,
        encoding: None,
    };
    desk.call::<ops::document_revert>(params)
        .expect("it is read again");
    let kept = list(&desk, "a.txt")
        .into_iter()
        .find(|it| !it.on_disk)
        .expect("a version");
    assert_eq!(read(&desk, kept.id), b"unsaved one");
}

#[test]
fn a_folder_that_became_a_link_out_of_the_workspace_stops_nothing_else() {
    let desk = Desk::new(&[("vendor/a.txt", "a\n"), ("b.txt", "first\n")]);
    scanned(&desk);
    let outside = tempfile::tempdir().expect("a folder beside it");
    std::fs::write(outside.path().join("a.txt"), "theirs\n").expect("written");
    std::fs::remove_dir_all(desk.workspace.at(b"vendor")).expect("removed");
    std::os::unix::fs::symlink(outside.path(), desk.workspace.at(b"vendor")).expect("a link");
    desk.workspace.put(b"b.txt", b"second, and longer\n");
    desk.workspace.put(b"new.txt", b"new\n");
    scanned(&desk);
    assert_eq!(
        list(&desk, "new.txt").len(),
        1,
        "a new file has its baseline"
    );
    assert_eq!(
        list(&desk, "b.txt").len(),
        2,
        "and a changed one its before"
    );
}
