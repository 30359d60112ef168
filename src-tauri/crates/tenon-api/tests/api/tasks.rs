//! Tasks of the folder, through the owner.

use std::fs;
use std::os::unix::fs::symlink;

use serde_json::json;
use tenon_api::wire::{
    HistoryListParams, Nothing, TaskBoardParams, TaskBy, TaskCreateParams, TaskEditParams,
    TaskEdited, TaskFault, TaskInfo, TaskList, TaskListParams, TaskMoveParams, TaskParams,
    TaskRepairParams, TaskRepaired, TaskShown,
};
use tenon_api::{ApiError, ApiResult, ops};
use tenon_core::Code;
use tenon_testkit::TempWorkspace;

use crate::desk::Desk;
use crate::documents::change;
use crate::git::git;
use crate::journal::payload;

fn titled(title: &str) -> TaskCreateParams {
    TaskCreateParams {
        title: title.into(),
        ..TaskCreateParams::default()
    }
}

fn create(desk: &Desk, params: TaskCreateParams) -> TaskInfo {
    let made = desk.call::<ops::task_create>(params).expect("it is made");
    assert_eq!((made.changed, made.notices), (true, vec![]));
    made.task
}

fn edit(desk: &Desk, id: &str, set: impl FnOnce(&mut TaskEditParams)) -> ApiResult<TaskEdited> {
    let mut params = TaskEditParams {
        id: id.into(),
        ..TaskEditParams::default()
    };
    set(&mut params);
    desk.call::<ops::task_edit>(params)
}

fn refused<T: std::fmt::Debug>(answer: ApiResult<T>) -> ApiError {
    answer.expect_err("it is refused")
}

fn list(desk: &Desk) -> TaskList {
    desk.call::<ops::task_list>(TaskListParams::default())
        .expect("a list")
}

fn show(desk: &Desk, id: &str) -> ApiResult<TaskShown> {
    desk.call::<ops::task_show>(TaskParams { id: id.into() })
}

fn text(desk: &Desk, path: &str) -> String {
    fs::read_to_string(desk.workspace.path().join(path)).expect("it is there")
}

fn ids(list: &TaskList) -> Vec<&str> {
    let ids = list.tasks.iter().map(|task| task.id.as_deref());
    ids.map(|id| id.unwrap_or("-")).collect()
}

fn faults(list: &TaskList) -> Vec<TaskFault> {
    list.problems.iter().map(|problem| problem.kind).collect()
}

#[test]
fn the_first_task_makes_the_folder_and_its_file_says_what_was_given() {
    let desk = Desk::new(&[]);
    assert_eq!(list(&desk).tasks, []);
    assert!(
        !desk.workspace.path().join(".tenon").exists(),
        "a look makes nothing"
    );
    let made = create(
        &desk,
        TaskCreateParams {
            title: "Cap the buffer: now".into(),
            labels: vec!["ui".into()],
            priority: Some("HIGH".into()),
            due: Some("2026-03-01".into()),
            criteria: vec!["It holds".into()],
            body: "Because.\n".into(),
            ..TaskCreateParams::default()
        },
    );
    assert_eq!(made.id.as_deref(), Some("T-1"));
    assert_eq!(made.path, ".tenon/tasks/T-1 Cap the buffer now.md");
    assert_eq!((made.status.as_str(), made.ready), ("To Do", true));
    let created = made.created.as_deref().expect("a time");
    let written = text(&desk, &made.path);
    let wanted = format!(
        "---\nid: T-1\ntitle: 'Cap the buffer: now'\nstatus: To Do\nlabels: [ui]\npriority: high\ndue: 2026-03-01\ncreated: {created}\nupdated: {created}\n---\n\nBecause.\n\n## Acceptance criteria\n\n- [ ] It holds\n"
    );
    assert_eq!(written, wanted);
    assert_eq!((created.len(), &created[16..]), (17, "Z"), "to the minute");
    assert_eq!(create(&desk, titled("Next")).id.as_deref(), Some("T-2"));
    let shown = show(&desk, "t-01").expect("it is there");
    assert!(shown.body.contains("Because."), "{}", shown.body);
}

