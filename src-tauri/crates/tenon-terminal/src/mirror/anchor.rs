//! Places in the output that stay with the text, however it scrolls, is cleared or is broken anew.
//!
//! An anchor stands in a cell, as characters without a width from a private area that no program
//! can put there; drawing leaves them out. What was written over or scrolled away took its anchors
//! along.

use std::collections::BTreeMap;

use alacritty_terminal::grid::{Dimensions, Grid, GridCell};
use alacritty_terminal::index::{Column, Line};
use alacritty_terminal::term::cell::{Cell, Flags};
use tenon_core::RunId;

use super::attic::{Rows, is_sentinel};
use super::snapshot::wraps;
use crate::run::Mark;

/// Anchors that are known at once; the oldest are forgotten beyond it.
const KNOWN: usize = 8192;
/// Anchors in one cell.
const IN_A_CELL: usize = 16;
/// Lines above the cursor in which a cell is looked for.
const ABOVE: i32 = 64;
/// The characters of an anchor: 15 bits of its number in each.
const LOW: u32 = 0x10_0000;
const HIGH: u32 = 0x10_8000;
const BITS: u32 = 15;
const MASK: u32 = (1 << BITS) - 1;

/// What an anchor stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// Where something is typed now.
    Typing,
    Input(RunId),
    Command(RunId),
    End(RunId, Option<i32>),
}

/// The anchors of one screen.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    next: u32,
    /// What each stands for, and how many lines below the end of its own line that is; 0 is its row.
    known: BTreeMap<u32, (What, i32)>,
    typing: Option<u32>,
}

/// An anchor's number, and the first and the last row of the line it stands in.
type Seen = (u32, i32, i32);

impl Anchors {
    /// Puts an anchor where the cursor of the main screen is.
    pub fn place(&mut self, grid: &mut Grid<Cell>, mark: &Mark) {
        let what = match mark {
            Mark::Input => What::Typing,
            Mark::Command { run, .. } => What::Command(*run),
            Mark::End { run, exit } => What::End(*run, *exit),
            Mark::Prompt | Mark::Placed { .. } | Mark::Typing { .. } => return,
        };
        let old = match what {
            What::Typing | What::Command(_) => self.typing.take(),
            _ => None,
        };
        if let Some(old) = old {
            match what {
                What::Command(run) => {
                    self.known
                        .entry(old)
                        .and_modify(|known| known.0 = What::Input(run));
                }
                // The prompt was drawn anew.
                _ => drop(self.known.remove(&old)),
            }
        }
        let Some((line, column, below)) = beside_cursor(grid) else {
            return;
        };
        let number = self.next & ((1 << (2 * BITS)) - 1);
        self.next = self.next.wrapping_add(1);
        self.put(&mut grid[line][column], number);
        self.known.insert(number, (what, below));
        if what == What::Typing {
            self.typing = Some(number);
        }
        while self.known.len() > KNOWN {
            self.known.pop_first();
        }
    }

    /// Writes an anchor into a cell, and takes those out that are forgotten.
    fn put(&self, cell: &mut Cell, number: u32) {
        let before: Vec<char> = cell.zerowidth().unwrap_or_default().to_vec();
        let mut numbers: Vec<u32> = numbers(&before).collect();
        numbers.retain(|number| self.known.contains_key(number));
        numbers.push(number);
        let surplus = numbers.len().saturating_sub(IN_A_CELL);
        without(cell, is_anchor);
        for number in &numbers[surplus..] {
            for (base, bits) in [(LOW, number & MASK), (HIGH, number >> BITS)] {
                if let Some(c) = char::from_u32(base + bits) {
                    cell.push_zerowidth(c);
                }
            }
        }
    }

