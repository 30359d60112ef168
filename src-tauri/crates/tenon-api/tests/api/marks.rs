//! Marks of commands on their way to a window, and the setting that shells make them by.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tenon_api::ops::{self, StreamOp};
use tenon_api::owner::Caller;
use tenon_api::wire::{SettingsUpdateParams, TerminalParams, TerminalWriteParams};
use tenon_core::TerminalId;
use tenon_testkit::wait_until;

use crate::desk::Desk;
use crate::terminals::size;

/// What a window was sent: bytes as text, and marks.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<(String, Vec<Value>)>>);

impl Heard {
    fn attach(desk: &Desk, id: TerminalId) -> Self {
        let heard = Self::default();
        let take = heard.0.clone();
        let sink = move |message: Vec<u8>| {
            let mut heard = take.lock().expect("no panic");
            if message[0] == 2 {
                let marks: Vec<Value> = serde_json::from_slice(&message[1..]).expect("JSON");
                heard.1.extend(marks);
            } else {
                heard.0 += &String::from_utf8_lossy(&message[1..]);
            }
            true
        };
        let caller = Caller::window("main");
        ops::terminal_attach::run(&desk.owner, &caller, TerminalParams { id }, Box::new(sink))
            .expect("it attaches");
        heard
    }

    fn marks(&self, at: &str) -> Vec<Value> {
        let heard = self.0.lock().expect("no panic");
        let of_kind = heard.1.iter().filter(|mark| mark["at"] == at);
        of_kind.cloned().collect()
    }

    fn text(&self) -> String {
        self.0.lock().expect("no panic").0.clone()
    }
}

fn set(desk: &Desk, key: &str, value: Value) {
    desk.call::<ops::settings_update>(SettingsUpdateParams {
        key: key.into(),
        value: value.to_string(),
    })
    .expect("it is set");
}

fn bash(desk: &Desk) -> TerminalId {
    set(desk, "terminal.shell", json!("/bin/bash"));
    let started = desk.call::<ops::terminal_start>(size(80, 24));
    started.expect("it starts").id
}

fn type_in(desk: &Desk, id: TerminalId, text: &str) {
    let params = TerminalWriteParams {
        id,
        data: text.into(),
    };
    desk.call::<ops::terminal_write>(params).expect("it types");
}

#[test]
fn a_window_is_told_where_commands_begin_and_end_and_the_next_one_where_they_stand() {
    let desk = Desk::new(&[]);
    let id = bash(&desk);
    let heard = Heard::attach(&desk, id);
    wait_until("a prompt", || !heard.marks("input").is_empty());
    type_in(&desk, id, "echo a''b; false\r");
    wait_until("the command's end", || !heard.marks("end").is_empty());
    let (command, end) = (
        heard.marks("command").remove(0),
        heard.marks("end").remove(0),
    );
    assert_eq!(command["run"], end["run"]);
    assert_eq!(end["exit"], 1);
    wait_until("the next prompt", || heard.marks("input").len() > 1);
    let second = Heard::attach(&desk, id);
    wait_until("where it stands", || !second.marks("placed").is_empty());
    let placed = second.marks("placed").remove(0);
    assert_eq!((&placed["run"], &placed["exit"]), (&end["run"], &json!(1)));
    let (input, line) = (placed["input"].as_u64(), placed["line"].as_u64());
    assert_eq!(
        input.map(|line| line + 1),
        line,
        "the output follows the command"
    );
    assert!(
        !second
            .text()
            .contains(char::from_u32(0x10_0000).expect("a character"))
    );
}

#[test]
fn without_the_setting_a_shell_is_started_as_it_is() {
    let desk = Desk::new(&[]);
    set(&desk, "terminal.shellIntegration", json!(false));
    let id = bash(&desk);
    let heard = Heard::attach(&desk, id);
    type_in(&desk, id, "echo a''b $PROMPT_COMMAND.\r");
    wait_until("the output", || heard.text().contains("ab ."));
    assert!(heard.marks("input").is_empty());
    assert!(!heard.text().contains("\x1b]133"));
}
