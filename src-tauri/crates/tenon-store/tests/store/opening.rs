//! Opening: what is refused, in which words, and that nothing is touched by refusing.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rusqlite::Connection;
use tenon_store::{
    AppDb, DatabaseKind, JournalReader, ProfileId, RunsReader, StoreError, WorkspaceDb,
    copy_database, holds_sealed, key_trouble,
};
use uuid::Uuid;

use crate::fixture::{Fixture, files, saved, source};

#[test]
fn a_newer_file_is_refused_in_plain_words_and_not_touched() {
    let fixture = Fixture::new();
    drop(fixture.workspace());
    let file = fixture.place().file;
    let conn = Connection::open(&file).expect("opened");
    conn.execute_batch("PRAGMA user_version = 2030010101")
        .expect("a version of the future");
    drop(conn);
    let before = files(fixture.folder.path());
    let refused = fixture.try_workspace().expect_err("it is newer");
    let sentence = format!(
        "\"{}\" was written by a newer Tenon (schema 2030010101, this program knows 2026112300); \
         update Tenon, or set the file aside",
        file.display()
    );
    assert_eq!(refused.to_string(), sentence, "what, where, what to do");
    assert_eq!(
        files(fixture.folder.path()),
        before,
        "byte for byte, and nothing beside it"
    );
}

#[test]
fn a_version_that_no_tenon_gave_is_refused_in_plain_words_and_not_touched() {
    for (name, version) in [
        ("too low", "7"),
        ("none", "0"),
        ("below nothing", "-3"),
        ("between", "2026112099"),
    ] {
        let fixture = Fixture::new();
        drop((fixture.workspace(), fixture.app()));
        for file in [fixture.place().file, fixture.dirs.app_place().file] {
            let conn = Connection::open(&file).expect("opened");
            conn.execute_batch(&format!("PRAGMA user_version = {version}"))
                .expect("set");
            drop(conn);
            let before = files(fixture.folder.path());
            let refused = match file.ends_with("app.db") {
                true => fixture.try_app().expect_err(name),
                false => fixture.try_workspace().expect_err(name),
            };
            let sentence = format!(
                "\"{}\" has a schema that no Tenon made (version {version}); set the file aside and \
                 take the last copy from the backups folder, or let Tenon make a new one",
                file.display()
            );
            assert_eq!(refused.to_string(), sentence, "{name}");
            assert_eq!(files(fixture.folder.path()), before, "{name}: touched");
        }
    }
}

#[test]
fn a_database_that_is_only_being_made_holds_nothing_for_those_who_look() {
    let fixture = Fixture::new();
    // What another program leaves for a moment: the file has its name and its log, and no table.
    let being_made = |file: &Path, application: u32| {
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        let conn = Connection::open(file).expect("opened");
        let begun = format!("PRAGMA application_id = {application}; PRAGMA journal_mode = WAL");
        conn.execute_batch(&begun).expect("begun");
        conn
    };
    let (place, app) = (fixture.place(), fixture.dirs.app_place());
    let runs = fixture.dirs.runs_place(ProfileId(Uuid::from_u128(1)));
    let maker = being_made(&place.file, 0x544e_4e57);
    let makers = [
        being_made(&app.file, 0x544e_4e41),
        being_made(&runs.file, 0x544e_4e52),
    ];
    let unsaved = || WorkspaceDb::count_unsaved(&place).expect("it looks");
    assert_eq!(unsaved(), 0);
    assert_eq!(WorkspaceDb::symbols_lost(&place).expect("it looks"), None);
    let key = fixture.key();
    assert_eq!(key_trouble(&place, Some(&key)).expect("it looks"), None);
    assert!(!holds_sealed(&place));
    assert!(JournalReader::open(&place).expect("it looks").is_none());
    assert!(RunsReader::open(&runs).expect("it looks").is_none());
    assert!(AppDb::look_up(&app, b"/a").expect("it looks").is_none());
    let copy = copy_database(
        DatabaseKind::Workspace,
        &place.file,
        &fixture.folder.path().join("copy.db"),
        None,
    );
    assert!(matches!(copy, Err(StoreError::NotFound(_))), "{copy:?}");
    drop((maker, makers));
    drop((fixture.workspace(), fixture.app()));
    assert_eq!(unsaved(), 0, "it can be made");
}

#[test]
fn a_missing_table_is_called_damage_and_no_statement_is_shown() {
    let fixture = Fixture::new();
    drop(fixture.app());
    let file = fixture.dirs.app_place().file;
    let conn = Connection::open(&file).expect("opened");
    conn.execute_batch("DROP TABLE workspace; DROP TABLE profile")
        .expect("dropped");
    drop(conn);
    let refused = fixture.try_app().expect_err("it lacks its tables");
    let sentence = refused.to_string();
    assert!(matches!(refused, StoreError::Damaged { .. }), "{refused:?}");
    assert!(
        sentence.contains("no such table: profile") && !sentence.contains("SELECT"),
        "{sentence}"
    );
}