    /// The runs in what was seen of a screen of which the rows from `first` to `last` were drawn.
    pub fn marks(&self, seen: &[Seen], first: i32, last: i32) -> Vec<Mark> {
        let (mut lines, mut typing) = (BTreeMap::<RunId, Lines>::new(), None);
        for (number, row, end) in seen {
            let Some((what, below)) = self.known.get(number) else {
                continue;
            };
            let row = match below {
                0 => *row,
                below => (end + below).min(last),
            };
            let line = u32::try_from(row - first).unwrap_or_default();
            match what {
                What::Typing => typing = Some(Mark::Typing { line }),
                What::Input(run) => lines.entry(*run).or_default().input = Some(line),
                What::Command(run) => {
                    lines.entry(*run).or_default().command = Some((*number, line));
                }
                What::End(run, _) => lines.entry(*run).or_default().end = Some(line),
            }
        }
        let ends = self.known.values().filter_map(|(what, _)| match what {
            What::End(run, exit) => Some((*run, *exit)),
            _ => None,
        });
        let exits: BTreeMap<RunId, Option<i32>> = ends.collect();
        let mut placed: Vec<(u32, Mark)> = lines
            .into_iter()
            .filter_map(|(run, lines)| {
                let (number, line) = lines.command?;
                let exit = exits.get(&run).copied();
                let (input, end) = (lines.input, lines.end);
                let mark = Mark::Placed {
                    run,
                    line,
                    input,
                    end,
                    exit,
                };
                Some((number, mark))
            })
            .collect();
        placed.sort_by_key(|(number, _)| *number);
        let placed = placed.into_iter().map(|(_, mark)| mark);
        placed.chain(typing).collect()
    }
}

#[derive(Default)]
struct Lines {
    input: Option<u32>,
    command: Option<(u32, u32)>,
    end: Option<u32>,
}

/// The anchors in the rows from `first` on.
pub(super) fn seen(rows: Rows<'_>, first: i32) -> Vec<Seen> {
    let last = rows.last();
    let (mut found, mut begins) = (Vec::new(), 0);
    for line in first..=last {
        let row = rows.row(line);
        for cell in row[..].iter().filter(|cell| cell.extra.is_some()) {
            let zero_width = cell.zerowidth().unwrap_or_default();
            found.extend(numbers(zero_width).map(|number| (number, line, line)));
        }
        if !wraps(&row) {
            for seen in &mut found[begins..] {
                seen.2 = line;
            }
            begins = found.len();
        }
    }
    for seen in &mut found[begins..] {
        seen.2 = last;
    }
    found
}

/// Takes some of the characters without a width out of a cell.
pub(super) fn without(cell: &mut Cell, gone: impl Fn(char) -> bool) {
    let kept: Vec<char> = cell.zerowidth().unwrap_or_default().to_vec();
    let (link, underline) = (cell.hyperlink(), cell.underline_color());
    cell.extra = None;
    cell.set_hyperlink(link);
    cell.set_underline_color(underline);
    for c in kept.into_iter().filter(|c| !gone(*c)) {
        cell.push_zerowidth(c);
    }
}

/// Whether a character is a part of an anchor.
pub(super) fn is_anchor(c: char) -> bool {
    u32::from(c) >= LOW
}

/// Whether nothing was written to a cell; an anchor is nothing.
pub(super) fn is_blank(cell: &Cell) -> bool {
    let has_text = |cell: &Cell| {
        cell.zerowidth()
            .is_some_and(|all| !all.iter().all(|c| is_anchor(*c)))
    };
    if cell.extra.is_none() {
        return *cell == Cell::default();
    }
    !has_text(cell)
        && cell.hyperlink().is_none()
        && cell.underline_color().is_none()
        && Cell {
            extra: None,
            ..cell.clone()
        } == Cell::default()
}

fn numbers(characters: &[char]) -> impl Iterator<Item = u32> + '_ {
    let anchors = characters.iter().filter(|c| is_anchor(**c));
    let anchors = anchors.filter(|c| !is_sentinel(**c));
    let anchors: Vec<u32> = anchors.map(|c| u32::from(*c)).collect();
    (0..anchors.len() / 2).map(move |at| {
        let (low, high) = (anchors[2 * at] - LOW, anchors[2 * at + 1] - HIGH);
        low | high << BITS
    })
}

/// The cell that the cursor's line is told by, and how many lines above that it stands. The cursor's
/// own cell is about to be written over, and a blank one would count as written with an anchor.
fn beside_cursor(grid: &Grid<Cell>) -> Option<(Line, Column, i32)> {
    let cursor = &grid.cursor;
    let mut cells = cursor.point.column.0 + usize::from(cursor.input_needs_wrap);
    for above in 0..=ABOVE {
        let line = cursor.point.line - above;
        if line < grid.topmost_line() {
            return None;
        }
        let row = &grid[line];
        let written = row[..]
            .iter()
            .take(cells)
            .rposition(|cell| !cell.is_empty());
        if let Some(mut column) = written {
            if row[Column(column)].flags.contains(Flags::WIDE_CHAR_SPACER) && column > 0 {
                column -= 1;
            }
            return Some((line, Column(column), above));
        }
        cells = grid.columns();
    }
    None
}

#[cfg(test)]
mod tests;
