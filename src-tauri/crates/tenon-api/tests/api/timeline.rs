//! What windows see of the journal: pages, filters, news, and what it says nothing about.

use tenon_api::ops;
use tenon_api::wire::{
    JournalEvent, JournalPage, JournalPageParams, Nothing, SettingsUpdateParams,
    TerminalStartParams, TrustParams, UiEvent, Whole,
};
use tenon_core::{Code, WirePath};
use tenon_testkit::{TempWorkspace, wait_until};

use crate::desk::{Desk, files_with};
use crate::documents::save;
use crate::terminals::size;

fn newest(limit: u32) -> JournalPageParams {
    JournalPageParams {
        backwards: true,
        limit,
        ..JournalPageParams::default()
    }
}

fn page(desk: &Desk, params: JournalPageParams) -> JournalPage {
    desk.call::<ops::journal_page>(params).expect("a page")
}

fn kinds(events: &[JournalEvent]) -> Vec<&str> {
    events.iter().map(|event| event.kind.as_str()).collect()
}

fn save_file(desk: &Desk, path: &str) {
    let doc = desk.open(path).doc;
    desk.call::<ops::document_save>(save(doc, 0))
        .expect("it saves");
}

#[test]
fn pages_follow_each_other_and_filters_hold() {
    let desk = Desk::new(&[("a.txt", "a"), ("b.txt", "b")]);
    for path in ["a.txt", "b.txt", "a.txt"] {
        save_file(&desk, path);
    }
    desk.call::<ops::workspace_trust>(TrustParams { trusted: true })
        .expect("an answer");
    wait_until("all events", || page(&desk, newest(100)).events.len() == 6);
    let first = page(&desk, newest(2));
    assert_eq!(
        kinds(&first.events),
        ["workspace.trusted", "document.saved"]
    );
    assert!(first.more);
    let rest = page(
        &desk,
        JournalPageParams {
            before: Some(first.events[1].seq),
            ..newest(100)
        },
    );
    assert_eq!(
        kinds(&rest.events),
        [
            "document.saved",
            "document.saved",
            "workspace.opened",
            "workspace.bound"
        ]
    );
    assert!(!rest.more);
    let of_b = page(
        &desk,
        JournalPageParams {
            path: Some("b.txt".into()),
            ..newest(100)
        },
    );
    assert_eq!(of_b.events.len(), 1);
    assert_eq!(
        of_b.events[0].file,
        Some("b.txt".into()),
        "and where it lies"
    );
    let saved = JournalPageParams {
        kinds: vec!["document".into()],
        ..newest(100)
    };
    assert_eq!(page(&desk, saved).events.len(), 3);
    let none = JournalPageParams {
        path: Some("never.txt".into()),
        ..newest(100)
    };
    assert!(page(&desk, none).events.is_empty());
    let proof = desk
        .call::<ops::journal_verify>(Nothing {})
        .expect("a proof");
    assert_eq!((proof.ok, proof.events), (true, Some(Whole::size(6))));
}

#[test]
fn what_does_not_fit_is_refused_with_a_sentence() {
    let desk = Desk::new(&[]);
    for params in [
        newest(0),
        newest(1_001),
        JournalPageParams {
            kinds: vec!["document.exploded".into()],
            ..newest(1)
        },
        JournalPageParams {
            kinds: vec!["doc".into()],
            ..newest(1)
        },
        JournalPageParams {
            subject: Some("planet:mars".into()),
            ..newest(1)
        },
    ] {
        let refused = desk.call::<ops::journal_page>(params).expect_err("refused");
        assert_eq!(refused.code, Code::Invalid);
        assert!(
            refused
                .message
                .starts_with(|c: char| c.is_uppercase() || c == '"')
        );
    }
}

#[test]
fn new_events_are_told_once_they_are_durable() {
    let desk = Desk::new(&[("a.txt", "a")]);
    let heard = desk.hear();
    save_file(&desk, "a.txt");
    let told = heard.wait("the save", |event| match event {
        UiEvent::JournalAppended { events, .. } => events
            .iter()
            .find(|event| event.kind == "document.saved")
            .cloned(),
        _ => None,
    });
    assert_eq!(told.file, Some("a.txt".into()));
    assert_eq!(page(&desk, newest(1)).events, [told], "it is what is read");
}

#[test]
fn files_that_are_excluded_leave_no_trace_in_the_journal() {
    let workspace = TempWorkspace::with(&[
        (".env.production", "a"),
        ("keys/Server.pem", "a"),
        ("private/deep/a.txt", "a"),
        ("plain.txt", "a"),
    ]);
    workspace.put(b"odd-\xff.key", b"a");
    let desk = Desk::over(workspace);
    let update = SettingsUpdateParams {
        key: "journal.exclude".into(),
        value: r#"[".env*", "*.pem", "*.key", "private/"]"#.into(),
    };
    desk.call::<ops::settings_update>(update)
        .expect("a setting");
    for path in [
        ".env.production",
        "keys/Server.pem",
        "private/deep/a.txt",
        "plain.txt",
    ] {
        save_file(&desk, path);
    }
    let odd = tenon_api::wire::DocumentOpenParams {
        path: WirePath::from_bytes(b"odd-\xff.key"),
        encoding: None,
    };
    let odd = desk.call::<ops::document_open>(odd).expect("it opens").doc;
    desk.call::<ops::document_save>(save(odd, 0))
        .expect("it saves");
    let start = TerminalStartParams {
        cwd: Some("private/deep".into()),
        ..size(80, 24)
    };
    desk.call::<ops::terminal_start>(start).expect("it starts");
    let ended = desk.close();
    let text = serde_json::to_string(&ended.rows).expect("rows");
    for trace in [".env", "Server", "deep", "odd-", "pathBytes"] {
        assert!(!text.contains(trace), "{trace} is in {text}");
    }
    assert!(text.contains("plain.txt"), "what is not excluded is there");
    assert!(
        text.contains("terminal.started"),
        "what happened is, without its place"
    );
}

#[test]
fn a_pattern_that_is_none_is_refused() {
    let desk = Desk::new(&[]);
    for value in [r#"["a{b"]"#, r#"[1]"#, r#""*.env""#] {
        let update = SettingsUpdateParams {
            key: "journal.exclude".into(),
            value: value.into(),
        };
        let refused = desk.call::<ops::settings_update>(update).expect_err(value);
        assert_eq!(refused.code, Code::Invalid, "{value}");
    }
}

#[test]
fn subjects_of_files_are_identities_and_never_paths() {
    let name = "a-name-that-nobody-else-has.txt";
    let desk = Desk::new(&[(name, "a")]);
    save_file(&desk, name);
    let ended = desk.close();
    for row in &ended.rows {
        let header = serde_json::to_string(&row.header).expect("a header");
        assert!(
            !header.contains(name),
            "a header is never forgotten: {header}"
        );
    }
    assert!(!files_with(&ended.home.data(), name.as_bytes()).is_empty());
}
