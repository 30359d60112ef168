//! Names lead to one thing or to nothing.

use tenon_knowledge::entity::Source;
use tenon_knowledge::link::{History, Known, Symbol, Text, Thing, find, in_message, mentions};
use tenon_knowledge::note::Vault;
use tenon_knowledge::task::Id;

fn symbol(id: &str, path: &str, parents: &[&str], name: &str) -> Symbol {
    Symbol {
        id: id.to_owned(),
        name: name.to_owned(),
        parents: parents.iter().map(|parent| (*parent).to_owned()).collect(),
        path: path.into(),
        bytes: 0..100,
        line: 1,
        end_line: 9,
        says: [0; 16],
    }
}

fn known() -> Known {
    let mut known = Known::default();
    for path in [
        "src/line.rs",
        "src/sink.rs",
        "docs/sink.rs.md",
        "a/mod.rs",
        "b/mod.rs",
    ] {
        known.add_file(path.as_bytes());
    }
    known.add_symbol(symbol("1", "src/line.rs", &["LineStep"], "grow"));
    known.add_symbol(symbol("2", "src/sink.rs", &["Sink"], "grow"));
    known.add_symbol(symbol("3", "src/sink.rs", &[], "drain"));
    known.add_symbol(symbol("4", "a/mod.rs", &[], "open"));
    known.add_symbol(symbol("5", "b/mod.rs", &[], "open"));
    known
}

#[test]
fn a_symbol_is_named_by_as_much_as_tells_it_from_others() {
    let known = known();
    for (said, id) in [
        ("drain", Some("3")),
        ("drain()", Some("3")),
        ("sink::drain", Some("3")),
        ("crate::sink::drain", Some("3")),
        ("line::drain", None),
        ("grow", None),
        ("LineStep::grow", Some("1")),
        ("LineStep.grow()", Some("1")),
        ("line::LineStep::grow", Some("1")),
        ("Other::grow", None),
        ("a::open", Some("4")),
        ("open", None),
        ("", None),
    ] {
        let found = known.symbol(said).map(|symbol| &*symbol.id);
        assert_eq!(found, id, "{said}");
    }
}

#[test]
fn a_file_is_named_by_its_path_or_the_only_end_of_one() {
    let known = known();
    let file = |path: &str| Some(path.as_bytes().to_vec());
    assert_eq!(known.file_named("sink.rs"), file("src/sink.rs"));
    assert_eq!(known.file_named("mod.rs"), None, "two are called so");
    assert_eq!(known.file_named("a/mod.rs"), file("a/mod.rs"));
    assert_eq!(
        known.file_named("ink.rs"),
        None,
        "a part of a name is no name"
    );
    assert_eq!(
        known.file_from(Some(b"src"), "sink.rs"),
        file("src/sink.rs")
    );
    assert_eq!(
        known.file_from(Some(b"docs"), "../src/line.rs"),
        file("src/line.rs")
    );
    assert_eq!(known.file_from(Some(b"docs"), "../../src/line.rs"), None);
    assert_eq!(
        known.file_from(Some(b"a/b"), "src/line.rs"),
        file("src/line.rs")
    );
}

#[test]
fn a_whole_path_is_a_file_of_the_workspace_where_it_lies_in_it() {
    let mut known = known();
    assert_eq!(known.file_from(None, "/src/line.rs"), None, "of no root");
    known.set_root(b"/home/a/work/");
    let found = |path: &str| known.file_from(Some(b"b"), path);
    let line = Some(b"src/line.rs".to_vec());
    assert_eq!(found("/home/a/work/src/line.rs"), line);
    assert_eq!(found("/home/a/work/src/../src/line.rs"), line);
    for other in [
        "/src/line.rs",
        "/home/a/workshop/src/line.rs",
        "/home/a/work/../src/line.rs",
        "/home/a/work",
    ] {
        assert_eq!(found(other), None, "{other}");
    }
}