#[test]
fn an_edit_changes_its_line_and_the_time_and_keeps_the_version_before() {
    let before = "---\nid: T-7\ntitle: 'Old'   # why\nstatus: To Do\nlabels: [a, b]\nupdated: 2026-03-01\nmine: yes\n---\n\n## Acceptance criteria\n\n- [ ] One\n- [ ] Two\n";
    let desk = Desk::new(&[(".tenon/tasks/T-7 Old.md", before)]);
    let edited = edit(&desk, "7", |params| {
        params.status = Some("in progress".into());
        params.add_labels = vec!["c".into()];
        params.remove_labels = vec!["A".into()];
        params.check = vec![2];
    });
    let edited = edited.expect("it is edited").task;
    let updated = edited.updated.clone().expect("a time");
    let wanted = before
        .replace("To Do", "In Progress")
        .replace("[a, b]", "[b, c]")
        .replace("[ ] Two", "[x] Two")
        .replace("2026-03-01", &updated);
    assert_eq!(text(&desk, &edited.path), wanted);
    assert!(edited.criteria[1].done);
    let versions = desk
        .call::<ops::history_list>(HistoryListParams {
            path: edited.path.as_str().into(),
        })
        .expect("versions");
    assert!(
        versions.versions.len() >= 2,
        "before and after: {versions:?}"
    );
    let same = edit(&desk, "T-7", |params| {
        params.status = Some("In Progress".into())
    });
    assert!(!same.expect("an answer").changed);
    assert_eq!(
        text(&desk, &edited.path),
        wanted,
        "nothing to do writes nothing"
    );
    let ended = desk.close();
    let told = ended
        .rows
        .iter()
        .filter(|row| row.header.kind == "task.changed");
    let told: Vec<_> = told.collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].header.subject.to_string(), "task:T-7");
    assert_eq!(
        payload(told[0])["fields"],
        json!(["status", "labels", "criteria"])
    );
}

#[test]
fn a_file_that_does_not_say_when_it_was_changed_gets_no_line_that_nobody_asked_for() {
    let before = "---\r\nid: T-7\r\nstatus: To Do # since May\r\n---\r\nText\r\n";
    let desk = Desk::new(&[(".tenon/tasks/T-7 Old.md", before)]);
    let done = edit(&desk, "7", |params| params.status = Some("done".into()));
    let path = done.expect("it is edited").task.path;
    assert_eq!(text(&desk, &path), before.replace("To Do", "Done"));
}

#[test]
fn a_file_that_cannot_be_read_keeps_the_ids_that_it_claims() {
    let merge = "---\n<<<<<<< HEAD\nid: T-8\n=======\nid: \"T-9\"\n>>>>>>> side\ntitle: x\n---\n";
    let desk = Desk::new(&[
        (".tenon/tasks/merged.md", merge),
        (".tenon/tasks/open.md", "---\nid: T-5\ntitle: [a\n---\n"),
    ]);
    assert_eq!(create(&desk, titled("New")).id.as_deref(), Some("T-10"));
    let error = refused(show(&desk, "t-5"));
    assert_eq!(error.code, Code::Invalid);
    assert!(error.message.contains("open.md\", line 3"), "{error:?}");
}

#[test]
fn an_unsaved_text_in_a_window_is_never_written_over() {
    let desk = Desk::new(&[(
        ".tenon/tasks/T-1 a.md",
        "---\nid: T-1\nstatus: To Do\n---\n",
    )]);
    let doc = desk.open(".tenon/tasks/T-1 a.md");
    let typed = change(doc.doc, 1, &[(0, 0, "x")]);
    desk.call::<ops::document_change>(typed)
        .expect("it is typed");
    let error = refused(edit(&desk, "T-1", |params| {
        params.status = Some("Done".into())
    }));
    assert_eq!(error.code, Code::PreconditionFailed);
    assert!(error.message.contains("unsaved"), "{error}");
    assert!(text(&desk, ".tenon/tasks/T-1 a.md").contains("To Do"));
}

