//! Links between two things: made once, validated, told, forgotten.

use std::process::Command;

use tenon_api::wire::{
    BackupCreateParams, JournalForgetParams, JournalPageParams, Link, LinkAddParams, LinkKind,
    LinkListParams, LinkOrigin, LinkRemoveParams, Nothing, SymbolsFindParams,
};
use tenon_api::{ApiError, ApiResult, ops};
use tenon_core::Code;
use tenon_testkit::TempWorkspace;

use crate::desk::Desk;
use crate::git::git;
use crate::terminals::size;

fn add(desk: &Desk, from: &str, to: &str) -> ApiResult<Link> {
    let (from, to) = (from.to_owned(), to.to_owned());
    desk.call::<ops::link_add>(LinkAddParams { from, to })
}

fn refused(desk: &Desk, from: &str, to: &str) -> ApiError {
    add(desk, from, to).expect_err("it cannot be linked")
}

fn list(desk: &Desk, of: Option<&str>) -> Vec<Link> {
    let of = of.map(str::to_owned);
    let listed = desk.call::<ops::link_list>(LinkListParams { of });
    listed.expect("a list").links
}

/// Subject, payload and identity of each event of links that still has a payload.
fn events(desk: &Desk) -> Vec<(String, serde_json::Value, String)> {
    let page = desk.call::<ops::journal_page>(JournalPageParams {
        kinds: vec!["link".into()],
        limit: 1_000,
        ..JournalPageParams::default()
    });
    let told = page
        .expect("a page")
        .events
        .into_iter()
        .filter_map(|event| {
            let payload = serde_json::from_str(&event.payload?).expect("JSON");
            Some((event.subject, payload, event.id))
        });
    told.collect()
}

#[test]
fn a_link_is_made_once_told_and_removed() {
    let desk = Desk::new(&[("a.txt", ""), ("b.txt", "")]);
    let a = format!("file:{}", desk.open("a.txt").doc);
    let made = add(&desk, &a, "file:b.txt").expect("it is made");
    assert_eq!(
        (made.from.as_str(), made.kind),
        (a.as_str(), LinkKind::Related)
    );
    assert_eq!((made.origin, made.confidence), (LinkOrigin::Person, 1.0));
    let b = made.to.clone();
    let path = made.to_file.as_ref().map(|file| file.path.as_str());
    assert_eq!(path, Some("b.txt"), "people know files by their paths");
    assert_eq!(
        b,
        format!("file:{}", desk.open("b.txt").doc),
        "by its identity"
    );
    let [(subject, payload, event)] = &events(&desk)[..] else {
        panic!("one event")
    };
    assert_eq!((subject, &payload["to"]), (&a, &serde_json::json!(b)));
    let evidence = std::slice::from_ref(event);
    assert_eq!(made.evidence, evidence, "it rests on that event");
    assert_eq!(add(&desk, "file:a.txt", &b).expect("the same"), made);
    assert_eq!(events(&desk).len(), 1, "nothing new was written");
    let back = add(&desk, &b, &a).expect("the other way is another link");
    for of in [None, Some(a.as_str()), Some("file:b.txt")] {
        assert_eq!(list(&desk, of), [made.clone(), back.clone()], "{of:?}");
    }
    let id = made.id;
    desk.call::<ops::link_remove>(LinkRemoveParams { id })
        .expect("it is removed");
    let again = desk.call::<ops::link_remove>(LinkRemoveParams { id });
    assert_eq!(again.expect_err("it is gone").code, Code::NotFound);
    assert_eq!(list(&desk, None), [back]);
    assert_eq!(events(&desk).len(), 3, "both ways, and the removal");
}

