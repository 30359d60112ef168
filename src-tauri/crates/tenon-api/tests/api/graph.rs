//! What is linked to what: texts, git, sessions and persons together.

use tenon_api::wire::{
    HistoryListParams, JournalForgetParams, LinkAddParams, LinkCountsParams, LinkEdge, LinkGraph,
    LinkGraphParams, LinkJudgeParams, LinkListParams, LinkOrigin, LinkVerdict, LinkedThing,
    LinksAbove, LinksAboveParams, Nothing, RunInfo, RunListParams, RunState, TerminalWriteParams,
};
use tenon_api::{ApiError, ApiResult, ops};
use tenon_core::{Code, TerminalId};
use tenon_testkit::{TempWorkspace, wait_until};

use crate::desk::Desk;
use crate::documents::{change, save};
use crate::git::git;
use crate::terminals::size;

const CODE: &str = "struct LineStep;\n\nimpl LineStep {\n    fn grow(&self) -> u8 {\n        1\n    }\n}\n\nfn drain_sink() -> u8 {\n    // See T-14.\n    2\n}\n";
const NOTE: &str =
    "# Line buffer\n\nHow [[LineStep::grow]] works, see `src/line.rs:9`.\n\nAlso `drain_sink`.\n";
const TASK: &str = "---\nid: T-14\ntitle: Cap the buffer\nstatus: To Do\ndepends_on: [T-09]\n---\n\nSee notes/line-buffer.md.\n";
const OTHER: &str = "---\nid: T-09\ntitle: Measure it\nstatus: Done\n---\n";

fn desk() -> Desk {
    let workspace = TempWorkspace::with(&[
        ("src/line.rs", CODE),
        ("notes/line-buffer.md", NOTE),
        (".tenon/tasks/T-14 Cap the buffer.md", TASK),
        (".tenon/tasks/T-09 Measure it.md", OTHER),
    ]);
    git(workspace.path(), &["init", "-q", "-b", "main"]);
    git(workspace.path(), &["add", "."]);
    git(
        workspace.path(),
        &["commit", "-q", "-m", "line: cap it\n\nFixes T-14"],
    );
    Desk::over(workspace)
}

fn asked(of: &str) -> LinkGraphParams {
    LinkGraphParams {
        of: of.to_owned(),
        depth: 1,
        kinds: None,
        since: None,
        suggestions: true,
        limit: 100,
    }
}

fn graph(desk: &Desk, of: &str) -> LinkGraph {
    desk.call::<ops::link_graph>(asked(of)).expect(of)
}

fn refused(desk: &Desk, params: LinkGraphParams) -> ApiError {
    let answer = desk.call::<ops::link_graph>(params);
    answer.expect_err("it is refused")
}

/// The edge of a kind between two things, by how they are called.
fn edge<'g>(graph: &'g LinkGraph, from: &str, kind: &str, to: &str) -> Option<&'g LinkEdge> {
    let called = |reference: &str, title: &str| {
        let mut things = graph.things.iter();
        things.any(|thing| thing.reference == reference && thing.title.contains(title))
    };
    graph
        .edges
        .iter()
        .find(|edge| edge.kind == kind && called(&edge.from, from) && called(&edge.to, to))
}

#[track_caller]
fn has<'g>(graph: &'g LinkGraph, from: &str, kind: &str, to: &str) -> &'g LinkEdge {
    edge(graph, from, kind, to).unwrap_or_else(|| panic!("no {kind} {from} -> {to}: {graph:#?}"))
}

fn thing<'g>(graph: &'g LinkGraph, title: &str) -> &'g LinkedThing {
    let found = graph.things.iter().find(|thing| thing.title == title);
    found.unwrap_or_else(|| panic!("no {title}: {graph:#?}"))
}

/// Waits until what is asked holds: files are looked at by threads of their own.
fn settled(desk: &Desk, of: &str, holds: impl Fn(&LinkGraph) -> bool) -> LinkGraph {
    wait_until(of, || holds(&graph(desk, of)));
    graph(desk, of)
}