#[test]
fn ids_are_above_those_of_branches_aliases_and_the_journal() {
    let workspace = TempWorkspace::with(&[(".tenon/tasks/T-2 a.md", "---\nid: T-2\n---\n")]);
    let root = workspace.path().to_path_buf();
    git(&root, &["init", "-q", "-b", "main"]);
    git(&root, &["add", "."]);
    git(&root, &["commit", "-q", "-m", "first"]);
    git(&root, &["switch", "-q", "-c", "side"]);
    workspace.put(b".tenon/tasks/T-6 b.md", b"---\nid: T-6\n---\n");
    workspace.put(b".tenon/tasks/cap it.md", b"---\nid: T-8\n---\n");
    git(&root, &["add", "."]);
    git(&root, &["commit", "-q", "-m", "second"]);
    git(&root, &["update-ref", "refs/remotes/origin/far", "HEAD"]);
    git(&root, &["switch", "-q", "main"]);
    git(&root, &["branch", "-q", "-D", "side"]);
    let desk = Desk::over(workspace);
    let made = create(&desk, titled("One"));
    assert_eq!(made.id.as_deref(), Some("T-9"));
    fs::remove_file(root.join(&made.path)).expect("it was there");
    assert_eq!(create(&desk, titled("Two")).id.as_deref(), Some("T-10"));
    let aliased = b"---\nid: T-3\naliases: [T-20]\n---\n";
    desk.workspace.put(b".tenon/tasks/T-3 c.md", aliased);
    assert_eq!(create(&desk, titled("Three")).id.as_deref(), Some("T-21"));
}

#[test]
fn a_backlog_folder_is_taken_as_it_is() {
    let desk = Desk::new(&[
        (
            "backlog/config.yml",
            "statuses: [Open, Review, Closed]\ntask_prefix: job\nzero_padded_ids: 3\n",
        ),
        (
            "backlog/tasks/job-004 - Old.md",
            "---\nid: JOB-004\ntitle: Old\nstatus: Review\nassignee: []\ncreated_date: '2026-01-01'\nupdated_date: '2019-01-01'\nlabels: []\ndependencies: []\n---\n",
        ),
        (
            "backlog/completed/job-009 - Away.md",
            "---\nid: JOB-009\nstatus: Closed\n---\n",
        ),
        ("backlog/tasks/readme.md", "no task"),
        (
            ".tenon/tasks/T-1 Own.md",
            "---\nid: T-1\nstatus: Open\n---\n",
        ),
    ]);
    let made = create(&desk, titled("New one"));
    assert_eq!(made.path, "backlog/tasks/job-010 - New-one.md");
    assert_eq!(made.status, "Open");
    let all = list(&desk);
    assert_eq!(ids(&all), ["JOB-010", "T-1", "JOB-004"]);
    assert_eq!(
        (all.folder.as_str(), faults(&all)),
        ("backlog/tasks", vec![])
    );
    let edited = edit(&desk, "job-4", |params| {
        params.due = Some("2026-03-01".into())
    });
    let edited = edited.expect("it is edited").task;
    assert_eq!(edited.due.as_deref(), Some("2026-03-01 23:59"));
    assert!(text(&desk, &edited.path).contains("updated_date: '20"));
}

#[test]
fn what_cannot_be_read_is_told_and_the_others_are_listed() {
    let desk = Desk::new(&[
        (".tenon/tasks/T-1 good.md", "---\nid: T-1\n---\n"),
        (
            ".tenon/tasks/T-2 broken.md",
            "---\nid: T-2\ntitle: a: b\n---\n",
        ),
        (
            ".tenon/tasks/T-3 merge.md",
            "---\nid: T-3\n<<<<<<< HEAD\nstatus: Done\n=======\nstatus: To Do\n>>>>>>> side\n---\n",
        ),
        (
            ".tenon/tasks/T-5 day.md",
            "---\nid: T-5\ndue: soon\ndepends: [T-99]\n---\n",
        ),
    ]);
    let large = fs::File::create(desk.workspace.path().join(".tenon/tasks/T-4 large.md"));
    large.expect("a file").set_len(50 << 20).expect("a hole");
    symlink(
        "/etc/passwd",
        desk.workspace.path().join(".tenon/tasks/T-6 out.md"),
    )
    .expect("a link");
    let all = list(&desk);
    assert_eq!(ids(&all), ["T-1", "T-5"]);
    use TaskFault::{Broken, UnknownDependency, Unreadable, Value};
    assert_eq!(
        faults(&all),
        [
            Broken,
            Broken,
            Unreadable,
            Unreadable,
            Value,
            UnknownDependency
        ]
    );
    assert_eq!(all.problems[0].line, Some(3), "{:?}", all.problems[0]);
    assert!(
        all.problems[1].message.contains("merge"),
        "{:?}",
        all.problems[1]
    );
    assert!(
        all.problems[2].message.contains("52428800 bytes"),
        "{:?}",
        all.problems[2]
    );
    assert!(
        !all.problems[3].message.contains("root:"),
        "{:?}",
        all.problems[3]
    );
    let error = refused(edit(&desk, "T-2", |params| {
        params.status = Some("Done".into())
    }));
    assert_eq!(error.code, Code::Invalid);
    assert!(error.message.contains("line 3"), "{error}");
    let next = create(&desk, titled("Next"));
    assert_eq!(
        next.id.as_deref(),
        Some("T-7"),
        "names of unread files count"
    );
}

