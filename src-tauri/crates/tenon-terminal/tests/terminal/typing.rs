//! A person at a terminal.

use std::fs;

use tenon_core::TerminalId;
use tenon_terminal::{Exit, TerminalError, TerminalEvent};

use crate::desk::{Desk, wait_until};

#[test]
fn what_is_typed_is_echoed_and_runs_in_the_folder_with_exactly_the_given_environment() {
    let desk = Desk::new();
    let id = desk.bash();
    let mut window = desk.window(id);
    window.read_to("ready>");
    desk.type_in(id, "pwd; echo $((6*7)):$HOME; env | wc -l\r");
    window.read_to("wc -l\r\n");
    let answer = window.read_to("ready>");
    let folder = desk.folder.path().canonicalize().unwrap();
    assert!(
        answer.contains(&format!("{}\r\n42:/\r\n", folder.display())),
        "{answer:?}"
    );
    let state = desk.terminals.state(id).unwrap();
    assert_eq!((state.cols, state.rows, state.started_at), (80, 24, 1234));
    assert_eq!(state.busy, None, "a prompt is no program");
    assert_eq!(state.cwd, folder);
    desk.type_in(id, "cd /usr && sleep 1000\r");
    let state = wait_until("sleep comes to the front", || {
        desk.terminals
            .state(id)
            .ok()
            .filter(|state| state.busy.as_deref() == Some("sleep"))
    });
    assert_eq!(state.cwd.to_str(), Some("/usr"), "where the shell is now");
}

#[test]
fn a_program_sees_the_size_and_its_changes() {
    let desk = Desk::new();
    let id = desk.bash();
    let mut window = desk.window(id);
    window.read_to("ready>");
    for (cols, rows) in [(100, 30), (1, 1), (1000, 1000), (80, 24)] {
        desk.terminals.resize(id, cols, rows).unwrap();
        desk.type_in(id, "stty size\r");
        window.read_to(&format!("{rows} {cols}\r\n"));
    }
    for (cols, rows) in [(0, 24), (80, 0), (1001, 24), (80, 1001)] {
        let refused = desk.terminals.resize(id, cols, rows).unwrap_err();
        assert!(
            matches!(refused, TerminalError::Size { .. }),
            "{cols} x {rows}: {refused}"
        );
    }
}

#[test]
fn ctrl_c_brings_the_prompt_back_while_output_floods() {
    let desk = Desk::new();
    let id = desk.bash();
    let mut window = desk.window(id);
    window.read_to("ready>");
    desk.type_in(id, "yes\r");
    window.read_to("y\r\ny\r\ny\r\n");
    desk.type_in(id, "\x03");
    window.read_to("ready>");
    desk.type_in(id, "echo $((40+2))\r");
    window.read_to("42\r\n");
}

#[test]
fn the_end_is_reported_with_its_code_or_signal_after_the_last_output() {
    let desk = Desk::new();
    for (script, exit) in [
        ("printf last; exit 7", Exit::Code(7)),
        ("printf last; kill -TERM $$", Exit::Signal(15)),
        ("printf last", Exit::Code(0)),
        ("sleep 1000 & printf last", Exit::Code(0)),
    ] {
        let id = desk.script(script);
        let mut window = desk.window(id);
        assert_eq!(desk.exit(id), exit, "{script}");
        // Everything is in the window's hands before the end is reported.
        assert_eq!(window.read_to_end(), exit, "{script}");
        assert!(
            window.text().contains("last"),
            "{script}: {:?}",
            window.text()
        );
        let state = desk.terminals.state(id).unwrap();
        assert_eq!(
            (state.running, state.exit),
            (false, Some(exit)),
            "it stays in the list"
        );
        let gone = desk.terminals.write(id, b"x").unwrap_err();
        assert!(matches!(gone, TerminalError::Gone { .. }), "{gone}");
        let mut late = desk.window(id);
        assert_eq!(late.read_to_end(), exit);
        assert!(
            late.text().contains("last"),
            "one that comes later sees the screen"
        );
        desk.terminals.close(id).unwrap();
        let unknown = desk.terminals.state(id).unwrap_err();
        assert!(
            matches!(unknown, TerminalError::Unknown { .. }),
            "closing forgets it"
        );
    }
}

