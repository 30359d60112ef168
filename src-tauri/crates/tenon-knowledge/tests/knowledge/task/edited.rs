//! An edit changes its own lines and no other byte.

use tenon_knowledge::task::{
    Change, Form, Moment, Priority, Refused, Task, add_criterion, add_note, check, edit,
};

use super::read::{OURS, THEIRS, id};

fn status(text: &str) -> Change {
    Change::Status((!text.is_empty()).then(|| text.to_owned()))
}

fn labels(list: &[&str]) -> Change {
    Change::Labels(list.iter().map(|label| (*label).to_owned()).collect())
}

fn due(text: &str) -> Change {
    Change::Due(Some(Moment::parse(text).expect("the sample is good")))
}

/// Edits, and says that in both texts the lines that differ are the given ones.
#[track_caller]
fn edits(file: (&str, &str), change: &Change, old: &str, new: &str) {
    let edited = edit(file.0, file.1, change).expect("the sample is good");
    assert!(file.1.contains(old), "{old:?} is in the file");
    assert_eq!(edited, file.1.replacen(old, new, 1));
    assert_eq!(
        edit(file.0, &edited, change).expect("the sample is good"),
        edited,
        "twice is once"
    );
}

#[track_caller]
fn front(before: &str, change: &Change, after: &str) {
    let wrap = |front: &str| format!("---\n{front}---\n\nbody\n");
    assert_eq!(
        edit("T-1 x.md", &wrap(before), change).expect("the sample is good"),
        wrap(after)
    );
}

#[track_caller]
fn refused(text: &str, change: &Change) -> String {
    let refused = edit("T-1 x.md", text, change).expect_err("it is refused");
    let said = refused.to_string();
    assert!(said.ends_with('.'), "{said}");
    said
}

#[test]
fn one_value_of_our_form_changes_alone() {
    edits(OURS, &status("Done"), "status: In Progress", "status: Done");
    let title = OURS
        .1
        .replacen("Cap line buffer growth   #", "Cap it   #", 1);
    assert_eq!(
        edit(OURS.0, OURS.1, &Change::Title("Cap it".into())).unwrap(),
        title
    );
    edits(OURS, &Change::Priority(None), "priority: high\n", "");
    edits(OURS, &due("2026-04-01"), "2026-03-20", "2026-04-01");
    edits(
        OURS,
        &labels(&["terminal", "new"]),
        "\"slow path\"]",
        "new]",
    );
    edits(OURS, &labels(&["slow path"]), "[terminal, ", "[");
    edits(
        OURS,
        &labels(&[]),
        "labels: [terminal, \"slow path\"]\n",
        "",
    );
    edits(
        OURS,
        &Change::Depends(vec![id("T-9")]),
        "  - T-3   # the ring buffer\n",
        "",
    );
    let depends = Change::Depends(vec![id("T-3"), id("T-9"), id("T-20")]);
    edits(OURS, &depends, "  - T-9\n", "  - T-9\n  - T-20\n");
    edits(
        OURS,
        &Change::Depends(vec![]),
        "depends:\n  - T-3   # the ring buffer\n  - T-9\n",
        "",
    );
    let assignees = Change::Assignees(vec!["@ana".into()]);
    edits(OURS, &assignees, "labels:", "assignee: ['@ana']\nlabels:");
    let ordinal = Change::Ordinal(Some(1500.5));
    edits(OURS, &ordinal, "due:", "ordinal: 1500.5\ndue:");
    let aliases = Change::Aliases(vec!["T-9".into()]);
    edits(
        OURS,
        &aliases,
        "estimate: 3h",
        "aliases: [T-9]\nestimate: 3h",
    );
}

