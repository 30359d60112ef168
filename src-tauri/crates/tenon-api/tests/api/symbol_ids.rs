//! Ids of symbols are data: they outlive the folder of the index, and a loss of them is told.

use std::path::PathBuf;
use std::sync::Arc;

use tenon_api::app::App;
use tenon_api::ops::{self, Op};
use tenon_api::owner::{Caller, Owner};
use tenon_api::wire::{CheckState, JournalForgetParams, SymbolsListParams};
use tenon_testkit::TempWorkspace;

use crate::desk::{Home, files_with, own};

struct Place {
    workspace: TempWorkspace,
    app: Arc<App>,
    home: Home,
}

impl Place {
    fn new() -> Self {
        let home = Home::new();
        Self {
            workspace: TempWorkspace::with(&[
                ("a.rs", "fn first() { one(1, 2) }\n"),
                ("d/b.rs", "struct Second { x: u8 }\n"),
            ]),
            app: home.app(),
            home,
        }
    }

    fn owner(&self) -> Arc<Owner> {
        own(&self.app, self.workspace.path())
    }

    fn write(&self, path: &str, text: &str) {
        std::fs::write(self.workspace.at(path.as_bytes()), text).expect("written");
    }

    /// Each symbol's name and id, of one owner that comes and goes.
    fn ids(&self) -> Vec<(String, String)> {
        let owner = self.owner();
        let ids = ids(&owner);
        drop(owner);
        ids
    }

    /// The folder of what is kept of the workspace.
    fn folder(&self) -> PathBuf {
        let file = files_with(&self.home.data(), b"SQLite format 3");
        let file = file.iter().find(|file| file.ends_with("workspace.db"));
        let file = file.expect("a database");
        file.parent().expect("a folder").to_path_buf()
    }
}

fn ids(owner: &Arc<Owner>) -> Vec<(String, String)> {
    let params = SymbolsListParams {
        path: "".into(),
        offset: 0,
        limit: 100,
    };
    let listed = ops::symbols_list::run(owner, &Caller::window("main"), params);
    let rows = listed.expect("a list").symbols.into_iter();
    rows.map(|row| (row.name, row.id)).collect()
}

#[test]
fn an_index_that_is_gone_or_damaged_is_made_again_with_the_same_ids() {
    let place = Place::new();
    let before = place.ids();
    assert_eq!(before.len(), 3);
    let index = place.folder().join("index");
    std::fs::remove_dir_all(&index).expect("removed");
    assert_eq!(place.ids(), before);
    std::fs::write(index.join("symbols"), "nonsense").expect("written");
    let moved = place.workspace.at(b"d/c.rs");
    std::fs::rename(place.workspace.at(b"d/b.rs"), moved).expect("moved");
    assert_eq!(place.ids(), before, "also when something moved meanwhile");
    let owner = place.owner();
    assert_eq!(owner.restored().lost, Vec::<String>::new());
    drop(owner);
}

#[test]
fn a_database_that_went_back_takes_the_ids_from_the_index_and_tells_where_that_is_gone_too() {
    let place = Place::new();
    place.ids();
    let folder = place.folder();
    let (file, kept) = (folder.join("workspace.db"), folder.join("older"));
    std::fs::copy(&file, &kept).expect("copied");
    place.write("new.rs", "fn third() {}\n");
    let before = place.ids();
    std::fs::copy(&kept, &file).expect("put back");
    assert_eq!(place.ids(), before, "the index knows them");
    std::fs::copy(&kept, &file).expect("put back");
    std::fs::remove_dir_all(folder.join("index")).expect("removed");
    let owner = place.owner();
    let now = ids(&owner);
    assert_eq!(now[..2], before[..2], "those that the database knows");
    let lost = owner.restored().lost;
    assert!(
        lost.len() == 1 && lost[0].contains("older state"),
        "{lost:?}"
    );
    drop(owner);
    let report = tenon_api::doctor::report(&place.app, place.workspace.path());
    let check = report.checks.iter().find(|check| check.name == "symbols");
    let check = check.expect("it is looked at");
    assert_eq!(check.state, CheckState::Limited);
    assert!(check.detail.contains("older state"), "{}", check.detail);
    let owner = place.owner();
    assert_eq!(
        (ids(&owner), owner.restored().lost.len()),
        (now, 0),
        "told once"
    );
    drop(owner);
}

#[test]
fn a_database_that_is_gone_with_the_index_is_told_too() {
    let place = Place::new();
    let before = place.ids();
    let folder = place.folder();
    std::fs::remove_file(folder.join("workspace.db")).expect("removed");
    assert_eq!(place.ids(), before, "the index knows them");
    std::fs::remove_file(folder.join("workspace.db")).expect("removed");
    std::fs::remove_dir_all(folder.join("index")).expect("removed");
    let owner = place.owner();
    let after = ids(&owner);
    assert!(after.iter().zip(&before).all(|(now, was)| now.1 != was.1));
    let lost = owner.restored().lost;
    assert!(
        lost.iter().any(|lost| lost.contains("all of them")),
        "{lost:?}"
    );
    drop(owner);
}

#[test]
fn a_forgotten_name_is_nowhere_and_what_the_file_still_says_keeps_its_id() {
    let place = Place::new();
    place.write("teacup.rs", "fn saucer_of_teacup() {}\n");
    place.write("gone.rs", "fn teacup_that_left() { two(1, 2) }\n");
    place.ids();
    std::fs::remove_file(place.workspace.at(b"gone.rs")).expect("removed");
    let before = place.ids();
    let owner = place.owner();
    ids(&owner);
    let params = JournalForgetParams {
        text: Some("teacup".into()),
        ..JournalForgetParams::default()
    };
    let done = ops::journal_forget::run(&owner, &Caller::command_line(), params);
    let done = done.expect("forgotten");
    assert!(done.left.is_empty(), "{:?}", done.left);
    let found = files_with(&place.home.data(), b"teacup");
    assert_eq!(found, Vec::<PathBuf>::new());
    assert_eq!(ids(&owner), before);
    drop(owner);
    assert_eq!(place.ids(), before);
}
