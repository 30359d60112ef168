//! Links to files that are not any more where they were.

use tenon_api::ops;
use tenon_api::wire::{
    LinkAddParams, LinkGraph, LinkGraphParams, LinkListParams, LinksAboveParams, TaskAdoptParams,
};
use tenon_core::WirePath;
use tenon_testkit::{TempWorkspace, wait_until};

use crate::desk::Desk;
use crate::git::git;

const CODE: &str = "/// Widens a step.\npub fn widen_step(step: usize) -> usize {\n    // TODO: cap the growth of a step at a page\n    let wide = step * 3;\n    wide.max(64) + 1\n}\n";

fn desk(files: &[(&str, &str)]) -> Desk {
    let workspace = TempWorkspace::with(files);
    git(workspace.path(), &["init", "-q", "-b", "main"]);
    git(workspace.path(), &["add", "."]);
    git(workspace.path(), &["commit", "-q", "-m", "first"]);
    Desk::over(workspace)
}

fn graph(desk: &Desk, of: &str) -> LinkGraph {
    let asked = LinkGraphParams {
        of: of.to_owned(),
        depth: 1,
        kinds: None,
        since: None,
        suggestions: false,
        limit: 100,
    };
    desk.call::<ops::link_graph>(asked).expect(of)
}

/// The edges between a thing and a path: kind and reason, and whether the file is missing.
fn to(graph: &LinkGraph, path: &str) -> Vec<(String, String, bool)> {
    let mut found = Vec::new();
    for thing in &graph.things {
        let is_path = thing.path.as_ref().is_some_and(|it| it.path == path);
        let is_it = is_path && thing.kind != "symbol";
        for edge in &graph.edges {
            let is_said = matches!(&*edge.kind, "mentions" | "related");
            if is_it && is_said && edge.to == thing.reference {
                found.push((edge.kind.clone(), edge.reason.clone(), thing.missing));
            }
        }
    }
    found.sort();
    found
}

fn settled(desk: &Desk, of: &str, path: &str, count: usize) -> Vec<(String, String, bool)> {
    wait_until(of, || to(&graph(desk, of), path).len() == count);
    to(&graph(desk, of), path)
}

#[test]
fn links_follow_a_file_that_git_moved() {
    let desk = desk(&[
        ("src/a.rs", CODE),
        (
            "docs/n.md",
            "# N\n\nSee `src/a.rs:4`.\n\nAnd [[src/a.rs]].\n",
        ),
        ("docs/m.md", "# M\n"),
    ]);
    desk.call::<ops::link_add>(LinkAddParams {
        from: "note:docs/m.md".into(),
        to: "file:src/a.rs".into(),
    })
    .expect("it is linked");
    assert_eq!(settled(&desk, "note:docs/n.md", "src/a.rs", 1).len(), 1);
    let root = desk.workspace.path();
    git(root, &["mv", "src/a.rs", "src/b.rs"]);
    for is_committed in [false, true] {
        if is_committed {
            git(root, &["commit", "-q", "-m", "move it"]);
            git(root, &["mv", "src/b.rs", "src/c.rs"]);
        }
        let path = if is_committed { "src/c.rs" } else { "src/b.rs" };
        let by_hand = settled(&desk, "note:docs/m.md", path, 1);
        assert_eq!((&*by_hand[0].0, by_hand[0].2), ("related", false));
        let said = settled(&desk, "note:docs/n.md", path, 1);
        assert!(
            said[0].1.contains("the file was called src/a.rs before") && !said[0].2,
            "{said:?}"
        );
        // The symbols of the file are read a moment after it was heard of.
        wait_until("its line", || {
            let around = graph(&desk, "note:docs/n.md");
            let mut things = around.things.iter();
            things.any(|thing| thing.title == "widen_step")
        });
    }
    let listed = desk.call::<ops::link_list>(LinkListParams { of: None });
    let listed = &listed.expect("a list").links[0];
    let path = listed.to_file.as_ref().map(|path| &*path.path);
    assert_eq!(path, Some("src/c.rs"), "it has its identity there");

    std::fs::remove_file(root.join("src/c.rs")).expect("it was there");
    wait_until("gone", || {
        let around = graph(&desk, "note:docs/n.md");
        let found = to(&around, "src/a.rs");
        found.len() == 1 && found[0].2 && found[0].1.contains("there is no src/a.rs any more")
    });
    // What is gone can still be asked about, and what never was cannot.
    let gone = graph(&desk, "file:src/a.rs");
    let mut things = gone.things.iter();
    assert!(things.any(|thing| thing.path.as_ref().is_some_and(|it| it.path == "docs/n.md")));
    assert!(gone.things[0].missing, "{gone:?}");
    let never = LinkGraphParams {
        of: "file:src/never.rs".into(),
        depth: 1,
        kinds: None,
        since: None,
        suggestions: false,
        limit: 9,
    };
    desk.call::<ops::link_graph>(never)
        .expect_err("it never was");
}

