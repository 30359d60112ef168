//! A terminal without a window: it is fed every byte and keeps what a screen would show.

mod anchor;
mod attic;
mod boundary;
mod pen;
mod snapshot;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use alacritty_terminal::event::{Event, EventListener};
use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::index::{Column, Line};
use alacritty_terminal::term::cell::Flags;
use alacritty_terminal::term::{Config, Osc52, Term, TermMode};
use alacritty_terminal::vte::ansi::{Processor, Timeout};

use self::anchor::Anchors;
use self::attic::Attic;
use self::boundary::Boundary;
use crate::run::Mark;
use crate::state::{Before, Past, Snapshot};

/// Cells of history in one mirror, at 24 bytes each.
const HISTORY_CELLS: usize = 4_000_000;
/// Bytes of one command to the operating system that the mirror reads on.
const COMMAND_BYTES: usize = 1024 * 1024;
/// Characters of a title.
const TITLE_CHARS: usize = 512;

pub(crate) struct Mirror {
    term: Term<Listener>,
    parser: Processor<Immediate>,
    boundary: Boundary,
    listener: Listener,
    anchors: Anchors,
    /// The oldest rows.
    attic: Attic,
    size: Size,
    scrollback: usize,
}

impl Mirror {
    pub fn new(cols: u16, rows: u16, scrollback: usize) -> Self {
        let (size, listener) = (Size { cols, rows }, Listener::default());
        Self {
            term: Term::new(config(scrollback, size), &size, listener.clone()),
            parser: Processor::new(),
            boundary: Boundary::new(),
            listener,
            anchors: Anchors::default(),
            attic: Attic::default(),
            size,
            scrollback,
        }
    }

    /// One that already shows what an earlier shell left, and a marked line below it.
    pub fn after(before: &Before, cols: u16, rows: u16, scrollback: usize) -> Self {
        let Past { bytes, .. } = &before.past;
        let mut mirror = Self::new(before.past.cols, before.past.rows, scrollback);
        mirror.feed(bytes);
        // Lines are broken anew as if the terminal had been resized while the old shell ran.
        mirror.resize(cols, rows);
        let mark: String = before.mark.chars().filter(|c| !c.is_control()).collect();
        let above = if bytes.is_empty() { "" } else { "\r\n" };
        mirror.feed(format!("{above}\x1b[0;2m── {mark} ──\x1b[0m\r\n").as_bytes());
        mirror
    }

    /// What is kept of it beyond the shell's life.
    pub fn past(&mut self) -> Past {
        let history = self.history();
        Past {
            cols: self.size.cols,
            rows: self.size.rows,
            bytes: snapshot::draw_past(&mut self.term, &mut self.attic, history),
        }
    }

    /// Reads output; says whether the title changed.
    pub fn feed(&mut self, bytes: &[u8]) -> bool {
        let before = self.title();
        let fed = catch_unwind(AssertUnwindSafe(|| {
            let mut rest = bytes;
            while let Some(read) = self.boundary.advance(rest) {
                let (until, after) = rest.split_at(read);
                // All of it but its last byte, and what takes it back.
                self.parser.advance(&mut self.term, &until[..read - 1]);
                self.parser.advance(&mut self.term, b"\x18");
                self.erase();
                rest = after;
            }
            self.parser.advance(&mut self.term, rest);
            if self.boundary.command_bytes() > COMMAND_BYTES {
                // The parser would collect an endless command for ever; it is cut and goes on as
                // one without a meaning.
                self.parser.advance(&mut self.term, b"\x18\x1b]9999;");
                self.boundary.forget_command_bytes();
            }
        }));
        if fed.is_err() {
            // An emulator has more corners than tests; the output itself still reaches the windows.
            tracing::error!("the screen of a terminal was lost and begins anew");
            *self = Self::new(self.size.cols, self.size.rows, self.scrollback);
        }
        self.title() != before
    }

