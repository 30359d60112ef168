//! Old rows, packed: a cell of the emulator takes 24 bytes, also where nothing was written.
//!
//! A flood fills the emulator's own history. Once it is over, [`Attic::store`] takes all but the newest
//! rows from there. Whoever wants every row reads through [`Rows`]; before lines are broken anew, the
//! emulator gets all of them back.

use std::borrow::Cow;
use std::collections::VecDeque;

use alacritty_terminal::grid::{Dimensions, Grid, Row};
use alacritty_terminal::index::{Column, Line};
use alacritty_terminal::term::cell::{Cell, Flags};

use super::anchor;
use super::snapshot::wraps;

/// Rows of history that stay with the emulator. Anchors are put at most 64 lines above the cursor.
const STAY: usize = 128;
/// Fewer rows are not worth the work.
const WORTH: usize = 256;
/// Stands in the first row that stayed: where it is gone, somebody cleared the history, or the
/// emulator's own has filled up, and what is packed counts no more. It is no half of an anchor.
const SENTINEL: char = '\u{10ffff}';

/// Cells of one look, up to a column.
#[derive(Debug)]
struct Look {
    end: u16,
    cell: Cell,
}

/// A row without the cells behind its last one.
#[derive(Debug)]
struct Packed {
    text: Box<str>,
    looks: Box<[Look]>,
    columns: u16,
}

impl Packed {
    fn of(row: &Row<Cell>) -> Self {
        let plain = Cell::default();
        let cells = &row[..];
        let used = cells
            .iter()
            .rposition(|cell| *cell != plain)
            .map_or(0, |last| last + 1);
        let (mut text, mut looks) = (String::new(), Vec::<Look>::new());
        for (at, cell) in cells[..used].iter().enumerate() {
            text.push(cell.c);
            let cell = Cell {
                c: ' ',
                ..cell.clone()
            };
            let end = u16::try_from(at + 1).unwrap_or(u16::MAX);
            match looks.last_mut() {
                Some(last) if last.cell == cell => last.end = end,
                _ => looks.push(Look { end, cell }),
            }
        }
        // Most rows have one look, the plain one.
        if matches!(looks.as_slice(), [only] if only.cell == plain) {
            looks.clear();
        }
        Self {
            text: text.into_boxed_str(),
            looks: looks.into_boxed_slice(),
            columns: u16::try_from(row.len()).unwrap_or(u16::MAX),
        }
    }

    fn row(&self) -> Row<Cell> {
        let mut row = Row::new(usize::from(self.columns).max(1));
        let mut looks = self.looks.iter().peekable();
        for (at, c) in self.text.chars().enumerate() {
            while looks.next_if(|look| usize::from(look.end) <= at).is_some() {}
            let look = looks.peek().map(|look| look.cell.clone());
            row[Column(at)] = Cell {
                c,
                ..look.unwrap_or_default()
            };
        }
        row
    }

    fn wraps(&self) -> bool {
        let last = self.looks.last();
        last.is_some_and(|look| {
            look.end == self.columns && look.cell.flags.contains(Flags::WRAPLINE)
        })
    }
}

/// Rows above those that the emulator has, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Attic {
    rows: VecDeque<Packed>,
}

impl Attic {
    /// Takes rows out of the emulator's history, which with these has at most `most`. Says whether
    /// there was anything to do.
    pub fn store(&mut self, grid: &mut Grid<Cell>, most: usize) -> bool {
        self.check(grid, most);
        let history = grid.history_size();
        if history < STAY + WORTH {
            return false;
        }
        if has_sentinel(grid) {
            set_sentinel(grid, false);
        }
        for newer in (STAY + 1..=history).rev() {
            self.rows
                .push_back(Packed::of(&grid[line(-(newer as i64))]));
        }
        grid.update_history(STAY);
        grid.update_history(most);
        grid.truncate();
        set_sentinel(grid, true);
        true
    }

