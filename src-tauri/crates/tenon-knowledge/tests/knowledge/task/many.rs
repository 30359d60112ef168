//! Boards, moves, lists and what is ready.

use tenon_knowledge::task::{
    Board, By, Change, Filter, Moment, Place, Priority, Readiness, Task, Waits, Workflow, group,
    shift,
};
use tenon_testkit::Rng;

use super::read::id;

/// A task by its number and the keys besides.
fn task(number: usize, keys: &str) -> Task {
    let text = format!("---\nid: T-{number}\ntitle: t{number}\n{keys}\n---\n");
    Task::parse(&format!("T-{number}.md"), &text).expect("the sample is good")
}

fn ids<'a>(tasks: impl IntoIterator<Item = &'a &'a Task>) -> Vec<String> {
    let id = |task: &&Task| task.id.as_ref().expect("the sample is good").to_string();
    tasks.into_iter().map(id).collect()
}

fn names(ids: &[tenon_knowledge::task::Id]) -> Vec<&str> {
    ids.iter().map(|id| id.as_str()).collect()
}

#[test]
fn a_board_has_the_configured_columns_and_then_the_others() {
    let tasks = [
        task(1, "status: done"),
        task(2, "status: Waiting"),
        task(3, ""),
        task(4, "status: In progress"),
        task(5, "status: WAITING"),
        task(6, "status: Blocked"),
    ];
    let board = Board::of(&tasks, &Workflow::default(), None);
    let columns: Vec<_> = board
        .columns
        .iter()
        .map(|c| (c.status.as_str(), c.is_configured))
        .collect();
    let wanted = [
        ("To Do", true),
        ("In Progress", true),
        ("Done", true),
        ("Blocked", false),
        ("Waiting", false),
    ];
    assert_eq!(columns, wanted);
    let cells: Vec<_> = board.lanes[0].cells.iter().map(ids).collect();
    assert_eq!(
        cells,
        [
            vec!["T-3"],
            vec!["T-4"],
            vec!["T-1"],
            vec!["T-6"],
            vec!["T-2", "T-5"]
        ]
    );
    assert_eq!((board.lanes.len(), &board.lanes[0].name), (1, &None));
}

#[test]
fn what_is_put_away_is_not_on_the_board() {
    let of = |folder: &str| Task::parse(&format!("backlog/{folder}/task-1 - a.md"), "").unwrap();
    let tasks = ["tasks", "drafts", "completed", "archive/tasks"].map(of);
    let board = Board::of(&tasks, &Workflow::backlog(), None);
    let count: usize = board.lanes[0].cells.iter().map(Vec::len).sum();
    assert_eq!(count, 1);
}

#[test]
fn a_column_is_ordered_by_ordinal_priority_due_and_number() {
    let tasks = [
        task(10, ""),
        task(9, ""),
        task(8, "due: 2026-03-01"),
        task(7, "due: 2026-03-02"),
        task(6, "priority: someday"),
        task(5, "priority: low\ndue: 2026-01-01"),
        task(4, "priority: HIGH"),
        task(3, "ordinal: 20"),
        task(2, "ordinal: -1.5\npriority: low"),
    ];
    let board = Board::of(&tasks, &Workflow::default(), None);
    let wanted = [
        "T-2", "T-3", "T-4", "T-5", "T-6", "T-8", "T-7", "T-9", "T-10",
    ];
    assert_eq!(ids(&board.lanes[0].cells[0]), wanted);
}

