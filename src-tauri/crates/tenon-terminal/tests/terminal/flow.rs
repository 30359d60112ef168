//! Output under load.

use std::fs;
use std::time::Duration;

use sha2::{Digest, Sha256};
use tenon_terminal::FlowLimits;

use crate::desk::{Desk, PATIENCE, Window, path};

/// Numbered lines: a byte lost, doubled or moved changes what follows.
fn lines(bytes: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes + 32);
    let mut count = 0u32;
    while text.len() < bytes {
        count += 1;
        text.extend(format!("{count:08} \x1b[3{}mäß日本👍\x1b[0m\n", count % 8).into_bytes());
    }
    text.truncate(bytes);
    text
}

fn without_picture(window: &Window, picture: usize) -> &[u8] {
    &window.seen[picture..]
}

#[test]
fn twenty_megabytes_arrive_byte_for_byte() {
    let desk = Desk::new();
    let text = lines(20_000_000);
    fs::write(path(&desk.folder, "text"), &text).unwrap();
    let id = desk.script("stty raw; read go; cat text");
    let mut window = desk.window(id);
    let picture = window.take(PATIENCE).unwrap();
    // Echoed as typed: the terminal may not be raw yet, so wait for the end of the line only.
    desk.type_in(id, "\n");
    window.read_to_end();
    let seen = without_picture(&window, picture);
    let seen = &seen[seen.len() - text.len()..];
    assert_eq!(
        Sha256::digest(seen),
        Sha256::digest(&text),
        "no byte lost, doubled or changed"
    );
    assert_eq!(
        window.snapshots, 1,
        "a window that reads is never left behind"
    );
}

#[test]
fn what_is_not_read_stops_the_program_and_stays_bounded() {
    // A window that is never given up, so that only the credit decides.
    let limits = FlowLimits {
        stall: Duration::from_secs(3600),
        ..FlowLimits::default()
    };
    let desk = Desk::with(limits);
    let id = desk
        .script("stty raw; read go; head -c 8000000 /dev/zero | tr '\\0' x; echo done; read end");
    let mut window = desk.slow_window(id);
    let picture = window.take(PATIENCE).unwrap();
    window.ack(picture);
    desk.type_in(id, "\n");
    let (mut received, mut read) = (0, 0);
    while !window.seen.ends_with(b"done\n") {
        // As much as comes without an acknowledgement.
        let Some(bytes) = window.take(Duration::from_millis(200)) else {
            assert!(
                received > read,
                "output stops only while some of it is unread"
            );
            window.ack(received - read);
            read = received;
            continue;
        };
        received += bytes;
        let open = received - read;
        assert!(
            open <= limits.high + limits.chunk,
            "{open} bytes on the way"
        );
    }
    assert!(received >= 8_000_000, "everything came in the end");
    assert_eq!(window.snapshots, 1);
}

#[test]
fn one_window_that_does_not_read_is_left_behind_and_gets_a_picture_when_it_does() {
    let (desk, limits) = (Desk::new(), FlowLimits::default());
    let id = desk.script(
        "stty raw; read go; head -c 2000000 /dev/zero | tr '\\0' x; printf '\\r\\nend'; read end",
    );
    let (mut slow, mut quick) = (desk.slow_window(id), desk.window(id));
    let picture = slow.take(PATIENCE).unwrap();
    slow.ack(picture);
    quick.take(PATIENCE).unwrap();
    desk.type_in(id, "\n");
    quick.read_to("\r\nend");
    assert_eq!(quick.snapshots, 1, "the other goes on");
    let mut received = 0;
    while let Some(bytes) = slow.take(Duration::from_millis(100)) {
        received += bytes;
        assert!(
            received <= limits.high + limits.chunk,
            "nothing is kept for it"
        );
    }
    assert_eq!(slow.snapshots, 1, "no picture before it has read");
    slow.ack(received);
    slow.take(PATIENCE).unwrap();
    assert_eq!(slow.snapshots, 2, "now it gets one");
    assert!(slow.text().contains("end"), "and sees where the others are");
}

#[test]
fn windows_that_come_in_the_middle_lose_nothing_and_get_nothing_twice() {
    let desk = Desk::with(FlowLimits {
        stall: PATIENCE,
        ..FlowLimits::default()
    });
    let text = lines(3_000_000);
    fs::write(path(&desk.folder, "text"), &text).unwrap();
    let mut options = desk.options("/bin/sh", &["-c", "stty raw; read go; cat text"]);
    options.scrollback = 50;
    let id = desk.terminals.start(options).unwrap().id;
    let mut first = desk.window(id);
    first.take(PATIENCE).unwrap();
    desk.type_in(id, "\n");
    first.read_to("00000100 ");
    let mut late = Vec::new();
    while first.ended.is_none() {
        first.take(PATIENCE).unwrap();
        if late.len() < 20 {
            late.push(desk.window(id));
        }
    }
    for (index, window) in late.iter_mut().enumerate() {
        let picture = window.take(PATIENCE).unwrap();
        window.read_to_end();
        assert_eq!(window.snapshots, 1, "window {index} kept up");
        let seen = without_picture(window, picture);
        assert!(
            text.ends_with(seen),
            "window {index}: the bytes after the picture are the rest"
        );
        // The picture ends where the bytes begin: its last number is the one before the next.
        let rest = &text[..text.len() - seen.len()];
        let last = rest
            .rsplit(|byte| *byte == b'\n')
            .nth(1)
            .map(|line| line[..8].to_vec());
        let drawn = &window.seen[..picture];
        if let Some(last) = last {
            assert!(
                drawn.windows(8).any(|part| part == last),
                "window {index}: the line before is drawn"
            );
        }
    }
}

#[test]
fn a_character_cut_by_two_writes_arrives_as_the_same_bytes() {
    let desk = Desk::new();
    let id = desk.script(
        "stty raw -echo; read go; printf '\\360\\237'; read go; printf '\\221\\215.'; read end",
    );
    let mut window = desk.window(id);
    let picture = window.take(PATIENCE).unwrap();
    desk.type_in(id, "\n");
    while !window.seen.ends_with(b"\xf0\x9f") {
        window.take(PATIENCE).expect("the first half comes alone");
    }
    let mut second = desk.window(id);
    second.take(PATIENCE).unwrap();
    assert!(
        second.seen.ends_with(b"\xf0\x9f"),
        "a picture ends with the half that was read"
    );
    desk.type_in(id, "\n");
    window.read_to("👍.");
    second.read_to("👍.");
    assert!(picture > 0);
}

#[test]
fn a_window_that_is_detached_or_gone_holds_nothing_up() {
    let limits = FlowLimits {
        stall: Duration::from_secs(3600),
        ..FlowLimits::default()
    };
    let desk = Desk::with(limits);
    let id = desk.script("stty raw; read go; head -c 3000000 /dev/zero; exit 3");
    let (detached, gone) = (desk.slow_window(id), desk.slow_window(id));
    drop(gone);
    desk.type_in(id, "\n");
    desk.terminals.detach(id, detached.attachment);
    assert_eq!(
        desk.exit(id),
        tenon_terminal::Exit::Code(3),
        "the program runs to its end"
    );
}
