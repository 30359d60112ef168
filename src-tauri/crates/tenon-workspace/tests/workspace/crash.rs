//! A process that is killed while it saves leaves the old or the new content, whole.

use std::os::unix::fs::MetadataExt;

use tenon_testkit::{Rng, TempWorkspace, wait_until};
use tenon_workspace::{Documents, Root, SaveOptions};

use crate::support::{PathIds, again, role};

const SIZE: usize = 3 << 20;

/// Saves one long text and another over it until somebody ends this.
fn save_for_ever(folder: &std::path::Path) {
    let root = Root::open(folder).expect("the folder is there");
    let ids = PathIds::default();
    let mut documents = Documents::default();
    let texts = ["a".repeat(SIZE), "b".repeat(SIZE / 2)];
    let ids = texts.map(|text| documents.create(&ids, &text).expect("a document"));
    loop {
        for id in ids {
            let options = SaveOptions {
                path: Some(b"file.txt"),
                overwrite: true,
                ..SaveOptions::default()
            };
            documents.save(&root, id, &options).expect("there is space");
        }
    }
}

#[test]
fn a_killed_save_leaves_the_old_or_the_new_content_whole() {
    if let Some(folder) = role() {
        return save_for_ever(&folder);
    }
    let mut rng = Rng::seeded(0x5eed_0001);
    let workspace = TempWorkspace::with(&[("file.txt", "")]);
    for round in 0..12 {
        let name = "crash::a_killed_save_leaves_the_old_or_the_new_content_whole";
        let mut child = again(name, workspace.path())
            .spawn()
            .expect("the test starts again");
        // It is killed after some number of saves, at whatever it is doing then.
        let saves = 1 + rng.below(6);
        let mut last = None;
        let mut seen = 0;
        wait_until("the child to save", || {
            let now = std::fs::metadata(workspace.at(b"file.txt"))
                .map(|m| m.ino())
                .ok();
            seen += usize::from(now != last);
            last = now;
            seen > saves
        });
        for _ in 0..rng.below(200_000) {
            std::hint::spin_loop();
        }
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        let content = workspace.bytes(b"file.txt");
        let whole = content == b"a".repeat(SIZE) || content == b"b".repeat(SIZE / 2);
        assert!(
            whole,
            "round {round}: {} bytes, neither text",
            content.len()
        );
    }
    let now = i64::MAX;
    tenon_workspace::sweep(
        &Root::open(workspace.path()).expect("it is there"),
        b"",
        now,
    )
    .expect("it can be read");
    assert_eq!(
        workspace.names(b""),
        [b"file.txt".to_vec()],
        "nothing is left"
    );
}