#[test]
fn wrong_values_are_refused_with_what_is_right_and_nothing_is_written() {
    let desk = Desk::new(&[
        (".tenon/tasks/T-1 a.md", "---\nid: T-1\ndepends: T-2\n---\n"),
        (".tenon/tasks/T-2 b.md", "---\nid: T-2\n---\n"),
    ]);
    let draft = |change: fn(&mut TaskCreateParams)| {
        let mut params = titled("New");
        change(&mut params);
        refused(desk.call::<ops::task_create>(params))
    };
    for (error, code, says) in [
        (draft(|p| p.title = " ".into()), Code::Invalid, "title"),
        (
            draft(|p| p.title = "a\u{1b}[2J".into()),
            Code::Invalid,
            "control",
        ),
        (
            draft(|p| p.due = Some("tomorrow".into())),
            Code::Invalid,
            "2026-03-01",
        ),
        (
            draft(|p| p.status = Some("Dnoe".into())),
            Code::Invalid,
            "To Do, In Progress, Done",
        ),
        (
            draft(|p| p.priority = Some("asap".into())),
            Code::Invalid,
            "high, medium, low",
        ),
        (
            draft(|p| p.depends = vec!["T-9".into()]),
            Code::NotFound,
            "T-9",
        ),
        (
            refused(edit(&desk, "T-2", |p| p.add_depends = vec!["T-1".into()])),
            Code::Invalid,
            "wait for itself",
        ),
        (
            refused(edit(&desk, "T-2", |p| p.check = vec![1])),
            Code::Invalid,
            "criterion 1",
        ),
    ] {
        assert_eq!(error.code, code, "{error}");
        assert!(error.message.contains(says), "{error}");
    }
    let near = refused(show(&desk, "T-11"));
    assert_eq!(near.code, Code::NotFound);
    assert!(
        near.hint.expect("a hint").contains("T-1"),
        "one that is near"
    );
    let files = fs::read_dir(desk.workspace.path().join(".tenon/tasks")).expect("a folder");
    assert_eq!(files.count(), 2);
}

#[test]
fn duplicates_are_listed_both_and_neither_is_edited_by_id() {
    let desk = Desk::new(&[
        (
            ".tenon/tasks/T-1 a.md",
            "---\nid: T-1\ncreated: 2026-01-01\n---\n",
        ),
        (
            ".tenon/tasks/t-01 b.md",
            "---\nid: t-01\ncreated: 2026-02-01\n---\n",
        ),
    ]);
    let all = list(&desk);
    assert_eq!(
        (ids(&all).len(), faults(&all)),
        (2, vec![TaskFault::DuplicateId])
    );
    let error = refused(edit(&desk, "T-1", |params| {
        params.status = Some("Done".into())
    }));
    assert_eq!(error.code, Code::Conflict);
    assert!(error.message.contains("t-01 b.md"), "{error}");
    let by_file = edit(&desk, ".tenon/tasks/t-01 b.md", |params| {
        params.status = Some("Done".into());
    });
    assert!(by_file.expect("it is edited").changed);
}

