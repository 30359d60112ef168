//! Terminals through the owner.

use std::sync::{Arc, Mutex};

use tenon_api::ops::{self, StreamOp};
use tenon_api::owner::Caller;
use tenon_api::wire::{
    Nothing, RaiseParams, TerminalAckParams, TerminalAttached, TerminalDetachParams, TerminalInfo,
    TerminalParams, TerminalRenameParams, TerminalResizeParams, TerminalStartParams,
    TerminalWriteParams, UiEvent,
};
use tenon_core::{Code, TerminalId};
use tenon_testkit::wait_until;

use crate::desk::{Desk, Heard};

/// What a window has on its screen, without the leading byte of each message.
#[derive(Clone, Default)]
pub struct Screen(Arc<Mutex<Vec<u8>>>);

impl Screen {
    pub fn take(&self) -> impl FnMut(Vec<u8>) -> bool + Send + 'static {
        let screen = self.0.clone();
        move |message| {
            assert!(message[0] <= 2, "a message starts with what it holds");
            if message[0] == 2 {
                return true;
            }
            screen
                .lock()
                .expect("no panic")
                .extend_from_slice(&message[1..]);
            true
        }
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.0.lock().expect("no panic").clone()
    }

    pub fn shows(&self, text: &str) -> bool {
        String::from_utf8_lossy(&self.bytes()).contains(text)
    }
}

pub fn size(cols: u32, rows: u32) -> TerminalStartParams {
    TerminalStartParams {
        restore: None,
        cwd: None,
        name: None,
        cols,
        rows,
    }
}

fn start(desk: &Desk) -> TerminalInfo {
    desk.call::<ops::terminal_start>(size(80, 24))
        .expect("it starts")
}

fn attach(desk: &Desk, id: TerminalId, screen: &Screen) -> TerminalAttached {
    let caller = Caller::window("main");
    let params = TerminalParams { id };
    ops::terminal_attach::run(&desk.owner, &caller, params, Box::new(screen.take()))
        .expect("it attaches")
}

fn type_in(desk: &Desk, id: TerminalId, text: &str) {
    let params = TerminalWriteParams {
        id,
        data: text.into(),
    };
    desk.call::<ops::terminal_write>(params).expect("it types");
}

fn is_running(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    !stat.is_empty() && !stat.contains(") Z ")
}

#[test]
fn a_shell_runs_in_the_workspace_and_its_output_arrives() {
    let desk = Desk::new(&[("here.txt", "")]);
    let heard = desk.hear();
    let terminal = start(&desk);
    heard.wait("news of the terminal", |event| {
        matches!(event, UiEvent::TerminalChanged { terminal: told } if told.id == terminal.id)
            .then_some(())
    });
    assert_eq!(
        (terminal.cols, terminal.rows, terminal.name.as_str()),
        (80, 24, "sh")
    );
    let screen = Screen::default();
    attach(&desk, terminal.id, &screen);
    type_in(&desk, terminal.id, "ls; echo $((40+2)) $TENON_SOCKET\n");
    wait_until("what the shell printed", || {
        screen.shows("here.txt") && screen.shows("42 /")
    });
    let socket = desk.socket().display().to_string();
    wait_until("the socket, for programs in here", || {
        let text = String::from_utf8_lossy(&screen.bytes()).replace("\r\n", "");
        text.contains(&socket)
    });
    assert_eq!(
        desk.call::<ops::terminal_list>(Nothing {})
            .expect("a list")
            .terminals
            .len(),
        1
    );
}

#[test]
fn programs_in_a_terminal_are_told_of_its_window() {
    let desk = Desk::new(&[]);
    let terminal = start(&desk);
    type_in(&desk, terminal.id, "env > told\n");
    let told = desk.workspace.path().join("told");
    let variables = || std::fs::read_to_string(&told).unwrap_or_default();
    wait_until("the variables", || {
        ["SOCKET", "TERMINAL", "WORKSPACE", "DATA_DIR"]
            .iter()
            .all(|name| variables().contains(&format!("TENON_{name}=")))
    });
    for (name, value) in [
        ("TENON_SOCKET", desk.socket().display().to_string()),
        ("TENON_TERMINAL", terminal.id.to_string()),
        (
            "TENON_WORKSPACE",
            desk.workspace.path().display().to_string(),
        ),
        ("TENON_DATA_DIR", desk.home.data().display().to_string()),
    ] {
        let line = format!("{name}={value}");
        assert!(variables().lines().any(|told| told == line), "{line}");
    }
}

