//! Terminals of an earlier run begin again: what they showed, a marked line, a shell in the folder.

use std::sync::Arc;

use serde_json::json;
use tenon_api::app::App;
use tenon_api::ops::{self, StreamOp};
use tenon_api::owner::Caller;
use tenon_api::wire::{
    Nothing, SettingsUpdateParams, TerminalInfo, TerminalKept, TerminalParams, TerminalStartParams,
    TerminalWriteParams, UiEvent,
};
use tenon_core::{Code, SessionId, TerminalId};
use tenon_store::{ContentKey, DataDirs, SystemEntropy, Workspace, WorkspaceDb, keys};
use tenon_testkit::{TempWorkspace, wait_until};
use uuid::Uuid;

use crate::desk::{Desk, Home, own};
use crate::terminals::{Screen, size};

/// Ends the owner, does something with what it left, and lets another one take over.
fn again(desk: Desk, between: impl FnOnce(&WorkspaceDb, &TempWorkspace)) -> Desk {
    let Desk {
        owner,
        app,
        workspace,
        home,
    } = desk;
    let row = owner.row();
    owner.close();
    let gone = Arc::downgrade(&owner);
    drop(owner);
    wait_until("the owner to be gone", || gone.strong_count() == 0);
    between(&database(&app, &home, &row), &workspace);
    let owner = own(&app, workspace.path());
    owner.serve().expect("it serves");
    Desk {
        owner,
        app,
        workspace,
        home,
    }
}

fn database(app: &App, home: &Home, row: &Workspace) -> WorkspaceDb {
    let name = DataDirs::workspace_key(row.id);
    let key = keys::load_or_create(&app.dirs.keys(), &name, &SystemEntropy).expect("the key");
    let place = app.dirs.workspace_place(row.profile, row.id);
    let ambient = home.surroundings().ambient;
    let session = SessionId::new(ambient.ids.as_ref());
    WorkspaceDb::open(&place, ContentKey::new(key), session, ambient).expect("the database")
}

fn restored(desk: &Desk, id: TerminalId) -> tenon_api::ApiResult<TerminalInfo> {
    desk.call::<ops::terminal_start>(TerminalStartParams {
        restore: Some(id),
        ..size(100, 30)
    })
}

fn kept(desk: &Desk) -> Vec<TerminalKept> {
    let list = desk.call::<ops::terminal_list>(Nothing {});
    list.expect("a list").kept
}

fn screen_of(desk: &Desk, id: TerminalId) -> Screen {
    let screen = Screen::default();
    let caller = Caller::window("main");
    let sink = Box::new(screen.take());
    ops::terminal_attach::run(&desk.owner, &caller, TerminalParams { id }, sink)
        .expect("it attaches");
    screen
}

fn type_in(desk: &Desk, id: TerminalId, text: &str) {
    let data = text.into();
    desk.call::<ops::terminal_write>(TerminalWriteParams { id, data })
        .expect("it types");
}

/// A terminal in `sub` that has printed something.
fn worked_in(desk: &Desk) -> TerminalId {
    let started = desk.call::<ops::terminal_start>(TerminalStartParams {
        name: Some("build".into()),
        ..size(80, 24)
    });
    let id = started.expect("it starts").id;
    let screen = screen_of(desk, id);
    type_in(desk, id, "cd sub; printf 'old%s\\033[6n\\n' words\n");
    wait_until("its output", || screen.shows("oldwords"));
    id
}

#[test]
fn a_terminal_begins_again_below_what_it_showed_in_the_same_folder() {
    let desk = Desk::new(&[("sub/", "")]);
    let id = worked_in(&desk);
    let desk = again(desk, |_, _| {});
    let [only] = &kept(&desk)[..] else {
        panic!("one terminal was kept")
    };
    assert_eq!((only.id, only.name.as_str()), (id, "build"));
    assert!(only.cwd.ends_with("/sub"), "{}", only.cwd);
    assert_eq!(only.problem, None);

    let terminal = restored(&desk, id).expect("it begins again");
    assert_eq!((terminal.id, terminal.name.as_str()), (id, "build"));
    let screen = screen_of(&desk, id);
    wait_until("what it showed and the marked line", || {
        screen.shows("oldwords") && screen.shows("── restored from ")
    });
    assert!(!screen.shows("\u{1b}[6n"), "no question is asked again");
    type_in(&desk, id, "echo in-${PWD##*/}\n");
    wait_until("a new shell in the same folder", || screen.shows("in-sub"));
    assert_eq!(kept(&desk), [], "it is one like any other now");
    let second = restored(&desk, id).expect("a second window gets the same");
    assert_eq!(second.pid, terminal.pid);

    let desk = again(desk, |_, _| {});
    restored(&desk, id).expect("and once more");
    let screen = screen_of(&desk, id);
    wait_until("all of it", || {
        screen.shows("oldwords") && screen.shows("in-sub")
    });
}

#[test]
fn a_screen_is_kept_a_moment_after_it_changed() {
    let desk = Desk::new(&[("sub/", "")]);
    let id = worked_in(&desk);
    // A killed owner keeps nothing at its end, so what is in the database now is what comes back.
    let database = database(&desk.app, &desk.home, &desk.owner.row());
    wait_until("the screen in the database", || {
        let screen = database.screen(id).expect("it can be read");
        screen.is_some_and(|screen| String::from_utf8_lossy(&screen.bytes).contains("oldwords"))
    });
    let planted = crate::desk::files_with(&desk.home.data(), b"oldwords");
    assert_eq!(
        planted,
        Vec::<std::path::PathBuf>::new(),
        "and it is sealed"
    );
}