#[test]
fn a_bare_name_that_most_projects_have_is_only_suggested() {
    let mut known = Known::default();
    for path in [
        &b"Cargo.toml"[..],
        b"docs/README.md",
        b"README.md",
        b"rotate.toml",
    ] {
        known.add_file(path);
    }
    let linked = |said: &str| {
        let text = Text {
            of: Thing::File(b"guide.md".to_vec()),
            path: Some(b"guide.md".to_vec()),
            prose: true,
            mentions: mentions(said, Source::Prose),
            at: None,
        };
        let history = History {
            texts: &[text],
            ..History::default()
        };
        let found = find(&history, &known).into_iter();
        found
            .map(|edge| (edge.to, edge.suggestion))
            .collect::<Vec<_>>()
    };
    let to = |path: &[u8], suggestion| vec![(Thing::File(path.to_vec()), suggestion)];
    assert_eq!(
        linked("Every crate has a Cargo.toml."),
        to(b"Cargo.toml", true)
    );
    assert_eq!(linked("See README.md."), [], "there are two");
    assert_eq!(
        linked("See ./docs/README.md."),
        to(b"docs/README.md", false)
    );
    assert_eq!(linked("See rotate.toml."), to(b"rotate.toml", false));
    assert_eq!(linked("See Cargo.toml:3."), to(b"Cargo.toml", false));
}

#[test]
fn what_a_text_does_not_say_itself_names_no_task() {
    let named = |said: &str| {
        let found = mentions(said, Source::Prose).into_iter();
        let ids = found.filter(|it| it.kind == tenon_knowledge::entity::Kind::Task);
        ids.map(|it| it.value).collect::<Vec<_>>()
    };
    for (said, want) in [
        ("```\nT-5\n```\n", &[][..]),
        ("Run `git log T-5` for it.", &[]),
        ("Of `T-5` and ` T-6 `.", &["T-5", "T-6"]),
        ("<!-- T-5 -->\n", &[]),
        ("x\n\n<pre>T-5</pre>\n", &[]),
        ("[T-5](http://x.y) ![T-6](x.png) [T-7](T-7.md)", &["T-7"]),
        ("<a href=\"T-5\">T-6</a>", &["T-6"]),
        ("So T-5+1 and T-6 + T-7.", &["T-6", "T-7"]),
        ("T-5 <b>T-6</b> **T-7**", &["T-5", "T-6", "T-7"]),
    ] {
        assert_eq!(named(said), want, "{said}");
    }
}

#[test]
fn a_path_of_another_machine_is_no_file_here() {
    let files = |said: &str| {
        let found = mentions(said, Source::Prose).into_iter();
        let files = found.filter(|it| it.kind == tenon_knowledge::entity::Kind::File);
        files.map(|it| it.value).collect::<Vec<_>>()
    };
    assert_eq!(files("git@h:a/util.rs and user@host:src/main.rs"), [""; 0]);
    assert_eq!(
        files("in:src/main.rs, see:a/util.rs"),
        ["src/main.rs", "a/util.rs"]
    );
}

#[test]
fn formulas_and_times_name_no_task() {
    let named = |said: &str| {
        let found = mentions(said, Source::Prose).into_iter();
        let ids = found.filter(|it| it.kind == tenon_knowledge::entity::Kind::Task);
        ids.map(|it| it.value).collect::<Vec<_>>()
    };
    let text =
        "See T-3. $h_{T-1}$ and\n\n$$\nT-2\n$$\n\nAt T-4 days: freeze, T-5 minutes later T-6.\n";
    assert_eq!(named(text), ["T-3", "T-6"]);
}

#[test]
fn a_dotted_name_of_a_setting_suggests_no_function_of_a_file() {
    let known = known();
    let suggested = |said: &str| {
        let text = Text {
            of: Thing::File(b"guide.md".to_vec()),
            path: Some(b"guide.md".to_vec()),
            prose: true,
            mentions: mentions(&format!("Set `{said}` first."), Source::Prose),
            at: None,
        };
        let history = History {
            texts: &[text],
            ..History::default()
        };
        let edges = find(&history, &known).into_iter();
        let to = edges.filter_map(|edge| match edge.to {
            Thing::Symbol(id) if edge.suggestion => Some(id),
            _ => None,
        });
        to.collect::<Vec<_>>()
    };
    assert_eq!(suggested("sink.drain"), [""; 0]);
    assert_eq!(suggested("sink::drain"), ["3"]);
    assert_eq!(suggested("LineStep.grow"), ["1"]);
}

