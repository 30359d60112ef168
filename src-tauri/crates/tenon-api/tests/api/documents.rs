//! Documents from opening to the bytes on disk.

use tenon_api::ops;
use tenon_api::wire::{
    DiskState, DocumentChangeParams, DocumentKind, DocumentNewParams, DocumentOpenParams,
    DocumentParams, DocumentRevertParams, DocumentSaveParams, Encoding, LineEnd, Nothing, UiEvent,
};
use tenon_core::{Change, Code, DocId, Edit};

use crate::desk::Desk;

pub fn change(doc: DocId, counter: u32, edits: &[(u32, u32, &str)]) -> DocumentChangeParams {
    let edits = edits.iter();
    DocumentChangeParams {
        change: Change {
            doc,
            replica: "page".into(),
            counter,
            parents: match counter {
                1 => vec![],
                _ => vec![format!("page:{}", counter - 1)],
            },
            changes: edits
                .map(|(from, to, text)| Edit(*from, *to, (*text).into()))
                .collect(),
        },
    }
}

pub fn save(doc: DocId, counter: u32) -> DocumentSaveParams {
    DocumentSaveParams {
        doc,
        path: None,
        encoding: None,
        line_end: None,
        overwrite: false,
        counter,
    }
}

#[test]
fn an_edit_is_on_disk_after_a_save_and_nothing_else_is_changed() {
    let desk = Desk::new(&[("a.txt", "eins\r\nzwei\ndrei")]);
    let doc = desk.open("a.txt").doc;
    assert_eq!(
        desk.text(doc),
        "eins\nzwei\ndrei",
        "the page counts with \\n"
    );
    let changed = desk.call::<ops::document_change>(change(doc, 1, &[(5, 9, "ZWEI\u{1f600}")]));
    assert!(changed.expect("it applies").dirty);
    let heard = desk.hear();
    let saved = desk
        .call::<ops::document_save>(save(doc, 1))
        .expect("it saves");
    assert_eq!(
        (saved.dirty, saved.disk, saved.counter),
        (false, DiskState::Same, 1)
    );
    assert_eq!(
        desk.workspace.bytes(b"a.txt"),
        "eins\r\nZWEI\u{1f600}\ndrei".as_bytes(),
        "mixed line ends and the missing last one are kept"
    );
    heard.wait("the news of the save", |event| match event {
        UiEvent::DocumentChanged { document } if document.doc == doc => Some(()),
        _ => None,
    });
}

#[test]
fn a_save_waits_for_edits_that_are_still_on_their_way() {
    let desk = Desk::new(&[("a.txt", "a")]);
    let doc = desk.open("a.txt").doc;
    let early = desk
        .call::<ops::document_save>(save(doc, 1))
        .expect_err("an edit is missing");
    assert_eq!(
        (early.code, early.retryable),
        (Code::Conflict, true),
        "{early:?}"
    );
    assert_eq!(desk.workspace.bytes(b"a.txt"), b"a");
    let gap = desk.call::<ops::document_change>(change(doc, 2, &[(0, 0, "x")]));
    assert_eq!(gap.expect_err("edit 1 is missing").code, Code::Conflict);
}

#[test]
fn every_encoding_gives_back_its_bytes() {
    let desk = Desk::new(&[]);
    let table: &[(&str, &[u8], Encoding, &str)] = &[
        ("utf8", "h\u{e4}\n".as_bytes(), Encoding::Utf8, "h\u{e4}\n"),
        ("bom", b"\xef\xbb\xbfx", Encoding::Utf8Bom, "x"),
        ("le", b"\xff\xfeh\0\xe4\0", Encoding::Utf16Le, "h\u{e4}"),
        ("be", b"\xfe\xff\0h\0\xe4", Encoding::Utf16Be, "h\u{e4}"),
        (
            "odd",
            b"caf\xe9 \x81\r",
            Encoding::Windows1252,
            "caf\u{e9} \u{81}\n",
        ),
    ];
    for (name, bytes, encoding, text) in table {
        desk.workspace.put(name.as_bytes(), bytes);
        let info = desk.open(name);
        assert_eq!(
            (info.kind, info.encoding),
            (DocumentKind::Text, *encoding),
            "{name}"
        );
        assert_eq!(desk.text(info.doc), *text, "{name}");
        desk.call::<ops::document_change>(change(info.doc, 1, &[(0, 0, "x")]))
            .expect(name);
        desk.call::<ops::document_change>(change(info.doc, 2, &[(0, 1, "")]))
            .expect(name);
        desk.call::<ops::document_save>(save(info.doc, 2))
            .expect(name);
        assert_eq!(
            desk.workspace.bytes(name.as_bytes()),
            *bytes,
            "{name} is byte for byte itself"
        );
    }
}

