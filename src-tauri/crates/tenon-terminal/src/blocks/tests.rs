use tenon_testkit::Rng;

use super::*;

const KEPT: usize = 1 << 20;

fn rules() -> BlockRules {
    BlockRules {
        id: None,
        kept: KEPT,
    }
}

/// The blocks in `stream`, given in pieces that end at `cuts`.
fn cut(rules: &BlockRules, stream: &[u8], cuts: &[usize]) -> Vec<Block> {
    let mut found = Vec::new();
    let mut blocks = Blocks::new(rules.clone());
    let mut from = 0;
    for &to in cuts.iter().chain([&stream.len()]) {
        blocks.advance(&stream[from..to], |event| {
            if let BlockEvent::Ended { block, .. } = event {
                found.push(block);
            }
        });
        from = to;
    }
    found.extend(blocks.finish());
    found
}

fn whole(stream: &str) -> Vec<Block> {
    cut(&rules(), stream.as_bytes(), &[])
}

/// A mark, ended by BEL.
fn m(content: &str) -> String {
    format!("\x1b]{content}\x07")
}

/// Checks command, exit, folder, output and the part of the stream of every block, however the
/// stream is cut. `{A}` stands for the mark 133;A, `{E ls}` for 633;E;ls.
fn check(stream: &str, expected: &[(&str, Option<i32>, Option<&str>, &str)]) {
    let stream = written(stream);
    for at in 0..=stream.len() {
        let found = cut(&rules(), stream.as_bytes(), &[at]);
        let seen: Vec<_> = found
            .iter()
            .map(|block| {
                let cwd = block.cwd.as_ref().and_then(|cwd| cwd.to_str());
                assert_eq!((block.output.left_out, block.output.tail.as_str()), (0, ""));
                let output = block.output.head.as_str();
                (block.command.as_str(), block.exit, cwd, output)
            })
            .collect();
        assert_eq!(seen, expected, "{stream:?} cut at {at}");
    }
}

/// Writes out the marks in braces: `{x}` is OSC 133;x and BEL, `{!x}` the same with ST, `{633;x}`
/// and other numbers are themselves.
fn written(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (mark, behind) = after.split_once('}').expect("a mark is closed");
        let (mark, end) = match mark.strip_prefix('!') {
            Some(mark) => (mark, "\x1b\\"),
            None => (mark, "\x07"),
        };
        let number = if mark.starts_with(|c: char| c.is_ascii_digit()) {
            ""
        } else {
            "133;"
        };
        out += &format!("{before}\x1b]{number}{mark}{end}");
        rest = behind;
    }
    out + rest
}

#[test]
fn a_command_is_found_by_the_marks_of_every_shell() {
    let ls = &[("ls", Some(0), None, "a\nb\n")];
    check("{A}$ {B}ls\r\n{C}a\r\nb\r\n{D;0}{A}$ {B}", ls);
    check("{!A}$ {!B}ls\r\n{!C}a\r\nb\r\n{!D;0}", ls);
    check(
        "{633;A}$ {633;B}ls\r\n{633;E;ls;n}{633;C}a\r\nb\r\n{633;D;0}",
        ls,
    );
    check(
        "{633;A}$ {633;B}l\r\n{633;E;ls}{633;C}a\r\nb\r\n{633;D;0}",
        ls,
    );
    // Both protocols at once, in either order.
    check(
        "{A}{633;A}$ {633;B}{B}ls\r\n{633;E;ls}{633;C}{C}a\r\nb\r\n{D;0}{633;D;0}{A}{633;A}$ ",
        ls,
    );
    check(
        "{633;A}{A}$ {B}{633;B}ls\r\n{C}{633;E;ls}{633;C}a\r\nb\r\n{633;D;0}{633;A}{D;0}{A}$ ",
        ls,
    );
    // fish 4 and kitty tell the command with the mark.
    check(
        "{A;click_events=1}> ls{C;cmdline_url=ls}a\r\nb\r\n{D;0}",
        ls,
    );
    check("{A;k=i}> {C;cmdline=ls}a\r\nb\r\n{D;0;aid=1}", ls);
    // iTerm2 tells its folder, and ends only what began.
    check(
        "{D}{1337;CurrentDir=/a}{A}$ {B}ls\r\n{C}a\r\nb\r\n{D;0}",
        &[("ls", Some(0), Some("/a"), "a\nb\n")],
    );
    // No prompt, only commands.
    check("{C;cmdline=ls}a\r\nb\r\n{D;0}x", ls);
}

