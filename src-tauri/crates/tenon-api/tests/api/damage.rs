//! Damage and keys, as whoever opens the folder hears of them.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use tenon_api::app::App;
use tenon_api::wire::{BackupCreateParams, BackupRestoreParams, RestoreReport};
use tenon_testkit::TempWorkspace;

use crate::desk::{Home, own};

fn database(app: &App, folder: &TempWorkspace) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    let root = folder.path().canonicalize().expect("its real name");
    let row = app.db.workspace_at(root.as_os_str().as_bytes());
    let row = row.expect("read").expect("it was open");
    app.dirs.workspace_place(row.profile, row.id).file
}

/// Opens and closes the folder, and gives what was said.
fn visit(app: &Arc<App>, folder: &TempWorkspace) -> RestoreReport {
    let owner = own(app, folder.path());
    let said = owner.restored();
    owner.close();
    said
}

#[test]
fn a_damaged_database_is_noticed_saved_and_the_last_backup_is_named() {
    let (home, folder) = (Home::new(), TempWorkspace::with(&[]));
    let app = home.app();
    for _ in 0..5 {
        assert!(visit(&app, &folder).lost.is_empty(), "nothing is wrong");
    }
    let backup = app.back_up(&BackupCreateParams {
        to: None,
        with_key: false,
        profile: None,
    });
    let backup = backup.expect("it is made").name;
    let file = database(&app, &folder);
    let mut bytes = fs::read(&file).expect("read");
    // A name of an event in the journal, somewhere in the middle.
    let at = bytes
        .windows(16)
        .rposition(|part| part == b"workspace.opened")
        .expect("an event");
    bytes[at] ^= 1;
    fs::write(&file, &bytes).expect("written");

    let said = visit(&app, &folder);
    let damage = said.damage.expect("it is noticed");
    assert_eq!(damage.backup.as_deref(), Some(backup.as_str()));
    let aside = PathBuf::from(&damage.aside).join("workspace.db");
    assert_eq!(fs::read(aside).expect("kept"), bytes, "set aside as it was");
    assert!(
        said.lost[0].contains(&backup),
        "with the command: {:?}",
        said.lost
    );
    let again = visit(&app, &folder);
    assert!(again.lost.is_empty(), "and it is whole again: {again:?}");
}

#[test]
fn a_file_that_was_cut_is_never_said_to_have_lost_nothing() {
    let (home, folder) = (Home::new(), TempWorkspace::with(&[]));
    let app = home.app();
    visit(&app, &folder);
    let backup = app.back_up(&BackupCreateParams {
        to: None,
        with_key: false,
        profile: None,
    });
    let backup = backup.expect("it is made").name;
    let file = database(&app, &folder);
    let whole = fs::read(&file).expect("read");
    for size in [10, 25, 37].map(|page| page * 4096) {
        fs::write(&file, &whole[..size]).expect("cut");
        let said = visit(&app, &folder);
        let told = said.lost.join(" ");
        let cut = format!("was cut at {size} of {} bytes", whole.len());
        assert!(told.contains(&cut), "{told}");
        assert!(told.contains("cannot be told"), "{told}");
        assert!(told.contains("unsaved texts"), "{told}");
        assert!(told.contains(&backup), "with the way back: {told}");
        let damage = said.damage.expect("it is noticed");
        let pages = damage.lost.iter().find(|lost| lost.kind == "page");
        let missing = ((whole.len() - size) / 4096) as i64;
        assert_eq!(pages.map(|lost| lost.count.get()), Some(missing));
        assert!(visit(&app, &folder).lost.is_empty(), "it is said once");
    }
}

#[test]
fn a_file_that_is_no_database_any_more_is_set_aside() {
    let (home, folder) = (Home::new(), TempWorkspace::with(&[]));
    let app = home.app();
    visit(&app, &folder);
    let file = database(&app, &folder);
    let length = fs::metadata(&file).expect("there").len();
    fs::write(&file, vec![0xa5; length as usize]).expect("written");
    let said = visit(&app, &folder);
    assert!(said.damage.is_some_and(|damage| damage.backup.is_none()));
    assert!(visit(&app, &folder).lost.is_empty(), "a new one goes on");
}

