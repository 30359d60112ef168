//! Replacing through the owner.

use tenon_api::ops;
use tenon_api::wire::{
    HistoryAction, Nothing, SearchQuery, SearchReplaceFile, SearchReplaceParams, SearchReplaced,
};
use tenon_testkit::wait_until;

use crate::desk::Desk;
use crate::search::hits;

fn replace(
    desk: &Desk,
    text: &str,
    with: &str,
    files: Option<Vec<SearchReplaceFile>>,
    dry_run: bool,
) -> SearchReplaced {
    let search = SearchQuery {
        text: text.into(),
        ..SearchQuery::default()
    };
    let params = SearchReplaceParams {
        search,
        replacement: with.into(),
        keep_case: false,
        dry_run,
        files,
    };
    desk.call::<ops::search_replace>(params)
        .expect("it replaces")
}

#[test]
fn a_replacement_is_previewed_done_by_choice_and_undone_in_one_step() {
    let desk = Desk::new(&[
        ("a.txt", "old old\r\nx\n"),
        ("b.txt", "old\n"),
        ("c.txt", "old\n"),
        ("bin", "old\nold"),
    ]);
    desk.workspace
        .put(b"bin", &[b"old".repeat(40_000), vec![0]].concat());
    let preview = replace(&desk, "/o(l)d/", "n${1}w", None, true);
    assert_eq!((preview.restore, preview.files.len()), (None, 3));
    let first = &preview.files[0];
    assert_eq!(
        (
            first.hits.len(),
            first.hits[1].column.get(),
            first.hits[1].to.as_str()
        ),
        (2, 5, "nlw")
    );
    assert_eq!(desk.workspace.bytes(b"b.txt"), b"old\n", "nothing was done");

    let open = desk.open("a.txt");
    let chosen = |file: usize, without: &[u32]| SearchReplaceFile {
        path: preview.files[file].path.clone(),
        hash: preview.files[file].hash.clone(),
        without: without.to_vec(),
    };
    desk.workspace.put(b"c.txt", b"old, but another\n");
    let files = vec![chosen(0, &[0]), chosen(2, &[])];
    let done = replace(&desk, "/o(l)d/", "n${1}w", Some(files), false);
    let came: Vec<_> = done
        .files
        .iter()
        .map(|file| (file.done, file.reason.as_deref()))
        .collect();
    assert_eq!(
        came,
        [(true, None), (false, Some("It changed since the preview."))]
    );
    assert_eq!(desk.workspace.bytes(b"a.txt"), b"old nlw\r\nx\n");
    assert_eq!(
        desk.text(open.doc),
        "old nlw\nx\n",
        "an open document has it"
    );
    assert_eq!(
        desk.workspace.bytes(b"b.txt"),
        b"old\n",
        "it was not chosen"
    );

    let undone = desk
        .call::<ops::history_undo>(Nothing {})
        .expect("it is undone");
    assert_eq!(undone.changed, 1);
    assert_eq!(desk.workspace.bytes(b"a.txt"), b"old old\r\nx\n");
    assert_eq!(desk.text(open.doc), "old old\nx\n");
}

/// In a thread that has no powers of root.
fn without_powers<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let worker = scope.spawn(|| {
            if rustix::process::geteuid().is_root() {
                let nobody = rustix::process::Uid::from_raw(65_534);
                rustix::thread::set_thread_res_uid(nobody, nobody, nobody)
                    .expect("root may become anybody");
            }
            work()
        });
        worker.join().expect("no panic")
    })
}

#[test]
fn a_preview_names_files_that_cannot_be_written() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new(&[("a", "x\n"), ("d/b", "x\n")]);
    let mode = |path: &[u8], mode| {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(desk.workspace.at(path), mode).expect("a mode");
    };
    mode(b"", 0o777);
    mode(b"d", 0o555);
    let preview = without_powers(|| replace(&desk, "x", "y", None, true));
    let reasons: Vec<_> = preview.files.iter().map(|file| &file.reason).collect();
    assert_eq!(reasons[0], &None);
    let reason = reasons[1].as_deref().expect("a reason");
    assert!(reason.contains("d/b"), "{reason}");
    assert_eq!(
        preview.files[1].hits.len(),
        1,
        "what would be done is told all the same"
    );
    mode(b"d", 0o755);
}

#[test]
fn a_replacement_of_everything_keeps_modes_and_leaves_no_match() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new(&[("a", "x\n"), ("d/b", "y x")]);
    let mode = std::fs::Permissions::from_mode(0o750);
    std::fs::set_permissions(desk.workspace.at(b"a"), mode).expect("a mode");
    let done = replace(&desk, "x", "$1", None, false);
    assert!(
        done.restore.is_some() && done.files.iter().all(|file| file.done),
        "{done:?}"
    );
    assert_eq!(
        desk.workspace.bytes(b"d/b"),
        b"y $1",
        "a text has no groups"
    );
    let now = std::fs::metadata(desk.workspace.at(b"a")).expect("it is there");
    assert_eq!(now.permissions().mode() & 0o777, 0o750);
    wait_until("no match is left", || hits(&desk.owner, "x").is_empty());
    let none = replace(&desk, "nowhere", "x", None, false);
    assert_eq!((none.restore, none.files.len()), (None, 0));
}

#[test]
fn replacings_are_undone_one_after_the_other_and_what_changed_since_stays() {
    let desk = Desk::new(&[("a", "one\n"), ("b", "one\n"), ("c", "one\n")]);
    for (from, to) in [("one", "two"), ("two", "three")] {
        let done = replace(&desk, from, to, None, false);
        assert!(done.files.iter().all(|file| file.done), "{done:?}");
    }
    desk.workspace
        .put(b"b", b"three, and more by another program\n");
    let undo = || desk.call::<ops::history_undo>(Nothing {});
    let last = undo().expect("it is undone");
    assert_eq!((last.changed, last.left), (2, 1));
    let left = &last.files[1];
    assert_eq!(
        (left.path.path.as_str(), left.action),
        ("b", HistoryAction::Leave)
    );
    let reason = left.reason.as_deref();
    assert_eq!(reason, Some("it was changed since, and stays as it is"));
    let text = |path: &[u8]| String::from_utf8(desk.workspace.bytes(path)).expect("UTF-8");
    assert_eq!(
        (text(b"a").as_str(), text(b"c").as_str()),
        ("two\n", "two\n")
    );
    let first = undo().expect("so is the one before");
    assert_eq!((first.changed, first.left), (2, 1));
    assert_eq!(
        (text(b"a").as_str(), text(b"c").as_str()),
        ("one\n", "one\n")
    );
    assert_eq!(text(b"b"), "three, and more by another program\n");
    assert!(undo().is_err(), "there is no third");
    let rows = desk.close().rows;
    let kinds: Vec<_> = rows.iter().map(|row| row.header.kind.as_str()).collect();
    let of = |kind: &str| kinds.iter().filter(|it| **it == kind).count();
    assert_eq!((of("history.replaced"), of("history.undone")), (2, 2));
    assert_eq!(
        of("history.restored"),
        0,
        "nothing was taken back to a moment"
    );
}
