//! Notes of a workspace: what is known of them, and how they are made.

use std::fs;
use std::time::Instant;

use tenon_api::ops;
use tenon_api::owner::Owner;
use tenon_api::wire::{
    NoteAttachParams, NoteAttached, NoteBacklink, NoteBacklinksParams, NoteCompleteParams,
    NoteDailyParams, NoteFoldersParams, NoteList, NoteListParams, NoteMade, NoteNewParams,
    NoteRenameParams, NoteRenamed, NoteShowParams, NoteShown, NoteTemplateParams, Nothing,
};
use tenon_api::{ApiError, ApiResult};
use tenon_core::{Code, WirePath};
use tenon_testkit::{TempWorkspace, wait_until};

use crate::desk::Desk;
use crate::documents::change;
use crate::journal::payload;

fn list(desk: &Desk, params: NoteListParams) -> NoteList {
    desk.call::<ops::note_list>(params).expect("a list")
}

fn paths(list: &NoteList) -> Vec<&str> {
    list.notes.iter().map(|note| &*note.path.path).collect()
}

fn all(desk: &Desk) -> Vec<String> {
    let list = list(desk, NoteListParams::default());
    paths(&list).into_iter().map(str::to_owned).collect()
}

fn show(desk: &Desk, note: &str) -> ApiResult<NoteShown> {
    let params = NoteShowParams {
        note: note.into(),
        html: false,
    };
    desk.call::<ops::note_show>(params)
}

fn back(desk: &Desk, note: &str, mentions: bool) -> Vec<NoteBacklink> {
    let params = NoteBacklinksParams {
        note: note.into(),
        mentions,
    };
    let found = desk.call::<ops::note_backlinks>(params);
    found.expect("its backlinks").places
}

fn titled(title: &str) -> NoteNewParams {
    NoteNewParams {
        title: title.into(),
        folder: None,
        template: None,
        text: String::new(),
    }
}

fn new(desk: &Desk, params: NoteNewParams) -> NoteMade {
    desk.call::<ops::note_new>(params).expect("it is made")
}

fn refused(desk: &Desk, params: NoteNewParams) -> ApiError {
    desk.call::<ops::note_new>(params)
        .expect_err("it is refused")
}

fn daily(desk: &Desk, date: &str) -> ApiResult<NoteMade> {
    let date = Some(date.to_owned());
    desk.call::<ops::note_daily>(NoteDailyParams { date })
}

#[test]
fn the_notes_are_the_markdown_files_that_ignore_files_leave_in() {
    let desk = Desk::new(&[
        (".ignore", "left/\n"),
        (".obsidian/app.json", "{}"),
        (".obsidian/readme.md", "# Not a note\n"),
        ("left/out.md", "# Out\n"),
        (
            "a.md",
            "---\naliases: [First]\ntags: [x/y]\n---\n# Title\n\n## Part\n[[b#There|t]] ![[pic.png]] [m](sub/b.md) [[none]] #z\n",
        ),
        ("sub/b.md", "text\n"),
        ("UPPER.MARKDOWN", "# Upper\n"),
        ("pic.png", "png"),
    ]);
    let found = list(&desk, NoteListParams::default());
    assert_eq!(paths(&found), ["UPPER.MARKDOWN", "a.md", "sub/b.md"]);
    assert_eq!(found.problems, [""; 0]);
    let note = &found.notes[1];
    assert_eq!(
        (&*note.title, &note.aliases[..], &note.tags[..]),
        (
            "Title",
            &["First".to_owned()][..],
            &["x/y".to_owned(), "z".to_owned()][..]
        )
    );
    let headings = note.headings.iter();
    let headings: Vec<_> = headings
        .map(|one| (&*one.text, one.level, one.line.get()))
        .collect();
    assert_eq!(headings, [("Title", 1, 5), ("Part", 2, 7)]);
    let links = note.links.iter();
    let links: Vec<_> = links
        .map(|one| (&*one.target, one.path.as_ref().map(|path| &*path.path)))
        .collect();
    assert_eq!(
        links,
        [
            ("b#There", Some("sub/b.md")),
            ("pic.png", Some("pic.png")),
            ("sub/b.md", Some("sub/b.md")),
            ("none", None)
        ]
    );
    assert!(note.links.iter().all(|link| link.line.get() == 8));
}