#[test]
fn one_value_of_backlog_md_changes_alone_and_in_its_way() {
    edits(THEIRS, &status("Done"), "status: To Do", "status: Done");
    let title = Change::Title("Don't".into());
    edits(
        THEIRS,
        &title,
        "'Reserve draft, doc, and decision prefixes'",
        "'Don''t'",
    );
    edits(
        THEIRS,
        &labels(&["ui", "yes"]),
        "labels: []",
        "labels: [ui, 'yes']",
    );
    edits(
        THEIRS,
        &Change::Assignees(vec![]),
        "assignee:\n  - '@ana'\n",
        "assignee: []\n",
    );
    let both = Change::Assignees(vec!["@ana".into(), "@bo".into()]);
    edits(THEIRS, &both, "  - '@ana'\n", "  - '@ana'\n  - '@bo'\n");
    edits(
        THEIRS,
        &Change::Depends(vec![]),
        "dependencies:\n  - BACK-634\n  - task-12\n",
        "dependencies: []\n",
    );
    edits(
        THEIRS,
        &due("2026-09-02"),
        "'2026-09-01 12:00'",
        "'2026-09-02 23:59'",
    );
    let updated = Change::Updated(Some(Moment::parse("2026-08-17T10:00:00+02:00").unwrap()));
    edits(THEIRS, &updated, "'2026-08-16 09:30'", "'2026-08-17 08:00'");
    edits(
        THEIRS,
        &Change::Parent(None),
        "parent_task_id: BACK-600\n",
        "",
    );
    let milestone = Change::Milestone(Some("m-7".into()));
    edits(
        THEIRS,
        &milestone,
        "labels: []\n",
        "labels: []\nmilestone: m-7\n",
    );
    edits(
        THEIRS,
        &Change::Ordinal(Some(265_000.0)),
        "270000",
        "265000",
    );
    let bare = "---\nid: BACK-1\ntitle: x\ncreated_date: '2026-01-01'\n---\n";
    let edited = edit("x.md", bare, &Change::Depends(vec![id("BACK-2")])).unwrap();
    assert_eq!(
        edited,
        bare.replace("'\n---", "'\ndependencies:\n  - BACK-2\n---")
    );
}

#[test]
fn every_way_to_write_a_value_takes_another() {
    let done = &status("Done");
    front("status:\n", done, "status: Done\n");
    front("status:   # later\n", done, "status: Done   # later\n");
    front("status: ~ # none\n", done, "status: Done # none\n");
    front("status: \"a # b\"\t# c\n", done, "status: \"Done\"\t# c\n");
    front("status: 'it''s'\n", done, "status: 'Done'\n");
    front(
        "status: two\n  lines # c\nid: T-1\n",
        done,
        "status: Done # c\nid: T-1\n",
    );
    front(
        "status: |  # c\n  two\n  # lines\n\n\nid: T-1\n",
        done,
        "status: Done  # c\n\n\nid: T-1\n",
    );
    front("status: [a]\n", done, "status: Done\n");
    front(
        "status: # c\n  - a\n  - b\n# d\n",
        done,
        "status: Done # c\n# d\n",
    );
    front("\"status\" : a\n", done, "\"status\" : Done\n");
    front(
        "  id: T-1\n  labels: [a]\n",
        done,
        "  id: T-1\n  status: Done\n  labels: [a]\n",
    );
    front("x: 1\n", done, "x: 1\nstatus: Done\n");
    front(
        "status: a\n# about labels\nlabels: [a]\n",
        &status(""),
        "# about labels\nlabels: [a]\n",
    );
    front("status: a\n", &status(""), "");
    front("", done, "status: Done\n");
    // The place is behind the nearest key of the usual order, wherever that stands.
    let keys = "status: a\ntitle: b\nid: T-1\n";
    front(
        keys,
        &labels(&["x"]),
        &keys.replace("a\n", "a\nlabels: [x]\n"),
    );
}

