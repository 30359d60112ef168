//! Backups: made, listed, put back, and what goes wrong with them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use tenon_api::app::App;
use tenon_api::ops;
use tenon_api::owner::{Claim, Owner};
use tenon_api::wire::{
    BackupCreateParams, BackupInfo, BackupRestoreParams, EntryKind, Nothing, TreeCreateParams,
};
use tenon_api::{ApiError, ApiResult};
use tenon_core::Code;
use tenon_testkit::TempWorkspace;

use crate::desk::{Desk, Home, own};

fn create(to: Option<&Path>, with_key: bool) -> BackupCreateParams {
    BackupCreateParams {
        to: to.map(|to| to.display().to_string()),
        with_key,
        profile: None,
    }
}

fn put_back(name: &str) -> BackupRestoreParams {
    BackupRestoreParams {
        name: name.into(),
        dry_run: false,
        only: None,
    }
}

/// A home with one workspace that was open once and holds a layout.
fn home_with_data(folder: &TempWorkspace) -> Home {
    let home = Home::new();
    let app = home.app();
    let owner = own(&app, folder.path());
    keep(&owner, "one");
    owner.close();
    home
}

fn keep(owner: &tenon_api::owner::Owner, layout: &str) {
    use tenon_api::ops::Op;
    let caller = tenon_api::owner::Caller::window("main");
    let params = tenon_api::wire::LayoutParams {
        window: None,
        layout: format!("{{\"is\":\"{layout}\"}}"),
    };
    ops::layout_save::run(owner, &caller, params).expect("it is kept");
}

fn layout(app: &std::sync::Arc<App>, folder: &Path) -> String {
    use tenon_api::ops::Op;
    let owner = own(app, folder);
    let caller = tenon_api::owner::Caller::window("main");
    let params = tenon_api::wire::WindowParams { window: None };
    let kept = ops::layout_read::run(&owner, &caller, params).expect("it is read");
    owner.close();
    kept.layout.unwrap_or_default()
}

fn change(app: &std::sync::Arc<App>, folder: &Path, to: &str) {
    let owner = own(app, folder);
    keep(&owner, to);
    owner.close();
}

