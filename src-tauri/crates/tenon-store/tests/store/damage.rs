//! Damage: each row that something else changed is found, and what is whole is saved.

use std::fs;

use rusqlite::Connection;
use serde_json::json;
use tenon_store::{
    ContentKey, DatabaseKind, KeyTrouble, NewBytes, NewVersion, Place, StoreError, VersionKind,
    WorkspaceDb, copy_database, holds_sealed, keys, prove_database, salvage_note,
    salvage_workspace,
};

use crate::fixture::{Fixture, actor, masked, saved, source, subject};

/// A database with events, documents with versions, and a layout.
pub fn filled(fixture: &Fixture) {
    let db = fixture.workspace();
    for n in 0..30 {
        db.append(source(1), saved(n)).expect("appended");
    }
    for n in 0..4 {
        let doc = db
            .see_document(format!("{n}.rs").as_bytes())
            .expect("seen")
            .id;
        let bytes = NewBytes::Plain(format!("text of {n}").into_bytes());
        let (kind, label) = (VersionKind::Save, None);
        db.keep_version(NewVersion {
            doc,
            bytes,
            kind,
            label,
        })
        .expect("kept");
    }
    db.put_layout("main", json!({ "panels": 1 })).expect("kept");
}

/// Changes the file behind Tenon's back.
fn behind(fixture: &Fixture, sql: &str) {
    let conn = Connection::open(fixture.place().file).expect("opened");
    conn.pragma_update(None, "foreign_keys", false)
        .expect("off");
    conn.execute_batch(sql).expect(sql);
}

fn prove(fixture: &Fixture) -> Result<(), StoreError> {
    prove_database(DatabaseKind::Workspace, &fixture.place().file, None).map(drop)
}

#[test]
fn a_row_that_was_changed_lost_or_made_up_is_found() {
    for sql in [
        "UPDATE layout SET json = '{}'",
        "UPDATE document SET path = CAST('x.rs' AS BLOB) WHERE path = CAST('1.rs' AS BLOB)",
        "UPDATE version SET at = at + 1 WHERE id = 1",
        "UPDATE content SET size = size + 1",
        "DELETE FROM layout",
        "DELETE FROM version WHERE id = 2",
        "INSERT INTO kept VALUES ('a', '1')",
        "UPDATE row_sum SET sum = zeroblob(16) WHERE tbl = 'layout'",
    ] {
        let fixture = Fixture::new();
        filled(&fixture);
        prove(&fixture).expect("whole");
        behind(&fixture, sql);
        let found = prove(&fixture).expect_err(sql);
        assert!(found.is_damage(), "{sql}: {found}");
        assert!(!found.to_string().contains("SELECT"), "no raw SQL: {found}");
    }
}

#[test]
fn rows_that_are_replaced_moved_and_deleted_keep_their_sums_right() {
    let fixture = Fixture::new();
    filled(&fixture);
    let db = fixture.workspace();
    db.put_layout("main", json!({ "panels": 2 })).expect("kept");
    db.move_document(b"1.rs", b"folder/1.rs").expect("moved");
    let doc = db.document_at(b"2.rs").expect("read").expect("known").id;
    db.place_document(doc, b"3.rs").expect("placed");
    for value in [json!(1), json!([2, 3])] {
        db.keep("key", value).expect("kept");
    }
    db.check().expect("whole, while it is open");
    drop(db);
    prove(&fixture).expect("and closed");
}

#[test]
fn a_copy_proves_itself_and_one_of_a_damaged_file_is_not_kept() {
    let fixture = Fixture::new();
    filled(&fixture);
    let (from, to) = (fixture.place().file, fixture.folder.path().join("copy.db"));
    let key = ContentKey::new([5; 32]);
    let copy = || copy_database(DatabaseKind::Workspace, &from, &to, Some(&key));
    // Beside an open one, too.
    let db = fixture.workspace();
    let found = copy().expect("a copy");
    assert_eq!((found.events, found.contents, found.opened), (30, 4, true));
    drop(db);
    fs::remove_file(&to).expect("removed");
    behind(&fixture, "UPDATE layout SET json = '{}'");
    copy().expect_err("it is damaged");
    assert!(!to.exists(), "and not kept");
    let other = ContentKey::new([6; 32]);
    let foreign = prove_database(DatabaseKind::Workspace, &from, Some(&other));
    assert!(
        foreign.is_err(),
        "the content does not open with another key"
    );
}

