//! What files say, in both forms, however they were written.

use tenon_knowledge::task::{Form, Id, Place, Priority, Task};

pub(super) const OURS: (&str, &str) = (
    "T-14 Cap line buffer growth.md",
    include_str!("../../task-files/T-14 Cap line buffer growth.md"),
);
pub(super) const THEIRS: (&str, &str) = (
    "backlog/tasks/back-635 - Reserve-prefixes-at-start.md",
    include_str!("../../task-files/back-635 - Reserve-prefixes-at-start.md"),
);

pub(super) fn id(text: &str) -> Id {
    Id::parse(text).expect("the sample is good")
}

#[track_caller]
fn task(front: &str) -> Task {
    Task::parse("T-1 x.md", &format!("---\n{front}\n---\n")).expect("the sample is good")
}

#[track_caller]
fn broken(text: &str) -> (usize, String) {
    let broken = Task::parse("T-1 x.md", text).expect_err("it is broken");
    assert!(broken.reason.ends_with('.'), "{broken}");
    (broken.line, broken.reason)
}

#[test]
fn a_file_of_our_form_is_read() {
    let task = Task::parse(OURS.0, OURS.1).unwrap();
    assert_eq!(task.form, Form::Tenon);
    assert_eq!(task.id, Some(id("T-14")));
    assert_eq!(task.title, "Cap line buffer growth");
    assert_eq!(task.status.as_deref(), Some("In Progress"));
    assert_eq!(task.labels, ["terminal", "slow path"]);
    assert_eq!(task.priority, Some(Priority::High));
    assert_eq!(task.due.as_ref().unwrap().day(), "2026-03-20");
    assert_eq!(task.depends, [id("T-3"), id("T-9")]);
    assert_eq!(task.branch.as_deref(), Some("cap-line-buffer"));
    let (created, updated) = (task.created.unwrap(), task.updated.unwrap());
    assert_eq!(created.seconds(), 1_772_356_364);
    assert_eq!(updated.as_str(), "2026-03-04T17:02:10+01:00");
    assert_eq!(updated.seconds(), 1_772_640_130);
    assert_eq!(task.extra[0].key, "estimate");
    assert_eq!(task.extra[0].values, ["3h"]);
    let criteria = task.criteria.iter().map(|c| (c.is_done, c.text.as_str()));
    let wanted = [
        (true, "A line of 64 KiB is kept whole"),
        (false, "A longer one is cut, and the cut is told"),
        (false, "Memory stays below 2 MiB"),
    ];
    assert_eq!(criteria.collect::<Vec<_>>(), wanted);
    assert!(task.remarks.is_empty(), "{:?}", task.remarks);
}

#[test]
fn a_file_of_backlog_md_is_read() {
    let task = Task::parse(THEIRS.0, THEIRS.1).unwrap();
    assert_eq!((task.form, task.place), (Form::Backlog, Place::Active));
    assert_eq!(task.id, Some(id("back-635")));
    assert_eq!(task.title, "Reserve draft, doc, and decision prefixes");
    assert_eq!(task.assignees, ["@ana"]);
    assert_eq!(task.created.unwrap().as_str(), "2026-08-15 14:00");
    assert_eq!(task.due.unwrap().day(), "2026-09-01");
    assert_eq!(task.depends, [id("BACK-634"), id("task-12")]);
    assert_eq!(task.parent, Some(id("BACK-600")));
    assert_eq!(task.ordinal, Some(270_000.0));
    assert_eq!(task.extra[0].key, "type");
    let criteria: Vec<_> = task
        .criteria
        .iter()
        .map(|c| (c.is_done, c.text.as_str()))
        .collect();
    assert_eq!(
        criteria,
        [
            (false, "The first start refuses draft, doc and decision"),
            (true, "Projects that have one go on as before"),
        ]
    );
}