#[test]
fn a_link_in_a_note_follows_a_symbol_that_is_renamed() {
    let body = "(step: usize) -> usize {\n    let wide = step * 3;\n    wide.max(64) + 1\n}\n";
    let desk = Desk::new(&[
        ("src/a.rs", &format!("pub fn grow_buffer{body}")),
        ("far.md", "# Far\n\nSee [[grow_buffer]].\n"),
    ]);
    settled(&desk, "note:far.md", |it| {
        edge(it, "Far", "mentions", "grow_buffer").is_some()
    });
    desk.workspace
        .put(b"src/a.rs", format!("pub fn widen_buffer{body}").as_bytes());
    let after = settled(&desk, "note:far.md", |it| {
        edge(it, "Far", "mentions", "widen_buffer").is_some()
    });
    let link = has(&after, "Far", "mentions", "widen_buffer");
    assert_eq!(
        link.reason,
        "[[grow_buffer]] in the note; it is widen_buffer now"
    );
    assert_eq!(link.line, Some(3), "{link:?}");
    desk.workspace.put(b"far.md", b"# Far\n\nNothing more.\n");
    settled(&desk, "note:far.md", |it| it.edges.is_empty());
}

#[test]
fn a_task_links_to_notes_as_notes_do() {
    let desk = Desk::new(&[
        ("docs/rich.md", "---\naliases: [Wealth]\n---\n\n# Rich\n"),
        ("docs/other.md", "# Other\n"),
        (
            ".tenon/tasks/T-1 Bound.md",
            "---\nid: T-1\ntitle: Bound\nstatus: To Do\n---\n\nSee [[rich]] and [[nowhere]].\n",
        ),
        (
            ".tenon/tasks/T-2 Bound.md",
            "---\nid: T-2\ntitle: More\nstatus: To Do\n---\n\nSee [[Wealth|it]].\n",
        ),
    ]);
    let around = settled(&desk, "note:docs/rich.md", |it| {
        edge(it, "More", "mentions", "Rich").is_some()
    });
    let link = has(&around, "Bound", "mentions", "Rich");
    assert_eq!(
        (&*link.reason, link.line),
        ("[[rich]] in the task", Some(7))
    );
    assert_eq!(link.at, None, "nobody keeps when it was written");
    let task = graph(&desk, "task:T-1");
    assert_eq!(task.things.len(), 2, "{task:?}");
    let by_file = graph(&desk, "note:.tenon/tasks/T-1 Bound.md");
    assert_eq!(by_file.things, task.things, "its file is the task");
}

#[test]
fn what_front_matter_says_stands_in_the_line_of_its_key() {
    let desk = Desk::new(&[
        (
            ".tenon/tasks/T-1 Bound.md",
            "---\nid: T-1\ntitle: Bound\n---\n",
        ),
        (
            ".tenon/tasks/T-2 More.md",
            "---\nid: T-2\ntitle: More\nlabels: [a]\ndepends:\n  - T-1\n---\n",
        ),
    ]);
    let around = graph(&desk, "task:T-2");
    let link = has(&around, "More", "dependsOn", "Bound");
    assert_eq!(link.line, Some(5));
}

#[test]
fn a_link_names_a_symbol_of_a_file_behind_its_sign() {
    let desk = Desk::new(&[
        ("src/a.rs", "pub fn flush() {}\n"),
        ("src/b.rs", "pub fn flush() {}\n"),
        (
            "far.md",
            "# Far\n\nSee [[src/b.rs#flush]] and [[src/a.rs#none]].\n",
        ),
    ]);
    let around = settled(&desk, "note:far.md", |it| {
        edge(it, "Far", "mentions", "flush").is_some()
    });
    let path = thing(&around, "flush").path.as_ref();
    assert_eq!(path.map(|path| &*path.path), Some("src/b.rs"));
    let symbols = around.things.iter().filter(|it| it.kind == "symbol");
    assert_eq!(symbols.count(), 1);
}

