//! Ids, names and texts of new tasks, and what a folder is configured to.

use tenon_knowledge::task::{
    Draft, Form, Id, Moment, Place, Priority, Task, Workflow, create, file_name, next_id,
    next_sub_id,
};
use tenon_testkit::Rng;

use super::read::id;

#[test]
fn ids_are_one_without_case_and_zeros() {
    assert_eq!(id("T-09"), id("t-9"));
    assert_eq!(id("T-09").to_string(), "T-09");
    assert_eq!(id("task-007.01"), id("TASK-7.1"));
    assert_ne!(id("task-7"), id("task-7.1"));
    assert_ne!(id("T-1"), id("TT-1"));
    assert_eq!(id("[[T-3|the ring]]"), id("T-3"));
    assert_eq!(id("3").beside(&id("BACK-7")), id("back-3"));
    assert_eq!(id("task-7.1.2").parent(), Some(id("task-7.1")));
    assert_eq!(id("task-7").parent(), None);
    for text in ["", "  ", "two words", "a\nb", "T-1,T-2", "[T-1]"] {
        assert_eq!(Id::parse(text), None, "{text:?}");
    }
    let mut ids = [
        "T-10",
        "T-9",
        "T-9.10",
        "T-9.2",
        "S-20",
        "T-99999999999999999999999999",
    ]
    .map(id);
    ids.sort();
    let shown: Vec<_> = ids.iter().map(Id::as_str).collect();
    let wanted = [
        "S-20",
        "T-9",
        "T-9.2",
        "T-9.10",
        "T-10",
        "T-99999999999999999999999999",
    ];
    assert_eq!(shown, wanted);
}

#[test]
fn the_id_at_the_beginning_of_a_name_is_found() {
    for (name, wanted) in [
        ("T-14 Cap it.md", Some("T-14")),
        ("T-14.md", Some("T-14")),
        ("T-14-cap-it.md", Some("T-14")),
        ("task-7.1 - Title.md", Some("task-7.1")),
        ("task-7.1.md", Some("task-7.1")),
        ("my-proj-12 x", Some("my-proj-12")),
        ("T-14x.md", None),
        ("2026-03-01 note.md", None),
        ("readme.md", None),
        ("-1.md", None),
    ] {
        assert_eq!(Id::leading(name), wanted.map(id), "{name}");
    }
}

#[test]
fn a_new_id_is_one_above_the_highest_that_was_seen() {
    let next =
        |seen: &[&str], prefix, width| next_id(seen.iter().copied(), prefix, width).to_string();
    assert_eq!(next(&[], "T", 0), "T-1");
    assert_eq!(
        next(&["T-14", "t-009", "T-13 Title.md", "S-99", "T-x"], "T", 0),
        "T-15"
    );
    assert_eq!(next(&["task-7.12", "task-3"], "TASK", 0), "TASK-8");
    assert_eq!(next(&["T-9"], "T", 3), "T-010");
    assert_eq!(next(&["T-999"], "T", 2), "T-1000");
    let long = &["T-20261123180152", "T-7", "T-18446744073709551615"];
    assert_eq!(next(long, "T", 0), "T-20261123180153");
    assert!(!id("T-18446744073709551615").counts() && id("T-20261123180152").counts());
    let sub = |seen: &[&str]| next_sub_id(seen.iter().copied(), &id("task-7"), 0).to_string();
    assert_eq!(sub(&[]), "task-7.1");
    assert_eq!(
        sub(&["task-7.2", "TASK-07.10.4", "task-8.30", "task-70.9"]),
        "task-7.11"
    );
    assert_eq!(
        next_sub_id(std::iter::empty(), &id("BACK-7.1"), 2),
        id("back-7.1.1")
    );
    assert_eq!(
        next_id(["my-app-3"].into_iter(), "my-app", 0),
        id("my-app-4")
    );
}

#[test]
fn names_of_files_are_taken_by_every_system() {
    let ours = |title: &str| file_name(Form::Tenon, &id("T-14"), title);
    assert_eq!(
        ours("Cap line buffer growth"),
        "T-14 Cap line buffer growth.md"
    );
    assert_eq!(ours("Fix: a/b \\ c? \"d\" <e>|*"), "T-14 Fix a b c d e.md");
    assert_eq!(
        ours("Z\u{fc}rich \u{65e5}\u{672c} \u{1f600}"),
        "T-14 Z\u{fc}rich \u{65e5}\u{672c} \u{1f600}.md"
    );
    assert_eq!(ours("ends in dots. . ."), "T-14 ends in dots.md");
    assert_eq!(ours("..\\..\\etc"), "T-14 .. etc.md");
    assert_eq!(ours("\u{202e}gpj.exe"), "T-14 gpj.exe.md");
    assert_eq!(ours("???"), "T-14.md");
    let theirs = |title: &str| file_name(Form::Backlog, &id("BACK-7.1"), title);
    assert_eq!(
        theirs("Fix (it), now: 50% - ok"),
        "back-7.1 - Fix-it-now-50-ok.md"
    );
    assert_eq!(theirs("!"), "back-7.1.md");
    assert_eq!(file_name(Form::Tenon, &id("nul"), ""), "_nul.md");
    assert_eq!(file_name(Form::Tenon, &id("COM1.x"), ""), "_COM1.x.md");
}