#[test]
fn lanes_and_groups_come_by_what_tasks_have_in_common() {
    let tasks = [
        task(
            1,
            "labels: [ui, Slow]\npriority: low\nassignee: '@ana'\nparent: T-10",
        ),
        task(
            2,
            "labels: [UI, ui]\npriority: high\nassignee: ana, bo\nparent: T-9",
        ),
        task(3, "priority: urgent\nparent: t-09\nmilestone: m-1"),
    ];
    let workflow = Workflow::default();
    let groups = |by| -> Vec<(String, Vec<String>)> {
        let named = |g: &tenon_knowledge::task::Group<'_>| {
            (g.name.clone().unwrap_or_default(), ids(&g.tasks))
        };
        group(&tasks, by, &workflow).iter().map(named).collect()
    };
    let of = |name: &str, tasks: &[&str]| {
        (
            name.to_owned(),
            tasks.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>(),
        )
    };
    assert_eq!(
        groups(By::Label),
        [
            of("Slow", &["T-1"]),
            of("ui", &["T-2", "T-1"]),
            of("", &["T-3"])
        ]
    );
    assert_eq!(
        groups(By::Priority),
        [
            of("high", &["T-2"]),
            of("low", &["T-1"]),
            of("urgent", &["T-3"])
        ]
    );
    assert_eq!(
        groups(By::Assignee),
        [
            of("ana", &["T-2", "T-1"]),
            of("bo", &["T-2"]),
            of("", &["T-3"])
        ]
    );
    assert_eq!(
        groups(By::Parent),
        [of("T-9", &["T-2", "T-3"]), of("T-10", &["T-1"])]
    );
    assert_eq!(
        groups(By::Milestone),
        [of("m-1", &["T-3"]), of("", &["T-2", "T-1"])]
    );
    assert_eq!(groups(By::Status), [of("To Do", &["T-2", "T-1", "T-3"])]);
    let board = Board::of(&tasks, &workflow, Some(By::Label));
    let lanes: Vec<_> = board
        .lanes
        .iter()
        .map(|lane| (lane.name.as_deref(), lane.cells[0].len()))
        .collect();
    assert_eq!(lanes, [(Some("Slow"), 1), (Some("ui"), 2), (None, 1)]);
}

/// Moves, makes the changes, and gives how many files changed and the column after it.
#[track_caller]
fn moves(tasks: &mut [Task], moved: usize, at: usize) -> (Vec<(String, Change)>, Vec<String>) {
    let workflow = Workflow::default();
    let board = Board::of(&*tasks, &workflow, None);
    let status = workflow.status(&tasks[moved]).to_owned();
    let steps = shift(
        &workflow,
        &board.lanes[0].cells[0],
        &tasks[moved],
        &status,
        at,
    );
    for step in &steps {
        let task = tasks
            .iter_mut()
            .find(|task| task.path == step.path)
            .expect("the sample is good");
        step.change.apply(task);
    }
    let board = Board::of(&*tasks, &workflow, None);
    let steps = steps
        .into_iter()
        .map(|step| (step.path, step.change))
        .collect();
    (steps, ids(&board.lanes[0].cells[0]))
}

fn ordinal(number: usize, ordinal: f64) -> (String, Change) {
    (format!("T-{number}.md"), Change::Ordinal(Some(ordinal)))
}

#[test]
fn a_move_changes_as_few_files_as_it_can() {
    let column = |ordinals: &[&str]| -> Vec<Task> {
        let key = |o: &&str| {
            if o.is_empty() {
                String::new()
            } else {
                format!("ordinal: {o}")
            }
        };
        ordinals
            .iter()
            .map(key)
            .zip(1..)
            .map(|(key, n)| task(n, &key))
            .collect()
    };
    let mut tasks = column(&["1000", "2000", "3000"]);
    assert_eq!(moves(&mut tasks, 2, 1).0, [ordinal(3, 1500.0)]);
    assert_eq!(moves(&mut tasks, 1, 0).0, [ordinal(2, 500.0)]);
    assert_eq!(moves(&mut tasks, 0, 2).0, [ordinal(1, 2500.0)]);
    assert_eq!(moves(&mut tasks, 0, 2).0, [], "it is there already");
    let mut tasks = column(&["1", "2", "3"]);
    assert_eq!(moves(&mut tasks, 2, 1).0, [ordinal(3, 1.5)]);
    let mut tasks = column(&["", "", "", ""]);
    assert_eq!(moves(&mut tasks, 3, 0).0, [ordinal(4, 1000.0)]);
    let (steps, order) = moves(&mut tasks, 2, 2);
    assert_eq!(steps, [ordinal(1, 2000.0), ordinal(3, 3000.0)]);
    assert_eq!(order, ["T-4", "T-1", "T-3", "T-2"]);
    let mut tasks = column(&["7", "7", "7", "8", "1000"]);
    let (steps, order) = moves(&mut tasks, 4, 1);
    assert_eq!(order, ["T-1", "T-5", "T-2", "T-3", "T-4"]);
    assert_eq!(steps, [ordinal(5, 7.25), ordinal(2, 7.5), ordinal(3, 7.75)]);
    let mut tasks = column(&["0", "5"]);
    assert_eq!(moves(&mut tasks, 1, 0).0, [ordinal(2, -1000.0)]);
    let mut tasks = column(&["1.7e308", "1.7e308", ""]);
    let (steps, order) = moves(&mut tasks, 2, 1);
    assert_eq!(
        (steps.len(), order),
        (3, vec!["T-1".to_owned(), "T-3".into(), "T-2".into()])
    );
}

