//! What each signal says.

use tenon_knowledge::context::{
    Deed, Edge, Ran, Ranked, Scene, Signal, Thing, Together, Touch, rank,
};

const MINUTE: i64 = 60_000;

fn file(path: &str) -> Thing {
    Thing::File(path.into())
}

fn paths(files: &[&str]) -> Vec<Vec<u8>> {
    files.iter().map(|file| file.as_bytes().to_vec()).collect()
}

fn touched(at: i64, path: &str, deed: Deed) -> Touch {
    let path = path.into();
    Touch { at, path, deed }
}

fn ran(at: i64, failed: bool, names: &[&str]) -> Ran {
    Ran {
        at,
        command: "make".into(),
        failed,
        names: paths(names),
    }
}

fn of<'a>(ranked: &'a [Ranked], path: &str) -> &'a Ranked {
    let found = ranked.iter().find(|row| row.thing == file(path));
    found.unwrap_or_else(|| panic!("{path} is not in {ranked:?}"))
}

fn share(ranked: &[Ranked], path: &str, signal: Signal) -> (f64, String) {
    let parts = &of(ranked, path).parts;
    let part = parts.iter().find(|part| part.signal == signal);
    let part = part.unwrap_or_else(|| panic!("{signal:?} is not in {parts:?}"));
    (part.weight, part.reason.clone())
}

#[test]
fn nothing_is_known_of_nothing() {
    assert_eq!(rank(&Scene::default(), 5), []);
}

#[test]
fn what_is_in_front_is_left_out_and_the_rest_comes_by_its_last_use() {
    let touches = [
        touched(0, "b", Deed::Shown),
        touched(1, "c", Deed::Shown),
        touched(2, "a", Deed::Shown),
    ];
    let scene = Scene {
        now: 4,
        front: Some(file("a")),
        open: vec![file("c"), Thing::Other("task:T-1".into())],
        touches: &touches,
        ..Scene::default()
    };
    let ranked = rank(&scene, 9);
    let things: Vec<_> = ranked.iter().map(|row| row.thing.clone()).collect();
    assert_eq!(
        things,
        [file("c"), Thing::Other("task:T-1".into()), file("b")],
        "{ranked:?}"
    );
    assert_eq!(share(&ranked, "c", Signal::Open).1, "in front before this");
    assert_eq!(share(&ranked, "b", Signal::Open).1, "in front 3 files ago");
    assert_eq!(rank(&scene, 1).len(), 1);
    assert!(
        ranked
            .iter()
            .all(|row| row.weight > 0.0 && row.weight <= 1.0)
    );
}

#[test]
fn edits_fade_with_time_and_with_turns_to_other_files() {
    let weight = |now: i64, turns: usize| {
        let mut touches = vec![touched(0, "a", Deed::Edited)];
        for turn in 0..turns {
            touches.push(touched(0, ["x", "y"][turn % 2], Deed::Shown));
        }
        let scene = Scene {
            now,
            touches: &touches,
            ..Scene::default()
        };
        share(&rank(&scene, 9), "a", Signal::Edited).0
    };
    assert!(weight(0, 0) > weight(20 * MINUTE, 0));
    assert!(weight(0, 0) > weight(0, 2) && weight(0, 2) > weight(0, 4));
}

#[test]
fn a_failed_command_weighs_more_until_a_later_one_goes_well() {
    let at = |runs: &[Ran], signal: &str| {
        let scene = Scene {
            now: 2 * MINUTE,
            runs,
            ..Scene::default()
        };
        let (weight, reason) = share(&rank(&scene, 9), "a", Signal::Run);
        assert!(reason.contains(signal), "{reason}");
        weight
    };
    let failed = at(
        &[ran(0, true, &["a", "b"])],
        "named by `make`, which failed 2 min ago",
    );
    let second = at(&[ran(0, true, &["b", "a"])], "failed");
    let passed = at(&[ran(0, false, &["a"])], "which ran");
    let mended = at(&[ran(0, true, &["a"]), ran(1, false, &[])], "failed");
    assert!(
        failed > second && failed > mended && mended > passed,
        "{failed} {second} {mended} {passed}"
    );
}

