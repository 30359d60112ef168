//! Ids that two tasks have, and the links that follow one of them.

use tenon_knowledge::task::{
    Id, Link, Moment, Relinking, Side, Task, by_age, duplicates, named, one_name, relinked,
    renumber,
};

use super::read::id;

fn task(path: &str, keys: &str) -> Task {
    Task::parse(path, &format!("---\n{keys}\n---\n")).expect("the sample is good")
}

fn elder() -> Task {
    task("T-14 Cap it.md", "id: T-14\ncreated: 2026-03-01T09:00:00Z")
}

fn younger() -> Task {
    task("T-14 Draw it.md", "id: T-14\ncreated: 2026-03-02T09:00:00Z")
}

#[test]
fn ids_that_are_used_twice_are_told_the_eldest_first() {
    let tasks = [
        task("b.md", "id: T-9"),
        younger(),
        task("a.md", "id: t-09"),
        task("c.md", "id: T-90"),
        elder(),
        task("d.md", "title: none"),
        task("backlog/archive/tasks/e.md", "id: T-90"),
    ];
    let found = duplicates(&tasks, &|_| None);
    let shown: Vec<_> = found
        .iter()
        .map(|d| {
            (
                d.id.as_str(),
                d.tasks.iter().map(|t| t.path.as_str()).collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("t-09", vec!["a.md", "b.md"]),
            ("T-14", vec!["T-14 Cap it.md", "T-14 Draw it.md"]),
        ]
    );
}

#[test]
fn the_younger_is_told_by_creation_then_change_then_name() {
    let made = |path: &str, created: &str, updated: &str| {
        task(path, &format!("created: {created}\nupdated: {updated}"))
    };
    let none = |_: &Task| None;
    let older = |a: &Task, b: &Task| by_age(a, b, &none).is_lt() && by_age(b, a, &none).is_gt();
    assert!(older(
        &made("z.md", "2026-01-01", ""),
        &made("a.md", "2026-01-02", "")
    ));
    assert!(older(
        &made("z.md", "2026-01-01T23:00:00-05:00", ""),
        &made("a.md", "2026-01-02T05:00:00Z", "")
    ));
    assert!(older(
        &made("z.md", "2026-01-01", "2026-02-01"),
        &made("a.md", "2026-01-01", "2026-02-02")
    ));
    assert!(older(
        &made("a.md", "2026-01-01", ""),
        &made("b.md", "2026-01-01", "")
    ));
    // What does not say when it was made is asked of who knows when the file came.
    let (old, new) = (made("z.md", "2026-01-01", ""), made("a.md", "", ""));
    assert!(older(&old, &new));
    let came = |task: &Task| (task.path == "a.md").then_some(1_000);
    assert!(by_age(&new, &old, &came).is_lt());
    let (zeta, alpha) = (made("zeta.md", "", ""), made("alpha.md", "", ""));
    let came = |task: &Task| Some(if task.path == "zeta.md" { 1 } else { 2 });
    assert!(by_age(&zeta, &alpha, &came).is_lt());
}

#[test]
fn names_that_differ_in_case_only_are_told() {
    let tasks = [
        "tasks/T-1 a.md",
        "tasks/T-1 A.md",
        "tasks/T-2.md",
        "drafts/T-2.md",
        "t-3 \u{c9}.md",
        "T-3 \u{e9}.md",
    ];
    let tasks = tasks.map(|path| task(path, "title: x"));
    let wanted = [
        vec!["T-3 \u{e9}.md", "t-3 \u{c9}.md"],
        vec!["tasks/T-1 A.md", "tasks/T-1 a.md"],
    ];
    assert_eq!(one_name(&tasks), wanted);
}

#[test]
fn a_new_number_keeps_the_old_one_as_an_alias() {
    let text = "---\nid: T-14 # mine\ntitle: x\naliases: [old]\n---\n[[T-14]]\n";
    let new = renumber("tasks/T-14 Draw it.md", text, &id("T-21")).unwrap();
    assert_eq!(new.name, "T-21 Draw it.md");
    assert_eq!(
        new.text,
        "---\nid: T-21 # mine\ntitle: x\naliases: [old, T-14]\n---\n[[T-14]]\n"
    );
    let again = renumber("T-21 Draw it.md", &new.text, &id("T-22")).unwrap();
    assert!(again.text.contains("aliases: [old, T-14, T-21]\n"));
    let named = renumber("x.md", "---\nid: T-1\naliases: t-01\n---\n", &id("T-2")).unwrap();
    assert_eq!(named.text, "---\nid: T-2\naliases: t-01\n---\n");
    let theirs = "---\nid: TASK-7\ntitle: x\ndependencies: []\n---\n";
    let new = renumber("task-7 - x.md", theirs, &id("TASK-8")).unwrap();
    assert_eq!(new.name, "task-8 - x.md");
    assert_eq!(
        new.text,
        theirs
            .replace("TASK-7", "TASK-8")
            .replace("[]\n", "[]\naliases:\n  - TASK-7\n")
    );
    let by_name = renumber("T-3 x.md", "text\n", &id("T-4")).unwrap();
    assert_eq!(by_name.text, "---\nid: T-4\naliases: [T-3]\n---\ntext\n");
    assert!(renumber("x.md", "text\n", &id("T-4")).is_err());
}

const NOTE: &str = "---\nid: T-30\ndepends: [T-9, 't-014']\nparent: T-14\n---\n\
    See [[T-14]], [[ T-14#Notes|the cap ]] and [[T-140]].\n\
    And [[tasks/t-14 draw it|this]], [[T-14 Cap it]].\n\
    ```\n[[T-14]]\n```\n";

fn links(side: Side, written: Option<&str>) -> Vec<Link> {
    let (elder, younger, new) = (elder(), younger(), id("T-21"));
    let relinking = Relinking {
        elder: &elder,
        younger: &younger,
        new: &new,
    };
    let written = written.map(|at| Moment::parse(at).expect("the sample is good"));
    relinking.links("T-30 x.md", NOTE, side, written.as_ref())
}

#[test]
fn links_follow_where_it_is_known_whom_they_mean() {
    let found = links(Side::Younger, None);
    assert!(found.iter().all(|link| link.is_known));
    let wanted = NOTE
        .replace("'t-014'", "'T-21'")
        .replace("parent: T-14", "parent: T-21")
        .replace("See [[T-14]], [[ T-14#", "See [[T-21]], [[ T-21#")
        .replace("tasks/t-14 draw it", "tasks/T-21 Draw it");
    assert_eq!(relinked(NOTE, &found), wanted);
    let lines: Vec<_> = found.iter().map(|link| link.line).collect();
    assert_eq!(lines, [3, 4, 6, 6, 7]);
}

#[test]
fn where_it_is_not_known_links_are_suggested_and_only_names_follow() {
    let found = links(Side::Unknown, None);
    let known: Vec<_> = found.iter().filter(|link| link.is_known).collect();
    assert_eq!((found.len(), known.len()), (5, 1));
    let wanted = NOTE.replace("tasks/t-14 draw it", "tasks/T-21 Draw it");
    assert_eq!(relinked(NOTE, known), wanted);
}

#[test]
fn what_cannot_mean_the_younger_is_no_link_to_it() {
    assert_eq!(links(Side::Elder, None).len(), 1);
    assert_eq!(links(Side::Unknown, Some("2026-03-02T08:59:59Z")).len(), 1);
    assert_eq!(links(Side::Unknown, Some("2026-03-01")).len(), 1);
    assert_eq!(links(Side::Unknown, Some("2026-03-02")).len(), 5);
    assert_eq!(links(Side::Unknown, Some("2026-03-02T09:00:01Z")).len(), 5);
}

#[test]
fn a_name_that_both_have_and_a_key_that_is_not_sure_are_left() {
    let elder = task("a/T-14 x.md", "id: T-14");
    let younger = task("b/T-14 x.md", "id: T-14");
    let new = id("T-21");
    let relinking = Relinking {
        elder: &elder,
        younger: &younger,
        new: &new,
    };
    let text = "---\nid: T-30\ndepends: &a 'T-14'\nx: 'T-14'\n---\n[[T-14 x]] [[ open\n";
    let found = relinking.links("T-30.md", text, Side::Younger, None);
    assert_eq!(found, []);
}

#[test]
fn a_text_that_changed_meanwhile_is_not_relinked_by_its_places() {
    let found = links(Side::Younger, None);
    let other = "x".repeat(NOTE.len());
    assert_eq!(relinked(&other, &found), other);
    assert_eq!(relinked("", &found), "");
    let twice = found.iter().chain(&found);
    assert_eq!(relinked(NOTE, twice), relinked(NOTE, &found));
}

#[test]
fn an_id_is_named_as_a_word_outside_of_wikilinks() {
    let id = Id::parse("T-2").expect("an id");
    let text = "T-2.\nT-20, AT-2, T-2.1, T-2-a\n[[T-2]] and [[T-2 it]]\n// TODO(t-02): cap\n[[T-2]] or T-2\n";
    assert_eq!(named(text, &id), [(1, "T-2"), (4, "t-02"), (5, "T-2")]);
}

#[test]
fn links_of_markdown_to_the_younger_s_file_follow_as_they_are_written() {
    let (mut elder, mut younger) = (elder(), younger());
    elder.path = ".tenon/tasks/T-14 Cap it.md".into();
    younger.path = ".tenon/tasks/T-14 Draw it.md".into();
    let new = Id::parse("T-20").expect("an id");
    let relinking = Relinking {
        elder: &elder,
        younger: &younger,
        new: &new,
    };
    let text = "[a](../.tenon/tasks/T-14%20Draw%20it.md#x) [b](<../.tenon/tasks/T-14 Draw it.md>)\n\
                [c] [e](../.tenon/tasks/T-14%20Cap%20it.md) `[f](../.tenon/tasks/T-14%20Draw%20it.md)`\n\n\
                [c]: /.tenon/tasks/T-14%20Draw%20it.md\n";
    let found = relinking.links("notes/m.md", text, Side::Unknown, None);
    assert!(found.iter().all(|link| link.is_known), "{found:?}");
    assert_eq!(
        relinked(text, &found),
        "[a](../.tenon/tasks/T-20%20Draw%20it.md#x) [b](<../.tenon/tasks/T-20 Draw it.md>)\n\
         [c] [e](../.tenon/tasks/T-14%20Cap%20it.md) `[f](../.tenon/tasks/T-14%20Draw%20it.md)`\n\n\
         [c]: /.tenon/tasks/T-20%20Draw%20it.md\n"
    );
    let own = "[a](T-14%20Draw%20it.md) [b](T-14%20Draw%20it)\n";
    let found = relinking.links(".tenon/tasks/T-2 b.md", own, Side::Elder, None);
    assert_eq!(
        relinked(own, &found),
        "[a](T-20%20Draw%20it.md) [b](T-20%20Draw%20it)\n"
    );
}
