//! Sources of rows, and the engine that asks them.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};

use super::ask::Ask;
use super::choose::{Noticed, choose};
use super::hit::{Done, Hit};
use super::list::{globs, types};
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
    strict: bool,
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
            strict: false,
            sources: Vec::new(),
            index: None,
        }
    }

    /// Files with longer lines are named as a problem and not read to their end, in bytes.
    pub fn longest_line(mut self, bytes: usize) -> Self {
        self.longest = Some(bytes);
        self
    }

    /// Fails at such a line instead, so that whoever can hold it reads on from there.
    pub fn failing_at_longer_lines(mut self) -> Self {
        self.strict = true;
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
    pub fn check(&self, ask: &Ask) -> Result<Ready> {
        let kinds = self.kinds();
        let unknown = |kind: &&String| !kinds.contains(&kind.as_str());
        if let Some(kind) = ask.kinds.iter().find(unknown) {
            return Err(FindError::Kind {
                kind: kind.clone(),
                known: kinds.join(", "),
            });
        }
        globs(&self.folder, ask)?;
        types(ask)?;
        Ok(Ready(match ask.terms.is_empty() {
            true => None,
            false => Some(Matchers::new(ask)?),
        }))
    }

    /// Gives the rows of all kinds that are asked for: names of files, then what was added, then text.
    pub fn run(&self, ask: &Ask, stop: &AtomicBool, take: &mut Take<'_>) -> Result<Done> {
        self.run_ready(&self.check(ask)?, ask, stop, take)
    }

    /// The same for a question that was read before.
    pub fn run_ready(
        &self,
        ready: &Ready,
        ask: &Ask,
        stop: &AtomicBool,
        take: &mut Take<'_>,
    ) -> Result<Done> {
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
            let matchers = ready.matchers()?;
            let files = names::rows(
                &self.folder,
                ask,
                matchers,
                self.threads,
                stop,
                &mut counted,
            );
            add(files?);
        }
        let sources = self.sources.iter();
        for source in sources.filter(|source| ask.wants(source.kind())) {
            add(source.rows(ask, stop, &mut counted)?);
        }
        // A symbol is asked for by its name, and text has none.
        if ask.wants("text") && !(ask.symbol.is_some() && ask.terms.is_empty()) {
            add(self.text(ready.matchers()?, ask, stop, &mut counted)?);
        }
        all.hits = given;
        all.truncated = more || enough || stop.load(Ordering::Relaxed);
        Ok(all)
    }

    fn text(
        &self,
        matchers: &Matchers,
        ask: &Ask,
        stop: &AtomicBool,
        take: &mut Take<'_>,
    ) -> Result<Done> {
        let noticed = Noticed::default();
        let index = self.index.as_deref();
        let files = choose(&self.folder, ask, self.threads, index, &noticed)?;
        let (mut done, mut failed) = (Done::default(), Vec::new());
        let (mut in_this, mut too_long) = (false, None);
        let work = || Reading {
            engine: self,
            ask,
            matchers,
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
                match scanned {
                    Scanned::Read => done.scanned += 1,
                    Scanned::Gone => {}
                    Scanned::Failed(why) => failed.push((path, why)),
                    Scanned::LongLine(longest) => {
                        let why = format!("it has a line longer than {} MiB", longest >> 20);
                        if self.strict {
                            too_long = Some(FindError::LongLine { path, what: why });
                            return false;
                        }
                        failed.push((path, why));
                    }
                }
                true
            }
        });
        if let Some(error) = too_long {
            return Err(error);
        }
        done.problems = noticed.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.problems.append(&mut failed);
        Ok(done)
    }
}

/// A question that was read well.
pub struct Ready(Option<Matchers>);

impl Ready {
    fn matchers(&self) -> Result<&Matchers> {
        self.0.as_ref().ok_or(FindError::Empty)
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