#[test]
fn a_list_is_filtered_and_grouped() {
    let desk = Desk::new(&[
        (
            ".tenon/tasks/T-1 a.md",
            "---\nid: T-1\nlabels: [ui, slow]\nassignee: '@ana'\n---\n",
        ),
        (
            ".tenon/tasks/T-2 b.md",
            "---\nid: T-2\nlabels: ui\ndepends: T-1\ndue: 2026-03-01\n---\n",
        ),
        (".tenon/tasks/T-3 c.md", "---\nid: T-3\nstatus: done\n---\n"),
    ]);
    let ask = |change: fn(&mut TaskListParams)| {
        let mut params = TaskListParams::default();
        change(&mut params);
        let list = desk.call::<ops::task_list>(params).expect("a list");
        ids(&list).join(" ")
    };
    assert_eq!(
        ask(|p| p.labels = vec!["UI".into()]),
        "T-2 T-1",
        "due comes first"
    );
    assert_eq!(ask(|p| p.ready = Some(true)), "T-1");
    assert_eq!(ask(|p| p.statuses = vec!["DONE".into()]), "T-3");
    assert_eq!(ask(|p| p.assignees = vec!["ana".into()]), "T-1");
    assert_eq!(ask(|p| p.due_before = Some("2026-03-02".into())), "T-2");
    assert_eq!(ask(|p| p.text = "slow".into()), "T-1");
    let params = TaskListParams {
        group: Some(TaskBy::Label),
        ..TaskListParams::default()
    };
    let grouped = desk.call::<ops::task_list>(params).expect("a list");
    let groups: Vec<_> = grouped
        .groups
        .iter()
        .map(|group| (group.name.as_deref(), group.paths.len()))
        .collect();
    assert_eq!(groups, [(Some("slow"), 1), (Some("ui"), 2), (None, 1)]);
}

#[test]
fn a_merged_branch_suggests_that_an_open_task_is_done() {
    let task = |id: u32, rest: &str| format!("---\nid: T-{id}\nbranch: side\n{rest}---\n");
    let (open, done) = (task(1, ""), task(2, "status: Done\n"));
    let workspace = TempWorkspace::with(&[
        (".tenon/tasks/T-1 a.md", open.as_str()),
        (".tenon/tasks/T-2 b.md", done.as_str()),
    ]);
    let root = workspace.path().to_path_buf();
    git(&root, &["init", "-q", "-b", "main"]);
    git(&root, &["add", "."]);
    git(&root, &["commit", "-q", "-m", "first"]);
    git(&root, &["switch", "-q", "-c", "side"]);
    let desk = Desk::over(workspace);
    let suggested = || show(&desk, "T-1").expect("it is there").task;
    assert_eq!(suggested().suggested_status, None, "it only begins");
    git(&root, &["commit", "-q", "--allow-empty", "-m", "work"]);
    assert_eq!(suggested().suggested_status, None, "it is not merged");
    git(&root, &["switch", "-q", "main"]);
    git(&root, &["merge", "-q", "--no-ff", "--no-edit", "side"]);
    let now = suggested();
    assert_eq!(now.suggested_status.as_deref(), Some("Done"));
    assert!(
        now.suggestion_reason
            .expect("why")
            .contains("side is merged into main")
    );
    assert_eq!(now.status, "To Do", "a suggestion changes nothing");
    let done = show(&desk, "T-2").expect("it is there").task;
    assert_eq!(done.suggested_status, None);
}

fn column(desk: &Desk, status: &str) -> String {
    let params = TaskBoardParams::default();
    let board = desk.call::<ops::task_board>(params).expect("a board");
    let at = board
        .columns
        .iter()
        .position(|column| column.status == status);
    let cell = &board.lanes[0].cells[at.expect("such a column")];
    let names = cell
        .iter()
        .map(|path| path.trim_start_matches(".tenon/tasks/"));
    names.collect::<Vec<_>>().join(" ").replace(".md", "")
}

