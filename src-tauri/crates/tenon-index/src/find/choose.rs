//! Which files are read for a question: all that a walk lists, or those that the index leaves over.
//!
//! Of a common word the first hits stand in the first few files, and whoever asked may want no more
//! of them. So the index gives the first paths alone, and the rest only when it is asked for.

use std::iter::once_with;
use std::ops::Bound::{Excluded, Unbounded};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use ignore::overrides::Override;
use ignore::types::Types;
use tenon_workspace::walk::Rules;

use super::ask::Ask;
use super::list::{Problem, globs, list, types};
use super::marks::Marks;
use crate::error::Result;
use crate::text::{Entry, Inner, State, TextIndex, Verdict};

/// With more changed paths than these a walk is quicker than asking the rules for each.
const DIRTY: usize = 200;
/// So many files come first.
const FIRST: usize = 32;
/// When fewer than one file in so many fits, those are sorted rather than looked for among all.
const SPARSE: usize = 64;

/// What could not be looked at, as it is noticed.
pub(crate) type Noticed = Mutex<Vec<Problem>>;

/// Files to read, in the order of their paths.
pub(crate) type Files<'a> = Box<dyn Iterator<Item = Vec<u8>> + Send + 'a>;

/// Chooses the files to read.
pub(crate) fn choose<'a>(
    folder: &'a Path,
    ask: &'a Ask,
    threads: usize,
    index: Option<&'a TextIndex>,
    noticed: &'a Noticed,
) -> Result<Files<'a>> {
    let Some(index) = index else {
        let (files, problems) = list(folder, ask, threads, false)?;
        note(noticed, problems);
        return Ok(Box::new(files.into_iter().map(|file| file.path)));
    };
    let choice = Choice {
        folder,
        ask,
        threads,
        index,
        noticed,
        globs: globs(folder, ask)?,
        types: types(ask)?,
    };
    let Some(first) = choice.known(None, FIRST) else {
        return Ok(Box::new(choice.walked(None)?.into_iter()));
    };
    if first.len() < FIRST {
        return Ok(Box::new(first.into_iter()));
    }
    let last = first.last().cloned();
    let rest = once_with(move || choice.rest(last.as_deref())).flatten();
    Ok(Box::new(first.into_iter().chain(rest)))
}

fn note(noticed: &Noticed, problems: Vec<Problem>) {
    let mut all = noticed.lock().unwrap_or_else(PoisonError::into_inner);
    all.extend(problems);
}

/// Whether the files that the index knows are those that a walk would list: a pattern of paths or a
/// language can bring back what is ignored or hidden, and the index does not know of that.
fn table_knows(ask: &Ask) -> bool {
    let only_leaves_out = ask.globs.iter().all(|glob| glob.starts_with('!'));
    // Times are read from the disk, where a file may just have got another one.
    ask.since.is_none()
        && !ask.no_ignore
        && only_leaves_out
        && (ask.hidden || ask.languages.is_empty())
}

struct Choice<'a> {
    folder: &'a Path,
    ask: &'a Ask,
    threads: usize,
    index: &'a TextIndex,
    noticed: &'a Noticed,
    globs: Option<Override>,
    types: Option<Types>,
}