#[test]
fn a_lean_list_has_names_and_no_parts() {
    let desk = Desk::new(&[(
        "a.md",
        "---\naliases: [First]\n---\n# Title\n\n[[b]] #tag\n",
    )]);
    let lean = NoteListParams {
        lean: true,
        ..NoteListParams::default()
    };
    let (lean, whole) = (list(&desk, lean), list(&desk, NoteListParams::default()));
    let note = &whole.notes[0];
    assert_eq!((note.headings.len(), note.links.len()), (1, 1));
    let mut bare = note.clone();
    bare.headings.clear();
    bare.links.clear();
    assert_eq!(lean.notes, [bare]);
}

#[test]
#[ignore = "it measures, and is run by hand in release"]
fn figures_of_a_lean_list_of_ten_thousand_notes() {
    let workspace = TempWorkspace::new();
    for number in 0..10_000 {
        let part = "## Part\n\nWords with [[note-1]] and `code`.\n\n- [x](note-2.md#part)\n\n";
        let text = format!("# Note {number} #tag{}\n\n{}", number % 30, part.repeat(30));
        let path = format!("f{}/note-{number}.md", number % 40);
        workspace.put(path.as_bytes(), text.as_bytes());
    }
    let desk = Desk::over(workspace);
    for lean in [false, true, false, true] {
        let params = NoteListParams {
            lean,
            ..NoteListParams::default()
        };
        let begun = std::time::Instant::now();
        let found = list(&desk, params);
        let text = serde_json::to_vec(&found).expect("JSON");
        println!(
            "lean {lean}: {} notes, {} KiB, {:?}",
            found.notes.len(),
            text.len() >> 10,
            begun.elapsed()
        );
    }
}

#[test]
fn a_question_is_answered_from_the_folder_as_it_is_now() {
    // Nobody follows the disk here.
    let workspace = TempWorkspace::with(&[("a.md", "[[b]]\n"), ("old.md", "[[a]]\n")]);
    let desk = Desk::served(workspace, Owner::answer);
    assert_eq!(back(&desk, "a", false).len(), 1);
    let unresolved = || NoteListParams {
        unresolved: true,
        ..NoteListParams::default()
    };
    assert_eq!(paths(&list(&desk, unresolved())), ["a.md"]);
    desk.workspace.put(b"b.md", b"# B\n");
    desk.workspace.put(b"a.md", b"[[b]] and [[b|again]]\n");
    fs::remove_file(desk.workspace.at(b"old.md")).expect("it goes");
    assert_eq!(paths(&list(&desk, unresolved())), [""; 0]);
    assert_eq!(all(&desk), ["a.md", "b.md"]);
    let found = back(&desk, "b", false);
    let text: Vec<_> = found.iter().map(|place| &*place.text).collect();
    assert_eq!(text, ["[[b]] and [[b|again]]"; 2]);
    assert_eq!(back(&desk, "a", false), []);
    fs::rename(desk.workspace.at(b"a.md"), desk.workspace.at(b"c.md")).expect("it moves");
    assert_eq!(back(&desk, "b", false)[0].path, WirePath::from("c.md"));
}

#[test]
fn notes_are_chosen_by_tag_folder_words_and_links() {
    let desk = Desk::new(&[
        ("a.md", "# One\n#work/deep [[b]] The Ünder WORLD\n"),
        ("b.md", "#work\n"),
        ("sub/c.md", "#workshop [[nowhere]] ![](gone.png)\n"),
        ("subway.md", "[[a]] under\n"),
    ]);
    let with = |set: fn(&mut NoteListParams)| {
        let mut params = NoteListParams::default();
        set(&mut params);
        let list = list(&desk, params);
        paths(&list).join(" ")
    };
    let tags = desk.call::<ops::note_tags>(Nothing {}).expect("tags").tags;
    let tags: Vec<_> = tags.iter().map(|of| (&*of.tag, of.notes.get())).collect();
    assert_eq!(tags, [("work", 2), ("work/deep", 1), ("workshop", 1)]);
    assert_eq!(with(|of| of.tag = Some("#Work".into())), "a.md b.md");
    assert_eq!(with(|of| of.folder = Some("sub".into())), "sub/c.md");
    assert_eq!(with(|of| of.text = "world ünder".into()), "a.md");
    assert_eq!(with(|of| of.text = "SUBWAY under".into()), "subway.md");
    assert_eq!(with(|of| of.orphans = true), "sub/c.md subway.md");
    assert_eq!(with(|of| of.unresolved = true), "sub/c.md");
    assert_eq!(
        with(|of| {
            of.tag = Some("work".into());
            of.text = "one".into();
        }),
        "a.md"
    );
}