#[test]
fn what_slid_into_a_line_that_a_note_names_is_not_what_it_means() {
    let flush = "pub fn flush_rows(rows: usize) -> usize {\n    let all = rows * 3;\n    all.max(64) + 1\n}\n";
    let other = "pub fn unrelated(at: u8) -> u8 {\n    at / 7\n}\n";
    let desk = Desk::new(&[
        ("src/a.rs", &format!("{flush}\n{other}")),
        ("far.md", "# Far\n\nIt is in src/a.rs:2 now.\n"),
    ]);
    settled(&desk, "note:far.md", |it| {
        edge(it, "Far", "mentions", "flush_rows").is_some()
    });
    desk.workspace.put(b"src/b.rs", flush.as_bytes());
    desk.workspace.put(b"src/a.rs", other.as_bytes());
    let after = settled(&desk, "note:far.md", |it| {
        let there = it.things.iter().find(|it| it.title == "flush_rows");
        there.is_some_and(|it| it.path.as_ref().is_some_and(|it| it.path == "src/b.rs"))
    });
    assert!(edge(&after, "Far", "mentions", "unrelated").is_none());
    let link = has(&after, "Far", "mentions", "flush_rows");
    assert_eq!(
        (&*link.reason, link.line),
        (
            "\"src/a.rs:2\" in the note; flush_rows stands in src/b.rs:1 now",
            Some(3)
        )
    );
    // A note that is written again means what stands there now.
    desk.workspace
        .put(b"far.md", b"# Far\n\nIt is in src/a.rs:2 now, too.\n");
    settled(&desk, "note:far.md", |it| {
        edge(it, "Far", "mentions", "unrelated").is_some()
    });
}

#[test]
fn what_is_written_elsewhere_in_a_note_or_a_task_loses_no_link() {
    let body = "(step: usize) -> usize {\n    let wide = step * 3;\n    wide.max(64) + 1\n}\n";
    let flush = "pub fn flush_rows(rows: usize) -> bool {\n    rows % 7 == 2 && rows < 900\n}\n";
    let task = "---\nid: T-1\ntitle: Mind it\nstatus: To Do\n---\n\nSee [[grow_buffer]].\n\nAnd src/b.rs:2.\n";
    let note = "# Far\n\nSee [[grow_buffer]].\n\nAnd src/b.rs:2.\n";
    let path = ".tenon/tasks/T-1 Mind it.md";
    let desk = Desk::new(&[
        ("src/a.rs", &format!("pub fn grow_buffer{body}")),
        ("src/b.rs", flush),
        ("far.md", note),
        (path, task),
    ]);
    let both = [("note:far.md", "Far"), ("task:T-1", "Mind it")];
    let follows = |first: &str| {
        for (of, name) in both {
            let found = settled(&desk, of, |it| {
                edge(it, name, "mentions", first).is_some()
                    && edge(it, name, "mentions", "flush_rows").is_some()
            });
            assert!(edge(&found, name, "mentions", "fresh").is_none(), "{of}");
            let links = [first, "flush_rows"].map(|to| has(&found, name, "mentions", to).line);
            assert!(links.iter().all(Option::is_some), "{of}: {links:?}");
        }
    };
    follows("grow_buffer");
    let fresh = "pub fn fresh(at: u8) -> u8 {\n    at / 5\n}\n\n";
    desk.workspace
        .put(b"src/a.rs", format!("pub fn widen_buffer{body}").as_bytes());
    desk.workspace
        .put(b"src/b.rs", format!("{fresh}{flush}").as_bytes());
    follows("widen_buffer");
    let done = task.replace("To Do", "Done") + "\nMore.\n";
    desk.workspace.put(path.as_bytes(), done.as_bytes());
    desk.workspace.put(
        b"far.md",
        format!("New on top.\n\n{note}\nMore.\n").as_bytes(),
    );
    wait_until("the text is read", || {
        let found = graph(&desk, "note:far.md");
        edge(&found, "Far", "mentions", "widen_buffer").is_some_and(|it| it.line == Some(5))
    });
    follows("widen_buffer");
}

#[test]
fn what_is_linked_to_tasks_is_counted() {
    let desk = Desk::new(&[
        ("src/a.rs", "pub fn a() {}\n"),
        ("src/b.rs", "pub fn b() {}\n"),
        (
            ".tenon/tasks/T-1 Bound.md",
            "---\nid: T-1\ntitle: Bound\nstatus: To Do\n---\n\nSee `src/a.rs:1`.\n",
        ),
        (
            ".tenon/tasks/T-2 Other.md",
            "---\nid: T-2\ntitle: Other\nstatus: To Do\n---\n",
        ),
    ]);
    let folder = desk.workspace.path();
    git(folder, &["init", "-q"]);
    // What was written together with the task's file is not the task's.
    git(folder, &["add", "src/a.rs", ".tenon/tasks/T-2 Other.md"]);
    git(folder, &["commit", "-q", "-m", "start"]);
    git(folder, &["add", "src/b.rs"]);
    git(folder, &["commit", "-q", "-m", "Bound it (T-1)"]);
    let of = ["task:T-1", "task:T-2", "task:T-9"].map(str::to_owned);
    let counted = desk
        .call::<ops::link_counts>(LinkCountsParams { of: of.to_vec() })
        .expect("it counts");
    let rows = counted.rows.iter();
    let rows: Vec<_> = rows.map(|row| (row.files, row.runs, row.commits)).collect();
    assert_eq!(rows, [(2, 0, 1), (0, 0, 0), (0, 0, 0)]);
    assert_eq!(counted.rows[0].names, ["src/a.rs", "src/b.rs"]);
}

