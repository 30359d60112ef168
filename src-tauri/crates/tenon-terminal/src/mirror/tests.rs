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
    let picture = original.snapshot().0;
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
    copy.feed(&mirror(output.as_bytes()).snapshot().0.bytes);
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
        copy.feed(&mirror(before).snapshot().0.bytes);
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
fn what_is_erased_is_gone_and_what_scrolled_out_is_not() {
    let drawn = |output: &str| {
        let mut mirror = mirror(output.as_bytes());
        text(mirror.term.grid_mut())
            .join("\n")
            .trim_end()
            .to_owned()
    };
    assert_eq!(
        drawn("old\r\nrows\x1b[H\x1b[2J$ ls"),
        "$ ls",
        "nothing is left above"
    );
    assert_eq!(
        drawn("old\x1b[2J\rnew"),
        "new",
        "from wherever the cursor is"
    );
    let scrolled = format!("kept{}\x1b[H\x1b[2Jnew", "\r\nx".repeat(6));
    let found = drawn(&scrolled);
    assert!(found.starts_with("kept"), "{found}");
    assert_eq!(found.matches('x').count(), 0, "{found}");
    // What is erased takes the colour that is set, and the cursor stays.
    let mut coloured = mirror(b"\x1b[44ma\x1b[2Jb");
    let grid = coloured.term.grid_mut();
    assert_eq!(grid[Line(5)][Column(0)].bg, grid[Line(0)][Column(1)].bg);
    assert_eq!(grid[Line(0)][Column(1)].c, 'b');
}