#[test]
fn a_prompt_without_a_command_is_nothing() {
    check("", &[]);
    check("no marks at all\r\n\x1b[1mx\x1b[0m\r\n", &[]);
    check("{A}$ {B}\r\n{A}$ {B}\r\n{D}{A}$ {B}", &[]);
    check("{A}$ {B}ls^C\r\n{D;130}{A}$ {B}", &[]);
    check("{A}$ {B}   \r\n{C}{D;0}{A}$ {B}", &[]);
    check("{A}$ {B}{633;E;}{C}{D;0}", &[]);
    check("{D;0}{D;1}{C}{B}{C}", &[]);
    check(
        "{A}$ {B}x^C\r\n{A}$ {B}ls\r\n{C}{D;0}",
        &[("ls", Some(0), None, "")],
    );
}

#[test]
fn a_command_without_a_status_ends_with_the_next_prompt_or_the_stream() {
    check(
        "{A}$ {B}a\r\n{C}x\r\n{A}$ {B}b\r\n{C}y\r\n{D}{A}$ {B}c\r\n{C}z",
        &[
            ("a", None, None, "x\n"),
            ("b", None, None, "y\n"),
            ("c", None, None, "z"),
        ],
    );
    for status in [1, 126, 127, 130, 137, 143, 255, -1] {
        check(
            &format!("{{A}}$ {{B}}a\r\n{{C}}^C{{D;{status}}}"),
            &[("a", Some(status), None, "^C")],
        );
    }
    check("{A}$ {B}a\r\n{C}{D;what}", &[("a", None, None, "")]);
}

#[test]
fn offsets_are_of_the_marks() {
    let stream = written("before{A}$ {B}a\r\n{C}x{!D;0}{A}$ {B}b\r\n{C}y\r\n{A}$ {B}c\r\n{C}z");
    let parts: Vec<_> = whole(&stream)
        .iter()
        .map(|block| &stream[block.start as usize..block.end as usize])
        .map(str::to_owned)
        .collect();
    assert_eq!(
        parts,
        [
            written("{A}$ {B}a\r\n{C}x{!D;0}"),
            written("{A}$ {B}b\r\n{C}y\r\n"),
            written("{A}$ {B}c\r\n{C}z"),
        ]
    );
    let alone = written("xy{C;cmdline=ls}z{D;0}!");
    let block = &whole(&alone)[0];
    assert_eq!((block.start, block.end as usize), (2, alone.len() - 1));
    // A prompt that is drawn again is where it was drawn last.
    let again = written("{A}$ {B}l\x1b[H\x1b[2J{A}$ {B}ls\r\n{C}{D;0}");
    assert_eq!(
        whole(&again)[0].start as usize,
        again.rfind(&m("133;A")).unwrap()
    );
    let two = written("x{A}{633;A}$ {B}ls\r\n{C}{D;0}");
    assert_eq!(
        whole(&two)[0].start,
        1,
        "two protocols begin with the first"
    );
}

#[test]
fn a_shell_in_a_shell_makes_its_own_blocks_unless_the_outer_one_has_a_name() {
    check(
        "{A}$ {B}bash\r\n{C}{A}> {B}in\r\n{C}x{D;1}{A}> {B}exit\r\n{C}exit{D;0}{A}$ {B}",
        &[
            ("bash", None, None, ""),
            ("in", Some(1), None, "x"),
            ("exit", Some(0), None, "exit"),
        ],
    );
    let inner = "{A;aid=2}> {B}in\r\n{C;aid=2}x{D;1;aid=2}{A}{B}un{C}{D;0}";
    check(
        &format!(
            "{{D;0;aid=1}}{{A;aid=1}}$ {{B}}bash\r\n{{C}}{inner}{{D;0;aid=1}}{{A;aid=1}}$ {{B}}"
        ),
        &[("bash", Some(0), None, "> in\nxun")],
    );
    // One that begins after the other has gone is heard.
    check(
        "{A;aid=1}$ {B}a\r\n{C}{D;0;aid=1}{A;aid=2}$ {B}b\r\n{C}{D;0;aid=2}",
        &[("a", Some(0), None, ""), ("b", Some(0), None, "")],
    );
    // Only the prompt has a name: marks without one still count.
    check("{A;aid=1}$ {B}a\r\n{C}x{D;3}", &[("a", Some(3), None, "x")]);
}

