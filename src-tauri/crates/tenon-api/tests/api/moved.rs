//! Folders that were renamed, copied or made anew while nobody had them open.

use std::fs;
use std::process::Command;

use tenon_api::ops::{self, Op};
use tenon_api::owner::{Caller, Owner};
use tenon_api::wire::{HistoryListParams, Nothing};

use crate::desk::{Home, own};

fn versions(owner: &std::sync::Arc<Owner>) -> usize {
    let params = HistoryListParams {
        path: "a.txt".into(),
    };
    let listed = ops::history_list::run(owner, &Caller::command_line(), params);
    listed.expect("it lists").versions.len()
}

/// A folder with a version of its file, which nobody has open.
fn known(home: &Home) -> (std::path::PathBuf, tenon_core::WorkspaceId) {
    let folder = home.path().join("before");
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join("a.txt"), "kept").expect("a file");
    let owner = own(&home.app(), &folder);
    ops::history_scan::run(&owner, &Caller::command_line(), Nothing {}).expect("it scans");
    assert_eq!((versions(&owner), owner.restored().moved_from), (1, None));
    (folder, owner.row().id)
}

#[test]
fn a_renamed_folder_goes_on_and_says_where_it_was() {
    let home = Home::new();
    let (before, id) = known(&home);
    let after = home.path().join("after");
    fs::rename(&before, &after).expect("renamed");
    let app = home.app();
    let root = tenon_workspace::Root::open(&after).expect("it opens");
    let row = app.known(&root, None).expect("no fault").expect("known");
    assert_eq!(row.id, id, "also before it is opened");
    let owner = own(&app, &after);
    let row = owner.row();
    assert_eq!((row.id, row.name.as_str()), (id, "after"));
    assert_eq!(versions(&owner), 1, "its history goes on");
    let told = owner.restored();
    assert_eq!(told.moved_from, Some(before.display().to_string()));
    assert!(told.moved().is_some_and(|line| line.contains("/before\"")));
    drop(owner);
    assert_eq!(own(&app, &after).restored().moved_from, None, "said once");
    fs::create_dir(&before).expect("a folder");
    assert_ne!(own(&app, &before).row().id, id, "its first path is free");
}

#[test]
fn a_copy_and_a_folder_made_anew_are_folders_of_their_own() {
    let home = Home::new();
    let (before, id) = known(&home);
    let app = home.app();
    let copy = |name: &str| {
        let to = home.path().join(name);
        let status = Command::new("cp").arg("-a").args([&before, &to]).status();
        assert!(status.expect("it runs").success(), "a copy");
        to
    };
    let (first, second) = (copy("first"), copy("second"));
    let owner = own(&app, &first);
    assert_ne!(owner.row().id, id, "a copy beside the original");
    drop(owner);
    fs::remove_dir_all(&before).expect("removed");
    assert_ne!(own(&app, &second).row().id, id, "a copy that is left");
    let anew = home.path().join("anew");
    fs::create_dir(&anew).expect("a folder, which may have the number of the one that is gone");
    assert_ne!(own(&app, &anew).row().id, id, "another folder");
    fs::create_dir(&before).expect("a folder");
    assert_eq!(own(&app, &before).row().id, id, "a path stays what it is");
}

#[test]
fn a_folder_that_somebody_still_has_open_is_not_taken_from_them() {
    let home = Home::new();
    let (before, id) = known(&home);
    let app = home.app();
    let owner = own(&app, &before);
    let after = home.path().join("after");
    fs::rename(&before, &after).expect("renamed");
    assert_ne!(own(&app, &after).row().id, id);
    assert_eq!(owner.row().id, id);
}