#[test]
fn what_names_a_symbol_is_beside_its_file() {
    let desk = Desk::new(&[
        ("src/a.rs", "pub fn grow_buffer() {}\n"),
        ("far.md", "# Far\n\nSee [[grow_buffer]].\n"),
        ("other.md", "# Other\n\nSee [[far]].\n"),
    ]);
    let around = settled(&desk, "file:src/a.rs", |it| {
        it.things.iter().any(|thing| thing.title == "Far")
    });
    assert_eq!(thing(&around, "grow_buffer").depth, 1);
    assert_eq!(thing(&around, "Far").depth, 1);
    assert!(around.edges.iter().any(|edge| edge.kind == "holds"));
    assert!(around.things.iter().all(|thing| thing.title != "Other"));
}

#[test]
fn texts_front_matter_and_commits_say_what_a_task_is_linked_to() {
    let desk = desk();
    let task = settled(&desk, "task:t-14", |task| {
        edge(task, "drain_sink", "mentions", "Cap the buffer").is_some()
    });
    let first = &task.things[0];
    assert_eq!((&*first.reference, &*first.kind), ("task:T-14", "task"));
    assert_eq!((&*first.title, first.depth), ("Cap the buffer", 0));
    assert_eq!(first.detail.as_deref(), Some("To Do"));
    has(&task, "Cap the buffer", "dependsOn", "Measure it");
    let closes = has(&task, "line: cap it", "closes", "Cap the buffer");
    assert_eq!(closes.reason, "\"T-14\" in the message of the commit");
    let note = has(&task, "Cap the buffer", "mentions", "Line buffer");
    assert_eq!((note.origin, note.line), (LinkOrigin::Written, Some(8)));
    assert_eq!(thing(&task, "Line buffer").kind, "note");
    let comment = has(&task, "drain_sink", "mentions", "Cap the buffer");
    assert_eq!(comment.line, Some(10));
    assert!(comment.evidence.is_empty() && !comment.suggestion && !comment.changed);
    let only = LinkGraphParams {
        kinds: Some(vec!["note".into(), "task".into()]),
        ..asked("task:T-14")
    };
    let only = desk.call::<ops::link_graph>(only).expect("a graph");
    let kinds: Vec<_> = only.things.iter().map(|thing| &*thing.kind).collect();
    assert!(kinds.contains(&"note"), "{kinds:?}");
    assert!(
        !kinds.contains(&"commit") && !kinds.contains(&"symbol"),
        "{kinds:?}"
    );

    let note = graph(&desk, "note:notes/line-buffer.md");
    has(&note, "Line buffer", "mentions", "LineStep::grow");
    has(&note, "Line buffer", "mentions", "src/line.rs");
    has(&note, "Line buffer", "mentions", "drain_sink");
    let by_name = graph(&desk, "note:line-buffer");
    assert_eq!(by_name, note, "by its name as in a link");
    let deep = LinkGraphParams {
        depth: 2,
        kinds: Some(vec!["dependsOn".into(), "mentions".into()]),
        ..asked("task:T-09")
    };
    let deep = desk.call::<ops::link_graph>(deep).expect("a graph");
    assert_eq!(thing(&deep, "Line buffer").depth, 2);
    assert!(deep.edges.iter().all(|edge| edge.kind != "closes"));
    let few = LinkGraphParams {
        limit: 2,
        ..asked("task:T-14")
    };
    let few = desk.call::<ops::link_graph>(few).expect("a graph");
    assert_eq!((few.things.len(), few.more), (2, true));
}

