//! Taking the renaming of a note back.

use std::fs;

use tenon_api::ops;
use tenon_api::wire::{DocumentParams, NoteRenameParams, NoteRenamed, Nothing};
use tenon_core::Code;

use crate::desk::Desk;
use crate::notes::rename;

/// Names and bytes of all notes.
fn bytes_of(desk: &Desk, paths: &[&str]) -> Vec<Option<Vec<u8>>> {
    let root = desk.workspace.path();
    paths
        .iter()
        .map(|path| fs::read(root.join(path)).ok())
        .collect()
}

#[test]
fn a_renaming_is_taken_back_in_one_step_byte_for_byte() {
    let desk = Desk::new(&[
        ("plan.md", "[[PLAN]] and [[#x]]\n"),
        ("a.md", "\u{feff}[[Plan|the plan]]\r\n[x](./plan.md)\r\n"),
        ("sub/b.md", "[y](../plan.md#x) ![[plan]]\n"),
    ]);
    let paths = ["plan.md", "a.md", "sub/b.md", "old/big plan.md"];
    let before = bytes_of(&desk, &paths);
    let back = |renamed: &NoteRenamed| {
        desk.call::<ops::note_rename>(NoteRenameParams {
            note: renamed.path.clone(),
            to: "./plan".into(),
            dry_run: false,
            undoes: renamed.restore,
        })
        .expect("it is taken back")
    };
    // Nothing of it is open, or something was and is closed again.
    let doc = desk.open("a.md").doc;
    desk.call::<ops::document_close>(DocumentParams { doc })
        .expect("it is closed");
    let renamed = rename(&desk, "plan", "old/big plan").expect("it is renamed");
    assert_ne!(bytes_of(&desk, &paths), before);
    back(&renamed);
    assert_eq!(
        bytes_of(&desk, &paths),
        before,
        "however the links were written"
    );
    let none = desk.call::<ops::history_undo>(Nothing {});
    assert_eq!(none.expect_err("all is undone").code, Code::NotFound);

    // What was written since stays, and its links follow.
    let renamed = rename(&desk, "plan", "old/big plan").expect("it is renamed");
    desk.workspace.put(b"a.md", b"new words and [[big plan]]\n");
    back(&renamed);
    let now = bytes_of(&desk, &paths);
    assert_eq!(now[1].as_deref(), Some(&b"new words and [[plan]]\n"[..]));
    assert_eq!((&now[0], &now[2]), (&before[0], &before[2]));

    // Undoing the last change of the local history takes the name back, too.
    let before = now;
    rename(&desk, "plan", "old/big plan").expect("it is renamed");
    let undone = desk.call::<ops::history_undo>(Nothing {}).expect("undone");
    assert_eq!(bytes_of(&desk, &paths), before);
    assert_eq!(undone.changed, 3);
    let note = undone.files.iter().find(|file| file.path.path == "plan.md");
    let reason = note.and_then(|file| file.reason.clone());
    assert_eq!(reason.as_deref(), Some("it was called \"old/big plan.md\""));
    let again = desk.call::<ops::history_undo>(Nothing {});
    assert_eq!(again.expect_err("nothing is left").code, Code::NotFound);

    let ended = desk.close();
    let kinds = ended.rows.iter().map(|row| &*row.header.kind);
    let told: Vec<_> = kinds
        .filter(|kind| kind.starts_with("note.") || kind.starts_with("history."))
        .collect();
    assert_eq!(told, ["note.renamed"; 6], "each is one entry");
}