#[test]
fn a_database_that_is_empty_or_gone_is_not_taken_for_a_new_folder() {
    let (home, folder) = (Home::new(), TempWorkspace::with(&[]));
    let app = home.app();
    assert!(visit(&app, &folder).lost.is_empty(), "a new one");
    let file = database(&app, &folder);
    for loss in ["empty", "missing"] {
        for killed in [false, true] {
            if killed {
                fs::write(file.with_file_name("workspace.left"), "in use").expect("written");
            }
            match loss {
                "empty" => fs::write(&file, "").expect("emptied"),
                _ => fs::remove_file(&file).expect("removed"),
            }
            let said = visit(&app, &folder);
            let told = said.lost.join(" ");
            assert!(
                told.contains(&format!("workspace.db\" is {loss}")),
                "{told}"
            );
            assert!(told.contains("no backup"), "{told}");
            assert!(
                said.damage.is_some(),
                "and a window hears of it as of damage"
            );
            assert!(visit(&app, &folder).lost.is_empty(), "it is said once");
        }
    }
    let backup = app.back_up(&BackupCreateParams {
        to: None,
        with_key: false,
        profile: None,
    });
    let backup = backup.expect("it is made").name;
    fs::remove_dir_all(file.parent().expect("its folder")).expect("removed");
    let without = app.back_up(&BackupCreateParams {
        to: None,
        with_key: false,
        profile: None,
    });
    let left_out = without.expect("the rest is saved").left_out;
    assert!(left_out[0].why.contains("missing"), "{left_out:?}");
    let look = tenon_api::doctor::report(&app, folder.path());
    let check = look.checks.iter().find(|check| check.name == "workspace");
    let hint = check.and_then(|check| check.hint.clone()).expect("a hint");
    assert!(!look.ok && hint.contains(&backup), "{hint}");
    let told = visit(&app, &folder).lost.join(" ");
    assert!(
        told.contains(&format!("tenon backup restore {backup}")),
        "{told}"
    );
}

#[test]
fn a_list_of_folders_that_is_empty_or_gone_comes_from_the_last_backup() {
    let (home, folder) = (Home::new(), TempWorkspace::with(&[]));
    let app = home.app();
    assert!(app.mended().is_none(), "a new one");
    visit(&app, &folder);
    let id = own(&app, folder.path()).row().id;
    let file = app.dirs.app_place().file;
    let lose = |empty: bool| {
        for log in ["app.db-wal", "app.db-shm", "app.db"] {
            let _ = fs::remove_file(file.with_file_name(log));
        }
        if empty {
            fs::write(&file, "").expect("emptied");
        }
    };
    let made = app
        .back_up(&BackupCreateParams {
            to: None,
            with_key: false,
            profile: None,
        })
        .expect("it is made");
    drop(app);
    for empty in [true, false] {
        lose(empty);
        let app = home.app();
        assert!(app.mended().is_some_and(|told| told.contains("backup")));
        assert_eq!(own(&app, folder.path()).row().id, id, "the same workspace");
    }
    // Kept somewhere else, where nobody looks for it.
    let elsewhere = tempfile::tempdir().expect("a folder");
    fs::rename(&made.path, elsewhere.path().join("kept")).expect("on one disk");
    fs::remove_dir_all(home.data().join("backups")).expect("removed");
    lose(false);
    let told = home.app().mended().expect("without a backup too");
    assert!(
        told.contains(&id.to_string()),
        "what is left is named: {told}"
    );
    assert!(
        told.contains("\"tenon backup restore FOLDER\""),
        "and how it comes back: {told}"
    );
    let app = home.app();
    assert!(app.mended().is_none(), "once");
    let params = BackupRestoreParams {
        name: elsewhere.path().join("kept").display().to_string(),
        only: None,
        dry_run: false,
    };
    app.restore(&params, false).expect("it is put back");
    assert_eq!(own(&app, folder.path()).row().id, id, "it is known again");
}