#[test]
fn what_is_not_there_and_what_cannot_be_is_refused_with_a_sentence() {
    let desk = desk();
    for (of, code) in [
        ("note:notes/x.md", Code::NotFound),
        ("file:gone.txt", Code::NotFound),
        ("task:T-77", Code::NotFound),
        ("heading:notes/line-buffer.md#Nothing", Code::NotFound),
        ("heading:notes/line-buffer.md", Code::Invalid),
        (
            "symbol:0190e3b4-0000-7000-8000-000000000001",
            Code::NotFound,
        ),
        ("run:0190e3b4-0000-7000-8000-000000000001", Code::NotFound),
        ("file:../out.txt", Code::Permission),
        ("file:src", Code::Invalid),
        ("nothing", Code::Invalid),
        ("chat:1", Code::Invalid),
    ] {
        assert_eq!(refused(&desk, asked(of)).code, code, "{of}");
    }
    let missing = refused(&desk, asked("note:notes/x.md"));
    assert_eq!(missing.message, "There is no note \"notes/x.md\"");
    for params in [
        LinkGraphParams {
            depth: 4,
            ..asked("task:T-14")
        },
        LinkGraphParams {
            depth: 0,
            ..asked("task:T-14")
        },
        LinkGraphParams {
            limit: 0,
            ..asked("task:T-14")
        },
        LinkGraphParams {
            kinds: Some(vec!["loves".into()]),
            ..asked("task:T-14")
        },
    ] {
        assert_eq!(refused(&desk, params).code, Code::Invalid);
    }
}

fn judge(desk: &Desk, edge: &LinkEdge, verdict: LinkVerdict) -> ApiResult<()> {
    let params = LinkJudgeParams {
        from: edge.from.clone(),
        to: edge.to.clone(),
        kind: edge.kind.clone(),
        verdict,
    };
    desk.call::<ops::link_judge>(params).map(drop)
}

const WORDS: &str = "# Words\n\nOf `drain_sink`.\n";

#[test]
fn a_suggestion_is_judged_remembered_and_forgotten_with_its_ends() {
    let desk = Desk::new(&[("src/line.rs", CODE), ("words.md", WORDS)]);
    let of = "note:words.md";
    let found = settled(&desk, of, |found| {
        edge(found, "Words", "similar", "drain_sink").is_some()
    });
    let similar = has(&found, "Words", "similar", "drain_sink").clone();
    assert!(similar.suggestion);
    assert_eq!(
        (similar.origin, &*similar.reason),
        (LinkOrigin::Meaning, "same symbol: drain_sink")
    );
    let without = LinkGraphParams {
        suggestions: false,
        ..asked(of)
    };
    let hard = desk.call::<ops::link_graph>(without).expect("a graph");
    assert_eq!(
        hard.things.len(),
        1,
        "a guess counts only where it is asked for"
    );
    let nothing = judge(&desk, &similar, LinkVerdict::Forget);
    assert_eq!(nothing.expect_err("not judged").code, Code::NotFound);

    judge(&desk, &similar, LinkVerdict::Reject).expect("rejected");
    assert_eq!(graph(&desk, of).edges, [], "it does not come again");
    judge(&desk, &similar, LinkVerdict::Accept).expect("accepted");
    let accepted = has(&graph(&desk, of), "Words", "similar", "drain_sink").clone();
    assert!(!accepted.suggestion && !accepted.changed);
    assert_eq!(accepted.evidence.len(), 1, "it rests on the event");
    // The name is in the note no more, and it still holds.
    std::fs::write(desk.workspace.path().join("words.md"), "# Words\n").expect("written");
    let kept = settled(&desk, of, |found| {
        edge(found, "Words", "similar", "drain_sink")
            .is_some_and(|it| it.origin == LinkOrigin::Person)
    });
    assert_eq!(kept.edges.len(), 1);
    judge(&desk, &similar, LinkVerdict::Forget).expect("forgotten");
    assert_eq!(graph(&desk, of).edges, []);

    std::fs::write(desk.workspace.path().join("words.md"), WORDS).expect("written");
    settled(&desk, of, |found| !found.edges.is_empty());
    judge(&desk, &similar, LinkVerdict::Reject).expect("rejected");
    let subject = Some(similar.from.clone());
    let gone = desk.call::<ops::journal_forget>(JournalForgetParams {
        subject,
        ..JournalForgetParams::default()
    });
    assert!(gone.expect("it forgets").rows.get() >= 1, "the verdict");
    assert_eq!(
        graph(&desk, of).edges.len(),
        1,
        "nobody knows that it was rejected"
    );
}

