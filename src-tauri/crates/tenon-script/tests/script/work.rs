//! The work that output costs: it grows with the output, whatever stands in it.

use tenon_script::problem::Reader;

/// Texts that other readers have choked on.
fn odd_texts() -> Vec<(&'static str, Vec<u8>)> {
    let repeat = |text: &str, bytes: usize| text.repeat(bytes / text.len() + 1).into_bytes();
    vec![
        ("one line", repeat("a:1:", 200_000)),
        ("colons", repeat(":::::::::::::::::\n", 200_000)),
        ("heads", repeat("error: x\n", 200_000)),
        ("calls", repeat("  File \"a.py\", line 3\n", 200_000)),
        ("lines with E", repeat("E   no\n", 200_000)),
        (
            "brackets",
            repeat("((((1,1): error ((((1,1): error\n", 200_000),
        ),
        (
            "names",
            repeat("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaError\n", 200_000),
        ),
        ("broken", vec![0xff; 200_000]),
        ("nothing", vec![0; 200_000]),
        (
            "folders",
            repeat("make: Entering directory '/a'\n", 200_000),
        ),
    ]
}

#[test]
fn odd_texts_are_read_to_their_end() {
    for (name, text) in odd_texts() {
        let mut reader = Reader::new();
        text.chunks(4_096).for_each(|piece| {
            reader.feed(piece);
            reader.take();
        });
        reader.feed(b"\n\nsrc/a.c:1:2: error: still heard\n");
        reader.end();
        let told = reader.take();
        assert!(
            told.iter().any(|told| told.message == "still heard"),
            "{name}: {told:?}"
        );
    }
}

#[test]
fn what_nobody_looked_at_leaves_nothing_half_read() {
    let mut reader = Reader::new();
    reader.feed(b"error[E0308]: mismatched types\n --> src/ma");
    reader.skip();
    reader.feed(b"in.rs:5:1\nb.c:2:1: error: whole\n");
    reader.end();
    let told = reader.take();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].message, "whole");
}

/// In a release build: `cargo test --release -p tenon-script --test script -- --ignored rate
/// --nocapture`.
#[test]
#[ignore = "it measures, which only a release build can"]
fn the_rate_of_reading() {
    for (name, line) in [
        ("short lines", "y\n"),
        ("a build", "   Compiling serde_json v1.0.154 (registry)\n"),
        (
            "a log",
            "2026-11-22T11:04:45Z INFO server: request 17 (GET /a) took 3 ms: ok\n",
        ),
        (
            "errors",
            "src/a.c:3:14: error: expected ';' before '{' token\n",
        ),
    ] {
        let text = line.repeat(100_000_000 / line.len()).into_bytes();
        let began = std::time::Instant::now();
        let mut reader = Reader::new();
        let mut found = 0;
        for piece in text.chunks(65_536) {
            reader.feed(piece);
            found += reader.take().len();
        }
        let rate = 100.0 / began.elapsed().as_secs_f64();
        println!("{name}: {rate:.0} MB/s, {found} problems");
    }
}