#[test]
fn a_note_is_named_by_path_name_or_alias_and_one_of_several_by_its_path() {
    let desk = Desk::new(&[
        ("x.md", "root\n"),
        ("a/x.md", "below\n"),
        ("b/Only.md", "---\naliases: Other\n---\n"),
        ("Case.md", "large\n"),
        ("case.md", "small\n"),
        ("pic.png", "png"),
    ]);
    let text = |note: &str| show(&desk, note).expect("it is there").text;
    assert_eq!(text("x.md"), "root\n");
    assert_eq!(text("a/x"), "below\n");
    assert_eq!(text("Case"), "large\n", "the spelling decides");
    assert_eq!(text("case"), "small\n");
    for name in ["only", "b/Only", "other"] {
        let path = show(&desk, name).expect("it is there").note.path;
        assert_eq!(path, WirePath::from("b/Only.md"));
    }
    let two = show(&desk, "x").expect_err("two have that name");
    assert_eq!(two.code, Code::Invalid);
    let hint = two.hint.expect("a way out");
    assert!(hint.contains("a/x.md, x.md"), "{hint}");
    for name in ["none", "", "pic.png"] {
        let none = show(&desk, name).expect_err("there is none");
        assert_eq!(none.code, Code::NotFound, "{name}");
    }
    let outside = show(&desk, "/etc/passwd").expect_err("it is outside");
    assert_eq!(outside.code, Code::Permission);
}

#[test]
fn html_is_the_windows_and_nothing_in_it_runs() {
    let desk = Desk::new(&[("a.md", "---\nx: y\n---\n# A\n<script>no()</script>[[b]]\n")]);
    let params = NoteShowParams {
        note: "a".into(),
        html: true,
    };
    let html = desk.call::<ops::note_show>(params).expect("its HTML").text;
    assert!(html.contains(">A</h1>") && html.contains("data-"), "{html}");
    assert!(!html.contains("script") && !html.contains("x: y"), "{html}");
}

#[test]
fn mentions_are_the_names_that_are_no_link() {
    let desk = Desk::new(&[
        (
            "Line Buffer.md",
            "---\naliases: [ring]\n---\nLine Buffer itself\n",
        ),
        (
            "a.md",
            "[[Line Buffer]]\nThe line buffer and the RING.\n`line buffer`\n",
        ),
        ("b.md", "nothing, not even strings\n"),
    ]);
    let found = back(&desk, "ring", true);
    let rows = found.iter();
    let rows: Vec<_> = rows
        .map(|row| (&*row.path.path, row.line.get(), row.mention, &*row.text))
        .collect();
    assert_eq!(
        rows,
        [
            ("a.md", 1, false, "[[Line Buffer]]"),
            ("a.md", 2, true, "The line buffer and the RING."),
            ("a.md", 2, true, "The line buffer and the RING."),
        ]
    );
    assert_eq!(back(&desk, "ring", false).len(), 1);
}

#[test]
fn what_cannot_be_read_is_told_and_known_by_its_name() {
    let desk = Desk::new(&[
        ("a.md", "[[broken]] [[binary]] [[latin]] [[large]]\n"),
        ("broken.md", "---\ntitle: [x\n---\n# Broken\n"),
    ]);
    desk.workspace.put(b"binary.md", b"\0\x01\x02");
    desk.workspace.put(b"latin.md", b"# Caf\xe9\r\n");
    desk.workspace.put(b"wide.md", b"\xff\xfe#\0 \0W\0");
    let large = fs::File::create(desk.workspace.at(b"large.md")).expect("a file");
    large.set_len(50 << 20).expect("50 MiB");
    let found = list(&desk, NoteListParams::default());
    let titles = found.notes.iter();
    let titles: Vec<_> = titles.map(|note| &*note.title).collect();
    assert_eq!(titles, ["a", "binary", "broken", "large", "Café", "W"]);
    assert!(found.notes[0].links.iter().all(|link| link.path.is_some()));
    assert_eq!(found.problems.len(), 3, "{:?}", found.problems);
    let told = |text: &str| found.problems.iter().any(|one| one.contains(text));
    assert!(
        told("broken.md:3: The front matter cannot be read"),
        "{found:?}"
    );
    assert!(told("large.md:1: The note has 52428800 bytes"));
    assert!(told("\"binary.md\" holds bytes that are no text"));
    let shown = show(&desk, "broken").expect("the note is there");
    assert!(shown.text.starts_with("---\n") && shown.problem.is_some());
    desk.workspace.put(b"binary.md", b"# Mended\n");
    assert_eq!(show(&desk, "binary").expect("mended").note.title, "Mended");
}