/// Saves what can be saved; SQLite may take in a log meanwhile.
fn salvage_beside(fixture: &Fixture) -> (tenon_store::Salvaged, Place) {
    let to = Place {
        file: fixture.folder.path().join("saved.db"),
        ..fixture.place()
    };
    let key = ContentKey::new([5; 32]);
    let found = salvage_workspace(&fixture.place().file, &to, &key, &fixture.ambient());
    (found.expect("saved"), to)
}

pub fn salvage(fixture: &Fixture) -> (tenon_store::Salvaged, Place) {
    let before = fs::read(fixture.place().file).expect("read");
    let (found, to) = salvage_beside(fixture);
    let after = fs::read(fixture.place().file).expect("read");
    assert_eq!(before, after, "the damaged file is only read");
    (found, to)
}

fn open(fixture: &Fixture, place: &Place) -> WorkspaceDb {
    let session = tenon_core::SessionId(uuid::Uuid::from_u128(3));
    let key = ContentKey::new([5; 32]);
    WorkspaceDb::open(place, key, session, fixture.ambient()).expect("it opens")
}

#[test]
fn what_is_whole_is_saved_and_what_is_lost_is_counted() {
    let fixture = Fixture::new();
    filled(&fixture);
    behind(
        &fixture,
        "UPDATE layout SET json = '{}';
         UPDATE document SET path = CAST('x.rs' AS BLOB) WHERE path = CAST('1.rs' AS BLOB);
         UPDATE journal SET at = at + 1 WHERE seq = 7;
         UPDATE journal_payload SET payload = '{}' WHERE seq = 9",
    );
    let (found, place) = salvage(&fixture);
    assert_eq!(found.gaps, [(7, 7)], "one event is lost");
    assert_eq!(found.payloads, [9], "and one payload");
    assert_eq!(found.lost.get("layout"), Some(&1), "{found:?}");
    let db = open(&fixture, &place);
    assert!(db.verify().is_err(), "a hole that nothing explains");
    db.append(
        source(2),
        masked(salvage_note(actor(), subject("event:x"), &found)),
    )
    .expect("appended");
    assert_eq!(db.check().expect("whole again"), 30, "29 and the note");
    assert!(
        db.document_at(b"x.rs").expect("read").is_none(),
        "not a wrong path"
    );
    let doc = db.document_at(b"2.rs").expect("read").expect("known").id;
    assert_eq!(db.versions(doc).expect("read").len(), 1);
    assert_eq!(db.layout("main").expect("read"), None, "not a wrong one");
}

#[test]
fn pages_that_cannot_be_read_cost_what_was_on_them() {
    let fixture = Fixture::new();
    filled(&fixture);
    let file = fixture.place().file;
    let whole = fs::read(&file).expect("read");
    let (mut saved, pages) = (0, whole.len() / 4096);
    for page in 1..pages {
        let mut bytes = whole.clone();
        bytes[page * 4096..(page + 1) * 4096].fill(0xa5);
        fs::write(&file, bytes).expect("written");
        let (found, place) = salvage(&fixture);
        saved += usize::from(found.saved > 20);
        let db = open(&fixture, &place);
        let note = salvage_note(actor(), subject("event:x"), &found);
        db.append(source(2), masked(note)).expect("appended");
        db.check()
            .unwrap_or_else(|fault| panic!("page {page}: {fault}"));
        drop(db);
        fs::remove_file(&place.file).expect("removed");
    }
    assert!(saved * 10 > pages * 8, "most is saved: {saved} of {pages}");
}

/// Saves, notes it in the journal, and proves the new file; gives the rows of the old one.
fn saved_of(fixture: &Fixture, what: &str) -> u64 {
    let (found, place) = salvage(fixture);
    let db = open(fixture, &place);
    let note = salvage_note(actor(), subject("event:x"), &found);
    db.append(source(2), masked(note)).expect("appended");
    db.check().unwrap_or_else(|fault| panic!("{what}: {fault}"));
    drop(db);
    fs::remove_file(&place.file).expect("removed");
    found.saved
}

