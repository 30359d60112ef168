//! What is written down about what happened.

use std::sync::Arc;

use serde_json::Value;
use tenon_api::ops::{self, Op};
use tenon_api::owner::Caller;
use tenon_api::wire::{
    FileReadParams, Nothing, SettingsUpdateParams, SidecarState, TerminalParams,
    TerminalWriteParams, TrustParams,
};
use tenon_core::{Actor, ActorKind, Code};
use tenon_store::{JournalRow, Workspace};
use tenon_testkit::{TempWorkspace, wait_until};

use crate::desk::{Desk, Home, journal, own};
use crate::documents::save;
use crate::terminals::size;

fn of_kind<'a>(rows: &'a [JournalRow], kind: &str) -> Vec<&'a JournalRow> {
    rows.iter().filter(|row| row.header.kind == kind).collect()
}

pub fn payload(row: &JournalRow) -> Value {
    let json = serde_json::to_value(row).expect("a row is plain data");
    match &json["payload"] {
        // The payload is kept as the text that was hashed.
        Value::String(text) => serde_json::from_str(text).expect("JSON"),
        other => other.clone(),
    }
}

#[test]
fn saves_starts_and_answers_are_events_with_gapless_numbers() {
    let desk = Desk::new(&[("a.txt", "abc")]);
    let doc = desk.open("a.txt").doc;
    desk.call::<ops::document_save>(save(doc, 0))
        .expect("it saves");
    let terminal = desk
        .call::<ops::terminal_start>(size(80, 24))
        .expect("it starts");
    desk.call::<ops::workspace_trust>(TrustParams { trusted: true })
        .expect("an answer");
    let ended = desk.close();
    let saved = of_kind(&ended.rows, "document.saved");
    assert_eq!(saved.len(), 1);
    assert_eq!(
        saved[0].header.subject.to_string(),
        format!("file:{doc}"),
        "by its identity"
    );
    assert_eq!(payload(saved[0])["path"]["path"], "a.txt");
    assert_eq!(payload(saved[0])["size"], 3);
    assert_eq!(saved[0].header.actor.kind, ActorKind::Person);
    let started = of_kind(&ended.rows, "terminal.started");
    assert_eq!(started.len(), 1);
    assert_eq!(
        started[0].header.subject.to_string(),
        format!("terminal:{}", terminal.id)
    );
    assert_eq!(of_kind(&ended.rows, "workspace.opened").len(), 1);
    assert_eq!(
        payload(of_kind(&ended.rows, "workspace.trusted")[0])["trusted"],
        true
    );
    let numbers: Vec<_> = ended.rows.iter().map(|row| row.header.source_seq).collect();
    let expected: Vec<_> = (1..=numbers.len() as u64).collect();
    assert_eq!(numbers, expected, "one source, from 1, without gaps");
}

#[test]
fn what_the_policy_denies_is_an_event() {
    let desk = Desk::new(&[("a.txt", "")]);
    let agent = Caller {
        actor: Actor {
            kind: ActorKind::Agent,
            name: "helper".into(),
        },
        window: None,
        id: "agent:1".into(),
    };
    let update = SettingsUpdateParams {
        key: "workbench.theme".into(),
        value: "\"light\"".into(),
    };
    let refused =
        ops::settings_update::run(&desk.owner, &agent, update).expect_err("the person's own");
    assert_eq!(refused.code, Code::Permission);
    assert!(refused.hint.is_some(), "it names a way out");
    let theme = desk
        .call::<ops::settings_read>(Nothing {})
        .expect("settings")
        .settings
        .theme;
    assert_eq!(theme, tenon_api::wire::Theme::Dark, "nothing was changed");
    let out = FileReadParams {
        path: "../secret".into(),
    };
    assert_eq!(
        desk.raw::<ops::file_read>(out)
            .expect_err("it leads out")
            .code,
        Code::Permission
    );
    let ended = desk.close();
    let denied: Vec<_> = of_kind(&ended.rows, "policy.denied")
        .into_iter()
        .map(|row| {
            let payload = payload(row);
            let word = |name: &str| payload[name].as_str().unwrap_or_default().to_owned();
            (row.header.actor.kind, word("command"), word("rule"))
        })
        .collect();
    let want = [
        (
            ActorKind::Agent,
            "settings_update".to_owned(),
            "administer.person".to_owned(),
        ),
        (
            ActorKind::Person,
            "file_read".to_owned(),
            "path.outside".to_owned(),
        ),
    ];
    assert_eq!(denied, want);
}

