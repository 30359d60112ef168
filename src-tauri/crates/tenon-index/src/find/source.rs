//! Sources of rows, and the engine that asks them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::ask::Ask;
use super::choose::choose;
use super::hit::{Done, Hit};
use super::list::walker;
use super::matching::Matchers;
use super::names;
use super::order::{self, Piece, Work};
use super::scan::{Scanned, Scanner};
use crate::error::{FindError, Result};
use crate::text::TextIndex;

/// Takes hits one after the other; `false` says that it has enough.
pub type Take<'a> = dyn FnMut(Hit) -> bool + 'a;

/// Where rows of one kind come from. Later kinds of things are found by adding one.
pub trait Source: Send + Sync {
    /// The word behind `kind:`.
    fn kind(&self) -> &'static str;
    /// Gives the rows that fit, the most fitting first or in the order of files, until `take` has
    /// enough or `stop` is set.
    fn rows(&self, ask: &Ask, stop: &AtomicBool, take: &mut Take<'_>) -> Result<Done>;
}

/// Answers questions about one folder.
#[derive(Clone)]
pub struct Engine {
    folder: PathBuf,
    threads: usize,
    longest: Option<usize>,
    sources: Vec<Arc<dyn Source>>,
    index: Option<Arc<TextIndex>>,
}

impl Engine {
    /// An engine that knows file names and text. `threads` read at once.
    pub fn new(folder: &Path, threads: usize) -> Self {
        Self {
            folder: folder.to_path_buf(),
            threads: threads.max(1),
            longest: None,
            sources: Vec::new(),
            index: None,
        }
    }

    /// Files with longer lines are named as a problem and not read to their end, in bytes.
    pub fn longest_line(mut self, bytes: usize) -> Self {
        self.longest = Some(bytes);
        self
    }

    /// Leaves out files that an index of the same folder says have no hits.
    pub fn narrowed_by(mut self, index: Arc<TextIndex>) -> Self {
        self.index = Some(index);
        self
    }

    /// Adds a source of rows of another kind.
    pub fn with(mut self, source: Arc<dyn Source>) -> Self {
        self.sources.push(source);
        self
    }

    /// The kinds of rows that can be asked for.
    pub fn kinds(&self) -> Vec<&'static str> {
        let more = self.sources.iter().map(|source| source.kind());
        ["text", "file"].into_iter().chain(more).collect()
    }

    /// Reads a question without answering it, so that what is wrong with it is told at once.
    pub fn check(&self, ask: &Ask) -> Result<()> {
        let kinds = self.kinds();
        if let Some(kind) = ask
            .kinds
            .iter()
            .find(|kind| !kinds.contains(&kind.as_str()))
        {
            return Err(FindError::Kind {
                kind: kind.clone(),
                known: kinds.join(", "),
            });
        }
        walker(&self.folder, ask)?;
        match ask.terms.is_empty() {
            true => Ok(()),
            false => Matchers::new(ask).map(drop),
        }
    }

    /// Gives the rows of all kinds that are asked for: names of files, then what was added, then text.
    pub fn run(&self, ask: &Ask, stop: &AtomicBool, take: &mut Take<'_>) -> Result<Done> {
        self.check(ask)?;
        let limit = ask.limit.unwrap_or(usize::MAX) as u64;
        let (mut given, mut more, mut enough) = (0, false, false);
        let mut counted = |hit: Hit| {
            if given == limit {
                more = true;
                return false;
            }
            given += 1;
            enough = !take(hit);
            !enough
        };
        let mut all = Done::default();
        let mut add = |done: Done| {
            all.files += done.files;
            all.scanned += done.scanned;
            all.problems.extend(done.problems);
        };
        if ask.wants("file") {
            add(names::rows(
                &self.folder,
                ask,
                self.threads,
                stop,
                &mut counted,
            )?);
        }
        for source in self
            .sources
            .iter()
            .filter(|source| ask.wants(source.kind()))
        {
            add(source.rows(ask, stop, &mut counted)?);
        }
        // A symbol is asked for by its name, and text has none.
        if ask.wants("text") && !(ask.symbol.is_some() && ask.terms.is_empty()) {
            add(self.text(ask, stop, &mut counted)?);
        }
        all.hits = given;
        all.truncated = more || enough || stop.load(std::sync::atomic::Ordering::Relaxed);
        Ok(all)
    }

    fn text(&self, ask: &Ask, stop: &AtomicBool, take: &mut Take<'_>) -> Result<Done> {
        let matchers = Matchers::new(ask)?;
        let index = self.index.as_deref();
        let (files, problems) = choose(&self.folder, ask, self.threads, index)?;
        let mut done = Done {
            problems,
            ..Done::default()
        };
        let mut in_this = false;
        let files = files.into_iter();
        let work = || Reading {
            engine: self,
            ask,
            matchers: &matchers,
            scanner: Scanner::new(ask, self.longest),
        };
        order::run(files, self.threads, stop, work, &mut |piece| match piece {
            Piece::Hits(hits) => {
                done.files += u64::from(!in_this && !hits.is_empty());
                in_this |= !hits.is_empty();
                hits.into_iter().all(&mut *take)
            }
            Piece::End { path, scanned } => {
                in_this = false;
                done.scanned += u64::from(scanned == Scanned::Read);
                if let Scanned::Failed(why) = scanned {
                    done.problems.push((path, why));
                }
                true
            }
        });
        Ok(done)
    }
}

struct Reading<'a> {
    engine: &'a Engine,
    ask: &'a Ask,
    matchers: &'a Matchers,
    scanner: Scanner,
}

impl Work for Reading<'_> {
    fn look(&mut self, path: &[u8], take: &mut dyn FnMut(Hit) -> bool) -> Scanned {
        let Self {
            engine,
            ask,
            matchers,
            scanner,
        } = self;
        scanner.scan(&engine.folder, path, ask, matchers, take)
    }
}