#[test]
fn a_first_page_that_is_gone_costs_nothing_but_itself() {
    let fixture = Fixture::new();
    filled(&fixture);
    let file = fixture.place().file;
    let whole = fs::read(&file).expect("read");
    let all = saved_of(&fixture, "a whole one");
    for (what, upto, fill) in [
        ("zeroed", 4096, 0),
        ("noise", 4096, 0xa5),
        ("header", 100, 0),
    ] {
        let mut bytes = whole.clone();
        bytes[..upto].fill(fill);
        fs::write(&file, bytes).expect("written");
        assert!(
            prove(&fixture).expect_err(what).is_damage(),
            "it is noticed"
        );
        assert_eq!(saved_of(&fixture, what), all, "{what}: every row is saved");
    }
    fs::write(&file, b"").expect("written");
    assert_eq!(saved_of(&fixture, "empty"), 0);
}

#[test]
fn a_log_that_sqlite_does_not_take_is_read_all_the_same() {
    let fixture = Fixture::new();
    let file = fixture.place().file;
    let log = file.with_extension("db-wal");
    filled(&fixture);
    let all = saved_of(&fixture, "a whole one");
    fs::remove_file(&file).expect("removed");
    let db = fixture.workspace();
    filled(&fixture);
    let (bytes, mut logged) = (fs::read(&file), fs::read(&log).expect("a log"));
    drop(db);
    // A sum of its first frame is wrong, as when the disk lost a part of it.
    logged[32 + 16] ^= 1;
    for main in [bytes.expect("read"), Vec::new()] {
        fs::write(&file, main).expect("written");
        fs::write(&log, &logged).expect("written");
        let (found, place) = salvage_beside(&fixture);
        assert_eq!(found.saved, all, "{found:?}");
        fs::remove_file(&place.file).expect("removed");
    }
}

#[test]
fn a_file_that_was_cut_keeps_what_stands_before_the_cut() {
    let fixture = Fixture::new();
    filled(&fixture);
    let file = fixture.place().file;
    let whole = fs::read(&file).expect("read");
    let all = saved_of(&fixture, "a whole one");
    let (mut before, mut most) = (0, 0);
    // The last pages have the sums that prove rows, so one cut is in the very last.
    let sizes = (1..whole.len()).step_by(4096 * 2 + 100);
    for size in sizes.chain([whole.len() - 100]) {
        fs::write(&file, &whole[..size]).expect("written");
        let saved = saved_of(&fixture, &format!("cut to {size} bytes"));
        assert!(saved <= all, "no row is made up");
        before += usize::from(saved >= most);
        most = most.max(saved);
    }
    assert!(
        most * 10 > all * 8,
        "nearly all of nearly all: {most} of {all}"
    );
    assert!(before > 3, "more of more");
}

#[test]
fn bits_that_are_flipped_at_the_beginning_make_up_nothing() {
    let fixture = Fixture::new();
    filled(&fixture);
    let file = fixture.place().file;
    let whole = fs::read(&file).expect("read");
    let all = saved_of(&fixture, "a whole one");
    let mut state = 0xb175_u64;
    let mut below = |limit: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % limit
    };
    for round in 0..20 {
        let mut bytes = whole.clone();
        // The header, the tables' description, and one place anywhere.
        for upto in [100, 4096, whole.len()] {
            bytes[below(upto)] ^= 1 << below(8);
        }
        fs::write(&file, bytes).expect("written");
        let saved = saved_of(&fixture, &format!("round {round}"));
        assert!(saved <= all, "round {round}: {saved} of {all}");
        assert!(saved * 2 > all, "round {round}: {saved} of {all}");
    }
}

