//! Key files.

use std::collections::HashSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tenon_store::{StoreError, SystemEntropy, keys};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it exists").permissions().mode() & 0o777
}

#[test]
fn a_key_is_made_once_and_only_its_owner_can_read_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let keys_folder = folder.path().join("config/keys");
    let load = || keys::load_or_create(&keys_folder, "redaction.key", &SystemEntropy);
    let key = load().expect("made");
    assert_ne!(key, [0; 32], "it is random");
    assert_eq!(load().expect("read"), key, "and stays");
    let path = keys_folder.join("redaction.key");
    assert_eq!((mode(&keys_folder), mode(&path)), (0o700, 0o600), "private");
    assert_eq!(
        fs::read_dir(&keys_folder).expect("a folder").count(),
        1,
        "no draft is left"
    );
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("opened up");
    assert_eq!(load().expect("read"), key, "still the key");
    assert_eq!(mode(&path), 0o600, "and private again");
}

#[test]
fn a_key_of_another_size_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.key");
    for size in [0, 31, 33] {
        fs::write(&path, vec![1; size]).expect("written");
        let refused = keys::load_or_create(folder.path(), "a.key", &SystemEntropy);
        assert!(
            matches!(refused, Err(StoreError::KeySize { .. })),
            "{size} bytes: {refused:?}"
        );
        assert_eq!(
            fs::read(&path).expect("read").len(),
            size,
            "it may be all that is left"
        );
    }
}

#[test]
fn programs_that_make_a_key_at_once_get_the_same_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let made: HashSet<_> = std::thread::scope(|scope| {
        let make = || keys::load_or_create(folder.path(), "a.key", &SystemEntropy).expect("a key");
        let all: Vec<_> = (0..16).map(|_| scope.spawn(make)).collect();
        all.into_iter()
            .map(|one| one.join().expect("no panic"))
            .collect()
    });
    assert_eq!(made.len(), 1, "one key");
}