#[test]
fn a_move_into_another_column_changes_the_status() {
    let tasks = [task(1, "status: done\nordinal: 5"), task(2, "")];
    let steps = shift(&Workflow::default(), &[&tasks[0]], &tasks[1], "Done", 0);
    let changes: Vec<_> = steps
        .into_iter()
        .map(|step| (step.path, step.change))
        .collect();
    let status = ("T-2.md".to_owned(), Change::Status(Some("Done".into())));
    assert_eq!(changes, [status, ordinal(2, 3.0)]);
    let behind = shift(&Workflow::default(), &[&tasks[0]], &tasks[1], "Done", 9);
    assert_eq!(behind.len(), 1, "behind it stands by itself");
}

#[test]
fn after_every_move_the_task_stands_where_it_was_put() {
    let mut rng = Rng::seeded(0x7a5c_0017);
    for _ in 0..2_000 {
        let count = 1 + rng.below(8);
        let mut tasks: Vec<_> = (0..count)
            .map(|n| {
                let ordinal = *rng.pick(&[
                    "", "", "1", "2", "2", "1000", "-3", "0", "1e-300", "1.7e308",
                ]);
                let priority = *rng.pick(&["", "high", "low"]);
                task(n, &format!("ordinal: {ordinal}\npriority: {priority}"))
            })
            .collect();
        for _ in 0..4 {
            let (moved, at) = (rng.below(count), rng.below(count));
            let before = Board::of(&tasks, &Workflow::default(), None);
            let mut wanted = ids(&before.lanes[0].cells[0]);
            let own = tasks[moved].id.as_ref().unwrap().to_string();
            wanted.retain(|id| *id != own);
            wanted.insert(at.min(wanted.len()), own);
            let shown = format!(
                "{moved} to {at} in {:?}",
                tasks.iter().map(|t| t.ordinal).collect::<Vec<_>>()
            );
            let (steps, order) = moves(&mut tasks, moved, at);
            assert_eq!(order, wanted, "{shown}: {steps:?}");
        }
    }
}

#[test]
fn a_task_is_ready_when_nothing_is_open_that_it_depends_on() {
    let mut archived = task(7, "");
    archived.place = Place::Archived;
    let mut draft = task(8, "");
    draft.place = Place::Draft;
    let tasks = [
        task(1, "status: Done"),
        task(2, "depends: [t-01, T-7]"),
        task(3, "depends: [T-2, T-1, T-2]"),
        task(4, "depends: T-99"),
        task(5, "status: Done\ndepends: T-4"),
        task(6, "depends: [OLD-1, T-8]"),
        archived,
        draft,
        task(9, "status: Done\naliases: [old-1]"),
    ];
    let readiness = Readiness::of(&tasks, &Workflow::default());
    assert_eq!(ids(readiness.ready()), ["T-2"]);
    assert!(readiness.is_ready(&tasks[1]) && !readiness.is_ready(&tasks[7]));
    assert_eq!(readiness.waits(&tasks[1]), None);
    assert_eq!(readiness.waits(&tasks[2]).unwrap().open, [id("T-2")]);
    let unknown = Waits {
        unknown: vec![id("T-99")],
        ..Waits::default()
    };
    assert_eq!(readiness.waits(&tasks[3]), Some(&unknown));
    assert_eq!(readiness.waits(&tasks[4]), None, "it is done");
    assert_eq!(readiness.waits(&tasks[5]).unwrap().open, [id("T-8")]);
    assert_eq!(ids(&readiness.waiting_for(&tasks[1])), ["T-3"]);
    assert!(readiness.circles().is_empty());
}

#[test]
fn a_circle_is_never_ready_and_is_named() {
    let tasks = [
        task(1, "depends: T-1"),
        task(2, "depends: T-3"),
        task(3, "depends: [T-4, T-5]"),
        task(4, "depends: T-2"),
        task(5, "depends: T-2"),
        task(6, "depends: T-2"),
        task(7, "depends: T-8"),
        task(8, "status: Done\ndepends: T-7"),
    ];
    let readiness = Readiness::of(&tasks, &Workflow::default());
    let circles: Vec<_> = readiness.circles().iter().map(|c| names(c)).collect();
    assert_eq!(
        circles,
        [
            vec!["T-1"],
            vec!["T-2", "T-3", "T-4"],
            vec!["T-5", "T-2", "T-3"]
        ]
    );
    let circle = |at: usize| readiness.waits(&tasks[at]).and_then(|waits| waits.circle);
    assert_eq!(
        [circle(0), circle(1), circle(3), circle(4), circle(5)],
        [Some(0), Some(1), Some(1), Some(2), None]
    );
    assert_eq!(
        ids(readiness.ready()),
        ["T-7"],
        "what is done holds nobody up"
    );
}