#[test]
fn links_count_by_their_confidence_from_the_front_and_from_the_task() {
    let task = Thing::Other("task:T-1".into());
    let edge = |from: &Thing, to: &Thing, confidence| Edge {
        from: from.clone(),
        to: to.clone(),
        confidence,
        reason: "named there".into(),
    };
    let links = [
        edge(&file("a"), &file("b"), 1.0),
        edge(&file("c"), &file("a"), 0.5),
        edge(&task, &file("d"), 1.0),
        edge(&file("x"), &file("y"), 1.0),
    ];
    let scene = Scene {
        front: Some(file("a")),
        task: Some(task.clone()),
        links: &links,
        ..Scene::default()
    };
    let ranked = rank(&scene, 9);
    let (sure, reason) = share(&ranked, "b", Signal::Linked);
    assert_eq!(reason, "named there");
    assert!(sure > share(&ranked, "c", Signal::Linked).0);
    assert!(share(&ranked, "d", Signal::Linked).0 > 0.0);
    assert!(ranked.iter().any(|row| row.thing == task));
    assert!(
        !ranked.iter().any(|row| row.thing == file("y")),
        "{ranked:?}"
    );
}

#[test]
fn what_is_changed_together_counts_by_how_often_and_not_in_large_commits() {
    let large: Vec<Vec<u8>> = (0..40)
        .map(|number| format!("l{number}").into_bytes())
        .collect();
    let commits = [
        paths(&["a", "b"]),
        paths(&["a", "b", "c"]),
        [paths(&["a"]), large].concat(),
        paths(&["a"]),
    ];
    let together = Together::of(commits.iter().map(Vec::as_slice));
    let touches = [touched(0, "c", Deed::Shown), touched(1, "a", Deed::Shown)];
    let scene = Scene {
        now: 1,
        front: Some(file("a")),
        together: Some(&together),
        touches: &touches,
        ..Scene::default()
    };
    let ranked = rank(&scene, 99);
    let (often, reason) = share(&ranked, "b", Signal::Together);
    assert_eq!(reason, "changed with a in 2 commits");
    assert!(often > share(&ranked, "c", Signal::Together).0);
    assert_eq!(ranked.len(), 2, "{ranked:?}");
}

#[test]
fn a_turn_that_was_taken_before_is_likely_again() {
    let order = ["a", "b", "a", "c", "a", "b", "a"];
    let touches: Vec<_> = (0..)
        .zip(order)
        .map(|(at, path)| touched(at, path, Deed::Shown))
        .collect();
    let scene = Scene {
        now: 9,
        front: Some(file("a")),
        touches: &touches,
        ..Scene::default()
    };
    let ranked = rank(&scene, 9);
    assert_eq!(
        share(&ranked, "b", Signal::Together).1,
        "opened from a 2 times"
    );
    assert!(share(&ranked, "b", Signal::Together).0 > share(&ranked, "c", Signal::Together).0);
}

#[test]
fn tests_headers_and_styles_are_pairs_and_the_folder_is_near() {
    let pair = |front: &str, other: &str| {
        let files = paths(&[front, other]);
        let scene = Scene {
            front: Some(file(front)),
            files: &files,
            ..Scene::default()
        };
        let ranked = rank(&scene, 9);
        let row = ranked.iter().find(|row| row.thing == file(other))?;
        Some(row.parts[0].reason.clone())
    };
    for (front, other) in [
        ("src/view.rs", "tests/view.rs"),
        ("src/view.tsx", "src/view.test.tsx"),
        ("a/view.py", "tests/test_view.py"),
        ("a/view.go", "a/view_test.go"),
        ("src/view.cpp", "include/view.h"),
        ("src/View.tsx", "src/view.css"),
    ] {
        assert_eq!(pair(front, other), Some(format!("named as {front}")));
        assert_eq!(pair(other, front), Some(format!("named as {other}")));
    }
    assert_eq!(
        pair("src/a.rs", "src/b.rs"),
        Some("in the folder of src/a.rs".into())
    );
    assert_eq!(pair("src/a.rs", "lib/b.rs"), None);
    assert_eq!(
        pair("src/mod.rs", "lib/mod.rs"),
        None,
        "many folders have one"
    );
}

#[test]
fn of_many_linked_things_each_counts_less() {
    let links = |count: usize| -> Vec<Edge> {
        let edge = |number| Edge {
            from: file("a"),
            to: Thing::Other(format!("task:T-{number}")),
            confidence: 1.0,
            reason: "named there".into(),
        };
        (1..=count).map(edge).collect()
    };
    let weight = |count| {
        let links = links(count);
        let scene = Scene {
            front: Some(file("a")),
            links: &links,
            ..Scene::default()
        };
        rank(&scene, 1)[0].weight
    };
    assert!((weight(1) - weight(3)).abs() < 1e-9);
    assert!((weight(12) - weight(3) / 2.0).abs() < 1e-9);
}
