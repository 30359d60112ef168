//! Reading one file for hits, as ripgrep reads files that it finds itself.

use std::fs::File;
use std::io;
use std::path::Path;

use grep_matcher::Matcher;
use grep_searcher::{
    BinaryDetection, Searcher, SearcherBuilder, Sink, SinkContext, SinkFinish, SinkMatch,
};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;

use super::ask::Ask;
use super::hit::Hit;
use super::line::{plain, show};
use super::matching::Matchers;
use super::near::{Window, mask};

/// What came of looking at a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanned {
    /// It was read, as far as it was needed.
    Read,
    /// It is not there any more, or no file any more.
    Gone,
    /// It has a line that is longer than may be held in memory, which is so many bytes.
    LongLine(usize),
    /// It could not be read.
    Failed(String),
}

/// Reads files, one after the other.
#[derive(Debug)]
pub struct Scanner {
    searcher: Searcher,
    longest: Option<usize>,
}

impl Scanner {
    /// A scanner for a question. A file with a line longer than `longest` bytes is not read to its
    /// end; without it a line may have any length, and is then held in memory.
    pub fn new(ask: &Ask, longest: Option<usize>) -> Self {
        let searcher = SearcherBuilder::new()
            .line_number(true)
            .multi_line(false)
            .binary_detection(BinaryDetection::quit(0))
            .heap_limit(longest)
            .before_context(ask.context)
            .after_context(ask.context)
            .build();
        Self { searcher, longest }
    }

    /// Hands the hits in the file at `path` to `take` until that says `false`.
    pub fn scan(
        &mut self,
        folder: &Path,
        path: &[u8],
        ask: &Ask,
        matchers: &Matchers,
        take: &mut dyn FnMut(Hit) -> bool,
    ) -> Scanned {
        let file = match open(folder, path) {
            Ok(Some(file)) => file,
            Ok(None) => return Scanned::Gone,
            Err(e) => return Scanned::Failed(e.to_string()),
        };
        let sink = Lines {
            path,
            ask,
            matchers,
            window: Window::new(ask.terms.len(), ask.context),
            take,
        };
        match self.searcher.search_file(&matchers.any, &file, sink) {
            Ok(()) => Scanned::Read,
            Err(e) if e.to_string().contains("allocation limit") => {
                Scanned::LongLine(self.longest.unwrap_or_default())
            }
            Err(e) => Scanned::Failed(e.to_string()),
        }
    }
}

/// Opens a file without following a link and without waiting for a pipe; `None` when it is none.
pub(crate) fn open(folder: &Path, path: &[u8]) -> io::Result<Option<File>> {
    use std::os::unix::ffi::OsStrExt;
    let full = folder.join(std::ffi::OsStr::from_bytes(path));
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    match rustix::fs::open(full, flags, Mode::empty()) {
        Ok(file) => {
            let file = File::from(file);
            Ok(file.metadata()?.is_file().then_some(file))
        }
        Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP | Errno::NXIO) => Ok(None),
        Err(e) => Err(e.into()),
    }
}

struct Lines<'a> {
    path: &'a [u8],
    ask: &'a Ask,
    matchers: &'a Matchers,
    window: Window,
    take: &'a mut dyn FnMut(Hit) -> bool,
}

impl Lines<'_> {
    /// Which terms are in a line, one bit each.
    fn holds(&self, line: &[u8]) -> u64 {
        if self.matchers.each.is_empty() {
            return mask(1);
        }
        let each = self.matchers.each.iter().enumerate();
        let held = each.filter(|(_, term)| term.is_match(line).unwrap_or(false));
        held.fold(0, |holds, (at, _)| holds | 1 << at)
    }

    fn hit(&self, line: u64, whole: &[u8], holds: u64) -> Option<Hit> {
        let bytes = whole.strip_suffix(b"\n").unwrap_or(whole);
        let out = |without: &grep_regex::RegexMatcher| without.is_match(bytes).unwrap_or(false);
        if holds == 0 || self.matchers.without.iter().any(out) {
            return None;
        }
        let shown = show(bytes, bytes.len() < whole.len(), &self.matchers.any);
        let held = self.ask.terms.iter().enumerate();
        let held = held.filter(|(at, _)| holds & 1 << at != 0);
        let held: Vec<_> = held.map(|(_, term)| term.shown()).collect();
        Some(Hit {
            kind: "text",
            reference: None,
            path: self.path.to_vec(),
            line,
            column: shown.column,
            text: shown.text,
            ranges: shown.ranges,
            score: 1.0,
            why: format!("the line holds {}", held.join(" and ")),
            before: Vec::new(),
            after: Vec::new(),
            cut: shown.cut,
        })
    }

    fn give(&mut self, line: Option<u64>) -> bool {
        while let Some(hit) = self.window.settled(line) {
            if !(self.take)(hit) {
                return false;
            }
        }
        true
    }
}

impl Sink for Lines<'_> {
    type Error = io::Error;

    fn matched(&mut self, _: &Searcher, found: &SinkMatch<'_>) -> io::Result<bool> {
        let line = found.line_number().unwrap_or_default();
        let bytes = found.bytes();
        let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        if !self.give(Some(line.saturating_sub(1))) {
            return Ok(false);
        }
        let holds = self.holds(bytes);
        let hit = self.hit(line, found.bytes(), holds);
        self.window
            .matched(line, holds, hit, &|| plain(found.bytes()));
        Ok(self.give(Some(line)))
    }

    fn context(&mut self, _: &Searcher, around: &SinkContext<'_>) -> io::Result<bool> {
        let line = around.line_number().unwrap_or_default();
        self.window.line(line, &|| plain(around.bytes()));
        Ok(self.give(Some(line)))
    }

    fn finish(&mut self, _: &Searcher, _: &SinkFinish) -> io::Result<()> {
        self.give(None);
        Ok(())
    }
}
