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

#[test]
fn a_renaming_without_links_is_the_one_that_is_undone() {
    let desk = Desk::new(&[("a.md", "[[b]]\n"), ("b.md", "text\n"), ("lone.md", "x\n")]);
    let paths = ["a.md", "b.md", "lone.md", "c.md", "alone.md"];
    let before = bytes_of(&desk, &paths);
    rename(&desk, "b", "c").expect("it is renamed");
    let between = bytes_of(&desk, &paths);
    let lone = rename(&desk, "lone", "alone").expect("it is renamed");
    assert!(lone.relinked.is_empty() && lone.restore.is_some());
    let undo = || desk.call::<ops::history_undo>(Nothing {});
    let undone = undo().expect("the last one");
    assert_eq!(undone.files.len(), 1);
    assert_eq!(bytes_of(&desk, &paths), between);
    undo().expect("the one before it");
    assert_eq!(bytes_of(&desk, &paths), before);
    assert_eq!(undo().expect_err("all is undone").code, Code::NotFound);

    // What was removed since cannot be given its name back, and keeps nothing else from it.
    rename(&desk, "b", "c").expect("it is renamed");
    rename(&desk, "lone", "alone").expect("it is renamed");
    fs::remove_file(desk.workspace.path().join("alone.md")).expect("it is there");
    let gone = undo().expect_err("it is gone");
    assert!(gone.message.contains("not there any more"), "{gone:?}");
    undo().expect("the one before it");
    assert_eq!(bytes_of(&desk, &paths)[..2], before[..2]);
}

#[test]
fn a_renaming_tells_of_notes_that_are_too_long_to_be_read() {
    let desk = Desk::new(&[("a.md", "[[b]]\n"), ("b.md", "text\n")]);
    let long = "[[b]]\n".repeat((16 << 20) / 6 + 1);
    desk.workspace.put(b"long.md", long.as_bytes());
    let renamed = rename(&desk, "b", "c").expect("it is renamed");
    assert_eq!(renamed.relinked.len(), 1);
    let told = renamed.problems.join("\n");
    assert!(
        told.contains("long.md") && told.contains("16 MiB"),
        "{told}"
    );
}
