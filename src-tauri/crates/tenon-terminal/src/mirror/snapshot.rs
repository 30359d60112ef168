//! A screen as output that redraws it.

use alacritty_terminal::event::EventListener;
use alacritty_terminal::grid::{Cursor, Dimensions, Grid, Row};
use alacritty_terminal::index::{Column, Line};
use alacritty_terminal::term::cell::{Cell, Flags};
use alacritty_terminal::term::{Term, TermMode};
use alacritty_terminal::vte::ansi::{
    CharsetIndex, CursorShape, CursorStyle, Handler, NamedColor, NamedPrivateMode, PrivateMode,
    StandardCharset,
};

use super::anchor::{self, is_anchor, is_blank};
use super::attic::{Attic, Rows};
use super::pen::{Pen, put};

/// Bytes of history in one snapshot; the oldest lines are left out beyond it.
const HISTORY_BYTES: usize = 4 * 1024 * 1024;
/// Bytes of everything in what is kept beyond the shell's life.
const PAST_BYTES: usize = 512 * 1024;

/// Sets the plain look, no link and the usual character sets.
const PLAIN: &[u8] = b"\x1b[0m\x1b]8;;\x1b\\\x1b(B\x1b)B";

/// Modes that are set by number, with their state after a reset.
const PRIVATE_MODES: &[(TermMode, u16, bool)] = &[
    (TermMode::APP_CURSOR, 1, false),
    (TermMode::LINE_WRAP, 7, true),
    (TermMode::MOUSE_REPORT_CLICK, 1000, false),
    (TermMode::MOUSE_DRAG, 1002, false),
    (TermMode::MOUSE_MOTION, 1003, false),
    (TermMode::FOCUS_IN_OUT, 1004, false),
    (TermMode::UTF8_MOUSE, 1005, false),
    (TermMode::SGR_MOUSE, 1006, false),
    (TermMode::ALTERNATE_SCROLL, 1007, true),
    (TermMode::BRACKETED_PASTE, 2004, false),
];

/// What was drawn.
pub(super) struct Drawn {
    pub bytes: Vec<u8>,
    /// The first row of the main screen that was drawn.
    pub first: i32,
    /// The anchors in the rows that were drawn.
    pub anchors: Vec<(u32, i32, i32)>,
}

/// Writes everything `term` shows. `term` is unchanged afterwards.
///
/// History beyond what `term` has is in `attic`, and there are at most `most` rows of it.
pub(super) fn draw<T: EventListener>(
    term: &mut Term<T>,
    attic: &mut Attic,
    most: usize,
    title: Option<&str>,
) -> Drawn {
    // CAN ends whatever sequence the receiver was in; ESC c resets it.
    let mut out = b"\x18\x1bc".to_vec();
    put_colors(term, &mut out);
    // A reset leaves the title; an empty one takes it away.
    put(
        &mut out,
        format_args!("\x1b]2;{}\x1b\\", title.unwrap_or_default()),
    );
    let is_alternate = term.mode().contains(TermMode::ALT_SCREEN);
    let (first, anchors) = with_main(term, |grid| {
        let rows = attic.lines(grid, most);
        let first = put_lines(rows, &mut out);
        let anchors = anchor::seen(rows, first);
        if is_alternate {
            put_cursor(grid, &grid.cursor, 0, &mut out);
        }
        (first, anchors)
    });
    if is_alternate {
        // Entering keeps the cursor with its look, and may fill the screen with that look.
        out.extend_from_slice(b"\x1b[?1049h");
        out.extend_from_slice(PLAIN);
        out.extend_from_slice(b"\x1b[2J\x1b[H");
        put_lines(Rows::of(term.grid()), &mut out);
    }
    put_state(term, &mut out);
    Drawn {
        bytes: out,
        first,
        anchors,
    }
}

/// Writes what a person could scroll to, without the alternate screen. `term` is unchanged
/// afterwards.
pub(super) fn draw_past<T: EventListener>(
    term: &mut Term<T>,
    attic: &mut Attic,
    most: usize,
) -> Vec<u8> {
    with_main(term, |grid| past(attic.lines(grid, most)))
}

/// Does something with the main screen, also while the alternate one is shown.
pub(super) fn with_main<T: EventListener, R>(
    term: &mut Term<T>,
    work: impl FnOnce(&mut Grid<Cell>) -> R,
) -> R {
    if !term.mode().contains(TermMode::ALT_SCREEN) {
        return work(term.grid_mut());
    }
    // Leaving and entering the alternate screen empties it, so it is put aside meanwhile.
    let alternate = term.grid().clone();
    term.swap_alt();
    let done = work(term.grid_mut());
    term.swap_alt();
    *term.grid_mut() = alternate;
    done
}