#[test]
fn another_size_and_a_broken_program_leave_a_screen() {
    let mut mirror = mirror("some text that wraps around\r\n".repeat(9).as_bytes());
    for (cols, rows) in [(1, 1), (1000, 1000), (2, 3), (7, 5)] {
        mirror.resize(cols, rows);
        mirror.feed("日本\x1b[99;99Hx".as_bytes());
        let picture = mirror.snapshot().0;
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

/// Bytes of what is kept, and whether they hold anything but text, looks, links and line ends.
struct Harmless(Vec<String>);

impl alacritty_terminal::vte::Perform for Harmless {
    fn execute(&mut self, byte: u8) {
        if !b"\r\n".contains(&byte) {
            self.0.push(format!("control {byte}"));
        }
    }
    fn csi_dispatch(
        &mut self,
        _: &alacritty_terminal::vte::Params,
        between: &[u8],
        _: bool,
        action: char,
    ) {
        if !between.is_empty() || !['m', 'K'].contains(&action) {
            self.0.push(format!("CSI {between:?} {action}"));
        }
    }
    fn osc_dispatch(&mut self, parts: &[&[u8]], _: bool) {
        let whole = String::from_utf8_lossy(&parts.concat()).into_owned();
        if parts.first() != Some(&b"8".as_slice()) || whole.chars().any(char::is_control) {
            self.0.push(format!("OSC {whole}"));
        }
    }
    fn esc_dispatch(&mut self, between: &[u8], _: bool, byte: u8) {
        // The end of a link is `ESC \`.
        if !between.is_empty() || byte != b'\\' {
            self.0.push(format!("ESC {between:?} {byte}"));
        }
    }
    fn hook(&mut self, _: &alacritty_terminal::vte::Params, _: &[u8], _: bool, action: char) {
        self.0.push(format!("DCS {action}"));
    }
}

#[track_caller]
fn assert_harmless(bytes: &[u8], why: &str) {
    let mut found = Harmless(Vec::new());
    alacritty_terminal::vte::Parser::new().advance(&mut found, bytes);
    assert!(found.0.is_empty(), "{:?}: {why}", found.0);
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let c1 = |c: char| ('\u{80}'..='\u{9f}').contains(&c);
    assert!(
        !text.chars().any(c1),
        "no control character of two bytes: {why}"
    );
}

/// The lines of a terminal that begins with what another one left.
fn lines_after(past: &Past, mark: &str, cols: u16) -> Vec<String> {
    let before = Before {
        past: past.clone(),
        mark: mark.to_owned(),
    };
    let mirror = Mirror::after(&before, cols, ROWS, 100);
    let lines = text(mirror.term.grid()).into_iter();
    let lines: Vec<String> = lines.map(|line| line.trim_end().to_owned()).collect();
    let last = lines.iter().rposition(|line| !line.is_empty());
    lines[..last.map_or(0, |last| last + 1)].to_vec()
}

#[test]
fn what_is_kept_holds_the_scrollback_and_never_the_alternate_screen() {
    let mut before = mirror(b"one\r\ntwo \x1b[31mred\x1b[0m\r\n$ vi\x1b[?1049hALTERNATE");
    let past = before.past();
    assert_eq!(
        lines_after(&past, "mark", COLS),
        ["one", "two red", "$ vi", "── mark ──"]
    );
    let mut copy = mirror(b"one\r\ntwo \x1b[31mred\x1b[0m\r\n$ vi\x1b[?1049hALTERNATE");
    assert_same(&mut before, &mut copy, "to keep it changes nothing");
    assert_eq!(mirror(b"").past().bytes, b"", "nothing was written");
    assert_eq!(
        lines_after(&mirror(b"").past(), "a\x1b[6nb\u{9b}6n", COLS),
        ["── a[6nb6n ──"],
        "nothing above, and no control characters"
    );
}

#[test]
fn what_is_kept_is_broken_anew_in_another_width() {
    let past = mirror(b"a line that is longer than twenty\r\nshort").past();
    let expected = ["a line that is longer than twenty", "short", "── m ──"];
    assert_eq!(lines_after(&past, "m", 60), expected);
}

#[test]
fn what_is_kept_has_a_bound_and_loses_the_oldest_lines() {
    let mut mirror = Mirror::new(100, ROWS, 50_000);
    for line in 0..20_000 {
        mirror.feed(format!("{line:099}\r\n").as_bytes());
    }
    let past = mirror.past();
    assert!(
        (500_000..=512 * 1024).contains(&past.bytes.len()),
        "{} bytes",
        past.bytes.len()
    );
    assert!(past.bytes.ends_with(b"19999"), "the newest line is there");
}

#[test]
fn what_is_kept_asks_nothing_and_sets_nothing() {
    let pieces = [
        "text ",
        "\r\n",
        "\x1b[c",
        "\x1b[>c",
        "\x1b[5n",
        "\x1b[6n",
        "\x1b[?6n",
        "\x1b[14t",
        "\x1b[?2004h",
        "\x1b[?1003h",
        "\x1b[?1h",
        "\x1b]11;?\x07",
        "\x1b]4;1;?\x07",
        "\x1b]52;c;?\x07",
        "\x1bP$qm\x1b\\",
        "\x1bP+q544e\x1b\\",
        "\x1bZ",
        "\x05",
        "\x07",
        "\u{9b}6n",
        "\u{90}$qm\u{9c}",
        "\x1b]8;;http://x/\u{9c}\u{9b}6n\x1b\\link\x1b]8;;\x1b\\",
        "\x1b]8;id=\u{9c}\u{9b}c;http://x/\x1b\\link\x1b]8;;\x1b\\",
        "\x1b]8;;http://good/\x1b\\link\x1b]8;;\x1b\\",
        "\x1b[?1049h",
        "\x1b[?1049l",
        "\x1b[38;5;9m",
        "\x1b]2;title\x07",
        "\x1b[2;4r",
        "\x1b(0",
        "\x0e",
        "\t",
        "\x1b",
        "\x1b[",
        "日本",
    ];
    for seed in 1..400u64 {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut output = String::new();
        for _ in 0..40 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            output.push_str(pieces[(state % pieces.len() as u64) as usize]);
        }
        println!("seed {seed}");
        let mut mirror = mirror(output.as_bytes());
        assert_harmless(&mirror.past().bytes, &output);
        let picture = mirror.snapshot().0.bytes;
        let text = String::from_utf8_lossy(&picture).into_owned();
        assert!(!text.contains("\u{9b}"), "nor does a picture: {output:?}");
    }
}
