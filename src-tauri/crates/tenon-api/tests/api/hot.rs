//! Hot exit: what was typed comes back after the owner ended, in whatever way.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::sync::Arc;

use serde_json::Value;
use tenon_api::app::App;
use tenon_api::ops::{self, Op, RawOp};
use tenon_api::owner::{Caller, Owner};
use tenon_api::wire::{
    BufferInfo, BufferListParams, Buffers, DiskState, DocumentNewParams, DocumentOpenParams,
    DocumentParams, Nothing, UndoKeepParams,
};
use tenon_core::{Code, DocId};
use tenon_testkit::{Rng, TempWorkspace, wait_until};

use crate::desk::{Home, claim, files_with};
use crate::documents::{change, save};

/// A workspace whose owner can end and begin again.
struct Life {
    home: Home,
    workspace: TempWorkspace,
    now: Option<(Arc<App>, Arc<Owner>)>,
}

impl Life {
    fn new(files: &[(&str, &str)]) -> Self {
        Self::at(Home::new(), files)
    }

    fn at(home: Home, files: &[(&str, &str)]) -> Self {
        let mut life = Self {
            home,
            workspace: TempWorkspace::with(files),
            now: None,
        };
        life.begin();
        life
    }

    fn begin(&mut self) {
        let app = self.home.app();
        // The keeper of the owner before may be at its last write.
        let mut owner = None;
        wait_until("the workspace to be free", || {
            owner = claim(&app, self.workspace.path());
            owner.is_some()
        });
        let owner = owner.expect("it was waited for");
        self.now = Some((app, owner));
    }

    /// The owner goes without a word to its documents, and another one comes.
    fn again(&mut self) {
        self.now = None;
        self.begin();
    }

    fn owner(&self) -> &Owner {
        &self.now.as_ref().expect("it lives").1
    }

    fn call<O: Op>(&self, params: O::Params) -> O::Output {
        O::run(self.owner(), &Caller::window("main"), params).expect("it does")
    }

    fn open(&self, path: &str) -> DocId {
        let params = DocumentOpenParams {
            path: path.into(),
            encoding: None,
        };
        self.call::<ops::document_open>(params).doc
    }

    fn text(&self, doc: DocId) -> String {
        let bytes = ops::document_text::run(
            self.owner(),
            &Caller::window("main"),
            DocumentParams { doc },
        );
        let all = String::from_utf8(bytes.expect("its text")).expect("UTF-8");
        all.split_once('\n').expect("a head").1.to_owned()
    }

    fn listed(&self) -> Buffers {
        self.call::<ops::buffer_list>(BufferListParams { text: true })
    }

    fn buffers(&self) -> Vec<BufferInfo> {
        let listed = self.listed();
        assert!(listed.lost.is_empty(), "{:?}", listed.lost);
        listed.buffers
    }

    fn disk(&self, doc: DocId) -> DiskState {
        let listed = self.call::<ops::document_list>(Nothing {});
        let found = listed.documents.into_iter().find(|info| info.doc == doc);
        found.expect("it is open").disk
    }

    fn undo(&self, doc: DocId) -> Value {
        let told = ops::undo_read::run(
            self.owner(),
            &Caller::window("main"),
            DocumentParams { doc },
        );
        serde_json::from_slice(&told.expect("a history")).expect("JSON")
    }
}

fn untitled(text: &str) -> DocumentNewParams {
    DocumentNewParams {
        text: Some(text.into()),
    }
}

#[test]
fn typed_text_comes_back_with_its_identity_and_is_still_unsaved() {
    let mut life = Life::new(&[("a.txt", "one\r\ntwo\nthree\r\n")]);
    let doc = life.open("a.txt");
    life.call::<ops::document_change>(change(doc, 1, &[(3, 3, "\u{1f600}")]));
    life.call::<ops::document_change>(change(doc, 2, &[(0, 0, "zero\n")]));
    let new = life.call::<ops::document_new>(untitled("a draft")).doc;
    life.again();
    let buffers = life.buffers();
    let told: Vec<_> = buffers
        .iter()
        .map(|b| (b.doc, b.dirty, b.text.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (doc, true, Some("zero\none\u{1f600}\ntwo\nthree\n")),
            (new, true, Some("a draft"))
        ]
    );
    assert_eq!(buffers[1].untitled.as_deref(), Some("Untitled-1"));
    assert_eq!(life.disk(doc), DiskState::Same);
    assert_eq!(
        life.open("a.txt"),
        doc,
        "opening the file gives the text that is held"
    );
    life.call::<ops::document_change>(change(doc, 3, &[(0, 5, "")]));
    life.call::<ops::document_save>(save(doc, 3));
    assert_eq!(
        life.workspace.bytes(b"a.txt"),
        "one\u{1f600}\r\ntwo\nthree\r\n".as_bytes(),
        "and every line end is as it was"
    );
    life.again();
    let left: Vec<_> = life.buffers().into_iter().map(|b| b.doc).collect();
    assert_eq!(left, [new], "what was saved does not come back");
}