#[test]
fn with_an_identity_only_marks_that_have_it_count() {
    let stream = written(
        "{A}{B}no{C}{D;0}{A;aid=me}$ {B;aid=me}{7;file:///a}cat\r\n{633;E;evil}{633;E;cat;me}{C;aid=me}\
         x{D;9}{A}{633;D;1}{A;aid=you}{7;file:///evil}{D;0;aid=me}{A;aid=me}{633;A}{633;E;evil;you}{633;C}",
    );
    let rules = BlockRules {
        id: Some("me".into()),
        kept: KEPT,
    };
    for at in 0..=stream.len() {
        let found = cut(&rules, stream.as_bytes(), &[at]);
        assert_eq!(found.len(), 1, "cut at {at}");
        assert_eq!((found[0].command.as_str(), found[0].exit), ("cat", Some(0)));
        assert_eq!(found[0].output.head, "x");
        assert_eq!(found[0].cwd, Some("/a".into()));
    }
}

#[test]
fn the_command_is_the_shells_word_or_what_was_typed() {
    for (stream, command) in [
        ("{A}$ {B}lx\x08\x1b[Ks\r\n{C}{D}", "ls"),
        ("{A}$ {B} ls \r\n{C}{D}", " ls"),
        ("{A}$ {B}{633;E; ls}{C}{D}", " ls"),
        ("{A}$ {B}a\r\n{633;E;a\\x0ab\\x3b c}{C}{D}", "a\nb; c"),
        (
            "{A}$ {B}if a\r\n{A;k=s}> {B}then b\r\n{P;k=c}> {B}fi\r\n{C}{D}",
            "if a\nthen b\nfi",
        ),
        (
            "{633;A}$ {633;B}if a\r\n{633;F}> {633;G}fi\r\n{633;C}{D}",
            "if a\nfi",
        ),
        (
            "{633;A}$ {633;B}\x1b[40C{633;H}12:00{633;I}\r\x1b[2Cls\r\n{633;C}{D}",
            "ls",
        ),
        ("{A}$ {B}\x1b[?2004hls\x1b[?2004l\r\r\n{C}{D}", "ls"),
        ("{A}line 1\r\nline 2 $ {B}ls\r\n{C}{D}", "ls"),
        (
            "{A}$ {B}for i in 1 2; do\r\n> echo $i\r\n> done\r\n{C}{D}",
            "for i in 1 2; do\necho $i\ndone",
        ),
        ("{A}$ {B}{633;E;a\\x0a> b}{C}{D}", "a\n> b"),
        ("{A}$ {B}x\r\n{633;E;}{C}{D}", "x"),
        ("{A}$ {B}x\r\n{C;cmdline_url=y}{D}", "y"),
        ("{A}$ {B}x\r\n{633;E;z}{C;cmdline_url=y}{D}", "z"),
        ("{A}$ {B}\u{e9}\u{65e5}\r\n{C}{D}", "\u{e9}\u{65e5}"),
    ] {
        check(stream, &[(command, None, None, "")]);
    }
}

#[test]
fn lines_that_are_run_without_a_prompt_between_are_a_block_each() {
    check(
        "{A}$ {B}a\r\nb\r\n{633;E;a}{C}x\r\n{633;E;b}{633;C}y{D;0}",
        &[("a", None, None, "x\n"), ("b", Some(0), None, "y")],
    );
    // A shell in here that is not known to be one.
    check(
        "{A}$ {B}a\r\n{633;E;a}{C}x{C}y{633;E;}{C}z{D;0}",
        &[("a", Some(0), None, "xyz")],
    );
}