#[test]
fn a_task_is_named_by_any_of_its_ids_and_not_by_one_of_two() {
    let mut known = Known::default();
    let id = |text: &str| Id::parse(text).expect("an id");
    known.add_task(&id("T-09"), &[id("T-3")], b".tenon/tasks/T-09 a.md");
    known.add_task(&id("T-4"), &[], b".tenon/tasks/T-4 b.md");
    known.add_task(&id("T-4"), &[], b".tenon/tasks/T-4 c.md");
    let task = Some(Thing::Task("T-09".to_owned()));
    for said in ["T-09", "t-9", "T-3"] {
        assert_eq!(known.task(said), task, "{said}");
    }
    assert_eq!(known.task("T-4"), None, "two tasks have it");
    assert_eq!(known.task("T-5"), None);
    assert_eq!(Some(known.file_of(b".tenon/tasks/T-09 a.md")), task);
}

#[test]
fn a_commit_is_named_by_a_beginning_that_no_other_has() {
    let mut known = Known::default();
    let hash = |start: &str| format!("{start:0<40}");
    for start in ["abcdef12", "abcdef19", "0123456f"] {
        known.add_commit(&hash(start));
    }
    assert_eq!(
        known.commit("0123456"),
        Some(Thing::Commit(hash("0123456f")))
    );
    assert_eq!(
        known.commit("ABCDEF12"),
        Some(Thing::Commit(hash("abcdef12")))
    );
    assert_eq!(known.commit("abcdef1"), None, "two begin so");
    assert_eq!(known.commit("012345"), None, "too short to be sure");
    assert_eq!(known.commit("fedcba9"), None);
}

#[test]
fn a_message_says_which_tasks_it_ends() {
    let text =
        "sink: cap it\n\nFixes T-1, T-2 and T-3. See T-4; this does not fix T-5.\nCloses: T-6";
    let found = mentions(text, Source::Prose);
    let told: Vec<_> = found
        .iter()
        .map(|mention| (&*mention.value, mention.line, mention.closes))
        .collect();
    assert_eq!(
        told,
        [
            ("T-1", 3, true),
            ("T-2", 3, true),
            ("T-3", 3, true),
            ("T-4", 3, false),
            ("T-5", 3, false),
            ("T-6", 4, true),
        ]
    );
}

#[test]
fn a_message_that_takes_a_commit_back_ends_nothing() {
    for text in [
        "Revert \"fixes T-2\"\n\nThis reverts commit 0123456789.\n",
        "revert: close T-2",
        "Revert \"Revert \"fixes T-2\"\"",
    ] {
        let found = in_message(text);
        let told: Vec<_> = found
            .iter()
            .filter(|mention| mention.value == "T-2")
            .map(|mention| mention.closes)
            .collect();
        assert_eq!(told, [false], "{text}");
    }
    assert!(in_message("fix the reverted T-2, closes T-3")[1].closes);
}