#[test]
fn every_way_to_write_a_list_takes_another() {
    let two = &labels(&["a", "b c"]);
    front("labels: a\n", two, "labels: [a, b c]\n");
    front("labels: a, b c\n", two, "labels: a, b c\n");
    front("labels: 'a' # c\n", &labels(&["b"]), "labels: 'b' # c\n");
    front("labels:\n", two, "labels: [a, b c]\n");
    front("labels: [ 'a' ] # c\n", two, "labels: [ 'a', b c ] # c\n");
    front(
        "labels: [x,\n  a]\nid: T-1\n",
        two,
        "labels: [a, b c]\nid: T-1\n",
    );
    front(
        "labels:\n- \"a\"  # why\n- x\n# end\n",
        two,
        "labels:\n- \"a\"  # why\n- b c\n# end\n",
    );
    front(
        "labels:\n- a\n- b c\n",
        &labels(&["b c", "a"]),
        "labels:\n- b c\n- a\n",
    );
    front("labels:\n- [a, x]\n", two, "labels: [a, b c]\n");
    front(
        "labels: [a]\n",
        &labels(&["a, b", "-", "#x"]),
        "labels: ['a, b', '-', '#x']\n",
    );
    front("labels: [[a]]\n", two, "labels: [a, b c]\n");
    front(
        "labels: [x]\n",
        &labels(&["Z- -", "b"]),
        "labels: ['Z- -', b]\n",
    );
}

#[test]
fn what_depends_by_a_link_keeps_its_links() {
    let two = &Change::Depends(vec![id("T-3"), id("T-9")]);
    front(
        "depends: ['[[T-3|ring]]', T-4]\n",
        two,
        "depends: ['[[T-3|ring]]', T-9]\n",
    );
    front(
        "depends:\n  - \"[[T-3]]\" # ring\n",
        two,
        "depends:\n  - \"[[T-3]]\" # ring\n  - T-9\n",
    );
    front(
        "depends: '[[T-3]], T-9'\n",
        two,
        "depends: '[[T-3]], T-9'\n",
    );
}

#[test]
fn values_get_quotes_when_yaml_needs_them() {
    let title = |text: &str| Change::Title(text.to_owned());
    for (value, written) in [
        ("yes", "'yes'"),
        ("12", "'12'"),
        ("0x1F", "'0x1F'"),
        ("1e5", "'1e5'"),
        ("12:30", "'12:30'"),
        ("2026-03-01", "'2026-03-01'"),
        (".inf", "'.inf'"),
        ("~", "'~'"),
        ("a # b", "'a # b'"),
        ("a: b", "'a: b'"),
        ("a:", "'a:'"),
        ("- a", "'- a'"),
        ("-go", "-go"),
        ("[WIP] a", "'[WIP] a'"),
        ("it's", "it's"),
        ("'it' is", "\"'it' is\""),
        ("\"a\"", "'\"a\"'"),
        ("#1", "'#1'"),
        ("@ana", "'@ana'"),
        ("`code`", "'`code`'"),
        ("50 % of all", "50 % of all"),
        ("caf\u{e9} \u{1f600}", "caf\u{e9} \u{1f600}"),
        ("\u{1f600} a", "'\u{1f600} a'"),
        ("a\\b", "a\\b"),
        ("a\u{2028}b", "\"a\\u2028b\""),
        ("https://example.org/#a", "https://example.org/#a"),
        ("---", "'---'"),
        ("...", "'...'"),
        ("? a", "'? a'"),
        ("  a  ", "a"),
    ] {
        front("title: x\n", &title(value), &format!("title: {written}\n"));
    }
    front(
        "title: \"x\"\n",
        &title("a \"b\" \\ c"),
        "title: \"a \\\"b\\\" \\\\ c\"\n",
    );
    front("title: 'x'\n", &title("a's"), "title: 'a''s'\n");
}

#[test]
fn comments_between_items_stay_when_an_item_goes() {
    let all = "labels:\n    - a\n    -   \"b c\" # mine\n    # inner\n    - c\n    # last\n";
    front(
        all,
        &labels(&["a", "c"]),
        "labels:\n    - a\n    # inner\n    - c\n    # last\n",
    );
    front(
        all,
        &labels(&["a", "b c"]),
        "labels:\n    - a\n    -   \"b c\" # mine\n    # inner\n    # last\n",
    );
    front(
        all,
        &labels(&["a", "b c", "c", "d"]),
        &all.replace("    # last", "    - d\n    # last"),
    );
}

