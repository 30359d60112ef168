//! The index on disk.

use tenon_index::find::Engine;
use tenon_testkit::{Rng, TempWorkspace};

use crate::indexed::index;
use crate::support::{literal, run};

fn saved() -> (TempWorkspace, TempWorkspace) {
    let workspace = TempWorkspace::with(&[("a", "needle"), ("b/c", "hay"), ("bin", "\0")]);
    // Old enough for its time to prove something.
    for path in [&b"a"[..], b"b/c", b"bin"] {
        let file = std::fs::File::options()
            .write(true)
            .open(workspace.at(path));
        let then = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000);
        file.and_then(|file| file.set_modified(then))
            .expect("a time");
    }
    tenon_testkit::wait_until("the files are no longer young", || {
        let index = index(&workspace);
        index.refresh(1, false).expect("it lists");
        index.entries(b"").iter().all(|entry| !entry.young)
    });
    let folder = TempWorkspace::new();
    let index = index(&workspace);
    index.refresh(1, false).expect("it lists");
    index
        .save(&folder.at(b"deep/index"))
        .expect("it is written");
    (workspace, folder)
}

#[test]
fn what_was_saved_comes_back_and_only_what_changed_is_read() {
    let (workspace, folder) = saved();
    let again = index(&workspace);
    assert!(again.load(&folder.at(b"deep/index")));
    assert_eq!(
        folder.names(b"deep/index"),
        [b"text.idx".to_vec()],
        "and nothing beside it"
    );
    assert_eq!(again.totals().files, 3);
    let engine = Engine::new(workspace.path(), 1).narrowed_by(again.clone());
    let (hits, done) = run(&engine, &literal("needle"));
    assert_eq!((hits.len(), done.scanned), (1, 1));
    assert!(again.entries(b"").is_empty(), "paths are not kept");
    again.recall().expect("it lists");
    assert_eq!(again.entries(b"b").len(), 1);
    workspace.put(b"b/c", b"needle too");
    assert_eq!(
        run(&engine, &literal("needle")).0.len(),
        2,
        "its size is another one"
    );
    again.refresh(1, false).expect("it lists");
    assert_eq!(again.control().progress().total, 1, "one file was read");
    std::fs::remove_file(workspace.at(b"a")).expect("it goes");
    again.refresh(1, false).expect("it lists");
    assert_eq!(again.totals().files, 2);
    assert_eq!(run(&engine, &literal("needle")).0.len(), 1);
}

#[test]
fn a_damaged_file_is_not_believed_wherever_it_is_damaged() {
    let (workspace, folder) = saved();
    let good = folder.bytes(b"deep/index/text.idx");
    let mut rng = Rng::seeded(0xdead_0003);
    for round in 0..300 {
        let mut bad = good.clone();
        match round % 3 {
            0 => bad.truncate(rng.below(good.len())),
            1 => bad.push(0),
            _ => bad[rng.below(good.len())] ^= 1 << rng.below(8),
        }
        folder.put(b"deep/index/text.idx", &bad);
        let index = index(&workspace);
        assert!(!index.load(&folder.at(b"deep/index")));
        assert_eq!(index.totals().files, 0);
    }
    let index = index(&workspace);
    assert!(!index.load(&folder.at(b"nowhere")));
    index.refresh(1, false).expect("it lists");
    index
        .save(&folder.at(b"deep/index"))
        .expect("it is written anew");
    assert_eq!(folder.bytes(b"deep/index/text.idx"), good);
}
