//! The log.

use tenon_api::ops;
use tenon_api::wire::{LogParams, UiEvent};
use tenon_core::Code;

use crate::desk::Desk;

#[test]
fn lines_are_kept_counted_told_and_written_to_the_file_of_the_day() {
    let desk = Desk::new(&[]);
    let heard = desk.hear();
    desk.app
        .log
        .write("warn", "sidecar", "first\nforged: second");
    let line = heard.wait("the line", |event| match event {
        UiEvent::LogGrew { lines } => lines.iter().find(|line| line.target == "sidecar").cloned(),
        _ => None,
    });
    assert_eq!(line.level, "warn");
    assert!(
        !line.message.contains('\n'),
        "one line stays one line: {:?}",
        line.message
    );
    desk.app
        .log
        .write("info", "sidecar", &"\u{e4}".repeat(10_000));
    let read = |after, limit| desk.call::<ops::log_read>(LogParams { after, limit });
    let newest = read(None, 1).expect("lines").lines;
    assert!(newest[0].message.len() <= 8 << 10, "a long line is cut");
    assert_eq!(newest[0].seq, line.seq + 1);
    let behind = read(Some(line.seq), 100).expect("lines").lines;
    assert_eq!(behind, newest, "only what came after");
    for limit in [0, 5_001] {
        assert_eq!(read(None, limit).expect_err("no limit").code, Code::Invalid);
    }
    let files: Vec<_> = std::fs::read_dir(desk.app.dirs.logs())
        .expect("a folder")
        .flatten()
        .collect();
    assert_eq!(files.len(), 1, "one file a day");
    let text = std::fs::read_to_string(files[0].path()).expect("the file");
    assert_eq!(
        text.lines()
            .filter(|line| line.contains("sidecar first"))
            .count(),
        1
    );
    assert!(
        !text.lines().any(|line| line.starts_with("forged")),
        "{text}"
    );
}

#[test]
fn only_the_last_lines_are_kept() {
    let desk = Desk::new(&[]);
    for number in 0..5_100 {
        desk.app
            .log
            .write("info", "test", &format!("line {number}"));
    }
    let all = desk
        .call::<ops::log_read>(LogParams {
            after: None,
            limit: 5_000,
        })
        .expect("lines");
    assert_eq!(all.lines.len(), 5_000);
    assert_eq!(all.lines.last().expect("one").message, "line 5099");
}