#[test]
fn what_was_given_up_does_not_come_back() {
    let mut life = Life::new(&[("a.txt", "a"), ("b.txt", "b"), ("c.txt", "c")]);
    let docs = ["a.txt", "b.txt", "c.txt"].map(|path| life.open(path));
    for doc in docs {
        life.call::<ops::document_change>(change(doc, 1, &[(0, 0, "x")]));
    }
    let new = life.call::<ops::document_new>(untitled("")).doc;
    life.call::<ops::document_close>(DocumentParams { doc: docs[0] });
    life.call::<ops::document_close>(DocumentParams { doc: new });
    let params = tenon_api::wire::DocumentRevertParams {
        doc: docs[1],
        encoding: None,
    };
    life.call::<ops::document_revert>(params);
    // Typed back to what is saved.
    life.call::<ops::document_change>(change(docs[2], 2, &[(0, 1, "")]));
    life.again();
    assert_eq!(life.buffers(), []);
    let a = life.open("a.txt");
    assert_eq!((a, life.text(a)), (docs[0], "a".into()));
}

#[test]
fn a_file_that_changed_meanwhile_is_an_external_change_under_unsaved_text() {
    let mut life = Life::new(&[
        ("changed", "a"),
        ("gone", "b"),
        ("folder", "c"),
        ("locked", "d"),
    ]);
    let docs = ["changed", "gone", "folder", "locked"].map(|path| life.open(path));
    for doc in docs {
        life.call::<ops::document_change>(change(doc, 1, &[(0, 0, "mine ")]));
    }
    life.now = None;
    let root = life.workspace.path().to_owned();
    std::fs::write(root.join("changed"), "theirs").expect("written");
    std::fs::remove_file(root.join("gone")).expect("removed");
    std::fs::remove_file(root.join("folder")).expect("removed");
    std::fs::create_dir(root.join("folder")).expect("a folder");
    let mode = |mode| std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(root.join("locked"), mode(0o000)).expect("ours");
    life.begin();
    let texts: Vec<_> = docs.iter().map(|doc| life.text(*doc)).collect();
    assert_eq!(texts, ["mine a", "mine b", "mine c", "mine d"]);
    assert!(life.buffers().iter().all(|buffer| buffer.dirty));
    let disks: Vec<_> = docs.iter().take(3).map(|doc| life.disk(*doc)).collect();
    assert_eq!(
        disks,
        [DiskState::Changed, DiskState::Missing, DiskState::Missing]
    );
    let refused = ops::document_save::run(life.owner(), &Caller::window("main"), save(docs[0], 1));
    assert_eq!(
        refused.expect_err("nothing is overwritten").code,
        Code::Conflict
    );
    assert_eq!(
        life.open("gone"),
        docs[1],
        "a path whose file is gone still leads to its text"
    );
}

#[test]
fn keeping_and_moving_are_remembered() {
    let mut life = Life::new(&[("a.txt", "a"), ("b.txt", "b")]);
    let docs = ["a.txt", "b.txt"].map(|path| life.open(path));
    for doc in docs {
        life.call::<ops::document_change>(change(doc, 1, &[(0, 0, "x")]));
    }
    std::fs::write(life.workspace.path().join("a.txt"), "theirs").expect("written");
    life.call::<ops::document_keep>(DocumentParams { doc: docs[0] });
    life.call::<ops::tree_move>(tenon_api::wire::TreeMoveParams {
        from: "b.txt".into(),
        to: "c.txt".into(),
    });
    life.again();
    assert_eq!(
        life.disk(docs[0]),
        DiskState::Same,
        "the change was seen and put aside"
    );
    assert!(life.buffers().iter().all(|b| b.dirty));
    let c = life
        .buffers()
        .into_iter()
        .find(|b| b.doc == docs[1])
        .expect("it is there");
    assert_eq!(c.path.map(|path| path.path).as_deref(), Some("c.txt"));
    assert_eq!(life.disk(docs[1]), DiskState::Same);
}

