//! Which files are read for a question: all that a walk lists, or those that the index leaves over.

use std::path::Path;

use ignore::overrides::Override;
use ignore::types::Types;
use tenon_workspace::walk::Rules;

use super::ask::Ask;
use super::list::{Problem, globs, list, types};
use crate::error::Result;
use crate::text::{Entry, Inner, TextIndex, Verdict};

/// With more changed paths than these a walk is quicker than asking the rules for each.
const DIRTY: usize = 200;

/// Files to read, in the order of their paths, and what could not be looked at.
pub(crate) type Chosen = (Vec<Vec<u8>>, Vec<Problem>);

/// Chooses the files to read.
pub(crate) fn choose(
    folder: &Path,
    ask: &Ask,
    threads: usize,
    index: Option<&TextIndex>,
) -> Result<Chosen> {
    let Some(index) = index else {
        let (files, problems) = list(folder, ask, threads, false)?;
        return Ok((files.into_iter().map(|file| file.path).collect(), problems));
    };
    if index.is_followed() && table_knows(ask) {
        let inner = index.read();
        let verdict = index.verdict(ask, &inner);
        if verdict.dirty.len() <= DIRTY {
            return Ok((from_table(folder, ask, &inner, &verdict)?, Vec::new()));
        }
    }
    let (files, problems) = list(folder, ask, threads, true)?;
    let inner = index.read();
    let verdict = index.verdict(ask, &inner);
    let read = files
        .into_iter()
        .filter(|file| verdict.reads(&inner, &file.path, file.stamp.as_ref()));
    Ok((read.map(|file| file.path).collect(), problems))
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

fn from_table(folder: &Path, ask: &Ask, inner: &Inner, verdict: &Verdict) -> Result<Vec<Vec<u8>>> {
    let filter = Filter {
        ask,
        globs: globs(folder, ask)?,
        types: types(ask)?,
    };
    let mut paths: Vec<Vec<u8>> = match &verdict.fitting {
        Some(fitting) => filter.few(inner, fitting, verdict),
        None => {
            let entries = inner.by_path.values();
            let entries = entries.filter_map(|number| inner.files[*number as usize].as_ref());
            let read = entries.filter(|entry| filter.wants(entry));
            let read = read.filter(|entry| verdict.reads(inner, &entry.path, None));
            read.map(|entry| entry.path.clone()).collect()
        }
    };
    let (mut kept, mut plain) = (Rules::default(), Rules::without_hidden());
    for path in &verdict.dirty {
        if inner.entry(path).is_none() && filter.wants_path(path) {
            let rules = if ask.hidden { &mut kept } else { &mut plain };
            if rules.keep(folder, path) {
                paths.push(path.clone());
            }
        }
    }
    paths.sort_unstable();
    paths.dedup();
    Ok(paths)
}

/// What a question says of files, apart from what is in them.
struct Filter<'a> {
    ask: &'a Ask,
    globs: Option<Override>,
    types: Option<Types>,
}

impl Filter<'_> {
    /// The files behind a short list of numbers, and those of which nothing is known.
    fn few(&self, inner: &Inner, fitting: &[u32], verdict: &Verdict) -> Vec<Vec<u8>> {
        let below = verdict.dirty.iter().flat_map(|path| inner.below(path));
        let always = inner.unread();
        let numbers = fitting.iter().copied().chain(below).chain(always);
        let entries = numbers.filter_map(|number| inner.files.get(number as usize)?.as_ref());
        let wanted = entries.filter(|entry| self.wants(entry));
        wanted.map(|entry| entry.path.clone()).collect()
    }

    fn wants(&self, entry: &Entry) -> bool {
        (self.ask.hidden || entry.plain) && self.wants_path(&entry.path)
    }

    fn wants_path(&self, path: &[u8]) -> bool {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let named = |part: &[u8], is_folder| {
            let globs = self.globs.as_ref();
            globs.is_some_and(|globs| {
                globs
                    .matched(OsStr::from_bytes(part), is_folder)
                    .is_ignore()
            })
        };
        let folders = path.iter().enumerate().filter(|(_, b)| **b == b'/');
        let left_out = folders
            .map(|(at, _)| &path[..at])
            .any(|part| named(part, true));
        let types = self.types.as_ref();
        let other = |types: &Types| types.matched(OsStr::from_bytes(path), false).is_ignore();
        !left_out && !named(path, false) && !types.is_some_and(other)
    }
}
