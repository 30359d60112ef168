//! Files of every encoding go back byte for byte.

use tenon_testkit::Rng;
use tenon_workspace::text::{Encoding, LineEnd};
use tenon_workspace::{Opened, SaveOptions, View, WorkspaceError};

use crate::support::{Desk, LIMIT};

fn utf16(mark: &[u8], text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(unit);
    mark.iter().copied().chain(units).collect()
}

#[test]
fn opened_and_saved_unchanged_every_file_has_the_same_bytes() {
    let long = "l\u{e4}nger \u{1f600}\r\n".repeat(5_000);
    let cases: Vec<(&str, Vec<u8>, Encoding)> = vec![
        ("empty", vec![], Encoding::Utf8),
        ("no newline at the end", b"a\nb".to_vec(), Encoding::Utf8),
        ("only newlines", b"\n\n\r\n\r".to_vec(), Encoding::Utf8),
        (
            "mixed line ends",
            b"a\r\nb\nc\rd\r\r\n".to_vec(),
            Encoding::Utf8,
        ),
        (
            "a mark and nothing else",
            b"\xef\xbb\xbf".to_vec(),
            Encoding::Utf8Bom,
        ),
        (
            "a mark twice",
            b"\xef\xbb\xbf\xef\xbb\xbfa".to_vec(),
            Encoding::Utf8Bom,
        ),
        (
            "a mark in the middle",
            b"a\xef\xbb\xbfb".to_vec(),
            Encoding::Utf8,
        ),
        (
            "odd line separators",
            "a\u{2028}b\u{85}c\u{b}d\u{c}e".into(),
            Encoding::Utf8,
        ),
        (
            "combining marks",
            "cafe\u{301} \u{212b}".into(),
            Encoding::Utf8,
        ),
        (
            "UTF-16 LE",
            utf16(b"\xff\xfe", &long, u16::to_le_bytes),
            Encoding::Utf16Le,
        ),
        (
            "UTF-16 BE",
            utf16(b"\xfe\xff", &long, u16::to_be_bytes),
            Encoding::Utf16Be,
        ),
        ("half a unit", b"\xff\xfea".to_vec(), Encoding::Windows1252),
        (
            "a lone surrogate",
            b"\xfe\xff\xd8\x01\0a".to_vec(),
            Encoding::Windows1252,
        ),
        (
            "Latin 1",
            b"na\xefve \xe9t\xe9\r\n".to_vec(),
            Encoding::Windows1252,
        ),
        (
            "undefined in Windows-1252",
            b"\x81\x8d\x8f\x90\x9d\n".to_vec(),
            Encoding::Windows1252,
        ),
        (
            "overlong UTF-8",
            b"\xc0\xaf\n".to_vec(),
            Encoding::Windows1252,
        ),
        (
            "a surrogate in UTF-8",
            b"\xed\xa0\x80\n".to_vec(),
            Encoding::Windows1252,
        ),
        (
            "cut in a character",
            b"caf\xc3".to_vec(),
            Encoding::Windows1252,
        ),
        (
            "every byte but NUL",
            (1..=255).collect(),
            Encoding::Windows1252,
        ),
        ("long", long.clone().into_bytes(), Encoding::Utf8),
    ];
    for (what, bytes, encoding) in cases {
        let mut desk = Desk::with(&[]);
        desk.workspace.put(b"f.txt", &bytes);
        let id = desk.open(b"f.txt");
        assert_eq!(
            desk.documents.get(id).expect("open").encoding,
            encoding,
            "{what}"
        );
        let saved = desk.documents.save(&desk.root, id, &SaveOptions::default());
        saved.unwrap_or_else(|e| panic!("{what}: {e}"));
        assert_eq!(desk.workspace.bytes(b"f.txt"), bytes, "{what}");
    }
}