#[test]
fn what_people_write_by_hand_is_understood() {
    assert_eq!(
        task("Title: x\nSTATUS: done").status.as_deref(),
        Some("done")
    );
    assert_eq!(task("depends: T-3").depends, [id("T-3")]);
    assert_eq!(task("depends: T-3, t-04").depends, [id("T-3"), id("T-4")]);
    assert_eq!(task("depends: [[T-3]]").depends, [id("T-3")]);
    assert_eq!(
        task("depends: ['[[T-3|the ring]]', 4]").depends,
        [id("T-3"), id("T-4")]
    );
    assert_eq!(task("labels: ui, slow").labels, ["ui", "slow"]);
    assert_eq!(task("labels: # none yet").labels, Vec::<String>::new());
    assert_eq!(
        task("labels:\n# one\n- ui\n\n- slow").labels,
        ["ui", "slow"]
    );
    assert_eq!(task("assignee: @ana").assignees, ["@ana"]);
    assert_eq!(task("assignee: [@ana, \"@bo\"]").assignees, ["@ana", "@bo"]);
    assert_eq!(
        task("title: `cargo test` is slow").title,
        "`cargo test` is slow"
    );
    assert_eq!(task("title: 007").title, "007");
    assert_eq!(task("title: yes").title, "yes");
    assert_eq!(task("title: >\n  two\n  lines\n").title, "two lines");
    assert_eq!(
        task("due: 2026-03-20 18:00").due.unwrap().day(),
        "2026-03-20"
    );
    assert_eq!(
        task("due: '2026-03-20T18:00:00+02:00'").due.unwrap().day(),
        "2026-03-20"
    );
    assert_eq!(
        task("created_date: 08-07-25").created.unwrap().day(),
        "2025-07-08"
    );
    assert_eq!(
        task("priority: URGENT").priority,
        Some(Priority::Other("URGENT".into()))
    );
    assert_eq!(task("status: ~\nbranch: null").status, None);
    assert_eq!(task("title: '\u{10fffa}'").title, "\u{10fffa}");
    let odd = "\u{feff}---\r\nid: T-2 # two\r\ntitle: \"caf\u{e9}: \\\"a\\\"\"\r\nstatus: 'Don''t'\r\n---";
    let odd = Task::parse("x.md", odd).unwrap();
    assert_eq!(odd.title, "caf\u{e9}: \"a\"");
    assert_eq!(odd.status.as_deref(), Some("Don't"));
    assert_eq!(odd.body, "");
}

#[test]
fn a_file_without_front_matter_is_a_task_by_its_name_and_heading() {
    let task = Task::parse("T-7 from the name.md", "# From the heading #\n\ntext").unwrap();
    assert_eq!(
        (task.id, task.title.as_str()),
        (Some(id("T-7")), "From the heading")
    );
    let task = Task::parse("tasks/task-7.1 - From-the-name.md", "```\n# code\n```\n").unwrap();
    assert_eq!(
        (task.id, task.title.as_str()),
        (Some(id("task-7.1")), "From the name")
    );
    let task = Task::parse("a.md", "    # code\n").unwrap();
    assert_eq!(task.title, "a");
    let task = Task::parse("thoughts.md", "").unwrap();
    assert_eq!((task.id, task.title.as_str()), (None, "thoughts"));
    let task = Task::parse("2026-03-01 a day.md", "").unwrap();
    assert_eq!((task.id, task.title.as_str()), (None, "2026-03-01 a day"));
}

#[test]
fn the_folder_says_what_became_of_a_task() {
    let place = |path| Task::parse(path, "").unwrap().place;
    assert_eq!(place("a.md"), Place::Active);
    assert_eq!(place("backlog/tasks/a.md"), Place::Active);
    assert_eq!(place("backlog/drafts/a.md"), Place::Draft);
    assert_eq!(place("backlog/completed/a.md"), Place::Completed);
    assert_eq!(place("backlog/archive/tasks/a.md"), Place::Archived);
    assert_eq!(place("backlog/archive/drafts/a.md"), Place::Archived);
}