fn past(lines: Rows<'_>) -> Vec<u8> {
    let (first, bottom) = (lines.first(), lines.last());
    let written = |line: &i32| lines.row(*line)[..].iter().any(|cell| !is_blank(cell));
    let Some(last) = (first..=bottom).rev().find(written) else {
        return Vec::new();
    };
    let (mut rows, mut total) = (Vec::new(), 0);
    for line in (first..=last).rev() {
        let continues = line > first && lines.wraps(line - 1);
        let mut row = row_bytes(&lines.row(line), continues);
        if line < last && !lines.wraps(line) {
            row.extend_from_slice(b"\r\n");
        }
        total += row.len();
        if total > PAST_BYTES {
            break;
        }
        rows.push(row);
    }
    rows.reverse();
    rows.concat()
}

fn put_colors<T>(term: &Term<T>, out: &mut Vec<u8>) {
    let special = [
        NamedColor::Foreground,
        NamedColor::Background,
        NamedColor::Cursor,
    ];
    for index in 0..256 {
        if let Some(rgb) = term.colors()[index] {
            put(
                out,
                format_args!(
                    "\x1b]4;{index};rgb:{:02x}/{:02x}/{:02x}\x1b\\",
                    rgb.r, rgb.g, rgb.b
                ),
            );
        }
    }
    for (command, name) in (10..).zip(special) {
        if let Some(rgb) = term.colors()[name] {
            put(
                out,
                format_args!(
                    "\x1b]{command};rgb:{:02x}/{:02x}/{:02x}\x1b\\",
                    rgb.r, rgb.g, rgb.b
                ),
            );
        }
    }
}

/// Writes history and screen; says which row it began with.
fn put_lines(lines: Rows<'_>, out: &mut Vec<u8>) -> i32 {
    let (first, last) = (lines.first(), lines.last());
    let mut rows = Vec::new();
    let mut history = 0;
    // From the newest line to the oldest, so that the oldest are the ones that do not fit.
    for line in (first..=last).rev() {
        let continues = line > first && lines.wraps(line - 1);
        let row = row_bytes(&lines.row(line), continues);
        history += if line < 0 { row.len() + 2 } else { 0 };
        if history > HISTORY_BYTES {
            break;
        }
        rows.push((row, line < last && !lines.wraps(line)));
    }
    let begin = last + 1 - rows.len() as i32;
    for (row, ends) in rows.into_iter().rev() {
        out.extend_from_slice(&row);
        if ends {
            out.extend_from_slice(b"\r\n");
        }
    }
    begin
}

pub(super) fn wraps(row: &Row<Cell>) -> bool {
    row[Column(row.len() - 1)].flags.contains(Flags::WRAPLINE)
}

/// One row, beginning and ending with the plain look.
fn row_bytes(row: &Row<Cell>, continues: bool) -> Vec<u8> {
    let mut length = row[..]
        .iter()
        .rposition(|cell| !is_blank(cell))
        .map_or(0, |at| at + 1);
    if continues {
        // The receiver wraps only when the next character comes.
        length = length.max(1);
    }
    let (mut out, mut pen) = (Vec::with_capacity(length + 8), Pen::plain());
    for column in 0..length {
        put_cell(row, column, &mut pen, &mut out);
    }
    let plain = pen == Pen::plain();
    pen.change(Pen::plain(), &mut out);
    // A wrap at the bottom fills the new line with the background of the character that caused it.
    if continues && length < row.len() && (!plain || Pen::of(&row[Column(0)]).has_background()) {
        out.extend_from_slice(b"\x1b[K");
    }
    out
}