#[test]
fn another_encoding_and_line_end_are_written_when_asked_for() {
    let desk = Desk::new(&[("a.txt", "h\u{e4}\nx\n"), ("star", "\u{2605}")]);
    let doc = desk.open("a.txt").doc;
    let params = DocumentSaveParams {
        encoding: Some(Encoding::Utf16Le),
        line_end: Some(LineEnd::Crlf),
        ..save(doc, 0)
    };
    let saved = desk.call::<ops::document_save>(params).expect("it saves");
    assert_eq!(
        (saved.encoding, saved.line_end),
        (Encoding::Utf16Le, LineEnd::Crlf)
    );
    assert_eq!(
        desk.workspace.bytes(b"a.txt"),
        b"\xff\xfeh\0\xe4\0\r\0\n\0x\0\r\0\n\0"
    );
    let doc = desk.open("star").doc;
    let params = DocumentSaveParams {
        encoding: Some(Encoding::Windows1252),
        ..save(doc, 0)
    };
    let refused = desk
        .call::<ops::document_save>(params)
        .expect_err("it has no star");
    assert_eq!(refused.code, Code::Invalid, "{refused:?}");
    assert_eq!(desk.workspace.bytes(b"star"), "\u{2605}".as_bytes());
}

#[test]
fn a_file_that_changed_meanwhile_is_not_overwritten_unless_the_person_says_so() {
    let desk = Desk::new(&[("a.txt", "old")]);
    let doc = desk.open("a.txt").doc;
    desk.call::<ops::document_change>(change(doc, 1, &[(0, 3, "mine")]))
        .expect("it applies");
    desk.workspace.put(b"a.txt", b"theirs");
    let refused = desk
        .call::<ops::document_save>(save(doc, 1))
        .expect_err("it changed");
    assert_eq!(refused.code, Code::Conflict);
    assert!(refused.hint.is_some(), "it says what to do");
    assert_eq!(desk.workspace.bytes(b"a.txt"), b"theirs");
    let disk = desk.raw::<ops::document_disk_text>(DocumentParams { doc });
    assert_eq!(disk.expect("for Compare"), b"theirs");
    let kept = desk
        .call::<ops::document_keep>(DocumentParams { doc })
        .expect("keep mine");
    assert_eq!(kept.disk, DiskState::Same, "the person has decided");
    desk.call::<ops::document_save>(save(doc, 1))
        .expect("now it saves");
    assert_eq!(desk.workspace.bytes(b"a.txt"), b"mine");
}

#[test]
fn save_as_does_not_overwrite_and_moves_the_document() {
    let desk = Desk::new(&[
        ("a.txt", "a"),
        ("taken.txt", "t"),
        (
            ".editorconfig",
            "[*.md]\nindent_size=7\nindent_style=space\n",
        ),
    ]);
    let doc = desk.open("a.txt").doc;
    let to = |path: &str| DocumentSaveParams {
        path: Some(path.into()),
        ..save(doc, 0)
    };
    let refused = desk
        .call::<ops::document_save>(to("taken.txt"))
        .expect_err("it is taken");
    assert_eq!(refused.code, Code::Conflict);
    assert_eq!(desk.workspace.bytes(b"taken.txt"), b"t");
    let saved = desk
        .call::<ops::document_save>(to("b.md"))
        .expect("it is free");
    assert_eq!(
        (saved.doc, saved.name.as_str()),
        (doc, "b.md"),
        "its identity stays"
    );
    assert_eq!(
        saved.indent.size, 7,
        ".editorconfig is asked for the new place"
    );
    assert_eq!(desk.workspace.bytes(b"b.md"), b"a");
    let again = desk.open("b.md");
    assert_eq!(again.doc, doc, "the place knows whose it is");
    let overwrite = DocumentSaveParams {
        overwrite: true,
        ..to("taken.txt")
    };
    desk.call::<ops::document_save>(overwrite)
        .expect("the person said so");
    assert_eq!(desk.workspace.bytes(b"taken.txt"), b"a");
}