#[test]
fn what_a_text_says_cannot_be_judged_and_what_is_not_there_neither() {
    let desk = desk();
    let note = settled(&desk, "note:line-buffer", |note| {
        edge(note, "Line buffer", "mentions", "LineStep::grow").is_some()
    });
    let said = has(&note, "Line buffer", "mentions", "LineStep::grow").clone();
    let refused = judge(&desk, &said, LinkVerdict::Reject).expect_err("it is written");
    assert_eq!(refused.code, Code::Invalid);
    let other = LinkEdge {
        kind: "closes".to_owned(),
        ..said.clone()
    };
    let refused = judge(&desk, &other, LinkVerdict::Accept).expect_err("no such link");
    assert_eq!(refused.code, Code::NotFound);
    let odd = LinkEdge {
        kind: "loves".to_owned(),
        ..said
    };
    let refused = judge(&desk, &odd, LinkVerdict::Accept).expect_err("no such kind");
    assert_eq!(refused.code, Code::Invalid);
}

#[test]
fn notes_tasks_and_headings_are_ends_of_links_that_persons_make() {
    let desk = desk();
    let add = |from: &str, to: &str| {
        let (from, to) = (from.to_owned(), to.to_owned());
        desk.call::<ops::link_add>(LinkAddParams { from, to })
    };
    let made = add("note:notes/line-buffer.md", "task:t-9").expect("made");
    assert_eq!(made.to, "task:T-09", "as its file writes it");
    let same = add("file:notes/line-buffer.md", "task:T-09").expect("the same");
    assert_eq!(same.id, made.id, "a note is its file");
    let heading = add("heading:notes/line-buffer.md#Line buffer", "task:T-14").expect("made");
    assert!(heading.from.starts_with("heading:"), "{heading:?}");
    let of = |text: &str| {
        let of = Some(text.to_owned());
        let listed = desk.call::<ops::link_list>(LinkListParams { of });
        listed.expect("a list").links.len()
    };
    assert_eq!((of("note:notes/line-buffer.md"), of("task:T-9")), (1, 1));
    assert_eq!(of("heading:notes/line-buffer.md#Line buffer"), 1);
    assert_eq!(
        add("task:T-77", "task:T-09").expect_err("no task").code,
        Code::NotFound
    );
    let shown = graph(&desk, "task:T-09");
    let link = has(&shown, "Line buffer", "related", "Measure it");
    assert_eq!((link.origin, link.evidence.len()), (LinkOrigin::Person, 1));
}

fn above(desk: &Desk) -> LinksAbove {
    let path = "src/line.rs".into();
    let told = desk.call::<ops::links_above>(LinksAboveParams { path });
    told.expect("what is above")
}

#[test]
fn a_symbol_has_its_tasks_and_notes_above_it_and_says_when_it_changed() {
    let desk = desk();
    wait_until("the comment", || {
        above(&desk)
            .rows
            .iter()
            .any(|row| row.name == "drain_sink" && row.things.len() == 2)
    });
    let told = above(&desk);
    let names: Vec<_> = told.rows.iter().map(|row| (&*row.name, row.line)).collect();
    assert_eq!(names, [("grow", 4), ("drain_sink", 9)]);
    let things: Vec<_> = told.rows[1].things.iter().map(|it| &*it.title).collect();
    assert_eq!(
        things,
        ["Cap the buffer", "Line buffer"],
        "the open task first"
    );
    assert_eq!(told.rows[1].more, 0);

    let of = "note:line-buffer";
    let seen = graph(&desk, of);
    assert!(!has(&seen, "Line buffer", "mentions", "LineStep::grow").changed);
    edit(&desk, "100");
    let seen = settled(&desk, of, |seen| {
        edge(seen, "Line buffer", "mentions", "LineStep::grow").is_some_and(|it| it.changed)
    });
    assert!(
        !has(&seen, "Line buffer", "mentions", "drain_sink").changed,
        "only the one"
    );
}