#[test]
fn only_what_there_is_can_be_linked_and_not_to_itself() {
    let workspace = TempWorkspace::with(&[("a.rs", "fn lamp() {}\n"), ("d/b.txt", "")]);
    git(workspace.path(), &["init", "-q"]);
    git(workspace.path(), &["add", "."]);
    git(workspace.path(), &["commit", "-q", "-m", "first"]);
    let head = |what: &str| {
        let asked = Command::new("git")
            .args(["rev-parse", what])
            .current_dir(workspace.path())
            .output();
        let told = String::from_utf8(asked.expect("git").stdout).expect("a hash");
        format!("commit:{}", told.trim())
    };
    let (commit, tree) = (head("HEAD"), head("HEAD^{tree}"));
    let desk = Desk::over(workspace);
    let started = desk.call::<ops::terminal_start>(size(80, 24));
    let terminal = format!("terminal:{}", started.expect("it starts").id);
    let node = format!("node:{}", desk.owner.row().id);
    let found = desk.call::<ops::symbols_find>(SymbolsFindParams {
        query: "lamp".into(),
        limit: 1,
        fresh: true,
    });
    let symbol = found.expect("symbols").symbols[0].reference.clone();
    let mut event = String::new();
    for there in [&commit, &terminal, &node, &symbol] {
        let link = add(&desk, "file:a.rs", there).expect(there);
        assert_eq!(link.to, *there);
        event = format!("event:{}", link.evidence[0]);
    }
    add(&desk, &event, &commit).expect("an event");
    let nobody = "0190e3b4-0000-7000-8000-000000000001";
    let gone = format!("commit:{}", "9".repeat(40));
    for kind in ["file", "run", "symbol", "terminal", "event", "node"] {
        let missing = refused(&desk, "file:a.rs", &format!("{kind}:{nobody}"));
        assert_eq!(missing.code, Code::NotFound, "{kind}: {missing:?}");
    }
    for (to, code) in [
        (gone.as_str(), Code::NotFound),
        (&tree, Code::NotFound),
        ("commit:9fceb02", Code::Invalid),
        ("run:7", Code::NotFound),
        ("note:x", Code::NotFound),
        ("chat:x", Code::Invalid),
        ("planet:mars", Code::Invalid),
        ("a.rs", Code::Invalid),
        ("file:none.txt", Code::NotFound),
        ("file:d", Code::Invalid),
        ("file:../x", Code::Permission),
        ("file:a.rs", Code::Invalid),
    ] {
        let error = refused(&desk, "file:a.rs", to);
        assert_eq!(error.code, code, "{to}: {error:?}");
    }
}

#[test]
fn what_is_forgotten_takes_its_links_along_in_copies_too() {
    let desk = Desk::new(&[("a.txt", ""), ("b.txt", ""), ("c.txt", "")]);
    let keep = add(&desk, "file:b.txt", "file:c.txt").expect("made");
    let (from, to) = (keep.to.clone(), keep.from.clone());
    add(&desk, "file:a.txt", &from).expect("made");
    add(&desk, &to, "file:a.txt").expect("made");
    let backup = BackupCreateParams {
        to: None,
        with_key: false,
        profile: None,
    };
    desk.call::<ops::backup_create>(backup).expect("a backup");
    let a = format!("file:{}", desk.open("a.txt").doc);
    let done = desk.call::<ops::journal_forget>(JournalForgetParams {
        subject: Some(a.clone()),
        ..JournalForgetParams::default()
    });
    let done = done.expect("it is forgotten");
    assert_eq!((done.wiped, done.backups), (true, 1), "{done:?}");
    assert_eq!(list(&desk, None), std::slice::from_ref(&keep));
    let left = events(&desk);
    assert_eq!(left.len(), 1, "also where it was the other end: {left:?}");
    let texts = |params| desk.call::<ops::journal_forget>(params).expect("forgotten");
    texts(JournalForgetParams {
        text: Some(from.trim_start_matches("file:").to_owned()),
        ..JournalForgetParams::default()
    });
    assert_eq!(list(&desk, None), [], "its reference held the text");
    desk.call::<ops::journal_verify>(Nothing {})
        .expect("it proves itself");
}