#[test]
fn an_id_that_two_tasks_have_means_both() {
    let mut twin = task(1, "");
    twin.path = "T-1 twin.md".into();
    let tasks = [task(1, "status: Done"), twin, task(2, "depends: T-1")];
    let readiness = Readiness::of(&tasks, &Workflow::default());
    assert!(!readiness.is_ready(&tasks[2]));
}

#[test]
fn long_chains_and_large_circles_are_answered() {
    let count = 5_000;
    let chain: Vec<_> = (0..count)
        .map(|n| task(n, &format!("depends: T-{}", (n + 1) % count)))
        .collect();
    let readiness = Readiness::of(&chain, &Workflow::default());
    assert_eq!(
        readiness.circles().iter().map(Vec::len).collect::<Vec<_>>(),
        [count]
    );
    let readiness = Readiness::of(&chain[..count - 1], &Workflow::default());
    assert!(readiness.circles().is_empty() && readiness.ready().is_empty());
}

#[test]
fn a_filter_keeps_what_is_asked_for() {
    let tasks = [
        task(
            1,
            "status: done\nlabels: [UI, slow]\npriority: high\ndue: 2026-03-01",
        ),
        task(
            2,
            "labels: ui\nassignee: '@Ana'\ndue: 2026-03-02 10:00\npriority: Blocker",
        ),
        task(3, "depends: T-2"),
    ];
    let workflow = Workflow::default();
    let readiness = Readiness::of(&tasks, &workflow);
    let kept = |filter: Filter| {
        let kept = tasks
            .iter()
            .filter(|task| filter.keeps(task, &workflow, &readiness));
        kept.map(|task| task.id.as_ref().unwrap().to_string())
            .collect::<Vec<_>>()
    };
    let none = Filter::default;
    let list = |words: &[&str]| {
        words
            .iter()
            .map(|word| (*word).to_owned())
            .collect::<Vec<_>>()
    };
    let day = Moment::parse;
    assert_eq!(kept(none()), ["T-1", "T-2", "T-3"]);
    assert_eq!(
        kept(Filter {
            statuses: list(&["to do"]),
            ..none()
        }),
        ["T-2", "T-3"]
    );
    assert_eq!(
        kept(Filter {
            labels: list(&["ui"]),
            ..none()
        }),
        ["T-1", "T-2"]
    );
    assert_eq!(
        kept(Filter {
            labels: list(&["ui", "SLOW"]),
            ..none()
        }),
        ["T-1"]
    );
    let urgent = vec![Priority::Other("blocker".into()), Priority::Low];
    assert_eq!(
        kept(Filter {
            priorities: urgent,
            ..none()
        }),
        ["T-2"]
    );
    assert_eq!(
        kept(Filter {
            assignees: list(&["ana"]),
            ..none()
        }),
        ["T-2"]
    );
    assert_eq!(
        kept(Filter {
            due_before: day("2026-03-02"),
            ..none()
        }),
        ["T-1"]
    );
    assert_eq!(
        kept(Filter {
            due_before: day("2026-03-02T10:00:01Z"),
            ..none()
        }),
        ["T-1", "T-2"]
    );
    assert_eq!(
        kept(Filter {
            is_ready: Some(true),
            ..none()
        }),
        ["T-2"]
    );
    assert_eq!(
        kept(Filter {
            is_ready: Some(false),
            ..none()
        }),
        ["T-1", "T-3"]
    );
    assert_eq!(
        kept(Filter {
            text: "SLOW t1".into(),
            ..none()
        }),
        ["T-1"]
    );
    assert_eq!(
        kept(Filter {
            text: "t-3".into(),
            ..none()
        }),
        ["T-3"]
    );
    assert_eq!(
        kept(Filter {
            places: vec![Place::Draft],
            ..none()
        }),
        Vec::<String>::new()
    );
}
