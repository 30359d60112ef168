//! A snapshot, fed to a second terminal, shows the same.

use alacritty_terminal::grid::{Cursor, Grid};
use alacritty_terminal::index::Line;
use alacritty_terminal::term::TermMode;
use alacritty_terminal::term::cell::{Cell, Flags};

use super::*;

const COLS: u16 = 20;
const ROWS: u16 = 6;

fn mirror(output: &[u8]) -> Mirror {
    let mut mirror = Mirror::new(COLS, ROWS, 100);
    mirror.feed(output);
    mirror
}

/// The rows as they look. What does not show is left out: a tab stands in the cell it began in, and
/// inserting and deleting leaves halves of wide characters and marks of wrapping within a row.
fn rows(grid: &Grid<Cell>) -> Vec<Vec<Cell>> {
    let first = -(grid.history_size() as i32);
    let row = |line| {
        let cells = &grid[Line(line)][..];
        let visible = |(at, cell): (usize, &Cell)| {
            let mut cell = cell.clone();
            let before = at.checked_sub(1).and_then(|at| cells.get(at));
            let has =
                |cell: Option<&Cell>, flag| cell.is_some_and(|cell| cell.flags.contains(flag));
            if cell.flags.contains(Flags::WIDE_CHAR)
                && !has(cells.get(at + 1), Flags::WIDE_CHAR_SPACER)
            {
                cell.clear_wide();
            }
            if !has(before, Flags::WIDE_CHAR) {
                cell.flags.remove(Flags::WIDE_CHAR_SPACER);
            }
            if at + 1 < cells.len() {
                cell.flags.remove(Flags::LEADING_WIDE_CHAR_SPACER);
            }
            cell.flags.remove(Flags::WRAPLINE);
            if cell.c == '\t' {
                cell.c = ' ';
            }
            cell
        };
        cells.iter().enumerate().map(visible).collect()
    };
    (first..grid.screen_lines() as i32).map(row).collect()
}

fn text(grid: &Grid<Cell>) -> Vec<String> {
    rows(grid)
        .iter()
        .map(|row| row.iter().map(|cell| cell.c).collect())
        .collect()
}

fn cursors(grid: &Grid<Cell>) -> [Cursor<Cell>; 2] {
    [grid.cursor.clone(), grid.saved_cursor.clone()]
}

#[track_caller]
fn assert_same(left: &mut Mirror, right: &mut Mirror, why: &str) {
    assert_eq!(
        text(left.term.grid()),
        text(right.term.grid()),
        "the text: {why}"
    );
    for (at, (left, right)) in rows(left.term.grid())
        .iter()
        .zip(rows(right.term.grid()))
        .enumerate()
    {
        assert_eq!(*left, right, "the look of row {at}: {why}");
    }
    assert_eq!(
        cursors(left.term.grid()),
        cursors(right.term.grid()),
        "the cursors: {why}"
    );
    assert_eq!(left.term.mode(), right.term.mode(), "the modes: {why}");
    assert_eq!(
        left.term.cursor_style(),
        right.term.cursor_style(),
        "the cursor's shape: {why}"
    );
    assert_eq!(left.title(), right.title(), "the title: {why}");
    for index in 0..259 {
        assert_eq!(
            left.term.colors()[index],
            right.term.colors()[index],
            "colour {index}: {why}"
        );
    }
}

/// Takes a picture after `output` and compares what shows it with the original, now and after more
/// output, which makes margins, the saved cursor and the screen behind show.
#[track_caller]
fn check(output: impl AsRef<[u8]>) {
    let output = output.as_ref();
    let why = String::from_utf8_lossy(output).into_owned();
    let mut original = mirror(output);
    let picture = original.snapshot();
    assert_same(
        &mut original,
        &mut mirror(output),
        &format!("a picture changes nothing: {why}"),
    );
    let mut copy = mirror(b"old\n\n\n\n\n\n\n\x1b[31mold\x1b[?1049h\x1b[3;4r\x1b[?6h\x1b]0;");
    copy.feed(&picture.bytes);
    assert_same(&mut original, &mut copy, &why);
    for more in [
        "X",
        "word that is long enough to wrap",
        "\x1b8S\x1b[99;1H\n\n\nend",
        "\x1b[?1049lY\x1b8Z\n\n",
    ] {
        original.feed(more.as_bytes());
        copy.feed(more.as_bytes());
        assert_same(&mut original, &mut copy, &format!("then {more:?}: {why}"));
    }
}