#[test]
fn a_large_text_and_many_records_are_folded_and_come_back() {
    let large = "0123456789abcde\n".repeat(100_000);
    let mut life = Life::new(&[("large.txt", &large), ("small.txt", "")]);
    let (doc, small) = (life.open("large.txt"), life.open("small.txt"));
    life.call::<ops::document_change>(change(doc, 1, &[(16, 16, "typed")]));
    let long = "x".repeat(2_000);
    for counter in 1..=200 {
        life.call::<ops::document_change>(change(small, counter, &[(0, 0, &long)]));
    }
    life.again();
    let text = life.text(doc);
    assert_eq!(text.len(), large.len() + 5);
    assert_eq!(&text[16..21], "typed");
    assert_eq!(life.text(small).len(), 400_000, "each record once");
    life.call::<ops::document_change>(change(doc, 2, &[(0, 0, "!")]));
    life.again();
    assert_eq!(&life.text(doc)[..1], "!");
}

#[test]
fn whatever_is_typed_comes_back_after_any_number_of_ends() {
    let mut rng = Rng::seeded(0x0007_e817);
    let mut life = Life::new(&[("a.txt", "start\r\nend")]);
    let doc = life.open("a.txt");
    let mut model: Vec<u16> = "start\nend".encode_utf16().collect();
    for counter in 1..=120 {
        let from = rng.below(model.len() + 1);
        let to = (from + rng.below(4)).min(model.len());
        let text = ["", "a", "\n", "long text", "\u{e9}"][rng.below(5)];
        let edit = (from as u32, to as u32, text);
        life.call::<ops::document_change>(change(doc, counter, &[edit]));
        model.splice(from..to, text.encode_utf16());
        if rng.below(20) == 0 {
            life.again();
            life.open("a.txt");
        }
        assert_eq!(
            life.text(doc),
            String::from_utf16_lossy(&model),
            "change {counter}"
        );
        if !life.buffers().iter().any(|b| b.doc == doc) {
            break;
        }
    }
}

#[test]
fn a_change_that_comes_twice_is_applied_once_and_acknowledged() {
    let mut life = Life::new(&[("a.txt", "a")]);
    let doc = life.open("a.txt");
    for _ in 0..3 {
        let answer = life.call::<ops::document_change>(change(doc, 1, &[(0, 0, "b")]));
        assert_eq!((answer.counter, answer.unkept), (1, None));
    }
    life.again();
    let answer = life.call::<ops::document_change>(change(doc, 1, &[(0, 0, "b")]));
    assert_eq!(answer.counter, 1, "also by the next owner");
    assert_eq!(life.text(doc), "ba");
}

#[test]
fn the_journal_says_once_a_burst_that_a_document_changes_and_holds_no_text() {
    let mut life = Life::new(&[("a.txt", "a")]);
    let doc = life.open("a.txt");
    for counter in 1..=30 {
        life.call::<ops::document_change>(change(doc, counter, &[(0, 0, "planted-text ")]));
    }
    let row = life.owner().row();
    let dirs = life.now.as_ref().expect("it lives").0.dirs.clone();
    life.now = None;
    let rows = crate::desk::journal(&dirs, &row);
    let changed = rows
        .iter()
        .filter(|row| row.header.kind == "document.changed");
    assert_eq!(changed.count(), 1);
    assert_eq!(
        files_with(&life.home.data(), b"planted-text"),
        [""; 0].map(std::path::PathBuf::from)
    );
}

#[test]
fn one_damaged_text_is_named_and_takes_no_other_with_it() {
    let mut life = Life::new(&[("a.txt", "a"), ("b.txt", "b")]);
    let docs = ["a.txt", "b.txt"].map(|path| life.open(path));
    for doc in docs {
        life.call::<ops::document_change>(change(doc, 1, &[(0, 0, "x")]));
    }
    let row = life.owner().row();
    let dirs = life.now.as_ref().expect("it lives").0.dirs.clone();
    life.now = None;
    crate::desk::break_content(&dirs, &row, docs[0]);
    life.begin();
    let listed = life.listed();
    let lost: Vec<_> = listed
        .lost
        .iter()
        .map(|l| (l.doc, l.name.as_str()))
        .collect();
    assert_eq!(lost, [(docs[0], "a.txt")]);
    assert_eq!(listed.buffers.len(), 1, "the other came back");
    let again = life.open("a.txt");
    assert_ne!(
        again, docs[0],
        "the file is edited anew, and what is left of the text stays"
    );
    life.call::<ops::document_change>(change(again, 1, &[(0, 0, "y")]));
    life.again();
    assert_eq!(life.text(again), "ya");
    assert_eq!(
        life.listed().lost.len(),
        1,
        "it is named until it is given up"
    );
    life.call::<ops::document_close>(DocumentParams { doc: docs[0] });
    life.again();
    assert_eq!(life.listed().lost, []);
}

