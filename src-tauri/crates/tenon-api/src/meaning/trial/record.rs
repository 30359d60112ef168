//! What stands in `meaning.db`: damage to it, and texts that are to be forgotten.

use serde_json::json;
use tenon_store::StoreError;

use super::desk::Desk;
use crate::owner::lock;
use crate::wire::MeaningState;

const ONE: &str = "fn one() { first(); }\n";
const TWO: &str = "fn two() { second(); }\n";

#[test]
fn a_damaged_database_is_put_aside_and_a_newer_one_is_not_touched() {
    let desk = Desk::new(&[("a.rs", ONE)]);
    drop({
        let meaning = desk.begin();
        desk.until(&meaning, MeaningState::Ready);
        meaning
    });
    std::fs::write(desk.file(), vec![0x5a; 40_000]).expect("damage");
    lock(&desk.fake.0).launch += 1;
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    desk.check("made again");
    // It is said, with the file that was put aside, and what is whole is not made again.
    let told = meaning.put_aside().expect("a sentence");
    assert!(
        !told.contains("set the file aside"),
        "nobody has to: {told}"
    );
    assert!(
        told.contains("damaged (") && told.contains("meaning.db.damaged-"),
        "{told}"
    );
    assert_eq!(meaning.status().reason.as_deref(), Some(told.as_str()));
    assert_eq!(meaning.status().reused.get(), 1);
    assert_eq!(
        lock(&desk.fake.0).requests.len(),
        1,
        "nothing is embedded anew"
    );
    drop(meaning);
    // A header that a newer program would write.
    let mut bytes = std::fs::read(desk.file()).expect("the file");
    bytes[60..64].copy_from_slice(&2_099_010_101_u32.to_be_bytes());
    std::fs::write(desk.file(), &bytes).expect("written");
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Failed);
    let reason = meaning.status().reason.expect("a sentence");
    assert!(reason.contains("newer Tenon"), "{reason}");
    drop(meaning);
    assert_eq!(
        std::fs::read(desk.file()).expect("the file"),
        bytes,
        "untouched"
    );
}

#[test]
fn a_forgotten_text_is_gone_from_the_database_and_its_log() -> Result<(), StoreError> {
    let desk = Desk::new(&[("confidential.rs", ONE), ("b.rs", TWO)]);
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    std::fs::remove_file(desk.folder.path().join("confidential.rs")).expect("it is removed");
    desk.look(&meaning);
    desk.until(&meaning, MeaningState::Ready);
    meaning
        .shared
        .db()
        .expect("a database")
        .keep("x", json!(1))?;
    meaning
        .forget(&["confidential".to_owned()])
        .expect("forgotten");
    desk.until(&meaning, MeaningState::Ready);
    for name in ["meaning.db", "meaning.db-wal"] {
        let bytes = std::fs::read(desk.data.path().join(name)).unwrap_or_default();
        let held = bytes.windows(12).any(|part| part == b"confidential");
        assert!(!held, "{name}");
    }
    desk.check("what is left");
    Ok(())
}
