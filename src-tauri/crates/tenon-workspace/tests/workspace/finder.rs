//! Finding files by name, kept up to date.

use std::collections::BTreeSet;

use tenon_testkit::Rng;
use tenon_workspace::Finder;

fn find(finder: &Finder, query: &str) -> Vec<String> {
    let (found, _) = finder.find(query, 100, &[]);
    let paths = found
        .iter()
        .map(|found| String::from_utf8_lossy(&found.path).into_owned());
    paths.collect()
}

#[test]
fn names_that_are_not_text_are_found_and_come_back_exactly() {
    let mut finder = Finder::default();
    finder.insert(b"odd/caf\xe9.txt".to_vec());
    let (found, count) = finder.find("odd txt", 10, &[]);
    assert_eq!(
        (found[0].path.as_slice(), count),
        (b"odd/caf\xe9.txt".as_slice(), 1)
    );
}

#[test]
fn positions_point_at_the_characters_that_matched() {
    let mut finder = Finder::default();
    let check = |finder: &mut Finder, path: &str, query: &str| {
        finder.replace([path.as_bytes().to_vec()]);
        let (found, _) = finder.find(query, 1, &[]);
        let units: Vec<u16> = path.encode_utf16().collect();
        let marked: Vec<u16> = found[0]
            .positions
            .iter()
            .map(|at| units[*at as usize])
            .collect();
        assert_eq!(String::from_utf16_lossy(&marked), query, "in {path}");
    };
    check(&mut finder, "src/main.rs", "main");
    check(&mut finder, "\u{1f600}/ab.rs", "ab");
    check(&mut finder, "cafe\u{301}/menu.txt", "menu");
    check(
        &mut finder,
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}/photo.txt",
        "photo",
    );
    check(&mut finder, "e\u{301}e\u{301}/\u{1f600}x.rs", "x.rs");
}

#[test]
fn the_list_follows_any_order_of_changes() {
    const NAMES: &[&str] = &[
        "a", "b", "a.rs", "a0", "a/x", "a/y", "a/b/z", "b/x", "ab/x", "a-/x",
    ];
    let mut rng = Rng::seeded(0x5eed_0004);
    let mut finder = Finder::default();
    let mut model = BTreeSet::new();
    for step in 0..2_000 {
        let path = *rng.pick(NAMES);
        if rng.below(2) == 0 {
            finder.insert(path.as_bytes().to_vec());
            model.insert(path);
        } else {
            finder.remove(path.as_bytes());
            model.retain(|other| {
                *other != path && !other.strip_prefix(path).is_some_and(|r| r.starts_with('/'))
            });
        }
        let all: Vec<_> = model.iter().map(|path| (*path).to_owned()).collect();
        assert_eq!(find(&finder, ""), all, "after step {step}");
        assert_eq!(finder.is_empty(), model.is_empty());
    }
}

#[test]
fn a_hundred_thousand_names_give_the_best_few_and_the_count() {
    let mut finder = Finder::default();
    finder.replace((0..100_000).map(|n| format!("src/part{}/file{n}.rs", n % 100).into_bytes()));
    finder.insert(b"src/needle.rs".to_vec());
    let (found, count) = finder.find("needle", 50, &[]);
    assert_eq!(found[0].path, b"src/needle.rs");
    assert!(count >= 1 && found.len() <= 50);
    let (found, count) = finder.find("file", 50, &[]);
    assert_eq!((found.len(), count), (50, 100_000));
}
