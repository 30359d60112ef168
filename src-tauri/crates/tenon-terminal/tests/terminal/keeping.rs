//! What is kept of a terminal, and a new one that begins with it.

use tenon_terminal::{Before, TerminalEvent};

use crate::desk::Desk;

#[test]
fn a_new_shell_stands_below_what_an_earlier_one_left_and_has_its_own_input() {
    let desk = Desk::new();
    let old = desk.bash();
    let mut window = desk.window(old);
    window.read_to("ready>");
    // A question that the old window would have answered must not be asked of the new one.
    desk.type_in(old, "printf 'old words \\033[6n\\033[c\\n'\r");
    window.read_to("old words");
    window.read_to("ready>");
    let past = desk.terminals.past(old).unwrap();
    desk.terminals.close(old).unwrap();
    desk.exit(old);

    let mut options = desk.options("/bin/bash", &["--norc", "--noprofile", "-i"]);
    options.id = old;
    options.cols = 100;
    options.before = Some(Before {
        past,
        mark: "restored".into(),
    });
    desk.terminals.start(options).unwrap();
    let mut window = desk.window(old);
    let above = window.read_to("── restored ──");
    assert!(above.contains("old words"), "{above:?}");
    assert!(!above.contains("\u{1b}[6n"), "no question: {above:?}");
    window.read_to("ready>");
    desk.type_in(old, "echo new-$((20+1))\r");
    window.read_to("new-21");
}

#[test]
fn growth_is_told_once_until_the_past_was_asked_for() {
    let desk = Desk::new();
    let id = desk.bash();
    let grew =
        |event: &TerminalEvent| matches!(event, TerminalEvent::Grew { id: grown } if *grown == id);
    desk.event(grew);
    let mut window = desk.window(id);
    window.read_to("ready>");
    desk.terminals.past(id).unwrap();
    let before = desk.terminals.written(id).unwrap();
    desk.type_in(id, "echo a''b\r");
    window.read_to("ab");
    desk.event(grew);
    assert!(desk.terminals.written(id).unwrap() > before);
}