    /// Gives every row back.
    pub fn restore(&mut self, grid: &mut Grid<Cell>, most: usize) {
        self.check(grid, most);
        let rows: Vec<Packed> = std::mem::take(&mut self.rows).into();
        if rows.is_empty() {
            return;
        }
        set_sentinel(grid, false);
        let (history, screen) = (grid.history_size() as i64, grid.screen_lines() as i64);
        let count = rows.len() as i64;
        grid.update_history((history + count) as usize);
        let mut left = rows.len();
        while left > 0 {
            let step = left.min(screen as usize);
            grid.scroll_up(&(Line(0)..line(screen)), step);
            left -= step;
        }
        // All rows moved up; they go back down, and the old ones above them.
        for at in (-history..screen).rev() {
            let row = std::mem::take(&mut grid[line(at - count)]);
            grid[line(at)] = row;
        }
        for (at, packed) in (-(history + count)..).zip(&rows) {
            grid[line(at)] = packed.row();
        }
    }

    /// Drops what does not count any more.
    fn check(&mut self, grid: &Grid<Cell>, most: usize) {
        if !self.rows.is_empty() && !has_sentinel(grid) {
            self.rows.clear();
        }
        let room = most.saturating_sub(grid.history_size());
        self.rows.drain(..self.rows.len().saturating_sub(room));
    }

    /// Every row there is: `grid` is the main screen's, and has with these at most `most` of history.
    pub fn lines<'a>(&'a mut self, grid: &'a Grid<Cell>, most: usize) -> Rows<'a> {
        self.check(grid, most);
        Rows {
            grid,
            attic: Some(self),
        }
    }
}

fn line(at: i64) -> Line {
    Line(i32::try_from(at).unwrap_or_default())
}

fn has_sentinel(grid: &Grid<Cell>) -> bool {
    let cell = &grid[grid.topmost_line()][Column(0)];
    cell.zerowidth().is_some_and(|all| all.contains(&SENTINEL))
}

fn set_sentinel(grid: &mut Grid<Cell>, there: bool) {
    let top = grid.topmost_line();
    let cell = &mut grid[top][Column(0)];
    match there {
        true => cell.push_zerowidth(SENTINEL),
        false => anchor::without(cell, is_sentinel),
    }
}

/// Whether a character is the mark of the first row that stayed.
pub(super) fn is_sentinel(c: char) -> bool {
    c == SENTINEL
}

/// The rows of a screen, with those of its history above 0.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    grid: &'a Grid<Cell>,
    attic: Option<&'a Attic>,
}

impl<'a> Rows<'a> {
    /// Those that the emulator has, and no other ones.
    pub fn of(grid: &'a Grid<Cell>) -> Self {
        Self { grid, attic: None }
    }

    fn packed(&self) -> i32 {
        let rows = self.attic.map_or(0, |attic| attic.rows.len());
        i32::try_from(rows).unwrap_or(i32::MAX)
    }

    /// The number of the oldest row.
    pub fn first(&self) -> i32 {
        self.grid.topmost_line().0 - self.packed()
    }

    /// The number of the lowest row.
    pub fn last(&self) -> i32 {
        self.grid.bottommost_line().0
    }

    fn old(&self, at: i32) -> Option<&'a Packed> {
        let place = usize::try_from(at - self.first()).ok()?;
        let attic = self.attic?;
        (at < self.grid.topmost_line().0).then(|| attic.rows.get(place))?
    }

    /// A row.
    pub fn row(&self, at: i32) -> Cow<'a, Row<Cell>> {
        match self.old(at) {
            Some(packed) => Cow::Owned(packed.row()),
            None => Cow::Borrowed(&self.grid[Line(at)]),
        }
    }

    /// Whether a row goes on in the next one.
    pub fn wraps(&self, at: i32) -> bool {
        match self.old(at) {
            Some(packed) => packed.wraps(),
            None => wraps(&self.grid[Line(at)]),
        }
    }
}

#[cfg(test)]
mod tests;