#[test]
fn what_would_not_be_one_line_is_refused() {
    for text in ["a\nb", "a\r\nb", "a\u{85}b", "a\0b", "a\tb"] {
        assert!(refused(OURS.1, &Change::Title(text.into())).contains("one line"));
    }
    assert!(refused(OURS.1, &Change::Title("  ".into())).contains("needs a title"));
    assert!(refused(OURS.1, &Change::Ordinal(Some(f64::NAN))).contains("number"));
}

#[test]
fn a_file_that_cannot_be_changed_in_one_place_is_left_alone() {
    let done = &status("Done");
    assert!(refused("---\n{id: T-1}\n---\n", done).contains("braces"));
    assert!(refused("---\n{status: a}\n---\n", done).contains("by hand"));
    assert!(refused("---\nstatus: {a: 1}\n---\n", done).contains("line 2"));
    assert!(refused("---\nstatus: &a x\n---\n", done).contains("by hand"));
    assert!(refused("---\nlabels: [a, # b\n  c]\n---\n", &labels(&["a"])).contains("comments"));
    assert!(refused("---\nx: &a To Do\nstatus: *a\n---\n", done).contains("by hand"));
    let taken = "---\nassignee: @ana\ntitle: x\n---\n";
    assert!(refused(taken, &Change::Title("\u{10fffa}".into())).contains("read again"));
    let merge = edit("x.md", "---\n<<<<<<< a\n---\n", done).unwrap_err();
    assert!(matches!(merge, Refused::Broken(broken) if broken.line == 2));
}

#[test]
fn ends_of_lines_and_a_mark_at_the_beginning_stay() {
    let text = OURS.1.replace('\n', "\r\n");
    let text = format!("\u{feff}{}", text.trim_end());
    let done = edit(OURS.0, &text, &status("Done")).unwrap();
    assert_eq!(done, text.replace("status: In Progress", "status: Done"));
    let parent = edit(OURS.0, &text, &Change::Parent(Some(id("T-2")))).unwrap();
    assert_eq!(parent, text.replace("branch:", "parent: T-2\r\nbranch:"));
}

#[test]
fn a_file_without_front_matter_gets_one() {
    let edited = edit("T-7 x.md", "\u{feff}# Title\r\n", &status("Done")).unwrap();
    assert_eq!(edited, "\u{feff}---\r\nstatus: Done\r\n---\r\n# Title\r\n");
    let edited = edit("task-7 - x.md", "", &due("2026-01-02")).unwrap();
    assert_eq!(edited, "---\ndue_date: '2026-01-02 23:59'\n---\n");
    assert_eq!(
        Task::parse("task-7 - x.md", &edited).unwrap().form,
        Form::Backlog
    );
    assert_eq!(edit("x.md", "a", &Change::Priority(None)).unwrap(), "a");
}

#[test]
fn a_box_is_ticked_by_one_byte() {
    let ticked = check(OURS.0, OURS.1, 2, true).unwrap();
    assert_eq!(ticked, OURS.1.replace("- [ ] A longer", "- [x] A longer"));
    let open = check(OURS.0, &ticked, 2, false).unwrap();
    assert_eq!(open, OURS.1);
    assert_eq!(check(OURS.0, OURS.1, 1, true).unwrap(), OURS.1);
    for number in [0, 4] {
        let said = check(OURS.0, OURS.1, number, true).unwrap_err().to_string();
        assert!(said.contains("has 3"), "{said}");
    }
    let theirs = check(THEIRS.0, THEIRS.1, 2, false).unwrap();
    assert_eq!(theirs, THEIRS.1.replace("- [x] #2", "- [ ] #2"));
}