#[test]
fn nothing_is_kept_of_a_terminal_that_was_closed_or_whose_shell_ended() {
    let desk = Desk::new(&[("sub/", "")]);
    let (closed, ended, later) = (worked_in(&desk), worked_in(&desk), worked_in(&desk));
    let heard = desk.hear();
    type_in(&desk, ended, "exit\n");
    heard.wait("its end", |event| match event {
        UiEvent::TerminalChanged { terminal } if terminal.id == ended => terminal.exit.clone(),
        _ => None,
    });
    desk.call::<ops::terminal_close>(TerminalParams { id: closed })
        .expect("it closes");
    let desk = again(desk, |_, _| {});
    let ids: Vec<_> = kept(&desk).iter().map(|kept| kept.id).collect();
    assert_eq!(ids, [later]);
    desk.call::<ops::terminal_close>(TerminalParams { id: later })
        .expect("one that did not begin again closes, too");
    assert_eq!(kept(&desk), []);
    let refused = restored(&desk, later).expect_err("it is gone");
    assert_eq!(refused.code, Code::NotFound);
    let desk = again(desk, |_, _| {});
    assert_eq!(kept(&desk), [], "for good");
}

#[test]
fn a_screen_of_a_newer_program_or_a_damaged_one_is_named_and_the_rest_comes_back() {
    let desk = Desk::new(&[("sub/", "")]);
    let good = worked_in(&desk);
    let (newer, broken) = (
        TerminalId(Uuid::from_u128(1)),
        TerminalId(Uuid::from_u128(2)),
    );
    let desk = again(desk, |database, _| {
        let keep = |id, bytes: &[u8]| database.keep_screen(id, bytes.to_vec()).expect("kept");
        keep(newer, b"{\"v\":9}\nfrom the future");
        keep(broken, b"no head at all");
    });
    let list = kept(&desk);
    assert_eq!(
        list.iter().map(|kept| kept.id).collect::<Vec<_>>(),
        [newer, broken, good]
    );
    let problem = |at: usize| list[at].problem.clone().unwrap_or_default();
    assert!(problem(0).contains("newer Tenon"), "{}", problem(0));
    assert!(problem(1).contains("damaged"), "{}", problem(1));
    let report = desk.owner.restored();
    assert_eq!(
        (report.terminals, report.lost),
        (1, vec![problem(0), problem(1)]),
        "the one line says so"
    );
    assert_eq!(
        restored(&desk, newer).expect_err("refused").code,
        Code::PreconditionFailed
    );
    restored(&desk, good).expect("the rest comes back");
    let desk = again(desk, |_, _| {});
    assert_eq!(kept(&desk).len(), 3, "what could not be read is left alone");
}

#[test]
fn a_folder_that_is_gone_is_replaced_by_its_parent_and_the_marked_line_says_so() {
    let desk = Desk::new(&[("sub/", "")]);
    let id = worked_in(&desk);
    let desk = again(desk, |_, workspace| {
        std::fs::remove_dir(workspace.path().join("sub")).expect("removed");
    });
    let terminal = restored(&desk, id).expect("it begins again");
    let root = desk.owner.root().display().to_string();
    assert_eq!(terminal.cwd, root);
    let screen = screen_of(&desk, id);
    wait_until("the marked line", || {
        let text = String::from_utf8_lossy(&screen.bytes()).replace("\r\n", "");
        text.contains(&format!("{root}/sub is gone, this is {root}"))
    });
}

#[test]
fn fifty_terminals_come_back_and_a_setting_switches_it_off() {
    let desk = Desk::new(&[]);
    let id = |n: u128| TerminalId(Uuid::from_u128(n));
    let desk = again(desk, |database, _| {
        for n in 1..=50 {
            let head = json!({
                "v": 1, "name": null, "shell": { "path": "/nowhere/fish" },
                "cwd": { "path": "/" }, "cols": 80, "rows": 24,
            });
            let screen = format!("{head}\nterminal {n}");
            database
                .keep_screen(id(n), screen.into_bytes())
                .expect("kept");
        }
    });
    let list = kept(&desk);
    assert_eq!(list.len(), 50);
    assert!(list.iter().all(|kept| kept.name == "fish"));
    for n in [1, 25, 50] {
        restored(&desk, id(n)).expect("it begins again");
        let screen = screen_of(&desk, id(n));
        wait_until("its own screen, and what became of its shell", || {
            screen.shows(&format!("terminal {n}"))
                && screen.shows("/nowhere/fish is gone, this is /bin/sh")
        });
    }
    desk.call::<ops::settings_update>(SettingsUpdateParams {
        key: "terminal.restore".into(),
        value: "false".into(),
    })
    .expect("a setting");
    assert_eq!(kept(&desk), [], "none is offered");
    let desk = again(desk, |_, _| {});
    assert_eq!(kept(&desk), []);
    let left = database(&desk.app, &desk.home, &desk.owner.row());
    assert_eq!(left.screens().expect("read"), [], "and none is left");
}