fn move_to(
    desk: &Desk,
    id: &str,
    status: &str,
    before: Option<&str>,
    after: Option<&str>,
) -> ApiResult<TaskEdited> {
    desk.call::<ops::task_move>(TaskMoveParams {
        id: id.into(),
        status: status.into(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
        lane: None,
    })
}

#[test]
fn a_task_moves_to_a_column_and_between_others() {
    let file = |id: u32| format!("---\nid: T-{id}\nstatus: To Do\n---\n");
    let files: Vec<_> = (1..=4)
        .map(|id| (format!(".tenon/tasks/T-{id}.md"), file(id)))
        .collect();
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let desk = Desk::new(&files);
    assert_eq!(column(&desk, "To Do"), "T-1 T-2 T-3 T-4");
    let moved = move_to(&desk, "T-4", "to do", Some("T-2"), None).expect("it moves");
    assert!(moved.changed && moved.task.ordinal.is_some());
    assert_eq!(column(&desk, "To Do"), "T-1 T-4 T-2 T-3");
    assert_eq!(
        text(&desk, ".tenon/tasks/T-3.md"),
        file(3),
        "it need not change"
    );
    let alone = move_to(&desk, "T-2", "Done", None, None).expect("it moves");
    assert_eq!(
        (alone.task.status.as_str(), alone.task.ordinal),
        ("Done", None)
    );
    move_to(&desk, "T-1", "Done", None, Some("T-2")).expect("it moves");
    assert_eq!(column(&desk, "Done"), "T-2 T-1");
    let error = refused(move_to(&desk, "T-3", "Done", Some("T-4"), None));
    assert!(error.message.contains("T-4 is not another task"), "{error}");
    let both = refused(move_to(&desk, "T-3", "Done", Some("T-1"), Some("T-2")));
    assert_eq!(
        (both.code, column(&desk, "Done").as_str()),
        (Code::Invalid, "T-2 T-1")
    );
}

#[test]
fn a_move_of_which_one_file_cannot_be_written_changes_none() {
    let desk = Desk::new(&[
        (".tenon/tasks/T-1.md", "---\nid: T-1\n---\n"),
        (".tenon/tasks/T-2.md", "---\nid: T-2\n---\n"),
    ]);
    let before = text(&desk, ".tenon/tasks/T-2.md");
    let doc = desk.open(".tenon/tasks/T-1.md");
    let typed = change(doc.doc, 1, &[(0, 0, "x")]);
    desk.call::<ops::document_change>(typed)
        .expect("it is typed");
    let error = refused(move_to(&desk, "T-1", "To Do", None, Some("T-2")));
    assert_eq!(error.code, Code::PreconditionFailed);
    assert_eq!(text(&desk, ".tenon/tasks/T-2.md"), before);
}

#[test]
fn what_can_be_begun_comes_in_the_order_of_a_column() {
    let desk = Desk::new(&[
        (".tenon/tasks/T-1.md", "---\nid: T-1\n---\n"),
        (".tenon/tasks/T-2.md", "---\nid: T-2\npriority: high\n---\n"),
        (".tenon/tasks/T-3.md", "---\nid: T-3\ndepends: T-1\n---\n"),
        (".tenon/tasks/T-4.md", "---\nid: T-4\ndepends: T-5\n---\n"),
        (".tenon/tasks/completed/T-5.md", "---\nid: T-5\n---\n"),
    ]);
    let ready = desk.call::<ops::task_ready>(Nothing {}).expect("a list");
    assert_eq!(ids(&ready), ["T-2", "T-1", "T-4"]);
}

fn repair(desk: &Desk, ids: &[&str], dry_run: bool) -> ApiResult<TaskRepaired> {
    let ids = ids.iter().map(|id| (*id).to_owned()).collect();
    desk.call::<ops::task_repair>(TaskRepairParams { ids, dry_run })
}

#[test]
fn of_two_tasks_with_one_id_the_younger_gets_another_and_sure_links_follow() {
    let desk = Desk::new(&[
        (
            ".tenon/tasks/T-1 elder.md",
            "---\nid: T-1\ncreated: 2026-01-01\n---\n",
        ),
        (
            ".tenon/tasks/T-1 younger.md",
            "---\nid: T-1\ncreated: 2026-02-01\n---\n",
        ),
        (
            ".tenon/tasks/T-2.md",
            "---\nid: T-2\ndepends: T-1\n---\n\nSee [[T-1 younger]].\n",
        ),
        (
            "notes/a.md",
            "[[T-1 younger|it]] and [[T-1]], not `[[T-1 elder]]`\n",
        ),
    ]);
    let told = repair(&desk, &[], true).expect("a plan");
    assert_eq!(
        (told.renumbered.len(), told.links.len()),
        (1, 4),
        "{told:?}"
    );
    assert_eq!(list(&desk).problems.len(), 1, "nothing was done");
    let done = repair(&desk, &["t-01"], false).expect("it is repaired");
    assert_eq!(done.notices, [""; 0]);
    assert_eq!(done.renumbered[0].path, ".tenon/tasks/T-3 younger.md");
    let followed = |known: bool| {
        let links = done
            .links
            .iter()
            .filter(|link| link.known == known && link.done == known);
        links
            .map(|link| format!("{} {}", link.path, link.new))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        followed(true),
        [".tenon/tasks/T-2.md T-3 younger", "notes/a.md T-3 younger"]
    );
    assert_eq!(
        followed(false),
        [".tenon/tasks/T-2.md T-3", "notes/a.md T-3"]
    );
    assert_eq!(
        text(&desk, "notes/a.md"),
        "[[T-3 younger|it]] and [[T-1]], not `[[T-1 elder]]`\n"
    );
    let shown = show(&desk, "T-3").expect("it is there").task;
    assert_eq!(shown.aliases, ["T-1"]);
    assert_eq!(list(&desk).problems, []);
    assert!(
        !desk
            .workspace
            .path()
            .join(".tenon/tasks/T-1 younger.md")
            .exists()
    );
    let none = refused(repair(&desk, &["T-1"], false));
    assert_eq!(none.code, Code::NotFound);
    let ended = desk.close();
    let told: Vec<_> = ended
        .rows
        .iter()
        .filter(|row| row.header.kind == "task.changed")
        .collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].header.subject.to_string(), "task:T-3");
    assert_eq!(payload(told[0])["from"], "T-1");
}