#[test]
fn a_criterion_is_added_behind_the_last() {
    let more = add_criterion(OURS.0, OURS.1, "It is fast").unwrap();
    let last = "* [ ] Memory stays below 2 MiB\n";
    assert_eq!(
        more,
        OURS.1.replace(last, &format!("{last}* [ ] It is fast\n"))
    );
    let more = add_criterion(THEIRS.0, THEIRS.1, "It is told").unwrap();
    assert_eq!(
        more,
        THEIRS
            .1
            .replace("before\n<!-- AC", "before\n- [ ] #3 It is told\n<!-- AC")
    );

    let add = |text: &str| add_criterion("T-1 x.md", text, "a").unwrap();
    assert_eq!(
        add("---\nid: T-1\n---\n"),
        "---\nid: T-1\n---\n\n## Acceptance criteria\n\n- [ ] a\n"
    );
    assert_eq!(
        add("x\r\n\r\n## Notes\r\ny"),
        "x\r\n\r\n## Acceptance criteria\r\n\r\n- [ ] a\r\n\r\n## Notes\r\ny"
    );
    assert_eq!(
        add("## acceptance criteria"),
        "## acceptance criteria\n\n- [ ] a"
    );
    assert_eq!(
        add("## Acceptance Criteria\n- [ ] b"),
        "## Acceptance Criteria\n- [ ] b\n- [ ] a"
    );
    assert_eq!(
        add("## Acceptance Criteria\n1. [x] b\n"),
        "## Acceptance Criteria\n1. [x] b\n- [ ] a\n"
    );
    let nested = "## Acceptance Criteria\n- [X] b\n  - [ ] c\n";
    assert_eq!(add(nested), format!("{nested}- [ ] a\n"));
    let theirs = "---\nid: TASK-1\ndependencies: []\n---\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n<!-- AC:END -->\n";
    assert_eq!(
        add(theirs),
        theirs.replace("BEGIN -->\n", "BEGIN -->\n- [ ] #1 a\n")
    );
    assert!(add_criterion(OURS.0, OURS.1, "a\nb").is_err());
}

#[test]
fn a_note_is_added_to_the_notes() {
    let more = add_note(OURS.0, OURS.1, "Tried it.\nIt holds.\n").unwrap();
    assert_eq!(more, format!("{}\nTried it.\nIt holds.\n", OURS.1));
    let more = add_note(THEIRS.0, THEIRS.1, "Tried it.").unwrap();
    let section = "\n## Implementation Notes\n\n<!-- SECTION:NOTES:BEGIN -->\nTried it.\n<!-- SECTION:NOTES:END -->\n";
    assert_eq!(more, format!("{}{section}", THEIRS.1));
    let twice = add_note(THEIRS.0, &more, "Again.").unwrap();
    assert_eq!(twice, more.replace("Tried it.\n", "Tried it.\n\nAgain.\n"));

    let add = |text: &str| add_note("T-1 x.md", text, "n").unwrap();
    assert_eq!(add("a"), "a\n\n## Notes\n\nn\n");
    assert_eq!(
        add("## Notes\n\nb\n\n## More\n"),
        "## Notes\n\nb\n\nn\n\n## More\n"
    );
    assert_eq!(add("## Notes\n\n## More\n"), "## Notes\n\nn\n\n## More\n");
    assert_eq!(add("## Notes\r\nb"), "## Notes\r\nb\r\n\r\nn\r\n");
    assert_eq!(add("## Notes"), "## Notes\n\nn\n");
    for note in ["", "## Acceptance criteria\n- [ ] x", "<<<<<<< a", "# x"] {
        assert!(add_note(OURS.0, OURS.1, note).is_err(), "{note:?}");
    }
    let hides = add_note(
        "x.md",
        "## Notes\n\n## Acceptance criteria\n- [ ] a\n",
        "```",
    );
    assert!(hides.unwrap_err().to_string().contains("something else"));
}

#[test]
fn a_word_of_the_projects_own_is_a_priority_too() {
    let change = Change::Priority(Some(Priority::Other("urgent".into())));
    edits(OURS, &change, "priority: high", "priority: urgent");
}