#[test]
fn a_message_may_write_ids_in_small_letters() {
    let known = |text: &str| {
        let mut known = Known::default();
        for id in ["T-1", "T-3", "Shop-12"] {
            let id = Id::parse(id).expect("an id");
            known.add_task(&id, &[], format!("{id}.md").as_bytes());
        }
        let found = in_message(text).into_iter();
        let tasks = found.filter_map(|it| Some((known.task(&it.value)?, it.closes)));
        tasks.collect::<Vec<_>>()
    };
    let task = |id: &str, closes| (Thing::Task(id.to_owned()), closes);
    assert_eq!(
        known("Closes: t-3, T-1 and shop-12.\n"),
        [task("T-3", true), task("T-1", true), task("Shop-12", true)]
    );
    assert_eq!(known("see (t-3)"), [task("T-3", false)]);
    assert_eq!(known("t-1: cut it"), [task("T-1", false)]);
    assert_eq!(known("axis: t-3: wrap labels"), [task("T-3", false)]);
    assert_eq!(known("Cut it (t-1, t-3)").len(), 2);
    let both = [task("T-1", false), task("T-3", false)];
    assert_eq!(known("T-1/T-3: cut it"), both);
    for text in [
        "use the value at t-1 instead of t",
        "forecast: shift by t-3",
        "h[t-1]",
        "abort at T-3 seconds",
        "go at T-1 and counting",
        "utf-8",
        "t-1-a",
        "at-2",
        "not-t-1",
        "x/t-1",
        "t-1/x",
        "t-1.md",
        "a@t-1",
        "deadbeef",
        "t-1000",
        "t_1",
        "t-",
    ] {
        assert_eq!(known(text), [], "{text}");
    }
}

#[test]
fn an_everyday_word_suggests_a_symbol_only_in_good_company() {
    let mut known = Known::default();
    for path in ["src/pane.rs", "src/lib.rs", "tests/fixtures/pane.rs"] {
        known.add_file(path.as_bytes());
    }
    for (id, path, parents, name) in [
        ("1", "src/pane.rs", &[][..], "Space"),
        ("2", "src/pane.rs", &["Pane"][..], "spread"),
        ("3", "src/lib.rs", &[][..], "drain_sink"),
        ("4", "src/lib.rs", &[][..], "drain_all_the_sinks"),
        ("5", "tests/fixtures/pane.rs", &[][..], "draw_the_pane"),
        ("6", "src/lib.rs", &[][..], "PANE_HOME"),
        ("7", "src/lib.rs", &[][..], "heading"),
    ] {
        known.add_symbol(symbol(id, path, parents, name));
    }
    let suggested = |path: &str, said: &str| {
        let mut vault = Vault::default();
        vault.put(path.as_bytes(), said, 0);
        let text = Text {
            of: Thing::File(path.into()),
            path: Some(path.into()),
            prose: true,
            mentions: mentions(said, Source::Prose),
            at: None,
        };
        let history = History {
            vault: Some(&vault),
            texts: &[text],
            ..History::default()
        };
        let edges = find(&history, &known).into_iter();
        let to = edges.filter_map(|edge| match edge.to {
            Thing::Symbol(id) if edge.suggestion => Some((id, edge.confidence)),
            _ => None,
        });
        to.collect::<Vec<_>>()
    };
    let ids = |path: &str, said: &str| {
        let found = suggested(path, said).into_iter();
        found.map(|(id, _)| id).collect::<Vec<_>>().join(" ")
    };
    let is = |said: &str, wanted: &str| assert_eq!(ids("a.md", said), wanted, "{said}");
    is("Press `Space` to go on.", "");
    is("Press `Space` as `src/pane.rs` says.", "1");
    is("`spread()` it.", "");
    is("`spread()` it in a `Pane`.", "2");
    is("See `spread()` of [[src/pane.rs]].", "2");
    is("Calls `drain_sink`.", "3");
    is("Set `PANE_HOME` first.", "");
    is("A link is `[[note#heading]]`.", "");
    is("```\nfn drain_sink() {}\n```\n", "");
    is("```\nx\n```\ndrain_sink()\n", "3");
    is("The `draw_the_pane` of tests.", "");
    assert_eq!(ids("a.txt", "Calls `drain_sink`."), "", "no note");
    let sure = |said: &str| suggested("a.md", said)[0].1;
    assert!(sure("`drain_all_the_sinks`") > sure("`drain_sink`"));
    assert!(sure("`drain_sink` of src/lib.rs") > sure("`drain_sink`"));
    assert!(sure("`Pane::spread`") > sure("`drain_all_the_sinks`"));
}