#[test]
fn the_folder_is_the_one_in_which_the_command_began() {
    for (told, cwd) in [
        ("{7;file://host/a%20b}", Some("/a b")),
        ("{633;P;Cwd=/a\\x3bb}", Some("/a;b")),
        ("{9;9;/a}", Some("/a")),
        ("{1337;CurrentDir=/a}", Some("/a")),
        ("{7;nonsense}", None),
        ("{7;file:///a}{7;http://b/c}", Some("/a")),
    ] {
        check(
            &format!("{told}{{A}}$ {{B}}cd\r\n{{C}}{{7;file:///later}}{{D;0}}"),
            &[("cd", Some(0), cwd, "")],
        );
    }
}

#[test]
fn output_is_what_is_seen_of_it() {
    let sign = format!("%{}\r \r", " ".repeat(79));
    for (output, text) in [
        ("50%\r100%\r\n", "100%\n"),
        ("\x1b[?1049h\x1b[Hvim\x1b[?1049lout\r\n", "out\n"),
        ("\x1b[H\x1b[2J\x1b[3J", ""),
        ("a\x1b[31mb\x1b[0mc\x00d", "abcd"),
        ("a\x1bPq\x1b[1m\x1b\\b\x1b_G\x1b\\c\x1bX\x1b\\d", "abcd"),
        ("\u{9d}133;D\u{9c}x", "\u{9d}133;D\u{9c}x"),
        ("\x1b]133;D\x18x\x1b]133;D\x1ay", "xy"),
        (&format!("no end{sign}"), "no end"),
    ] {
        check(
            &format!("{{A}}$ {{B}}x\r\n{{C}}{output}{{D;0}}"),
            &[("x", Some(0), None, text)],
        );
    }
    // Zsh's sign may be any, and our script tells it.
    let own = format!("no end~{}\r \r", " ".repeat(79));
    check(
        &format!("{{A}}$ {{B}}x\r\n{{C}}{own}{{D;0;aid=1;eol=~}}"),
        &[("x", Some(0), None, "no end")],
    );
    let nothing = format!("no end{}\r\r", " ".repeat(80));
    check(
        &format!("{{A}}$ {{B}}x\r\n{{C}}{nothing}{{D;0;aid=1;eol=}}"),
        &[("x", Some(0), None, "no end")],
    );
    // The next command's output is text again although the screen was not left.
    check(
        "{A}${B}vi\r\n{C}\x1b[?1049hx{D;137}{A}${B}ls\r\n{C}y{D;0}",
        &[("vi", Some(137), None, ""), ("ls", Some(0), None, "y")],
    );
}

/// Parts that streams are made of.
const PARTS: &[&str] = &[
    "\x1b]133;A\x07",
    "\x1b]133;A;aid=1\x1b\\",
    "\x1b]133;B\x07",
    "\x1b]133;C\x07",
    "\x1b]133;D;0\x07",
    "\x1b]133;D\x1b\\",
    "\x1b]133;D;1;aid=1\x07",
    "\x1b]133;A;k=s\x07",
    "\x1b]133;C;cmdline_url=a%20b\x07",
    "\x1b]633;A\x07",
    "\x1b]633;B\x07",
    "\x1b]633;C\x1b\\",
    "\x1b]633;D;2\x07",
    "\x1b]633;E;ls\\x3b;n\x07",
    "\x1b]633;F\x07",
    "\x1b]633;G\x07",
    "\x1b]7;file://h/a%20b\x07",
    "\x1b[?1049h",
    "\x1b[?1049l",
    "\x1b[K",
    "\x1b[2K",
    "\x1b[3D",
    "\x1b[1P",
    "\x1b[31m",
    "\x1bPq",
    "\x1b\\",
    "\x1b_",
    "\x1b",
    "]",
    "\r",
    "\n",
    "\r\n",
    "\x08",
    "\t",
    "\0",
    "\x07",
    "\x18",
    "$ ",
    "ls",
    "é日",
    "        ",
    " \r",
    "%",
    "word word\r\n",
];