#[test]
fn what_is_no_database_or_anothers_is_refused_and_not_touched() {
    let fixture = Fixture::new();
    let file = fixture.place().file;
    fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    let check = |want: fn(&StoreError) -> bool, why: &str| {
        let before = files(fixture.folder.path());
        let refused = fixture.try_workspace().expect_err(why);
        assert!(want(&refused), "{why}: {refused}");
        assert_eq!(files(fixture.folder.path()), before, "{why}: touched");
    };
    for text in [
        "x",
        &"no database at all, but long enough to hold a header. ".repeat(9),
    ] {
        fs::write(&file, text).expect("written");
        check(
            |fault| matches!(fault, StoreError::NotADatabase { .. }),
            "plain text",
        );
    }
    fs::remove_file(&file).expect("removed");
    let conn = Connection::open(&file).expect("opened");
    conn.execute_batch("CREATE TABLE theirs (x)").expect("made");
    drop(conn);
    check(
        |fault| matches!(fault, StoreError::ForeignDatabase { .. }),
        "another program's",
    );
    fs::remove_file(&file).expect("removed");
    fs::create_dir(&file).expect("made");
    check(
        |fault| matches!(fault, StoreError::NotADatabase { .. }),
        "a folder",
    );
}

#[test]
fn app_and_workspace_are_not_taken_for_each_other() {
    let fixture = Fixture::new();
    drop(fixture.app());
    let file = fixture.place().file;
    fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    fs::copy(fixture.dirs.app_place().file, &file).expect("copied");
    let refused = fixture.try_workspace();
    assert!(
        matches!(refused, Err(StoreError::ForeignDatabase { .. })),
        "{refused:?}"
    );
}

#[test]
fn a_file_that_was_just_begun_is_taken_for_a_new_one() {
    let fixture = Fixture::new();
    let file = fixture.place().file;
    fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    fs::write(&file, "").expect("what a killed program leaves");
    assert_eq!(
        fixture.workspace().verify().expect("whole"),
        0,
        "and made ready"
    );
    fs::remove_file(&file).expect("removed");
    let conn = Connection::open(&file).expect("opened");
    conn.execute_batch("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA user_version = 0")
        .expect("set");
    drop(conn);
    assert_ne!(
        fs::metadata(&file).expect("there").len(),
        0,
        "one killed a moment later"
    );
    assert_eq!(
        fixture.workspace().verify().expect("whole"),
        0,
        "is made ready as well"
    );
}

#[test]
fn files_and_folders_are_private_even_when_they_were_not() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    db.append(source(1), saved(0)).expect("appended");
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    for (path, _) in files(&fixture.dirs.data) {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        let folder = path.parent().expect("a folder");
        assert_eq!(mode(folder), 0o700, "{}", folder.display());
    }
    drop(db);
    let file = fixture.place().file;
    fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).expect("opened up");
    drop(fixture.workspace());
    assert_eq!(mode(&file), 0o600, "closed again");
}

#[test]
fn a_database_is_made_with_the_settings_that_keep_it_safe() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let conn = Connection::open(fixture.place().file).expect("opened");
    let number = |pragma: &str| -> i64 {
        conn.pragma_query_value(None, pragma, |row| row.get(0))
            .expect("a number")
    };
    let mode: String = conn
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .expect("a word");
    assert_eq!(mode, "wal", "readers beside the writer");
    assert_eq!(number("auto_vacuum"), 2, "incremental");
    assert_eq!(number("application_id"), 0x544e_4e57, "TNNW");
    assert_eq!(number("user_version"), 2026112300, "the newest schema");
    drop(db);
}

#[test]
fn many_programs_that_open_a_new_database_at_once_agree() {
    let fixture = Fixture::new();
    std::thread::scope(|scope| {
        for n in 0..6 {
            let fixture = &fixture;
            scope.spawn(move || {
                fixture
                    .workspace()
                    .append(source(n), saved(0))
                    .expect("appended");
                assert_eq!(
                    fixture.app().profiles().expect("read").len(),
                    1,
                    "one Personal"
                );
            });
        }
    });
    assert_eq!(
        fixture.workspace().verify().expect("whole"),
        6,
        "one journal"
    );
}

#[test]
fn a_destroyed_header_page_is_called_damage_with_a_report() {
    let fixture = Fixture::new();
    drop(fixture.workspace());
    let file = fixture.place().file;
    let mut bytes = fs::read(&file).expect("read");
    bytes[100..4096].fill(0xaa);
    fs::write(&file, bytes).expect("written");
    let refused = fixture.try_workspace().expect_err("it is damaged");
    assert!(matches!(refused, StoreError::Damaged { .. }), "{refused:?}");
    assert!(
        refused.to_string().contains("backups"),
        "it says where help lies: {refused}"
    );
}