#[test]
fn a_repair_tells_words_of_texts_and_commits_that_may_mean_the_younger() {
    let workspace = TempWorkspace::with(&[
        (
            ".tenon/tasks/T-1 elder.md",
            "---\nid: T-1\ncreated: 2026-01-01\n---\n\nT-1 is me.\n",
        ),
        (
            ".tenon/tasks/T-1 younger.md",
            "---\nid: T-1\ncreated: 2026-02-01\n---\n",
        ),
        ("a.rs", "// TODO(T-1): cap it\n"),
        ("n.md", "Of T-1.\n\nAnd [[T-1]].\n"),
    ]);
    git(workspace.path(), &["init", "-q", "-b", "main"]);
    git(workspace.path(), &["add", "."]);
    git(workspace.path(), &["commit", "-q", "-m", "T-1 forced"]);
    let desk = Desk::over(workspace);
    let told = repair(&desk, &[], true).expect("a plan");
    let links = told.links.iter();
    let mut links: Vec<_> = links.map(|it| (&*it.path, it.line, it.known)).collect();
    links.sort_unstable();
    assert_eq!(
        links,
        [("a.rs", 1, false), ("n.md", 1, false), ("n.md", 3, false)]
    );
    let [notice] = &told.notices[..] else {
        panic!("{told:?}");
    };
    assert!(notice.contains("T-1 lead to \"T-1 elder.md\""), "{notice}");
    assert!(notice.ends_with("T-1 forced."), "{notice}");
}

#[test]
fn git_tells_a_repair_which_task_came_first_and_what_texts_of_one_side_mean() {
    let workspace = TempWorkspace::with(&[("readme.md", "x\n")]);
    let folder = workspace.path().to_path_buf();
    let run = |arguments: &[&str]| git(&folder, arguments);
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
        std::fs::write(path, text).expect("it is written");
    };
    let commit = |message: &str| {
        run(&["add", "."]);
        run(&["commit", "-q", "-m", message]);
    };
    run(&["init", "-q", "-b", "main"]);
    commit("first");
    run(&["checkout", "-q", "-b", "other"]);
    write(".tenon/tasks/T-2 A later one.md", "---\nid: T-2\n---\n");
    write(
        ".tenon/tasks/T-3 Needs it.md",
        "---\nid: T-3\ndepends: [T-2]\n---\n",
    );
    write("n.md", "See [[T-2]].\n");
    run(&["add", "."]);
    run(&["commit", "-q", "--date=2030-01-01T00:00:00", "-m", "other"]);
    run(&["checkout", "-q", "main"]);
    write(
        ".tenon/tasks/T-2 Zeta.md",
        "---\nid: T-2\ncreated: 2020-01-01\n---\n",
    );
    write("m.md", "See [[T-2]].\n");
    commit("main");
    run(&["merge", "-q", "--no-edit", "other"]);
    write("later.md", "See [[T-2]].\n");
    let desk = Desk::over(workspace);
    let done = repair(&desk, &[], false).expect("it is repaired");
    assert_eq!(
        done.renumbered[0].old_path,
        ".tenon/tasks/T-2 A later one.md"
    );
    let links = done.links.iter().map(|it| (&*it.path, it.known));
    let mut links: Vec<_> = links.collect();
    links.sort_unstable();
    let needs = ".tenon/tasks/T-3 Needs it.md";
    assert_eq!(links, [(needs, true), ("later.md", false), ("n.md", true)]);
    assert!(text(&desk, needs).contains("depends: [T-4]"));
    assert_eq!(text(&desk, "n.md"), "See [[T-4]].\n");
    assert_eq!(text(&desk, "m.md"), "See [[T-2]].\n");
}