#[test]
fn an_untitled_document_has_a_free_name_and_is_saved_somewhere() {
    let desk = Desk::new(&[]);
    let new = |text: Option<&str>| {
        let params = DocumentNewParams {
            text: text.map(Into::into),
        };
        desk.call::<ops::document_new>(params).expect("a new one")
    };
    let (first, second) = (new(Some("hallo")), new(None));
    assert_eq!(
        (first.name.as_str(), second.name.as_str()),
        ("Untitled-1", "Untitled-2")
    );
    assert_eq!(first.disk, DiskState::Untitled);
    let nowhere = desk
        .call::<ops::document_save>(save(first.doc, 0))
        .expect_err("where to?");
    assert_eq!(nowhere.code, Code::PreconditionFailed);
    let params = DocumentSaveParams {
        path: Some("n.txt".into()),
        ..save(first.doc, 0)
    };
    desk.call::<ops::document_save>(params).expect("it saves");
    assert_eq!(desk.workspace.bytes(b"n.txt"), b"hallo");
    let heard = desk.hear();
    desk.call::<ops::document_close>(DocumentParams { doc: second.doc })
        .expect("it closes");
    heard.wait("the news of the close", |event| {
        matches!(event, UiEvent::DocumentClosed { doc } if *doc == second.doc).then_some(())
    });
    let gone = desk.raw::<ops::document_text>(DocumentParams { doc: second.doc });
    assert_eq!(gone.expect_err("it is closed").code, Code::NotFound);
}

#[test]
fn a_revert_takes_the_text_from_disk_again() {
    let desk = Desk::new(&[("a.txt", "h\u{e4}")]);
    let doc = desk.open("a.txt").doc;
    desk.call::<ops::document_change>(change(doc, 1, &[(0, 0, "mine ")]))
        .expect("it applies");
    let params = DocumentRevertParams {
        doc,
        encoding: Some(Encoding::Windows1252),
    };
    let reverted = desk
        .call::<ops::document_revert>(params)
        .expect("it reverts");
    assert_eq!(
        (reverted.dirty, reverted.encoding),
        (false, Encoding::Windows1252)
    );
    assert_eq!(
        desk.text(doc),
        "h\u{c3}\u{a4}",
        "read in the encoding that was asked for"
    );
}

#[test]
fn what_is_no_text_is_shown_and_not_edited() {
    let desk = Desk::new(&[("p.svg", "<svg/>")]);
    desk.workspace.put(b"b.bin", b"\x7fELF\0\0\0\x01\x02\0\0");
    desk.workspace
        .put(b"i.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    for (path, kind) in [
        ("b.bin", DocumentKind::Binary),
        ("i.png", DocumentKind::Image),
    ] {
        let info = desk.open(path);
        assert_eq!((info.kind, info.read_only), (kind, true), "{path}");
        let refused = desk.call::<ops::document_change>(change(info.doc, 1, &[(0, 0, "x")]));
        assert!(refused.is_err(), "{path} cannot be edited");
    }
    assert_eq!(
        desk.open("p.svg").kind,
        DocumentKind::Text,
        "an SVG is text"
    );
}

#[test]
fn a_document_that_is_open_twice_is_one_document() {
    let desk = Desk::new(&[("d/a.txt", "a")]);
    std::os::unix::fs::symlink("d/a.txt", desk.workspace.at(b"link")).expect("a link");
    let first = desk.open("d/a.txt");
    let whole = desk.workspace.at(b"d/a.txt").display().to_string();
    for path in ["link", whole.as_str(), "d/./a.txt"] {
        assert_eq!(desk.open(path).doc, first.doc, "through {path}");
    }
    let open = desk
        .call::<ops::document_list>(Nothing {})
        .expect("the open ones");
    assert_eq!(open.documents, [desk.open("link")]);
}

#[test]
fn a_wrong_edit_changes_nothing() {
    let desk = Desk::new(&[("a.txt", "a\u{1f600}b")]);
    let doc = desk.open("a.txt").doc;
    for edits in [
        &[(0, 9, "x")][..],
        &[(2, 2, "x")],
        &[(0, 0, "\r")],
        &[(2, 1, "")],
    ] {
        let refused = desk.call::<ops::document_change>(change(doc, 1, edits));
        assert_eq!(
            refused.expect_err("it does not fit").code,
            Code::Invalid,
            "{edits:?}"
        );
        assert_eq!(desk.text(doc), "a\u{1f600}b", "{edits:?}");
    }
    desk.call::<ops::document_change>(change(doc, 1, &[(3, 4, "c")]))
        .expect("this one fits");
    let missing = DocumentOpenParams {
        path: "none".into(),
        encoding: None,
    };
    let missing = desk
        .call::<ops::document_open>(missing)
        .expect_err("it is not there");
    assert_eq!(missing.code, Code::NotFound);
}

