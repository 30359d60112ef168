//! Nothing between a program and its window changes a byte, with marks and recording on.

use std::fs;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};
use tenon_core::TerminalId;
use tenon_terminal::{Chunk, Mark, TerminalEvent};
use tenon_testkit::Rng;

use crate::desk::{Desk, PATIENCE, Window};
use crate::shells::{ended, prompt, start};

/// Sequences of all kinds, whole and broken, with marks of shells among them.
const PARTS: &[&[u8]] = &[
    b"\x1b]133;A\x07",
    b"\x1b]133;D;0;aid=x\x1b\\",
    b"\x1b]633;E;rm\x07",
    b"\x1b]7;file:///x\x07",
    b"\x1b]0;t\x07",
    b"\x1b]52;c;eA==\x07",
    b"\x1b[1;31m",
    b"\x1b[?1049h",
    b"\x1b[?1049l",
    b"\x1b[2J",
    b"\x1bPq",
    b"\x1b\\",
    b"\x1b_",
    b"\x1b",
    b"\x18",
    b"\x9d",
    b"\x9c",
    b"\0",
    b"\r\n",
    b"\x08",
    b"\xe6\x97\xa5",
    b"\xff",
    b"word word word ",
];

/// Makes `size` bytes: random ones, sequences, and recorded sessions, in turn.
fn stream(rng: &mut Rng, size: usize) -> Vec<u8> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../tests/fixtures/terminal"
    );
    let recorded: Vec<Vec<u8>> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "raw"))
        .map(|path| fs::read(path).unwrap())
        .collect();
    assert!(!recorded.is_empty());
    let mut bytes = Vec::with_capacity(size + 70_000);
    while bytes.len() < size {
        match rng.below(3) {
            0 => (0..rng.below(8192))
                .for_each(|_| bytes.extend_from_slice(&rng.bits().to_le_bytes())),
            1 => {
                (0..rng.below(8192)).for_each(|_| bytes.extend_from_slice(rng.pick::<&[u8]>(PARTS)))
            }
            _ => bytes.extend_from_slice(rng.pick::<Vec<u8>>(&recorded)),
        }
    }
    bytes.truncate(size);
    bytes
}

/// A window that hashes what stands between a command's marks.
struct Hasher {
    chunks: Receiver<Chunk>,
    hash: Sha256,
    inside: bool,
    /// The last bytes, which may be those of the mark at the end.
    held: Vec<u8>,
    bytes: u64,
}

impl Hasher {
    fn attach(desk: &Desk, id: TerminalId) -> Self {
        let (sender, chunks) = channel();
        let (owner, own) = (Arc::downgrade(&desk.terminals), Arc::new(OnceLock::new()));
        let attached = own.clone();
        let sink = move |chunk: Chunk| {
            let size = match &chunk {
                Chunk::Snapshot(snapshot) => snapshot.bytes.len(),
                Chunk::Bytes(bytes) => bytes.len(),
                Chunk::Marks(_) | Chunk::Ended(_) => 0,
            };
            if let Some(owner) = owner.upgrade() {
                owner.ack(id, *attached.wait(), size);
            }
            drop(sender.send(chunk));
            ControlFlow::Continue(())
        };
        own.set(desk.terminals.attach(id, Box::new(sink)).unwrap())
            .unwrap();
        // What begins before the picture is in it, and no mark comes for it.
        let first = chunks.recv_timeout(PATIENCE).expect("a picture");
        assert!(matches!(first, Chunk::Snapshot(_)), "it begins with one");
        Self {
            chunks,
            hash: Sha256::new(),
            inside: false,
            held: Vec::new(),
            bytes: 0,
        }
    }

    /// Reads up to the mark of the command's end; the hash of its output, without the mark `end`.
    fn output(mut self, end: &str) -> (u64, Vec<u8>) {
        let mut began = false;
        loop {
            match self.chunks.recv_timeout(PATIENCE).expect("it goes on") {
                Chunk::Snapshot(_) => assert!(!began, "a window that reads is never left behind"),
                Chunk::Bytes(bytes) if self.inside => {
                    self.held.extend_from_slice(&bytes);
                    let surely = self.held.len().saturating_sub(end.len());
                    self.hash.update(&self.held[..surely]);
                    self.bytes += surely as u64;
                    self.held.drain(..surely);
                }
                Chunk::Marks(marks) => {
                    for mark in marks {
                        match mark {
                            Mark::Command { .. } => (began, self.inside) = (true, true),
                            Mark::End { .. } => {
                                assert_eq!(String::from_utf8_lossy(&self.held), end);
                                return (self.bytes, self.hash.finalize().to_vec());
                            }
                            _ => {}
                        }
                    }
                }
                Chunk::Bytes(_) => {}
                Chunk::Ended(exit) => panic!("the shell ended: {exit:?}"),
            }
        }
    }
}

/// The identity of the marks, which the last one that was seen has.
fn identity(window: &Window) -> String {
    let text = window.text();
    let at = text.rfind("aid=").expect("a mark");
    text[at + 4..]
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect()
}