#[test]
fn names_and_titles_are_reported() {
    let desk = Desk::new();
    let id = desk.bash();
    desk.window(id).read_to("ready>");
    let started = desk.event(|event| matches!(event, TerminalEvent::Started { .. }));
    assert_eq!(started, TerminalEvent::Started { id });
    desk.terminals.rename(id, Some(" build ")).unwrap();
    let name = Some("build".to_owned());
    // Word of its output may stand between, whenever that comes.
    let told = |event: &TerminalEvent| !matches!(event, TerminalEvent::Grew { .. });
    assert_eq!(
        desk.event(told),
        TerminalEvent::Renamed {
            id,
            name: name.clone()
        }
    );
    assert!(matches!(
        desk.terminals.rename(id, Some(" ")).unwrap_err(),
        TerminalError::Name
    ));
    desk.type_in(id, "printf '\\033]2;a title\\007'\r");
    let title = Some("a title".to_owned());
    assert_eq!(
        desk.event(told),
        TerminalEvent::TitleChanged {
            id,
            title: title.clone()
        }
    );
    let state = &desk.terminals.list()[0];
    assert_eq!((&state.name, &state.title), (&name, &title));
}

#[test]
fn what_cannot_be_started_says_why_and_leaves_nothing() {
    let desk = Desk::new();
    let file = desk.folder.path().join("file");
    fs::write(&file, "").unwrap();
    let refused = |change: &dyn Fn(&mut tenon_terminal::StartOptions)| {
        let mut options = desk.options("/bin/sh", &[]);
        change(&mut options);
        desk.terminals.start(options).unwrap_err()
    };
    let why = refused(&|o| o.cwd = "/no/such/folder".into());
    assert_eq!(
        why.to_string(),
        "The folder \"/no/such/folder\" does not exist. Choose another working directory."
    );
    assert!(matches!(
        refused(&|o| o.cwd = file.clone()),
        TerminalError::FolderMissing { .. }
    ));
    let why = refused(&|o| o.shell = "/no/such/shell".into());
    assert_eq!(
        why.to_string(),
        "The shell \"/no/such/shell\" does not exist. Set another one in the settings."
    );
    assert!(matches!(
        refused(&|o| o.shell = file.clone()),
        TerminalError::ShellNotExecutable { .. }
    ));
    assert!(matches!(
        refused(&|o| o.cols = 0),
        TerminalError::Size { .. }
    ));
    assert_eq!(desk.terminals.list(), []);
    let id = desk.bash();
    assert!(matches!(
        refused(&|o| o.id = id),
        TerminalError::AlreadyStarted { .. }
    ));
    let nobody = TerminalId(uuid::Uuid::from_bytes([99; 16]));
    assert!(matches!(
        desk.terminals.write(nobody, b"x").unwrap_err(),
        TerminalError::Unknown { .. }
    ));
}

#[test]
fn input_that_nobody_reads_is_refused_and_what_was_taken_arrives() {
    let desk = Desk::new();
    let done = desk.folder.path().join("go");
    let id = desk.script(
        "stty raw -echo; echo set; until [ -e go ]; do :; done; head -c 1500000 | sha256sum",
    );
    let mut window = desk.window(id);
    // A screen that is drawn for a window ends its lines in its own way.
    window.read_to("set");
    let piece = vec![b'x'; 100_000];
    let mut taken = 0;
    let refused = loop {
        match desk.terminals.write(id, &piece) {
            Ok(()) => taken += piece.len(),
            Err(refused) => break refused,
        }
        assert!(taken < 4_000_000, "a program that does not read is noticed");
    };
    assert!(
        refused.to_string().contains("does not read its input"),
        "{refused}"
    );
    let large = desk
        .terminals
        .write(id, &vec![0; 1024 * 1024 + 1])
        .unwrap_err();
    assert!(matches!(large, TerminalError::InputTooLarge { .. }));
    fs::write(done, "").unwrap();
    let mut left = 1_500_000 - taken;
    while left > 0 {
        let now = left.min(piece.len());
        wait_until("the queue empties", || {
            desk.terminals.write(id, &piece[..now]).ok()
        });
        left -= now;
    }
    use sha2::{Digest, Sha256};
    let sum: String = Sha256::digest(vec![b'x'; 1_500_000])
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    window.read_to(&sum);
}