#[test]
fn a_history_goes_on_in_the_text_it_ends_in_and_in_no_other() {
    let mut life = Life::new(&[("a.txt", "a")]);
    let doc = life.open("a.txt");
    life.call::<ops::document_change>(change(doc, 1, &[(1, 1, "b")]));
    let keep = |head: &str| UndoKeepParams {
        doc,
        head: head.into(),
        history: "{\"done\":[]}".into(),
    };
    life.call::<ops::undo_keep>(keep("page:1"));
    life.call::<ops::document_change>(change(doc, 2, &[(2, 2, "c")]));
    let stale = ops::undo_keep::run(life.owner(), &Caller::window("main"), keep("page:1"));
    assert_eq!(stale.expect_err("the text went on").code, Code::Conflict);
    let expect = serde_json::json!({
        "head": "page:2", "history": "{\"done\":[]}", "tail": [[[2, 3, ""]]]
    });
    assert_eq!(life.undo(doc), expect);
    life.again();
    assert_eq!(life.undo(doc), expect, "of unsaved text");
    life.call::<ops::document_save>(save(doc, 2));
    life.again();
    assert_eq!(life.open("a.txt"), doc);
    assert_eq!(life.undo(doc), expect, "of the file in which it ends");
    life.now = None;
    std::fs::write(life.workspace.path().join("a.txt"), "another").expect("written");
    life.begin();
    life.open("a.txt");
    let none = serde_json::json!({ "head": null, "history": null, "tail": [] });
    assert_eq!(life.undo(doc), none, "never of another text");
}

#[test]
fn undo_is_rebuilt_from_changes_that_no_editor_saw() {
    let mut life = Life::new(&[("a.txt", "hello\nworld")]);
    let doc = life.open("a.txt");
    life.call::<ops::document_change>(change(doc, 1, &[(0, 5, "HI"), (6, 7, "WW")]));
    life.call::<ops::document_change>(change(doc, 2, &[(0, 0, "> ")]));
    life.again();
    let tail = life.undo(doc)["tail"].clone();
    assert_eq!(
        tail,
        serde_json::json!([[[0, 2, "hello"], [3, 5, "w"]], [[0, 2, ""]]]),
        "each step's way back, over the text after it"
    );
}

/// A small disk under the data folder, taken away at the end.
struct SmallDisk(std::path::PathBuf);

impl SmallDisk {
    fn mount(at: std::path::PathBuf) -> Option<Self> {
        std::fs::create_dir_all(&at).expect("a folder");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=6m,mode=0700", "tmpfs"]);
        let done = mount.arg(&at).status();
        done.is_ok_and(|done| done.success()).then_some(Self(at))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let done = Command::new("umount").arg("--lazy").arg(&self.0).status();
        assert!(
            done.is_ok_and(|done| done.success()),
            "it is taken away again"
        );
    }
}

#[test]
fn text_that_cannot_be_kept_is_said_and_kept_once_there_is_room() {
    let home = Home::new();
    let Some(disk) = SmallDisk::mount(home.data()) else {
        // Only a machine that may mount has such a disk.
        return;
    };
    let mut life = Life::at(home, &[("a.txt", "a")]);
    let doc = life.open("a.txt");
    life.call::<ops::document_change>(change(doc, 1, &[(0, 0, "kept ")]));
    let ballast = disk.0.join("ballast");
    // It takes what there is.
    std::fs::write(&ballast, vec![7; 6 << 20]).expect_err("the disk is small");
    let mut rng = Rng::seeded(0xd15c);
    let long: String = (0..200_000)
        .map(|_| ["a", "b", "c", "\u{e9}"][rng.below(4)])
        .collect();
    let answer = life.call::<ops::document_change>(change(doc, 2, &[(0, 0, &long)]));
    let fault = answer.unkept.expect("it is not durable");
    assert_eq!((fault.code, fault.retryable), (Code::Storage, true));
    assert_eq!(answer.counter, 2, "the text has it all the same");
    assert!(life.listed().unkept.is_some());
    std::fs::remove_file(&ballast).expect("ours");
    wait_until("it is kept again", || life.listed().unkept.is_none());
    let answer = life.call::<ops::document_change>(change(doc, 3, &[(0, 0, "!")]));
    assert_eq!(answer.unkept, None);
    life.again();
    assert!(
        life.text(doc) == format!("!{long}kept a"),
        "all of it comes back"
    );
    life.now = None;
}
