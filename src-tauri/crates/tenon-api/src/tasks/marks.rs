//! The TODO and FIXME marks in the files of the workspace, read again where a file differs.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use tenon_index::syntax::Stamp;
use tenon_knowledge::entity::{Kind, Source};
use tenon_knowledge::note::is_note;
use tenon_knowledge::task::{Around, Mark};
use tenon_store::EntityOf;
use tenon_workspace::{text, walk};

use super::folder::folders;
use crate::entities::{LARGEST, rows};
use crate::owner::{Owner, lock};
use crate::symbols::stamp_of;

/// Threads of a walk, and of reading many files.
const THREADS: usize = 8;
/// One of these stands in every mark.
const WORDS: [&[u8]; 4] = [b"TODO", b"FIXME", b"XXX", b"HACK"];

/// A mark, and where in its line it begins: in UTF-16 units from 1.
#[derive(Clone)]
pub(super) struct Found {
    pub mark: Mark,
    pub column: u32,
}

/// The marks of files, by their paths, with what the file was when it was read.
type Known = HashMap<Vec<u8>, (Stamp, Vec<Found>)>;

/// The marks of the files as they were when they were read.
#[derive(Default)]
pub(crate) struct Marks {
    known: Mutex<Known>,
    /// Whoever has this is the only one who finds out which mark is which task.
    pub(super) alone: Mutex<()>,
}

impl Marks {
    /// All marks by path and line, and what could not be read. The text of a document that is open
    /// and not saved counts in place of its file.
    pub(super) fn now(&self, owner: &Owner) -> (Vec<Found>, Vec<String>) {
        let mut known = lock(&self.known);
        let (files, mut problems) = files(owner);
        known.retain(|path, _| files.contains_key(path));
        let is_stale = |(path, stamp): &(&Vec<u8>, &Stamp)| {
            known.get(*path).is_none_or(|(read, _)| read != *stamp)
        };
        let stale: Vec<(&Vec<u8>, &Stamp)> = files.iter().filter(is_stale).collect();
        for (path, stamp, read) in read(owner, &stale) {
            match read {
                Ok(found) => drop(known.insert(path.clone(), (stamp, found))),
                // It is tried again the next time.
                Err(problem) => problems.push(problem),
            }
        }
        let unsaved = unsaved(owner, &files);
        let on_disk = known
            .iter()
            .filter(|(path, _)| !unsaved.contains_key(*path))
            .map(|(_, (_, found))| found);
        let told = on_disk
            .chain(unsaved.values())
            // What is left out of the journal is not told of here either.
            .filter(|found| {
                found
                    .first()
                    .is_some_and(|one| owner.journaled(&one.mark.path))
            });
        let mut all: Vec<Found> = told.flatten().cloned().collect();
        all.sort_by(|a, b| (&a.mark.path, a.mark.line).cmp(&(&b.mark.path, b.mark.line)));
        (all, problems)
    }
}

/// Whether marks are looked for in a file: code and notes, but no tasks, which hold marks already.
fn is_looked_at(path: &[u8]) -> bool {
    let is_task = folders().iter().any(|folder| {
        let rest = path.strip_prefix(folder.as_bytes());
        rest.is_some_and(|rest| rest.starts_with(b"/"))
    });
    let source = Source::of_path(&String::from_utf8_lossy(path));
    !is_task && (matches!(source, Source::Code(_)) || is_note(path))
}

/// The files that are looked at, as they are on the disk.
fn files(owner: &Owner) -> (HashMap<Vec<u8>, Stamp>, Vec<String>) {
    let found = Mutex::new(HashMap::new());
    let problems = walk::files(owner.root(), false, threads(), || {
        |path: &[u8]| {
            // What is gone already is no file any more.
            let stamp = is_looked_at(path).then(|| stamp_of(&owner.root, path));
            if let Some(stamp) = stamp.flatten().filter(|stamp| stamp.size <= LARGEST) {
                lock(&found).insert(path.to_vec(), stamp);
            }
            true
        }
    });
    (found.into_inner().unwrap_or_default(), problems)
}

type Read = (Vec<u8>, Stamp, Result<Vec<Found>, String>);

/// Reads files on several threads.
fn read(owner: &Owner, files: &[(&Vec<u8>, &Stamp)]) -> Vec<Read> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(files.len()));
    let work = || {
        while let Some((path, stamp)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let read = match owner.root.read(path) {
                Ok((bytes, _)) => Ok(of_bytes(owner, path, &bytes)),
                Err(error) => Err(error.to_string()),
            };
            lock(&done).push(((*path).clone(), **stamp, read));
        }
    };
    std::thread::scope(|scope| {
        // For a few files a thread costs more than it brings.
        for _ in 1..threads().min(files.len() / 16) {
            scope.spawn(work);
        }
        work();
    });
    done.into_inner().unwrap_or_default()
}

fn of_bytes(owner: &Owner, path: &[u8], bytes: &[u8]) -> Vec<Found> {
    let is_plain = std::str::from_utf8(bytes).is_ok();
    if (is_plain && !has_word(bytes)) || text::looks_binary(bytes) {
        return Vec::new();
    }
    of_text(owner, path, &text::decode(bytes).text)
}

/// A text without any of the words has no mark, and is not looked at further.
fn has_word(bytes: &[u8]) -> bool {
    WORDS
        .iter()
        .any(|word| memchr::memmem::find(bytes, word).is_some())
}

fn of_text(owner: &Owner, path: &[u8], text: &str) -> Vec<Found> {
    let name = String::from_utf8_lossy(path);
    // Of a file with a secret in its name nothing is told.
    if !has_word(text.as_bytes()) || !owner.app().gatekeeper.find(&name).is_empty() {
        return Vec::new();
    }
    let source = Source::of_path(&name);
    let of = EntityOf::File(path.to_vec());
    let rows = rows(&owner.app().gatekeeper, &of, text, source).into_iter();
    let lines: Vec<&str> = text.lines().collect();
    let found = rows.filter(|row| row.kind == Kind::Todo.word()).map(|row| {
        let line = row.line as usize;
        let before = lines
            .get(line.saturating_sub(1))
            .and_then(|whole| whole.get(..row.column.saturating_sub(1) as usize));
        let units = before.map_or(0, |before| before.encode_utf16().count());
        Found {
            column: u32::try_from(units).map_or(u32::MAX, |units| units.saturating_add(1)),
            mark: Mark {
                path: path.to_vec(),
                line,
                text: row.value,
                around: Around::of(&lines, line),
            },
        }
    });
    found.collect()
}

/// The marks of open documents with text that is not saved.
fn unsaved(owner: &Owner, files: &HashMap<Vec<u8>, Stamp>) -> HashMap<Vec<u8>, Vec<Found>> {
    let texts: Vec<(Vec<u8>, String)> = {
        let documents = lock(&owner.documents);
        let open = documents.iter().filter(|document| document.dirty());
        open.filter_map(|document| Some((document.path.clone()?, document.text.to_string())))
            .collect()
    };
    let looked_at = texts
        .into_iter()
        .filter(|(path, _)| files.contains_key(path));
    looked_at
        .map(|(path, text)| {
            let found = of_text(owner, &path, &text);
            (path, found)
        })
        .collect()
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |count| count.get().min(THREADS))
}