#[test]
fn changes_of_the_sidecar_are_events_of_every_open_workspace() {
    let home = Home::new();
    let app = home.app();
    let folders = [TempWorkspace::new(), TempWorkspace::new()];
    let owners = folders.each_ref().map(|folder| own(&app, folder.path()));
    app.start_sidecar();
    wait_until("the sidecar to be given up for now", || {
        app.sidecar.status().state == SidecarState::Degraded
    });
    let rows = owners.each_ref().map(|owner| owner.row());
    owners.iter().for_each(|owner| owner.close());
    let dirs = Arc::clone(&app).dirs.clone();
    for row in rows {
        let events = journal(&dirs, &row);
        assert!(
            !of_kind(&events, "sidecar.changed").is_empty(),
            "{events:?}"
        );
    }
}

#[test]
fn the_end_of_a_terminal_is_an_event_also_when_it_was_closed() {
    let desk = Desk::new(&[]);
    let start = || {
        desk.call::<ops::terminal_start>(size(80, 24))
            .expect("it starts")
            .id
    };
    let (left, closed) = (start(), start());
    let type_in = TerminalWriteParams {
        id: left,
        data: "exit 3\n".into(),
    };
    desk.call::<ops::terminal_write>(type_in).expect("it types");
    desk.call::<ops::terminal_close>(TerminalParams { id: closed })
        .expect("it closes");
    let row = desk.owner.row();
    let ends = || {
        let rows = journal(&desk.app.dirs, &row);
        let ended = of_kind(&rows, "terminal.ended").into_iter();
        let mut ends: Vec<_> = ended
            .map(|row| (row.header.subject.to_string(), payload(row)["exit"].clone()))
            .collect();
        ends.sort_by(|a, b| a.0.cmp(&b.0));
        ends
    };
    wait_until("both ends", || ends().len() == 2);
    let ends = ends();
    assert_eq!(
        ends[0],
        (
            format!("terminal:{left}"),
            serde_json::json!({ "code": 3, "signal": null })
        )
    );
    assert_eq!(ends[1].0, format!("terminal:{closed}"));
    assert!(ends[1].1["signal"].is_string(), "it was hung up: {ends:?}");
}

#[test]
fn a_binding_is_an_event_once_and_again_when_it_is_another_one() {
    let home = Home::new();
    let app = home.app();
    let folder = TempWorkspace::new();
    let other = app.create_profile("Work").expect("a profile");
    let bound = |row: &Workspace| -> Vec<Value> {
        let rows = journal(&app.dirs, row);
        let bound = of_kind(&rows, "workspace.bound").into_iter();
        bound.map(|row| payload(row)["profile"].clone()).collect()
    };
    for _ in 0..2 {
        let owner = own(&app, folder.path());
        let row = owner.row();
        owner.close();
        drop(owner);
        assert_eq!(bound(&row), ["Personal"], "the second opening is no news");
    }
    let row = own(&app, folder.path()).row();
    let to = app.profile(Some(&other.id)).expect("it is there").id;
    // A thread of the owner may be at its last piece of work.
    wait_until("nobody to have it open", || app.rebind(row.id, to).is_ok());
    let owner = own(&app, folder.path());
    let row = owner.row();
    owner.close();
    assert_eq!(bound(&row), ["Personal", "Work"]);
}