#[test]
fn a_backup_is_made_beside_a_living_owner_and_is_listed() {
    let desk = Desk::new(&[("a.txt", "text")]);
    let made = desk
        .call::<ops::backup_create>(create(None, false))
        .expect("it is made");
    assert!(!made.with_key, "the key stays");
    assert_eq!(made.workspaces.len(), 1, "{made:?}");
    assert!(made.workspaces[0].opened, "the content was opened");
    assert!(!Path::new(&made.path).join("keys").exists(), "no key in it");
    let listed = desk.call::<ops::backup_list>(Nothing {}).expect("listed");
    let names: Vec<_> = listed.backups.iter().map(|b| b.name.as_str()).collect();
    assert_eq!(names, [made.name.as_str()]);
    let mode = fs::metadata(&made.path)
        .expect("there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o700, "nobody else may read it");
    let params = TreeCreateParams {
        path: "b.txt".into(),
        kind: EntryKind::File,
    };
    desk.call::<ops::tree_create>(params)
        .expect("the owner lives on");
    let rows = desk.close().rows;
    assert!(rows.iter().any(|row| row.header.kind == "backup.made"));
}

#[test]
fn what_is_put_back_is_what_was_backed_up_and_the_present_is_kept_aside() {
    let folder = TempWorkspace::with(&[]);
    let home = home_with_data(&folder);
    let app = home.app();
    let made = app.back_up(&create(None, false)).expect("it is made");
    change(&app, folder.path(), "two");

    let dry = BackupRestoreParams {
        dry_run: true,
        ..put_back(&made.name)
    };
    let would = app.restore(&dry, false).expect("it can be");
    assert!(would.dry_run && would.files.len() == 1 && would.aside.is_none());
    assert_eq!(layout(&app, folder.path()), r#"{"is":"two"}"#, "untouched");

    let done = app.restore(&put_back(&made.name), false).expect("it is");
    assert_eq!(layout(&app, folder.path()), r#"{"is":"one"}"#, "as it was");
    let aside = Path::new(done.aside.as_deref().expect("a place")).join("workspace.db");
    assert!(aside.exists(), "the present is kept aside");
}

#[test]
fn a_copy_that_is_missing_in_a_backup_is_named_and_the_rest_is_put_back() {
    let (one, two) = (TempWorkspace::with(&[]), TempWorkspace::with(&[]));
    let home = home_with_data(&one);
    let app = home.app();
    change(&app, two.path(), "one");
    let made = app.back_up(&create(None, false)).expect("it is made");
    let id = |folder: &Path| {
        let owner = own(&app, folder);
        let id = owner.row().id;
        owner.close();
        id
    };
    let lost = Path::new(&made.path).join(format!("workspace-{}.db", id(two.path())));
    fs::remove_file(&lost).expect("it is there");
    change(&app, one.path(), "later");

    let listed = app.backups().expect("a list").backups.remove(0);
    assert_eq!((listed.workspaces.len(), listed.left_out.len()), (1, 1));
    let done = app.restore(&put_back(&made.name), false).expect("it is");
    let [left] = &done.backup.left_out[..] else {
        panic!("one is named: {:?}", done.backup.left_out);
    };
    assert_eq!(
        left.name,
        two.path().file_name().expect("a name").to_string_lossy()
    );
    assert!(
        left.why.contains(&lost.display().to_string()),
        "{}",
        left.why
    );
    assert_eq!(done.files.len(), 1);
    assert_eq!(
        layout(&app, one.path()),
        r#"{"is":"one"}"#,
        "the rest is back"
    );

    let only = BackupRestoreParams {
        only: Some(two.path().display().to_string()),
        ..put_back(&made.name)
    };
    let refused = app.restore(&only, false).expect_err("there is nothing");
    assert_eq!(refused.code, Code::NotFound);
    assert!(refused.message.contains("missing"), "{}", refused.message);
}

#[test]
fn a_copy_that_went_with_its_profile_is_not_missed() {
    let folder = TempWorkspace::with(&[]);
    let home = home_with_data(&folder);
    let app = home.app();
    app.create_profile("Client").expect("it is made");
    let other = TempWorkspace::with(&[]);
    let Ok(Claim::Owned(owner)) = Owner::claim(&app, other.path(), Some("Client")) else {
        panic!("it can be claimed");
    };
    owner.close();
    drop(owner);
    let made = app.back_up(&create(None, true)).expect("it is made");
    assert_eq!(made.workspaces.len(), 2);

    app.delete_profile("Client").expect("it is deleted");
    let listed = app.backups().expect("a list").backups.remove(0);
    assert_eq!((listed.workspaces.len(), listed.left_out), (1, vec![]));
    let done = app.restore(&put_back(&made.name), false).expect("it is");
    assert_eq!((done.files.len(), done.backup.left_out), (1, vec![]));
}

#[test]
fn a_new_machine_gets_profiles_folders_and_keys_from_a_backup_that_carries_them() {
    let folder = TempWorkspace::with(&[]);
    let home = home_with_data(&folder);
    let outside = tempfile::tempdir().expect("a folder");
    let made = home
        .app()
        .back_up(&create(Some(outside.path()), true))
        .expect("it is made");
    assert!(made.with_key, "it says so");

    let other = Home::new();
    let app = other.app();
    app.restore(&put_back(&made.path), false).expect("put back");
    assert_eq!(
        app.profiles().expect("read").profiles.len(),
        1,
        "one Personal"
    );
    assert_eq!(layout(&app, folder.path()), r#"{"is":"one"}"#);
    let owner = own(&app, folder.path());
    assert!(owner.restored().lost.is_empty(), "{:?}", owner.restored());
}

#[test]
fn an_open_workspace_gets_its_backup_when_it_is_next_opened() {
    let folder = TempWorkspace::with(&[]);
    let home = home_with_data(&folder);
    let app = home.app();
    let made = app.back_up(&create(None, false)).expect("it is made");
    let owner = own(&app, folder.path());
    keep(&owner, "two");
    let refused = app.restore(&put_back(&made.name), false);
    assert_eq!(refused.expect_err("it is open").code, Code::Conflict);
    let later = app.restore(&put_back(&made.name), true).expect("noted");
    assert!(later.at_next_start);
    keep(&owner, "three");
    owner.close();
    drop(owner);
    assert_eq!(layout(&app, folder.path()), r#"{"is":"one"}"#);
}

fn refused(app: &App, to: &Path) -> ApiError {
    let before: Vec<_> = files(to);
    let error = app
        .back_up(&create(Some(to), false))
        .expect_err("it cannot");
    assert_eq!(files(to), before, "nothing half is left");
    error
}

fn files(folder: &Path) -> Vec<std::ffi::OsString> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name()).collect()
}

#[test]
fn a_folder_that_vanished_or_is_no_folder_is_named() {
    let folder = TempWorkspace::with(&[]);
    let home = home_with_data(&folder);
    let app = home.app();
    let place = tempfile::tempdir().expect("a folder");
    let gone = refused(&app, &place.path().join("usb"));
    assert_eq!(gone.code, Code::NotFound);
    assert!(
        gone.message.contains("usb") && gone.hint.is_some(),
        "{gone}"
    );
    let file = place.path().join("file");
    fs::write(&file, "").expect("written");
    assert_eq!(refused(&app, &file).code, Code::Invalid);
}

#[test]
fn a_backup_of_a_newer_tenon_and_a_damaged_one_are_refused() {
    let folder = TempWorkspace::with(&[]);
    let home = home_with_data(&folder);
    let app = home.app();
    let make = || app.back_up(&create(None, false)).expect("it is made");
    let attempt = |made: &BackupInfo| -> ApiResult<()> {
        let done = app.restore(&put_back(&made.name), false);
        assert_eq!(layout(&app, folder.path()), r#"{"is":"one"}"#, "untouched");
        done.map(drop)
    };
    let newer = make();
    let manifest = Path::new(&newer.path).join("backup.json");
    let text = fs::read_to_string(&manifest).expect("read");
    fs::write(&manifest, text.replacen("\"v\": 1", "\"v\": 2", 1)).expect("written");
    let error = attempt(&newer).expect_err("newer");
    assert_eq!(error.code, Code::PreconditionFailed);
    assert!(error.message.contains("newer"), "{error}");
    let listed = app.backups().expect("listed").backups;
    assert!(listed[0].problem.is_some(), "and listed as such");
    fs::remove_dir_all(&newer.path).expect("removed");

    let damaged = make();
    let id = damaged.workspaces[0].id;
    let file = Path::new(&damaged.path).join(format!("workspace-{id}.db"));
    let mut bytes = fs::read(&file).expect("read");
    let at = bytes.len() - 2_000;
    bytes[at..].fill(0x5a);
    fs::write(&file, bytes).expect("written");
    assert_eq!(attempt(&damaged).expect_err("damaged").code, Code::Storage);
    assert_eq!(
        app.restore(&put_back("none"), false)
            .expect_err("none")
            .code,
        Code::NotFound
    );
}

#[test]
fn scheduled_backups_come_when_they_are_due_and_only_the_last_are_kept() {
    let folder = TempWorkspace::with(&[]);
    let home = home_with_data(&folder);
    let app = home.app();
    let asked = app.back_up(&create(None, false)).expect("it is made");
    let day = Duration::from_secs(86_400);
    assert!(
        app.scheduled_now(day, 2).expect("no fault").is_none(),
        "not due"
    );
    for _ in 0..4 {
        let made = app.scheduled_now(Duration::ZERO, 2).expect("no fault");
        assert!(made.is_some(), "due");
    }
    let names: Vec<_> = app.backups().expect("listed").backups;
    assert_eq!(
        names.len(),
        3,
        "two by itself, and the one that was asked for"
    );
    assert!(names.iter().any(|backup| backup.name == asked.name));
}