#[test]
fn broken_front_matter_is_told_with_its_line_and_never_guessed() {
    assert_eq!(broken("---\nid: T-1\n").0, 1);
    assert_eq!(broken("---\nid: T-1\ntitle: a: b\n---\n").0, 3);
    assert!(broken("---\ntitle: a: b\n---\n").1.contains("in quotes"));
    assert_eq!(broken("---\nid: T-1\ntitle: \"a\nstatus: x\n---\n").0, 3);
    assert_eq!(broken("---\nid: T-1\ntitle: [a\n---\n").0, 3);
    assert!(broken("---\nid:\tT-1\n---\n").1.contains("tab"));
    assert_eq!(broken("---\njust text\n---\n").0, 2);
    assert_eq!(broken("---\n- a\n---\n").0, 2);
    assert_eq!(broken("---\n? [a]\n: b\n---\n").0, 2);
    assert_eq!(broken("---\nid: *x\n---\n").0, 2);
    assert_eq!(broken("---\nid: T-1\n...\ntitle: x\n---\n").0, 4);
    let (line, reason) = broken("---\nstatus: a\nid: T-1\nStatus: b\n---\n");
    assert_eq!(line, 4);
    assert!(reason.contains("line 2"), "{reason}");
    let (_, reason) = broken("---\ndepends: T-1\ndependencies: T-2\n---\n");
    assert!(reason.contains("`depends`"), "{reason}");
}

#[test]
fn marks_of_a_merge_are_told_wherever_they_stand() {
    let front = "---\nid: T-1\n<<<<<<< HEAD\nstatus: a\n=======\nstatus: b\n>>>>>>> x\n---\n";
    assert_eq!(broken(front).0, 3);
    let (line, reason) = broken("---\nid: T-1\n=======\n---\n");
    assert!(line == 3 && reason.contains("merge"), "{reason}");
    let long = "````\n```\n<<<<<<<\n````\n";
    assert!(Task::parse("x.md", long).is_ok(), "the fence is still open");
    assert_eq!(broken("---\nid: T-1\n---\n\na\r\n>>>>>>> side\r\n").0, 6);
    assert_eq!(broken("<<<<<<<\nb").0, 1);
    let code = "---\nid: T-1\n---\n\n```\n<<<<<<< HEAD\n```\n\n<<<<<<<< eight\n\nTitle\n=======\n";
    assert!(
        Task::parse("x.md", code).is_ok(),
        "code and headings are not a merge"
    );
}

#[test]
fn what_cannot_be_read_of_one_key_is_remarked_and_the_rest_is_read() {
    let task =
        task("id: T-1\ndue: tomorrow\nordinal: first\nstatus: [a, b]\nlabels: {a: 1}\ntitle: ok");
    assert_eq!(task.title, "ok");
    let list = self::task("labels:\n- a: 1\n- b");
    assert_eq!((list.labels.len(), list.remarks.len()), (0, 1));
    let lines: Vec<_> = task.remarks.iter().map(|remark| remark.line).collect();
    assert_eq!((task.due, task.ordinal, task.status), (None, None, None));
    assert_eq!(lines.len(), 4, "{:?}", task.remarks);
    assert!(lines.contains(&3) && lines.contains(&4) && lines.contains(&5) && lines.contains(&6));
}

#[test]
fn criteria_stand_in_their_section_and_in_those_below_it() {
    let text = "## Acceptance criteria (optional)\n- [ ] a\n### Later\n1. [X] b\n- [y] no\n- []\n\
        ## Other\n- [ ] no\n# ACCEPTANCE CRITERIA\n+ [ ] c\n## Acceptance criteriaX\n- [ ] d\n";
    let task = Task::parse("x.md", text).unwrap();
    let texts: Vec<_> = task
        .criteria
        .iter()
        .map(|c| (c.is_done, c.text.as_str()))
        .collect();
    assert_eq!(
        texts,
        [(false, "a"), (true, "b"), (false, "c"), (false, "d")]
    );
}

#[test]
fn days_that_do_not_exist_are_remarked() {
    for day in [
        "2026-02-30",
        "2026-13-01",
        "2026-1-1",
        "20260101",
        "2026-03-01x",
        "31-02-25",
    ] {
        let task = task(&format!("due: '{day}'"));
        assert_eq!((task.due, task.remarks.len()), (None, 1), "{day}");
    }
}

#[test]
fn deep_and_hostile_yaml_is_answered() {
    let deep = format!("---\na: {}\n---\n", "[".repeat(50_000));
    assert!(Task::parse("x.md", &deep).is_err());
    let bomb = "---\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nlabels: *c\n---\n";
    let task = Task::parse("x.md", bomb).unwrap();
    assert_eq!((task.labels.len(), task.remarks.len()), (0, 1));
}