#[test]
fn a_new_note_has_a_safe_and_free_name_and_an_event() {
    let desk = Desk::new(&[("Taken.md", "old\n"), ("file", "no folder\n")]);
    let made = new(&desk, titled("Plain"));
    assert_eq!((&*made.path.path, &*made.title), ("Plain.md", "Plain"));
    assert_eq!(desk.workspace.bytes(b"Plain.md"), b"");
    let two = new(&desk, titled("taken"));
    assert_eq!((&*two.path.path, &*two.title), ("taken 2.md", "taken"));
    assert_eq!(desk.workspace.bytes(b"Taken.md"), b"old\n");
    let odd = NoteNewParams {
        folder: Some("deep/er/".into()),
        text: "body".into(),
        ..titled("../../etc/pass: wd")
    };
    let odd = new(&desk, odd);
    assert_eq!(odd.path, WirePath::from("deep/er/etc pass wd.md"));
    let text = desk.workspace.bytes(b"deep/er/etc pass wd.md");
    assert_eq!(text, b"# ../../etc/pass: wd\n\nbody\n");
    assert_eq!(odd.title, "../../etc/pass: wd");
    for (folder, code) in [
        ("../out", Code::Permission),
        ("deep/../../out", Code::Permission),
        ("file", Code::Invalid),
        ("/etc", Code::Permission),
    ] {
        let params = NoteNewParams {
            folder: Some(folder.into()),
            ..titled("Lost")
        };
        let error = refused(&desk, params);
        assert_eq!(error.code, code, "{folder}: {error:?}");
    }
    assert_eq!(all(&desk).len(), 4, "what was refused made nothing");
    let ended = desk.close();
    let rows = ended.rows.iter();
    let rows: Vec<_> = rows
        .filter(|row| row.header.kind == "note.created")
        .collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(payload(rows[0])["path"]["path"], "Plain.md");
    assert!(rows[0].header.subject.to_string().starts_with("file:"));
}

