//! The trash, in a process of its own whose home is not the person's.

use tenon_api::ops;
use tenon_api::wire::{TreeRestoreParams, TreeTrashParams};
use tenon_core::Code;

use crate::bench::{Bench, Serve, below};
use crate::serve::client;

#[test]
fn what_goes_to_the_trash_comes_back_whole() {
    let bench = Bench::new(&[("a.txt", "a"), ("d/e/b.txt", "b"), ("stays", "s")]);
    let _serve = Serve::start(&mut bench.command(["serve", "--json"]));
    let client = client(&bench);
    let paths = vec!["a.txt".into(), "d".into()];
    let trashed = client
        .call::<ops::tree_trash>(&TreeTrashParams { paths })
        .expect("it goes");
    assert_eq!(trashed.count, 2);
    assert_eq!(bench.workspace.names(b""), [b"stays".to_vec()]);
    let trash = bench.home.path().join(".local/share/Trash/files");
    assert!(
        below(&trash).iter().any(|path| path.ends_with("b.txt")),
        "{:?}",
        below(&trash)
    );

    let restore = || {
        client.call::<ops::tree_restore>(&TreeRestoreParams {
            token: trashed.token.clone(),
        })
    };
    restore().expect("it comes back");
    assert_eq!(bench.workspace.bytes(b"a.txt"), b"a");
    assert_eq!(bench.workspace.bytes(b"d/e/b.txt"), b"b");
    assert_eq!(restore().expect_err("once is enough").code, Code::NotFound);
}

#[test]
fn a_place_that_was_taken_meanwhile_is_not_overwritten() {
    let bench = Bench::new(&[("a.txt", "old")]);
    let _serve = Serve::start(&mut bench.command(["serve", "--json"]));
    let client = client(&bench);
    let paths = vec!["a.txt".into()];
    let trashed = client
        .call::<ops::tree_trash>(&TreeTrashParams { paths })
        .expect("it goes");
    bench.workspace.put(b"a.txt", b"new");
    let params = TreeRestoreParams {
        token: trashed.token,
    };
    client
        .call::<ops::tree_restore>(&params)
        .expect_err("something is there");
    assert_eq!(bench.workspace.bytes(b"a.txt"), b"new");
}