fn out_of_a_program(size: usize, seed: u64) {
    let desk = Desk::new();
    let id = start(&desk, "bash", &[], &[]);
    let mut window = desk.window(id);
    prompt(&mut window);
    desk.type_in(id, "stty raw -echo\r");
    ended(&desk);
    prompt(&mut window);
    let identity = identity(&window);
    let bytes = stream(&mut Rng::seeded(seed), size);
    fs::write(desk.folder.path().join("stream"), &bytes).unwrap();
    desk.terminals.detach(id, window.attachment);
    let hasher = Hasher::attach(&desk, id);
    desk.type_in(id, "cat stream\n");
    let (count, hash) = hasher.output(&format!("\x1b]133;D;0;aid={identity}\x07"));
    assert_eq!(count, size as u64);
    assert_eq!(hash, Sha256::digest(&bytes).to_vec(), "seed {seed:#x}");
    let run = ended(&desk);
    assert_eq!(run.exit, Some(0));
    let kept = run.output.head.len() + run.output.tail.len();
    assert!(
        kept <= 6 * 64 * 1024,
        "what is recorded stays bounded: {kept}"
    );
}

fn into_a_program(size: usize, seed: u64) {
    let desk = Desk::new();
    let id = start(&desk, "bash", &[], &[]);
    let mut window = desk.window(id);
    prompt(&mut window);
    let bytes = stream(&mut Rng::seeded(seed), size);
    let line = format!("stty raw -echo; echo ready; head -c {size} > typed; stty sane");
    desk.type_in(id, &format!("{line}\r"));
    window.read_to("ready\n");
    let mut rest = &bytes[..];
    while !rest.is_empty() {
        let (now, later) = rest.split_at(rest.len().min(60_000));
        // The queue is full while the program has not read.
        tenon_testkit::wait_until("room for what is typed", || {
            desk.terminals.write(id, now).is_ok()
        });
        rest = later;
    }
    desk.event(|event| matches!(event, TerminalEvent::RunEnded { .. }));
    let typed = fs::read(desk.folder.path().join("typed")).unwrap();
    assert!(typed == bytes, "seed {seed:#x}");
}

#[test]
fn no_byte_is_changed_on_the_way_out_or_in() {
    out_of_a_program(4_000_000, 0xf117_e401);
    into_a_program(1_000_000, 0xf117_e402);
}

/// `make faults` runs it, with a seed of the time of day.
#[test]
#[ignore = "it takes minutes: a gigabyte"]
#[expect(
    clippy::disallowed_methods,
    reason = "a test that others start is told its seed so"
)]
fn no_byte_of_a_gigabyte_is_changed() {
    let seed = std::env::var("SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or(0xf117_e403);
    for part in 0..16 {
        out_of_a_program(64 << 20, seed + part);
    }
    into_a_program(64 << 20, seed + 16);
}

/// The processor's time that this process has used, in seconds: that of the owner, and not that of
/// the shell or of what else runs on the machine.
fn used() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    let ticks = |at: usize| fields[at].parse::<f64>().unwrap();
    (ticks(11) + ticks(12)) / 100.0
}

/// Bytes a second of the owner's time through a bash that is started with and without marks, and recorded or not.
fn rate(marked: bool, file: &[u8]) -> f64 {
    let desk = Desk::new();
    fs::write(desk.folder.path().join("file"), file).unwrap();
    let id = if marked {
        start(&desk, "bash", &[], &[])
    } else {
        desk.bash()
    };
    let mut window = desk.window(id);
    desk.type_in(id, "stty raw -echo; echo rea''dy\r");
    window.read_to("ready");
    desk.terminals.detach(id, window.attachment);
    let (sender, chunks) = channel();
    let (owner, own) = (Arc::downgrade(&desk.terminals), Arc::new(OnceLock::new()));
    let attached = own.clone();
    let sink = move |chunk: Chunk| {
        let (size, end) = match &chunk {
            Chunk::Snapshot(snapshot) => (snapshot.bytes.len(), false),
            Chunk::Bytes(bytes) => (bytes.len(), bytes.windows(7).any(|part| part == b"the-end")),
            Chunk::Marks(_) | Chunk::Ended(_) => (0, false),
        };
        if let Some(owner) = owner.upgrade() {
            owner.ack(id, *attached.wait(), size);
        }
        if end {
            let _ = sender.send(());
        }
        ControlFlow::Continue(())
    };
    own.set(desk.terminals.attach(id, Box::new(sink)).unwrap())
        .unwrap();
    let began = used();
    desk.type_in(id, "cat file; echo the''-end\n");
    chunks.recv_timeout(PATIENCE * 10).expect("it ends");
    file.len() as f64 / (used() - began)
}

/// In a release build: `cargo test --release -p tenon-terminal --test terminal -- --ignored rate
/// --nocapture`.
#[test]
#[ignore = "it measures, which only a release build on a quiet machine can"]
fn the_rate_with_marks_and_recording_is_nine_tenths_of_that_without() {
    let lines = |line: &str| line.repeat(24_000_000 / line.len()).into_bytes();
    let mut slow = Vec::new();
    for (name, file) in [
        (
            "plain lines",
            lines("The quick brown fox jumps over the lazy dog, again and again.\n"),
        ),
        (
            "colours",
            lines("\x1b[1;32mok\x1b[0m \x1b[34msrc/main.rs\x1b[0m:\x1b[33m12\x1b[0m text\n"),
        ),
        ("short lines", lines("y\n")),
    ] {
        let (mut with, mut without) = (Vec::new(), Vec::new());
        for _ in 0..4 {
            without.push(rate(false, &file));
            with.push(rate(true, &file));
        }
        // The best, because other work on the machine only takes away.
        let best = |rates: Vec<f64>| rates.into_iter().fold(0.0, f64::max) / 1e6;
        let (with, without) = (best(with), best(without));
        println!(
            "{name}: {with:.1} MB/s of {without:.1} MB/s: {:.3}",
            with / without
        );
        slow.extend((with < 0.9 * without).then_some(name));
    }
    assert!(slow.is_empty(), "{slow:?}");
}