#[test]
fn no_title_makes_a_name_that_a_system_refuses() {
    let mut rng = Rng::seeded(0x7a5c_0016);
    let pieces = [
        "a",
        " ",
        ".",
        "/",
        "\\",
        ":",
        "\u{1f600}",
        "\u{e9}",
        "con",
        "\n",
        "\u{0}",
        "-",
        "long ",
        "\u{65e5}",
        "?",
    ];
    for _ in 0..3_000 {
        let title: String = (0..rng.below(90)).map(|_| *rng.pick(&pieces)).collect();
        let form = *rng.pick(&[Form::Tenon, Form::Backlog]);
        let name = file_name(form, &id("T-14"), &title);
        assert!(
            name.len() <= 120 && name.ends_with(".md"),
            "{title:?}: {name:?}"
        );
        assert!(
            !name.contains(|c: char| c.is_control() || "/\\:*?\"<>|".contains(c)),
            "{name:?}"
        );
        let stem = name.strip_suffix(".md").unwrap();
        assert!(!stem.ends_with([' ', '.']), "{name:?}");
        assert_eq!(Id::leading(&name), Some(id("T-14")), "{name:?}");
    }
}

fn draft() -> Draft {
    Draft {
        title: "Cap: the buffer".into(),
        status: Some("To Do".into()),
        labels: vec!["ui".into(), "yes".into()],
        priority: Some(Priority::High),
        due: Moment::parse("2026-03-20"),
        depends: vec![id("T-3")],
        branch: Some("cap".into()),
        description: "\nIt grows.\r\n\r\nAlways.\n\n".into(),
        criteria: vec!["It is cut".into(), "It is told".into()],
        ..Draft::default()
    }
}

#[test]
fn a_new_task_of_our_form_reads_as_it_was_meant() {
    let now = Moment::parse("2026-03-01T09:12:44Z").unwrap();
    let (name, text) = create(Form::Tenon, &id("T-14"), &draft(), &now).unwrap();
    assert_eq!(name, "T-14 Cap the buffer.md");
    assert_eq!(
        text,
        "---\nid: T-14\ntitle: 'Cap: the buffer'\nstatus: To Do\nlabels: [ui, 'yes']\n\
         priority: high\ndue: 2026-03-20\ndepends: [T-3]\nbranch: cap\n\
         created: 2026-03-01T09:12:44Z\nupdated: 2026-03-01T09:12:44Z\n---\n\nIt grows.\n\nAlways.\n\n\
         ## Acceptance criteria\n\n- [ ] It is cut\n- [ ] It is told\n"
    );
}

#[test]
fn a_new_task_of_backlog_md_reads_as_it_was_meant() {
    let now = Moment::parse("2026-03-01T09:12:44Z").unwrap();
    let (name, text) = create(Form::Backlog, &id("TASK-14"), &draft(), &now).unwrap();
    assert_eq!(name, "task-14 - Cap-the-buffer.md");
    assert_eq!(
        text,
        "---\nid: TASK-14\ntitle: 'Cap: the buffer'\nstatus: To Do\nassignee: []\n\
         created_date: '2026-03-01 09:12'\ndue_date: '2026-03-20 23:59'\nlabels: [ui, 'yes']\n\
         dependencies: [T-3]\npriority: high\nbranch: cap\n---\n\n## Description\n\n\
         <!-- SECTION:DESCRIPTION:BEGIN -->\nIt grows.\n\nAlways.\n\
         <!-- SECTION:DESCRIPTION:END -->\n\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n\
         - [ ] #1 It is cut\n- [ ] #2 It is told\n<!-- AC:END -->\n"
    );
    let task = Task::parse(&name, &text).unwrap();
    assert_eq!((task.form, task.criteria.len()), (Form::Backlog, 2));
    let mut merge = draft();
    merge.description = "<<<<<<< a".into();
    assert!(create(Form::Tenon, &id("T-1"), &merge, &now).is_err());
}

#[test]
fn the_configuration_of_backlog_md_is_read() {
    let config = "project_name: \"It's: one\"\ndefault_status: \"Idea\"\n\
        statuses: [\"Idea\", \"Doing\", \"Shipped\"]\nlabels: []\ndate_format: yyyy-mm-dd hh:mm\n\
        priorities:\n  - Blocker\n  - high\nzero_padded_ids: 3\ntask_prefix: \"back\"\n";
    let workflow = Workflow::of_config(config).unwrap();
    assert_eq!(workflow.statuses, ["Idea", "Doing", "Shipped"]);
    assert_eq!(workflow.default_status, "Idea");
    assert_eq!(
        workflow.priorities,
        [Priority::Other("Blocker".into()), Priority::High]
    );
    let next = workflow.next_id(["back-012"].into_iter());
    assert_eq!(next.to_string(), "BACK-013");
    assert_eq!(Workflow::of_config("").unwrap(), Workflow::backlog());
    assert_eq!(
        Workflow::of_config("statuses: []\n").unwrap(),
        Workflow::backlog()
    );
    for (text, line) in [
        ("a: b: c\n", 1),
        ("x: 1\ntask_prefix: 'a b'\n", 2),
        ("zero_padded_ids: many\n", 1),
    ] {
        let broken = Workflow::of_config(text).unwrap_err();
        assert_eq!(broken.line, line, "{broken}");
    }
}

#[test]
fn a_task_is_done_by_the_last_status_or_by_its_folder() {
    let workflow = Workflow::default();
    let task = |path: &str, status: &str| {
        Task::parse(path, &format!("---\nstatus: {status}\n---\n")).unwrap()
    };
    let done = task("a.md", "dONE");
    assert_eq!(
        (workflow.status(&done), workflow.is_done(&done)),
        ("Done", true)
    );
    assert_eq!(workflow.status(&task("a.md", "")), "To Do");
    assert_eq!(workflow.status(&task("a.md", "Waiting")), "Waiting");
    let completed = task("backlog/completed/a.md", "To Do");
    assert!(workflow.is_done(&completed) && completed.place == Place::Completed);
    let archived = task("backlog/archive/tasks/a.md", "To Do");
    assert!(!workflow.is_done(&archived) && !workflow.is_open(&archived));
}
