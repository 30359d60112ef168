//! What lies beside the file in front, and what is named after it.

use super::{Scene, Shares, Signal, Thing, WEIGHTS, name};

/// A folder with more files is no neighbourhood.
const FULLEST: usize = 60;
/// Parts of a name that say that a file is the test of another one.
const TESTS: [&str; 6] = ["test", "tests", "spec", "unit", "e2e", "bench"];
/// Names that many folders have: they say nothing about what is in them.
const COMMON: [&str; 8] = [
    "index", "mod", "main", "lib", "init", "readme", "types", "utils",
];

pub(super) fn beside(scene: &Scene<'_>, shares: &mut Shares) {
    let Some(Thing::File(front)) = &scene.front else {
        return;
    };
    let (folder, stem) = parts(front);
    let is_neighbour = |path: &&Vec<u8>| *path != front && parts(path).0 == folder;
    let neighbours: Vec<_> = scene.files.iter().filter(is_neighbour).collect();
    if neighbours.len() <= FULLEST {
        // The fewer there are the more each is likely.
        let share = 1.0 / (neighbours.len() + 1) as f64;
        for path in neighbours {
            let reason = || format!("in the folder of {}", name(front));
            shares.add(
                Thing::File(path.clone()),
                Signal::Near,
                WEIGHTS.folder * share,
                reason,
            );
        }
    }
    if stem.is_empty() || COMMON.contains(&&*stem) {
        return;
    }
    let is_pair = |path: &&Vec<u8>| *path != front && parts(path).1 == stem;
    for path in scene.files.iter().filter(is_pair) {
        let reason = || format!("named as {}", name(front));
        shares.add(
            Thing::File(path.clone()),
            Signal::Near,
            WEIGHTS.pair,
            reason,
        );
    }
}

/// The folder of a path, and what its name is about: `view` of `view.test.tsx`, `test_view.py`,
/// `view_test.go` and `view.h`.
fn parts(path: &[u8]) -> (&[u8], String) {
    let slash = path.iter().rposition(|byte| *byte == b'/');
    let (folder, file) = match slash {
        Some(at) => (&path[..at], &path[at + 1..]),
        None => (&path[..0], path),
    };
    let file = String::from_utf8_lossy(file).to_lowercase();
    let words = file.split('.').next().unwrap_or_default();
    let words = words.split(['_', '-']).filter(|word| !TESTS.contains(word));
    (folder, words.collect::<Vec<_>>().join("-"))
}
