//! Commands from a terminal's marks to the history.

use tenon_api::ops;
use tenon_api::wire::{
    RunInfo, RunListParams, RunParams, RunState, TerminalParams, TerminalWriteParams, UiEvent,
};
use tenon_testkit::wait_until;

use crate::desk::Desk;
use crate::terminals::size;

fn list(desk: &Desk) -> Vec<RunInfo> {
    let params = RunListParams {
        limit: 10,
        ..RunListParams::default()
    };
    desk.call::<ops::run_list>(params).expect("a list").runs
}

#[test]
fn what_a_shell_marks_is_found_with_its_output_and_told() {
    let desk = Desk::new(&[("a.txt", "")]);
    let heard = desk.hear();
    let started = desk.call::<ops::terminal_start>(size(80, 24));
    let id = started.expect("it starts").id;
    let marked =
        r"printf '\033]633;E;make all\007\033]633;C\007one\na.c:1:2: error: x\n\033]633;D;2\007'";
    let data = format!("{marked}\n");
    desk.call::<ops::terminal_write>(TerminalWriteParams { id, data })
        .expect("it types");
    wait_until("the end of the command", || {
        list(&desk).iter().any(|run| run.state == RunState::Ended)
    });
    let runs = list(&desk);
    let [run] = &runs[..] else { panic!("{runs:?}") };
    assert_eq!((run.command.as_str(), run.exit), ("make all", Some(2)));
    assert_eq!(run.terminal, Some(id));
    let error = run.first_error.as_ref().expect("a line tells of it");
    assert_eq!((error.line, error.text.as_str()), (2, "a.c:1:2: error: x"));
    let output = desk.raw::<ops::run_output>(RunParams { id: run.id });
    assert_eq!(output.expect("it is kept"), b"one\na.c:1:2: error: x\n");
    let own = desk.call::<ops::terminal_runs>(TerminalParams { id });
    assert_eq!(own.expect("a list").runs, runs);
    let told = heard.wait("the news", |event| match event {
        UiEvent::RunEnded { run, .. } => Some(run.clone()),
        _ => None,
    });
    assert_eq!(&told, run);
}