#[test]
fn a_repair_that_a_window_stands_against_changes_nothing() {
    let desk = Desk::new(&[
        (
            ".tenon/tasks/T-1 a.md",
            "---\nid: T-1\ncreated: 2026-01-01\n---\n",
        ),
        (
            ".tenon/tasks/T-1 b.md",
            "---\nid: T-1\ncreated: 2026-02-01\n---\n",
        ),
        (
            ".tenon/tasks/T-2 c.md",
            "---\nid: T-2\ncreated: 2026-01-01\n---\n",
        ),
        (
            ".tenon/tasks/T-2 d.md",
            "---\nid: T-2\ncreated: 2026-02-01\n---\n",
        ),
    ]);
    let doc = desk.open(".tenon/tasks/T-2 d.md");
    let typed = change(doc.doc, 1, &[(0, 0, "x")]);
    desk.call::<ops::document_change>(typed)
        .expect("it is typed");
    let error = refused(repair(&desk, &[], false));
    assert_eq!(error.code, Code::PreconditionFailed);
    assert_eq!(ids(&list(&desk)).join(" "), "T-1 T-1 T-2 T-2");
    repair(&desk, &["T-1"], false).expect("that one is free");
    assert_eq!(ids(&list(&desk)).join(" "), "T-1 T-2 T-2 T-3");
}

#[test]
fn names_that_differ_in_case_only_and_circles_are_problems() {
    let desk = Desk::new(&[
        (".tenon/tasks/T-1 a.md", "---\nid: T-1\ndepends: T-2\n---\n"),
        (".tenon/tasks/T-2 b.md", "---\nid: T-2\ndepends: T-1\n---\n"),
        (".tenon/tasks/T-2 B.md", "---\nid: T-3\n---\n"),
    ]);
    let told = desk
        .call::<ops::task_problems>(Nothing {})
        .expect("problems");
    let kinds: Vec<_> = told.problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [TaskFault::OneName, TaskFault::Circle]);
    assert!(
        told.problems[1].message.contains("T-1 needs T-2 needs T-1"),
        "{told:?}"
    );
}

#[test]
fn a_folder_that_leads_out_is_refused_and_nothing_is_made_there() {
    let desk = Desk::new(&[("a.txt", "a")]);
    let outside = tempfile::tempdir().expect("a folder");
    fs::write(outside.path().join("T-1 a.md"), "---\nid: T-1\n---\n").expect("a file");
    fs::create_dir(desk.workspace.path().join(".tenon")).expect("a folder");
    symlink(outside.path(), desk.workspace.path().join(".tenon/tasks")).expect("a link");
    let all = list(&desk);
    assert_eq!(
        (all.tasks, all.problems[0].kind),
        (vec![], TaskFault::Unreadable)
    );
    let error = refused(desk.call::<ops::task_create>(titled("New")));
    assert_eq!(error.code, Code::PreconditionFailed);
    assert_eq!(fs::read_dir(outside.path()).expect("a folder").count(), 1);
}

#[test]
fn a_parent_that_is_not_there_and_a_number_too_long_are_told_with_their_lines() {
    let desk = Desk::new(&[
        (
            ".tenon/tasks/T-1 Cap.md",
            "---\nid: T-1\ntitle: Cap\nparent: T-7\n---\n",
        ),
        (
            ".tenon/tasks/T-2 Long.md",
            "---\nid: T-99999999999999999999\ntitle: Long\n---\n",
        ),
    ]);
    let told = desk
        .call::<ops::task_problems>(Nothing {})
        .expect("problems");
    let told: Vec<_> = told.problems.iter().map(|it| (it.kind, it.line)).collect();
    assert_eq!(
        told,
        [
            (TaskFault::UnknownParent, Some(4)),
            (TaskFault::Value, Some(2))
        ]
    );
    let made = create(&desk, titled("Drain"));
    assert_eq!(made.id.as_deref(), Some("T-3"), "counted on from its name");
}