/// The sums stand in the order of their tables and keys, by which SQLite looks them up.
#[test]
fn a_bit_in_the_name_or_key_of_a_sum_costs_no_row() {
    let fixture = Fixture::new();
    filled(&fixture);
    let db = fixture.workspace();
    for n in 0..120 {
        db.keep(&format!("key {n}"), json!(n)).expect("kept");
        db.see_document(format!("folder/{n}.rs").as_bytes())
            .expect("seen");
    }
    drop(db);
    let file = fixture.place().file;
    let sums: Vec<(String, [u8; 16])> = {
        let conn = Connection::open(&file).expect("opened");
        let mut select = conn
            .prepare("SELECT tbl, key FROM row_sum")
            .expect("prepared");
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.expect("read").collect::<Result<_, _>>().expect("read")
    };
    assert!(sums.len() > 240, "sums on several pages: {}", sums.len());
    let whole = fs::read(&file).expect("read");
    let all = saved_of(&fixture, "a whole one");
    for (n, (table, key)) in sums.iter().enumerate().step_by(41) {
        let stored = [table.as_bytes(), key].concat();
        let mut places = whole.windows(stored.len());
        let at = places.position(|part| part == stored).expect("it stands");
        // The first byte of the name, and the first of the key; with 0x80 the name is no text.
        for (at, bit) in [(at, 0x04), (at, 0x10), (at, 0x80), (at + table.len(), 0x80)] {
            let mut bytes = whole.clone();
            bytes[at] ^= bit;
            fs::write(&file, bytes).expect("written");
            let what = format!("sum {n} of {table}, bit {bit:#x} of byte {at}");
            assert!(prove(&fixture).expect_err(&what).is_damage(), "{what}");
            assert_eq!(saved_of(&fixture, &what), all, "{what}: every row is saved");
        }
    }
}

#[test]
fn content_whose_sum_is_lost_is_proven_by_its_seal() {
    let fixture = Fixture::new();
    filled(&fixture);
    let all = saved_of(&fixture, "a whole one");
    behind(
        &fixture,
        "UPDATE row_sum SET sum = zeroblob(16) WHERE tbl = 'content'",
    );
    assert!(prove(&fixture).expect_err("no sums").is_damage());
    assert_eq!(saved_of(&fixture, "no sums"), all, "every row is saved");
    // One piece is not what its seal says, and one has another size.
    behind(
        &fixture,
        "UPDATE content SET sealed = zeroblob(60) WHERE rowid = 1;
         UPDATE content SET size = size + 1 WHERE rowid = 2",
    );
    let (found, _) = salvage(&fixture);
    assert_eq!(found.lost.get("content"), Some(&2), "{found:?}");
    assert_eq!(found.saved, all - 4, "and their two versions: {found:?}");
}

#[test]
fn keys_that_do_not_fit_seal_nothing_and_open_what_they_can() {
    let fixture = Fixture::new();
    assert!(!holds_sealed(&fixture.place()), "nothing yet");
    filled(&fixture);
    assert!(holds_sealed(&fixture.place()));
    let session = tenon_core::SessionId(uuid::Uuid::from_u128(3));
    let with = |key| {
        WorkspaceDb::open(&fixture.place(), key, session, fixture.ambient()).expect("it opens")
    };
    let attempt = |db: &WorkspaceDb| db.put_content(b"new".to_vec());
    let lost = with(ContentKey::missing());
    assert_eq!(lost.key_trouble(), Some(KeyTrouble::Missing));
    assert!(matches!(attempt(&lost), Err(StoreError::NoKey)));
    assert_eq!(lost.check().expect("the journal is read"), 30);
    drop(lost);
    let foreign = with(ContentKey::new([6; 32]));
    assert_eq!(foreign.key_trouble(), Some(KeyTrouble::Foreign));
    assert!(matches!(attempt(&foreign), Err(StoreError::NoKey)));
    foreign
        .accept_key(&ContentKey::new([6; 32]))
        .expect("on purpose");
    drop(foreign);
    // The old key came back beside the new one.
    let both = with(ContentKey::new([6; 32]).and_older([5; 32]));
    assert_eq!(both.key_trouble(), None);
    attempt(&both).expect("the new one seals");
    both.examine().expect("and together they open everything");
}

#[test]
fn keys_lie_beside_each_other_and_damaged_ones_are_named() {
    let fixture = Fixture::new();
    let folder = fixture.folder.path().join("keys");
    let id = tenon_core::WorkspaceId(uuid::Uuid::from_u128(2));
    let none = keys::of_workspace(&folder, id).expect("no fault");
    assert!(none.key.is_none() && none.damaged.is_empty());
    assert!(none.beside.ends_with(".2.key"), "{}", none.beside);
    fs::create_dir(&folder).expect("made");
    fs::write(folder.join(format!("{id}.key")), [1; 7]).expect("written");
    fs::write(folder.join(format!("{id}.2.key")), [1; 32]).expect("written");
    let found = keys::of_workspace(&folder, id).expect("no fault");
    assert!(found.key.is_some(), "the one that can be read");
    assert_eq!(found.damaged, [folder.join(format!("{id}.key"))]);
    assert!(found.beside.ends_with(".3.key"), "{}", found.beside);
}
