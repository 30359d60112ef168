use tenon_core::RunId;
use tenon_testkit::Rng;

use super::super::Mirror;
use super::*;

fn run(number: u8) -> RunId {
    RunId(uuid::Uuid::from_bytes([number; 16]))
}

/// Feeds `text` to a mirror; `{i}`, `{c1}` and `{d1}` stand for the marks of input, the command 1
/// and its end with status 1.
fn feed(mirror: &mut Mirror, text: &str) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (mark, behind) = after.split_once('}').expect("closed");
        mirror.feed(before.as_bytes());
        let number = mark[1..].parse().unwrap_or(0);
        mirror.place(&match &mark[..1] {
            "i" => Mark::Input,
            "c" => Mark::Command {
                run: run(number),
                cwd: None,
            },
            _ => Mark::End {
                run: run(number),
                exit: Some(i32::from(number)),
            },
        });
        rest = behind;
    }
    mirror.feed(rest.as_bytes());
}

fn without(text: &str) -> String {
    let mut out = String::new();
    for part in text.split('{') {
        out += part.split_once('}').map_or(part, |(_, behind)| behind);
    }
    out
}

/// The runs as `number: input line end`, by what stands in those lines of the picture.
fn placed(mirror: &mut Mirror) -> Vec<String> {
    let (snapshot, marks) = mirror.snapshot();
    // A screen that is high enough shows all lines.
    let mut shown = Mirror::new(snapshot.cols, 500, 0);
    let picture = String::from_utf8(snapshot.bytes).unwrap();
    let lines = picture.split("\x1b[?1049h").next().unwrap_or_default();
    shown.feed(lines.as_bytes());
    let text = |line: u32| {
        let cells = &shown.term.grid()[Line(line as i32)][..];
        cells
            .iter()
            .map(|cell| cell.c)
            .collect::<String>()
            .trim_end()
            .to_owned()
    };
    marks
        .into_iter()
        .map(|mark| match mark {
            Mark::Placed {
                run,
                line,
                input,
                end,
                exit,
            } => {
                let input = input.map_or("-".into(), text);
                let end = end.map_or("-".into(), text);
                assert!(exit.is_none_or(|exit| exit.is_some()));
                let ended = if exit.is_some() { "" } else { " runs" };
                format!(
                    "{}: {input}|{}|{end}{ended}",
                    run.0.as_bytes()[0],
                    text(line)
                )
            }
            Mark::Typing { line } => format!("typing: {}", text(line)),
            other => panic!("not of a snapshot: {other:?}"),
        })
        .collect()
}

const SESSION: &str =
    "$ {i}one\r\n{c1}first\r\nsecond\r\n{d1}$ {i}two\r\n{c2}{d2}$ {i}three 3\r\n{c3}out";

#[test]
fn runs_are_found_where_they_stand() {
    let mut mirror = Mirror::new(20, 6, 100);
    feed(&mut mirror, SESSION);
    let expected = [
        "1: $ one|first|$ two",
        "2: $ two|$ three 3|$ three 3",
        "3: $ three 3|out|- runs",
    ];
    assert_eq!(placed(&mut mirror), expected);
    feed(&mut mirror, &"\r\nx".repeat(30));
    assert_eq!(placed(&mut mirror), expected, "they scroll with their text");
    for cols in [5, 3, 80, 7, 20] {
        mirror.resize(cols, 6);
        let found = placed(&mut mirror);
        assert_eq!(found.len(), 3, "with {cols} columns");
    }
    mirror.resize(80, 30);
    assert_eq!(
        placed(&mut mirror),
        expected,
        "lines that were broken are whole again"
    );
    feed(&mut mirror, "\x1b[H\x1b[2J\x1b[3J");
    assert_eq!(
        placed(&mut mirror),
        [""; 0],
        "what was cleared takes them along"
    );
}

#[test]
fn what_scrolls_out_is_not_found_any_more() {
    let mut mirror = Mirror::new(20, 4, 10);
    feed(&mut mirror, SESSION);
    feed(&mut mirror, &"\r\nx".repeat(8));
    assert_eq!(placed(&mut mirror).len(), 3);
    feed(&mut mirror, "\r\nx\r\nx\r\nx");
    assert_eq!(
        placed(&mut mirror),
        ["2: $ two|$ three 3|$ three 3", "3: $ three 3|out|- runs"]
    );
    feed(&mut mirror, &"\r\nx".repeat(20));
    assert_eq!(placed(&mut mirror), [""; 0]);
}