#[test]
fn any_bytes_without_nul_come_back() {
    let mut rng = Rng::seeded(0x5eed_0002);
    let parts: [&[u8]; 9] = [
        b"\r\n",
        b"\n",
        b"\r",
        b"abc",
        b"\xff",
        b"\xfe",
        b"\xef\xbb\xbf",
        b"\xc3\xa4",
        b"\xf0\x9f",
    ];
    let mut desk = Desk::with(&[]);
    for round in 0..300 {
        let path = format!("{round}.txt").into_bytes();
        let bytes: Vec<u8> = (0..rng.below(40))
            .flat_map(|_| rng.pick(&parts).to_vec())
            .collect();
        desk.workspace.put(&path, &bytes);
        let opened = desk
            .documents
            .open(&desk.root, &desk.ids, &path, None, LIMIT);
        let Ok(Opened::Text(id)) = opened else {
            panic!("round {round}: {opened:?}");
        };
        let document = desk.documents.get(id).expect("open");
        let back = document
            .encode(document.encoding, &document.line_ends)
            .expect("it was read");
        assert_eq!(back, bytes, "round {round}");
    }
}

#[test]
fn another_encoding_and_other_line_ends_are_written_when_asked_for() {
    let mut desk = Desk::with(&[("f.txt", "\u{e4}\nb\n")]);
    let id = desk.open(b"f.txt");
    let form = |encoding, line_end| SaveOptions {
        encoding: Some(encoding),
        line_end: Some(line_end),
        ..SaveOptions::default()
    };
    let options = form(Encoding::Utf16Be, LineEnd::Crlf);
    desk.documents
        .save(&desk.root, id, &options)
        .expect("UTF-16 has everything");
    let expected = utf16(b"\xfe\xff", "\u{e4}\r\nb\r\n", u16::to_be_bytes);
    assert_eq!(desk.workspace.bytes(b"f.txt"), expected);

    desk.type_in(id, "one\n\u{4e16}");
    let options = form(Encoding::Windows1252, LineEnd::Lf);
    let refused = desk.documents.save(&desk.root, id, &options);
    let told = matches!(
        refused,
        Err(WorkspaceError::Unencodable {
            line: 2,
            character: '\u{4e16}',
            ..
        })
    );
    assert!(told, "the line and the character are named: {refused:?}");
    assert_eq!(
        desk.workspace.bytes(b"f.txt"),
        expected,
        "the file is as it was"
    );
    assert_eq!(
        desk.documents.get(id).expect("open").encoding,
        Encoding::Utf16Be
    );
}

#[test]
fn a_file_is_read_again_in_an_encoding_that_fits_and_only_then() {
    let mut desk = Desk::with(&[]);
    desk.workspace.put(b"f.txt", "\u{e4}".as_bytes());
    let id = desk.open(b"f.txt");
    let Desk {
        documents,
        root,
        ids,
        ..
    } = &mut desk;
    let mut reopen = |encoding| documents.open(root, ids, b"f.txt", Some(encoding), LIMIT);
    assert!(matches!(reopen(Encoding::Windows1252), Ok(Opened::Text(same)) if same == id));
    let refused = reopen(Encoding::Utf16Le);
    assert!(
        matches!(refused, Err(WorkspaceError::NotEncoded { .. })),
        "{refused:?}"
    );
    assert_eq!(desk.text(id), "\u{c3}\u{a4}", "as Windows-1252 reads it");
}

#[test]
fn images_other_bytes_and_large_files_are_only_looked_at() {
    let mut desk = Desk::with(&[("tiny.PNG", "x"), ("nul.txt", "a\0b")]);
    desk.workspace
        .put(b"large.txt", &vec![b'x'; LIMIT as usize + 1]);
    desk.workspace
        .put(b"large.bin", &vec![0; LIMIT as usize + 1]);
    for (path, expected) in [
        (b"tiny.PNG".as_slice(), View::Image),
        (b"nul.txt", View::Binary),
        (b"large.txt", View::Large),
        (b"large.bin", View::Binary),
    ] {
        let opened = desk
            .documents
            .open(&desk.root, &desk.ids, path, None, LIMIT);
        let Ok(Opened::Viewed { view, size, .. }) = opened else {
            panic!("{}: {opened:?}", path.escape_ascii());
        };
        assert_eq!(view, expected, "{}", path.escape_ascii());
        assert_eq!(size, desk.workspace.bytes(path).len() as u64);
    }
    assert_eq!(
        desk.documents.iter().count(),
        0,
        "none of them is an open text"
    );
}
