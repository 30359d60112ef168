//! A bit of a value of `meaning.db` that is another one: found by a close look, and mended at the next
//! opening.

use std::fs;

use tempfile::TempDir;
use tenon_core::FixedClock;
use tenon_store::{
    DataDirs, DirHints, EntityOf, EntityRow, MeaningDb, Passage, PassageFile, PassageKey,
    PassageState, Place,
};

fn place(folder: &TempDir) -> Place {
    let dirs = DataDirs::resolve(&DirHints {
        home: "/home/ada".into(),
        data_dir: Some(folder.path().into()),
        ..DirHints::default()
    });
    Place {
        file: folder.path().join("meaning.db"),
        ..dirs.app_place()
    }
}

/// A database with something in each of its tables.
fn filled(place: &Place) {
    let opened = MeaningDb::open(place, &FixedClock::at(7)).expect("it opens");
    let db = opened.db;
    let passage = Passage {
        key: PassageKey {
            reference: "symbol:one".into(),
            hash: [1; 16],
        },
        kind: "code".into(),
        path: b"folder/named.rs".to_vec(),
        language: "tongue_of_it".into(),
        part: 0,
        line: 1,
        at: 10,
        state: PassageState::Wanted,
        rev: 0,
    };
    let file = PassageFile {
        print: [0x5a; 16],
        size: 1,
        modified: 1,
    };
    let path = b"folder/named.rs".to_vec();
    db.compare(path.clone(), Some(file), vec![passage], "model".into())
        .wait()
        .expect("it is written");
    db.made("model", vec![([1; 16], vec![0.25; 400])])
        .expect("it is written");
    let row = |value: &str, start| EntityRow {
        start,
        end: start + 4,
        kind: "symbol".into(),
        value: value.into(),
        text: "as_it_is_said".into(),
        line: 1,
        column: 1,
    };
    let rows = vec![row("first_value", 0), row("second_value", 9)];
    db.put_entities(EntityOf::File(path), [0x6b; 16], rows)
        .wait()
        .expect("it is written");
    db.keep("kept_key", "kept_value".into())
        .expect("it is written");
}

#[test]
fn a_bit_in_the_middle_of_any_value_is_found_and_mended_when_it_is_next_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = place(&folder);
    filled(&place);
    let whole = fs::read(&place.file).expect("one file");
    assert_eq!(MeaningDb::damage(&place), None);
    // A quarter in 16 bits is 0x3400.
    let vector = [0x00, 0x34].repeat(20);
    let values: [(&str, &[u8]); 6] = [
        ("made_vector", &vector),
        ("passage", b"tongue_of_it"),
        ("passage_file", &[0x5a; 16]),
        ("entity_text", b"as_it_is_said"),
        ("entity_text", &[0x6b; 16]),
        ("kept", b"kept_value"),
    ];
    for (table, value) in values {
        let mut bytes = whole.clone();
        let found = bytes.windows(value.len()).position(|part| part == value);
        bytes[found.expect("the value is in the file") + 5] ^= 1;
        fs::write(&place.file, bytes).expect("written");
        let told = MeaningDb::damage(&place).unwrap_or_default();
        assert_eq!(
            told,
            format!("rows that are not as they were written: 1 of {table}")
        );
        // The look has noted it: what opens it next begins anew, and once.
        let opened = MeaningDb::open(&place, &FixedClock::at(8)).expect("it opens");
        assert_eq!(opened.aside.map(|(why, _)| why), Some(told));
        drop(opened.db);
        assert_eq!(MeaningDb::damage(&place), None, "{table}");
        let again = MeaningDb::open(&place, &FixedClock::at(9)).expect("it opens");
        assert!(again.aside.is_none(), "{table}");
    }
}

#[test]
fn what_is_forgotten_and_written_again_is_no_damage() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = place(&folder);
    filled(&place);
    let db = MeaningDb::open(&place, &FixedClock::at(8))
        .expect("it opens")
        .db;
    db.forget(&["second_value".to_owned()]).expect("forgotten");
    assert_eq!(MeaningDb::damage(&place), None, "beside who writes");
    let path = b"folder/named.rs".to_vec();
    db.compare(path, None, Vec::new(), "model".into())
        .wait()
        .expect("it is written");
    assert_eq!(MeaningDb::damage(&place), None);
}