#[test]
fn a_prompt_that_is_drawn_anew_has_one_place_and_output_over_the_end_takes_it() {
    let mut mirror = Mirror::new(20, 6, 100);
    feed(&mut mirror, "$ {i}on\r$ {i}one\r\n{c1}no end{d1}\r\n$ {i}x");
    assert_eq!(
        placed(&mut mirror),
        ["1: $ one|no end|no end", "typing: $ x"]
    );
    feed(&mut mirror, "\x1b[2;1Hwritten over\x1b[K");
    assert_eq!(placed(&mut mirror)[0], "1: $ one|written over|-");
}

#[test]
fn the_alternate_screen_changes_nothing() {
    let mut mirror = Mirror::new(20, 6, 100);
    feed(
        &mut mirror,
        "$ {i}vi\r\n{c1}\x1b[?1049h\x1b[Htext{i}{d9}\r\n",
    );
    assert_eq!(placed(&mut mirror), ["1: $ vi||- runs"]);
    feed(&mut mirror, "\x1b[?1049l{d1}$ ");
    assert_eq!(placed(&mut mirror), ["1: $ vi|$|$"]);
}

#[test]
fn a_picture_is_the_same_with_and_without_anchors() {
    let mut rng = Rng::seeded(0x00a9_c402);
    let parts = [
        "{i}",
        "{c1}",
        "{d1}",
        "{c2}",
        "{d2}",
        "\r\n",
        "\r",
        "word",
        "日本",
        "e\u{301}",
        "\t",
        " ",
        "\x1b[K",
        "\x1b[2J",
        "\x1b[H",
        "\x1b[3;3H",
        "\x1b[44m",
        "\x1b[m",
        "\x1b]8;id=a;http://a\x07",
        "\x1b]8;;\x07",
        "\x1b[A",
        "\x1b[2P",
        "\x1b[2@",
        "\x1b[L",
        "\x1b[M",
        "\x1b[?1049h",
        "\x1b[?1049l",
        "long line of more than one row",
    ];
    for _ in 0..500 {
        let text: String = (0..rng.below(80)).map(|_| *rng.pick(&parts)).collect();
        let (mut with, mut plain) = (Mirror::new(20, 6, 20), Mirror::new(20, 6, 20));
        feed(&mut with, &text);
        feed(&mut plain, &without(&text));
        let (picture, marks) = with.snapshot();
        let shown = String::from_utf8_lossy(&picture.bytes).into_owned();
        assert_eq!(
            shown,
            String::from_utf8_lossy(&plain.snapshot().0.bytes),
            "{text:?}"
        );
        assert_eq!(with.past(), plain.past(), "{text:?}");
        assert!(!shown.chars().any(is_anchor));
        for mark in marks {
            let (Mark::Placed { line, .. } | Mark::Typing { line }) = mark else {
                panic!("not of a snapshot: {mark:?}");
            };
            assert!(line < 26, "{line}");
        }
        // They may take a cell along that is blank otherwise; nothing else, and nothing fails.
        for (cols, rows) in [(7, 3), (31, 9), (1, 1), (20, 6)] {
            with.resize(cols, rows);
            drop(with.snapshot());
        }
    }
}

#[test]
fn a_flood_of_marks_stays_bounded() {
    let mut mirror = Mirror::new(20, 6, 100);
    for _ in 0..20_000 {
        feed(&mut mirror, "{i}{c1}{d1}");
    }
    assert!(mirror.anchors.known.len() <= KNOWN);
    let cells = mirror.term.grid()[Line(0)][..].iter();
    let held: usize = cells
        .filter_map(|cell| cell.zerowidth())
        .map(<[char]>::len)
        .sum();
    assert!(held <= 2 * (IN_A_CELL + 1), "{held}");
    let mut mirror = Mirror::new(20, 6, 10_000);
    for number in 0..20_000 {
        feed(
            &mut mirror,
            &format!("$ {{i}}x\r\n{{c{}}}{{d1}}", number % 250),
        );
    }
    assert!(mirror.anchors.known.len() <= KNOWN);
    assert!(mirror.snapshot().1.len() <= 250);
}