#[test]
fn a_program_in_front_of_a_shell_without_marks_is_told_and_that_it_is_gone() {
    let desk = Desk::new(&[]);
    let heard = desk.hear();
    let terminal = start(&desk);
    let busy = |heard: &Heard, wanted: Option<&str>| {
        let wanted = wanted.map(str::to_owned);
        let what = format!("{wanted:?} in front");
        heard.wait(&what, move |event| match event {
            UiEvent::TerminalChanged { terminal } if terminal.busy == wanted => Some(()),
            _ => None,
        });
    };
    busy(&heard, None);
    type_in(&desk, terminal.id, "sleep 1000\n");
    busy(&heard, Some("sleep"));
    let heard = desk.hear();
    type_in(&desk, terminal.id, "\x03");
    busy(&heard, None);
}

#[test]
fn the_window_that_shows_a_terminal_is_the_one_that_comes() {
    let desk = Desk::new(&[]);
    let terminal = start(&desk).id;
    let ask = |terminal| {
        let params = RaiseParams {
            terminal: Some(terminal),
            ..RaiseParams::default()
        };
        desk.call::<ops::workspace_raise>(params).expect("asked")
    };
    // The caller is a window itself here; nobody answers, and the request is what counts.
    let of = || {
        let heard = desk.hear();
        assert!(!ask(terminal).raised, "it does not answer");
        heard.wait("the request", |event| match event {
            UiEvent::RaiseRequested { of, .. } => Some(of.clone()),
            _ => None,
        })
    };
    assert_eq!(of(), None, "no window shows it");
    let second = Caller::window("second");
    let params = TerminalParams { id: terminal };
    let screen = Screen::default();
    ops::terminal_attach::run(&desk.owner, &second, params, Box::new(screen.take()))
        .expect("it attaches");
    assert_eq!(of(), Some(second.id));
}

#[test]
fn a_window_is_asked_for_a_reference_only_where_there_is_what_it_names() {
    let desk = Desk::new(&[("a.txt", "")]);
    let outside = tempfile::NamedTempFile::new().expect("a file");
    let show = |reference: &str| {
        let params = RaiseParams {
            reference: Some(reference.into()),
            ..RaiseParams::default()
        };
        desk.call::<ops::workspace_raise>(params)
            .map_err(|error| error.code)
    };
    let nothing = "0190e3b4-0000-7000-8000-000000000001";
    for (reference, code) in [
        (format!("run:{nothing}"), Code::NotFound),
        (format!("file:{nothing}"), Code::NotFound),
        (format!("symbol:{nothing}"), Code::NotFound),
        ("file:none.txt".into(), Code::NotFound),
        (
            format!("file:{}", outside.path().display()),
            Code::Permission,
        ),
        ("file:../a.txt".into(), Code::Permission),
        ("commit:4f1c9e2".into(), Code::Invalid),
        ("nonsense".into(), Code::Invalid),
    ] {
        assert_eq!(show(&reference).err(), Some(code), "{reference}");
    }
    let heard = desk.hear();
    show("file:a.txt").expect("asked");
    let asked = heard.wait("the request", |event| match event {
        UiEvent::RaiseRequested { show, .. } => Some(show.clone()),
        _ => None,
    });
    let path = asked.target.map(|target| target.path.path);
    assert_eq!((path.as_deref(), asked.reference), (Some("a.txt"), None));
}

#[test]
fn a_second_window_gets_the_screen_as_it_is() {
    let desk = Desk::new(&[]);
    let terminal = start(&desk);
    let first = Screen::default();
    attach(&desk, terminal.id, &first);
    type_in(&desk, terminal.id, "echo a''b\n");
    wait_until("the echo", || first.shows("ab"));
    let second = Screen::default();
    let attached = attach(&desk, terminal.id, &second);
    wait_until("the snapshot", || second.shows("ab"));
    let gone = TerminalDetachParams {
        id: terminal.id,
        attachment: attached.attachment,
    };
    desk.call::<ops::terminal_detach>(gone)
        .expect("it detaches");
    let before = second.bytes();
    type_in(&desk, terminal.id, "echo c''d\n");
    wait_until("the first window to go on", || first.shows("cd"));
    assert_eq!(second.bytes(), before, "nothing comes after a detach");
}

#[test]
fn output_waits_for_credit_and_goes_on_when_it_is_returned() {
    let desk = Desk::new(&[]);
    let terminal = start(&desk);
    let (screen, total) = (Screen::default(), 6 << 20);
    let attached = attach(&desk, terminal.id, &screen);
    let marker = "end-of-it";
    type_in(
        &desk,
        terminal.id,
        &format!("yes 0123456789 | head -c {total}; echo end-of''-it\n"),
    );
    let mut returned = 0;
    wait_until("all of the output, or a snapshot of its end", || {
        let have = screen.bytes().len();
        let bytes = u32::try_from(have - returned).expect("not that much");
        returned = have;
        let params = TerminalAckParams {
            id: terminal.id,
            attachment: attached.attachment,
            bytes,
            view: None,
        };
        desk.call::<ops::terminal_ack>(params)
            .expect("credit is taken");
        screen.shows(marker)
    });
}