#[test]
fn of_two_windows_that_type_the_second_has_to_look_first() {
    let desk = Desk::new(&[("a.txt", "text")]);
    let doc = desk.open("a.txt").doc;
    let heard = [desk.hear(), desk.hear()];
    desk.call::<ops::document_change>(change(doc, 1, &[(0, 0, "first ")]))
        .expect("it applies");
    heard[0].wait("the news for the other window", |event| match event {
        UiEvent::DocumentEdited { doc: edited, by } if *edited == doc => Some(by.clone()),
        _ => None,
    });
    let other = |parents: Vec<String>| {
        let mut params = change(doc, 1, &[(0, 0, "second ")]);
        params.change.replica = "other".into();
        params.change.parents = parents;
        desk.call::<ops::document_change>(params)
    };
    let stale = other(vec![]).expect_err("it speaks of another text");
    assert_eq!(stale.code, Code::Conflict);
    let (head, text) = desk.head_and_text(doc);
    assert_eq!((head.as_str(), text.as_str()), ("page:1", "first text"));
    other(vec![head]).expect("now it has seen it");
    assert_eq!(desk.text(doc), "second first text");
}

#[test]
fn a_changed_editorconfig_reaches_the_open_documents_below_it() {
    let desk = Desk::new(&[("src/a.rs", "text\n"), ("b.txt", "text\n")]);
    let (below, above) = (desk.open("src/a.rs").doc, desk.open("b.txt").doc);
    let heard = desk.hear();
    let rules = b"[*]\nindent_style = tab\nindent_size = 3\ninsert_final_newline = true\n";
    desk.workspace.put(b"src/.editorconfig", rules);
    let told = heard.wait("the new rules", |event| match event {
        UiEvent::DocumentChanged { document } if document.indent.tabs => Some(document.clone()),
        _ => None,
    });
    assert_eq!((told.doc, told.indent.size), (below, 3));
    assert_eq!(told.insert_final_newline, Some(true));
    std::fs::remove_file(desk.workspace.at(b"src/.editorconfig")).expect("removed");
    heard.wait("the rules to go", |event| match event {
        UiEvent::DocumentChanged { document } if !document.indent.tabs => Some(()),
        _ => None,
    });
    let other = heard.all().into_iter().any(
        |event| matches!(&event.event, UiEvent::DocumentChanged { document } if document.doc == above),
    );
    assert!(!other, "a document elsewhere hears nothing");
}

#[test]
fn what_is_saved_for_the_first_time_takes_its_form_from_the_place() {
    let rules = "[*.txt]\nend_of_line = crlf\ncharset = utf-16le\nindent_style = tab\n";
    let desk = Desk::new(&[("win/.editorconfig", rules), ("old.txt", "a\n")]);
    let params = DocumentNewParams {
        text: Some("a\n".into()),
    };
    let doc = desk.call::<ops::document_new>(params).expect("new").doc;
    let to = |path: &str, doc| DocumentSaveParams {
        path: Some(path.into()),
        ..save(doc, 0)
    };
    let saved = desk
        .call::<ops::document_save>(to("win/a.txt", doc))
        .expect("it saves");
    assert_eq!(
        (saved.encoding, saved.line_end, saved.indent.tabs),
        (Encoding::Utf16Le, LineEnd::Crlf, true)
    );
    let bytes = desk.workspace.bytes(b"win/a.txt");
    assert_eq!(bytes, b"\xff\xfea\0\r\0\n\0", "already the first time");
    let old = desk.open("old.txt").doc;
    let moved = desk
        .call::<ops::document_save>(to("win/old.txt", old))
        .expect("it saves");
    assert_eq!(
        (moved.encoding, moved.line_end, moved.indent.tabs),
        (Encoding::Utf8, LineEnd::Lf, true),
        "what has a form keeps it, and indents as its new place does"
    );
}

#[test]
fn drafts_of_killed_saves_go_when_a_file_beside_them_is_opened_or_saved() {
    let draft = ".tenon-save-0000000003e870008000000000000000";
    let desk = Desk::new(&[("a/a.txt", ""), ("b/b.txt", "")]);
    let put = |folder: &str| {
        desk.workspace
            .put(format!("{folder}/{draft}").as_bytes(), b"x")
    };
    ["a", "b"].into_iter().for_each(put);
    desk.open("a/a.txt");
    assert_eq!(desk.workspace.names(b"a"), [b"a.txt".to_vec()]);
    assert_eq!(desk.workspace.names(b"b").len(), 2, "nobody looked there");
    let params = DocumentNewParams { text: None };
    let doc = desk.call::<ops::document_new>(params).expect("new").doc;
    let as_new = DocumentSaveParams {
        path: Some("b/c.txt".into()),
        ..save(doc, 0)
    };
    desk.call::<ops::document_save>(as_new).expect("it saves");
    let names = desk.workspace.names(b"b");
    assert_eq!(names, [b"b.txt".to_vec(), b"c.txt".to_vec()]);
}