impl Choice<'_> {
    /// Everything behind a path.
    fn rest(&self, after: Option<&[u8]>) -> Vec<Vec<u8>> {
        let known = self.known(after, usize::MAX);
        known
            .map_or_else(|| self.walked(after), Ok)
            .unwrap_or_else(|error| {
                // The question was read well before, so that the walk itself is at fault.
                note(self.noticed, vec![(Vec::new(), error.to_string())]);
                Vec::new()
            })
    }

    /// Lists the files on disk and leaves out those that the index knows to have no hits.
    fn walked(&self, after: Option<&[u8]>) -> Result<Vec<Vec<u8>>> {
        let (files, problems) = list(self.folder, self.ask, self.threads, true)?;
        note(self.noticed, problems);
        let inner = self.index.read();
        let verdict = self.index.verdict(self.ask, &inner);
        let read = files.into_iter().filter(|file| {
            after.is_none_or(|after| file.path.as_slice() > after)
                && verdict.reads(&inner, &file.path, file.stamp.as_ref())
        });
        Ok(read.map(|file| file.path).collect())
    }

    /// The next files as the index knows them; `None` when the disk has to be asked.
    fn known(&self, after: Option<&[u8]>, most: usize) -> Option<Vec<Vec<u8>>> {
        if !self.index.is_followed() || !table_knows(self.ask) {
            return None;
        }
        let inner = self.index.read();
        let verdict = self.index.verdict(self.ask, &inner);
        if verdict.dirty.len() > DIRTY {
            return None;
        }
        let fitting = verdict.fitting.as_ref();
        let few = fitting.filter(|numbers| numbers.len() < inner.by_path.len() / SPARSE);
        let mut paths = match few {
            Some(numbers) => self.few(&inner, numbers, &verdict),
            None => self.next(&inner, &verdict, after, most),
        };
        paths.extend(self.just_made(&inner, &verdict));
        if let Some(after) = after {
            paths.retain(|path| path.as_slice() > after);
        }
        paths.sort_unstable();
        paths.dedup();
        paths.truncate(most);
        Some(paths)
    }

    /// The files behind a short list of numbers, and those of which nothing is known.
    fn few(&self, inner: &Inner, fitting: &[u32], verdict: &Verdict) -> Vec<Vec<u8>> {
        let below = verdict.dirty.iter().flat_map(|path| inner.below(path));
        let numbers = fitting.iter().copied().chain(below).chain(inner.unread());
        let entries = numbers.filter_map(|number| inner.files.get(number as usize)?.as_ref());
        let wanted = entries.filter(|entry| self.wants(entry));
        wanted.map(|entry| entry.path.clone()).collect()
    }

    /// The next files of all that fit, in the order of their paths.
    fn next(
        &self,
        inner: &Inner,
        verdict: &Verdict,
        after: Option<&[u8]>,
        most: usize,
    ) -> Vec<Vec<u8>> {
        let mut marks = Marks::new(inner.files.len());
        marks.set(verdict.dirty.iter().flat_map(|path| inner.below(path)));
        marks.set(inner.unread());
        marks.set(verdict.fitting.iter().flatten().copied());
        let any = verdict.fitting.is_none();
        let from = after.map_or(Unbounded, Excluded);
        let behind = inner.by_path.range::<[u8], _>((from, Unbounded));
        let entries = behind.filter_map(|(_, number)| {
            let entry = inner.files.get(*number as usize)?.as_ref()?;
            let fits = marks.has(*number) || any && entry.state != State::Binary;
            (fits && self.wants(entry)).then(|| entry.path.clone())
        });
        entries.take(most).collect()
    }

    /// Files that were just made, of which only their paths are known.
    fn just_made(&self, inner: &Inner, verdict: &Verdict) -> Vec<Vec<u8>> {
        let (mut kept, mut plain) = (Rules::default(), Rules::without_hidden());
        let unknown = verdict.dirty.iter().filter(|path| {
            let rules = if self.ask.hidden {
                &mut kept
            } else {
                &mut plain
            };
            inner.entry(path).is_none() && self.wants_path(path) && rules.keep(self.folder, path)
        });
        unknown.cloned().collect()
    }

    fn wants(&self, entry: &Entry) -> bool {
        (self.ask.hidden || entry.plain) && self.wants_path(&entry.path)
    }

    /// What a question says of paths.
    fn wants_path(&self, path: &[u8]) -> bool {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        if let Some(globs) = &self.globs {
            let named = |part: &[u8], is_folder| {
                let matched = globs.matched(OsStr::from_bytes(part), is_folder);
                matched.is_ignore()
            };
            let folders = path.iter().enumerate().filter(|(_, b)| **b == b'/');
            let mut above = folders.map(|(at, _)| &path[..at]);
            if above.any(|part| named(part, true)) || named(path, false) {
                return false;
            }
        }
        let other = |types: &Types| types.matched(OsStr::from_bytes(path), false).is_ignore();
        !self.types.as_ref().is_some_and(other)
    }
}