#[test]
fn a_terminal_is_named_sized_and_closed() {
    let desk = Desk::new(&[("sub/", "")]);
    let params = TerminalStartParams {
        restore: None,
        cwd: Some("sub".into()),
        name: Some("build".into()),
        ..size(80, 24)
    };
    let terminal = desk.call::<ops::terminal_start>(params).expect("it starts");
    assert_eq!(terminal.name, "build");
    assert!(terminal.cwd.ends_with("/sub"), "{}", terminal.cwd);
    let rename = |name: &str| {
        desk.call::<ops::terminal_rename>(TerminalRenameParams {
            id: terminal.id,
            name: name.into(),
        })
    };
    assert_eq!(rename("tests").expect("a name").name, "tests");
    assert_eq!(
        rename(" ").expect("none").name,
        "sh",
        "empty gives the shell's name back"
    );
    assert_eq!(
        rename(&"x".repeat(201)).expect_err("too long").code,
        Code::Invalid
    );
    let resize = |cols, rows| {
        desk.call::<ops::terminal_resize>(TerminalResizeParams {
            id: terminal.id,
            cols,
            rows,
        })
    };
    resize(100, 30).expect("a size");
    for (cols, rows) in [
        (0, 24),
        (80, 0),
        (1_001, 24),
        (70_000, 24),
        (u32::MAX, u32::MAX),
    ] {
        assert_eq!(
            resize(cols, rows).expect_err("no size").code,
            Code::Invalid,
            "{cols}x{rows}"
        );
    }
    let heard = desk.hear();
    desk.call::<ops::terminal_close>(TerminalParams { id: terminal.id })
        .expect("it closes");
    heard.wait("the close", |event| {
        matches!(event, UiEvent::TerminalClosed { id } if *id == terminal.id).then_some(())
    });
    wait_until("the shell to end", || !is_running(terminal.pid));
    wait_until("the terminal to be forgotten", || {
        let list = desk.call::<ops::terminal_list>(Nothing {}).expect("a list");
        list.terminals.is_empty()
    });
    let gone = rename("x").expect_err("it is gone");
    assert_eq!(gone.code, Code::NotFound);
}

#[test]
fn an_end_of_the_shell_is_told_with_its_status() {
    let desk = Desk::new(&[]);
    let terminal = start(&desk);
    let heard = desk.hear();
    type_in(&desk, terminal.id, "exit 7\n");
    let exit = heard.wait("the end", |event| match event {
        UiEvent::TerminalChanged { terminal: told } if told.id == terminal.id => told.exit.clone(),
        _ => None,
    });
    assert_eq!((exit.code, exit.signal), (Some(7), None));
}

#[test]
fn a_reload_of_the_page_lets_go_of_what_the_window_held() {
    let desk = Desk::new(&[]);
    let terminal = start(&desk);
    let before = Screen::default();
    attach(&desk, terminal.id, &before);
    // A picture that is on its way when the window goes still arrives.
    wait_until("the first picture", || !before.bytes().is_empty());
    desk.owner.forget_caller(&Caller::window("main"));
    let after = Screen::default();
    attach(&desk, terminal.id, &after);
    let seen = before.bytes();
    type_in(&desk, terminal.id, "echo e''f\n");
    wait_until("the shell that still runs", || after.shows("ef"));
    assert_eq!(before.bytes(), seen, "the old page hears nothing");
    assert_eq!(
        desk.call::<ops::terminal_list>(Nothing {})
            .expect("a list")
            .terminals
            .len(),
        1
    );
}

#[test]
fn the_end_of_the_owner_hangs_up_every_terminal() {
    let desk = Desk::new(&[]);
    let terminal = start(&desk);
    let screen = Screen::default();
    attach(&desk, terminal.id, &screen);
    type_in(
        &desk,
        terminal.id,
        "trap '' HUP TERM; sleep 1000 & echo pid=$! .\n",
    );
    let pid = || {
        let text = String::from_utf8_lossy(&screen.bytes()).into_owned();
        let after = text.rsplit_once("pid=")?.1.split_once(" .")?.0.to_owned();
        after.parse::<u32>().ok()
    };
    wait_until("the pid of what it started", || pid().is_some());
    let child = pid().expect("it was there");
    assert!(is_running(terminal.pid) && is_running(child));
    desk.close();
    wait_until("both to end, though they ignore the hang-up", || {
        !is_running(terminal.pid) && !is_running(child)
    });
}