#[test]
fn a_template_is_filled_in_and_one_that_is_not_there_makes_nothing() {
    let desk = Desk::new(&[
        (".obsidian/templates.json", r#"{"folder": "templates"}"#),
        (
            ".obsidian/app.json",
            r#"{"newFileLocation": "folder", "newFileFolderPath": "in"}"#,
        ),
        ("templates/Meeting.md", "# {{title}}\nat {{date:YYYY}}"),
    ]);
    let from = |template: &str| NoteNewParams {
        template: Some(template.into()),
        text: "behind".into(),
        ..titled("Plan: one")
    };
    let made = new(&desk, from("Meeting"));
    assert_eq!(made.path, WirePath::from("in/Plan one.md"));
    let text = String::from_utf8(desk.workspace.bytes(b"in/Plan one.md")).expect("UTF-8");
    let lines: Vec<_> = text.lines().collect();
    assert_eq!((lines[0], lines[2]), ("# Plan: one", "behind"), "{text}");
    let year: i32 = lines[1][3..].parse().expect("a year");
    assert!(year > 2000, "{text}");
    let error = refused(&desk, from("Party"));
    assert_eq!(error.code, Code::NotFound);
    assert!(
        error.words().contains("there are Meeting."),
        "{}",
        error.words()
    );
    let outside = refused(&desk, from("../../../etc/passwd"));
    assert_eq!(outside.code, Code::Permission, "{outside:?}");
    let all = desk.call::<ops::note_templates>(Nothing {});
    let all = all.expect("templates");
    assert_eq!(
        (all.folder, all.names),
        ("templates".into(), vec!["Meeting".into()])
    );
    let said = desk.call::<ops::note_template>(NoteTemplateParams {
        template: "meeting".into(),
        title: "Now".into(),
    });
    assert_eq!(
        said.expect_err("names have their case").code,
        Code::NotFound
    );
    assert_eq!(desk.workspace.names(b"in"), [b"Plan one.md"]);
}

#[test]
fn templates_of_a_folder_without_a_vault_are_its_own() {
    let desk = Desk::new(&[(".tenon/templates/Day.md", "{{title}}: {{nothing}}\n")]);
    let said = desk.call::<ops::note_template>(NoteTemplateParams {
        template: "Day".into(),
        title: "Now".into(),
    });
    assert_eq!(said.expect("a text").text, "Now: {{nothing}}\n");
    let outside = desk.call::<ops::note_template>(NoteTemplateParams {
        template: "../../../etc/passwd".into(),
        title: "Now".into(),
    });
    assert_eq!(outside.expect_err("it leads out").code, Code::Permission);
    let none = Desk::new(&[]).call::<ops::note_templates>(Nothing {});
    assert_eq!(none.expect("an answer").names, [""; 0]);
}

fn attach(desk: &Desk, note: &str, name: &str, bytes: &str) -> ApiResult<NoteAttached> {
    desk.call::<ops::note_attach>(NoteAttachParams {
        note: note.into(),
        name: name.into(),
        bytes: bytes.into(),
    })
}

#[test]
fn a_picture_comes_to_lie_beside_its_note_once() {
    let desk = Desk::new(&[
        ("notes/a.md", "text\n"),
        ("notes/attachments/b c.png", "other"),
    ]);
    let made = attach(&desk, "notes/a.md", "b c.png", "AAEC").expect("it is written");
    assert_eq!(made.path, "notes/attachments/b c 1.png".into());
    assert_eq!((made.link.as_str(), made.known), ("![[b c 1.png]]", false));
    assert_eq!(
        desk.workspace.bytes(b"notes/attachments/b c 1.png"),
        [0, 1, 2]
    );
    let again = attach(&desk, "notes/a.md", "b c.png", "AAEC").expect("it is there");
    assert!(again.known && again.path == made.path);
    for (name, bytes) in [
        ("a.svg", "AAEC"),
        ("a.png", "no base64!"),
        ("../a.png", "AAEC"),
        (".png", "AAEC"),
        ("png", "AAEC"),
    ] {
        let error = attach(&desk, "notes/a.md", name, bytes).expect_err("it is refused");
        assert_eq!(error.code, Code::Invalid, "{name}: {error:?}");
    }
    let nowhere = attach(&desk, "notes/none.md", "a.png", "AAEC").expect_err("no such note");
    assert_eq!(nowhere.code, Code::NotFound);
    let names = desk.workspace.names(b"notes/attachments");
    assert_eq!(names, [b"b c 1.png".to_vec(), b"b c.png".to_vec()]);
}

#[test]
fn the_settings_of_a_vault_say_where_pictures_lie_and_how_they_are_linked() {
    let app = r#"{"attachmentFolderPath": "pics", "useMarkdownLinks": true, "newLinkFormat": "relative"}"#;
    let desk = Desk::new(&[("notes/a.md", "text\n"), (".obsidian/app.json", app)]);
    let made = attach(&desk, "notes/a.md", "b c.PNG", "AAEC").expect("it is written");
    assert_eq!(made.path, "pics/b c.PNG".into());
    assert_eq!(made.link, "![b c.PNG](../pics/b%20c.PNG)");
}

#[test]
fn the_note_of_a_day_is_made_once() {
    let desk = Desk::new(&[
        (
            ".obsidian/daily-notes.json",
            r#"{"folder": "days", "format": "YYYY/MM-DD", "template": "t/day"}"#,
        ),
        (".obsidian/app.json", "{"),
        ("t/day.md", "{{date:YYYY-MM-DD}} {{title}}\n"),
    ]);
    let made = daily(&desk, "2026-02-03").expect("it is made");
    assert!(made.created);
    assert_eq!(made.path, WirePath::from("days/2026/02-03.md"));
    assert!(made.problems[0].contains(".obsidian/app.json"), "{made:?}");
    let path = b"days/2026/02-03.md";
    assert_eq!(desk.workspace.bytes(path), b"2026-02-03 02-03\n");
    desk.workspace.put(path, b"mine\n");
    let again = daily(&desk, "2026-02-03").expect("it is there");
    assert!(!again.created && again.path == made.path);
    assert_eq!(desk.workspace.bytes(path), b"mine\n");
    let odd = daily(&desk, "2026-02-30").expect_err("no such day");
    assert_eq!(odd.code, Code::Invalid);
    fs::remove_file(desk.workspace.at(b"t/day.md")).expect("it goes");
    let error = daily(&desk, "2026-02-04").expect_err("no template");
    assert_eq!(error.code, Code::NotFound);
    assert_eq!(desk.workspace.names(b"days/2026"), [b"02-03.md"]);
}

#[test]
fn where_a_day_has_no_place_nothing_is_written() {
    let desk = Desk::new(&[
        (".obsidian/daily-notes.json", r#"{"folder": "days"}"#),
        ("days", "a file\n"),
    ]);
    let error = daily(&desk, "2026-02-03").expect_err("a file is in the way");
    assert_eq!(error.code, Code::Invalid, "{error:?}");
    assert!(error.message.contains("days"), "{error:?}");
    assert_eq!(desk.workspace.bytes(b"days"), b"a file\n");
}

#[test]
fn text_that_is_not_saved_is_not_written_over() {
    let desk = Desk::new(&[("2026-02-03.md", "day\n")]);
    let doc = desk.open("2026-02-03.md").doc;
    desk.call::<ops::document_change>(change(doc, 1, &[(0, 0, "my ")]))
        .expect("it is typed");
    fs::remove_file(desk.workspace.at(b"2026-02-03.md")).expect("it goes");
    let error = daily(&desk, "2026-02-03").expect_err("it is open");
    assert_eq!(error.code, Code::PreconditionFailed);
    assert!(error.message.contains("not saved"), "{error:?}");
    assert_eq!(
        new(&desk, titled("2026-02-03")).path.path,
        "2026-02-03 2.md"
    );
    assert_eq!(all(&desk), ["2026-02-03 2.md"]);
}

#[test]
fn a_file_that_is_opened_by_itself_makes_no_folder_of_notes() {
    let workspace = TempWorkspace::with(&[("a.md", "a\n")]);
    let desk = Desk::served(workspace, Owner::serve_file);
    let error = desk
        .call::<ops::note_list>(NoteListParams::default())
        .expect_err("nobody asked for the folder");
    assert_eq!(error.code, Code::PreconditionFailed);
    assert_eq!(refused(&desk, titled("b")).code, Code::PreconditionFailed);
}

#[test]
#[ignore = "it measures, and is run by hand in release"]
fn figures_of_ten_thousand_notes() {
    let workspace = TempWorkspace::new();
    for at in 0..10_000 {
        let path = format!("{:02}/note {at}.md", at % 50);
        let text = "A line of a note that says something.\n".repeat(40);
        let (next, far) = ((at + 1) % 10_000, at / 10);
        let text = format!(
            "# Note {at}\n#tag{} [[note {next}]] [[note {far}]]\n{text}",
            at % 7
        );
        workspace.put(path.as_bytes(), text.as_bytes());
    }
    let desk = Desk::served(workspace, Owner::answer);
    let time = |what: &str, run: &dyn Fn() -> usize| {
        let began = Instant::now();
        let found = run();
        println!("{what}: {found} in {:?}", began.elapsed());
    };
    time("first backlinks", &|| back(&desk, "note 5", false).len());
    time("backlinks", &|| back(&desk, "note 5", false).len());
    time("show", &|| {
        show(&desk, "note 77").expect("it").note.links.len()
    });
    time("list", &|| all(&desk).len());
    desk.workspace.put(b"00/note 0.md", b"[[note 5]]\n");
    time("backlinks after a change", &|| {
        back(&desk, "note 5", false).len()
    });
    time("mentions", &|| back(&desk, "note 5", true).len());
    let words = NoteListParams {
        text: "something".into(),
        ..NoteListParams::default()
    };
    time("words", &|| list(&desk, words.clone()).notes.len());
    let orphans = NoteListParams {
        orphans: true,
        ..NoteListParams::default()
    };
    time("orphans", &|| list(&desk, orphans.clone()).notes.len());
}

pub fn rename(desk: &Desk, note: &str, to: &str) -> ApiResult<NoteRenamed> {
    desk.call::<ops::note_rename>(NoteRenameParams {
        note: note.into(),
        to: to.into(),
        dry_run: false,
        undoes: None,
    })
}

#[test]
fn a_name_that_no_link_can_hold_is_refused_where_links_lead_to_the_note() {
    let desk = Desk::new(&[("plan.md", "# Plan\n"), ("a.md", "x\n\n[[plan]]\n")]);
    let error = rename(&desk, "plan", "odd [x] # plan").expect_err("it is refused");
    assert_eq!(error.code, Code::Invalid);
    assert!(
        error.message.ends_with("the first is at a.md:3"),
        "{error:?}"
    );
    let read = |path: &str| fs::read_to_string(desk.workspace.path().join(path)).expect("text");
    assert_eq!(
        (read("plan.md").as_str(), read("a.md").as_str()),
        ("# Plan\n", "x\n\n[[plan]]\n")
    );
    fs::remove_file(desk.workspace.path().join("a.md")).expect("removed");
    rename(&desk, "plan", "odd [x] # plan").expect("nothing links to it");
}

#[test]
fn canvases_follow_a_renamed_note_and_one_that_cannot_be_read_is_told() {
    let board =
        "{\"nodes\":[{\"type\":\"file\",\"file\":\"plan.md\"},\n{\"text\":\"[[plan]]\"}]}\r\n";
    let desk = Desk::new(&[
        ("plan.md", "# Plan\n"),
        ("Board.canvas", board),
        ("broken.canvas", "{\"file\":\"plan.md\""),
    ]);
    let renamed = rename(&desk, "plan", "idea").expect("it is renamed");
    let read = |path: &str| fs::read_to_string(desk.workspace.path().join(path)).expect("text");
    assert_eq!(
        read("Board.canvas"),
        board
            .replace("plan.md", "idea.md")
            .replace("[[plan]]", "[[idea]]")
    );
    assert_eq!(read("broken.canvas"), "{\"file\":\"plan.md\"");
    let relinked = renamed.relinked.iter();
    let relinked: Vec<_> = relinked
        .map(|one| (&*one.path.path, one.links.get()))
        .collect();
    assert_eq!(relinked, [("Board.canvas", 2)]);
    assert_eq!(renamed.problems.len(), 1);
    assert!(
        renamed.problems[0].contains("broken.canvas"),
        "{:?}",
        renamed.problems
    );
    desk.call::<ops::history_undo>(Nothing {})
        .expect("it is taken back");
    assert_eq!(
        (read("Board.canvas").as_str(), read("plan.md").as_str()),
        (board, "# Plan\n")
    );
}

#[test]
fn a_renamed_note_keeps_its_links_its_history_and_its_identity() {
    let desk = Desk::new(&[
        ("plan.md", "---\naliases: [Idea]\n---\n[[#Plan]] [[plan]]\n"),
        ("a.md", "\u{feff}[[plan|the plan]]\r\n[x](plan.md)\r\n"),
        ("b.md", "[[Idea]] and [[planned]]\n"),
    ]);
    let doc = desk.open("plan.md").doc;
    let dry = desk
        .call::<ops::note_rename>(NoteRenameParams {
            note: "Idea".into(),
            to: "old/big plan".into(),
            dry_run: true,
            undoes: None,
        })
        .expect("it is told");
    assert_eq!(dry.path.path, "old/big plan.md");
    assert!(desk.workspace.path().join("plan.md").exists(), "only told");

    let renamed = rename(&desk, "Idea", "old/big plan").expect("it is renamed");
    let relinked = |renamed: &NoteRenamed| -> Vec<(String, i64)> {
        let all = renamed.relinked.iter();
        all.map(|one| (one.path.path.clone(), one.links.get()))
            .collect()
    };
    let wanted = [("a.md".to_owned(), 2), ("old/big plan.md".to_owned(), 1)];
    assert_eq!(relinked(&renamed), wanted);
    assert_eq!(relinked(&dry), wanted, "it told what it would do");
    assert!(renamed.restore.is_some() && dry.restore.is_none());
    let read = |path: &str| fs::read_to_string(desk.workspace.path().join(path)).expect("text");
    assert_eq!(
        read("a.md"),
        "\u{feff}[[big plan|the plan]]\r\n[x](old/big%20plan.md)\r\n"
    );
    assert_eq!(read("b.md"), "[[Idea]] and [[planned]]\n", "an alias stays");
    assert_eq!(
        read("old/big plan.md"),
        "---\naliases: [Idea]\n---\n[[#Plan]] [[big plan]]\n"
    );
    assert_eq!(desk.open("old/big plan.md").doc, doc, "it is the same file");
    let links = back(&desk, "big plan", false);
    let links: Vec<_> = links.iter().map(|link| &*link.path.path).collect();
    assert_eq!(
        links,
        ["a.md", "a.md", "b.md", "old/big plan.md", "old/big plan.md"]
    );

    let back = rename(&desk, "big plan", "./plan").expect("it is renamed back");
    assert_eq!(back.path.path, "plan.md", "beside the folders");
    rename(&desk, "plan", "old/big plan").expect("it is renamed again");

    let taken = rename(&desk, "a", "b").expect_err("the name is taken");
    assert_eq!(taken.code, Code::Conflict);
    let same = rename(&desk, "a", "a").expect_err("it has the name");
    assert_eq!(same.code, Code::Invalid);
    let none = rename(&desk, "nobody", "x").expect_err("there is none");
    assert_eq!(none.code, Code::NotFound);
    let empty = rename(&desk, "a", "sub/").expect_err("no name");
    assert_eq!(empty.code, Code::Invalid);

    let ended = desk.close();
    let told = ended.rows.iter();
    let told: Vec<_> = told
        .filter(|row| row.header.kind == "note.renamed")
        .collect();
    assert_eq!(told.len(), 3);
    assert_eq!(payload(told[0])["from"]["path"], "plan.md");
}

#[test]
fn a_note_is_not_renamed_while_a_link_to_it_stands_in_unsaved_text() {
    let desk = Desk::new(&[("plan.md", "x\n"), ("a.md", "[[plan]]\n")]);
    let doc = desk.open("a.md");
    desk.call::<ops::document_change>(change(doc.doc, 1, &[(0, 0, "typed ")]))
        .expect("it is typed");
    let error = rename(&desk, "plan", "design").expect_err("it is refused");
    assert_eq!(error.code, Code::PreconditionFailed);
    assert!(error.message.contains("\"a.md\""), "{error}");
    assert!(desk.workspace.path().join("plan.md").exists());
}

#[test]
fn what_fits_a_link_follows_the_disk() {
    let desk = Desk::new(&[("plan.md", "# One\n"), ("a.md", "")]);
    let rows = |text: &str| {
        let found = desk.call::<ops::note_complete>(NoteCompleteParams {
            text: text.into(),
            from: "a.md".into(),
            limit: 10,
        });
        let items = found.expect("rows").items;
        items
            .into_iter()
            .map(|item| item.insert)
            .collect::<Vec<_>>()
    };
    assert_eq!(rows("pla"), ["plan"]);
    assert_eq!(rows("plan#"), ["plan#One"]);
    fs::write(desk.workspace.path().join("placed.md"), "new\n").expect("written");
    wait_until("the new note", || rows("pla").len() == 2);
}

#[test]
fn folders_for_new_notes_are_those_of_notes_and_the_one_that_is_set() {
    let desk = Desk::new(&[
        ("a.md", ""),
        ("work/deep/b.md", ""),
        ("src/main.rs", ""),
        ("work/.hidden/c.md", ""),
    ]);
    let ask = |from: Option<&str>| {
        let from = from.map(WirePath::from);
        let found = desk.call::<ops::note_folders>(NoteFoldersParams { from });
        let found = found.expect("folders");
        let names: Vec<String> = found
            .folders
            .into_iter()
            .map(|folder| folder.path)
            .collect();
        (found.usual.map(|folder| folder.path), names)
    };
    let all = ["", "work", "work/deep"].map(str::to_owned);
    assert_eq!(ask(None), (None, all.to_vec()), "nothing is set");
    let set = |text: &str| desk.workspace.put(b".obsidian/app.json", text.as_bytes());
    set(r#"{"newFileLocation": "folder", "newFileFolderPath": "in/box"}"#);
    let (usual, names) = ask(None);
    assert_eq!(usual.as_deref(), Some("in/box"));
    assert_eq!(
        names,
        ["", "in/box", "work", "work/deep"],
        "it may still be made"
    );
    set(r#"{"newFileLocation": "current"}"#);
    assert_eq!(ask(Some("work/deep/b.md")).0.as_deref(), Some("work/deep"));
    assert_eq!(ask(None).0.as_deref(), Some(""));
    set(r#"{"newFileLocation": "root"}"#);
    assert_eq!(ask(Some("work/deep/b.md")).0.as_deref(), Some(""));
}

#[test]
fn a_link_to_a_task_a_symbol_or_a_file_leads_somewhere() {
    let task = "---\nid: T-1\ntitle: One\nstatus: To Do\n---\n";
    let desk = Desk::new(&[
        (".tenon/tasks/T-1 One.md", task),
        ("src/a.rs", "pub fn grow_buffer() {}\n"),
        ("task.md", "[[T-1]]\n"),
        ("symbol.md", "[[grow_buffer]] and [[a.rs]]\n"),
        ("none.md", "[[T-1]] [[T-2]]\n"),
    ]);
    let params = NoteListParams {
        unresolved: true,
        ..NoteListParams::default()
    };
    wait_until("only one is left", || {
        paths(&list(&desk, params.clone())) == ["none.md"]
    });
}
