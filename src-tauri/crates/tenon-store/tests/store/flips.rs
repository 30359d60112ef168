//! One-bit flips: each is noticed, or changes no answer.

use std::fs;

use serde_json::json;
use tenon_store::{JournalQuery, JournalRow, StoreError, WorkspaceDb, erasure};

use crate::fixture::{Dice, Fixture, actor, draft, masked, source, subject};

const TRIES: usize = 300;

/// The rows of a journal, unless something was noticed by opening or by its proof.
fn rows(db: &WorkspaceDb) -> Result<Vec<JournalRow>, StoreError> {
    db.verify()?;
    db.read(&JournalQuery::default())
}

/// Answers that come by way of an index, unless the whole check noticed something.
fn filtered(db: &WorkspaceDb) -> Result<Vec<Vec<JournalRow>>, StoreError> {
    db.check()?;
    let mut answers = Vec::new();
    for kind in ["document.saved", "terminal.started"] {
        let kinds = vec![kind.to_owned()];
        answers.push(db.read(&JournalQuery {
            kinds,
            ..JournalQuery::default()
        })?);
    }
    for n in 0..7 {
        let about = Some(subject(&format!("file:{n}")));
        answers.push(db.read(&JournalQuery {
            subject: about,
            ..JournalQuery::default()
        })?);
    }
    Ok(answers)
}

#[test]
fn no_flipped_bit_changes_the_journal_in_silence() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    for n in 0..120_u64 {
        let payload = json!({ "n": n, "path": format!("src/file{n}.rs"), "line": "x".repeat(40) });
        let kind = if n % 3 == 0 {
            "document.saved"
        } else {
            "terminal.started"
        };
        let event = draft(kind, &format!("file:{}", n % 7), payload);
        db.append(source(u128::from(n % 4)), masked(event))
            .expect("appended");
    }
    let note = masked(erasure(actor(), subject("event:x"), &[5, 50]));
    db.erase(source(1), note).expect("erased");
    drop(db);
    let file = fixture.place().file;
    let whole = fs::read(&file).expect("one file, its log is gone");
    let db = fixture.workspace();
    let want = (rows(&db).expect("whole"), filtered(&db).expect("whole"));
    drop(db);

    let mut dice = Dice::new(0x7e40_0721);
    let (mut noticed, mut harmless) = (0, 0);
    for _ in 0..TRIES {
        let at = dice.below(whole.len() as u64) as usize;
        let bit = dice.below(8);
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << bit;
        fs::write(&file, &flipped).expect("written");
        let place = format!("bit {bit} of byte {at}");
        let seen = fixture.try_workspace().and_then(|db| {
            assert_eq!(rows(&db)?, want.0, "{place} changed a row in silence");
            assert_eq!(
                filtered(&db)?,
                want.1,
                "{place} changed an answer in silence"
            );
            Ok(())
        });
        match seen {
            Err(_) => noticed += 1,
            Ok(()) => harmless += 1,
        }
        for log in ["workspace.db-wal", "workspace.db-shm"] {
            // Left behind by an opening that failed.
            drop(fs::remove_file(file.with_file_name(log)));
        }
    }
    println!("{TRIES} tried, {noticed} noticed, {harmless} without effect, 0 silent");
}