    /// Erases the screen where it is, as xterm.js does; the emulator would scroll it out, so that what
    /// was erased were there again after the next snapshot.
    fn erase(&mut self) {
        let grid = self.term.grid_mut();
        grid.reset_region(..);
        // A line that began above does not go on below any more.
        let last = Column(grid.columns() - 1);
        if grid.history_size() > 0 {
            grid[Line(-1)][last].flags.remove(Flags::WRAPLINE);
        }
    }

    /// The title the program asked for.
    pub fn title(&self) -> Option<String> {
        self.listener
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Packs old rows, now that there is time for it; says whether there were many.
    pub fn tidy(&mut self) -> bool {
        let history = self.history();
        snapshot::with_main(&mut self.term, |grid| self.attic.store(grid, history))
    }

    /// Rows of history that there are at most.
    fn history(&self) -> usize {
        config(self.scrollback, self.size).scrolling_history
    }

    pub fn resize(&mut self, cols: u16, rows: u16) {
        // Rows are broken anew, and those of the history may come back into sight.
        let history = self.history();
        snapshot::with_main(&mut self.term, |grid| self.attic.restore(grid, history));
        self.size = Size { cols, rows };
        self.term.set_options(config(self.scrollback, self.size));
        self.term.resize(self.size);
    }

    /// Remembers where the cursor is, with the text there.
    pub fn place(&mut self, mark: &Mark) {
        // What stands on the alternate screen is no line of a command.
        if !self.term.mode().contains(TermMode::ALT_SCREEN) {
            self.anchors.place(self.term.grid_mut(), mark);
        }
    }

    /// Output that redraws everything up to the last byte that was fed, and where runs stand in it.
    pub fn snapshot(&mut self) -> (Snapshot, Vec<Mark>) {
        let title = self.title();
        let history = self.history();
        let drawn = snapshot::draw(&mut self.term, &mut self.attic, history, title.as_deref());
        let last = i32::from(self.size.rows) - 1;
        let marks = self.anchors.marks(&drawn.anchors, drawn.first, last);
        let mut bytes = drawn.bytes;
        bytes.extend_from_slice(self.boundary.pending());
        let snapshot = Snapshot {
            cols: self.size.cols,
            rows: self.size.rows,
            bytes,
        };
        (snapshot, marks)
    }
}

fn config(scrollback: usize, size: Size) -> Config {
    Config {
        scrolling_history: scrollback.min(HISTORY_CELLS / size.columns()),
        osc52: Osc52::Disabled,
        ..Config::default()
    }
}

/// Keeps the title and answers nothing: queries are answered by the window, and only once.
#[derive(Debug, Clone, Default)]
struct Listener(Arc<Mutex<Option<String>>>);

impl EventListener for Listener {
    fn send_event(&self, event: Event) {
        let title = match event {
            Event::Title(title) => {
                let shown: String = title
                    .chars()
                    .filter(|c| !c.is_control())
                    .take(TITLE_CHARS)
                    .collect();
                // An empty title takes the title away.
                Some(shown).filter(|shown| !shown.is_empty())
            }
            Event::ResetTitle => None,
            _ => return,
        };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = title;
    }
}

/// Synchronised updates are applied as they come: nobody looks at the mirror while it draws, and
/// a snapshot must hold every byte.
#[derive(Debug, Default)]
struct Immediate;

impl Timeout for Immediate {
    fn set_timeout(&mut self, _: Duration) {}
    fn clear_timeout(&mut self) {}
    fn pending_timeout(&self) -> bool {
        false
    }
}

#[derive(Debug, Clone, Copy)]
struct Size {
    cols: u16,
    rows: u16,
}

impl Dimensions for Size {
    fn total_lines(&self) -> usize {
        self.screen_lines()
    }
    fn screen_lines(&self) -> usize {
        usize::from(self.rows)
    }
    fn columns(&self) -> usize {
        // The emulator cannot hold a wide character in one column.
        usize::from(self.cols).max(alacritty_terminal::term::MIN_COLUMNS)
    }
}

#[cfg(test)]
mod tests;