#[test]
fn a_damaged_list_of_folders_is_mended_and_what_is_missing_comes_from_a_backup() {
    let (home, folder) = (Home::new(), TempWorkspace::with(&[]));
    let app = home.app();
    visit(&app, &folder);
    let id = own(&app, folder.path()).row().id;
    app.back_up(&BackupCreateParams {
        to: None,
        with_key: false,
        profile: None,
    })
    .expect("it is made");
    let file = app.dirs.app_place().file;
    drop(app);
    let length = fs::metadata(&file).expect("there").len();
    fs::write(&file, vec![0xa5; length as usize]).expect("written");
    for log in ["app.db-wal", "app.db-shm"] {
        let _ = fs::remove_file(file.with_file_name(log));
    }
    let app = home.app();
    assert!(app.mended().is_some_and(|told| told.contains("backup")));
    assert_eq!(own(&app, folder.path()).row().id, id, "the same workspace");
}

#[test]
fn a_lost_key_is_named_and_nothing_is_made_in_its_place_before_somebody_says_so() {
    let (home, folder) = (Home::new(), TempWorkspace::with(&[]));
    let app = home.app();
    let owner = own(&app, folder.path());
    let id = owner.row().id;
    let key = app.dirs.keys().join(format!("{id}.key"));
    owner.close();
    drop(owner);
    // Nothing is sealed yet: the key of a workspace without content is made again in silence.
    fs::remove_file(&key).expect("lost");
    assert!(visit(&app, &folder).lost.is_empty());
    seal_something(&app, &folder);
    let kept = fs::read(&key).expect("read");
    let look = || {
        let report = tenon_api::doctor::report(&app, folder.path());
        let mut checks = report.checks.iter();
        let check = checks.find(|check| check.name == "key").expect("looked at");
        (report.ok, check.detail.clone())
    };
    assert!(look().0, "the key fits");
    fs::remove_file(&key).expect("lost");
    let (ok, told) = look();
    assert!(!ok && told.contains("is missing"), "{told}");
    let said = visit(&app, &folder);
    assert!(said.lost[0].contains("tenon key new"), "{:?}", said.lost);
    assert!(!key.exists(), "none is made by itself");
    fs::write(&key, [7; 32]).expect("another one's");
    assert!(visit(&app, &folder).lost[0].contains("another"));
    assert!(look().1.contains("another"), "{:?}", look());
    fs::write(&key, [7; 31]).expect("half of one");
    let said = visit(&app, &folder).lost;
    assert!(said.iter().any(|told| told.contains("damaged")), "{said:?}");
    assert!(look().1.contains("damaged"), "{:?}", look());

    let made = app.renew_key(folder.path()).expect("on purpose").path;
    assert!(made.ends_with(".2.key"), "beside it: {made}");
    fs::write(&key, kept).expect("it came back");
    assert!(visit(&app, &folder).lost.is_empty(), "both are there");
    let refused = app.renew_key(folder.path()).expect_err("it fits");
    assert_eq!(refused.code, tenon_core::Code::PreconditionFailed);
}

fn seal_something(app: &Arc<App>, folder: &TempWorkspace) {
    let file = database(app, folder);
    let row = own(app, folder.path()).row();
    let key = tenon_store::keys::load(&app.dirs.keys(), row.id).expect("read");
    let ambient = app.surroundings.ambient.clone();
    let session = tenon_core::SessionId::new(ambient.ids.as_ref());
    let place = tenon_store::Place {
        file,
        ..app.dirs.workspace_place(row.profile, row.id)
    };
    let db = tenon_store::WorkspaceDb::open(&place, key.expect("a key"), session, ambient);
    db.expect("opened")
        .put_content(b"text".to_vec())
        .expect("sealed");
}
