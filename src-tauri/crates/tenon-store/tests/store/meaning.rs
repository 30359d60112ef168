//! What is to be found by meaning.

use tempfile::TempDir;
use tenon_core::FixedClock;
use tenon_store::{
    DataDirs, DirHints, MeaningDb, Passage, PassageFile, PassageKey, PassageScope, PassageState,
    Place, StoreError,
};

const MODEL: &str = "m";

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

fn open(folder: &TempDir) -> MeaningDb {
    let opened = MeaningDb::open(&place(folder), &FixedClock::at(7)).expect("it opens");
    assert!(opened.aside.is_none(), "nothing was damaged");
    opened.db
}

fn file(print: u8) -> Option<PassageFile> {
    Some(PassageFile {
        print: [print; 16],
        size: 1,
        modified: 1,
    })
}

fn passage(text: u8, at: i64) -> Passage {
    Passage {
        key: PassageKey {
            reference: format!("symbol:{text}"),
            hash: [text; 16],
        },
        kind: "code".into(),
        path: b"a.rs".to_vec(),
        language: "rust".into(),
        part: 0,
        line: 1,
        at,
        state: PassageState::Wanted,
        rev: 0,
    }
}

fn compare(db: &MeaningDb, print: u8, passages: Vec<Passage>) -> tenon_store::Compared {
    let done = db.compare(b"a.rs".to_vec(), file(print), passages, MODEL.into());
    done.wait().expect("it is written")
}

#[test]
fn an_answer_to_what_was_sent_before_marks_nothing() -> Result<(), StoreError> {
    let folder = tempfile::tempdir().expect("a folder");
    let db = open(&folder);
    assert_eq!(compare(&db, 1, vec![passage(1, 10)]).added, 1);
    db.made(MODEL, vec![([1; 16], vec![1.0, 0.0])])?;
    let sent = db.unwritten(MODEL, 10)?;
    assert_eq!(sent.len(), 1);
    // The file changes while the row is on its way.
    compare(&db, 2, vec![passage(1, 20)]);
    let (row, vector) = &sent[0];
    assert_eq!(*vector, [1.0, 0.0]);
    // Its vector is the same, and its time is another one.
    assert!(db.written(vec![(row.key.clone(), row.rev - 1)])?.is_empty());
    let again = db.unwritten(MODEL, 10)?;
    assert_eq!(again[0].0.at, 20);
    let written = db.written(vec![(row.key.clone(), again[0].0.rev)])?;
    assert_eq!(written, [row.key.hash]);
    assert_eq!(db.counts(PassageScope::All)?.written, 1);
    compare(&db, 3, Vec::new());
    let gone = db.gone(10)?;
    assert_eq!(gone.len(), 1, "the sidecar has it still");
    // It is wanted again before its deletion was answered.
    compare(&db, 4, vec![passage(1, 20)]);
    db.deleted(vec![(gone[0].key.clone(), gone[0].rev)])?;
    assert_eq!(db.counts(PassageScope::All)?.wanted, 1);
    Ok(())
}

#[test]
fn a_vector_is_there_for_any_file_until_nothing_needs_it_for_long() -> Result<(), StoreError> {
    let folder = tempfile::tempdir().expect("a folder");
    let db = open(&folder);
    compare(&db, 1, vec![passage(1, 10)]);
    assert_eq!(db.missing(MODEL, PassageScope::All, 10)?.len(), 1);
    db.made(MODEL, vec![([1; 16], vec![0.6, 0.8])])?;
    assert!(db.missing(MODEL, PassageScope::All, 10)?.is_empty());
    compare(&db, 2, Vec::new());
    assert_eq!(db.tidy(100, 50)?, 0, "it is kept for a while");
    assert_eq!(
        compare(&db, 3, vec![passage(1, 10)]).added,
        0,
        "it was only gone"
    );
    assert_eq!(db.tidy(200, 150)?, 0, "it is needed");
    compare(&db, 4, Vec::new());
    db.lost()?;
    assert_eq!(db.tidy(300, 250)?, 0);
    assert_eq!(db.tidy(900, 800)?, 1);
    assert!(db.vector(&[1; 16], MODEL)?.is_none());
    Ok(())
}

#[test]
fn texts_of_open_files_come_first_and_others_may_be_left_out() -> Result<(), StoreError> {
    let folder = tempfile::tempdir().expect("a folder");
    let db = open(&folder);
    for (number, at) in [(1, 10), (2, 30), (3, 20)] {
        let path = format!("{number}.rs").into_bytes();
        let passages = vec![Passage {
            path: path.clone(),
            ..passage(number, at)
        }];
        db.compare(path, file(number), passages, MODEL.into())
            .wait()?;
    }
    db.touch(vec![b"1.rs".to_vec()])?;
    let order = |scope| -> Result<Vec<u8>, StoreError> {
        let missing = db.missing(MODEL, scope, 10)?;
        Ok(missing.iter().map(|text| text.hash[0]).collect())
    };
    assert_eq!(order(PassageScope::All)?, [1, 2, 3]);
    assert_eq!(order(PassageScope::Touched(25))?, [1, 2]);
    assert_eq!(db.counts(PassageScope::Touched(25))?.wanted, 2);
    Ok(())
}

#[test]
fn a_vector_that_is_not_as_it_was_written_is_made_again() -> Result<(), StoreError> {
    let folder = tempfile::tempdir().expect("a folder");
    let db = open(&folder);
    compare(&db, 1, vec![passage(1, 10)]);
    db.made(MODEL, vec![([1; 16], vec![0.25; 400])])?;
    drop(db);
    // 0.25 in 16 bits, many times: only the vector looks so.
    let path = folder.path().join("meaning.db");
    let mut bytes = std::fs::read(&path).expect("the file");
    let run: Vec<u8> = [0x00, 0x34].repeat(300);
    let at = bytes.windows(run.len()).position(|part| part == run);
    bytes[at.expect("the vector is in the file") + 40] ^= 1;
    std::fs::write(&path, bytes).expect("one bit is another");
    let db = open(&folder);
    assert!(db.unwritten(MODEL, 10)?.is_empty());
    assert_eq!(db.missing(MODEL, PassageScope::All, 10)?.len(), 1);
    Ok(())
}