#[test]
fn text_and_history_are_drawn_again() {
    check("");
    check("hello\r\nworld");
    check("\r\n\r\n  indented\r\n\r\n");
    let lines: String = (0..60).map(|n| format!("line {n}\r\n")).collect();
    check(&lines);
    check(lines.repeat(5));
    check("a\tb\tc\r\n\tx");
}

#[test]
fn lines_that_wrap_stay_one_line() {
    let output =
        "one line that wraps around\r\nexactly twenty chars\r\nanother line that wraps around";
    let mut copy = Mirror::new(COLS, ROWS, 100);
    copy.feed(&mirror(output.as_bytes()).snapshot().bytes);
    copy.resize(40, ROWS);
    let lines = text(copy.term.grid()).concat();
    let lines: Vec<&str> = lines.split("  ").filter(|part| !part.is_empty()).collect();
    let expected = output.split("\r\n").collect::<Vec<_>>();
    assert_eq!(lines, expected, "in a wider window each is a line again");
    check("a line that is longer than the screen is wide, even twice");
    check("exactly twenty chars");
    check("exactly twenty chars\r\nnext");
    check("twenty and then erase\x1b[2K\r\nafter");
    check(format!("{}\r\n", "a line that wraps around ".repeat(20)));
    check("\n\n\n\n\n\x1b[44mblue line that wraps at the bottom\x1b[0m");
    check("\n\n\n\n\nplain until it \x1b[44mwraps in blue\x1b[0m x");
}

#[test]
fn wide_and_combined_characters_keep_their_cells() {
    check("日本語 text");
    check("日本語日本語日本語日本語日本語日本語");
    check("odd 日本語日本語日本語日本語日本語");
    check("1234567890123456789日");
    check("123456789012345678日");
    check("e\u{301}a\u{308} 👍🏽 x");
}

#[test]
fn colours_and_looks_are_kept() {
    check("\x1b[31mred \x1b[92mgreen \x1b[38;5;200mpink \x1b[48;2;1;2;3mdark\x1b[0m plain");
    check("\x1b[1mb\x1b[2md\x1b[3mi\x1b[4mu\x1b[7mr\x1b[8mh\x1b[9ms\x1b[0m");
    check("\x1b[4:2ma\x1b[4:3mb\x1b[4:4mc\x1b[4:5md\x1b[58;5;9me\x1b[58;2;9;8;7mf");
    check("\x1b[41mbackground\x1b[K\r\nnext\x1b[K");
    check("\x1b[38;5;1mindexed is not named \x1b[31mnamed");
    check("\x1b]8;id=a;https://example.org/\x1b\\link\x1b]8;;\x1b\\ none");
    check("\x1b]4;1;rgb:12/34/56\x1b\\\x1b]10;rgb:ab/cd/ef\x1b\\\x1b]11;#010203\x1b\\x");
}

#[test]
fn the_cursor_waits_where_it_waited() {
    check("abc\x1b[2;5H");
    check("abc\x1b[3;20H\x1b[7mx");
    check("\x1b[2;19H日");
    check("\x1b[2;3H\x1b[31m\x1b7\x1b[4;4H\x1b[0mhere");
    check("\x1b[4 qbar\x1b[?25l");
    check("\x1b[5 q");
    check("\x1b(0lqk\x1b(B plain \x1b(0");
}

#[test]
fn modes_are_kept() {
    for mode in [
        "?1", "?6", "?1000", "?1002", "?1003", "?1004", "?1005", "?1006", "?2004", "4", "20",
    ] {
        check(format!("text\x1b[{mode}h"));
    }
    check("\x1b[?7l\x1b[?1007l\x1b=text that is far too long for the line");
    check("\x1b[2;4rmargins\x1b[3;1H");
    check("\x1b[2;4r\x1b[?6h\x1b[2;3Hinside\x1b[4h");
    check("\x1b]2;a title; with ünicode\x07");
}

#[test]
fn the_alternate_screen_stands_before_the_other() {
    check(
        "shell\r\n$ vi\x1b[?1049h\x1b[2J\x1b[Hfile\r\n~\r\n~\x1b[6;1H\x1b[7mstatus\x1b[0m\x1b[2;2H",
    );
    check("\x1b[41mred $ \x1b[?1049h\x1b[42mgreen\x1b[K");
    check(format!(
        "{}\x1b[?1049h\x1b[2;5rtop",
        "history\r\n".repeat(30)
    ));
    check("twenty characters...\x1b[?1049hx\x1b7y");
    check("a\x1b[?1049hb\x1b[?1049lc");
}