#[test]
fn a_link_follows_to_where_another_file_was_known() {
    let desk = desk(&[("src/a.rs", CODE), ("docs/m.md", "# M\n"), ("b.rs", "1\n")]);
    for (from, to) in [
        ("note:docs/m.md", "file:src/a.rs"),
        ("file:src/a.rs", "file:b.rs"),
    ] {
        let added = desk.call::<ops::link_add>(LinkAddParams {
            from: from.into(),
            to: to.into(),
        });
        added.expect("it is linked");
    }
    let root = desk.workspace.path();
    git(root, &["rm", "-q", "b.rs"]);
    git(root, &["commit", "-q", "-m", "without it"]);
    git(root, &["mv", "src/a.rs", "b.rs"]);
    git(root, &["commit", "-q", "-m", "move it there"]);
    wait_until("listed where it is now", || {
        let listed = desk.call::<ops::link_list>(LinkListParams { of: None });
        let links = listed.expect("a list").links;
        let is_at =
            |path: &Option<WirePath>, at: &str| path.as_ref().is_some_and(|it| it.path == at);
        let mut noted = links
            .iter()
            .filter(|link| is_at(&link.from_file, "docs/m.md"));
        noted
            .next()
            .is_some_and(|link| is_at(&link.to_file, "b.rs"))
    });
}

#[test]
fn a_note_keeps_the_commits_of_its_old_name() {
    let text = "# Line buffer\n\nIt grows by half, and is cut at a page.\n";
    let desk = desk(&[("docs/line.md", text)]);
    let root = desk.workspace.path();
    git(root, &["mv", "docs/line.md", "docs/ring.md"]);
    for _ in 0..2 {
        let of = "note:docs/ring.md";
        wait_until("the first commit", || {
            let around = graph(&desk, of);
            let mut edges = around.edges.iter();
            edges.any(|edge| edge.kind == "touches" && edge.reason.contains("docs/line.md"))
        });
        git(root, &["commit", "-q", "--allow-empty", "-m", "rename it"]);
    }
}

#[test]
fn a_task_of_a_mark_follows_it_to_another_file_and_symbol() {
    let desk = desk(&[("src/a.rs", CODE)]);
    let adopted = desk.call::<ops::task_adopt>(TaskAdoptParams {
        path: "src/a.rs".into(),
        line: 3,
    });
    adopted.expect("it is a task");
    let above = |path: &str| {
        let asked = LinksAboveParams { path: path.into() };
        let above = desk.call::<ops::links_above>(asked).expect("an answer");
        let rows = above.rows.into_iter();
        rows.map(|row| {
            let titles = row.things.into_iter().map(|thing| thing.reference);
            (row.name, titles.collect::<Vec<_>>())
        })
        .collect::<Vec<_>>()
    };
    let is = |name: &str| vec![(name.to_owned(), vec!["task:T-1".to_owned()])];
    wait_until("linked", || above("src/a.rs") == is("widen_step"));
    git(desk.workspace.path(), &["mv", "src/a.rs", "src/b.rs"]);
    let moved = format!(
        "/// Another.\npub fn other() {{}}\n\n{}",
        CODE.replace("widen_step", "broaden")
    );
    desk.workspace.put(b"src/b.rs", moved.as_bytes());
    wait_until("followed", || above("src/b.rs") == is("broaden"));
    let around = graph(&desk, "task:T-1");
    let edge = around.edges.iter().find(|edge| edge.line.is_some());
    assert_eq!(edge.and_then(|edge| edge.line), Some(6));
}

#[test]
fn a_file_without_front_matter_among_tasks_is_told_and_no_task() {
    let desk = desk(&[
        (".tenon/tasks/plain.md", "# Plain\n\nOnly words.\n"),
        (".tenon/tasks/T-4 Named.md", "Only words.\n"),
    ]);
    let listed = desk.call::<ops::task_ready>(tenon_api::wire::Nothing {});
    let listed = listed.expect("a list");
    let paths: Vec<_> = listed.tasks.iter().map(|task| &*task.path).collect();
    assert_eq!(paths, [".tenon/tasks/T-4 Named.md"]);
    let wrong = desk.call::<ops::task_problems>(tenon_api::wire::Nothing {});
    let wrong = wrong.expect("the problems").problems;
    let told: Vec<_> = wrong.iter().map(|it| (&*it.paths[0], it.line)).collect();
    assert_eq!(told, [(".tenon/tasks/plain.md", Some(1))]);
    assert!(wrong[0].message.contains("so it is no task"), "{wrong:?}");
    let text = std::fs::read_to_string(desk.workspace.path().join(".tenon/tasks/plain.md"));
    assert_eq!(text.expect("it is there"), "# Plain\n\nOnly words.\n");
}