fn put_cell(row: &Row<Cell>, column: usize, pen: &mut Pen, out: &mut Vec<u8>) {
    let cell = &row[Column(column)];
    let has = |column: usize, flag| column < row.len() && row[Column(column)].flags.contains(flag);
    let is_second_half = cell.flags.contains(Flags::WIDE_CHAR_SPACER)
        && column > 0
        && has(column - 1, Flags::WIDE_CHAR);
    // The wide character that did not fit stands in the next row, and the receiver moves it there.
    let is_left_over = cell.flags.contains(Flags::LEADING_WIDE_CHAR_SPACER)
        && column + 1 == row.len()
        && wraps(row);
    if is_second_half || is_left_over {
        return;
    }
    // Deleting and inserting can cut a wide character in two; half of one shows as nothing.
    let is_half =
        cell.flags.contains(Flags::WIDE_CHAR) && !has(column + 1, Flags::WIDE_CHAR_SPACER);
    pen.change(Pen::of(cell), out);
    // A tab is kept as a character in the cell it began in; written again it would move the cursor.
    let visible = if is_half || cell.c.is_control() {
        ' '
    } else {
        cell.c
    };
    let combined = cell.zerowidth().into_iter().flatten();
    let combined = combined.filter(|c| !is_half && !is_anchor(**c));
    for c in std::iter::once(visible).chain(combined.copied()) {
        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

fn put_state<T: EventListener>(term: &mut Term<T>, out: &mut Vec<u8>) {
    let (top, bottom) = scroll_region(term);
    let mode = *term.mode();
    let grid = term.grid();
    if (top, bottom) != (0, grid.screen_lines() as i32 - 1) {
        put(out, format_args!("\x1b[{};{}r", top + 1, bottom + 1));
    }
    if grid.saved_cursor != Cursor::default() {
        put_cursor(grid, &grid.saved_cursor, 0, out);
        out.extend_from_slice(b"\x1b7");
        out.extend_from_slice(PLAIN);
    }
    if mode.contains(TermMode::ORIGIN) {
        out.extend_from_slice(b"\x1b[?6h");
    }
    put_cursor(
        grid,
        &grid.cursor,
        if mode.contains(TermMode::ORIGIN) {
            top
        } else {
            0
        },
        out,
    );
    for &(flag, number, usual) in PRIVATE_MODES {
        if mode.contains(flag) != usual {
            put(
                out,
                format_args!("\x1b[?{number}{}", if usual { 'l' } else { 'h' }),
            );
        }
    }
    for (flag, sequence) in [
        (TermMode::INSERT, "\x1b[4h"),
        (TermMode::LINE_FEED_NEW_LINE, "\x1b[20h"),
        (TermMode::APP_KEYPAD, "\x1b="),
    ] {
        if mode.contains(flag) {
            out.extend_from_slice(sequence.as_bytes());
        }
    }
    put_cursor_style(term.cursor_style(), out);
    if !mode.contains(TermMode::SHOW_CURSOR) {
        out.extend_from_slice(b"\x1b[?25l");
    }
}

/// Puts the cursor in its place, with the look and the character sets it writes with.
fn put_cursor(grid: &Grid<Cell>, cursor: &Cursor<Cell>, top: i32, out: &mut Vec<u8>) {
    let line = cursor.point.line.clamp(Line(0), grid.bottommost_line());
    let mut column = cursor.point.column.min(grid.last_column());
    let row = &grid[line];
    if cursor.input_needs_wrap && row[column].flags.contains(Flags::WIDE_CHAR_SPACER) && column > 0
    {
        column -= 1;
    }
    put(
        out,
        format_args!("\x1b[{};{}H", line.0 - top + 1, column.0 + 1),
    );
    let mut pen = Pen::plain();
    if cursor.input_needs_wrap {
        // Only writing the last character again leaves the cursor behind it, waiting to wrap.
        put_cell(row, column.0, &mut pen, out);
    }
    pen.change(Pen::of(&cursor.template), out);
    for (index, designator) in [(CharsetIndex::G0, '('), (CharsetIndex::G1, ')')] {
        if cursor.charsets[index] == StandardCharset::SpecialCharacterAndLineDrawing {
            put(out, format_args!("\x1b{designator}0"));
        }
    }
}

fn put_cursor_style(style: CursorStyle, out: &mut Vec<u8>) {
    let shape = match style.shape {
        CursorShape::Underline => 4,
        CursorShape::Beam => 6,
        CursorShape::Block | CursorShape::HollowBlock | CursorShape::Hidden => 2,
    };
    if style != CursorStyle::default() {
        put(
            out,
            format_args!("\x1b[{} q", shape - u16::from(style.blinking)),
        );
    }
}

/// The first and the last line of the scrolling region.
///
/// The mirror does not show its region, but in origin mode the cursor cannot leave it.
fn scroll_region<T: EventListener>(term: &mut Term<T>) -> (i32, i32) {
    let cursor = term.grid().cursor.clone();
    let origin = PrivateMode::Named(NamedPrivateMode::Origin);
    let was_set = term.mode().contains(TermMode::ORIGIN);
    term.set_private_mode(origin);
    let top = term.grid().cursor.point.line.0;
    term.goto(i32::from(u16::MAX), 0);
    let bottom = term.grid().cursor.point.line.0;
    if !was_set {
        term.unset_private_mode(origin);
    }
    term.grid_mut().cursor = cursor;
    (top, bottom)
}