/// Has the function `grow` give something else, and saves it.
fn edit(desk: &Desk, number: &str) {
    let doc = desk.open("src/line.rs").doc;
    let at = u32::try_from(CODE.find("1\n").expect("it is there")).expect("a short text");
    desk.call::<ops::document_change>(change(doc, 1, &[(at, at + 1, number)]))
        .expect("it changes");
    desk.call::<ops::document_save>(save(doc, 1))
        .expect("it is saved");
}

fn ran(desk: &Desk) -> Vec<RunInfo> {
    let params = RunListParams {
        limit: 10,
        ..RunListParams::default()
    };
    desk.call::<ops::run_list>(params).expect("a list").runs
}

/// Has a terminal tell of a command that ran.
fn run(desk: &Desk, id: TerminalId, output: &str, exit: i32) {
    let before = ran(desk).len();
    let data = format!(
        "printf '\\033]633;E;make all\\007\\033]633;C\\007{output}\\033]633;D;{exit}\\007'\n"
    );
    desk.call::<ops::terminal_write>(TerminalWriteParams { id, data })
        .expect("it types");
    wait_until("the end of the command", || {
        let runs = ran(desk);
        runs.len() > before && runs.iter().all(|run| run.state == RunState::Ended)
    });
}

#[test]
fn a_command_that_failed_leads_to_the_place_and_to_what_fixed_it() {
    let desk = desk();
    let started = desk.call::<ops::terminal_start>(size(80, 24));
    let id = started.expect("it starts").id;
    run(&desk, id, "src/line.rs:5:9: error: no\\n", 2);
    let of = format!("run:{}", ran(&desk)[0].id);
    let failed = settled(&desk, &of, |run| {
        edge(run, "make all", "failedAt", "LineStep::grow").is_some()
    });
    assert_eq!(failed.things[0].title, "make all · exit 2");
    let place = has(&failed, "make all", "failedAt", "src/line.rs");
    assert_eq!(
        (place.origin, place.evidence.len()),
        (LinkOrigin::Session, 1)
    );
    assert!(
        above(&desk)
            .rows
            .iter()
            .any(|row| row.name == "grow" && row.things.iter().any(|thing| thing.kind == "run"))
    );

    edit(&desk, "3");
    run(&desk, id, "ok\\n", 0);
    let fixed = settled(&desk, &of, |run| {
        edge(run, "make all", "fixedBy", "src/line.rs").is_some()
    });
    let by = has(&fixed, "make all", "fixedBy", "src/line.rs");
    assert_eq!(
        by.evidence.len(),
        3,
        "the end, the save, the end that was well"
    );
    assert_eq!(
        fixed
            .edges
            .iter()
            .filter(|edge| edge.kind == "fixedBy")
            .count(),
        2
    );
    let failed = thing(&fixed, "make all · exit 2");
    assert_eq!(failed.detail.as_deref(), Some("passed since"));
    let mut things = above(&desk).rows.into_iter().flat_map(|row| row.things);
    assert!(things.all(|thing| thing.kind != "run"), "it passes now");
}

#[test]
fn what_another_program_changed_in_between_made_a_command_pass() {
    let desk = desk();
    let versions = || {
        let params = HistoryListParams {
            path: "src/line.rs".into(),
        };
        let listed = desk.call::<ops::history_list>(params);
        listed.map_or(0, |listed| listed.versions.len())
    };
    desk.call::<ops::history_scan>(Nothing {})
        .expect("it scans");
    assert_eq!(versions(), 1, "the file as it was");
    let started = desk.call::<ops::terminal_start>(size(80, 24));
    let id = started.expect("it starts").id;
    run(&desk, id, "src/line.rs:5:9: error: no\\n", 2);
    let of = format!("run:{}", ran(&desk)[0].id);
    let changed = CODE.replace("        1\n", "        3\n");
    desk.workspace.put(b"src/line.rs", changed.as_bytes());
    wait_until("the change to be seen", || versions() == 2);
    run(&desk, id, "ok\\n", 0);
    let fixed = settled(&desk, &of, |run| {
        edge(run, "make all", "fixedBy", "src/line.rs").is_some()
    });
    let by = has(&fixed, "make all", "fixedBy", "src/line.rs");
    assert!(by.reason.contains("another program changed it"), "{by:?}");
    assert_eq!(by.evidence.len(), 2, "both ends of the command");
}