#[test]
fn a_stream_has_the_same_blocks_wherever_it_is_cut() {
    let mut rng = Rng::seeded(0x0b10_c5c7);
    let mut blocks = 0;
    for _ in 0..100 {
        let mut stream = Vec::new();
        for _ in 0..60 {
            stream.extend_from_slice(rng.pick(PARTS).as_bytes());
            if rng.below(40) == 0 {
                stream.push(rng.bits() as u8);
            }
        }
        for kept in [KEPT, 5] {
            let rules = BlockRules { id: None, kept };
            let expected = cut(&rules, &stream, &[]);
            blocks += expected.len();
            let all: Vec<usize> = (0..=stream.len()).collect();
            assert_eq!(
                cut(&rules, &stream, &all),
                expected,
                "{stream:x?} byte by byte"
            );
            for at in 0..=stream.len() {
                assert_eq!(
                    cut(&rules, &stream, &[at]),
                    expected,
                    "{stream:x?} cut at {at}"
                );
            }
            for block in &expected {
                assert!(!block.command.trim().is_empty());
                assert!(block.start < block.end && block.end <= stream.len() as u64);
            }
        }
    }
    assert!(blocks > 200, "the streams have blocks: {blocks}");
}

#[test]
fn no_bytes_make_it_fail() {
    let mut rng = Rng::seeded(0x0bad_b17e);
    for _ in 0..2000 {
        let alphabet: Vec<u8> = match rng.below(3) {
            0 => (0..=255).collect(),
            1 => b"\x1b]1336;ABCDE;0=aidk\x07\\[?hlKP@XJ\r\n\x08 x\xe6\x97\xa5".to_vec(),
            _ => b"\x1b[0123456789;:?ABCDGHfJKPX@hl\xff".to_vec(),
        };
        let mut stream = written("{A}$ {B}").into_bytes();
        let length = rng.below(400);
        stream.extend((0..length).map(|_| *rng.pick(&alphabet)));
        stream.extend(written("{633;E;x}{C}").into_bytes());
        stream.extend((0..length).map(|_| *rng.pick(&alphabet)));
        let expected = cut(&rules(), &stream, &[]);
        let at = rng.below(stream.len() + 1);
        assert_eq!(
            cut(&rules(), &stream, &[at]),
            expected,
            "{stream:x?} cut at {at}"
        );
    }
}

#[test]
fn an_endless_sequence_is_passed_over_in_bounded_memory() {
    let part = vec![b'x'; 1 << 20];
    for introducer in ["\x1b]133;D;", "\x1b]", "\x1bP", "\x1b[", "\x1b_", "\x1bX"] {
        let mut blocks = Blocks::new(rules());
        let mut ended = Vec::new();
        let mut tell = |event| {
            if let BlockEvent::Ended { block, .. } = event {
                ended.push(block);
            }
        };
        blocks.advance(written("{A}$ {B}x\r\n{C}a").as_bytes(), &mut tell);
        blocks.advance(introducer.as_bytes(), &mut tell);
        let digits = vec![b'0'; 1 << 20];
        for _ in 0..100 {
            blocks.advance(
                if introducer == "\x1b[" {
                    &digits
                } else {
                    &part
                },
                &mut tell,
            );
        }
        blocks.advance(b"\x1b\\b", &mut tell);
        blocks.advance(written("{D;0}").as_bytes(), &mut tell);
        assert_eq!(ended.len(), 1, "behind {introducer:?}");
        assert_eq!(
            (ended[0].exit, ended[0].output.head.as_str()),
            (Some(0), "ab")
        );
    }
}

#[test]
fn a_command_that_is_told_at_great_length_is_cut_with_a_mark_and_still_the_shells_own() {
    let ours = BlockRules {
        id: Some("nonce-1".into()),
        kept: KEPT,
    };
    let long = "echo \\x3b".repeat(30_000);
    for (sign, count) in [("nonce-1", 1), ("other", 0)] {
        let stream = [
            m("133;A;aid=nonce-1"),
            m("133;B;aid=nonce-1"),
            m(&format!("633;E;{long};{sign}")),
            m("133;C;aid=nonce-1"),
            "out\r\n".into(),
            m("133;D;0;aid=nonce-1"),
        ];
        let found = cut(&ours, stream.concat().as_bytes(), &[100, 70_000]);
        assert_eq!(found.len(), count, "{sign}");
        for block in found {
            assert_eq!((block.exit, block.output.head.as_str()), (Some(0), "out\n"));
            let told = block.command.strip_suffix('…').expect("a mark of the cut");
            assert!(told.starts_with("echo ;echo ;"), "{}", &told[..20]);
            assert!(told.len() > 40_000 && "echo ;".repeat(30_000).starts_with(told));
        }
    }
}