#[test]
fn a_picture_in_the_middle_of_a_sequence_is_finished_by_what_follows() {
    let output = "a\x1b[1;38;5;200mb\x1b]2;títle\x1b\\日本\x1b(0q\x1b(B\x1b[?2026hsync\x1b[?2026l é\x1bPq#0\x1b\\end";
    let mut whole = mirror(output.as_bytes());
    for cut in 0..output.len() {
        let (before, after) = output.as_bytes().split_at(cut);
        let mut copy = Mirror::new(COLS, ROWS, 100);
        copy.feed(&mirror(before).snapshot().bytes);
        copy.feed(after);
        assert_same(&mut whole, &mut copy, &format!("cut at {cut}"));
    }
}

#[test]
fn arbitrary_output_is_drawn_again() {
    let pieces = [
        "a",
        "word ",
        "日",
        "\r\n",
        "\n",
        "\r",
        "\t",
        "\x1b[K",
        "\x1b[2J",
        "\x1b[H",
        "\x1b[3;7H",
        "\x1b[31m",
        "\x1b[44m",
        "\x1b[0m",
        "\x1b[1;4m",
        "\x1b[2L",
        "\x1b[M",
        "\x1b[3P",
        "\x1b[4@",
        "\x1b[5X",
        "\x1bM",
        "\x1b[A",
        "\x1b[2;5r",
        "\x1b[r",
        "\x1b7",
        "\x1b8",
        "\x1b[?1049h",
        "\x1b[?1049l",
        "\x1b[?7l",
        "\x1b[?7h",
        "a longer piece of text",
        "\x1b[2S",
        "\x1b[2T",
        "e\u{301}",
        "\x1b[1J",
        "\x1b[1K",
        "\x1b#8",
        "\x08",
    ];
    // These can cut a wide character in two, and emulators differ in what becomes of the halves.
    let cutting = [
        "\x1b[3P", "\x1b[4@", "\x1b[5X", "\x1b[K", "\x1b[1K", "\x1b[1J",
    ];
    for seed in 1..400u64 {
        let is_allowed = |piece: &&str| {
            if seed % 2 == 0 {
                *piece != "日"
            } else {
                !cutting.contains(piece)
            }
        };
        let pieces: Vec<&str> = pieces.iter().copied().filter(is_allowed).collect();
        // A small generator of its own, so that a seed means the same for ever.
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut output = String::new();
        for _ in 0..60 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            output.push_str(pieces[(state % pieces.len() as u64) as usize]);
        }
        println!("seed {seed}");
        check(output);
    }
}

#[test]
fn another_size_and_a_broken_program_leave_a_screen() {
    let mut mirror = mirror("some text that wraps around\r\n".repeat(9).as_bytes());
    for (cols, rows) in [(1, 1), (1000, 1000), (2, 3), (7, 5)] {
        mirror.resize(cols, rows);
        mirror.feed("日本\x1b[99;99Hx".as_bytes());
        let picture = mirror.snapshot();
        assert_eq!((picture.cols, picture.rows), (cols, rows));
        let mut copy = Mirror::new(cols, rows, 100);
        copy.feed(&picture.bytes);
        assert_eq!(
            text(mirror.term.grid()),
            text(copy.term.grid()),
            "at {cols} x {rows}"
        );
    }
    mirror.feed(b"\x1b]2;");
    for _ in 0..40 {
        mirror.feed(&[b'x'; 64 * 1024]);
    }
    mirror.feed(b"\x07\x1b[2J\x1b[Hback");
    assert!(
        text(mirror.term.grid()).concat().contains("back"),
        "an endless title ends some time"
    );
}

#[test]
fn titles_are_reported_once_and_queries_are_not_answered() {
    let mut mirror = mirror(b"");
    assert!(mirror.feed(b"\x1b]2;one\x07"), "a new title");
    assert!(
        !mirror.feed(b"\x1b]2;one\x07\x1b[c\x1b[6n"),
        "the same title"
    );
    assert_eq!(mirror.title().as_deref(), Some("one"));
    assert!(!mirror.term.mode().contains(TermMode::ALT_SCREEN));
}
